package motion

import (
	"errors"
	"fmt"
	"math"
)

// Breach is a bound that a motion passes, or would have to: which axis, which value, which bound, and when. It is an
// error, and wraps ErrLimits, ErrState or ErrTarget where it makes an input invalid.
type Breach struct {
	Axis  int
	What  string  // "start velocity", "velocity after the target", ...
	Value float64 // what it is, or will be
	Bound float64 // what it must be; NaN where it only has to be finite
	When  float64 // s, from the start or, after and before a target, from there; negative is before
	kind  error
}

func (b *Breach) Error() string {
	switch {
	case b.Bound != b.Bound:
		return fmt.Sprintf("%v: axis %d: %s is %v, must be finite", b.kind, b.Axis, b.What, b.Value)
	case b.kind == ErrLimits:
		side := "over"
		if b.What == "minimum velocity" || b.What == "minimum acceleration" {
			side = "under"
		}
		return fmt.Sprintf("%v: axis %d: %s is %v, must be %s 0 and finite", b.kind, b.Axis, b.What, b.Value, side)
	}
	text := fmt.Sprintf("axis %d: %s is %.9g, and the bound is %.9g", b.Axis, b.What, b.Value, b.Bound)
	if b.When != 0 {
		text += fmt.Sprintf(" (%.6g s from there)", b.When)
	}
	if b.kind != nil {
		return b.kind.Error() + ": " + text
	}
	return "motion: " + text
}

func (b *Breach) Unwrap() error { return b.kind }

// Validate returns nil if the input can be planned, else a joined error that names everything that is in the way, a
// Breach each. Starts may be over the limits; targets may not, and must be such that a motion within the limits can
// have come to them. It allocates only for errors.
func (in *Input) Validate() error {
	if len(in.Axes) == 0 {
		return fmt.Errorf("%w: no axis; give at least one", ErrInput)
	}
	ok := in.Sync <= SyncPhase && in.MinDuration >= 0 && finite(in.MinDuration)
	for i := range in.Axes {
		if !in.Axes[i].valid() {
			ok = false
		}
	}
	if ok {
		return nil
	}
	return in.explain()
}

// valid says whether the axis can be planned.
func (ax *Axis) valid() bool {
	from, to := &ax.From, &ax.To
	// What is finite less itself is 0. One sum has one branch.
	odd := (from.Pos - from.Pos) + (from.Vel - from.Vel) + (from.Acc - from.Acc)
	odd += (to.Pos - to.Pos) + (to.Vel - to.Vel) + (to.Acc - to.Acc)
	if odd != 0 || ax.Interface > Velocity || !ax.Limits.valid() {
		return false
	}
	return to.Vel == 0 && to.Acc == 0 || ax.reachable()
}

// reachable says whether a motion within the limits can come to the target.
func (ax *Axis) reachable() bool {
	low, brake := ax.Limits.low()
	if ax.To.Acc > ax.Limits.Acc || ax.To.Acc < brake {
		return false
	}
	if ax.Interface == Velocity {
		return true
	}
	before := ax.To.Vel - ax.To.Acc*(abs(ax.To.Acc)/2/ax.Limits.Jerk)
	high := ax.Limits.Vel
	return ax.To.Vel <= high && ax.To.Vel >= low && before <= high*(1+slack) && before >= low*(1+slack)
}

// explain says all that is wrong with an input that has axes.
func (in *Input) explain() error {
	var all []error
	if in.Sync > SyncPhase {
		all = append(all, fmt.Errorf("%w: synchronisation %d is none of SyncTime, SyncNone, SyncPhase", ErrInput, in.Sync))
	}
	if !(in.MinDuration >= 0 && finite(in.MinDuration)) {
		all = append(all, fmt.Errorf("%w: minimum duration is %v s, must be 0 or more and finite", ErrInput, in.MinDuration))
	}
	for i := range in.Axes {
		all = in.Axes[i].explain(i, all)
	}
	return errors.Join(all...)
}

