package motion

import "fmt"

// Path is the motion of one axis: at most fifteen phases of constant jerk, one after the other. It is a plain value,
// copied by assignment. The zero Path rests at position 0.
type Path struct {
	n          int
	duration   float64 // s
	start, end State   // as asked, not as integrated
	legs       [maxPhases]leg
}

// leg is a phase of a path: when and where it starts, and its jerk.
type leg struct {
	at, jerk float64
	from     State
}

// Rest is the path of no duration that stays at pos. It takes pos as it is; planners check theirs.
func Rest(pos float64) Path {
	s := State{Pos: pos}
	return Path{start: s, end: s}
}

// Duration is the time from the start to the end state in seconds, 0 or more.
func (t *Path) Duration() float64 { return t.duration }

// End is the state at the end: exactly the target asked for.
func (t *Path) End() State { return t.end }

// Phases is how many phases of constant jerk the path has.
func (t *Path) Phases() int { return t.n }

// Phase is the moment at which phase i starts, its jerk, and the state there.
func (t *Path) Phase(i int) (seconds, jerk float64, from State) {
	l := &t.legs[i]
	return l.at, l.jerk, l.from
}

// At is the state a number of seconds after the start. Up to 0, and for NaN, it is the start state; from the end on
// the axis goes on with the end's acceleration, so that a path to rest stays, and one to a velocity keeps it.
func (t *Path) At(seconds float64) (s State) {
	t.sample(seconds, &s)
	return s
}

// sample is At, in place.
func (t *Path) sample(seconds float64, s *State) {
	if !(seconds > 0) {
		*s = t.start
		return
	}
	if seconds >= t.duration {
		*s = t.after(seconds - t.duration)
		return
	}
	i := t.n - 1
	for i > 0 && seconds < t.legs[i].at {
		i--
	}
	l := &t.legs[i]
	*s = l.from.step(l.jerk, seconds-l.at)
}

func (t *Path) after(seconds float64) State {
	s := t.end
	if s.Vel == 0 && s.Acc == 0 { // spares a rest target the 0 * Inf
		return s
	}
	if !finite(seconds) {
		seconds = largest
	}
	return s.step(0, seconds)
}

// What rounding leaves of the motion's end may be endTolerance of the largest speed and acceleration on the way, or else
// tiny. What is measured is better by orders; see README.md.
const (
	endTolerance = 1e-9
	tiny         = 1e-100 // in the axis's unit: so small that float64 begins to underflow in its cubes
	largest      = 1e300
)

// build makes the path of a plan for an axis, in which a jerk of 1 is the one given. It goes on from the start and back
// from the end, both exact, to the longest phase; that one's speed and acceleration take up what rounding leaves between
// them. It fails with ErrRange rather than return a motion that goes elsewhere.
func (t *Path) build(p *plan, ax *Axis, jerk float64) error {
	s := ax.From
	t.n, t.start, t.end, t.duration = p.n, s, ax.To, 0
	long := 0
	vel, peak := max(abs(s.Vel), abs(t.end.Vel)), abs(s.Acc)
	for i := range p.n {
		ph := &p.phases[i]
		l := &t.legs[i]
		l.at, l.jerk, l.from = t.duration, ph.jerk*jerk, s
		t.duration += ph.t
		s = s.step(l.jerk, ph.t)
		s.Acc = ph.acc * jerk
		if v := abs(s.Vel); v > vel {
			vel = v
		}
		if a := abs(s.Acc); a > peak {
			peak = a
		}
		if ph.t > p.phases[long].t {
			long = i
		}
	}
	if ax.Interface == Velocity {
		t.end.Pos = s.Pos
	}
	acc := max(abs(ax.From.Acc), ax.Limits.Acc)
	farthest := (vel + acc*t.duration) * t.duration // and farther than anything within a phase
	if p.bad || !finite(farthest) || !s.finite() || !t.close(p, long, vel, acc, peak, jerk, ax.Interface == Velocity) {
		err := fmt.Errorf("%w: no accurate motion from %+v to %+v under %+v", ErrRange, ax.From, ax.To, ax.Limits)
		*t = Path{start: ax.From, end: State{Pos: ax.From.Pos}}
		return err
	}
	return nil
}

// close makes the phases after the longest from the end, and says whether they fit those before.
func (t *Path) close(p *plan, long int, vel, acc, peak, unit float64, free bool) bool {
	jerk := abs(unit)
	s := t.end
	fine := 64 * 0x1p-52 * t.duration // s, roundings of times
	missAcc := endTolerance*acc + jerk*fine + tiny
	missVel := endTolerance*vel + acc*fine + tiny
	if t.n == 0 {
		return abs(s.Vel-t.start.Vel) <= missVel && abs(s.Acc-t.start.Acc) <= missAcc
	}
	for i := t.n - 1; i > long; i-- {
		s = s.step(t.legs[i].jerk, -p.phases[i].t)
		s.Acc = p.phases[i-1].acc * unit
		t.legs[i].from = s
	}
	from, time := &t.legs[long].from, p.phases[long].t
	at := from.step(t.legs[long].jerk, time)
	const few = 8 * 0x1p-52
	ramp := peak / jerk // s
	if miss := s.Vel - at.Vel; abs(miss) > few*(vel+peak*ramp) {
		push := miss / time
		if !(abs(push) <= missAcc) {
			return false
		}
		from.Acc += push
		at = from.step(t.legs[long].jerk, time)
	}
	if free { // the velocity interface: what follows is wherever this phase leads
		for i := long + 1; i < t.n; i++ {
			t.legs[i].from.Pos += at.Pos - s.Pos
		}
		t.end.Pos += at.Pos - s.Pos
	} else if miss := s.Pos - at.Pos; abs(miss) > 2*slack*max(abs(t.start.Pos), abs(t.end.Pos))+few*peak*ramp*ramp {
		if !(abs(miss) <= missVel*time+vel*fine) {
			return false
		}
		from.Vel += miss / time
	}
	if !(abs(s.Acc-at.Acc) <= missAcc) {
		return false
	}
	return true
}
