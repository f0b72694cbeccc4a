package motion

import "math"

// Stop is the fastest way to rest from any state, wherever that is: no other motion that keeps the limits is at
// rest sooner. The errors are those of ToVelocity.
func Stop(from State, l Limits) (Trajectory, error) {
	return ToVelocity(from, 0, l)
}

// stopDistance is how far Stop goes from speed v and acceleration a, |a| <= amax, in the unit-jerk frame. The
// second result bounds the terms it was summed from, for judging rounding.
func stopDistance(v, a, amax float64) (distance, scale float64) {
	side := math.Copysign(1, v+a*abs(a)/2)
	v, a = side*v, side*a
	peak := max(0, v+a*a/2) // speed at which the acceleration is nought, or was
	fall := peak * halfTime(peak, amax)
	return side * (fall + a*peak - a*a*a/6), fall + abs(a)*(peak+a*a)
}
