package motion

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRest(t *testing.T) {
	tr := Rest(4.5)
	for _, at := range []float64{math.Inf(-1), -1, 0, 1, math.Inf(1), math.NaN()} {
		if got := tr.At(at); got != (State{Pos: 4.5}) {
			t.Errorf("At(%v) = %+v, want position 4.5", at, got)
		}
	}
	if tr.Duration() != 0 || tr.End() != (State{Pos: 4.5}) {
		t.Errorf("takes %v s to %+v", tr.Duration(), tr.End())
	}
	var zero Trajectory
	if zero != Rest(0) {
		t.Error("the zero trajectory is not Rest(0)")
	}
}

func TestAtBeforeTheStart(t *testing.T) {
	from := State{1, 2, 3}
	tr := must(t)(ToPosition(from, 9, Limits{10, 20, 100}))
	for _, at := range []float64{math.Inf(-1), -1, 0, math.NaN()} {
		if got := tr.At(at); got != from {
			t.Errorf("At(%v) = %+v, want %+v", at, got, from)
		}
	}
}

// Between two moments the state moves by no more than the limits let it.
func TestAtIsContinuous(t *testing.T) {
	s := seed(9)
	for range 300 {
		p := anyProblem(s, 1)
		if !keepable(p.from, p.limits) {
			continue
		}
		l := p.limits
		tr := must(t)(ToPosition(p.from, p.pos, l))
		size := max(math.Abs(p.from.Pos), math.Abs(p.pos))
		tr.extrema(func(_ float64, s State) { size = max(size, math.Abs(s.Pos)) })
		const n = 100
		dt := tr.Duration() / n
		at, fine := tr.At(0), 2*l.Jerk*tr.Duration()*0x1p-52
		for i := 1; i <= n+1; i++ {
			next := tr.At(float64(i) * dt)
			if math.Abs(next.Pos-at.Pos) > l.Vel*dt+1e-12*size ||
				math.Abs(next.Vel-at.Vel) > l.Acc*dt+1e-12*l.Vel ||
				math.Abs(next.Acc-at.Acc) > l.Jerk*dt+1e-12*l.Acc+fine {
				t.Fatalf("%+v: from %+v to %+v in %v s", p, at, next, dt)
			}
			at = next
		}
	}
}

func TestValidate(t *testing.T) {
	if err := (Limits{1, 2, 3}).Validate(); err != nil {
		t.Error(err)
	}
	if err := (Limits{math.MaxFloat64, math.SmallestNonzeroFloat64, 1}).Validate(); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		limits Limits
		want   string
	}{
		{Limits{0, 1, 1}, "motion: invalid limits: velocity limit is 0, must be over 0 and finite"},
		{Limits{1, -2, 1}, "motion: invalid limits: acceleration limit is -2, must be over 0 and finite"},
		{Limits{1, 1, math.Inf(1)}, "motion: invalid limits: jerk limit is +Inf, must be over 0 and finite"},
		{Limits{1, math.NaN(), 0}, "motion: invalid limits: acceleration limit is NaN, must be over 0 and finite\n" +
			"motion: invalid limits: jerk limit is 0, must be over 0 and finite"},
	} {
		err := c.limits.Validate()
		if !errors.Is(err, ErrLimits) || err.Error() != c.want {
			t.Errorf("%+v: got %v, want %s", c.limits, err, c.want)
		}
	}
}

// All that is wrong is said at once, and nothing moves.
func TestInvalidInput(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := Limits{1, 1, 1}
	for _, c := range []struct {
		problem
		kind error
		name string
	}{
		{problem{State{Pos: nan}, 0, good}, ErrState, "start position is NaN"},
		{problem{State{Vel: -inf}, 0, good}, ErrState, "start velocity is -Inf"},
		{problem{State{Acc: inf}, 0, good}, ErrState, "start acceleration is +Inf"},
		{problem{State{}, nan, good}, ErrTarget, "target is NaN"},
		{problem{State{}, inf, good}, ErrTarget, "target is +Inf"},
		{problem{State{}, 0, Limits{1, 1, 0}}, ErrLimits, "jerk limit is 0"},
		{problem{State{Pos: nan}, 0, Limits{1, 0, 1}}, ErrState, "acceleration limit is 0"},
		{problem{State{1, 41417, 1}, 1, Limits{8659, 4.57e-300, 1.5}}, ErrRange, "no accurate motion"},
		{problem{State{Vel: 1e300}, 0, Limits{1, 1e-300, 1}}, ErrRange, "no accurate motion"},
	} {
		to, errTo := ToPosition(c.from, c.pos, c.limits)
		vel, errVel := ToVelocity(c.from, c.pos, c.limits)
		for _, err := range []error{errTo, errVel} {
			if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.name) {
				t.Errorf("%+v: got %v, want %v with %q", c.problem, err, c.kind, c.name)
			}
		}
		if to != Rest(0) || vel != Rest(0) {
			t.Errorf("%+v: an error with a motion", c.problem)
		}
	}
}

