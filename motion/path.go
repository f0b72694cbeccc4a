package motion

import "math"

// Path is the motion of one axis: at most fifteen phases of constant jerk, one after the other. It is a plain value,
// copied by assignment. The zero Path rests at position 0.
type Path struct {
	n        int
	duration float64            // s
	start    State              // as asked, not as integrated
	at       moments            // s, when each leg starts; at[n] is the duration
	legs     [maxPhases + 1]leg // legs[n] is what follows the end, from the end as asked
}

// leg is a phase of a path: its jerk, and where it starts.
type leg struct {
	jerk float64
	from State
}

// moments are those at which the legs of a path start. What follows the last is never, or 0 if the path has no duration.
type moments [maxPhases + 2]float64

const never = largest

var nowhere = moments{never, never, never, never, never, never, never, never, never, never, never, never, never, never, never, never, never}

// Rest is the path of no duration that stays at pos. It takes pos as it is; planners check theirs.
func Rest(pos float64) (t Path) {
	t.rest(State{Pos: pos}, pos)
	return t
}

// rest makes t the path of no duration that begins with s, and stays at pos.
func (t *Path) rest(s State, pos float64) {
	t.n, t.start, t.legs[0] = 0, s, leg{from: State{Pos: pos}}
	t.duration, t.at = 0, moments{}
}

// end sets when the path ends.
func (t *Path) end(seconds float64) { t.duration, t.at[t.n] = seconds, seconds }

// Duration is the time from the start to the end state in seconds, 0 or more.
func (t *Path) Duration() float64 { return t.duration }

// End is the state at the end: exactly the target asked for.
func (t *Path) End() State { return t.legs[t.n].from }

// Phases is how many phases of constant jerk the path has.
func (t *Path) Phases() (n int) {
	for i := range t.n {
		if t.at[i+1] > t.at[i] {
			n++
		}
	}
	return n
}

// Phase is the moment at which phase i starts, its jerk, and the state there.
func (t *Path) Phase(i int) (seconds, jerk float64, from State) {
	k := 0
	for ; k < t.n; k++ { // legs that take no time are none
		if t.at[k+1] > t.at[k] {
			if i == 0 {
				break
			}
			i--
		}
	}
	l := &t.legs[k]
	return t.at[k], l.jerk, l.from
}

// At is the state a number of seconds after the start. Up to 0, and for NaN, it is the start state; from the end on
// the axis goes on with the end's acceleration, so that a path to rest stays, and one to a velocity keeps it.
func (t *Path) At(seconds float64) State {
	if !(seconds > 0) {
		return t.start
	}
	seconds = later(seconds)
	k := t.leg(seconds)
	return t.legs[k].from.step(t.legs[k].jerk, seconds-t.at[k])
}

// later is a moment that can be multiplied by: there is no 0 * Inf.
func later(seconds float64) float64 {
	if seconds > largest {
		return largest
	}
	return seconds
}

// leg is the leg at a moment after the start. It counts those that are still ahead, first every fourth, then the three
// before that: which way branches would go could not be foreseen.
func (t *Path) leg(seconds float64) uint {
	now := math.Float64bits(seconds)
	k := 12 - 4*(ahead(t.at[4], now)+ahead(t.at[8], now)+ahead(t.at[12], now))
	k += 3 - ahead(t.at[k+1], now) - ahead(t.at[k+2], now) - ahead(t.at[k+3], now)
	return min(k, uint(t.n)) % uint(len(t.legs))
}

// ahead is 1 if a moment comes later than now, else 0. The bits of numbers that are not negative order as they do.
func ahead(moment float64, now uint64) uint { return uint(now-math.Float64bits(moment)) >> 63 }
