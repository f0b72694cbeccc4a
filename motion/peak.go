package motion

import "math"

// maxIterations is well over what Newton's method needs here (see doc.go); it only makes the end certain.
const maxIterations = 64

// solvePeak finds the top speed from which the way from speed base, up and down to rest, is as long as wanted; and
// the acceleration peak on the way up, as if amax did not hold. That is less than nought if the whole way is a
// deceleration that is only eased for a while.
//
// While the way up does not come to amax, the acceleration peak is the unknown: the distance is smooth in it, but
// has a vertical tangent in the top speed. Beyond, the top speed is the unknown. In both the distance increases
// and is convex, so that Newton's method, begun above the root, comes down to it without a bracket.
func solvePeak(want, base, amax float64) (peak, up float64) {
	square := amax * amax
	full := base + square // top speed of a way up that just comes to amax
	if full > 0 && want <= travel(full, base, amax) {
		up = solveUp(want, base, amax)
		return max(0, up*up+base), up
	}
	if want >= travel(square, base, amax) { // up and down hold amax: a quadratic
		q := (square-base)*base/2 - amax*want
		peak = -2 * q / (square + math.Sqrt(max(0, square*square-4*q)))
	} else {
		peak = solveTop(want, base, amax)
	}
	return peak, math.Sqrt(max(0, peak-base))
}

// solveUp solves for the acceleration peak, at most amax.
func solveUp(want, base, amax float64) float64 {
	// An upper bound for the root. Its terms come from convexity and from dropping all but the cubes.
	var up float64
	if base >= 0 {
		if more := want - base*halfTime(base, amax); more > 0 {
			up = math.Cbrt(more / 2)
			if base > 0 { // not so for -0
				up = min(up, more/(2*base))
			}
		}
	} else {
		low := math.Sqrt(-base)
		more := max(0, want+low*low*low)
		up = low + min(math.Cbrt(more/2), more/(low*low))
	}
	for i := range maxIterations {
		peak := max(0, up*up+base)
		fall, slope := peak*halfTime(peak, amax), 1.5*math.Sqrt(peak)
		if peak > amax*amax {
			slope = peak/amax + amax/2
		}
		step := (fall + up*(peak+base) - want) / (2*up*slope + 3*up*up + 2*base)
		if i > 0 && !(step > 0) {
			break
		}
		up -= step
		if step <= equal*abs(up) {
			break
		}
	}
	return up
}

// solveTop solves for the top speed when the way up holds amax and the way down does not come to it.
func solveTop(want, base, amax float64) float64 {
	top := max(0, base+amax*amax)
	for i := range maxIterations {
		root := math.Sqrt(top)
		step := (top*root + (top+base)*((top-base)/amax+amax)/2 - want) / (1.5*root + top/amax + amax/2)
		if i > 1 && !(step > 0) { // the first step leads from below the root to above it
			break
		}
		top -= step
		if abs(step) <= equal*top {
			break
		}
	}
	return top
}
