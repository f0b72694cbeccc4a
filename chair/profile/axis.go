package profile

import (
	"fmt"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// measure is how the figures of a kind of axis are written, and what they may be.
type measure struct {
	pos, vel, acc, jerk     unit.Dimension
	travel                  diag.Span // mm or °
	speed, accel, jerkiness diag.Span // per second, squared, cubed
}

// Beyond any chair known: the longest track sold is 1.42 m, the fastest stroke that has a figure at all is a
// tapper's. Assumptions that catch a slip of the unit, not limits of what a chair may do.
var (
	linear = measure{
		pos: unit.Length, vel: unit.Speed, acc: unit.Accel, jerk: unit.Jerk,
		travel: diag.Span{Min: 0, Max: 2000}, speed: diag.Span{Min: 0.1, Max: 1000},
		accel: diag.Span{Min: 1, Max: 100e3}, jerkiness: diag.Span{Min: 1, Max: 100e6},
	}
	rotary = measure{
		pos: unit.Angle, vel: unit.AngularRate, acc: unit.AngularAccel, jerk: unit.AngularJerk,
		travel: diag.Span{Min: -90, Max: 360}, speed: diag.Span{Min: 0.1, Max: 3600},
		accel: diag.Span{Min: 1, Max: 100e3}, jerkiness: diag.Span{Min: 1, Max: 10e6},
	}
)

// lagSpan is a drive's time constant in seconds. Assumption: a slower one is not controlled at all.
var lagSpan = diag.Span{Min: 0, Max: 0.5}

// readAxes reads every axis block and returns their readers by axis, nil if there is none.
func readAxes(r *diag.Reader, p *chair.Profile) (fitted [chair.AxisEnd]*diag.Reader) {
	var known []string
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		known = append(known, a.String())
	}
	for _, b := range r.Blocks(diag.Kind{Name: "axis", Labels: []string{"name"}}) {
		a := axisNamed(b.Label(0))
		into := &chair.AxisProfile{} // of an unknown axis: its own mistakes are told all the same
		if a == 0 {
			b.Error(b.Header(), diag.UnknownWord, fmt.Sprintf("no axis is called %q", b.Label(0)), diag.WayOut(b.Label(0), known))
		} else {
			fitted[a], into = b, &p.Axes[a]
		}
		readAxis(b, a, into)
		origin(b, p)
	}
	return fitted
}

func axisNamed(name string) chair.Axis {
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if a.String() == name {
			return a
		}
	}
	return 0
}

func readAxis(r *diag.Reader, a chair.Axis, p *chair.AxisProfile) {
	m := linear
	if a.Rotary() {
		m = rotary
	}
	p.Fitted = true
	endless := false
	if r.Has("endless") {
		r.Bool("endless", &endless)
	}
	if endless && a != chair.Kneading {
		r.Error(r.At("endless"), diag.Contradiction, a.String()+" cannot be endless", "Only the kneading shaft turns without end. Give this axis its min, max and home.")
		endless = false
	}
	if p.Bound = !endless; p.Bound {
		readTravel(r, a, m, p)
	}
	diag.Quantity(r, "speed", m.vel, m.speed, &p.Vel)
	diag.Quantity(r, "acceleration", m.acc, m.accel, &p.Acc)
	diag.Quantity(r, "jerk", m.jerk, m.jerkiness, &p.Jerk)
	if r.Has("backlash") {
		diag.Quantity(r, "backlash", m.pos, diag.Span{Min: 0, Max: 20}, &p.Backlash)
	}
	if r.Has("lag") {
		r.Duration("lag", lagSpan, &p.Lag)
	}
}

// readTravel reads an axis's ends and home. What presses is at home when it is farthest from the person.
func readTravel(r *diag.Reader, a chair.Axis, m measure, p *chair.AxisProfile) {
	lo := diag.Quantity(r, "min", m.pos, m.travel, &p.Min)
	hi := diag.Quantity(r, "max", m.pos, m.travel, &p.Max)
	home := diag.Quantity(r, "home", m.pos, m.travel, &p.Home)
	if lo && hi && !(p.Min < p.Max) {
		r.Error(r.At("max"), diag.Contradiction, "max is not greater than min",
			fmt.Sprintf("%s goes from its min, %s, up to its max.", a, place(a, p.Min)))
		return
	}
	if lo && hi && home && !(p.Home >= p.Min && p.Home <= p.Max) {
		r.Error(r.At("home"), diag.OutOfRange, "home is outside the travel",
			fmt.Sprintf("%s goes from %s to %s; home is one of these places.", a, place(a, p.Min), place(a, p.Max)))
		return
	}
	if presses := a == chair.Depth || a == chair.TapLeft || a == chair.TapRight; presses && lo && home && p.Home != p.Min {
		r.Error(r.At("home"), diag.Contradiction, "home is not the retracted end",
			fmt.Sprintf("%s moves towards the person: its home is its min.", a))
	}
}

// place writes a position on an axis with its unit.
func place(a chair.Axis, at chair.Coord) string {
	if a.Rotary() {
		return fmt.Sprintf("%g°", float64(at))
	}
	return fmt.Sprintf("%g mm", float64(at))
}
