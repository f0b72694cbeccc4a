package motion

import (
	"math"
	"testing"
)

// An output remembers where each axis was. Whatever trajectory it is used for next, and whichever moment, it gives what
// Path.At does.
func TestAtInAnyOrder(t *testing.T) {
	s := seed(33)
	trs := make([]Trajectory, 20)
	for i := range trs {
		d := dice{s.Rand, 0.2}
		in := d.input()
		if i%5 == 0 { // refused, in the memory of another
			if err := trs[i].Plan(in); err != nil {
				t.Fatal(err)
			}
			for k := range in.Axes {
				in.Axes[k].To, in.Axes[k].Limits.Jerk = State{Pos: 1e300}, 1e-300
				in.Axes[k].Interface = Position
			}
		}
		if err := trs[i].Plan(in); err != nil != (i%5 == 0) {
			t.Fatalf("%d: %v", i, err)
		}
	}
	var out Output
	for range 20000 {
		tr := &trs[s.pick(len(trs))]
		at := tr.Duration() * s.between(-0.1, 1.2)
		if s.pick(50) == 0 {
			at = []float64{math.Inf(1), math.Inf(-1), math.NaN(), 0, tr.Duration()}[s.pick(5)]
		}
		tr.At(at, &out)
		for k, got := range out.States {
			if want := tr.Path(k).At(at); got != want {
				t.Fatalf("axis %d at %v of %+v: %+v, want %+v", k, at, tr.Path(k), got, want)
			}
			if p := tr.Path(k); at > 0 {
				leg := p.n
				for leg > 0 && at < p.at[leg] {
					leg--
				}
				if at := later(at); out.States[k] != p.legs[leg].from.step(p.legs[leg].jerk, at-p.at[leg]) {
					t.Fatalf("axis %d at %v is not in leg %d of %+v", k, at, leg, p)
				}
			}
		}
	}
}
