package body

import (
	"math"

	"github.com/openlumbar/lumbar/unit"
)

// pairs is how many neighbouring pairs of levels there are: L5-S1 first, L1-T12 last.
const pairs = int(LevelEnd) - int(S1) - 1

// spacingSD is how the distances between neighbouring vertebrae differ over people, in mm, from the bottom up:
// CT of 1,019 to 1,140 people lying (ImFusion VID; credit in data/CREDIT.md). The set has no sacrum: L5-S1 takes
// the SD of L4-L5 and correlations like its own, an assumption.
var spacingSD = [pairs]float64{3.10, 3.10, 2.69, 2.73, 2.49, 2.50}

// spacingCorrelation goes with spacingSD: 982 people with all five spacings.
var spacingCorrelation = [pairs][pairs]float64{
	{1, 0.687, 0.596, 0.499, 0.475, 0.45},
	{0.687, 1, 0.687, 0.596, 0.499, 0.475},
	{0.596, 0.687, 1, 0.731, 0.641, 0.582},
	{0.499, 0.596, 0.731, 1, 0.678, 0.608},
	{0.475, 0.499, 0.641, 0.678, 1, 0.751},
	{0.45, 0.475, 0.582, 0.608, 0.751, 1},
}

// SpacingCovariance is the covariance, in mm², of the six distances between neighbouring levels over people:
// entry 0 is S1 to L5, entry 5 is L1 to T12.
func SpacingCovariance() (cov [pairs][pairs]float64) {
	for i := range cov {
		for j := range cov[i] {
			cov[i][j] = spacingCorrelation[i][j] * spacingSD[i] * spacingSD[j]
		}
	}
	return cov
}

// Scatter is how far one person's levels lie from where measurements put them, seen from that person's S1
// (whose own entry is 0), in mm. Normal gives independent draws from the standard normal distribution.
func Scatter(normal func() float64) (d [LevelEnd]unit.Millimetre) {
	root := cholesky(SpacingCovariance())
	var z [pairs]float64
	for i := range z {
		z[i] = normal()
	}
	for i := range pairs {
		var spacing float64
		for j := 0; j <= i; j++ {
			spacing += root[i][j] * z[j]
		}
		d[int(L5)+i] = d[int(S1)+i] + unit.Millimetre(spacing)
	}
	return d
}

// cholesky is the lower triangle r with r r' = m; m is positive definite.
func cholesky(m [pairs][pairs]float64) (r [pairs][pairs]float64) {
	for i := range pairs {
		for j := 0; j <= i; j++ {
			sum := m[i][j]
			for k := range j {
				sum -= r[i][k] * r[j][k]
			}
			if i == j {
				r[i][i] = math.Sqrt(sum)
			} else {
				r[i][j] = sum / r[j][j]
			}
		}
	}
	return r
}
