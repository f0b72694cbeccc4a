package control

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

const middle unit.Millimetre = 230 // on muscle, whatever the doubt

// lags are the depth drive's time constants that the loop has to bear, s; tissues the stiffnesses under the rollers
// from fat to bone, N/mm, behind the spring.
var (
	lags    = []float64{0.010, 0.020, 0.030}
	tissues = []float64{2, 5, 10, 20, 35}
)

// overshoot is the most that a force may go beyond what is wanted, as a share of the change.
const overshoot = 0.20

// TestForceLoop closes the loop over every tissue and lag: first contact out of the air, a step of the wanted force,
// and a person who moves.
func TestForceLoop(t *testing.T) {
	worst := 0.0
	for _, lag := range lags {
		for _, tissue := range tissues {
			w := newPlant(t)
			w.tissue, w.lag[chair.Depth] = tissue, lag
			most, least := 0.0, math.Inf(1)
			watch := func() { most, least = max(most, w.force[0]), min(least, w.force[0]) }
			settled := func(what string, want float64) {
				t.Helper()
				if got := w.force[0]; !(math.Abs(got-want) <= 0.5) {
					t.Errorf("%s on %.0f N/mm with %.0f ms: settles at %.2f N, want %.0f N", what, tissue, 1000*lag, got, want)
				}
			}
			within := func(what string, got, bound float64) {
				t.Helper()
				worst = max(worst, got)
				if !(got <= bound) {
					t.Errorf("%s on %.0f N/mm with %.0f ms: goes %.0f %% too far, want at most %.0f %%", what, tissue, 1000*lag, 100*got, 100*bound)
				}
			}

			w.run(8, w.feel(middle, 12), watch)
			settled("first contact", 12)
			within("first contact", most/12-1, overshoot)

			most = 0
			w.run(5, w.feel(middle, 40), watch)
			settled("up", 40)
			within("up", (most-40)/28, overshoot)

			least = math.Inf(1)
			w.run(5, w.feel(middle, 20), watch)
			settled("down", 20)
			within("down", (20-least)/20, overshoot)

			w.skin -= 2 // the person leans back onto the rollers
			w.tick(w.feel(middle, 20))
			jump := w.force[0] - 20
			least = math.Inf(1)
			w.run(5, w.feel(middle, 20), watch)
			settled("moved", 20)
			within("moved", (20-least)/jump, overshoot)
		}
	}
	t.Logf("%d combinations: at most %.0f %% too far", len(lags)*len(tissues), 100*worst)
}

// TestForceNeverComesAsAShock checks the slew of the wanted force over a random walk of goals, both ways.
func TestForceNeverComesAsAShock(t *testing.T) {
	w := newPlant(t)
	w.run(4, w.feel(middle, 12), nil)
	was := w.c.Status().Target
	for _, force := range []unit.Newton{55, 10, 40, 0, 60, 6, 100} {
		w.run(2, w.feel(middle, force), func() {
			now := w.c.Status().Target
			if d := float64(now - was); !(d <= float64(slew)*dt+1e-9 && d >= -float64(easeOff)*dt-1e-9) {
				t.Fatalf("towards %.0f N: the wanted force changes by %.3f N in a tick, from %.2f N", force, d, was)
			}
			was = now
		})
	}
}

// TestWithdrawEasesFirst: rollers that press hard leave the back with the force going first, and do not turn back.
func TestWithdrawEasesFirst(t *testing.T) {
	for _, kind := range []Kind{Pose, Stroke} {
		w := newPlant(t)
		w.run(6, w.feel(middle, 45), nil)
		g := *w.feel(middle, 45)
		g.Kind = kind
		if kind == Stroke {
			shape := w.shape(t, glide())
			g.Shape, g.Begun, g.Lift = &shape, true, true
			g.At = shape.Duration()
		}
		was, easing := w.force[0], 0
		w.run(3, &g, func() {
			if !(w.force[0] <= was+0.1) {
				t.Fatalf("kind %d: force rises from %.2f to %.2f N while the rollers leave", kind, was, w.force[0])
			}
			if left := w.c.Status().Target; left > 0 && !(was-w.force[0] <= 2*float64(easeOff)*dt) {
				t.Fatalf("kind %d: force falls by %.2f N in a tick from %.1f N, want it eased", kind, was-w.force[0], was)
			}
			if was = w.force[0]; was > float64(lightest) {
				easing++
			}
		})
		if least := (45 - float64(lightest)) / float64(easeOff); float64(easing)*dt < least || float64(easing)*dt > least+0.6 {
			t.Errorf("kind %d: eased for %.2f s, want %.2f s to %.2f s", kind, float64(easing)*dt, least, least+0.6)
		}
		if w.force[0] != 0 || !w.c.Status().Ready && kind == Stroke {
			t.Errorf("kind %d: %.1f N left after 3 s, ready %v", kind, w.force[0], w.c.Status().Ready)
		}
	}
}
