package motion

import "math"

// way is the family of motions between two states that go as far up as can be in their time, one for each time: full
// jerk up along the parabola of the start, held at amax if it comes to that, full jerk down, held at amin, and full
// jerk up along the parabola of the end; with a cruise at vmax in the middle if there is time. README.md derives it.
//
// Its parameter is tau, half of the time from the apex of the start's parabola to that of the end's. All of it is in
// the unit-jerk frame.
type way struct {
	c, d   float64 // speeds at the apexes, where the parabolas have no acceleration
	g      float64 // d - c
	a0, af float64
	A, B   float64 // limits of the acceleration upwards, and downwards as a magnitude
	V      float64 // limit of the speed
	want   float64 // distance between the apexes
	scale  float64 // of the terms that want was summed from, for judging rounding

	lo           float64 // least tau
	gapLo, gapHi float64 // the taus between which there is no motion of the family; both none if there is no gap
	joint        float64 // tau from which the acceleration has come to nought in between; lo if always
	top, atTop   float64 // tau at which the speed at the top comes to V, and the distance there; none before crown
	rise, fall   float64 // the parts of that tau

	square, squareF float64 // what the accelerations of start and end add to c and d before they have gone, twice
}

// half is half the time in which the speed changes by dv >= 0 between two states without acceleration.
func half(dv, amax float64) float64 {
	if dv > amax*amax {
		return (dv/amax + amax) / 2
	}
	if dv <= 0 { // by rounding
		return 0
	}
	return math.Sqrt(dv)
}

const none = math.MaxFloat64

// make sets w to the family that goes farthest up, or with side down, of k, whose start and end are within the limits.
func (w *way) make(k *problem, o *origin, side side) {
	sign := side.sign()
	a, f := sign*k.a, sign*k.af
	aa, ff, gain := o.aa, o.ff, sign*(k.vf-k.v)
	c, d := sign*k.v-aa, sign*k.vf-ff
	w.c, w.d, w.g, w.a0, w.af = c, d, gain+aa-ff, a, f
	acc, vel := [2]float64{k.amax, -k.amin}, [2]float64{k.vmax, -k.vmin}
	w.A, w.B, w.V = acc[side&1], acc[^side&1], vel[side&1]
	w.want = sign*k.x + a*(c+aa/3) - f*(d+ff/3)
	w.scale = o.scale
	w.lo = o.tau + float64(side)*(a-f) // the same time
	w.gapLo, w.gapHi, w.top = none, none, none
	if a*f > 0 {
		w.gap(gain, aa, ff, o.falls != (side == down))
	}
	// Speeds when the acceleration of the start is taken away at once, and before that of the end began.
	w.square, w.squareF = over(aa+aa, a), over(ff+ff, -f)
}

// gap finds the gap of a family whose accelerations at start and end are of one sign.
func (w *way) gap(gain, aa, ff float64, falls bool) {
	a, f := w.a0, w.af
	if falls {
		if above := gain + ff + aa; f < 0 && a < 0 && above > 0 { // ef > c
			w.gapLo, w.gapHi = max(w.lo, -math.Sqrt(above)-f), half(above, w.A)-f
		}
	} else if above := aa + ff - gain; f > 0 && a > 0 && above > 0 { // e0 > d
		w.gapLo, w.gapHi = max(w.lo, a-math.Sqrt(above)), a+half(above, w.B)
	}
}

// crown adds what only motions longer than the least need.
func (w *way) crown() {
	w.joint = w.lo
	if w.a0 < 0 && w.g < 0 {
		w.joint = half(-w.g, w.B)
	} else if w.af > 0 && w.g > 0 {
		w.joint = half(w.g, w.A)
	}
	// But for rounding the limit is not under the speeds that start and end bring along.
	rest, restF := w.c+w.square, w.d+w.squareF
	if w.V < rest {
		w.V = rest
	}
	if w.V < restF {
		w.V = restF
	}
	w.rise, w.fall = half(w.V-rest+w.square, w.A), half(w.V-restF+w.squareF, w.B)
	w.top, w.atTop = w.rise+w.fall, (w.V+w.c)*w.rise+(w.V+w.d)*w.fall
}

