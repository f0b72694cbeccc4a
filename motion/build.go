package motion

import (
	"fmt"
	"math"
)

// What rounding leaves of the motion's end may be endTolerance of the largest speed and acceleration on the way, or else
// tiny. What is measured is better by orders; see README.md.
const (
	endTolerance = 1e-9
	tiny         = 1e-100 // in the axis's unit: so small that float64 begins to underflow in its cubes
	largest      = 1e300
	rounding     = 0x1p-52
)

// build makes the path of a plan for an axis, in which a jerk of 1 is the one given. It goes on from the start and back
// from the end, both exact, to the longest phase; that one's speed and acceleration take up what rounding leaves between
// them. It fails with ErrRange rather than return a motion that goes elsewhere.
func (t *Path) build(p *plan, ax *Axis, unit float64) error {
	n, long := min(p.n, maxPhases), p.long
	t.at = nowhere
	t.n, t.start = n, ax.From
	t.end(p.time)
	s, e, free := ax.From, ax.To, ax.Interface == Velocity
	t.legs[n] = leg{from: e}
	if n == 0 {
		return t.still(p, ax, unit)
	}
	if free { // it is wherever the longest phase leads
		e.Pos = 0
	}
	vel := max(size(s.Vel), size(e.Vel))
	phases := &p.phases
	for i := 1; i < long; i++ {
		ph, l := &phases[i], &t.legs[i-1]
		jerk := ph.jerk * unit
		t.at[i-1], l.jerk, l.from = ph.at, jerk, s
		s = s.step(jerk, ph.t)
		s.Acc = ph.acc * unit
		vel = max(vel, size(s.Vel))
	}
	for i := n; i > long; i-- {
		ph, l := &phases[i], &t.legs[i-1]
		jerk := ph.jerk * unit
		e = e.step(jerk, -ph.t)
		e.Acc = phases[i-1].acc * unit
		t.at[i-1], l.jerk, l.from = ph.at, jerk, e
		vel = max(vel, size(e.Vel))
	}
	ph, l := &phases[long], &t.legs[long-1]
	t.at[long-1], l.jerk, l.from = ph.at, ph.jerk*unit, s
	m := measures{vel: math.Float64frombits(vel)}
	m.of(p, ax, unit)
	if p.bad || !t.join(long-1, ph.t, e, &m, free) {
		return t.refuse(ax)
	}
	return nil
}

// still is build for a plan without phases.
func (t *Path) still(p *plan, ax *Axis, unit float64) error {
	m := measures{vel: larger(ax.From.Vel, ax.To.Vel)}
	m.of(p, ax, unit)
	missVel, missAcc := m.allowed()
	if p.bad || !(abs(ax.To.Vel-ax.From.Vel) <= missVel && abs(ax.To.Acc-ax.From.Acc) <= missAcc) {
		return t.refuse(ax)
	}
	if ax.Interface == Velocity {
		t.legs[0].from.Pos = ax.From.Pos
	}
	return nil
}

// measures of a motion, by which to judge rounding: the largest speed and acceleration on the way, the larger of the
// limit of the acceleration and that of the start, the jerk, and the duration.
type measures struct{ vel, peak, acc, jerk, time float64 }

// of sets all but the speed.
func (m *measures) of(p *plan, ax *Axis, unit float64) {
	m.acc, m.jerk, m.time = larger(ax.From.Acc, ax.Limits.Acc), abs(unit), p.time
	m.peak = larger(ax.From.Acc, math.Float64frombits(p.peak)*unit)
}

// allowed is what speed and acceleration may miss by.
func (m *measures) allowed() (vel, acc float64) {
	fine := m.fine()
	return endTolerance*m.vel + m.acc*fine + tiny, endTolerance*m.acc + m.jerk*fine + tiny
}

// fine is the roundings of times, in seconds.
func (m *measures) fine() float64 { return 64 * rounding * m.time }

// join makes the longest phase lead from the phases before it to e, where those after it begin, and says whether it
// can.
func (t *Path) join(long int, time float64, e State, m *measures, free bool) bool {
	if farthest := (m.vel + m.acc*m.time) * m.time; !finite(farthest) { // and farther than anything within a phase
		return false
	}
	missVel, missAcc := m.allowed()
	l := &t.legs[long]
	at := l.from.step(l.jerk, time)
	const few = 8 * rounding
	ramp := m.peak / m.jerk // s
	if miss := e.Vel - at.Vel; !(abs(miss) <= few*(m.vel+m.peak*ramp)) {
		push := miss / time
		if !(abs(push) <= missAcc) {
			return false
		}
		l.from.Acc += push
		at = l.from.step(l.jerk, time)
	}
	miss := e.Pos - at.Pos
	if free {
		for i := long + 1; i < t.n; i++ {
			t.legs[i].from.Pos -= miss
		}
		t.legs[t.n].from.Pos = -miss
		return finite(miss) && abs(e.Acc-at.Acc) <= missAcc
	}
	if !(abs(miss) <= 2*slack*larger(t.start.Pos, t.legs[t.n].from.Pos)+few*m.peak*ramp*ramp) {
		if !(abs(miss) <= missVel*time+m.vel*m.fine()) {
			return false
		}
		l.from.Vel += miss / time
	}
	return abs(e.Acc-at.Acc) <= missAcc
}

// refuse makes t stay where the axis starts, and says why.
func (t *Path) refuse(ax *Axis) error {
	t.rest(ax.From, ax.From.Pos)
	return fmt.Errorf("%w: no accurate motion from %+v to %+v under %+v", ErrRange, ax.From, ax.To, ax.Limits)
}
