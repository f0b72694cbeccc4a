package motion

import (
	"math"
	"testing"
)

const tick = 0.004 // s, the 250 Hz of the force loop

// axisProblem has the proportions of a real axis: a tick is not long against the limits, a way not short. The speed
// is a fit one, the limit as a rule.
func axisProblem(s source, excess float64) (p task, speed float64) {
	l := Limits{Vel: power(s, 0, 3)}
	l.Acc = l.Vel / power(s, -2, 0.5)
	l.Jerk = l.Acc / power(s, -2.5, 0)
	from := State{850 * s.between(0, 1), share(s) * l.Vel * excess, share(s) * l.Acc * excess}
	speed = l.Vel
	switch s.pick(8) { // as if there were no such limit
	case 0:
		l.Vel *= 1e6
	case 1:
		l.Jerk *= 1e6
	}
	return task{from, from.Pos + share(s)*400*power(s, -5, 0), l}, speed
}

// ticked checks one tick of a follower: the limits at its end, and the jerk on average over it.
func ticked(t *testing.T, before, after State, l Limits) {
	t.Helper()
	const over = 1 + 1e-11
	rest := after.Vel + after.Acc*math.Abs(after.Acc)/2/l.Jerk
	if math.Abs(after.Vel) > l.Vel*over || math.Abs(after.Acc) > l.Acc*over || math.Abs(rest) > l.Vel*over {
		t.Fatalf("%+v is over %+v, or will be", after, l)
	}
	if jerk := (after.Acc - before.Acc) / tick; math.Abs(jerk) > l.Jerk*over+1e-12*l.Acc/tick {
		t.Fatalf("from %+v to %+v: jerk %v, want at most %v", before, after, jerk, l.Jerk)
	}
	if speed := (after.Pos - before.Pos) / tick; math.Abs(speed) > l.Vel*over+1e-9 {
		t.Fatalf("from %+v to %+v: speed %v, want at most %v", before, after, speed, l.Vel)
	}
}

// turns counts how often the jerk changes sign.
type turns struct {
	n    int
	sign float64
}

func (c *turns) add(before, after State, l Limits) {
	jerk := (after.Acc - before.Acc) / tick / l.Jerk
	if math.Abs(jerk) < 1e-6 {
		return
	}
	if jerk*c.sign < 0 {
		c.n++
	}
	c.sign = jerk
}

func TestFollowIsVelocity(t *testing.T) {
	s := seed(11)
	for range 1000 {
		p, fit := axisProblem(s, 1.5)
		vel := share(s) * fit
		tr := must(t)(toVelocity(p.from, vel, p.limits))
		now, turned := p.from, turns{}
		want := int(math.Ceil(tr.Duration() / tick))
		for n := 1; n <= want+3; n++ {
			next := Follow(now, vel, tick, p.limits)
			if keepable(p.from, p.limits) {
				ticked(t, now, next, p.limits)
				turned.add(now, next, p.limits)
			}
			now = next
			at := tr.At(float64(n) * tick)
			if !near(now.Pos, at.Pos, 1e-9*(1+math.Abs(at.Pos))) || !near(now.Vel, at.Vel, 1e-9*p.limits.Vel) {
				t.Fatalf("%+v to %v: %+v after %d ticks, want %+v", p, vel, now, n, at)
			}
			if arrived := now.Vel == vel && now.Acc == 0; arrived != (n >= want) && p.from.Vel != vel {
				t.Fatalf("%+v to %v: %+v after %d ticks, want to arrive after %d", p, vel, now, n, want)
			}
		}
		if turned.n > 1 {
			t.Fatalf("%+v to %v: the jerk turns %d times, want once at most", p, vel, turned.n)
		}
	}
}

func TestFollowToIsPosition(t *testing.T) {
	s, late, arrivals := seed(12), 0, 0
	for range 1000 {
		p, _ := axisProblem(s, 1.5)
		tr := must(t)(toPosition(p.from, p.pos, p.limits))
		now, turned, here := p.from, turns{}, State{Pos: p.pos}
		want := int(math.Ceil(tr.Duration() / tick))
		if want > 5000 {
			continue
		}
		for n := 1; n <= want+3; n++ {
			next := FollowTo(now, p.pos, tick, p.limits)
			if keepable(p.from, p.limits) {
				ticked(t, now, next, p.limits)
				turned.add(now, next, p.limits)
			}
			now = next
			if at := tr.At(float64(n) * tick); !near(now.Pos, at.Pos, 1e-6) {
				t.Fatalf("%+v: %+v after %d ticks, want %+v", p, now, n, at)
			}
			if now == here && n < want && tr.Duration() > float64(n)*tick*(1+1e-6) || now != here && n > want {
				t.Fatalf("%+v: %+v after %d ticks, want to arrive after %d or one more", p, now, n, want)
			}
			if now != here && n == want {
				late++
			}
		}
		arrivals++
		if turned.n > 2 {
			t.Fatalf("%+v: the jerk turns %d times, want twice at most", p, turned.n)
		}
	}
	t.Logf("%d of %d arrivals a tick late", late, arrivals)
	if late*50 > arrivals {
		t.Errorf("%d of %d arrivals are late, want 2 %% at most", late, arrivals)
	}
}

