package twin

import (
	"math"
	"math/rand/v2"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// sitter is how one person sits and how they differ from what their measurements say, drawn once.
type sitter struct {
	levels             [body.LevelEnd]float64 // true bone, mm over the uncompressed seat, before sink and slump
	sacrum, ribs, apex float64                // where they feel: bone and an offset; same frame

	sunk     float64 // mm that everything lies lower: seat sink and slump
	slack    float64 // mm by which sliding lags behind the recline, either way
	satAt    float64 // recline at which the person sat down
	midline  float64 // mm that the person's midline lies to the right of the chair's
	curve    float64 // hollow over the measurements'
	away     float64 // mm that the sacrum lies further from the backrest: a slouch
	clothes  float64 // mm
	stiff    [chair.SideEnd]float64
	breaths  float64 // Hz
	breathes float64 // mm, half of the travel
}

// How people differ. Assumptions unless named.
const (
	leastSink, mostSink   = 20, 50 // mm, uniform
	leastSlump, mostSlump = 20, 40 // mm, uniform; taken to lower all lumbar levels alike
	sacrumSD              = 10     // mm: C7 to S1 is unsure by 8 %, of which the crest, 0.9 of the way, leaves a part
	midlineSD             = 5      // mm
	stiffSD               = 0.15   // of the logarithm of stiffness
	// One side is stiffer: 237.7 and 218.5 N/m, right and left (PubMed 27210858).
	sideMean, sideSD = 0.065, 0.03
	// Lang-Tapia 2011 has an SD of half the mean; sitting flattens to 0.75 to 0.9 with support or reclined.
	curveMean, curveSD    = 0.83, 0.3
	leastCurve, mostCurve = 0.25, 1.5
	leastBreath           = 0.2 // Hz, uniform to mostBreath
	mostBreath            = 0.3
	leastTravel           = 2.0 // mm of skin, full travel, uniform to mostTravel
	mostTravel            = 3.0
	leastSlack, mostSlack = 1, 4 // mm, uniform

	plainLandmarkSD unit.Millimetre = 9
	leastLandmarkSD unit.Millimetre = 8
)

// How one person sits from time to time. Assumptions.
const (
	sinkAgain, midlineAgain = 5.0, 3.0   // mm, SD
	curveAgain, stiffAgain  = 0.05, 0.03 // SD of the logarithm
	feelAgain               = 1.5        // mm, SD of where an edge feels
)

// sitsDown is the same person another time.
func (p *sitter) sitsDown(r *rand.Rand) {
	p.sunk += sinkAgain * r.NormFloat64()
	p.midline += midlineAgain * r.NormFloat64()
	p.curve *= math.Exp(curveAgain * r.NormFloat64())
	stiff := math.Exp(stiffAgain * r.NormFloat64())
	for s := range p.stiff {
		p.stiff[s] *= stiff
	}
	p.sacrum += feelAgain * r.NormFloat64()
	p.ribs += feelAgain * r.NormFloat64()
	p.breaths = leastBreath + r.Float64()*(mostBreath-leastBreath)
}

// sixLumbar is the number of lumbar vertebrae that some people have instead of five.
const sixLumbar = 6

// Slouching: the pelvis slides forward and tips, so that the levels come down, the hollow flattens and the lower back
// leaves the backrest. Assumptions: a slouch of flattens mm leaves a tenth of the hollow; half of it is the sacrum's
// distance from the backrest.
const (
	flattens    = 60.0 // mm
	leastHollow = 0.1
	tips        = 0.5
)

func (p *sitter) slouches(by float64) {
	p.sunk += by
	p.curve *= max(leastHollow, 1-by/flattens)
	p.away = tips * by
}

func sitterOf(o *Options, r *rand.Rand) sitter {
	uniform := func(least, most float64) float64 { return least + r.Float64()*(most-least) }
	normal := func(mean, sd float64) float64 { return mean + r.NormFloat64()*sd }

	p := sitter{
		sunk:     uniform(leastSink, mostSink) + uniform(leastSlump, mostSlump),
		slack:    uniform(leastSlack, mostSlack),
		midline:  normal(0, midlineSD),
		curve:    min(max(normal(curveMean, curveSD), leastCurve), mostCurve),
		breaths:  uniform(leastBreath, mostBreath),
		breathes: uniform(leastTravel, mostTravel) / 2,
	}
	person := math.Exp(normal(0, stiffSD))
	side := normal(sideMean, sideSD)
	p.stiff = [chair.SideEnd]float64{chair.Left: person * (1 - side/2), chair.Right: person * (1 + side/2)}

	scatter := body.Scatter(r.NormFloat64)
	s1 := normal(0, sacrumSD)
	for l := body.S1; l < body.LevelEnd; l++ {
		p.levels[l] = float64(o.Body.Levels[l]+scatter[l]) + s1
	}
	sd := o.LandmarkSD
	if sd == 0 {
		sd = plainLandmarkSD
	}
	off := float64(max(sd, leastLandmarkSD))
	p.sacrum = normal(p.levels[body.S1], off)
	p.ribs = normal((p.levels[body.T12]+p.levels[body.L1])/2, off) // lower edge of T12
	p.apex = normal((p.levels[body.L3]+p.levels[body.L4])/2, off)
	if o.Lumbar == sixLumbar { // levels count from S1 up: the ribs and the hollow are further from it
		last := p.levels[body.T12] - p.levels[body.L1]
		p.ribs += last
		p.apex += last / 2
	}
	p.clothes = float64(o.Clothes)
	p.slouches(float64(o.Slouch))
	return p
}
