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
const wider = 1.3

// LandmarkSD is how far a landmark felt through the skin is assumed to lie from its bone, mm: an assumption,
// as no figure for rollers is published; palpation studies miss a level (36 mm) in a third of attempts.
const LandmarkSD = 9.0

// Some people have six lumbar vertebrae: 4 to 8 % in most surveys of X-ray pictures, from memory. Levels are named from
// S1 up whoever sits, so that a sixth one pushes the ribs up by one spacing.
const (
	sixShare          = 0.04
	sixSpacing, sixSD = 34.0, 2.5 * wider
)

// Level is one estimated place.
type Level struct {
	Along unit.Millimetre // machine millimetres of the vertebra's mid-height
	SD    unit.Millimetre // standard deviation of the estimate
	// Reach is how far from Along the level lies, at the most that is likely, by whichever number of lumbar vertebrae is
	// not ruled out.
	Reach unit.Millimetre
}

// Doubt is the half-width of the 95 % interval: of whoever may sit there, and not on average over people with five and
// six lumbar vertebrae alone, of whom the fewer would pay for the many.
func (l Level) Doubt() unit.Millimetre { return max(twoSided*l.SD, l.Reach) }

// twoSided is the half-width of a 95 % interval in standard deviations; oneSided is that of one which can be missed on one
// side only, as the interval is around a place to one side of it. A number of vertebrae is not ruled out from ruledOut on.
const (
	twoSided, oneSided = 1.96, 1.645
	ruledOut           = 0.005
)

// Landmarks is what was felt.
type Landmarks struct {
	Sacrum, Ribs, Apex       unit.Millimetre
	SacrumSD, RibsSD, ApexSD unit.Millimetre // of reading them; how far they lie from the bones comes on top
	SacrumOK, RibsOK, ApexOK bool
	Muscle                   float64 // stiffness felt between the edges, N/mm, spring included
}

// Estimate is the result of a scan.
type Estimate struct {
	Levels    [body.LevelEnd]Level
	Six       float64 // how likely there are six lumbar vertebrae, 0 to 1; the levels' doubt has it in it
	Landmarks Landmarks
	Contour   chair.Contour
}

// ErrNoBack is returned when the rollers did not feel enough of a back to place anything.
var ErrNoBack = errors.New("scan: neither sacrum nor ribs were felt; sit back with the lower back against the cover, then scan again")

// ErrPadded is returned when what the rollers felt is too soft to be a back in clothes.
var ErrPadded = errors.New("scan: something thick and soft lies before the back; take off the coat or the cushion, then scan again")

// softMost is the felt stiffness, N/mm, below which no back in clothes was felt: muscle is 1.2 to 2.5 with the spring in
// line, 0.7 through 3 cm of soft clothes. Assumption.
const softMost = 0.6

// Estimate finds the landmarks and estimates every level.
func (s *Sampler) Estimate() (Estimate, error) {
	k, out, first := s.profile()
	lm := landmarks(k, out, first)
	e := Estimate{Landmarks: lm, Contour: s.Contour()}
	switch {
	case lm.Muscle > 0 && lm.Muscle < softMost:
		return e, ErrPadded
	case !lm.SacrumOK && !lm.RibsOK:
		return e, ErrNoBack
	}
	e.Levels, e.Six = fuse(lm)
	return e, nil
}

// belief is a Gaussian of S1 and the six spacings above it, mm.
type belief struct {
	x [unknowns]float64
	p [unknowns][unknowns]float64
	// odds is the logarithm of how well it foretold what was observed.
	odds float64
}

const unknowns = 7

func prior() (b belief) {
	b.x[0], b.p[0][0] = 200, 1e6 // where the person sits is not known at all
	for i := range spacing {
		b.x[1+i] = spacing[i]
		for j := range spacing {
			b.p[1+i][1+j] = spacingCorr[i][j] * spacingSD[i] * spacingSD[j]
		}
	}
	return b
}

