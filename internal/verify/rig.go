package verify

import (
	"context"
	"math"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// mostTime is longer than any session may last.
const mostTime = 40 * time.Minute

// lookEvery is after how many ticks a session asks whether it is still wanted.
const lookEvery = 1 << 12

// rig is one session on one body: twin, guard and loop, tick by tick as the engine of lumbar run has them.
type rig struct {
	set     *Setting
	period  time.Duration
	steps   int
	twin    *twin.Twin
	guard   *guard.Guard
	loop    *loop.Loop
	meter   *Meter
	trace   *Trace // nil: none is kept
	strokes []technique.Stroke

	at      time.Duration
	report  chair.Report
	truth   twin.Truth
	input   loop.Input
	cleared guard.Cleared
	command chair.Command
	waiting bool
	pace    twin.Pace // of a quick run
	notes   []session.Note

	phase  string
	stroke *technique.Stroke // the one under way
	beat   unit.Hertz        // of its tappers; 0: it does not tap
	counts bool              // it is contact, and where it went is told
	gap    float64           // s without contact that belong to it
	span   [2]unitMM         // of it, on this back, with half a level to either side
	done   float64           // s of contact where it was meant
	away   float64           // s since contact
	out    Outcome
}

// unitMM is millimetres as the twin counts them.
type unitMM = float64

// halfLevel is how far from the middle of the outermost level contact still counts as where it was meant: half the way
// between two levels of an average back (chair.ZoneMap: 212 mm from S1 to T12), in mm.
const halfLevel = 212.0 / 6 / 2

// twin is what a body's twin is made of, as lumbar run makes it, on a chair of a profile.
func (s *Setting) twin(p *Person, profile *chair.Profile) twin.Options {
	o := twin.Options{Profile: profile, Body: p.Back(), Seed: SeedOf(s.Seed, p.Row), Age: p.Age, Sex: p.Sex, Sweep: s.Sweep}
	if s.spoil != nil {
		s.spoil(&o)
	}
	return o
}

// rigOf is a session on the chair as it is, or at the quick rate.
func (s *Setting) rigOf(p *Person, quick bool) *rig {
	profile := &s.Profile
	if quick {
		profile = &s.slow
	}
	r := &rig{set: s, period: profile.Period(), strokes: strokesOf(s.fitted.Plan)}
	r.steps = int(r.period / twin.Tick)
	r.twin = twin.New(s.twin(p, profile))
	r.guard = guard.New(profile, s.limits)
	r.loop = loop.New(profile, s.limits, r.guard)
	r.meter = NewMeter(s.limits, r.period)
	r.input = loop.Input{Dt: r.period, Report: &r.report, Alive: true}
	if quick {
		r.pace = brisk
		r.twin.SetPace(brisk)
	}
	r.out = Outcome{ID: p.ID, Row: p.Row, Seed: SeedOf(s.Seed, p.Row), Traits: traits(p, r.twin), Quick: quick}
	return r
}

// strokesOf is a plan's strokes in their order.
func strokesOf(p *programme.Plan) (list []technique.Stroke) {
	for step := range p.Strokes() {
		list = append(list, *step.Stroke)
	}
	return list
}

// Play gives one body the session and says what came of it. It stops, with the context's error, when ctx is done.
func (s *Setting) Play(ctx context.Context, p *Person) (Outcome, error) {
	return s.play(func(quick bool) (Outcome, error) { return s.rigOf(p, quick).run(ctx, nil) })
}

// run plays the session to its end from where it stands; what is to be remembered of it goes to k, if there is one.
func (r *rig) run(ctx context.Context, k *kept) (Outcome, error) {
	if r.loop.Session() == nil {
		if err := r.loop.Start(0, r.set.fitted.Plan, chair.Spent{}); err != nil {
			r.out.Ended, r.out.Reason = session.Ended.String(), err.Error()
			return r.out, nil
		}
	}
	for n := 1; r.loop.Active() && r.at < mostTime; n++ {
		if n%lookEvery == 0 && ctx.Err() != nil {
			return r.out, ctx.Err()
		}
		r.tick()
		if k != nil {
			k.keep()
		}
	}
	r.finish()
	return r.out, nil
}

// tick is one control period: the plant's steps, then read, decide, apply. The command of a tick arrives with the first
// step of the next.
func (r *rig) tick() {
	if r.out.Quick {
		r.hurry()
	}
	r.at += r.input.Dt
	if r.waiting {
		r.twin.Run(&r.command, r.steps)
	} else {
		r.twin.Run(nil, r.steps)
	}
	r.twin.Report(&r.report)
	r.look()
	r.input.At = r.at
	r.notes = r.loop.TickInto(&r.cleared, &r.input, r.notes[:0])
	for i := range r.notes {
		r.hear(&r.notes[i])
	}
	r.command, r.waiting = r.cleared.Command(), true
	goal := r.loop.Session().Goal()
	if goal.Heat > 0 && r.command.Heat == 0 {
		r.out.HeldOffS += r.meter.dt
	}
	r.cover(goal)
}

// look takes the reading's truth.
func (r *rig) look() {
	r.twin.See(&r.truth)
	r.out.GotUp = r.out.GotUp || !r.truth.Seated
	if r.meter.Add(&r.truth) {
		r.meter.peak.Phase = r.phase
		if r.stroke != nil {
			r.meter.peak.Technique = r.stroke.Kind.String()
		}
	}
	if r.trace != nil {
		r.trace.add(r)
	}
}

// hear takes a note of the session.
func (r *rig) hear(n *session.Note) {
	switch n.Kind {
	case "stroke":
		r.begin(n)
	case "stage":
		r.stroke, r.beat, r.phase = nil, 0, n.Stage.String()
	case "scan":
		r.judge(n.Levels[:])
	case "aside":
		r.out.Aside, _, _ = strings.Cut(n.Text, ",")
	case "refused":
		r.out.Refused++
	}
}

// begin is where a stroke is meant to go on this back.
func (r *rig) begin(n *session.Note) {
	r.stroke, r.beat, r.phase = nil, 0, n.PhaseName
	if n.Stroke >= len(r.strokes) {
		return
	}
	s := &r.strokes[n.Stroke]
	r.stroke, r.counts, r.beat, r.gap = s, touches(s), beatOf(s), 0
	if s.Kind == technique.Tap || s.With.On() {
		r.gap = tapS / 2 // between two strokes of a tapper there is less force, or none
	}
	low, high := body.LevelEnd, body.Level(0)
	for _, l := range s.Covers() {
		low, high = min(low, l), max(high, l)
	}
	if low > high {
		r.span = [2]unitMM{math.Inf(1), math.Inf(-1)}
		return
	}
	s1 := r.truth.Levels[body.S1]
	r.span = [2]unitMM{float64(r.truth.Levels[low]-s1) - halfLevel, float64(r.truth.Levels[high]-s1) + halfLevel}
}

// cover counts contact where it was meant, while the stroke's own time runs.
func (r *rig) cover(g *control.Goal) {
	if r.stroke == nil || !r.counts || g.Kind != control.Stroke || !g.Begun {
		return
	}
	r.away += r.meter.dt
	if r.truth.Force[0] >= contactN || r.truth.Force[1] >= contactN {
		r.away = 0
	}
	along := float64(r.truth.Along - r.truth.Levels[body.S1])
	if r.away <= r.gap && along >= r.span[0] && along <= r.span[1] {
		r.done += r.meter.dt * g.Rate
	}
}

// touches says whether a stroke is contact.
func touches(s *technique.Stroke) bool {
	switch s.Kind {
	case technique.Glide, technique.Knead, technique.Tap, technique.Press:
		return len(s.Covers()) > 0
	}
	return false
}

// finish writes down what came of it.
func (r *rig) finish() {
	o := &r.out
	v := r.loop.Session().View()
	if v.Stage == session.Done {
		o.Ended, o.Reason = v.Outcome.String(), v.Reason
	}
	if f := r.loop.Fault(); f != nil {
		o.Fault = string(f.Code)
	}
	o.LastS, o.MassageS, o.HeldOffS = round(r.at.Seconds()), round(v.Elapsed.Seconds()), round(o.HeldOffS)
	o.Truth, o.Peak = r.meter.Truth(), r.meter.peak
	planned := 0.0
	var named [body.LevelEnd]bool
	for i := range r.strokes {
		s := &r.strokes[i]
		if !touches(s) {
			continue
		}
		planned += s.Duration().Seconds()
		for _, l := range s.Covers() {
			named[l] = true
		}
	}
	if planned > 0 {
		o.Coverage = round(r.done / planned)
	}
	for i := range o.Levels {
		if named[Level(i)] && o.Levels[i].ContactS < leastTouch {
			o.Missed = append(o.Missed, Level(i).String())
		}
	}
}
