package guard

import "math"

// ramp is one axis's motion in a retreat, in mm or degrees, per second, per second squared.
type ramp struct{ pos, vel, acc float64 }

// bounds of a ramp's speed, acceleration and jerk.
type bounds struct{ vel, acc, jerk float64 }

const (
	// arrived is how near home a ramp is finished, mm: the last step is felt by nobody.
	arrived = 0.01
	// halvings is how finely a tick's jerk is chosen: to 1/2000 of the greatest.
	halvings = 12
)

// halt brakes to rest at acceleration acc, and stays.
func (r *ramp) halt(acc, dt float64) {
	was := r.vel
	r.vel -= min(max(r.vel, -acc*dt), acc*dt)
	r.pos += (was + r.vel) / 2 * dt
}

// keep ends the motion at the ends of an axis's travel.
func (r *ramp) keep(lo, hi float64) {
	if r.pos < lo || r.pos > hi {
		*r = ramp{pos: min(max(r.pos, lo), hi)}
	}
}

// goHome moves one tick towards home, with the greatest jerk after which it can still come to rest there. Once
// it moves home it never turns back.
func (r *ramp) goHome(b bounds, home, dt float64) {
	side := 1.0
	if r.pos < home {
		side = -1
	}
	now := leg{left: (r.pos - home) * side, vel: -r.vel * side, acc: -r.acc * side}
	lo, hi := -b.jerk, b.jerk
	next := now.after(hi, b, dt)
	if !next.fits(b) {
		for range halvings {
			if mid := (lo + hi) / 2; now.after(mid, b, dt).fits(b) {
				lo = mid
			} else {
				hi = mid
			}
		}
		next = now.after(lo, b, dt)
	}
	if next.left <= arrived {
		next = leg{}
	}
	r.pos, r.vel, r.acc = home+next.left*side, -next.vel*side, -next.acc*side
}

// leg is a way home: what is left of it, and speed and acceleration towards home.
type leg struct{ left, vel, acc float64 }

// after is the leg one tick of jerk later.
func (l leg) after(jerk float64, b bounds, dt float64) leg {
	acc := min(max(l.acc+jerk*dt, -b.acc), b.acc)
	vel := l.vel + (l.acc+acc)/2*dt
	if l.vel >= 0 && vel < 0 {
		acc, vel = 0, 0
	}
	return leg{left: l.left - (l.vel+vel)/2*dt, vel: vel, acc: acc}
}

// fits says whether the leg keeps within its greatest speed when acceleration is taken back at full jerk, and
// can come to rest at home.
func (l leg) fits(b bounds) bool {
	peak := l.vel
	if l.acc > 0 {
		peak += l.acc * l.acc / (2 * b.jerk)
	}
	return peak <= b.vel && b.stopping(l.vel, l.acc) <= l.left
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
