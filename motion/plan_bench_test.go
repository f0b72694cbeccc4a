package motion

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// chairAxis is drawn as the chair cases are: a massage carriage, in metres, to rest.
func chairAxis(d dice) (ax Axis) {
	l := &ax.Limits
	l.Vel, l.Acc, l.Jerk = d.between(0.02, 0.40), d.between(0.1, 4), d.between(1, 60)
	ax.From = State{d.between(0, 0.85), 0.95 * l.Vel * d.between(-1, 1), 0.95 * l.Acc * d.between(-1, 1)}
	ax.To.Pos = d.between(0, 0.85)
	return ax
}

// generalAxis is drawn as the general cases are, with speed and acceleration at the target.
func generalAxis(d dice) (ax Axis) {
	l := &ax.Limits
	l.Vel, l.Acc, l.Jerk = d.between(0.1, 12), d.between(0.1, 12), d.between(0.1, 24)
	of := func(limit float64) float64 { return 0.95 * limit * d.between(-1, 1) }
	ax.From = State{d.between(-6, 6), of(l.Vel), of(l.Acc)}
	for ok := false; !ok; ok = ax.valid() {
		ax.To = State{d.between(-6, 6), of(l.Vel), of(l.Acc)}
	}
	return ax
}

const benched = 4096 // inputs, so that no branch is foreseen

func benchInputs(axes int, axis func(dice) Axis) []Input {
	d := dice{rand.New(rand.NewPCG(uint64(axes), 5)), 0}
	ins := make([]Input, benched)
	for i := range ins {
		ins[i].Axes = make([]Axis, axes)
		for k := range ins[i].Axes {
			ins[i].Axes[k] = axis(d)
		}
	}
	return ins
}

var kinds = []struct {
	name string
	axis func(dice) Axis
}{{"chair", chairAxis}, {"general", generalAxis}}

func BenchmarkPlan(b *testing.B) {
	for _, kind := range kinds {
		for _, axes := range []int{1, 3, 7} {
			b.Run(fmt.Sprintf("%s/%d", kind.name, axes), func(b *testing.B) {
				ins, tr := benchInputs(axes, kind.axis), NewTrajectory(axes)
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					if err := tr.Plan(&ins[i%benched]); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkSingleCalls has the worst cases: percentiles of single calls, the clock's own time in them.
func BenchmarkSingleCalls(b *testing.B) {
	for _, kind := range kinds {
		for _, axes := range []int{1, 3, 7} {
			b.Run(fmt.Sprintf("%s/%d", kind.name, axes), func(b *testing.B) {
				ins, tr := benchInputs(axes, kind.axis), NewTrajectory(axes)
				took := make([]time.Duration, 0, b.N)
				for i := range b.N {
					start := time.Now()
					if err := tr.Plan(&ins[i%benched]); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				at := func(share float64) float64 { return float64(took[int(share*float64(len(took)-1))]) }
				b.ReportMetric(at(0.5), "p50-ns")
				b.ReportMetric(at(0.99), "p99-ns")
				b.ReportMetric(at(0.999), "p99.9-ns")
				b.ReportMetric(at(1), "max-ns")
			})
		}
	}
}

func BenchmarkStep(b *testing.B) {
	for _, axes := range []int{1, 3, 7} {
		ins := benchInputs(axes, chairAxis)
		b.Run(fmt.Sprintf("same/%d", axes), func(b *testing.B) {
			tr := NewTrajectory(axes)
			var out Output
			in := ins[0]
			b.ReportAllocs()
			for b.Loop() {
				if err := tr.Step(&in, 1e-9, &out); err != nil {
					b.Fatal(err)
				}
				out.Pass(&in)
			}
		})
		b.Run(fmt.Sprintf("moving/%d", axes), func(b *testing.B) {
			tr := NewTrajectory(axes)
			var out Output
			in := Input{Axes: slices.Clone(ins[0].Axes)}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				for k := range in.Axes {
					in.Axes[k].To.Pos = ins[i%benched].Axes[k].To.Pos
				}
				if err := tr.Step(&in, 0.001, &out); err != nil {
					b.Fatal(err)
				}
				out.Pass(&in)
			}
		})
		b.Run(fmt.Sprintf("sample/%d", axes), func(b *testing.B) {
			tr := NewTrajectory(axes)
			var out Output
			if err := tr.Plan(&ins[0]); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				tr.At(tr.duration*float64(i&1023)/1024, &out)
			}
		})
	}
}
