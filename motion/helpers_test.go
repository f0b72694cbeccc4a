package motion

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// task is a start, limits, and a target position.
type task struct {
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
func anyProblem(s source, excess float64) task {
	l := Limits{Vel: power(s, -1, 3)}
	l.Acc = l.Vel / power(s, -3, 2)
	l.Jerk = l.Acc / power(s, -3, 1)
	from := State{
		Vel: share(s) * l.Vel * excess * power(s, -2, 0),
		Acc: share(s) * l.Acc * excess * power(s, -2, 0),
	}
	p := task{from: from, limits: l}
	size := l.Vel * (l.Vel/l.Acc + l.Acc/l.Jerk) // about the way up to full speed
	switch s.pick(5) {
	case 0:
		halt, _ := stop(from, l)
		p.pos = halt.End().Pos + share(s)*size*power(s, -12, -3)
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

// sensitivity is what a rounding of the distance may cost in seconds: near the end of Stop, its cube root.
func sensitivity(t *Path, p task) float64 {
	size := max(math.Abs(p.from.Pos), math.Abs(p.pos))
	t.extrema(func(_ float64, s State) { size = max(size, math.Abs(s.Pos)) })
	return 1e-9*t.Duration() + 20*math.Cbrt(size*0x1p-52/p.limits.Jerk)
}

func must(t *testing.T) func(Path, error) *Path {
	return func(tr Path, err error) *Path {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return &tr
	}
}

func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

// bounds are limits that are alike on both sides.
func bounds(vel, acc, jerk float64) Limits { return Limits{Vel: vel, Acc: acc, Jerk: jerk} }

func toPosition(from State, pos float64, l Limits) (Path, error) {
	ax := Axis{From: from, To: State{Pos: pos}, Limits: l}
	return ax.Plan()
}

func toVelocity(from State, vel float64, l Limits) (Path, error) {
	ax := Axis{From: from, To: State{Vel: vel}, Limits: l, Interface: Velocity}
	return ax.Plan()
}

func stop(from State, l Limits) (Path, error) { return toVelocity(from, 0, l) }

// measured is measure for a path that was planned from its start under limits.
func measured(t *Path, l Limits) misses {
	return measure(t, &Axis{From: t.start, To: t.End(), Limits: l})
}
