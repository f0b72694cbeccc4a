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
	// boneLength is how far on from where bone begins its stiffness is looked for, in bins: further up the thorax gets stiffer
	// still, as it comes to rest on the back.
	boneLength = 8
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
	lm.Sacrum, lm.SacrumSD, lm.SacrumOK = edge(k, first, soft, -1, muscle, sacrumInward)
	lm.Ribs, lm.RibsSD, lm.RibsOK = edge(k, first, soft, +1, muscle, ribsInward)
	lm.Apex, lm.ApexSD, lm.ApexOK = apex(out, first)
	return lm
}

// readSD is the scan's own reading error of an edge, mm, where bone is plainContrast times as stiff as muscle: 3.5 at
// the sacrum and 2 at the ribs over 200 backs on the simulated chair. Through clothes and fat bone stands out less, and
// the edge is read less well, by the square: assumption.
const readSD, plainContrast = 3.5, 2.6

// reading is the error of an edge, mm.
func reading(contrast float64) unit.Millimetre {
	blur := max(1, plainContrast/contrast)
	return unit.Millimetre(readSD * blur * blur)
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

// edge finds the stiffest stretch where bone begins, looked for from the soft middle, bin from, in the direction step, and
// walks back from it to where the stiffness is half way down to muscle.
func edge(k []float64, first, from, step int, muscle, inward float64) (place, sd unit.Millimetre, ok bool) {
	bone, at := 0.0, from
	for i, n, left := from, 0, boneLength; n < boneReach && left > 0; i, n = i+step, n+1 {
		end := i + (boneWidth-1)*step
		if end < 0 || end >= len(k) {
			break
		}
		if mean := (k[i] + k[i+step] + k[end]) / boneWidth; mean > bone {
			bone, at = mean, i
		}
		if bone >= minContrast*muscle {
			left--
		}
	}
	if bone < minContrast*muscle {
		return 0, 0, false
	}
	level := (muscle + bone) / 2
	for at != from && k[at] >= level {
		at -= step
	}
	if at == from {
		return 0, 0, false
	}
	t := (level - k[at]) / (k[at+step] - k[at])
	half := (float64(first+at) + 0.5 + t*float64(step)) * float64(binSize)
	return unit.Millimetre(half + inward*float64(step)), reading(bone / muscle), true
}

// apex is the deepest place of the hollow: where the rollers reached furthest out, by a parabola through the
// neighbourhood of the greatest value. It is believed only if the hollow is a hollow; and the flatter it is, the further
// a back that leans against the chair at an angle moves its deepest place, by slope over curvature.
func apex(out []float64, first int) (place, sd unit.Millimetre, ok bool) {
	at := 0
	for i, x := range out {
		if x > out[at] {
			at = i
		}
	}
	const reach = 5
	if at < reach || at+reach >= len(out) {
		return 0, 0, false
	}
	l, m, r := out[at-reach], out[at], out[at+reach]
	bend := l - 2*m + r
	if !(bend < -minHollow) {
		return 0, 0, false
	}
	shift := reach * (l - r) / (2 * bend)
	const span = reach * float64(binSize)
	moved := leanSD * span * span / -bend
	return unit.Millimetre(float64(first+at)+0.5+shift) * binSize, unit.Millimetre(math.Hypot(apexSD, moved)), true
}

// apexSD is how far the felt apex of a hollow is assumed to lie from where it belongs, mm: it is broad and moves with
// posture. leanSD is how steeply a back may lean against the chair, mm per mm: a slouch of 60 mm is 0.1. Assumptions.
const apexSD, leanSD = 18.0, 0.05

// minHollow is how much deeper than its surroundings, mm, a hollow must be.
const minHollow = 1.0
