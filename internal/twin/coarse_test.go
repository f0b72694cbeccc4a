package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// TestCoarseKnown: over many steps, coarse steps lose half a step in the mean, with a standard deviation of size / sqrt(12).
func TestCoarseKnown(t *testing.T) {
	const n, size = 100000, 8.0
	var sum, square float64
	for i := range n {
		x := -40 + 160*(float64(i)+0.5)/n
		lost := x - coarse(x, size)
		if lost < 0 || lost >= size {
			t.Fatalf("%.3f reads %.3f", x, coarse(x, size))
		}
		sum, square = sum+lost, square+lost*lost
	}
	mean := sum / n
	near(t, "lost in the mean", mean, size/2, 1e-3, "N")
	near(t, "about it", math.Sqrt(square/n-mean*mean), size/math.Sqrt(12), 1e-3, "N")
}

// TestCoarseSensors: the left cell and the depth read in steps, at most one step less than they would; the right cell, the
// other axes and what really is stay as they are.
func TestCoarseSensors(t *testing.T) {
	fine, cmd := pressing(t)
	rough, _ := pressing(t)
	rough.Inject(CellCoarse, true)
	rough.Inject(EncoderCoarse, true)
	at := cmd.Axes[chair.Depth].Pos
	other := cmd
	for i := range 50 {
		to(fine, &cmd, chair.Depth, at+chair.Coord(i%7), 40*time.Millisecond)
		to(rough, &other, chair.Depth, at+chair.Coord(i%7), 40*time.Millisecond)
		var a, b chair.Report
		fine.Report(&a)
		rough.Report(&b)
		if fine.Truth() != rough.Truth() || a.Force[chair.Right] != b.Force[chair.Right] || a.Axes[chair.Carriage] != b.Axes[chair.Carriage] {
			t.Fatal("more than the sensors has changed")
		}
		lost := float64(a.Force[chair.Left] - b.Force[chair.Left])
		if lost < 0 || lost >= coarseForce || math.Mod(float64(b.Force[chair.Left]), coarseForce) != 0 || math.Mod(float64(b.Peak[chair.Left]), coarseForce) != 0 {
			t.Errorf("the left cell reads %.2f N, peak %.2f, for %.2f", b.Force[chair.Left], b.Peak[chair.Left], a.Force[chair.Left])
		}
		if off := float64(a.Axes[chair.Depth].Pos - b.Axes[chair.Depth].Pos); off < 0 || off >= coarsePlace || math.Mod(float64(b.Axes[chair.Depth].Pos), coarsePlace) != 0 {
			t.Errorf("depth reads %v mm for %v", b.Axes[chair.Depth].Pos, a.Axes[chair.Depth].Pos)
		}
	}
}
