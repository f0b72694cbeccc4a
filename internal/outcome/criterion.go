package outcome

import "math"

// Thresholds of a change that people call one (Ostelo 2008): two points, or 30 % of one's own start.
const (
	pointsThatMatter = 2.0
	shareThatMatters = 0.3
	// Under one point, 30 % is less than the step of the scale. Our own floor.
	leastPoints = 1.0
)

// What people do who did nothing new: the usual-care arm of Ashar 2022, 47 people with lasting back pain, two
// ratings a month apart. ashar_test.go computes them from the data and fails when they are more favourable than it.
const (
	naturalDrop   = 0.5  // points at naturalAt or below, rounded up from 0.38 (pain) and 0.52 (four-item mean)
	naturalAt     = 3.5  // where those people began
	naturalSlope  = 0.26 // points more for every point that a person began higher: regression to the mean
	naturalSpread = 1.05 // points, SD of what is left
	// Two moments a month apart differ by naturalSpread, so one week-long mean wanders by it over the root of 2.
	weekWander = 0.75
)

const (
	// quantile is one-sided 95 % of Student's t at about 45 degrees of freedom, those of the arm above.
	quantile = 1.68
	// Days in a row resemble each other. With a correlation of 0.4 from day to day, n days tell as much as
	// n/inflate independent ones; (1+0.4)/(1-0.4). Named assumption.
	inflate = 2.33
	// leastNoise is the least SD, points, believed of a person's days: who always gives the same number is not
	// measured without error.
	leastNoise = 0.5
)

// A sample is the ratings of one week.
type sample struct {
	n    int
	mean float64
	sum2 float64 // of squared deviations from mean
}

func sampleOf(values []float64) sample {
	s := sample{n: len(values)}
	for _, v := range values {
		s.mean += v
	}
	s.mean /= float64(max(1, s.n)) // the sum first: whole ratings then give an exact mean
	for _, v := range values {
		s.sum2 += float64((v - s.mean) * (v - s.mean))
	}
	return s
}

// dayVariance is the variance of a person's days within weeks, points squared.
func dayVariance(weeks ...sample) float64 {
	sum2, df := 0.0, 0
	for _, w := range weeks {
		sum2 += w.sum2
		df += w.n - 1
	}
	if df < 1 {
		return leastNoise * leastNoise
	}
	return max(sum2/float64(df), leastNoise*leastNoise)
}

// meanVariance is the variance of a week's mean by the noise of days alone.
func (s sample) meanVariance(day float64) float64 { return inflate * day / float64(s.n) }

// matters says whether a change of points from a start is one that people call a change.
func matters(points, start float64) bool {
	return points >= pointsThatMatter || points >= leastPoints && points >= shareThatMatters*start
}

// natural is the drop to be expected of somebody who does nothing new and begins at start.
func natural(start float64) float64 {
	return naturalDrop + float64(naturalSlope*max(0, start-naturalAt))
}

// beyondNatural is the drop that fewer than 5 % of people show who do nothing new, given where they began and
// the variance of their own means.
func beyondNatural(start, variance float64) float64 {
	return natural(start) + float64(quantile*math.Sqrt(float64(naturalSpread*naturalSpread)+variance))
}