// observe takes in that h x was seen at z, give or take sd.
func (b *belief) observe(h [unknowns]float64, z, sd float64) {
	var ph [unknowns]float64
	pred, s := 0.0, sd*sd
	for i := range b.x {
		pred += h[i] * b.x[i]
		for j := range b.x {
			ph[i] += b.p[i][j] * h[j]
		}
	}
	for i := range b.x {
		s += h[i] * ph[i]
	}
	miss := z - pred
	b.odds -= miss*miss/(2*s) + math.Log(s)/2
	for i := range b.x {
		b.x[i] += ph[i] / s * miss
		for j := range b.x {
			b.p[i][j] -= ph[i] * ph[j] / s
		}
	}
}

// level is where a level is believed to be, and the variance of that.
func (b *belief) level(l body.Level) (mean, v float64) {
	n := int(l-body.S1) + 1
	for i := range n {
		mean += b.x[i]
		for j := range n {
			v += b.p[i][j]
		}
	}
	return mean, v
}

// given is what is believed once the landmarks have been felt, of somebody with so many more vertebrae than five.
func given(lm *Landmarks, more float64) belief {
	b := prior()
	edge := func(read unit.Millimetre) float64 { return math.Hypot(LandmarkSD, float64(read)) }
	if lm.SacrumOK {
		b.observe([unknowns]float64{1}, float64(lm.Sacrum), edge(lm.SacrumSD))
	}
	if lm.RibsOK { // the ribs' edge is the lower edge of T12: half a spacing below its middle
		sd := math.Hypot(edge(lm.RibsSD), more*sixSD)
		b.observe([unknowns]float64{1, 1, 1, 1, 1, 1, 0.5}, float64(lm.Ribs)-more*sixSpacing, sd)
	}
	if lm.ApexOK { // the hollow is deepest at L3
		b.observe([unknowns]float64{1, 1, 1, 1}, float64(lm.Apex)-more*sixSpacing/2, float64(lm.ApexSD))
	}
	return b
}

// fuse updates the prior by the landmarks, for five lumbar vertebrae and for six, and believes in both as far as they
// foretold what was felt: where that leaves it open, the levels are less sure, and reach to where either puts them.
func fuse(lm Landmarks) (levels [body.LevelEnd]Level, six float64) {
	b5, b6 := given(&lm, 0), given(&lm, 1)
	six = sixShare / (sixShare + (1-sixShare)*math.Exp(b5.odds-b6.odds))
	for l := body.S1; l < body.LevelEnd; l++ {
		m5, v5 := b5.level(l)
		m6, v6 := b6.level(l)
		mean := m5 + six*(m6-m5)
		v := (1-six)*v5 + six*v6 + six*(1-six)*(m6-m5)*(m6-m5)
		reach := 0.0
		for _, by := range [...]struct{ p, mean, v float64 }{{1 - six, m5, v5}, {six, m6, v6}} {
			if by.p >= ruledOut {
				reach = max(reach, math.Abs(by.mean-mean)+oneSided*math.Sqrt(by.v))
			}
		}
		levels[l] = Level{Along: unit.Millimetre(mean), SD: unit.Millimetre(math.Sqrt(v)), Reach: unit.Millimetre(reach)}
	}
	return levels, six
}

// ZoneMap makes the guard's map of the estimate, at the recline angle of the scan. Its doubt is of where bone is, which was
// felt, and not of how many vertebrae lie between: a sixth one pushes the ribs up, away from where the map has them.
func (e *Estimate) ZoneMap(recline unit.Degree) chair.ZoneMap {
	at := func(l body.Level) unit.Millimetre { return e.Levels[l].Along }
	doubt := unit.Millimetre(0)
	for l := body.S1; l < body.LevelEnd; l++ {
		doubt = max(doubt, twoSided*e.Levels[l].SD)
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
