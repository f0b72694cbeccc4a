package motion

import "math"

// length of phase i in seconds.
func (t *Path) length(i int) float64 {
	return t.at[i+1] - t.at[i]
}

// extrema calls f with every state of t in which position, speed or acceleration can be extreme: starts and ends of
// phases, and the roots of speed and acceleration between.
func (t *Path) extrema(f func(seconds float64, s State)) {
	for i := range t.n {
		s, j, length := t.legs[i].from, t.legs[i].jerk, t.length(i)
		try := func(u float64) {
			if u >= 0 && u <= length {
				f(t.at[i]+u, s.step(j, u))
			}
		}
		try(0)
		try(length)
		if j == 0 {
			if s.Acc != 0 {
				try(-s.Vel / s.Acc)
			}
			continue
		}
		try(-s.Acc / j)
		if q := s.Acc*s.Acc - 2*j*s.Vel; q >= 0 {
			try((-s.Acc + math.Sqrt(q)) / j)
			try((-s.Acc - math.Sqrt(q)) / j)
		}
	}
}

// misses are the largest errors of a path, relative to the largest magnitudes on the way, and the largest excess over
// what the limits and the start allow, relative to that.
type misses struct{ pos, vel, acc, velExcess, accExcess, jerkExcess float64 }

func (m misses) worse(n misses) misses {
	return misses{
		max(m.pos, n.pos), max(m.vel, n.vel), max(m.acc, n.acc),
		max(m.velExcess, n.velExcess), max(m.accExcess, n.accExcess), max(m.jerkExcess, n.jerkExcess),
	}
}

// measure integrates a path afresh and holds it against the axis that it was planned for. A start that cannot but go
// over a limit is allowed exactly that much.
func measure(t *Path, ax *Axis) (m misses) {
	l, from := ax.Limits, t.start
	vmin, amin := l.low()
	jerk := l.Jerk
	rest := from.Vel + from.Acc*math.Abs(from.Acc)/2/jerk // reached whatever one does
	high := max(l.Vel, from.Vel, rest)
	low := min(vmin, from.Vel, rest)
	size := max(high, -low)
	acc := max(l.Acc, -amin, math.Abs(from.Acc))
	pos := max(math.Abs(from.Pos), math.Abs(t.End().Pos))
	fine := 4 * t.duration * 0x1p-52 // s, roundings of the time
	rough := 16 * fine               // s, of sums of times
	peak := max(math.Abs(from.Acc), math.Abs(t.End().Acc))
	t.extrema(func(at float64, s State) {
		pos, peak = max(pos, math.Abs(s.Pos)), max(peak, math.Abs(s.Acc))
		if ax.Interface == Position {
			m.velExcess = max(m.velExcess, (s.Vel-high-acc*fine)/size, (low-s.Vel-acc*fine)/size)
		} else {
			size = max(size, math.Abs(s.Vel))
		}
		allowed := max(l.Acc, from.Acc-jerk*at) // an excess goes at full jerk
		below := min(amin, from.Acc+jerk*at)
		m.accExcess = max(m.accExcess, (s.Acc-allowed-jerk*fine)/acc, (below-s.Acc-jerk*fine)/acc)
	})
	veer := acc*rough + 64*0x1p-52*peak*(peak/jerk)              // of speeds
	fray := size*rough + 64*0x1p-52*peak*(peak/jerk)*(peak/jerk) // of positions, by rounding
	s := from
	for i := range t.n {
		m.jerkExcess = max(m.jerkExcess, math.Abs(t.legs[i].jerk)/jerk-1-1e-15)
		f := t.legs[i].from
		m.pos = max(m.pos, (math.Abs(s.Pos-f.Pos)-fray)/pos)
		m.vel = max(m.vel, (math.Abs(s.Vel-f.Vel)-veer)/size)
		m.acc = max(m.acc, (math.Abs(s.Acc-f.Acc)-jerk*rough)/acc)
		s = f.step(t.legs[i].jerk, t.length(i))
	}
	if pos > 0 {
		m.pos = max(m.pos, (math.Abs(s.Pos-t.End().Pos)-fray)/pos)
	}
	m.vel = max(m.vel, (math.Abs(s.Vel-t.End().Vel)-veer)/size)
	m.acc = max(m.acc, (math.Abs(s.Acc-t.End().Acc)-jerk*rough)/acc)
	return m
}

func (m misses) worst() float64 { return max(m.pos, m.vel, m.acc, m.velExcess, m.accExcess) }

// check fails unless m is as accurate as README.md says for any start.
func (m misses) check(t interface{ Fatalf(string, ...any) }, what any) {
	if !(m.worst() <= 1e-10) || m.jerkExcess > 0 {
		t.Fatalf("%+v: misses %+v, want at most 1e-10, and no jerk over", what, m)
	}
}
