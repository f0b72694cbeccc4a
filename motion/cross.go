package motion

import "math"

// rises is the least tau in [from, end] at which the distance comes up to what is wanted, if there is one; at from it
// is less. end is gapLo, or none if no gap lies ahead.
//
// The slope of the distance over tau falls and then rises, but for the cruise (README.md): the distance may go up over
// a crest, down, and up again. After a crest that is too low there is one crossing at most.
func (w *way) rises(from, end float64) (tau float64, ok bool) {
	if from < w.joint {
		if crest, ok := w.crest(); ok && crest > from && crest < end {
			if x, _ := w.reach(crest); x >= w.want {
				return w.bisect(from, crest), true
			}
		}
	}
	if end < none {
		if x, _ := w.reach(end); x < w.want {
			return 0, false
		}
		return w.bisect(from, end), true
	}
	if w.want >= w.atTop {
		return w.top + (w.want-w.atTop)/(2*w.V), true
	}
	return w.bisect(from, w.top), true
}

// crest is the tau before the joint at which the distance has a maximum, if it has. There the slope, speed + up down/2,
// is nought for the first time.
func (w *way) crest() (float64, bool) {
	own, other, a, hold := w.c, w.d, w.a0, w.B // the joint is on the side of the start: it brakes, and eases
	if w.g > 0 {                               // on the side of the end: the same, backwards in time
		own, other, a, hold = w.d, w.c, -w.af, w.A
	}
	if own > hold*hold/16 && own+other >= 0 {
		return 0, false
	}
	// Where the harder deceleration is held, p*p + hold*p/2 + own is nought; it is until p comes to letGo.
	letGo := hold*hold + other - own
	if letGo > 0 {
		letGo = -math.Sqrt(letGo)
	} else {
		letGo = 0
	}
	if own <= hold*hold/16 && letGo > a {
		if p := -hold/4 - math.Sqrt(hold*hold/16-own); p >= a && p <= letGo {
			return p + half(own+p*p-other, hold), true
		}
	}
	// Elsewhere 3 tau^4 + 4 (c+d) tau^2 + g^2 is nought.
	sum := own + other
	root := 4*sum*sum - 3*w.g*w.g
	if sum >= 0 || root <= 0 {
		return 0, false
	}
	tau := math.Abs(w.g) / math.Sqrt(math.Sqrt(root)-2*sum)
	least := w.lo
	if letGo > a {
		least = letGo + hold
	}
	return tau, tau >= least && tau <= w.joint
}

// bisect is where the distance comes to what is wanted between two taus, at the first of which it is less and at the
// second not; there is one such place. Newton's method finds it; where it would leave the bracket, halving does.
func (w *way) bisect(lo, hi float64) float64 {
	tau := (lo + hi) / 2
	for range 200 {
		x, slope := w.reach(tau)
		miss := x - w.want
		if miss < 0 {
			lo = tau
		} else {
			hi = tau
		}
		next := tau - miss/slope
		if !(next > lo && next < hi) {
			if abs(next-tau) <= equal*tau {
				break
			}
			next = (lo + hi) / 2
			if !(next > lo && next < hi) {
				break
			}
		}
		step := next - tau
		tau = next
		if abs(step) <= equal*tau {
			break
		}
	}
	return tau
}
