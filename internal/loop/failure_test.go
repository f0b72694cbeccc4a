package loop

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// brief is every technique for a short time.
func brief() *programme.Plan {
	return &programme.Plan{
		Name: "brief", Heat: &programme.Heat{Target: 40, Until: 3 * time.Minute},
		Phases: []programme.Phase{
			{Name: "arrive", Strokes: []technique.Stroke{
				{Kind: technique.Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: 10 * time.Second},
			}},
			{Name: "work", Strokes: []technique.Stroke{
				{Kind: technique.Knead, From: body.L5, To: body.L1, Force: 24, Speed: 15, Rate: 22. / 60, For: 20 * time.Second},
				{Kind: technique.Press, At: []body.Level{body.L4}, Force: 40, Ease: 3 * time.Second, Hold: 6 * time.Second, Repeat: 1},
				{Kind: technique.Tap, From: body.L5, To: body.L3, Force: 14, Rate: 3.3, Width: technique.Narrow, For: 15 * time.Second},
				{Kind: technique.Stretch, Recline: 140, Hold: 5 * time.Second, Repeat: 1},
				{Kind: technique.Rest, From: body.L3, For: 10 * time.Second},
			}},
			{Name: "leave", Strokes: []technique.Stroke{
				{Kind: technique.Glide, From: body.T12, To: body.S1, Force: 14, Speed: 20, For: 10 * time.Second},
			}},
		},
	}
}

// failed is how a session with a failure went.
type failed struct {
	failure twin.Failure
	stage   session.Stage
	seed    uint64
	kind    technique.Kind
	view    session.View
	fault   *chair.Fault

	noticed       time.Duration // from the failure to the retreat, or to the way home in order
	home          time.Duration // from then to rollers behind the cover, for good; -1 never
	before, after float64       // greatest force in the second before it was noticed, and from then on, N
	unnoticed     float64       // greatest force from the failure until then, N
}

// fail runs a session up to some moment of a stage, breaks something, and watches what the plant really does.
func fail(t testing.TB, f twin.Failure, st session.Stage, seed uint64) failed {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, uint64(f)<<8|uint64(st)))
	r := newRig(t, 1+random.IntN(body.ANSURRows()), seed)
	r.blind = true
	r.begin(t, brief(), session.Options{Calibrate: st == session.Comfort, Measure: st == session.Measuring || st == session.Remeasuring})
	stage := func() session.Stage { return r.loop.Session().View().Stage }
	for stage() < st {
		r.tick(session.Nothing)
	}
	lasts := map[session.Stage]time.Duration{
		session.Homing: 5 * time.Second, session.Taring: 3 * time.Second, session.Settling: 2500 * time.Millisecond,
		session.Scanning: 40 * time.Second, session.Comfort: 60 * time.Second, session.Measuring: 40 * time.Second,
		session.Remeasuring: 40 * time.Second, session.Massage: 100 * time.Second, session.Finishing: 500 * time.Millisecond,
	}
	for at := r.at + time.Duration(random.Int64N(int64(lasts[st]))); r.at < at && stage() == st; {
		r.tick(session.Nothing)
	}
	out := failed{failure: f, stage: stage(), seed: seed, kind: r.loop.Session().View().Technique, home: -1}
	force := func() float64 { tr := r.twin.Truth(); return float64(max(tr.Force[0], tr.Force[1])) }
	var second [250]float64 // the forces of the last one
	ticks := 0
	r.twin.Inject(f, true)
	begun, noticed := r.at, time.Duration(-1)
	cover := chair.Coord(r.profile.Rollers.Cover)
	for end := time.Duration(0); end == 0 || r.at < end; {
		second[ticks%len(second)] = force()
		ticks++
		r.tick(session.Nothing)
		v := r.loop.Session().View()
		if noticed < 0 && (r.guard.State() != guard.Armed || v.Stage >= session.Finishing && v.Stage > out.stage || out.stage == session.Finishing) {
			noticed, out.before = r.at, slices.Max(second[:])
		}
		if noticed < 0 {
			out.unnoticed = max(out.unnoticed, force())
		} else {
			out.after = max(out.after, force())
			mark(&out.home, r.twin.Truth().Axes[chair.Depth] < cover, r.at-noticed)
		}
		if end == 0 && !r.loop.Active() {
			end = r.at + 3*time.Second
		}
		if r.at > begun+most {
			break
		}
	}
	out.noticed, out.view, out.fault = noticed-begun, r.loop.Session().View(), r.loop.Fault()
	return out
}

