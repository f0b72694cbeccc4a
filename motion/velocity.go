package motion

import (
	"fmt"
	"math"
)

// ToVelocity is the fastest way from a state to a velocity with zero acceleration; |vel| is at most l.Vel. The
// position follows. A start over a limit comes back within it at full jerk; beyond that no limit is passed.
// The error wraps ErrLimits, ErrState, ErrTarget or ErrRange; the Trajectory is then Rest(0).
func ToVelocity(from State, vel float64, l Limits) (Trajectory, error) {
	if err := check(from, vel, l); err != nil {
		return Trajectory{}, err
	}
	if abs(vel) > l.Vel {
		return Trajectory{}, fmt.Errorf("%w: velocity %v is over the velocity limit %v", ErrTarget, vel, l.Vel)
	}
	var p plan
	p.changeSpeed(from.Vel/l.Jerk, from.Acc/l.Jerk, vel/l.Jerk, l.Acc/l.Jerk, 0)
	return p.build(from, State{Pos: p.endPos(from, l.Jerk), Vel: vel}, l)
}

// changeSpeed appends the fastest way from speed v and acceleration a to speed w without acceleration. A way
// that ends within miss of w counts as ending there. Everything is in the unit-jerk frame.
func (p *plan) changeSpeed(v, a, w, amax, miss float64) {
	if over := abs(a) - amax; over > 0 { // first within the limit: nothing else is allowed
		j := math.Copysign(1, a)
		p.add(-j, over, j*amax)
		v += j * over * (amax + over/2)
		a = j * amax
	}
	gap := w - v - a*abs(a)/2 // what the speed lacks if the acceleration is taken away at once
	if abs(gap) <= miss+equal*(abs(v)+abs(w)+a*a) {
		gap = 0
	}
	side := math.Copysign(1, gap)
	a *= side
	// Push up to the acceleration peak, hold it if that is the limit, take it away. Without hold,
	// |gap| = peak^2 - a^2 if a helps; if it does not, it is first taken away, which gap has counted.
	peak2 := abs(gap) + max(0, a)*a
	if peak2 <= amax*amax {
		peak := math.Sqrt(peak2)
		p.add(side, peak-a, side*peak)
		p.add(-side, peak, 0)
		return
	}
	p.add(side, amax-a, side*amax)
	p.add(0, (peak2-amax*amax)/amax, side*amax)
	p.add(-side, amax, 0)
}

// equal is the relative difference up to which two sums count as the same: a few roundings.
const equal = 4e-16

func abs(x float64) float64 { return math.Abs(x) }
