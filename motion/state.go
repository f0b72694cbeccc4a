package motion

import (
	"errors"
	"fmt"
	"math"
)

// State of one axis: position, velocity and acceleration in the axis's unit (mm or degrees) and seconds. Every
// finite state is a permitted start, also one over the limits.
type State struct{ Pos, Vel, Acc float64 }

// Limits are the magnitudes that a motion keeps to, alike in both directions, in the axis's unit and seconds.
// Each is positive and finite. The zero value is invalid: nothing may move.
type Limits struct{ Vel, Acc, Jerk float64 }

// The errors of this package, for errors.Is. The message says which value it was and what it has to be.
var (
	ErrLimits = errors.New("motion: invalid limits") // a limit that is not positive and finite
	ErrState  = errors.New("motion: invalid state")  // a start state that is not finite
	ErrTarget = errors.New("motion: invalid target") // a target that is not finite, or a velocity over its limit
	ErrRange  = errors.New("motion: out of range")   // magnitudes so far apart that float64 cannot hold the answer
)

// Validate returns nil if every limit is positive and finite, else an error that names each limit that is not,
// with its value. It wraps ErrLimits.
func (l Limits) Validate() error {
	if l.valid() {
		return nil
	}
	return errors.Join(
		checkLimit("velocity", l.Vel),
		checkLimit("acceleration", l.Acc),
		checkLimit("jerk", l.Jerk))
}

func checkLimit(name string, value float64) error {
	if positive(value) {
		return nil
	}
	return fmt.Errorf("%w: %s limit is %v, must be over 0 and finite", ErrLimits, name, value)
}

func (l Limits) valid() bool { return positive(l.Vel) && positive(l.Acc) && positive(l.Jerk) }

func (s State) finite() bool { return finite(s.Pos) && finite(s.Vel) && finite(s.Acc) }

// check is what every planner asks of its input, all at once.
func check(from State, target float64, l Limits) error {
	if l.valid() && from.finite() && finite(target) {
		return nil
	}
	return errors.Join(
		l.Validate(),
		checkFinite(ErrState, "start position", from.Pos),
		checkFinite(ErrState, "start velocity", from.Vel),
		checkFinite(ErrState, "start acceleration", from.Acc),
		checkFinite(ErrTarget, "target", target))
}

func checkFinite(kind error, name string, value float64) error {
	if finite(value) {
		return nil
	}
	return fmt.Errorf("%w: %s is %v, must be finite", kind, name, value)
}

// step is s after t seconds of constant jerk. The conversions keep arm64 from fusing, so that states are the
// same bits on every machine that is given the same phases.
func (s State) step(jerk, t float64) State {
	jt := float64(jerk * t)
	return State{
		Pos: s.Pos + float64(t*(s.Vel+float64(t*(float64(s.Acc/2)+float64(jt/6))))),
		Vel: s.Vel + float64(t*(s.Acc+float64(jt/2))),
		Acc: s.Acc + jt,
	}
}

func finite(x float64) bool { return x-x == 0 }

func positive(x float64) bool { return x > 0 && x <= math.MaxFloat64 }

func clamp(x, bound float64) float64 {
	switch { // faster than min and max, which look for NaN
	case x > bound:
		return bound
	case x < -bound:
		return -bound
	}
	return x
}
