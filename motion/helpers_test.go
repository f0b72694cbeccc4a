package motion

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// problem is a start, limits, and a target position.
type problem struct {
	from   State
	pos    float64
	limits Limits
}

// source gives numbers from a seeded generator or from rapid, so that both try the same problems.
type source interface {
	between(low, high float64) float64
	pick(n int) int
}

type seeded struct{ *rand.Rand }

func (s seeded) between(low, high float64) float64 { return low + (high-low)*s.Float64() }
func (s seeded) pick(n int) int                    { return s.IntN(n) }

type drawn struct{ *rapid.T }

func (d drawn) between(low, high float64) float64 {
	return rapid.Float64Range(low, high).Draw(d.T, "number")
}
func (d drawn) pick(n int) int { return rapid.IntRange(0, n-1).Draw(d.T, "choice") }

func seed(n uint64) seeded { return seeded{rand.New(rand.NewPCG(n, n))} }

func power(s source, low, high float64) float64 { return math.Pow(10, s.between(low, high)) }

// share is between -1 and 1, with the special values more often than chance has it.
func share(s source) float64 {
	switch s.pick(6) {
	case 0:
		return 0
	case 1:
		return 1
	case 2:
		return -1
	}
	if x := s.between(-1, 1); math.Abs(x) > 1e-20 { // rapid likes to try what is next to nothing: see TestAnyFloats
		return x
	}
	return 0
}

// anyProblem has limits of very unlike proportions, a start up to excess times over the limits, and a target that
// is often near the end of Stop, where the plan is most delicate.
func anyProblem(s source, excess float64) problem {
	l := Limits{Vel: power(s, -1, 3)}
	l.Acc = l.Vel / power(s, -3, 2)
	l.Jerk = l.Acc / power(s, -3, 1)
	from := State{
		Vel: share(s) * l.Vel * excess * power(s, -2, 0),
		Acc: share(s) * l.Acc * excess * power(s, -2, 0),
	}
	p := problem{from: from, limits: l}
	size := l.Vel * (l.Vel/l.Acc + l.Acc/l.Jerk) // about the way up to full speed
	switch s.pick(5) {
	case 0:
		stop, _ := Stop(from, l)
		p.pos = stop.End().Pos + share(s)*size*power(s, -12, -3)
	case 1:
		p.from.Pos = size * share(s)
		p.pos = size * share(s)
	default:
		p.pos = share(s) * size * power(s, -6, 2)
	}
	return p
}

// keepable says whether the limits can be kept from s on, with a little to spare.
func keepable(s State, l Limits) bool {
	rest := s.Vel + s.Acc*math.Abs(s.Acc)/2/l.Jerk
	const spare = 1 - 1e-9
	return math.Abs(s.Acc) <= l.Acc && math.Abs(s.Vel) <= l.Vel*spare && math.Abs(rest) <= l.Vel*spare
}

// length of phase i in seconds.
func (t *Trajectory) length(i int) float64 {
	if i == t.n-1 {
		return t.duration - t.at[i]
	}
	return t.at[i+1] - t.at[i]
}

// extrema calls f with every state of t in which position, speed or acceleration can be extreme: starts and ends of
// phases, and the roots of speed and acceleration between.
func (t *Trajectory) extrema(f func(seconds float64, s State)) {
	for i := range t.n {
		s, j, length := t.from[i], t.jerk[i], t.length(i)
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

// misses are the largest errors of a trajectory, relative to the largest magnitudes on the way, and the largest
// excess over what the limits and the start allow, relative to that.
type misses struct{ pos, vel, acc, velExcess, accExcess, jerkExcess float64 }

func (m misses) worse(n misses) misses {
	return misses{
		max(m.pos, n.pos), max(m.vel, n.vel), max(m.acc, n.acc),
		max(m.velExcess, n.velExcess), max(m.accExcess, n.accExcess), max(m.jerkExcess, n.jerkExcess),
	}
}

func measure(t *Trajectory, l Limits) (m misses) {
	from := t.start
	rest := from.Vel + from.Acc*math.Abs(from.Acc)/2/l.Jerk // reached whatever one does
	high := max(l.Vel, from.Vel, rest)
	low := max(l.Vel, -from.Vel, -rest)
	acc := max(l.Acc, math.Abs(from.Acc))
	pos := max(math.Abs(from.Pos), math.Abs(t.end.Pos))
	fine := 2 * t.duration * 0x1p-52 // s, a rounding or two of the time
	t.extrema(func(at float64, s State) {
		pos = max(pos, math.Abs(s.Pos))
		m.velExcess = max(m.velExcess, s.Vel/high-1, -s.Vel/low-1)
		allowed := max(l.Acc, math.Abs(from.Acc)-l.Jerk*at)                     // an excess goes at full jerk
		m.accExcess = max(m.accExcess, (math.Abs(s.Acc)-l.Jerk*fine)/allowed-1) // in parts of what is allowed
	})
	// The phases are the plan: integrate them anew, each from the end of the one before.
	s := from
	for i := range t.n {
		m.jerkExcess = max(m.jerkExcess, math.Abs(t.jerk[i])/l.Jerk-1)
		f := t.from[i]
		m.pos = max(m.pos, math.Abs(s.Pos-f.Pos)/pos)
		m.vel = max(m.vel, (math.Abs(s.Vel-f.Vel)-acc*fine)/max(high, low))
		m.acc = max(m.acc, (math.Abs(s.Acc-f.Acc)-l.Jerk*fine)/acc)
		s = f.step(t.jerk[i], t.length(i))
	}
	if pos > 0 {
		m.pos = max(m.pos, math.Abs(s.Pos-t.end.Pos)/pos)
	}
	m.vel = max(m.vel, (math.Abs(s.Vel-t.end.Vel)-acc*fine)/max(high, low))
	m.acc = max(m.acc, (math.Abs(s.Acc-t.end.Acc)-l.Jerk*fine)/acc)
	return m
}

func (m misses) worst() float64 { return max(m.pos, m.vel, m.acc, m.velExcess, m.accExcess) }

// check fails unless m is as accurate as doc.go says for any start.
func (m misses) check(t interface{ Fatalf(string, ...any) }, what any) {
	if !(m.worst() <= 1e-10) || m.jerkExcess > 0 {
		t.Fatalf("%+v: misses %+v, want at most 1e-10, and no jerk over", what, m)
	}
}

// sensitivity is what a rounding of the distance may cost in seconds: near the end of Stop, its cube root.
func sensitivity(t *Trajectory, p problem) float64 {
	size := max(math.Abs(p.from.Pos), math.Abs(p.pos))
	t.extrema(func(_ float64, s State) { size = max(size, math.Abs(s.Pos)) })
	return 1e-9*t.Duration() + 20*math.Cbrt(size*0x1p-52/p.limits.Jerk)
}

func must(t *testing.T) func(Trajectory, error) *Trajectory {
	return func(tr Trajectory, err error) *Trajectory {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return &tr
	}
}

func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }
