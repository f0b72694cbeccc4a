package loop

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
)

// rig is a whole chair without engine and clock: twin, guard, loop.
type rig struct {
	profile chair.Profile
	twin    *twin.Twin
	guard   *guard.Guard
	loop    *Loop
	at      time.Duration
	report  chair.Report
	cleared guard.Cleared
	notes   []session.Note
	nudge   session.LevelNudge // of an ask that is one

	blind    bool      // judges nothing: what follows stays empty
	scanErr  []float64 // found minus true, S1 first
	within   int
	sumSq, n float64 // of true force minus target, knead and press outside eases
	byKind   [technique.KindEnd]struct{ sumSq, n, peak float64 }
	maxTrue  float64
}

func bench(t testing.TB) chair.Profile {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func plan(t testing.TB, name string) *programme.Plan {
	t.Helper()
	file, src, ok := programmes.Source(name)
	if !ok {
		t.Fatalf("no programme %q", name)
	}
	p, diags := programme.Compile(file, src, programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func newRig(t testing.TB, row int, seed uint64) *rig {
	t.Helper()
	m, err := body.ANSUR(row)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{profile: bench(t)}
	r.twin = twin.New(twin.Options{Profile: &r.profile, Body: m.Back(), Sex: m.Sex, Age: m.Age, Seed: seed})
	r.guard = guard.New(&r.profile, chair.Everyone())
	r.loop = New(&r.profile, chair.Everyone(), r.guard)
	return r
}

// start begins a session of a programme.
func (r *rig) start(t testing.TB, p *programme.Plan) {
	t.Helper()
	res := fit.Fit(p, &r.profile, chair.Everyone())
	if err := r.loop.Start(r.at, res.Plan, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
}

// tick is one control period: read, decide, apply, and the plant's steps.
func (r *rig) tick(ask session.Ask) {
	period := r.profile.Period()
	r.twin.Report(&r.report)
	before := len(r.notes)
	r.cleared, r.notes = r.loop.Tick(&Input{At: r.at, Dt: period, Report: &r.report, Ask: ask, Nudge: r.nudge, Alive: true}, r.notes)
	for _, n := range r.notes[before:] {
		if n.Kind == "scan" && !r.blind {
			r.judgeScan(n)
		}
	}
	cmd := r.cleared.Command()
	r.twin.Step(&cmd)
	for range int(period/twin.Tick) - 1 {
		r.twin.Step(nil)
	}
	r.at += period
	if !r.blind {
		r.judgeForce()
	}
}

func (r *rig) judgeScan(n session.Note) {
	truth := r.twin.Truth()
	for l := body.S1; l < body.LevelEnd; l++ {
		d := float64(n.Levels[l].Along - truth.Levels[l])
		r.scanErr = append(r.scanErr, d)
		if math.Abs(d) <= float64(n.Levels[l].Doubt()) {
			r.within++
		}
	}
}

func (r *rig) judgeForce() {
	truth := r.twin.Truth()
	f := float64(max(truth.Force[0], truth.Force[1]))
	r.maxTrue = max(r.maxTrue, f, float64(truth.Peak[0]), float64(truth.Peak[1]))
	c := r.loop.Control()
	if c.Easing {
		return
	}
	v := r.loop.Session().View()
	if v.Stage != session.Massage || v.Paused {
		return
	}
	k := &r.byKind[v.Technique]
	d := f - float64(c.Target)
	k.sumSq, k.n, k.peak = k.sumSq+d*d, k.n+1, max(k.peak, math.Abs(d))
	if v.Technique == technique.Knead || v.Technique == technique.Press {
		r.sumSq, r.n = r.sumSq+d*d, r.n+1
	}
}

func (r *rig) rms() float64 { return math.Sqrt(r.sumSq / max(1, r.n)) }

// run goes on to the end of the session, or for most at the longest.
func (r *rig) run(most time.Duration) session.View {
	for end := r.at + most; r.at < end && r.loop.Active(); {
		r.tick(session.Nothing)
	}
	return r.loop.Session().View()
}
