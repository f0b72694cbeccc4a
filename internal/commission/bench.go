package commission

import (
	"fmt"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
)

// How long a test waits for a person before it gives up, and for the guard to bring everything to rest between two steps.
// Assumptions.
const (
	patience = 10 * time.Minute
	settles  = 30 * time.Second
)

// Options is what a test is told beforehand.
type Options struct {
	Profile *chair.Profile
	Push    float64 // N, with which each roller is pressed by hand; 0 is 20, what a kitchen scale shows as 2 kg
	Room    float64 // °C in the room; 0 is not known
}

// Bench is one test of one chair. One caller uses it.
type Bench struct {
	profile chair.Profile
	push    float64
	room    float64
	gate    gate
	steps   []step
	at      int // which step

	now     time.Duration
	dt      time.Duration // since the last tick, at most a period
	began   bool
	since   time.Duration          // when this step began
	touched time.Duration          // when a person last did something
	resting time.Duration          // since when the guard is brought to rest; 0: it is not
	zero    [chair.SideEnd]float64 // N, what the load cells say unloaded
	moving  bool
	late    int // how often this step was begun again, because reports came too late
	lates   int // the same, in the whole test
	results []Result
	ending  Outcome // once decided; the test is over when the chair rests
	over    bool
	why     string
}

// gate is the one of the two guards that the chair needs.
type gate struct {
	open   *guard.Guard
	closed *guard.Closed
}

func (g *gate) state() guard.State {
	if g.closed != nil {
		return g.closed.State()
	}
	return g.open.State()
}

func (g *gate) fault() *chair.Fault {
	if g.closed != nil {
		return g.closed.Fault()
	}
	return g.open.Fault()
}

func (g *gate) begin(at time.Duration) error {
	if g.closed != nil {
		return g.closed.Begin(at, chair.Spent{})
	}
	return g.open.Begin(at, chair.Spent{})
}

func (g *gate) end() {
	if g.closed != nil {
		g.closed.End()
		return
	}
	g.open.End()
}

// clear forgets a fault that the test has judged itself.
func (g *gate) clear() {
	if g.closed != nil {
		_ = g.closed.Clear() // refused only while it retreats
		return
	}
	_ = g.open.Clear()
}

func (g *gate) vet(at time.Duration, a *act, in *In) guard.Cleared {
	var c guard.Cleared
	if g.closed != nil {
		c, _ = g.closed.Vet(at, &guard.ClosedInput{Setting: a.setting, Report: *in.Report, Stop: a.stop, HostAlive: in.Alive})
		return c
	}
	c, _ = g.open.Vet(at, &guard.Input{Command: a.command, Report: *in.Report, Stop: a.stop, HostAlive: in.Alive})
	return c
}

// New is a test before its first step.
func New(o Options) *Bench {
	b := &Bench{profile: *o.Profile, push: o.Push, room: o.Room}
	if b.push == 0 {
		b.push = usualPush
	}
	if b.profile.Closed != nil {
		b.gate.closed = guard.NewClosed(&b.profile, chair.Everyone())
	} else {
		b.gate.open = guard.New(&b.profile, chair.Everyone())
	}
	b.steps = order(&b.profile)
	return b
}

// Tick is one control period: what the driver is given, and whether it is given anything at all. Falling silent is one of
// the steps.
func (b *Bench) Tick(in *In) (c guard.Cleared, send bool) {
	if !b.began {
		b.began, b.now, b.since, b.touched = true, in.At-b.profile.Period(), in.At, in.At
	}
	b.dt = min(max(in.At-b.now, 0), b.profile.Period())
	b.now = in.At
	if in.Held || in.Yes || in.No {
		b.touched = in.At
	}
	if b.ending == UnderWay {
		switch {
		case in.Stop:
			b.end(Aborted, "somebody pressed STOP; begin the test again")
		case !in.Alive:
			b.end(Aborted, "whoever asked for the test is not heard any more; begin it again")
		case in.At-b.touched > patience:
			b.end(Aborted, fmt.Sprintf("nobody went on with the test for %.0f minutes; begin it again", patience.Minutes()))
		}
	}
	a := b.act(in)
	b.moving = a.moving
	if a.silent && b.ending == UnderWay {
		return guard.Cleared{}, false
	}
	c = b.gate.vet(in.At, &a, in)
	b.judge()
	return c, true
}

