package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// TestDragKnown holds drag against what an elastic element in series with Coulomb friction must give.
func TestDragKnown(t *testing.T) {
	const stiff, force, step = 3.0, 24.0, 0.01 // N/mm, N, mm
	const gives = 1 / (mindlin * stiff)
	var d drag
	// Small motion is elastic, by Mindlin's share.
	for range 100 {
		d.step(0, step, gives, force)
	}
	if _, across := d.forces(); math.Abs(across+mindlin*stiff*1) > 1e-9 {
		t.Errorf("1 mm aside gives %.3f N, want %.3f", across, -mindlin*stiff)
	}
	// Large motion slips at mu N across, and at the rolling share of it along.
	for range 2000 {
		d.step(step, step, gives, force)
	}
	along, across := d.forces()
	if want := -skinFriction * force; math.Abs(across-want) > 1e-9 || math.Abs(along-rollingShare*want) > 1e-9 {
		t.Errorf("slipping: %.3f N across, %.3f along; want %.3f and %.3f", across, along, want, rollingShare*want)
	}
	// Forth and back again and again: 2 mu N / k of each way turns the force around and takes nothing, the rest slips.
	const length = 40.0 // mm
	lost, way := 0.0, -1.0
	for range 3 {
		lost, way = 0, -way
		for range int(length / step) {
			d.step(0, way*step, gives, force)
			_, f := d.forces()
			lost -= f * way * step
		}
	}
	muN := skinFriction * force
	if want := muN * (length - 2*muN/(mindlin*stiff)); math.Abs(lost-want) > 0.01*want {
		t.Errorf("one way of %.0f mm takes %.1f N mm, want %.1f", length, lost, want)
	}
	// What is let go is back where it was.
	d.step(0, 0, gives, 0)
	if x, y := d.forces(); x != 0 || y != 0 {
		t.Errorf("off the skin: %.1f and %.1f N", x, y)
	}
	if got, want := eases(1.44, 24, 12), 1/(2.88*2/3); math.Abs(got-want) > 1e-12 {
		t.Errorf("gives %.4f mm/N, want %.4f", got, want)
	}
}

// TestRollerLagsWhatItFeels: over tissue that gets stiffer upwards in a straight line, a roller that travels up feels less
// than one that travels down, by the slope times what the tissue comes along, half of the skin's way each.
func TestRollerLagsWhatItFeels(t *testing.T) {
	const steeper = 0.01 // N/mm^n a mm
	w, cmd := pressing(t)
	still(w)
	for i := range w.ground.rows {
		for s := range w.ground.rows[i].stiff {
			w.ground.rows[i].stiff[s] = 1 + steeper*2*float64(i-groundRows/2)/2
		}
	}
	for mm := range w.ground.bony {
		w.ground.bony[mm] = 0
	}
	at := cmd.Axes[chair.Carriage].Pos
	feels := func(by chair.Coord) (stiff, place, moved float64) {
		to(w, &cmd, chair.Carriage, at-by, 2*time.Second)
		to(w, &cmd, chair.Carriage, at, 2*time.Second)
		return w.under.stiff[0], w.under.height, sheared * (w.drag[0].along + w.drag[1].along) / 2
	}
	up, placeUp, movedUp := feels(10)
	down, placeDown, movedDown := feels(-10)
	perMM := steeper / groundStep
	want := perMM * ((placeDown - movedDown) - (placeUp - movedUp))
	near(t, "stiffer on the way down", down-up, want, 0.02*want, "N/mm^n")
	if !(movedUp > 0.05 && movedDown < -0.05 && down > up) {
		t.Errorf("tissue came along by %.3f mm up and %.3f down; stiffness %.4f and %.4f", movedUp, movedDown, up, down)
	}
}

// TestDragOfASession: pressed and moved, the skin drags by no more than friction can hold, and lets go with the rollers.
func TestDragOfASession(t *testing.T) {
	w, cmd := pressing(t)
	to(w, &cmd, chair.Carriage, cmd.Axes[chair.Carriage].Pos+20, time.Second)
	seen := w.Truth()
	if seen.Force[0] < 1 || seen.Drag[0][0] >= 0 {
		t.Errorf("up the back the skin drags down: %+v under %v", seen.Drag, seen.Force)
	}
	for s := range seen.Force {
		if f := math.Hypot(float64(seen.Drag[s][0]), float64(seen.Drag[s][1])); !(f <= 1.01*math.Sqrt(1+rollingShare*rollingShare)*skinFriction*float64(seen.Force[s])+1e-9) {
			t.Errorf("roller %d is dragged by %.2f N under %.1f N", s, f, seen.Force[s])
		}
	}
}
