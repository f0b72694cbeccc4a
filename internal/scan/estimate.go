package scan

import (
	"errors"
	"math"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// What the scan assumes of bodies. Spacings: mean and SD of neighbouring vertebrae, and their correlations,
// computed from the ImFusion VID positions (L1 to L5 and T12 to L1: 1,019 to 1,140 people, lying). L5 to S1,
// from mid L5 to the sacral endplate, is half a vertebra and a disc: assumption. The SDs are widened: spines
// measured on the surface differ from these by 8 % and more (body-surface surveys against CT).
var (
	spacing     = [6]float64{20, 36.25, 36.50, 35.75, 34.51, 32.29} // S1-L5, L5-L4, ... L1-T12, mm
	spacingSD   = [6]float64{2.5 * wider, 3.10 * wider, 2.69 * wider, 2.73 * wider, 2.49 * wider, 2.50 * wider}
	spacingCorr = [6][6]float64{
		{1, 0.500, 0.400, 0.400, 0.400, 0.400},
		{0.500, 1, 0.687, 0.596, 0.499, 0.475},
		{0.400, 0.687, 1, 0.731, 0.641, 0.582},
		{0.400, 0.596, 0.731, 1, 0.678, 0.608},
		{0.400, 0.499, 0.641, 0.678, 1, 0.751},
		{0.400, 0.475, 0.582, 0.608, 0.751, 1},
	}
)

// wider is the factor on the SDs of the spacings: assumption.
const wider = 1.4

// LandmarkSD is how far a landmark felt through the skin is assumed to lie from its bone, mm: an assumption,
// as no figure for rollers is published; palpation studies miss a level (36 mm) in a third of attempts.
const LandmarkSD = 9.0

// apexSD is the same for the apex of the hollow, which is broad and moves with posture: assumption.
const apexSD = 18.0

// readSD is the scan's own reading error of an edge, mm: 3.5 at the sacrum and 2 at the ribs over 200 backs on the
// simulated chair.
const readSD = 3.5

// Level is one estimated place.
type Level struct {
	Along unit.Millimetre // machine millimetres of the vertebra's mid-height
	SD    unit.Millimetre // standard deviation of the estimate
}

// Doubt is the half-width of the 95 % interval.
func (l Level) Doubt() unit.Millimetre { return 1.96 * l.SD }

// Landmarks is what was felt.
type Landmarks struct {
	Sacrum, Ribs, Apex       unit.Millimetre
	SacrumOK, RibsOK, ApexOK bool
	Muscle                   float64 // stiffness felt between the edges, N/mm, spring included
}

// Estimate is the result of a scan.
type Estimate struct {
	Levels    [body.LevelEnd]Level
	Landmarks Landmarks
	Contour   chair.Contour
}

// ErrNoBack is returned when the rollers did not feel enough of a back to place anything.
var ErrNoBack = errors.New("scan: neither sacrum nor ribs were felt; sit back with the lower back against the cover, then scan again")

// Estimate finds the landmarks and estimates every level.
func (s *Sampler) Estimate() (Estimate, error) {
	k, out, first := s.profile()
	lm := landmarks(k, out, first)
	e := Estimate{Landmarks: lm, Contour: s.Contour()}
	if !lm.SacrumOK && !lm.RibsOK {
		return e, ErrNoBack
	}
	e.Levels = fuse(lm)
	return e, nil
}

// fuse updates the prior by the landmarks: x = (S1, six spacings); a landmark observes S1 plus a share of each
// spacing.
func fuse(lm Landmarks) (levels [body.LevelEnd]Level) {
	const n = 7
	var x [n]float64
	var p [n][n]float64
	x[0], p[0][0] = 200, 1e6 // where the person sits is not known at all
	for i := range spacing {
		x[1+i] = spacing[i]
		for j := range spacing {
			p[1+i][1+j] = spacingCorr[i][j] * spacingSD[i] * spacingSD[j]
		}
	}
	observe := func(h [n]float64, z, sd float64) {
		var ph [n]float64
		pred, s := 0.0, sd*sd
		for i := range n {
			pred += h[i] * x[i]
			for j := range n {
				ph[i] += p[i][j] * h[j]
			}
		}
		for i := range n {
			s += h[i] * ph[i]
		}
		for i := range n {
			x[i] += ph[i] / s * (z - pred)
			for j := range n {
				p[i][j] -= ph[i] * ph[j] / s
			}
		}
	}
	edge := math.Hypot(LandmarkSD, readSD)
	if lm.SacrumOK {
		observe([n]float64{1}, float64(lm.Sacrum), edge)
	}
	if lm.RibsOK { // the ribs' edge is the lower edge of T12: half a spacing below its middle
		observe([n]float64{1, 1, 1, 1, 1, 1, 0.5}, float64(lm.Ribs), edge)
	}
	if lm.ApexOK { // the hollow is deepest at L3
		observe([n]float64{1, 1, 1, 1}, float64(lm.Apex), apexSD)
	}
	var h [n]float64
	for l := body.S1; l < body.LevelEnd; l++ {
		h[l-body.S1] = 1
		var mean, v float64
		for i := range n {
			mean += h[i] * x[i]
			for j := range n {
				v += h[i] * p[i][j] * h[j]
			}
		}
		levels[l] = Level{Along: unit.Millimetre(mean), SD: unit.Millimetre(math.Sqrt(v))}
	}
	return levels
}

// ZoneMap makes the guard's map of the estimate, at the recline angle of the scan.
func (e *Estimate) ZoneMap(recline unit.Degree) chair.ZoneMap {
	at := func(l body.Level) unit.Millimetre { return e.Levels[l].Along }
	doubt := unit.Millimetre(0)
	for l := body.S1; l < body.LevelEnd; l++ {
		doubt = max(doubt, e.Levels[l].Doubt())
	}
	return chair.ZoneMap{
		SacrumTop: at(body.S1),
		FlankFrom: (at(body.L3) + at(body.L2)) / 2,
		RibsFrom:  (at(body.L1) + at(body.T12)) / 2,
		Top:       at(body.T12) + above,
		Doubt:     doubt,
		Recline:   recline,
		Made:      true,
	}
}

// above is how far over T12 the map still speaks of ribs, mm.
const above = 60

// Nearest is the level whose mid-height is nearest to a place, or zero if it is further than a level away.
func (e *Estimate) Nearest(along unit.Millimetre) body.Level {
	best, gap := body.Level(0), unit.Millimetre(math.Inf(1))
	for l := body.S1; l < body.LevelEnd; l++ {
		if d := unit.Millimetre(math.Abs(float64(along - e.Levels[l].Along))); d < gap {
			best, gap = l, d
		}
	}
	if gap > above {
		return 0
	}
	return best
}
