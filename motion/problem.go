package motion

// slack is the relative excess over a speed limit that counts as rounding, not as a start over the limit.
const slack = 1e-13

// equal is the relative difference up to which two sums count as the same: a few roundings.
const equal = 4e-16

// problem is one axis in the unit-jerk frame: from speed v and acceleration a to vf and af, a distance x away.
type problem struct {
	x, v, a                float64
	vf, af                 float64
	vmax, vmin, amax, amin float64
	rounding               float64 // of x, because of the positions that it is the difference of
}

// of sets k to the problem of an axis, which is valid.
func (k *problem) of(ax *Axis) { k.between(&ax.From, &ax.To, &ax.Limits, 0) }

// between sets k to the problem of two states. A motion that ends within miss of the target counts as ending there.
func (k *problem) between(from, to *State, l *Limits, miss float64) {
	u := 1 / l.Jerk
	vmin, amin := l.low()
	k.x, k.v, k.a = (to.Pos-from.Pos)*u, from.Vel*u, from.Acc*u
	k.vf, k.af = to.Vel*u, to.Acc*u
	k.vmax, k.vmin, k.amax, k.amin = l.Vel*u, vmin*u, l.Acc*u, amin*u
	k.rounding = (miss + slack*larger(from.Pos, to.Pos)) * u
}
