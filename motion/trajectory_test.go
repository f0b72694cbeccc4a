package motion

import (
	"math"
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
	var zero Path
	if zero != Rest(0) {
		t.Error("the zero trajectory is not Rest(0)")
	}
}

func TestAtBeforeTheStart(t *testing.T) {
	from := State{1, 2, 3}
	tr := must(t)(toPosition(from, 9, bounds(10, 20, 100)))
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
		tr := must(t)(toPosition(p.from, p.pos, l))
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

// A distance so small that its cube root underflows is no distance.
func TestTinyDistance(t *testing.T) {
	l := bounds(1, 1, 1)
	for _, pos := range []float64{math.SmallestNonzeroFloat64, 1e-300, 1e-101, 1e-80} {
		if tr := must(t)(toPosition(State{}, pos, l)); tr.Duration() > 1e-25 || tr.End().Pos != pos {
			t.Errorf("to %v: %v s to %+v", pos, tr.Duration(), tr.End())
		}
		if tr := must(t)(stop(State{Vel: pos}, bounds(1, 3, 7))); tr.Duration() > 1e-30 {
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
		l := bounds(math.Abs(draw("vmax")), math.Abs(draw("amax")), math.Abs(draw("jmax")))
		target, dt := draw("target"), math.Abs(draw("dt"))
		for _, plan := range []func(State, float64, Limits) (Path, error){toPosition, toVelocity} {
			tr, err := plan(s, target, l)
			if err != nil && tr.Duration() != 0 {
				t.Fatal("an error with a motion")
			}
			if !finite(tr.Duration()) || tr.Duration() < 0 || !finiteState(tr.End()) {
				t.Fatalf("takes %v s to %+v", tr.Duration(), tr.End())
			}
			for i := range 5 {
				if at := tr.At(tr.Duration() * (float64(i) / 4)); !finiteState(at) {
					t.Fatalf("%+v on the way", at)
				}
			}
		}
		// Of limits that are further apart than 1e60 the cubes leave the floats: the motion found ends and is finite, and is not
		// always the fastest.
		apart := max(l.Vel, l.Acc, l.Jerk) / min(l.Vel, l.Acc, l.Jerk)
		if next := FollowTo(s, target, dt, l); apart < 1e60 && next != s && next == (State{Pos: target}) {
			tr, err := toPosition(s, target, l)
			allowed := dt + 100*sensitivity(&tr, task{s, target, l}) + 1e-12*math.Abs(target)/l.Vel
			if err == nil && tr.Duration() > allowed {
				t.Fatalf("FollowTo is there in a tick; ToPosition takes %v s: %v", tr.Duration(), err)
			}
		}
		for _, next := range []State{Follow(s, target, dt, l), FollowTo(s, target, dt, l)} {
			if finiteState(s) && !finiteState(next) {
				t.Fatalf("follow makes %+v", next)
			}
			if !l.valid() || !finite(target) || !positive(dt) {
				if finiteState(s) && next != s {
					t.Fatalf("follow moves to %+v on bad input", next)
				}
			}
		}
	})
}

func finiteState(s State) bool { return s.finite() }
