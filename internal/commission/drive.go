package commission

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
)

// Speeds of a test, mm/s and degrees/s: slow enough for a finger to get out of the way. Assumptions.
const (
	strollMM     = 10
	strollDegree = 3
	turnDegree   = 60  // of the kneading shaft, which looks for its mark at no more
	gentleShare  = 0.5 // of the axis's acceleration
	there        = 0.02
)

// drive is a motion of one axis from place to place: speed that rises and falls evenly.
type drive struct {
	pos, vel float64
	begun    bool
}

// pace is how fast an axis is moved.
func pace(a chair.Axis, p *chair.AxisProfile) float64 {
	most := strollMM
	switch {
	case a == chair.Kneading:
		most = turnDegree
	case a.Rotary():
		most = strollDegree
	}
	return min(float64(most), float64(p.Vel))
}

// step moves on for dt seconds towards a place, or brakes when it is not held, and says whether it stands.
func (d *drive) step(a chair.Axis, p *chair.AxisProfile, from *chair.AxisReport, goal float64, held bool, dt float64) (sp chair.Setpoint, stands bool) {
	if !d.begun {
		d.pos, d.vel, d.begun = float64(from.Pos), 0, true
	}
	acc := gentleShare * float64(p.Acc)
	left, want := goal-d.pos, 0.0
	if held && math.Abs(left) > there {
		want = math.Copysign(min(pace(a, p), math.Sqrt(acc*math.Abs(left)), math.Abs(left)/max(dt, 1e-6)), left)
	}
	was := d.vel
	d.vel += min(max(want-d.vel, -acc*dt), acc*dt)
	d.pos += (was + d.vel) / 2 * dt
	if left*(goal-d.pos) <= 0 { // a tick that came late must not carry it past its place: there the travel may end
		d.pos, d.vel = goal, 0
	}
	return chair.Setpoint{On: true, Pos: chair.Coord(d.pos), Vel: chair.CoordRate(d.vel)}, d.vel == 0
}
