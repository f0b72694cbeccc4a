package scan

import (
	"math"

	"github.com/openlumbar/lumbar/unit"
)

// An edge is where the felt stiffness is half way from muscle to bone.
const (
	// minContrast is how many times stiffer than muscle bone must be felt to be believed.
	minContrast = 1.45
	// boneWidth is the length, in bins, over which the stiffest stretch is averaged: a single reading is no bone.
	boneWidth = 3
	// boneReach is how far from the soft middle bone is looked for, in bins: the longest lumbar spine.
	boneReach = 52
	// The half-way place lies on the muscle's side of the bone's edge by this much, mm: the spring in line makes
	// bone feel less stiff than it is, and muscle stiffens towards the sacrum. From runs on the simulated chair.
	sacrumInward, ribsInward = 7.5, 5.5
	// softWidth is the length of the stretch that is surely muscle, in bins: about two vertebrae.
	softWidth = 14
)

// landmarks finds the edges and the apex in a felt-stiffness profile and a contour that start at bin first.
func landmarks(k, out []float64, first int) (lm Landmarks) {
	if len(k) < 2*softWidth {
		return lm
	}
	soft, muscle := softest(k)
	lm.Muscle = muscle
	lm.Sacrum, lm.SacrumOK = edge(k, first, soft, -1, muscle, sacrumInward)
	lm.Ribs, lm.RibsOK = edge(k, first, soft, +1, muscle, ribsInward)
	lm.Apex, lm.ApexOK = apex(out, first)
	return lm
}

// softest is the middle of the softest stretch of the track, and its mean stiffness.
func softest(k []float64) (at int, mean float64) {
	mean = math.Inf(1)
	for i := 0; i+softWidth <= len(k); i++ {
		sum := 0.0
		for _, x := range k[i : i+softWidth] {
			sum += x
		}
		if sum/softWidth < mean {
			mean, at = sum/softWidth, i+softWidth/2
		}
	}
	return at, mean
}

// edge finds the stiffest stretch between the soft middle, bin from, and the track's end in the direction step, and
// walks back from it to where the stiffness is half way down to muscle.
func edge(k []float64, first, from, step int, muscle, inward float64) (unit.Millimetre, bool) {
	bone, at := 0.0, from
	for i, n := from, 0; n < boneReach; i, n = i+step, n+1 {
		end := i + (boneWidth-1)*step
		if end < 0 || end >= len(k) {
			break
		}
		if mean := (k[i] + k[i+step] + k[end]) / boneWidth; mean > bone {
			bone, at = mean, i
		}
	}
	if bone < minContrast*muscle {
		return 0, false
	}
	level := (muscle + bone) / 2
	for at != from && k[at] >= level {
		at -= step
	}
	if at == from {
		return 0, false
	}
	t := (level - k[at]) / (k[at+step] - k[at])
	place := (float64(first+at) + 0.5 + t*float64(step)) * float64(binSize)
	return unit.Millimetre(place + inward*float64(step)), true
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
