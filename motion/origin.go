package motion

// side is that to which a family goes as far as can be.
type side int8

const (
	up   side = 0
	down side = 1
)

func (s side) sign() float64 { return float64(1 - 2*s) }

// origin is the fastest change of speed there is between start and end. It has no time to spare for going higher or
// lower: both families begin with it.
type origin struct {
	tau   float64 // of the family up
	lack  float64 // how much too short it is
	scale float64 // of the terms that the distance was summed from, for judging rounding
	near  float64 // what counts as no lack
	falls bool    // the acceleration falls first
	aa    float64 // what the accelerations add to the speeds until they have gone
	ff    float64
}

// of sets o to the origin for k, whose start and end are within the limits.
func (o *origin) of(k *problem) {
	a, f := k.a, k.af
	aa, ff, gain := a*a/2, f*f/2, k.vf-k.v
	c, d := k.v-aa, k.vf-ff
	want := k.x + a*(c+aa/3) - f*(d+ff/3)
	direct := turned(ff-aa, f-a) // what jerk alone gains
	// The way may be much longer on one side of that if both accelerations are of one sign; rounding is not to choose it.
	falls := gain <= direct
	if a*f > 0 {
		lean := slack * (abs(k.v) + abs(k.vf) + aa + ff)
		if a > 0 {
			falls = gain < direct-lean
		} else {
			falls = gain <= direct+lean
		}
	}
	// e0 and ef are the apexes of the parabolas of full jerk down through start and end. Without the first phase if the
	// speed has to fall, else without the last.
	var at float64
	if falls {
		e0 := k.v + aa
		fall := half(aa+ff-gain, -k.amin)
		o.tau, at = a+fall, (e0+c)*a+(e0+d)*fall
	} else {
		ef := k.vf + ff
		rise := half(gain+ff+aa, k.amax)
		o.tau, at = rise-f, (ef+c)*rise-(ef+d)*f
	}
	o.falls, o.aa, o.ff = falls, aa, ff
	o.scale = abs(k.x) + abs(a)*(abs(c)+aa) + abs(f)*(abs(d)+ff)
	o.lack = want - at
	o.near = k.rounding + equal*(o.scale+abs(at))
}

// side is that to which more is wanted.
func (o *origin) side() side { return side(minus(o.lack) & 1) }
