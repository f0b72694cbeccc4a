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
	if got, want := depthBounds.stopping(0.6, 0), 0.6*math.Sqrt(1e-5); math.Abs(got-want) > 1e-12 {
		t.Errorf("creeping: got %v mm, want %v mm", got, want)
	}
	if got := depthBounds.stopping(0, 0); got != 0 {
		t.Errorf("at rest: got %v mm, want 0", got)
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
			if n > 20000 {
				t.Fatalf("not home after %d ticks: %+v from %+v", n, r, from)
			}
			r.goHome(b, home, dt)
			if (r.pos-home)*side < -1e-9 {
				t.Fatalf("past home: %+v", r)
			}
			if d := math.Abs(r.pos - last.pos); d > b.vel*dt*(1+1e-9)+arrived {
				t.Fatalf("got a step of %v mm in a tick, want at most %v", d, b.vel*dt)
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

func TestGoHomeIsMirrored(t *testing.T) {
	a, b := ramp{pos: 31, vel: 40, acc: 900}, ramp{pos: -29, vel: -40, acc: -900}
	for n := range 200 {
		a.goHome(depthBounds, 1, tickS)
		b.goHome(depthBounds, 1, tickS)
		if math.Abs(a.pos+b.pos-2) > 1e-9 || math.Abs(a.vel+b.vel) > 1e-9 || math.Abs(a.acc+b.acc) > 1e-9 {
			t.Fatalf("tick %d: got %+v and %+v about 1 mm, want one the mirror of the other", n, a, b)
		}
	}
	if a != (ramp{pos: 1}) {
		t.Errorf("got %+v, want at rest at 1 mm", a)
	}
}

func TestGoHomeFirstTicks(t *testing.T) {
	// Full jerk first: 60 m/s3 for 10 ms is 0.6 m/s2, and 3 mm/s.
	r := ramp{pos: 60}
	for i, want := range []ramp{{59.985, -3, -600}, {59.91, -12, -1200}, {59.715, -27, -1800}, {59.34, -48, -2400}, {58.725, -75, -3000}, {57.825, -105, -3000}} {
		if r.goHome(depthBounds, 0, tickS); math.Abs(r.pos-want.pos) > 1e-9 || math.Abs(r.vel-want.vel) > 1e-9 || r.acc != want.acc {
			t.Fatalf("tick %d: got %+v, want %+v", i, r, want)
		}
	}
	r = ramp{pos: arrived}
	if r.goHome(depthBounds, 0, tickS); r != (ramp{}) {
		t.Errorf("from %v mm: got %+v, want home", arrived, r)
	}
	// As fast as on the bench: 110 mm in 0.66 s at the best, 0.72 s by ticks.
	r = ramp{pos: 110}
	n := 0
	for ; r != (ramp{}) && n < 1000; n++ {
		r.goHome(depthBounds, 0, tickS)
	}
	if n > 72 {
		t.Errorf("home from 110 mm after %d ticks, want at most 72", n)
	}
}

func TestGoHomeTakesTheGreatestJerkThatFits(t *testing.T) {
	b := depthBounds
	r := ramp{pos: 110}
	chosen := 0
	for n := 0; r != (ramp{}) && n < 1000; n++ {
		now := leg{left: r.pos, vel: -r.vel, acc: -r.acc}
		r.goHome(b, 0, tickS)
		jerk := (-r.acc - now.acc) / tickS
		if now.after(b.jerk, b, tickS).fits(b) || r == (ramp{}) || -r.acc <= -b.acc || -r.acc >= b.acc || r.vel == 0 {
			continue
		}
		chosen++
		if more := now.after(jerk+b.jerk/1000, b, tickS); more.fits(b) {
			t.Errorf("at %+v: got jerk %.0f mm/s3, but %.0f fits too", now, jerk, jerk+b.jerk/1000)
		}
	}
	if chosen < 5 {
		t.Errorf("got %d chosen jerks on the way, want more to judge by", chosen)
	}
}

func TestLeg(t *testing.T) {
	for _, c := range []struct {
		name string
		from leg
		jerk float64
		want leg
	}{
		{"speeds up", leg{50, 20, 600}, 60000, leg{49.755, 29, 1200}},
		{"coasts", leg{50, 20, 0}, 0, leg{49.8, 20, 0}},
		{"as hard as it may", leg{50, 20, 2800}, 60000, leg{49.655, 49, 3000}},
		{"brakes as hard as it may", leg{50, 100, -2800}, -60000, leg{49.145, 71, -3000}},
		{"never turns back", leg{50, 0.5, -600}, -60000, leg{49.9975, 0, 0}},
		{"never turns back from rest", leg{50, 0, -600}, -60000, leg{50, 0, 0}},
		{"creeps", leg{50, 0.8, 0}, 0, leg{49.992, 0.8, 0}},
		{"still moves away", leg{50, -100, 0}, 60000, leg{50.985, -97, 600}},
		{"moves away for good", leg{50, -1, -600}, -60000, leg{50.055, -10, -1200}},
	} {
		got := c.from.after(c.jerk, depthBounds, tickS)
		if math.Abs(got.left-c.want.left) > 1e-9 || math.Abs(got.vel-c.want.vel) > 1e-9 || got.acc != c.want.acc {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
	b := bounds{vel: 100, acc: 8, jerk: 2}
	for _, c := range []struct {
		name string
		leg  leg
		want bool
	}{
		{"stops in time", leg{8, 8, 0}, false},
		{"stops just in time", leg{16, 8, 0}, true},
		{"stops just too late", leg{below(16), 8, 0}, false},
		{"at the greatest speed", leg{1e6, 100, 0}, true},
		{"over the greatest speed", leg{1e6, above(100), 0}, false},
		{"will reach the greatest speed", leg{1e6, 96, 4}, true},
		{"will barely exceed the greatest speed", leg{1e6, 100, 0.5}, false},
		{"will exceed the greatest speed", leg{1e6, 96.1, 4}, false},
		{"brakes: no higher than it is", leg{1e6, 100, -4}, true},
	} {
		if got := c.leg.fits(b); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestHalt(t *testing.T) {
	for _, c := range []struct{ vel, ticks, way float64 }{{40, 10, 2}, {-40, 10, -2}, {0, 0, 0}, {4, 1, 0.02}} {
		r := ramp{pos: 100, vel: c.vel}
		n := 0.0
		for ; r.vel != 0 && n < 1000; n++ {
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

// TestGoHomeFromHome: at home but on its way out, it turns; on its way in, it is there.
func TestGoHomeFromHome(t *testing.T) {
	r := ramp{vel: 50}
	if r.goHome(depthBounds, 0, tickS); math.Abs(r.pos-0.485) > 1e-9 || math.Abs(r.vel-47) > 1e-9 || r.acc != -600 {
		t.Errorf("on its way out: got %+v, want it to brake", r)
	}
	r = ramp{vel: -50}
	if r.goHome(depthBounds, 0, tickS); r != (ramp{}) {
		t.Errorf("on its way in: got %+v, want home", r)
	}
	r = ramp{pos: arrived}
	if r.goHome(bounds{vel: 1, acc: 1}, 0, tickS); r != (ramp{}) { // without jerk it does not move
		t.Errorf("as near as home: got %+v, want home", r)
	}
	r = ramp{pos: 0.0101}
	if r.goHome(bounds{vel: 1, acc: 1}, 0, tickS); r != (ramp{pos: 0.0101}) {
		t.Errorf("a hundredth of a millimetre away: got %+v, want it not there yet", r)
	}
	if now := (leg{left: 5, vel: 1, acc: -100}); now.after(0, depthBounds, tickS) != (leg{left: 4.995, acc: -100}) {
		t.Errorf("got %+v at rest for a moment, want it to brake on", now.after(0, depthBounds, tickS))
	}
}

// TestJerkIsChosenByHalving: the jerk is one of 4096 from the greatest braking up, and finer than one of 2048.
func TestJerkIsChosenByHalving(t *testing.T) {
	r := ramp{pos: 110}
	odd := false
	for n := 0; r != (ramp{}) && n < 1000; n++ {
		was := r
		r.goHome(depthBounds, 0, tickS)
		if r.acc == 0 || math.Abs(r.acc) == depthBounds.acc || r.vel == 0 {
			continue
		}
		step := (was.acc - r.acc) / tickS / depthBounds.jerk * 2048
		if math.Abs(step-math.Round(step)) > 1e-6 {
			t.Fatalf("got a jerk of %v steps, want whole ones", step)
		}
		odd = odd || math.Abs(math.Mod(math.Round(step), 2)) == 1
	}
	if !odd {
		t.Error("got only even steps, want them as fine as that")
	}
}