// A plan that is not a number goes nowhere.
func TestBadPlan(t *testing.T) {
	var p plan
	p.add(1, math.NaN(), 0)
	p.add(1, 2, 2)
	p.add(-1, 2, 0)
	from, end := State{}, State{Pos: 8, Vel: 4} // but for that phase
	if _, err := p.build(from, end, Limits{10, 10, 1}); !errors.Is(err, ErrRange) {
		t.Errorf("build: %v, want %v", err, ErrRange)
	}
	if next, ok := p.tick(from, 4, tick, Limits{10, 10, 1}); ok {
		t.Errorf("tick goes to %+v", next)
	}
	var wrong plan
	wrong.add(1, tick, tick)
	if next, ok := wrong.tick(from, 4, tick, Limits{10, 10, 1}); ok {
		t.Errorf("tick goes to %+v, and the plan does not end there", next)
	}
}

// A distance so small that its cube root underflows is no distance.
func TestTinyDistance(t *testing.T) {
	l := Limits{1, 1, 1}
	for _, pos := range []float64{math.SmallestNonzeroFloat64, 1e-300, 1e-101, 1e-80} {
		if tr := must(t)(ToPosition(State{}, pos, l)); tr.Duration() > 1e-25 || tr.End().Pos != pos {
			t.Errorf("to %v: %v s to %+v", pos, tr.Duration(), tr.End())
		}
		if tr := must(t)(Stop(State{Vel: pos}, Limits{1, 3, 7})); tr.Duration() > 1e-30 {
			t.Errorf("stop from %v: %v s", pos, tr.Duration())
		}
		if got := FollowTo(State{}, pos, tick, l); got != (State{Pos: pos}) {
			t.Errorf("to %v: got %+v", pos, got)
		}
	}
}

// Whatever the floats are: no panic, and each answer is an error or finite at every moment.
func TestAnyFloats(t *testing.T) {
	number := rapid.OneOf(
		rapid.Float64(),
		rapid.Float64Range(-10, 10),
		rapid.Custom(func(t *rapid.T) float64 { return power(drawn{t}, -320, 308) }),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, -1, math.NaN(), math.Inf(1), math.Inf(-1),
			math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64}))
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) float64 { return number.Draw(t, name) }
		s := State{draw("pos"), draw("vel"), draw("acc")}
		l := Limits{math.Abs(draw("vmax")), math.Abs(draw("amax")), math.Abs(draw("jmax"))}
		target, dt := draw("target"), math.Abs(draw("dt"))
		for _, plan := range []func(State, float64, Limits) (Trajectory, error){ToPosition, ToVelocity} {
			tr, err := plan(s, target, l)
			if err != nil && tr != Rest(0) {
				t.Fatal("an error with a motion")
			}
			if !finite(tr.Duration()) || tr.Duration() < 0 || !tr.End().finite() {
				t.Fatalf("takes %v s to %+v", tr.Duration(), tr.End())
			}
			for i := range 5 {
				if at := tr.At(tr.Duration() * (float64(i) / 4)); !at.finite() {
					t.Fatalf("%+v on the way", at)
				}
			}
		}
		if next := FollowTo(s, target, dt, l); next != s && next == (State{Pos: target}) {
			tr, err := ToPosition(s, target, l)
			allowed := dt + 100*sensitivity(&tr, problem{s, target, l}) + 1e-12*math.Abs(target)/l.Vel
			if err == nil && tr.Duration() > allowed {
				t.Fatalf("FollowTo is there in a tick; ToPosition takes %v s: %v", tr.Duration(), err)
			}
		}
		for _, next := range []State{Follow(s, target, dt, l), FollowTo(s, target, dt, l)} {
			if s.finite() && !next.finite() {
				t.Fatalf("follow makes %+v", next)
			}
			if !l.valid() || !finite(target) || !positive(dt) {
				if s.finite() && next != s {
					t.Fatalf("follow moves to %+v on bad input", next)
				}
			}
		}
	})
}
