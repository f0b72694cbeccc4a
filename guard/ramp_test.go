package guard

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

const tickS = 0.01

var depthBounds = bounds{vel: 200, acc: 3000, jerk: 60000}

// brake is how far a brake from v and a really goes, by small steps, at full jerk.
func brake(b bounds, v, a float64) (way float64) {
	const dt = 1e-6
	for v > 0 || a > 0 {
		// Ease the braking off when it would otherwise turn the motion back.
		jerk := -b.jerk
		if a < 0 && v <= a*a/(2*b.jerk) {
			jerk = b.jerk
		}
		a = max(a+jerk*dt, -b.acc)
		v += a * dt
		way += v * dt
		if a > 0 && jerk > 0 {
			break
		}
	}
	return way
}

func TestStopping(t *testing.T) {
	for _, c := range []struct{ v, a float64 }{
		{200, 0}, {150, 0}, {20, 0}, {1, 0}, {100, 1500}, {100, -1500}, {190, -3000}, {50, 3000}, {0, 2000}, {76, -3000}, {140, -900},
	} {
		got, want := depthBounds.stopping(c.v, c.a), brake(depthBounds, c.v, c.a)
		if math.Abs(got-want) > 0.01+0.001*want {
			t.Errorf("from %v mm/s, %v mm/s2: got %.3f mm, want %.3f mm", c.v, c.a, got, want)
		}
	}
	if got := depthBounds.stopping(-10, 0); got != 0 {
		t.Errorf("moving away: got %v mm, want 0: nothing to brake", got)
	}
}

func TestGoHome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		home := rapid.Float64Range(-5, 5).Draw(t, "home")
		b := bounds{
			vel:  rapid.Float64Range(20, 400).Draw(t, "vel"),
			acc:  rapid.Float64Range(200, 8000).Draw(t, "acc"),
			jerk: rapid.Float64Range(2000, 600000).Draw(t, "jerk"),
		}
		dt := rapid.SampledFrom([]float64{0.001, 0.004, 0.01}).Draw(t, "dt")
		r := ramp{
			pos: home + rapid.Float64Range(-110, 110).Draw(t, "from"),
			vel: rapid.Float64Range(-b.vel, b.vel).Draw(t, "at"),
		}
		from := r
		side := 1.0
		if r.pos < home {
			side = -1
		}
		back := false
		last := r
		n := 0
		for ; r.pos != home || r.vel != 0; n++ {
			if n > 200000 {
				t.Fatalf("not home after %d ticks: %+v from %+v", n, r, from)
			}
			r.goHome(b, home, dt)
			if (r.pos-home)*side < -1e-9 {
				t.Fatalf("past home: %+v", r)
			}
			if v := math.Abs(r.vel); v > b.vel*(1+1e-9) {
				t.Fatalf("got %v mm/s, want at most %v", v, b.vel)
			}
			if r.vel*side < 0 {
				back = true
			}
			if back && r.vel*side > 1e-9 {
				t.Fatalf("turned away from home again: %+v", r)
			}
			arriving := r.pos == home || r.vel == 0
			if d := math.Abs(r.acc - last.acc); !arriving && d > b.jerk*dt*(1+1e-9) {
				t.Fatalf("got a change of %v mm/s2, want at most %v", d, b.jerk*dt)
			}
			if a := math.Abs(r.vel-last.vel) / dt; !arriving && a > b.acc*(1+1e-9) {
				t.Fatalf("got %v mm/s2, want at most %v", a, b.acc)
			}
			last = r
		}
		// No slower than twice a trapezoid with room for jerk.
		s, tj := math.Abs(from.pos-home), b.acc/b.jerk
		most := 2*(s/b.vel+2*b.vel/b.acc+2*math.Sqrt(s/b.acc)+6*tj+2*math.Abs(from.vel)/b.acc+4*math.Cbrt(s/b.jerk)) + 20*dt
		if got := float64(n) * dt; got > most {
			t.Fatalf("took %.3f s from %+v with %+v, want at most %.3f s", got, from, b, most)
		}
	})
}

func TestHalt(t *testing.T) {
	for _, c := range []struct{ vel, ticks, way float64 }{{40, 10, 2}, {-40, 10, -2}, {0, 0, 0}, {4, 1, 0.02}} {
		r := ramp{pos: 100, vel: c.vel}
		n := 0.0
		for ; r.vel != 0; n++ {
			r.halt(400, tickS)
		}
		if math.Abs(r.pos-100-c.way) > 1e-9 || n != c.ticks {
			t.Errorf("from %v mm/s: got %.3f mm in %v ticks, want %v mm in %v", c.vel, r.pos-100, n, c.way, c.ticks)
		}
	}
}

func TestKeep(t *testing.T) {
	for _, c := range []struct{ pos, wantPos, wantVel float64 }{{5, 5, 9}, {10, 10, 9}, {10.1, 10, 0}, {0, 0, 9}, {-0.1, 0, 0}} {
		r := ramp{pos: c.pos, vel: 9}
		if r.keep(0, 10); r.pos != c.wantPos || r.vel != c.wantVel {
			t.Errorf("at %v: got %v at %v, want %v at %v", c.pos, r.pos, r.vel, c.wantPos, c.wantVel)
		}
	}
}