// Where the fastest way takes a whole number of ticks, rounding adds none.
func TestFollowersArriveOnTheTick(t *testing.T) {
	for ticks := 2; ticks <= 400; ticks += 2 {
		whole := float64(ticks) * tick
		for _, pos := range []float64{0, 123.456, -850, -60 * (whole - 0.14)} {
			l := Limits{Vel: 1e7, Acc: 1e7, Jerk: 3000 * (1 + float64(ticks)/7)} // jerk only: 2 sqrt(v/j) s to speed v
			vel := whole * whole / 4 * l.Jerk
			s, n := State{Pos: pos}, 0
			for (s.Vel != vel || s.Acc != 0) && n < ticks+3 {
				s = Follow(s, vel, tick, l)
				n++
			}
			if n != ticks {
				t.Errorf("to velocity %v: %d ticks, want %d", vel, n, ticks)
			}
			// jerk, hold, jerk, cruise, and the same again: 2(v/a + a/j) + cruise
			l = Limits{Vel: 60, Acc: 600, Jerk: 15000}
			if whole < 0.28 {
				continue
			}
			to := State{Pos: pos + 60*(0.14+(whole-0.28))}
			s, n = State{Pos: pos}, 0
			for s != to && n < ticks+3 {
				s = FollowTo(s, to.Pos, tick, l)
				n++
			}
			if n != ticks {
				t.Errorf("to position %v: %d ticks, want %d", to.Pos, n, ticks)
			}
		}
	}
}

// Whatever the target does from tick to tick, the limits are kept; and then the arrival is exact.
func TestFollowersOfJumpingTargets(t *testing.T) {
	s := seed(13)
	for range 60 {
		p, fit := axisProblem(s, 1)
		l := p.limits
		vel, to := State{Pos: p.from.Pos}, State{Pos: p.from.Pos}
		speed, pos := 0.0, 0.0
		for range 500 {
			switch s.pick(4) {
			case 0: // jump
				speed, pos = 2*share(s)*fit, p.from.Pos+share(s)*100
			case 1, 2: // creep
				speed, pos = speed+share(s)*l.Acc*tick, pos+share(s)*fit*tick
			}
			v, q := Follow(vel, speed, tick, l), FollowTo(to, pos, tick, l)
			ticked(t, vel, v, l)
			ticked(t, to, q, l)
			vel, to = v, q
		}
		speed = within(speed, l.Vel)
		for range 2 + int(must(t)(toVelocity(vel, speed, l)).Duration()/tick) {
			vel = Follow(vel, speed, tick, l)
		}
		for range 3 + int(must(t)(toPosition(to, pos, l)).Duration()/tick) {
			to = FollowTo(to, pos, tick, l)
		}
		if vel.Vel != speed || vel.Acc != 0 || to != (State{Pos: pos}) {
			t.Fatalf("%+v: not arrived: %+v, %+v; want speed %v, position %v", p, vel, to, speed, pos)
		}
		if next := Follow(vel, speed, tick, l); next.Vel != speed || next.Acc != 0 || FollowTo(to, pos, tick, l) != to {
			t.Fatalf("%+v: arrived, but moves on", p)
		}
	}
}

func TestFollowOverTheLimitIsTheLimit(t *testing.T) {
	l := bounds(10, 20, 100)
	s := State{}
	for range 500 {
		s = Follow(s, 50, tick, l)
	}
	if s.Vel != 10 || s.Acc != 0 {
		t.Errorf("goes to %+v, want velocity 10", s)
	}
}

func TestFollowersLeaveBadInputAlone(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good, l := State{1, 2, 3}, bounds(10, 20, 100)
	for _, c := range []struct {
		target, dt float64
		l          Limits
	}{
		{nan, tick, l}, {-inf, tick, l}, {5, 0, l}, {5, -tick, l}, {5, nan, l}, {5, inf, l},
		{5, tick, Limits{}}, {5, tick, bounds(10, nan, 100)}, {5, tick, bounds(10, 20, inf)}, {5, tick, bounds(-10, 20, 100)},
	} {
		if v, p := Follow(good, c.target, c.dt, c.l), FollowTo(good, c.target, c.dt, c.l); v != good || p != good {
			t.Errorf("%+v: got %+v and %+v, want %+v", c, v, p, good)
		}
	}
	bad := State{Pos: 1, Vel: inf}
	if v, p := Follow(bad, 1, tick, l), FollowTo(bad, 1, tick, l); v != bad || p != bad {
		t.Errorf("a state that is not finite becomes %+v and %+v", v, p)
	}
}

func within(x, bound float64) float64 { return min(max(x, -bound), bound) }
