package motion

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestToPositionTable(t *testing.T) {
	l := Limits{Vel: 10, Acc: 20, Jerk: 100}
	for _, c := range []struct {
		name string
		task
		seconds float64 // worked out by hand
		phases  int     // at most; a case on a border may have two of no length
	}{
		{"there already", task{State{Pos: 3}, 3, l}, 0, 0},
		{"jerk only, d = 2 j t^3", task{State{}, 2 * 100 * 0.001, l}, 4 * 0.1, 3},
		{"jerk only, backwards", task{State{Pos: 1}, 1 - 2*100*0.001, l}, 4 * 0.1, 3},
		{"just comes to the acceleration", task{State{}, 2 * 100 * 0.008, l}, 4 * 0.2, 3},
		{"holds it 0.1 s: v = 6, t = 2(v/a + a/j)", task{State{}, 6 * (6./20 + 20./100), l}, 2 * (6./20 + 20./100), 5},
		{"just comes to the speed", task{State{}, 10 * 0.7, l}, 1.4, 7},
		{"cruises 2 s", task{State{Pos: 5}, 5 + 7 + 20, l}, 3.4, 7},
		{"moving, by rounding over the limit", task{State{Vel: 10 * (1 + 4e-16)}, 13.5, l}, 1.7, 4},
		{"moving: the stop itself", task{State{Vel: 10}, 10 * 0.7 / 2, l}, 0.7, 3},
		{"moving at full speed, 1 s of cruise", task{State{Vel: 10}, 13.5, l}, 1.7, 4},
		{"moving the wrong way: the stop itself", task{State{Vel: -10}, -3.5, l}, 0.7, 3},
		{"moving the wrong way, 1.2 s to turn", task{State{Vel: -10}, 3.5, l}, 1.9, 7},
	} {
		tr, err := toPosition(c.from, c.pos, c.limits)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if !near(tr.Duration(), c.seconds, 1e-12) || tr.Phases() > c.phases {
			t.Errorf("%s: %.15g s in %d phases, want %.15g s in %d", c.name, tr.Duration(), tr.Phases(), c.seconds, c.phases)
		}
		if end := (State{Pos: c.pos}); tr.End() != end || tr.At(tr.Duration()) != end || tr.At(1e9) != end {
			t.Errorf("%s: ends at %+v, %+v, %+v, want %+v", c.name, tr.End(), tr.At(tr.Duration()), tr.At(1e9), end)
		}
	}
}

// From a start that brakes, a target just beyond the stop is reached by easing the brake, without any push.
func TestToPositionEasesTheBrake(t *testing.T) {
	l := Limits{Vel: 10, Acc: 20, Jerk: 100}
	from := State{Vel: 8, Acc: -10}
	halt := must(t)(stop(from, l))
	tr := must(t)(toPosition(from, halt.End().Pos+0.01, l))
	top := math.Inf(-1)
	tr.extrema(func(_ float64, s State) { top = max(top, s.Acc) })
	if !(top <= 1e-9) || tr.Duration()-halt.Duration() > 0.01 {
		t.Errorf("acceleration goes to %v (want none over 0), %v s longer than the stop (want under 0.01)",
			top, tr.Duration()-halt.Duration())
	}
}

func TestToPositionProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyProblem(drawn{t}, 2)
		tr, err := toPosition(p.from, p.pos, p.limits)
		if err != nil {
			t.Fatal(err)
		}
		measured(&tr, p.limits).check(t, p)
		if tr.At(0) != p.from || tr.End() != (State{Pos: p.pos}) {
			t.Fatalf("goes from %+v to %+v", tr.At(0), tr.End())
		}
		mirror, err := toPosition(State{-p.from.Pos, -p.from.Vel, -p.from.Acc}, -p.pos, p.limits)
		if err != nil || !near(mirror.Duration(), tr.Duration(), sensitivity(&tr, p)) {
			t.Fatalf("mirrored it takes %v s, not %v: %v", mirror.Duration(), tr.Duration(), err)
		}
	})
}

// The figures that doc.go states.
func TestToPositionAccuracy(t *testing.T) {
	for _, c := range []struct {
		starts string
		excess float64
		bound  float64
	}{
		{"from which the limits can be kept", 1, 1e-13},
		{"within the limits", 1, 1e-10},
		{"up to twice the limits", 2, 1e-10},
	} {
		s, worst := seed(1), misses{}
		for range 20000 {
			p := anyProblem(s, c.excess)
			if c.bound < 1e-10 && !keepable(p.from, p.limits) {
				continue
			}
			tr, err := toPosition(p.from, p.pos, p.limits)
			if err != nil {
				t.Fatal(err)
			}
			m := measured(&tr, p.limits)
			m.check(t, p)
			worst = worst.worse(m)
		}
		t.Logf("starts %s: %+v", c.starts, worst)
		if !(worst.worst() <= c.bound) {
			t.Errorf("starts %s: %v off, want at most %v", c.starts, worst.worst(), c.bound)
		}
	}
}

