package motion

import "math"

// braking is the phases that bring a start within the limits.
type braking struct {
	n      int
	phases [2]phase
}

// run appends a phase that ends with acceleration acc, and moves the start of k along it. No time, or less, is no
// phase; one that goes on with the jerk before is joined to it.
func (p *braking) run(k *problem, jerk, t, acc float64) {
	if !(t > 0) {
		return
	}
	k.x -= t * (k.v + t*(k.a/2+jerk*t/6))
	k.v += t * (k.a + jerk*t/2)
	k.a = acc
	if p.n > 0 && p.phases[p.n-1].jerk == jerk {
		p.phases[p.n-1].t += t
		p.phases[p.n-1].acc = acc
		return
	}
	p.phases[p.n] = phase{t: t, jerk: jerk, acc: acc}
	p.n++
}

// time is how long braking takes.
func (p *braking) time() float64 {
	switch p.n {
	case 0:
		return 0
	case 1:
		return p.phases[0].t
	}
	return p.phases[0].t + p.phases[1].t
}

// brake appends what brings the start of k within the limits, in no more than two phases, and moves it along.
// Afterwards the acceleration is within its limits, and taking it away at once would end within the speed limits; the
// speed itself is within them too, unless bringing it there would carry it over the opposite one.
func (p *braking) brake(k *problem) {
	p.brakeAcc(k)
	rest := k.v + k.a*abs(k.a)/2
	high, low := k.vmax*(1+slack), k.vmin*(1+slack)
	switch {
	case rest > high, k.v > high && rest >= low:
		p.brakeSpeed(k, 1, k.vmax, -k.vmin, -k.amin)
	case rest < low, k.v < low && rest <= high:
		p.brakeSpeed(k, -1, -k.vmin, k.vmax, k.amax)
	}
}

// brakeAcc brings the acceleration within its limits.
func (p *braking) brakeAcc(k *problem) {
	p.run(k, -1, k.a-k.amax, k.amax)
	p.run(k, 1, k.amin-k.a, k.amin)
}

// brakeSpeed slows down, at the jerk and acceleration limit, until the speed on the side given is within near, but
// not so far that it could no longer be kept from passing far on the other side.
func (p *braking) brakeSpeed(k *problem, side, near, far, amax float64) {
	v, a := side*k.v, side*k.a
	inside := math.Sqrt(max(0, a*a+2*(v-near))) // deceleration when v comes to near
	other := math.Sqrt(max(0, v+far+a*a/2))     // deceleration from which v can just be kept at -far
	low := min(inside, other, amax)
	p.run(k, -side, a+low, -side*low)
	if low == amax {
		v = side * k.v
		p.run(k, 0, min((v-near)/amax, (v+far-amax*amax/2)/amax), k.a)
	}
}
