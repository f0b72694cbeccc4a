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

// of sets k to the problem of an axis, which is valid. A motion that ends within miss of the target counts as ending
// there.
func (k *problem) of(ax *Axis, miss float64) {
	l := &ax.Limits
	u := 1 / l.Jerk
	vmin, amin := l.low()
	*k = problem{
		x: (ax.To.Pos - ax.From.Pos) * u, v: ax.From.Vel * u, a: ax.From.Acc * u, vf: ax.To.Vel * u, af: ax.To.Acc * u,
		vmax: l.Vel * u, vmin: vmin * u, amax: l.Acc * u, amin: amin * u,
		rounding: (miss + slack*max(abs(ax.From.Pos), abs(ax.To.Pos))) * u,
	}
}

// mirror is the problem with up and down exchanged.
func (k *problem) mirror() problem {
	return problem{
		x: -k.x, v: -k.v, a: -k.a, vf: -k.vf, af: -k.af,
		vmax: -k.vmin, vmin: -k.vmax, amax: -k.amin, amin: -k.amax, rounding: k.rounding,
	}
}
