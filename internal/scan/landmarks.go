package scan

import (
	"math"
	"sort"

	"github.com/openlumbar/lumbar/unit"
)

// A bone edge is where the felt stiffness has come a set share of the way from muscle to bone.
const (
	boneRise    = 0.5  // share of the way
	minContrast = 1.25 // bone must be felt this much stiffer than muscle to be believed
)

// landmarks finds the edges and the apex in a stiffness profile and a contour that start at bin first.
func landmarks(k, out []float64, first int) (lm Landmarks) {
	if len(k) < 12 {
		return lm
	}
	muscle := median(k[len(k)/4 : len(k)*3/4])
	lm.Muscle = muscle
	soft := softest(k)
	lm.Sacrum, lm.SacrumOK = edge(k, first, soft, -1, muscle)
	lm.Ribs, lm.RibsOK = edge(k, first, soft, +1, muscle)
	lm.Apex, lm.ApexOK = apex(out, first)
	return lm
}

// softest is the middle of the softest stretch of 60 mm: surely muscle.
func softest(k []float64) int {
	const width = 12
	best, at := math.Inf(1), len(k)/2
	for i := 0; i+width <= len(k); i++ {
		sum := 0.0
		for _, x := range k[i : i+width] {
			sum += x
		}
		if sum < best {
			best, at = sum, i+width/2
		}
	}
	return at
}

// edge walks from the soft middle towards one end and returns where the stiffness crosses from muscle to bone.
func edge(k []float64, first, from, step int, muscle float64) (unit.Millimetre, bool) {
	bone := 0.0
	for i := from; i >= 0 && i < len(k); i += step {
		bone = max(bone, k[i])
	}
	if bone < minContrast*muscle {
		return 0, false
	}
	level := muscle + boneRise*(bone-muscle)
	for i := from; i+step >= 0 && i+step < len(k); i += step {
		if k[i+step] >= level {
			t := (level - k[i]) / (k[i+step] - k[i])
			place := float64(first+i) + 0.5 + t*float64(step)
			return unit.Millimetre(place) * binSize, true
		}
	}
	return 0, false
}

// apex is the deepest place of the hollow: where the rollers reached furthest out, by a parabola through the
// neighbourhood of the greatest value. It is believed only if the hollow is a hollow.
func apex(out []float64, first int) (unit.Millimetre, bool) {
	at := 0
	for i, x := range out {
		if x > out[at] {
			at = i
		}
	}
	const reach = 5
	if at < reach || at+reach >= len(out) {
		return 0, false
	}
	l, m, r := out[at-reach], out[at], out[at+reach]
	bend := l - 2*m + r
	if !(bend < -minHollow) {
		return 0, false
	}
	shift := reach * (l - r) / (2 * bend)
	return unit.Millimetre(float64(first+at)+0.5+shift) * binSize, true
}

// minHollow is how much deeper than its surroundings, mm, a hollow must be.
const minHollow = 1.0

func median(v []float64) float64 {
	s := append([]float64(nil), v...)
	sort.Float64s(s)
	return s[len(s)/2]
}
