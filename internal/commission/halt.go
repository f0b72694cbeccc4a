package commission

import (
	"fmt"
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// by is what a moving axis is stopped by.
type by uint8

const (
	byStop by = iota
	byButton
	bySilence
)

// How a stop is tried: how long the axis must have moved, how slow counts as standing and for how long, and what is added to
// the time that the profile's own figures give. Assumptions.
const (
	movesFor   = time.Second
	standsAt   = 0.5 // mm/s or degrees/s
	standsFor  = 200 * time.Millisecond
	haltSpare  = 300 * time.Millisecond // the acceleration itself comes and goes, too
	haltLags   = 5
	givesUp    = 3 * time.Second // after which a chair that goes on is named
	says       = time.Second     // more, for a chair to say that it has missed its heartbeat
	strollFar  = 60              // mm
	strollWide = 10              // degrees
)

// haltStep moves an axis to and fro while a key is held, and stops it in one of three ways.
type haltStep struct {
	axis chair.Axis
	by   by

	drive   drive
	out     bool // on the way out
	moved   time.Duration
	halting bool
	since   time.Duration // when it was to stop
	from    float64       // where it was then
	still   time.Duration
	stoodIn time.Duration
	far     float64 // how far it went on
	lost    bool
	stale   time.Duration
	release bool // it stands, and the button has to be let go
}

func (s *haltStep) name() string { return [...]string{"stop", "button", "silence"}[s.by] }
func (s *haltStep) title() string {
	return [...]string{"STOP while it moves", "The red button on the chair", "Silence while it moves"}[s.by]
}

func (s *haltStep) prompt() Prompt {
	p := Prompt{How: Hold, Axis: s.axis}
	switch {
	case s.release:
		p = Prompt{How: Wait, Text: "It stands. Release the red button."}
	case s.halting:
		p = Prompt{How: Wait, Text: "Lumbar looks how soon it stands. You may let go."}
	case s.by == byStop:
		p.Text = "Hold: it moves to and fro. After a second Lumbar tells it to stop, with the key still held."
	case s.by == byButton:
		p.Text = "Hold: it moves to and fro. Press the red button on the chair while it moves. Say no if it is pressed and nothing happens."
	default:
		p.Text = "Hold: it moves to and fro. After a second Lumbar says nothing any more, as if its computer had failed. The chair must stop by itself."
	}
	return p
}

// within is how soon it must stand, by its profile.
func (s *haltStep) within(b *Bench) time.Duration {
	p := &b.profile.Axes[s.axis]
	v := pace(s.axis, p)
	brakes := v/float64(p.Acc) + haltLags*p.Lag.Seconds()
	d := time.Duration(brakes*float64(time.Second)) + 2*b.profile.Period() + haltSpare
	if s.by == bySilence {
		d += b.profile.Heartbeat
	}
	return d
}

func (s *haltStep) tick(b *Bench, in *In) (a act) {
	if s.halting {
		return s.watch(b, in)
	}
	x, r := &b.profile.Axes[s.axis], &in.Report.Axes[s.axis]
	if s.by == byButton && in.No {
		b.fail("the red button was pressed, and the chair does not say so: have it looked at before anybody sits there")
		return a
	}
	if s.by == byButton && in.Report.Stop && s.drive.begun {
		s.halt(in)
		return a
	}
	if !in.Held && !s.drive.begun {
		return a
	}
	goal := float64(x.Home)
	if s.out {
		goal += s.stroll(b)
	}
	sp, stands := s.drive.step(s.axis, x, r, goal, in.Held, b.dt.Seconds())
	if stands && in.Held {
		s.out = !s.out
	}
	a.armed, a.moving = true, !stands
	a.command.Axes[s.axis] = sp
	speed := pace(s.axis, x)
	if s.moved += b.dt; !in.Held || math.Abs(float64(sp.Vel)) < 0.9*speed || math.Abs(float64(r.Vel)) < speed/2 {
		s.moved = 0
	}
	if s.moved < movesFor || s.by == byButton {
		return a
	}
	s.halt(in)
	if s.by == byStop {
		a.stop = true
		return a
	}
	return act{silent: true}
}

// stroll is how far it goes to and fro.
func (s *haltStep) stroll(b *Bench) float64 {
	w, far := way(s.axis, &b.profile), float64(strollFar)
	if s.axis.Rotary() {
		far = strollWide
	}
	if s.axis == chair.Depth {
		return w
	}
	p := &b.profile.Axes[s.axis]
	return math.Copysign(min(far, 0.8*math.Max(float64(p.Max-p.Home), float64(p.Home-p.Min))), w)
}

func (s *haltStep) halt(in *In) {
	s.halting, s.since, s.from = true, in.At, float64(in.Report.Axes[s.axis].Pos)
}

// watch looks how it comes to a stand.
func (s *haltStep) watch(b *Bench, in *In) (a act) {
	a.silent = s.by == bySilence
	r, took := &in.Report.Axes[s.axis], in.At-s.since
	s.far = math.Max(s.far, math.Abs(float64(r.Pos)-s.from))
	s.lost = s.lost || in.Report.Lost
	if s.stale += b.dt; in.Fresh {
		s.stale = 0
	}
	switch {
	case math.Abs(float64(r.Vel)) > standsAt || !in.Fresh:
		s.still = 0
	case s.still == 0:
		s.still, s.stoodIn = b.dt, took
	default:
		s.still += b.dt
	}
	stands := s.still >= standsFor
	most, u := s.within(b), s.axis.Unit()
	figures := []Figure{{Name: "stood after", Value: float64(s.stoodIn.Milliseconds()), Unit: "ms", Most: float64(most.Milliseconds())}, {Name: "went on by", Value: round(s.far), Unit: u}}
	switch {
	case s.stale > says:
		b.fail("its reports have stopped as well: nobody can see what it does", figures...)
	case !stands && took > most+givesUp:
		b.fail(s.goesOn(took), Figure{Name: "went on by", Value: round(s.far), Unit: u})
	case !stands:
	case s.stoodIn > most:
		b.fail(fmt.Sprintf("it stood %d ms after, at most %d are allowed by its profile", s.stoodIn.Milliseconds(), most.Milliseconds()), figures...)
	case s.by == byButton && in.Report.Stop:
		s.release = true
	case s.by == bySilence && !s.lost && took > most+says:
		b.fail("it stands, and does not say that it has missed its heartbeat: what stopped it is not known", figures...)
	case s.by != bySilence || s.lost:
		b.pass(figures...)
	}
	return a
}

// goesOn names a chair that does not stop.
func (s *haltStep) goesOn(took time.Duration) string {
	d := fmt.Sprintf("%.1f %s further, and still moving after %.1f s", s.far, s.axis.Unit(), took.Seconds())
	switch s.by {
	case byStop:
		return "it ignores STOP: " + d + ". Pull its plug, and let nobody sit in it"
	case byButton:
		return "it ignores its own red button: " + d + ". Pull its plug, and let nobody sit in it"
	}
	return "it goes on when Lumbar is silent: " + d + ". Nothing would stop it if the computer failed; let nobody sit in it"
}
