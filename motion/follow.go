package motion

import "math"

// early is the share of a tick by which an arrival may be brought forward, so that rounding costs no extra tick.
const early = 1e-9

// nothing is the speed that counts as none: the same share of the most that the speed can change in a tick. It is
// over the roundings of many ticks. They matter at the end of the fastest way, where an error of this share in the
// speed would cost its square root in ticks, and one in the position its cube root.
func (l *Limits) nothing(dt, low, brake float64) float64 {
	most := dt * l.Jerk
	if most > l.Acc {
		most = l.Acc
	}
	if most > -brake {
		most = -brake
	}
	if most *= dt; most > l.Vel {
		most = l.Vel
	}
	if most > -low {
		most = -low
	}
	return early * most
}

// Follow moves s one tick of dt seconds towards velocity vel and zero acceleration, along the fastest way under l:
// what ToVelocity would plan, sampled after dt. vel may be another on every tick; one over the limit is taken as
// the limit. The arrival is exact: in the tick in which the fastest way ends, s gets vel and 0 to the bit, and
// keeps them.
//
// An s over a limit comes back within it at full jerk; otherwise no limit is passed. Follow never allocates. It
// returns s as it is if a component of s or vel is not finite, l is invalid, dt is not positive and finite, or the
// magnitudes are so far apart that the next state would not be finite.
func Follow(s State, vel, dt float64, l Limits) State {
	if !l.valid() || !s.finite() || !finite(vel) || !positive(dt) {
		return s
	}
	low, brake := l.low()
	if vel > l.Vel {
		vel = l.Vel
	} else if vel < low {
		vel = low
	}
	if next := s.follow(vel, dt, low, brake, &l); next.finite() {
		return next
	}
	return s
}

// follow is Follow with all checked; low and brake are the lower limits of speed and acceleration.
func (s State) follow(vel, dt, low, brake float64, l *Limits) State {
	if s.Acc == 0 && s.Vel == vel {
		s.Pos += float64(vel * dt)
		return s
	}
	left := dt // s
	over := s.Acc - l.Acc
	if under := brake - s.Acc; under > over {
		over = under
	}
	if over > 0 {
		jerk, t := -math.Copysign(l.Jerk, s.Acc), over/l.Jerk
		if t >= left {
			return s.step(jerk, left)
		}
		s, left = s.step(jerk, t), left-t
	}

	gap := s.gap(vel, l.Jerk)
	side := math.Copysign(1, gap)
	push, hold, peak := 0.0, 0.0, abs(s.Acc)
	if abs(gap) > 2*l.Jerk*l.nothing(dt, low, brake) {
		// Most ticks are pushes from end to end; then no root is needed.
		if next := s.step(side*l.Jerk, left); next.Acc <= l.Acc && next.Acc >= brake && side*next.gap(vel, l.Jerk) >= 0 {
			return next
		}
		along := side * s.Acc
		square := abs(gap)/2 + max(0, along)*along // see change.later
		limit := l.Acc
		if side < 0 {
			limit = -brake
		}
		if square <= limit*limit {
			peak = math.Sqrt(square)
		} else {
			peak = limit
			hold = (square/peak - peak) / l.Jerk
		}
		push = (peak - along) / l.Jerk
	} else { // on the last stretch, but for rounding: only take the acceleration away
		side = math.Copysign(1, s.Acc)
	}
	jerk := side * l.Jerk
	if push >= left {
		return s.step(jerk, left)
	}
	fade := peak / l.Jerk
	arrived := push+hold+fade <= left+early*dt
	if push > 0 {
		s, left = s.step(jerk, push), left-push
	}
	if t := min(hold, left); t > 0 {
		s, left = s.step(0, t), left-t
	}
	if t := min(fade, left); t > 0 {
		s, left = s.step(-jerk, t), left-t
	}
	if arrived {
		s = State{Pos: s.Pos + float64(vel*left), Vel: vel}
	}
	return s
}

// gap is what the speed lacks to vel if the acceleration is taken away at once; doubled, and times the jerk.
func (s State) gap(vel, jerk float64) float64 {
	return 2*jerk*(vel-s.Vel) - s.Acc*abs(s.Acc)
}
