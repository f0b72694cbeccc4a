package motion

import "math"

// straight is how far from a straight line, relative to their size, starts and targets may be to count as on one.
const straight = 1e-12

// line is a straight motion of several axes: one axis, the first, moves under limits that keep all of them within
// theirs, and the others move in proportion to it.
type line struct {
	axis  Axis
	first int
}

// of sets n to the straight motion that an input asks for. It is not ok if its states are not all on one line, or if
// the target cannot be reached along it.
func (n *line) of(in *Input, ratio []float64) (ok bool) {
	parts := [5]func(ax *Axis) float64{
		func(ax *Axis) float64 {
			if ax.Interface == Velocity {
				return 0
			}
			return ax.To.Pos - ax.From.Pos
		},
		func(ax *Axis) float64 { return ax.From.Vel },
		func(ax *Axis) float64 { return ax.To.Vel },
		func(ax *Axis) float64 { return ax.From.Acc },
		func(ax *Axis) float64 { return ax.To.Acc },
	}
	found := false
	for _, part := range parts {
		most := 0.0
		for i := range in.Axes {
			ax := &in.Axes[i]
			if ax.Interface != in.Axes[0].Interface {
				return false
			}
			if x := abs(part(ax)); x > most {
				most = x
				if !found {
					n.first = i
				}
			}
		}
		if most == 0 {
			continue
		}
		base := part(&in.Axes[n.first])
		for i := range in.Axes {
			if x := part(&in.Axes[i]); !found {
				ratio[i] = x / base
			} else if !(abs(x-ratio[i]*base) <= straight*most) {
				return false
			}
		}
		found = true
	}
	if !found {
		return false // nothing moves: every synchronisation is the same
	}
	n.axis = in.Axes[n.first]
	n.tighten(in, ratio)
	return n.axis.valid() && n.axis.keeps()
}

// keeps says whether the limits can be kept from the start on. Along a line, with the jerk that all axes can follow,
// an axis over its limit would come back later than by itself.
func (ax *Axis) keeps() bool {
	l, s := &ax.Limits, &ax.From
	low, brake := l.low()
	if s.Acc > l.Acc || s.Acc < brake {
		return false
	}
	rest := s.Vel + s.Acc*(abs(s.Acc)/2/l.Jerk)
	return ax.Interface == Velocity || max(s.Vel, rest) <= l.Vel*(1+slack) && min(s.Vel, rest) >= low*(1+slack)
}

// tighten brings the limits of the first axis down to what all can follow.
func (n *line) tighten(in *Input, ratio []float64) {
	inf := math.Inf(1)
	vel, acc, jerk, low, brake := inf, inf, inf, -inf, -inf
	for i := range in.Axes {
		r := ratio[i]
		if r == 0 {
			continue
		}
		l := &in.Axes[i].Limits
		minVel, minAcc := l.low()
		v, a := l.Vel/r, l.Acc/r
		minVel, minAcc = minVel/r, minAcc/r
		if r < 0 {
			v, a, minVel, minAcc = minVel, minAcc, v, a
		}
		vel, acc, jerk = min(vel, v), min(acc, a), min(jerk, l.Jerk/abs(r))
		low, brake = max(low, minVel), max(brake, minAcc)
	}
	n.axis.Limits = Limits{Vel: vel, Acc: acc, Jerk: jerk, MinVel: low, MinAcc: brake}
}

// line plans the axes along a straight line, if it can.
func (t *Trajectory) line(in *Input) bool {
	if cap(t.ratio) < len(in.Axes) {
		t.ratio = make([]float64, len(in.Axes))
	}
	t.ratio = t.ratio[:len(in.Axes)]
	var n line
	if !n.of(in, t.ratio) {
		return false
	}
	x := &t.scratch[0]
	x.start(&n.axis)
	end := x.brake + x.from(in.MinDuration-x.brake)
	p := &t.work.plan
	if end <= x.brake+x.least {
		x.fastestWay(p)
	} else {
		x.wayIn(&t.work, end-x.brake)
	}
	for i := range in.Axes {
		if t.paths[i].build(p, &in.Axes[i], n.axis.Limits.Jerk*t.ratio[i]) != nil {
			return false
		}
		t.paths[i].end(end)
		t.duration = end
	}
	return true
}
