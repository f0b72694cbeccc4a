package motion

import "math"

// slack is the relative excess over a speed limit that counts as rounding, not as a start over the limit.
const slack = 1e-13

// axis is a motion in progress in the unit-jerk frame; x is the distance since the start.
type axis struct{ x, v, a float64 }

// run appends a phase that ends with acceleration acc, and moves k along it. No time, or less, is no phase.
func (p *plan) run(k *axis, jerk, t, acc float64) {
	p.add(jerk, t, acc)
	if t > 0 {
		k.x += t * (k.v + t*(k.a/2+jerk*t/6))
		k.v += t * (k.a + jerk*t/2)
		k.a = acc
	}
}

// brake appends what brings k within the limits, in no more than two phases, and moves k along. Afterwards
// |a| <= amax, and taking the acceleration away at once would end within the speed limits; the speed itself is
// within them too, unless bringing it there would carry it over the opposite one.
func (p *plan) brake(k *axis, vmax, amax float64) {
	bound := vmax * (1 + slack)
	rest := k.v + k.a*abs(k.a)/2
	p.run(k, -1, k.a-amax, amax)
	p.run(k, 1, -amax-k.a, -amax)
	switch {
	case rest > bound, k.v > bound && rest >= -bound:
		p.brakeSpeed(k, 1, vmax, amax)
	case rest < -bound, k.v < -bound && rest <= bound:
		p.brakeSpeed(k, -1, vmax, amax)
	}
}

// brakeSpeed slows down, at the jerk and acceleration limit, until the speed on the side given is within vmax, but
// not so far that it could no longer be kept from passing vmax on the other side.
func (p *plan) brakeSpeed(k *axis, side, vmax, amax float64) {
	v, a := side*k.v, side*k.a
	inside := math.Sqrt(max(0, a*a+2*(v-vmax))) // deceleration when v comes to vmax
	other := math.Sqrt(max(0, v+vmax+a*a/2))    // deceleration from which v can just be kept at -vmax
	low := min(inside, other, amax)
	p.run(k, -side, a+low, -side*low)
	if low == amax {
		v = side * k.v
		p.run(k, 0, min((v-vmax)/amax, (v+vmax-amax*amax/2)/amax), k.a)
	}
}
