package guard

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
)

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

// nearer lets a motion begin no further out than pos, and no faster towards the person than vel.
func (r *ramp) nearer(pos chair.Coord, vel chair.CoordRate) {
	r.pos, r.vel = min(r.pos, float64(pos)), min(r.vel, max(0, float64(vel)))
}

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
	now, below := leg{left: r.pos - home, vel: -r.vel, acc: -r.acc}, r.pos < home
	if below {
		now = now.mirrored()
	}
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
	if below {
		next = next.mirrored()
	}
	*r = ramp{pos: home + next.left, vel: -next.vel, acc: -next.acc}
}

// leg is a way home: what is left of it, and speed and acceleration towards home.
type leg struct{ left, vel, acc float64 }

// mirrored is the same leg from the other side of home.
func (l leg) mirrored() leg { return leg{-l.left, -l.vel, -l.acc} }

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
	more := max(0, l.acc)
	return l.vel+more*more/(2*b.jerk) <= b.vel && b.stopping(l.vel, l.acc) <= l.left
}

// stopping is how far it is to rest from speed v and acceleration a, braking as hard as allowed. The path is
// that of a brake from rest of acceleration, begun a/jerk later (or earlier, if it brakes already) at the speed
// v + a^2/2j; from such a start s = v/2 (v/a + a/j), with a what braking is reached: the greatest, or sqrt(v j).
func (b bounds) stopping(v, a float64) float64 {
	t := a / b.jerk
	top := v + a*t/2
	way := t * (v + a*t/3)
	if top <= 0 {
		return way
	}
	hard := min(b.acc, math.Sqrt(top*b.jerk)) // the greatest braking that is reached
	return way + top/2*(top/hard+hard/b.jerk)
}