// Once a start over the limits is within them for good, it stays so; and it comes there as fast as can be.
func TestToPositionOverLimits(t *testing.T) {
	l := Limits{Vel: 10, Acc: 20, Jerk: 100}
	for _, c := range []struct {
		name    string
		from    State
		highest float64 // speed, mm/s
		within  float64 // s, until the speed is back within the limit
	}{
		{"too fast", State{Vel: 11}, 11, math.Sqrt(2. / 100)},
		{"too fast, holds the acceleration", State{Vel: 15}, 15, 0.2 + (15-10-2)/20.},
		{"will be too fast", State{Vel: 9.5, Acc: 20}, 11.5, 0.2 + math.Sqrt(3./100)},
		{"too fast and accelerating over the limit", State{Vel: 11, Acc: 30}, 15.5, 0.3 + 0.2 + (15.5-10-2)/20},
		{"too fast, but braking", State{Vel: 11, Acc: -20}, 11, 1. / 20},
		{"too hard", State{Acc: 40}, 10, 0},
	} {
		for _, pos := range []float64{-100, -1, 0, 1, 5, 100} {
			for _, side := range []float64{1, -1} {
				from := State{0, side * c.from.Vel, side * c.from.Acc}
				tr := must(t)(toPosition(from, side*pos, l))
				measured(tr, l).check(t, c.name)
				highest, within := 0.0, 0.0
				tr.extrema(func(_ float64, s State) { highest = max(highest, side*s.Vel) })
				const n = 100000
				for i := range n {
					if at := 2 * float64(i) / n; math.Abs(tr.At(at).Vel) > l.Vel*(1+1e-12) {
						within = at
					}
				}
				if highest > c.highest+1e-9 || !near(within, c.within, 3e-5) {
					t.Errorf("%s, side %v, to %v: up to %v for %v s, want %v for %v s",
						c.name, side, pos, highest, within, c.highest, c.within)
				}
			}
		}
	}
}

// From here the speed cannot but pass the opposite limit. It does so by what it must, and comes back at full jerk.
func TestToPositionOverTheOppositeLimit(t *testing.T) {
	l := Limits{Vel: 0.5, Acc: 20, Jerk: 100}
	for _, pos := range []float64{-10, 0, 10} {
		tr := must(t)(toPosition(State{Vel: 0.6, Acc: -20}, pos, l)) // to 0.6 - 400/200 = -1.4
		measured(tr, l).check(t, pos)
		back := 0.2 + math.Sqrt(2*0.9/l.Jerk) // s: to -1.4 and up to -0.5
		if j := tr.legs[0].jerk; j != l.Jerk || tr.length(0) < back-1e-9 {
			t.Errorf("to %v: begins with jerk %v for %v s, want %v for %v s at least", pos, j, tr.length(0), l.Jerk, back)
		}
	}
}

// Starts that are on the border of two kinds of motion but for roundings.
func TestToPositionOnBorders(t *testing.T) {
	l := Limits{Vel: 10, Acc: 30, Jerk: 300}
	off := []float64{0}
	for k := -16.0; k <= -2; k += 1.25 {
		off = append(off, math.Pow(10, k), -math.Pow(10, k))
	}
	for _, x := range off {
		for _, y := range off {
			for _, acc := range []float64{0, 1e-9, 1e-7, 1e-5, 1e-3, 0.1, 3, 29, 30} {
				fall := acc * acc / 2 / l.Jerk
				for _, from := range []State{
					{Vel: (10 - fall) * (1 - math.Abs(x)), Acc: acc},       // just does not pass the speed limit
					{Vel: fall * (1 + x), Acc: -acc},                       // just comes to rest
					{Vel: -fall * (1 + x), Acc: acc},                       // the same from below
					{Vel: (10 - fall) * (1 + 1e-13*math.Abs(x)), Acc: acc}, // over it by roundings
				} {
					pos := must(t)(stop(from, l)).End().Pos
					for _, pos := range []float64{pos + y, pos*(1+y) + y*y, 30 + y} {
						tr := must(t)(toPosition(from, pos, l))
						if m := measured(tr, l); m.worst() > 2e-13 {
							t.Fatalf("%+v to %v: %+v", from, pos, m)
						}
					}
				}
			}
		}
	}
}

// A braking that would carry the speed over the opposite limit is eased in time.
func TestToPositionBrakesNoFurther(t *testing.T) {
	l := Limits{Vel: 0.1, Acc: 20, Jerk: 1}
	for _, pos := range []float64{-10, 0, 10} {
		tr := must(t)(toPosition(State{Vel: 4}, pos, l))
		measured(tr, l).check(t, pos)
		lowest := 0.0
		tr.extrema(func(_ float64, s State) { lowest = min(lowest, s.Vel) })
		if pos <= 0 && lowest > -l.Vel*(1-1e-12) || lowest < -l.Vel*(1+1e-12) {
			t.Errorf("to %v: speed down to %v, want %v", pos, lowest, -l.Vel)
		}
	}
}

// It passes beyond the target only if the stop does.
func TestToPositionNoOvershoot(t *testing.T) {
	s, tried := seed(3), 0
	for range 20000 {
		p := anyProblem(s, 1)
		side := math.Copysign(1, p.pos-p.from.Pos)
		beyond := func(tr *Path) float64 {
			far, size := math.Inf(-1), math.Abs(p.pos)
			tr.extrema(func(_ float64, s State) {
				far, size = max(far, side*(s.Pos-p.pos)), max(size, math.Abs(s.Pos))
			})
			return far / size
		}
		if halt := must(t)(stop(p.from, p.limits)); beyond(halt) > 0 {
			continue
		}
		tried++
		if over := beyond(must(t)(toPosition(p.from, p.pos, p.limits))); over > 1e-11 {
			t.Fatalf("%+v: goes %v of the way beyond the target, the stop does not", p, over)
		}
	}
	if tried < 5000 {
		t.Errorf("only %d problems tried", tried)
	}
}