// TestFailures breaks everything in every stage. Whatever happens, the session ends: by a latched fault or in order; the
// rollers are really home soon after it was noticed, where their drive works; and they never press harder than before.
func TestFailures(t *testing.T) {
	seeds := 5
	if testing.Short() {
		seeds = 1
	}
	type cell struct {
		f    twin.Failure
		st   session.Stage
		seed uint64
	}
	var cells []cell
	var rows []int
	for f := twin.Failure(1); f < twin.FailureEnd; f++ {
		for st := session.Homing; st <= session.Finishing; st++ {
			n := seeds
			if st == session.Massage {
				n *= 3
			}
			for i := range n {
				cells, rows = append(cells, cell{f, st, uint64(i + 1)}), append(rows, 0)
			}
		}
	}
	results := onEveryCore(rows, func(i, _ int) failed { c := cells[i]; return fail(t, c.f, c.st, c.seed) })
	for i := range results {
		if wrong := results[i].judge(); wrong != "" {
			t.Errorf("%s: %v", wrong, &results[i])
		}
	}

	var table strings.Builder
	for len(results) > 0 { // the seeds of one failure in one stage are beside each other
		n := 1
		for n < len(results) && results[n].failure == results[0].failure && cells[n].st == cells[0].st {
			n++
		}
		fmt.Fprintln(&table, sum(cells[0].st, results[:n]))
		results, cells = results[n:], cells[n:]
	}
	t.Log("\n" + table.String())
}

// judge says what is wrong with how a failure went; empty if nothing is.
func (o *failed) judge() string {
	works := o.failure != twin.DepthJam
	switch {
	case o.view.Stage != session.Done || o.view.Outcome == session.Open:
		return "does not end"
	case works && !(o.home >= 0 && o.home <= depthHome):
		return "rollers not home in time"
	case !(o.after <= o.before+underWay+unavoidable[o.failure]):
		return "presses harder once it is noticed"
	case !(o.unnoticed <= o.hardest()*(1+overshoot)):
		return "presses too hard before it is noticed"
	}
	return ""
}

// String is how a failure went, in a line.
func (o *failed) String() string {
	code := chair.Code("no fault")
	if o.fault != nil {
		code = o.fault.Code
	}
	return fmt.Sprintf("%v in %v (%v), seed %d: %v, %s (%s); noticed after %v, home %v later; %.1f N until then, %.1f N in the last second, %.1f N after",
		o.failure, o.stage, o.kind, o.seed, o.view.Outcome, code, o.view.Reason, o.noticed, o.home, o.unnoticed, o.before, o.after)
}

// sum is a row of the table: how often what came of a failure in a stage, and the worst of each figure.
func sum(st session.Stage, all []failed) string {
	ends := map[string]int{}
	var noticed, home time.Duration
	more, unnoticed := math.Inf(-1), 0.0
	for _, o := range all {
		end := o.view.Outcome.String()
		if o.fault != nil {
			end = string(o.fault.Code)
		}
		ends[end]++
		noticed, home = max(noticed, o.noticed), max(home, o.home)
		more, unnoticed = max(more, o.after-o.before), max(unnoticed, o.unnoticed)
	}
	return fmt.Sprintf("%-15v %-9v noticed within %9v, home %5v later, force %5.1f N until then, %+5.1f N after; %v",
		all[0].failure, st, noticed, home, unnoticed, more, ends)
}

// unavoidable is the force that a failure may add beyond what is under way, N.
var unavoidable = [twin.FailureEnd]float64{
	// A roller that is stuck in a back takes a breath of 3 mm in full, against 2 N/mm of spring and tissue.
	twin.DepthJam: 6,
	// The guard begins its retreat where the encoder says that the rollers are. A frozen one may be wrong by what the
	// guard takes for lag, 10 mm, before it is noticed: so much they may come out before they go home.
	twin.EncoderFrozen: 25,
}

// hardest is the greatest force of the brief plan, N, and overshoot what a force loop may add to it.
const hardest, overshoot = 40.0, 0.2

// hardest is the greatest force that was asked for: somebody who never says enough is pressed up to the limit.
func (o *failed) hardest() float64 {
	if o.stage == session.Comfort {
		return float64(chair.Everyone().Force[chair.ZoneMuscle].Max)
	}
	return hardest
}
