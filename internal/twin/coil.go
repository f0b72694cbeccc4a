package twin

import "github.com/openlumbar/lumbar/chair"

// A tapper is a coil in a magnet that moves its mass against the roller's spring:
//
//	I = (F + m a) / k
//
// It has no screw that would hold: at rest off its stop it still carries the spring. On its stop it draws nothing.
const (
	coilConstant = 20.0 // N/A. Assumption
	coilMass     = 0.5  // kg. Assumption
)

// taps is what a tapper draws, in A.
func (t *Twin) taps(x *axis, s chair.Side) float64 {
	const mmPerM = 1000
	force := coilMass * x.speedsUp() / mmPerM
	if x.motor > x.low {
		force += t.roller[s].spring
	}
	return force / coilConstant
}

// speedsUp is the acceleration, per s², with which the drive goes on from here.
func (a *axis) speedsUp() float64 {
	if !a.on || !a.homed || a.jammed {
		return 0
	}
	return clamp(a.follow(a.target-a.motor)-a.rate, a.jump) / a.dt
}
