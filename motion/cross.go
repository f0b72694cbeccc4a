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
	tau := w.guess(lo, hi)
	near := 1e-18 * min(w.A, w.B, tau) * min(w.A, w.B, tau)
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
			tau = next
			continue
		}
		step := next - tau
		tau = next
		if step*step <= near { // Newton's next would be the square of it
			break
		}
	}
	return tau
}

// guess is a tau in a bracket to begin with: where both accelerations are held, the solution; else about that of the
// motion without holds, whose distance is tau^3/4 + (c+d) tau but for a term that fades.
func (w *way) guess(lo, hi float64) float64 {
	flat := 1/w.A + 1/w.B
	wide := (w.A + w.B) / 2
	q := w.want + (w.c*w.c/w.A+w.d*w.d/w.B)/2 - (w.c*w.A+w.d*w.B)/2
	root := wide*wide + 2*flat*q
	if root > 0 {
		speed := 2 * q / (wide + math.Sqrt(root))
		if y := speed - w.c; y >= w.A*w.A && y-w.g >= w.B*w.B {
			if tau := (y/w.A+w.A)/2 + ((y-w.g)/w.B+w.B)/2; tau > lo && tau < hi {
				return tau
			}
		}
	}
	var tau float64
	m, e := w.c+w.d, max(0, w.want)
	if m > 0 {
		tau = e / m
		if cube := root3(4 * e); cube < tau {
			tau = cube
		}
	} else {
		tau = 2*math.Sqrt(-m) + root3(4*e)
	}
	tau = max(tau, math.Sqrt(abs(w.g)))
	if tau > lo && tau < hi {
		return tau
	}
	return (lo + hi) / 2
}

// root3 is about the cube root of a number that is not negative: a twentieth off at most.
func root3(x float64) float64 {
	return math.Float64frombits(math.Float64bits(x)/3 + 0x2a9f789300000000)
}
