package session

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

const tick = 4 * time.Millisecond

// script is everything that a session hears, without chair or person: a control that reaches every goal soon, a back
// that is bone, muscle and bone, and a guard that does as it is told.
type script struct {
	s       *Session
	in      Input
	report  chair.Report
	effects []Effect // all of them
	notes   []Note
	goals   []control.Kind // as they changed

	// What may be made to go otherwise.
	never   bool          // control reaches nothing
	away    bool          // nothing touches the rollers
	hangs   bool          // the guard's retreat does not end
	soft    bool          // a back without bone
	cells   unit.Newton   // what the cells read too much, after tare
	force   unit.Newton   // contact in a stroke
	rides   unit.Newton   // by how much the right roller presses harder where both are close together, and the left less
	since   time.Duration // the goal's kind was set
	retreat bool          // the guard's, under way
	left    int           // ticks until it is over
	each    func()
}

func bench(t testing.TB) *chair.Profile {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return &p
}

// short is two strokes in a first phase, and one in a second.
func short() *programme.Plan {
	return &programme.Plan{
		Name: "short", Heat: &programme.Heat{Target: 39, From: 5 * time.Second, Until: 20 * time.Second},
		Phases: []programme.Phase{
			{Name: "work", Strokes: []technique.Stroke{
				{Kind: technique.Glide, From: body.S1, To: body.T12, Force: 14, Speed: 30, For: 15 * time.Second},
				{Kind: technique.Knead, From: body.L4, To: body.L4, Force: 24, Speed: 15, Rate: 0.3, For: 10 * time.Second},
			}},
			{Name: "leave", Strokes: []technique.Stroke{
				{Kind: technique.Press, At: []body.Level{body.L3}, Force: 30, Ease: 2 * time.Second, Hold: 4 * time.Second, Repeat: 1},
			}},
		},
	}
}

func newScript(t testing.TB, p *programme.Plan) *script {
	t.Helper()
	w := &script{force: 20}
	w.s = New(Options{Plan: p, Profile: bench(t), Limits: chair.Everyone()})
	w.in = Input{Dt: tick, Report: &w.report}
	w.report.Seated = true
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		w.report.Axes[a] = chair.AxisReport{Pos: w.s.Profile.Axes[a].Home, Homed: true}
	}
	return w
}

// stiffness is what the back answers to the shake, N/mm: muscle between bone.
func (w *script) stiffness(along float64) float64 {
	const sacrum, ribs = 150, 330 // mm
	if !w.soft && (along < sacrum || along > ribs) {
		return 5
	}
	return 2
}

// step is one tick: the session steps, then control and guard do what they are asked.
func (w *script) step(ask Ask) {
	w.in.At += tick
	w.in.Ask = ask
	kind := w.s.goal.Kind
	from := len(w.effects)
	w.effects = w.s.Step(&w.in, w.effects)
	w.in.Refused = ""
	for i := from; i < len(w.effects); i++ {
		switch e := &w.effects[i]; e.Kind {
		case Noted:
			w.notes = append(w.notes, e.Note)
		case Halt, Disarm:
			w.retreat, w.left = true, 100
		}
	}
	if g := w.s.Goal(); g.Kind != kind || len(w.goals) == 0 {
		w.goals = append(w.goals, g.Kind)
		w.since = w.in.At
	}
	w.control()
	w.guard()
	if w.each != nil {
		w.each()
	}
}

// run steps until a stage is reached, or for most at the longest.
func (w *script) run(until Stage, most time.Duration) {
	for end := w.in.At + most; w.s.stage < until && w.in.At < end; {
		w.step(Nothing)
	}
}

func (w *script) guard() {
	if w.in.Fault != nil {
		w.retreat = true
	}
	if w.left--; w.retreat && w.left < 0 && !w.hangs {
		w.in.Off = true
	}
}

