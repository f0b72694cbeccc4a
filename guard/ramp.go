package guard

import "math"

// ramp is one axis's motion in a retreat, in mm or degrees, per second, per second squared.
type ramp struct {
	pos, vel, acc float64
}

// bounds of a ramp's speed, acceleration and jerk.
type bounds struct{ vel, acc, jerk float64 }

// arrived is how near home a ramp is finished, mm; from there one tick's step is felt by nobody.
const arrived = 0.01

// halt brakes to rest at acceleration acc, and stays.
func (r *ramp) halt(acc, dt float64) {
	was := r.vel
	r.vel -= min(max(r.vel, -acc*dt), acc*dt)
	r.pos += (was + r.vel) / 2 * dt
}

// keep ends the motion at the ends of an axis's travel.
func (r *ramp) keep(lo, hi float64) {
	if r.pos < lo || r.pos > hi {
		r.pos, r.vel = min(max(r.pos, lo), hi), 0
	}
}

// goHome moves one tick towards home: with the greatest jerk that still lets it come to rest there. Once it
// moves home it never turns back.
func (r *ramp) goHome(b bounds, home, dt float64) {
	side := 1.0
	if r.pos < home {
		side = -1
	}
	left, v, a := (r.pos-home)*side, -r.vel*side, -r.acc*side
	for _, jerk := range [...]float64{b.jerk, 0, -b.jerk} {
		acc := min(max(a+jerk*dt, -b.acc), b.acc)
		vel := v + (a+acc)/2*dt
		rest := left - (v+vel)/2*dt
		if jerk >= 0 && (b.peak(vel, acc) > b.vel || b.stopping(vel, acc) > rest) {
			continue
		}
		if v >= 0 && vel < 0 {
			acc, vel = 0, 0
		}
		left, v, a = rest, vel, acc
		break
	}
	if left <= arrived {
		left, v, a = 0, 0, 0
	}
	r.pos, r.vel, r.acc = home+left*side, -v*side, -a*side
}

// peak is the speed that is reached when acceleration a is taken back at full jerk.
func (b bounds) peak(v, a float64) float64 {
	if a <= 0 {
		return v
	}
	return v + a*a/(2*b.jerk)
}

// stopping is how far it is to rest from speed v and acceleration a, braking as hard as allowed. The path is
// that of a brake from rest of acceleration, begun a/jerk later (or earlier, if it brakes already) at the speed
// v + a^2/2j; from such a start s = v/2 (v/a + a/j), or v sqrt(v/j) if the greatest braking is not reached.
func (b bounds) stopping(v, a float64) float64 {
	t := a / b.jerk
	top := v + a*t/2
	way := t * (v + a*t/3)
	switch {
	case top <= 0:
		return way
	case top*b.jerk <= b.acc*b.acc:
		return way + top*math.Sqrt(top/b.jerk)
	}
	return way + top/2*(top/b.acc+b.acc/b.jerk)
}
