package motion

import "math"

// ToPosition is the fastest way from a state to rest at pos: time-optimal from every start from which the limits can
// be kept. From any other it first comes within them, at full jerk and acceleration, and goes the fastest way from
// there. It passes beyond pos only if Stop from the same state does so too, or the start is over the speed limit.
// The error wraps ErrLimits, ErrState, ErrTarget or ErrRange; the Trajectory is then Rest(0).
func ToPosition(from State, pos float64, l Limits) (Trajectory, error) {
	if err := check(from, pos, l); err != nil {
		return Trajectory{}, err
	}
	var p plan
	p.toPosition(from, pos, l, 0, 0)
	return p.build(from, State{Pos: pos}, l)
}

// toPosition makes the plan. A stop that ends within missPos of pos counts as ending there, and one that
// ends within missVel of rest as ending at rest.
func (p *plan) toPosition(from State, pos float64, l Limits, missPos, missVel float64) {
	unit := 1 / l.Jerk
	vmax, amax := l.Vel*unit, l.Acc*unit
	k := axis{v: from.Vel * unit, a: from.Acc * unit}
	p.brake(&k, vmax, amax)

	distance := (pos-from.Pos)*unit - k.x
	stop, scale := stopDistance(k.v, k.a, amax)
	if abs(distance-stop) <= (missPos+tiny)*unit+equal*(scale+abs(distance)) {
		p.changeSpeed(k.v, k.a, 0, amax, missVel*unit)
		return
	}
	side := 1.0
	if distance < stop {
		side = -1
	}
	p.reach(side, side*distance, side*k.v, side*k.a, vmax, amax)
}

// reach appends the way to rest at a distance that is beyond the stop: up towards vmax as fast as can be, and down
// from there in time. a is within amax, v +- a^2/2 within vmax; everything is in the unit-jerk frame and turned so
// that side is up.
func (p *plan) reach(side, distance, v, a, vmax, amax float64) {
	base := v - a*a/2                 // the speed at which a would have started from nought
	want := distance + a*(base+a*a/6) // the distance from that virtual start
	rise := vmax - base
	if low := max(0, a) * a; rise < low {
		vmax, rise = v+a*a/2, low // over vmax by what brake takes for rounding
	}
	// The speed at the top, the time there, and the acceleration peak on the way up, as if amax did not hold.
	peak, cruise, up := vmax, 0.0, math.Sqrt(rise)
	if top := peak*halfTime(peak, amax) + (peak+base)*halfTime(rise, amax); want > top {
		cruise = (want - top) / vmax
	} else {
		peak, up = solvePeak(want, base, amax)
		up = max(up, a) // but for rounding it is
	}
	down := math.Sqrt(peak) // the deceleration peak, as if amax did not hold

	if up <= amax {
		p.add(side, up-a, side*up)
	} else {
		p.add(side, amax-a, side*amax)
		p.add(0, (peak-base-amax*amax)/amax, side*amax)
		up = amax
	}
	if cruise > 0 {
		p.add(-side, up, 0)
		p.add(0, cruise, 0)
		up = 0
	}
	if down <= amax {
		p.add(-side, up+down, -side*down)
		p.add(side, down, 0)
		return
	}
	p.add(-side, up+amax, -side*amax)
	p.add(0, (peak-amax*amax)/amax, -side*amax)
	p.add(side, amax, 0)
}

// halfTime is half the time in which the speed changes by dv >= 0 between two states without acceleration.
func halfTime(dv, amax float64) float64 {
	if dv <= amax*amax {
		return math.Sqrt(dv)
	}
	return (dv/amax + amax) / 2
}

// travel is the distance from speed base up to peak and down to rest, all three without acceleration.
func travel(peak, base, amax float64) float64 {
	return peak*halfTime(peak, amax) + (peak+base)*halfTime(max(0, peak-base), amax)
}
