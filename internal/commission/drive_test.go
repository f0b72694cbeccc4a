package commission

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
)

// TestDriveStays: however unevenly its ticks come, a motion goes past neither its place nor its speed, and arrives.
func TestDriveStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := chair.AxisProfile{Fitted: true, Max: 110, Vel: 200, Acc: chair.CoordAccel(rapid.Float64Range(100, 5000).Draw(t, "acc"))}
		from := chair.AxisReport{Pos: chair.Coord(rapid.Float64Range(0, 40).Draw(t, "from"))}
		goal := rapid.Float64Range(0, 40).Draw(t, "goal")
		low, high := math.Min(float64(from.Pos), goal), math.Max(float64(from.Pos), goal)
		var d drive
		stands := false
		for range 20000 {
			var sp chair.Setpoint
			sp, stands = d.step(chair.Depth, &p, &from, goal, true, rapid.SampledFrom([]float64{0.0005, 0.004, 0.01, 0.02}).Draw(t, "dt"))
			if at := float64(sp.Pos); !(at >= low-1e-9 && at <= high+1e-9) || math.Abs(float64(sp.Vel)) > strollMM {
				t.Fatalf("at %v of %v to %v, with %v", at, low, high, sp.Vel)
			}
			if stands && math.Abs(float64(sp.Pos)-goal) <= there {
				return
			}
		}
		t.Fatalf("never there: %v of %v", d.pos, goal)
	})
}

// TestDriveMeetsItsPlace: a tick that ends at the very place with speed left leaves nothing that carries it on.
func TestDriveMeetsItsPlace(t *testing.T) {
	p := chair.AxisProfile{Fitted: true, Max: 110, Vel: 200, Acc: 1250}
	from := chair.AxisReport{Pos: 0.25}
	var d drive
	for _, dt := range []float64{0.02, 0.01, 0.0005} {
		if sp, _ := d.step(chair.Depth, &p, &from, 0.125, true, dt); sp.Pos < 0.125 {
			t.Errorf("at %v after a tick of %v s, asked for 0.125", sp.Pos, dt)
		}
	}
}
