package motion

import "fmt"

// maxPhases is the most a plan can need: two that bring the start within the limits, three up to the cruise, the
// cruise, and three down to rest.
const maxPhases = 9

// Trajectory is a motion of one axis: at most nine phases of constant jerk, one after the other. It is a plain
// value, copied by assignment, never changed once made. The zero Trajectory rests at position 0.
type Trajectory struct {
	n          int
	duration   float64            // s
	start, end State              // as asked, not as integrated
	at         [maxPhases]float64 // s, when each phase starts
	jerk       [maxPhases]float64
	from       [maxPhases]State // where each phase starts
}

// Rest is the trajectory of no duration that stays at pos. It takes pos as it is; the other planners check theirs.
func Rest(pos float64) Trajectory {
	s := State{Pos: pos}
	return Trajectory{start: s, end: s}
}

// Duration is the time from the start to the end state in seconds, 0 or more.
func (t *Trajectory) Duration() float64 { return t.duration }

// End is the state at the end: exactly the target asked for.
func (t *Trajectory) End() State { return t.end }

// At is the state a number of seconds after the start. Up to 0, and for NaN, it is the start state; from the end on
// the axis goes on with the end velocity, so that a trajectory to rest stays.
func (t *Trajectory) At(seconds float64) State {
	if !(seconds > 0) {
		return t.start
	}
	if seconds >= t.duration {
		s := t.end
		if s.Vel != 0 { // spares a rest target the 0 * Inf
			s.Pos += float64(s.Vel * (seconds - t.duration))
		}
		return s
	}
	i := t.n - 1
	for i > 0 && seconds < t.at[i] {
		i--
	}
	return t.from[i].step(t.jerk[i], seconds-t.at[i])
}

// phase is a time of constant jerk in the unit-jerk frame (see doc.go): jerk is -1, 0 or +1, acc is the acceleration
// at its end. That follows from the rest; giving it spares the sum of the roundings.
type phase struct{ t, jerk, acc float64 }

// plan collects the phases of a motion.
type plan struct {
	n      int
	bad    bool // a time was not a number, or a phase too many
	phases [maxPhases]phase
}

// add appends a phase. One of no time (or of less, which rounding can make) is left out; one that goes on with the
// jerk of the phase before is joined to it.
func (p *plan) add(jerk, t, acc float64) {
	if !(t > 0) {
		p.bad = p.bad || t != t
		return
	}
	if p.n > 0 && p.phases[p.n-1].jerk == jerk {
		p.phases[p.n-1].t += t
		p.phases[p.n-1].acc = acc
		return
	}
	if p.n == maxPhases {
		p.bad = true
		return
	}
	p.phases[p.n] = phase{t, jerk, acc}
	p.n++
}

// A motion has to end within endTolerance of its target, relative to the largest position, velocity and acceleration
// on the way, or else within tiny. What is measured is better by two orders at least; see doc.go.
const (
	endTolerance = 1e-9
	tiny         = 1e-100 // in the axis's unit: so small that float64 begins to underflow in its cubes
)

// build integrates the plan from a state and holds it against the end that is wanted. It fails with ErrRange rather
// than return a motion that goes elsewhere.
func (p *plan) build(from, end State, l Limits) (Trajectory, error) {
	t := Trajectory{n: p.n, start: from, end: end}
	s := from
	pos, vel := max(abs(from.Pos), abs(end.Pos)), max(abs(from.Vel), abs(end.Vel))
	for i := range p.n {
		ph := &p.phases[i]
		t.at[i], t.from[i], t.jerk[i] = t.duration, s, ph.jerk*l.Jerk
		t.duration += ph.t
		s = s.step(t.jerk[i], ph.t)
		s.Acc = ph.acc * l.Jerk
		pos, vel = max(pos, abs(s.Pos)), max(vel, abs(s.Vel))
	}
	acc := max(abs(from.Acc), l.Acc)
	farthest := (vel + acc*t.duration) * t.duration // and farther than anything within a phase
	if p.bad || !finite(farthest) || !s.finite() ||
		!(abs(s.Pos-end.Pos) <= endTolerance*pos+tiny) ||
		!(abs(s.Vel-end.Vel) <= endTolerance*vel+tiny) ||
		!(abs(s.Acc) <= endTolerance*acc) {
		return Trajectory{}, fmt.Errorf("%w: no accurate motion from %+v to %+v under %+v", ErrRange, from, end, l)
	}
	return t, nil
}

// endPos is where the plan ends.
func (p *plan) endPos(s State, jerk float64) float64 {
	for i := range p.n {
		s = s.step(p.phases[i].jerk*jerk, p.phases[i].t)
		s.Acc = p.phases[i].acc * jerk
	}
	return s.Pos
}
