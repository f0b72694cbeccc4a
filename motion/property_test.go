package motion

import (
	"flag"
	"math"
	"math/rand/v2"
	"testing"
)

var inputs = flag.Int("inputs", 20000, "random inputs of TestEveryInput; the long run has 5000000")

// dice draws numbers for inputs.
type dice struct {
	*rand.Rand
	zeros float64 // share of exact zeros
}

func (d dice) between(low, high float64) float64 { return low + (high-low)*d.Float64() }

// power is spread evenly over orders of magnitude.
func (d dice) power(low, high float64) float64 { return math.Pow(10, d.between(low, high)) }

func (d dice) maybe(x float64) float64 {
	if d.Float64() < d.zeros {
		return 0
	}
	return x
}

// share of a limit: anything, the limit itself, or a little.
func (d dice) share() float64 {
	switch d.IntN(8) {
	case 0:
		return 1
	case 1:
		return -1
	case 2:
		return d.between(-1, 1) * d.power(-6, 0)
	}
	return d.between(-1, 1)
}

// axis is one with limits and states across six orders of magnitude each.
func (d dice) axis() (ax Axis) {
	l := &ax.Limits
	l.Vel, l.Acc, l.Jerk = d.power(-3, 3), d.power(-3, 3), d.power(-3, 3)
	low, brake := -l.Vel, -l.Acc
	if d.IntN(3) == 0 {
		low, brake = -l.Vel*d.power(-1, 1), -l.Acc*d.power(-1, 1)
		l.MinVel, l.MinAcc = low, brake
	}
	of := func(low, high float64) float64 {
		s := d.share()
		if s < 0 {
			return d.maybe(-s * low)
		}
		return d.maybe(s * high)
	}
	excess := 1.0
	if d.IntN(4) == 0 {
		excess = d.between(1, 2)
	}
	size := d.power(-3, 3)
	ax.From = State{d.maybe(size * d.between(-1, 1)), excess * of(low, l.Vel), excess * of(brake, l.Acc)}
	for ax.From.Acc*ax.From.Acc/2/l.Jerk > 2*min(l.Vel, -low) { // ages over the limit that nothing can avoid
		ax.From.Acc /= 2
	}
	ax.To = State{d.maybe(size * d.between(-1, 1)), of(low, l.Vel), of(brake, l.Acc)}
	if d.IntN(5) == 0 {
		ax.Interface = Velocity
	}
	for !ax.valid() { // no motion within the limits has that acceleration there
		ax.To.Acc /= 2
		if abs(ax.To.Acc) < 1e-9*min(l.Acc, -brake) {
			ax.To.Acc = 0
		}
	}
	return ax
}

func (d dice) input() *Input {
	in := &Input{Axes: make([]Axis, 1+max(0, d.IntN(6)-2)), Sync: Sync(d.IntN(3))}
	for i := range in.Axes {
		in.Axes[i] = d.axis()
	}
	if in.Sync == SyncPhase && d.IntN(2) == 0 { // on a line
		for i := range in.Axes {
			ax, r := in.Axes[0], d.between(-3, 3)
			l := &ax.Limits
			if i > 0 {
				for _, s := range []*State{&ax.From, &ax.To} {
					*s = State{s.Pos * r, s.Vel * r, s.Acc * r}
				}
				low, brake := l.low()
				*l = Limits{l.Vel * max(r, 1), l.Acc * max(r, 1), l.Jerk * max(abs(r), 1), low, brake}
				if r < 0 {
					*l = Limits{-low * max(-r, 1), -brake * max(-r, 1), l.Jerk, -in.Axes[0].Limits.Vel, -in.Axes[0].Limits.Acc}
				}
			}
			if ax.valid() {
				in.Axes[i] = ax
			}
		}
	}
	if d.IntN(4) == 0 {
		in.MinDuration = d.power(-3, 3)
	}
	return in
}

// points is how many moments of a motion are planned from anew.
const points = 4

// TestEveryInput plans random inputs, and plans again from moments on the way: no error, every target reached, every
// limit kept.
func TestEveryInput(t *testing.T) {
	n := *inputs
	if testing.Short() {
		n /= 10
	}
	var worst misses
	var tr, again Trajectory
	var out Output
	plans := 0
	for i := range n {
		d := dice{rand.New(rand.NewPCG(uint64(i), 8)), 0.1 + 0.3*float64(i%7)/6}
		in := d.input()
		if err := tr.Plan(in); err != nil {
			t.Fatalf("input %d: %+v: %v", i, in, err)
		}
		worst = worst.worse(tr.judge(t, in, i))
		plans++
		rest := *in
		rest.Axes = append([]Axis(nil), in.Axes...)
		for k := range points {
			at := tr.duration * (float64(k) + d.Float64()) / points
			tr.At(at, &out)
			out.Pass(&rest)
			rest.MinDuration = max(0, in.MinDuration-at)
			if err := again.Plan(&rest); err != nil {
				t.Fatalf("input %d, %v s on: %+v: %v", i, at, rest, err)
			}
			worst = worst.worse(again.judge(t, &rest, i))
			plans++
		}
	}
	t.Logf("%d inputs, %d plans; worst %+v", n, plans, worst)
}

// judge fails unless the trajectory keeps what doc.go promises.
func (tr *Trajectory) judge(t *testing.T, in *Input, number int) (worst misses) {
	t.Helper()
	for i := range in.Axes {
		p := tr.Path(i)
		m := measure(p, &in.Axes[i])
		if !(m.worst() <= 1e-9) || m.jerkExcess > 1e-12 {
			t.Fatalf("input %d, axis %d: misses %+v in %+v (sync %d, at least %v s): %+v", number, i, m, in.Axes[i], in.Sync, in.MinDuration, p)
		}
		if in.Sync != SyncNone && p.duration != tr.duration || !(tr.duration >= in.MinDuration*(1-1e-12)) || !finite(tr.duration) {
			t.Fatalf("input %d, axis %d: takes %v s of %v, at least %v", number, i, p.duration, tr.duration, in.MinDuration)
		}
		worst = worst.worse(m)
	}
	return worst
}