func (ax *Axis) explain(axis int, all []error) []error {
	add := func(bad bool, kind error, what string, value, bound float64) {
		if bad {
			all = append(all, &Breach{Axis: axis, What: what, Value: value, Bound: bound, kind: kind})
		}
	}
	if ax.Interface > Velocity {
		all = append(all, fmt.Errorf("%w: axis %d: interface %d is neither Position nor Velocity", ErrInput, axis, ax.Interface))
	}
	l, from, to := &ax.Limits, &ax.From, &ax.To
	before := len(all)
	add(!positive(l.Vel), ErrLimits, "velocity limit", l.Vel, 0)
	add(!positive(l.Acc), ErrLimits, "acceleration limit", l.Acc, 0)
	add(!positive(l.Jerk), ErrLimits, "jerk limit", l.Jerk, 0)
	add(!(l.MinVel <= 0 && finite(l.MinVel)), ErrLimits, "minimum velocity", l.MinVel, 0)
	add(!(l.MinAcc <= 0 && finite(l.MinAcc)), ErrLimits, "minimum acceleration", l.MinAcc, 0)
	nan := math.NaN()
	add(!finite(from.Pos), ErrState, "start position", from.Pos, nan)
	add(!finite(from.Vel), ErrState, "start velocity", from.Vel, nan)
	add(!finite(from.Acc), ErrState, "start acceleration", from.Acc, nan)
	add(!finite(to.Pos), ErrTarget, "target position", to.Pos, nan)
	add(!finite(to.Vel), ErrTarget, "target velocity", to.Vel, nan)
	add(!finite(to.Acc), ErrTarget, "target acceleration", to.Acc, nan)
	if len(all) > before || ax.Interface > Velocity {
		return all
	}
	low, brake := l.low()
	add(to.Acc > l.Acc, ErrTarget, "target acceleration", to.Acc, l.Acc)
	add(to.Acc < brake, ErrTarget, "target acceleration", to.Acc, brake)
	if ax.Interface == Velocity {
		return all
	}
	add(to.Vel > l.Vel, ErrTarget, "target velocity", to.Vel, l.Vel)
	add(to.Vel < low, ErrTarget, "target velocity", to.Vel, low)
	if len(all) > before {
		return all
	}
	was, bound := to.Vel-to.Acc*(abs(to.Acc)/2/l.Jerk), low
	if to.Acc < 0 {
		bound = l.Vel
	}
	if !ax.reachable() {
		all = append(all, &Breach{axis, "velocity before the target", was, bound, -abs(to.Acc) / l.Jerk, ErrTarget})
	}
	return all
}

// Foresee appends to all what will be over a bound whatever is planned, though the input is valid: starts that are over
// a limit or cannot be kept from passing one, and targets from which one will be passed after the arrival. It returns
// nothing for an input that is not valid.
func (in *Input) Foresee(all []Breach) []Breach {
	if in.Validate() != nil {
		return all
	}
	for i := range in.Axes {
		ax := &in.Axes[i]
		l := &ax.Limits
		low, brake := l.low()
		add := func(what string, value, low, high, when float64) {
			if value > high {
				all = append(all, Breach{Axis: i, What: what, Value: value, Bound: high, When: when})
			} else if value < low {
				all = append(all, Breach{Axis: i, What: what, Value: value, Bound: low, When: when})
			}
		}
		add("start acceleration", ax.From.Acc, brake, l.Acc, 0)
		if ax.Interface == Velocity {
			continue
		}
		ahead := func(s *State) (vel, when float64) { return s.Vel + s.Acc*(abs(s.Acc)/2/l.Jerk), abs(s.Acc) / l.Jerk }
		add("start velocity", ax.From.Vel, low, l.Vel, 0)
		vel, when := ahead(&ax.From)
		add("velocity after the start", vel, low, l.Vel, when)
		vel, when = ahead(&ax.To)
		add("velocity after the target", vel, low, l.Vel, when)
	}
	return all
}