// control is a control that reaches every goal 100 ms after it was set, and a feeling carriage on its way.
func (w *script) control() {
	g, axes := w.s.Goal(), &w.report.Axes
	status := &w.in.Control
	*status = control.Status{Ready: !w.never && w.in.At-w.since > 100*time.Millisecond}
	w.report.Seq++
	w.report.At = w.in.At
	status.Contact = [chair.SideEnd]unit.Newton{w.cells, w.cells}
	switch g.Kind {
	case control.Pose:
		axes[chair.Recline].Pos = chair.Coord(g.Recline)
	case control.Feel:
		const along = 12 // mm, of the parked shaft
		axes[chair.Kneading].Pos, axes[chair.Width].Pos = 90, chair.Coord(g.Width)
		to := chair.Coord(g.Along - along)
		way := chair.Coord(float64(g.Speed) * tick.Seconds())
		at := &axes[chair.Carriage].Pos
		*at += min(max(to-*at, -way), way)
		status.Ready = !w.never && *at == to
		shake := 0.0
		if g.Dither {
			shake = math.Sin(2 * math.Pi * float64(control.DitherRate) * w.in.At.Seconds())
		}
		place := float64(*at + along)
		status.Cap.Max = 60
		axes[chair.Depth].Pos = chair.Coord(60 - 0.0008*(place-240)*(place-240) + shake)
		w.touch(g.Force + unit.Newton(w.stiffness(place)*shake))
	case control.Stroke:
		status.Ready = status.Ready && !w.away
		target := g.Shape.At(g.At)
		status.Along = target.Along
		if !g.Lift {
			w.touch(w.force)
		}
		if target.Recline != 0 {
			axes[chair.Recline].Pos = chair.Coord(target.Recline)
		} else {
			axes[chair.Recline].Pos = chair.Coord(g.Recline)
		}
	}
}

// touch is contact of both rollers.
func (w *script) touch(f unit.Newton) {
	if !w.away {
		w.in.Control.Contact = [chair.SideEnd]unit.Newton{f, f - 1}
		if w.s.Goal().Width == asideWidth {
			w.in.Control.Contact[chair.Left] -= w.rides
			w.in.Control.Contact[chair.Right] += w.rides
		}
	}
}

// massaging is a script in the middle of its first stroke, at full speed.
func massaging(t testing.TB, p *programme.Plan) *script {
	t.Helper()
	w := newScript(t, p)
	w.run(Massage, 2*time.Minute)
	for w.s.stage == Massage && w.s.cur.at < 3*time.Second {
		w.step(Nothing)
	}
	if w.s.stage != Massage || w.s.cur.rate != 1 {
		t.Fatalf("%v at rate %.2f (%s), want to be massaging", w.s.stage, w.s.cur.rate, w.s.reason)
	}
	return w
}

// reach is a script that has just come to a stage.
func reach(t testing.TB, st Stage) *script {
	t.Helper()
	w := newScript(t, short())
	switch st {
	case Fresh:
		return w
	case Comfort, Measuring, Remeasuring:
		w.s.Calibrate, w.s.Measure = st == Comfort, st != Comfort
		w.run(st, 5*time.Minute)
	case Retreating:
		w.hangs = true
		w.run(Massage, 2*time.Minute)
		w.step(Stop)
	default:
		w.run(st, 5*time.Minute)
	}
	if w.s.stage != st {
		t.Fatalf("%v (%s), want %v", w.s.stage, w.s.reason, st)
	}
	return w
}

// stages are the stages that were entered, in order.
func (w *script) stages() (all []Stage) {
	for _, n := range w.notes {
		if n.Kind == "stage" {
			all = append(all, n.Stage)
		}
	}
	return all
}

// noted says whether there is a note of a kind with a text.
func (w *script) noted(kind, text string) bool {
	return slices.ContainsFunc(w.notes, func(n Note) bool { return n.Kind == kind && n.Text == text })
}

func (w *script) outcome() string {
	return fmt.Sprintf("%v %v (%s)", w.s.stage, w.s.outcome, w.s.reason)
}
