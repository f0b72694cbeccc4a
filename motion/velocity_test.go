package motion

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestToVelocityTable(t *testing.T) {
	l := Limits{Vel: 10, Acc: 20, Jerk: 100}
	for _, c := range []struct {
		name     string
		from     State
		vel      float64
		seconds  float64
		distance float64
	}{
		{"there already", State{Vel: 3}, 3, 0, 0},
		{"jerk only: 2 sqrt(dv/j)", State{}, 1, 0.2, 0.1},
		{"holds the acceleration: dv/a + a/j", State{}, 10, 0.7, 3.5},
		{"slows down", State{Vel: 10}, 0, 0.7, 3.5},
		{"turns", State{Vel: -10}, 10, 1.2, 0},
		{"only takes the acceleration away", State{Vel: 4, Acc: 20}, 6, 0.2, 0.2*4 + 0.04/2*20 - 0.008/6*100},
		{"goes past and comes back", State{Acc: 20}, 2 - 1, 0.2 + 0.2, 0.04/2*20 - 0.008/6*100 + 0.2*1.5},
		{"from too hard an acceleration", State{Acc: 30}, 4.5, 0.3, 0.09/2*30 - 0.027/6*100},
	} {
		for _, side := range []float64{1, -1} {
			from := State{7, side * c.from.Vel, side * c.from.Acc}
			tr := must(t)(toVelocity(from, side*c.vel, l))
			measured(tr, l).check(t, c.name)
			if !near(tr.Duration(), c.seconds, 1e-12) || !near(tr.End().Pos, 7+side*c.distance, 1e-12) {
				t.Errorf("%s: %.15g s to %.15g, want %.15g s to %.15g",
					c.name, tr.Duration(), tr.End().Pos, c.seconds, 7+side*c.distance)
			}
			if end := tr.End(); end.Vel != side*c.vel || end.Acc != 0 {
				t.Errorf("%s: ends at %+v, want velocity %v", c.name, end, side*c.vel)
			}
			later := tr.At(tr.Duration() + 2)
			if want := tr.End().Pos + side*c.vel*2; !near(later.Pos, want, 1e-12) || later.Vel != side*c.vel {
				t.Errorf("%s: 2 s after the end at %+v, want position %v", c.name, later, want)
			}
		}
	}
}

func TestToVelocityProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyProblem(drawn{t}, 2)
		vel := share(drawn{t}) * p.limits.Vel
		tr, err := toVelocity(p.from, vel, p.limits)
		if err != nil {
			t.Fatal(err)
		}
		measured(&tr, p.limits).check(t, p)
		// No faster than the limits allow, and no slower than taking the acceleration away first.
		l := p.limits
		rest := p.from.Vel + p.from.Acc*math.Abs(p.from.Acc)/2/l.Jerk
		dv := math.Abs(vel-rest) + 0x1p-50*l.Vel
		slow := math.Abs(p.from.Acc)/l.Jerk + max(2*math.Sqrt(dv/l.Jerk), dv/l.Acc+min(l.Acc/l.Jerk, math.Sqrt(dv/l.Jerk)))
		fast := max(math.Abs(p.from.Acc)/l.Jerk, math.Abs(vel-p.from.Vel)/max(l.Acc, math.Abs(p.from.Acc)))
		if d := tr.Duration(); d < fast*(1-1e-9)-1e-14*l.Vel/l.Acc || d > slow*(1+1e-9) {
			t.Fatalf("%+v to %v takes %v s, want %v to %v", p, vel, d, fast, slow)
		}
	})
}

// Stop is no longer than any other way to rest.
func TestStopIsShortest(t *testing.T) {
	s := seed(7)
	for range 20000 {
		p := anyProblem(s, 2)
		halt := must(t)(stop(p.from, p.limits))
		measured(halt, p.limits).check(t, p)
		if end := halt.End(); end.Vel != 0 || end.Acc != 0 || halt.At(math.Inf(1)) != end {
			t.Fatalf("%+v: ends at %+v, and later %+v", p, end, halt.At(math.Inf(1)))
		}
		other := must(t)(toPosition(p.from, p.pos, p.limits)).Duration()
		via := must(t)(toVelocity(p.from, share(s)*p.limits.Vel, p.limits))
		then := must(t)(stop(via.End(), p.limits))
		// At any moment of any motion, the stop from there comes no earlier.
		moment := via.Duration() * s.between(0, 1)
		late := must(t)(stop(via.At(moment), p.limits))
		if d := halt.Duration() * (1 - 1e-9); other < d || via.Duration()+then.Duration() < d || moment+late.Duration() < d {
			t.Fatalf("%+v: stop takes %v s, others %v, %v, %v", p,
				halt.Duration(), other, via.Duration()+then.Duration(), moment+late.Duration())
		}
	}
}

// ToPosition to where Stop ends is Stop.
func TestToPositionWhereStopEnds(t *testing.T) {
	s := seed(8)
	for range 5000 {
		p := anyProblem(s, 1)
		if !keepable(p.from, p.limits) {
			continue
		}
		halt := must(t)(stop(p.from, p.limits))
		tr := must(t)(toPosition(p.from, halt.End().Pos, p.limits))
		allowed := sensitivity(halt, p)
		if late := tr.Duration() - halt.Duration(); !near(late, 0, allowed) {
			t.Fatalf("%+v: takes %v s longer than the stop's %v, want at most %v", p, late, halt.Duration(), allowed)
		}
	}
}