// act is what this tick wants: the step's, or rest.
func (b *Bench) act(in *In) act {
	if b.ending != UnderWay || b.resting != 0 {
		return b.rest(in)
	}
	a := b.steps[b.at].tick(b, in)
	if b.ending != UnderWay || b.resting != 0 { // what came of the step is decided
		return b.rest(in)
	}
	if !a.armed && b.gate.state() == guard.Armed { // it lets go: everything comes to rest first
		b.gate.end()
	}
	if a.armed && (b.gate.state() == guard.Disarmed || b.gate.state() == guard.Off) && !a.stop {
		if err := b.gate.begin(in.At); err != nil {
			b.fail("the guard does not let it begin: " + strings.TrimPrefix(err.Error(), "guard: "))
			return b.rest(in)
		}
	}
	return a
}

// rest brings everything to rest: the guard's own retreat. It is over when the guard says so.
func (b *Bench) rest(in *In) act {
	if b.resting == 0 {
		b.resting = max(in.At, 1)
	}
	b.gate.end()
	st := b.gate.state()
	switch {
	case st == guard.Disarmed || st == guard.Off:
		b.gate.clear()
		b.resting = 0
		b.over = b.ending != UnderWay
	case in.At-b.resting > settles:
		b.over = b.ending != UnderWay
		b.fail("the chair does not come to rest")
	}
	return act{}
}

// judge ends a step that the guard has ended.
func (b *Bench) judge() {
	f := b.gate.fault()
	if f == nil || b.ending != UnderWay || b.resting != 0 {
		return
	}
	if b.again(f) {
		return
	}
	why := ""
	if h, ok := b.steps[b.at].(helpless); ok {
		why = h.fault(b, f)
	}
	if why == "" {
		i := f.Code.Info()
		why = i.Text + " " + i.Do + " (" + f.Error() + ")"
		if timely(f) {
			why = tooLate(b.lates, f)
		}
	}
	b.fail(why)
}

// pass ends the step that is under way well, brings everything to rest, and begins the next.
func (b *Bench) pass(figures ...Figure) {
	b.passOn(figures...)
	b.resting = max(b.now, 1)
}

// passOn is pass without the rest between.
func (b *Bench) passOn(figures ...Figure) {
	s := b.steps[b.at]
	if b.late > 0 {
		figures = append(figures, Figure{Name: "begun again, as something came too late", Value: float64(b.late), Unit: "times", Most: mostLate})
	}
	b.results = append(b.results, Result{Name: s.name(), Title: s.title(), Passed: true, Figures: figures})
	b.since, b.touched, b.late = b.now, b.now, 0
	if b.at++; b.at == len(b.steps) {
		b.ending = Passed
	}
}

// fail ends the step, and with it the test.
func (b *Bench) fail(why string, figures ...Figure) {
	if b.ending != UnderWay {
		return
	}
	s := b.steps[b.at]
	b.results = append(b.results, Result{Name: s.name(), Title: s.title(), Why: why, Figures: figures})
	b.end(Failed, s.title()+": "+why)
}

func (b *Bench) end(o Outcome, why string) { b.ending, b.why = o, why }

// took is how long this step has lasted.
func (b *Bench) took() time.Duration { return b.now - b.since }

// Over says whether the test is over and the chair at rest.
func (b *Bench) Over() bool { return b.over }

// View is the test as it stands.
func (b *Bench) View() View {
	v := View{Step: min(b.at+1, len(b.steps)), Steps: len(b.steps), Moving: b.moving, Why: b.why, Results: b.results[:len(b.results):len(b.results)]}
	s := b.steps[min(b.at, len(b.steps)-1)]
	v.Name, v.Title = s.name(), s.title()
	switch {
	case b.over:
		v.Outcome = b.ending
	case b.ending != UnderWay || b.resting != 0:
		v.Prompt = Prompt{How: Wait, Text: "Everything comes to rest."}
		if b.late > 0 && b.ending == UnderWay {
			v.Prompt.Text = "Something came too late, so that everything comes to rest. Then this step begins again. A computer that is busy with other things can be the reason."
		}
	default:
		v.Prompt = s.prompt()
	}
	return v
}
