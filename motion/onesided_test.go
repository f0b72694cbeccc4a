package motion

import (
	"errors"
	"math"
	"testing"
)

// A lower limit of 0 is the other one, mirrored; one of exactly nought cannot be asked for, as some targets would have no
// motion then (see Limits).
func TestLowerLimitsOfNought(t *testing.T) {
	from, to := State{Pos: 10, Vel: 3}, State{Pos: 2}
	plain := must(t)((&Axis{From: from, To: to, Limits: bounds(20, 50, 400)}).Plan())
	same := must(t)((&Axis{From: from, To: to, Limits: Limits{Vel: 20, Acc: 50, Jerk: 400, MinVel: -20, MinAcc: -50}}).Plan())
	if *plain != *same {
		t.Errorf("with lower limits of 0 %+v, with the mirrored ones %+v", plain, same)
	}
	minus := Limits{Vel: 20, Acc: 50, Jerk: 400, MinVel: math.Copysign(0, -1)}
	if got := must(t)((&Axis{From: from, To: to, Limits: minus}).Plan()); *got != *plain {
		t.Errorf("-0 is another limit than 0: %+v, want %+v", got, plain)
	}
	over := Axis{From: from, To: to, Limits: Limits{Vel: 20, Acc: 50, Jerk: 400, MinVel: 1}}
	if _, err := over.Plan(); !errors.Is(err, ErrLimits) {
		t.Errorf("a lower limit over 0: %v, want ErrLimits", err)
	}
}

// An axis that is to go forward only has a lower limit next to nought. Where nothing lies behind, it arrives as early as
// one that may go back, and never goes back by more.
func TestForwardOnly(t *testing.T) {
	s := seed(41)
	const creep = 1e-6 // share of the speed limit
	for range 2000 {
		l := bounds(power(s, 0, 2), power(s, 0, 2), power(s, 0, 3))
		from := State{Pos: s.between(-5, 5), Vel: l.Vel * s.between(0, 0.9)}
		free := Axis{From: from, To: State{Vel: l.Vel * s.between(0, 0.9) * float64(s.pick(2))}, Limits: l}
		halt := must(t)(toVelocity(from, free.To.Vel, l))
		free.To.Pos = halt.End().Pos + power(s, -3, 2)
		only := free
		only.Limits.MinVel, only.Limits.MinAcc = -creep*l.Vel, -l.Acc
		a, b := must(t)(free.Plan()), must(t)(only.Plan())
		if back := lowest(a); back < -1e-9*l.Vel {
			continue // the free one goes back
		}
		if !near(b.Duration(), a.Duration(), 1e-9*a.Duration()) || lowest(b) < -creep*l.Vel*(1+1e-9) {
			t.Fatalf("%+v: %v s, at least %v mm/s; a free one %v s", only, b.Duration(), lowest(b), a.Duration())
		}
	}
	// What lies behind is reached at a creep.
	behind := Axis{From: State{Pos: 1}, Limits: Limits{Vel: 10, Acc: 50, Jerk: 400, MinVel: -1e-3}}
	way := must(t)(behind.Plan())
	if lowest(way) < -1e-3*(1+1e-9) || !(way.Duration() > 999) {
		t.Errorf("a millimetre back takes %v s at %v mm/s", way.Duration(), lowest(way))
	}
}

func lowest(p *Path) float64 {
	low := 0.0
	p.extrema(func(_ float64, s State) { low = min(low, s.Vel) })
	return low
}
