package control

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
)

// TestDither: it grows on the back to its reach at its rate, fades when it is no longer wanted, and never shakes
// rollers that are off the back.
func TestDither(t *testing.T) {
	w := newPlant(t)
	g := w.feel(middle, 12)
	g.Dither = true
	shaken := func() float64 { return float64(w.cmd.Axes[chair.Depth].Pos) - w.c.axes[chair.Depth].Pos }

	for w.force[0] == 0 {
		if w.tick(g); shaken() != 0 {
			t.Fatalf("shaken by %.3f mm off the back", shaken())
		}
	}
	w.run(3, g, nil)
	most, crossings, was := 0.0, 0, 0.0
	w.run(5, g, func() {
		most = max(most, math.Abs(shaken()))
		if was < 0 && shaken() >= 0 {
			crossings++
		}
		was = shaken()
	})
	if !(math.Abs(most-float64(DitherReach)) < 0.01) || crossings != int(5*DitherRate) {
		t.Errorf("reaches %.3f mm, %d times in 5 s; want %.0f mm and %.0f times", most, crossings, DitherReach, 5*DitherRate)
	}

	g.Dither = false
	ticks := 0
	for ; w.c.shake.size > 0; ticks++ {
		before := w.c.shake.size
		if w.tick(g); !(w.c.shake.size < before) {
			t.Fatal("does not fade")
		}
	}
	if got := float64(ticks) * dt; !(math.Abs(got-ditherRamp) < 0.01) {
		t.Errorf("fades in %.3f s, want %.1f s", got, ditherRamp)
	}
	if w.tick(g); shaken() != 0 {
		t.Errorf("shaken by %.3f mm after it has faded", shaken())
	}
}
