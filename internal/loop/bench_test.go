package loop

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/technique"
)

// tape is some seconds of a session as they were: the state when they began, and what came in at every tick. It
// plays them again without the plant, so that a tick is measured alone, on reports that move as real ones do.
type tape struct {
	loop    *Loop
	began   time.Duration
	period  time.Duration
	inputs  []guard.Input // report and command of every tick
	session session.Session
	control control.Controller
	guard   guard.Guard
	input   Input
}

// record runs the brief plan until a technique has been at work for a while, then records some of it.
func record(t testing.TB, k technique.Kind) *tape {
	t.Helper()
	const settle, length = 3 * time.Second, 4 * time.Second
	r := newRig(t, 1, 1)
	r.blind = true
	r.start(t, brief())
	for v := r.loop.Session().View(); v.Stage != session.Massage || v.Technique != k; v = r.loop.Session().View() {
		if !r.loop.Active() {
			t.Fatalf("the session ended (%s) before any %v", v.Reason, k)
		}
		r.run(time.Second)
	}
	r.run(settle)
	p := &tape{
		loop: r.loop, began: r.at, period: r.profile.Period(),
		session: *r.loop.session, control: *r.loop.control, guard: *r.guard,
	}
	for r.at < p.began+length {
		r.tick(session.Nothing)
		p.inputs = append(p.inputs, r.loop.input)
	}
	if v := r.loop.Session().View(); v.Technique != k || r.loop.Fault() != nil {
		t.Fatalf("recorded %v (fault %v), want %v", v.Technique, r.loop.Fault(), k)
	}
	return p
}

// rewind puts loop, session, control and guard back to where the tape begins.
func (p *tape) rewind() {
	*p.loop.session, *p.loop.control, *p.loop.guard = p.session, p.control, p.guard
}

// at is the moment of tick i.
func (p *tape) at(i int) time.Duration { return p.began + time.Duration(i)*p.period }

// told is what comes in at tick i.
func (p *tape) told(i int) *Input {
	p.input = Input{At: p.at(i), Dt: p.period, Report: &p.inputs[i].Report, Alive: true}
	return &p.input
}

// strokes is what is measured: kneading first, where most axes move.
var strokes = []technique.Kind{technique.Knead, technique.Press, technique.Tap, technique.Stretch, technique.Rest}

// BenchmarkTick is one control tick, whole: session, control and guard. Aim: at most 250 ns, no allocation.
func BenchmarkTick(b *testing.B) {
	for _, k := range strokes {
		b.Run(k.String(), func(b *testing.B) {
			p := record(b, k)
			var notes []session.Note
			b.ReportAllocs()
			i := len(p.inputs)
			for b.Loop() {
				if i == len(p.inputs) {
					p.rewind()
					i = 0
				}
				_, notes = p.loop.Tick(p.told(i), notes[:0])
				i++
			}
			p.check(b)
		})
	}
}

// BenchmarkControl is the control's part of a tick.
func BenchmarkControl(b *testing.B) {
	p := record(b, technique.Knead)
	p.rewind()
	b.ReportAllocs()
	i := len(p.inputs)
	for b.Loop() {
		if i == len(p.inputs) {
			p.rewind()
			i = 0
		}
		p.loop.control.Step(p.loop.session.Goal(), &p.inputs[i].Report, p.period.Seconds())
		i++
	}
}

// BenchmarkVet is the guard's part of a tick. Aim: at most 80 ns.
func BenchmarkVet(b *testing.B) {
	for _, k := range strokes {
		b.Run(k.String(), func(b *testing.B) {
			p := record(b, k)
			b.ReportAllocs()
			i := len(p.inputs)
			for b.Loop() {
				if i == len(p.inputs) {
					p.rewind()
					i = 0
				}
				p.loop.guard.Vet(p.at(i), &p.inputs[i])
				i++
			}
			p.check(b)
		})
	}
}

// check makes sure that what was measured was massage and not a retreat.
func (p *tape) check(t testing.TB) {
	t.Helper()
	if f := p.loop.guard.Fault(); f != nil || p.loop.guard.State() != guard.Armed {
		t.Fatalf("the guard is %v: %v", p.loop.guard.State(), f)
	}
}

// BenchmarkSession is a whole session with its plant, as fast as it goes.
func BenchmarkSession(b *testing.B) {
	p := plan(b, "after-desk")
	b.ReportAllocs()
	var ran time.Duration
	for seed := uint64(1); b.Loop(); seed++ {
		r := newRig(b, 1, seed)
		r.blind = true
		r.start(b, p)
		if v := r.run(most); v.Outcome != session.Finished {
			b.Fatalf("seed %d: %s (%s), want finished", seed, v.Outcome, v.Reason)
		}
		ran += r.at
	}
	b.ReportMetric(ran.Seconds()/b.Elapsed().Seconds(), "x-real")
}

// TestTickAllocatesNothing plays every technique's tape.
func TestTickAllocatesNothing(t *testing.T) {
	for _, k := range strokes {
		p := record(t, k)
		p.rewind()
		i := 0
		notes := make([]session.Note, 0, 8)
		n := testing.AllocsPerRun(len(p.inputs)-1, func() { // and one to warm up
			_, notes = p.loop.Tick(p.told(i), notes[:0])
			i++
		})
		p.check(t)
		if n != 0 {
			t.Errorf("%v: %.0f allocations a tick, want none", k, n)
		}
	}
}

// TestTapePlaysTheSame is the test of the tape: the ticks played again ask for the very same.
func TestTapePlaysTheSame(t *testing.T) {
	p := record(t, technique.Knead)
	p.rewind()
	for i := range p.inputs {
		want := p.inputs[i].Command
		p.loop.Tick(p.told(i), nil)
		if got := p.loop.input.Command; got != want {
			t.Fatalf("tick %d: asked for %+v, recorded %+v", i, got.Axes[chair.Depth], want.Axes[chair.Depth])
		}
	}
}
