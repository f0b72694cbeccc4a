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

// leastLandmarkSD: nobody's edges feel where their bones are.
const leastLandmarkSD unit.Millimetre = 8

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
	p.breaths = body.BreathRate.Draw(r)
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
	draw := func(t body.Trait) float64 { return o.draw(t, r) }
	p := sitter{
		sunk:     draw(body.SeatSink) + draw(body.Slump),
		slack:    draw(body.SlideSlack),
		midline:  draw(body.MidlineOff),
		curve:    draw(body.HollowShare),
		breaths:  draw(body.BreathRate),
		breathes: draw(body.BreathTravel) / 2,
	}
	person := draw(body.StiffnessShare)
	side := draw(body.RightStiffer)
	p.stiff = [chair.SideEnd]float64{chair.Left: person * (1 - side/2), chair.Right: person * (1 + side/2)}

	scatter := body.Scatter(r.NormFloat64)
	s1 := draw(body.SacrumOff)
	for l := body.S1; l < body.LevelEnd; l++ {
		p.levels[l] = float64(o.Body.Levels[l]+scatter[l]) + s1
	}
	off := float64(max(o.LandmarkSD, leastLandmarkSD))
	if o.LandmarkSD == 0 {
		off = body.LandmarkOff.Row().Spread
	}
	p.sacrum = p.levels[body.S1] + r.NormFloat64()*off
	p.ribs = (p.levels[body.T12]+p.levels[body.L1])/2 + r.NormFloat64()*off // lower edge of T12
	p.apex = (p.levels[body.L3]+p.levels[body.L4])/2 + r.NormFloat64()*off
	if o.Lumbar == sixLumbar { // levels count from S1 up: the ribs and the hollow are further from it
		last := p.levels[body.T12] - p.levels[body.L1]
		p.ribs += last
		p.apex += last / 2
	}
	p.clothes = float64(o.Clothes)
	p.slouches(float64(o.Slouch))
	return p
}