// peaks are the accelerations and times of one motion of a way.
type peaks struct {
	up, down    float64 // accelerations at the end of the first jerk and, with its sign turned, before the last
	rise, fall  float64 // half the times from apex to top and from top to apex
	speed       float64 // at the top, the apex of the middle parabola
	top, cruise float64 // distance without cruise, and its time
}

// at sets k to the motion for tau >= lo.
func (w *way) at(tau float64, k *peaks) {
	k.cruise = 0
	if tau > w.top {
		k.cruise = 2 * (tau - w.top)
		k.speed = w.V
		k.rise, k.fall = w.rise, w.fall
		k.up, k.down = smaller(k.rise, w.A), smaller(k.fall, w.B)
		k.top = w.atTop
		return
	}
	ratio := 0.0
	if w.g != 0 {
		ratio = w.g / tau
	}
	p, q := (tau+ratio)/2, (tau-ratio)/2
	if p < w.a0 || q < -w.af { // by rounding: no motion begins above its start's acceleration, or ends below its end's
		w.brim(tau, p < w.a0, k)
		return
	}
	if p <= w.A && q <= w.B { // neither is held
		k.up, k.down, k.rise, k.fall = p, q, p, q
		k.speed = w.c + p*p
		k.top = tau*(tau*tau/4+w.c+w.d) - w.g*ratio/4
		return
	}
	first := p > w.A
	if first && q > w.B {
		y := (tau - (w.A+w.B)/2 + w.g/(2*w.B)) * 2 * w.A * w.B / (w.A + w.B) // speed - c
		if y >= w.A*w.A && y-w.g >= w.B*w.B {                                // both are
			k.speed = w.c + y
			k.up, k.down = w.A, w.B
			k.rise = (y/w.A + w.A) / 2
			k.fall = tau - k.rise
			k.top = (k.speed+w.c)*k.rise + (k.speed+w.d)*k.fall
			return
		}
		first = w.A*w.A <= w.g+w.B*w.B
	}
	if first {
		q = math.Sqrt(max(0, 2*w.A*tau-w.g)) - w.A
		q = max(q, -w.af)
		k.up, k.down, k.rise, k.fall = w.A, q, tau-q, q
		k.speed = w.d + q*q
	} else {
		p = math.Sqrt(max(0, 2*w.B*tau+w.g)) - w.B
		p = max(p, w.a0)
		k.up, k.down, k.rise, k.fall = p, w.B, p, tau-p
		k.speed = w.c + p*p
	}
	k.top = (k.speed+w.c)*k.rise + (k.speed+w.d)*k.fall
}

// brim sets k to the motion for a tau that is, but for rounding, at the beginning of the family or
// at an end of its gap: without the first phase, or without the last.
func (w *way) brim(tau float64, first bool, k *peaks) {
	if p := w.a0; first {
		k.up, k.rise, k.fall = p, p, tau-p
		k.down = min(k.fall, w.B)
		k.speed = w.c + p*p
	} else {
		q := -w.af
		k.down, k.fall, k.rise = q, q, tau-q
		k.up = min(k.rise, w.A)
		k.speed = w.d + q*q
	}
	k.top = (k.speed+w.c)*k.rise + (k.speed+w.d)*k.fall
}

// reach is the distance of the motion for tau, and its slope over tau.
func (w *way) reach(tau float64) (distance, slope float64) {
	if tau > w.top {
		return w.atTop + 2*w.V*(tau-w.top), 2 * w.V
	}
	ratio := 0.0
	if w.g != 0 {
		ratio = w.g / tau
	}
	p, q := (tau+ratio)/2, (tau-ratio)/2
	if p <= w.A && q <= w.B && p >= w.a0 && q >= -w.af { // as in at, which does not pay here
		return tau*(tau*tau/4+w.c+w.d) - w.g*ratio/4, 2*(w.c+p*p) + p*q
	}
	var k peaks
	w.at(tau, &k)
	return k.top, 2*k.speed + k.up*k.down
}

// time is how long the motion for tau takes.
func (w *way) time(tau float64) float64 { return 2*tau + w.af - w.a0 }

// tau is the parameter of the motion that takes that long.
func (w *way) tau(time float64) float64 { return (time + w.a0 - w.af) / 2 }
