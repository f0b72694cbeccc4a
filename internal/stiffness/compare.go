package stiffness

import (
	"math"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// Back is the measurements of one back; levels that were not measured are not OK.
type Back struct {
	Levels [body.LevelEnd]Result
}

// Verdict is what a comparison says. The zero value is that there is nothing to compare.
type Verdict uint8

// The verdicts.
const (
	_        Verdict = iota
	NoChange         // less than repeats differ by
	Softer
	Stiffer
)

// String is the verdict in words.
func (v Verdict) String() string {
	return [...]string{"not compared", "no change", "softer", "stiffer"}[min(v, Stiffer)]
}

// Change is what came of two measurements of one roller at one level.
type Change struct {
	Share   float64 // after over before, less 1
	Least   float64 // the share from which a change is one
	Verdict Verdict
}

// Repeatability is the standard deviation of the logarithm of one measurement when the same back is measured again in the
// same session: no less than what it is over simulated people, which a test checks. Cells and upholstery are the same both
// times: it is less than the doubt of a single figure.
const Repeatability = 0.05

// Compare says level by level and side by side what changed. Repeats of these very measurements count where they say that
// they differ by more than simulated people's.
func Compare(before, after *Back) (changes [body.LevelEnd][chair.SideEnd]Change, least float64) {
	var sum float64
	n := 0
	for _, b := range []*Back{before, after} {
		for l := range b.Levels {
			for _, s := range b.Levels[l].Sides {
				if s.Halves[0] > 0 && s.Halves[1] > 0 {
					sum += sq(math.Log(float64(s.Halves[0] / s.Halves[1])))
					n++
				}
			}
		}
	}
	sd := Repeatability
	if n > 0 { // a half has twice the variance of the whole, and so has a difference
		sd = max(sd, math.Sqrt(sum/float64(n))/2)
	}
	limit := normal95 * math.Sqrt2 * sd
	for l := range changes {
		for s := range changes[l] {
			b, a := before.Levels[l].Sides[s].Stiffness, after.Levels[l].Sides[s].Stiffness
			if b == 0 || a == 0 {
				continue
			}
			by := math.Log(float64(a / b))
			c := Change{Share: math.Expm1(by), Least: math.Expm1(limit), Verdict: NoChange}
			switch {
			case by > limit:
				c.Verdict = Stiffer
			case by < -limit:
				c.Verdict = Softer
			}
			changes[l][s] = c
		}
	}
	return changes, math.Expm1(limit)
}

// normal95 is the two-sided 95 % quantile of the normal distribution.
const normal95 = 1.96
