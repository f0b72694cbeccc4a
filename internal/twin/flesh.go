package twin

import (
	"math"

	"github.com/openlumbar/lumbar/body"
)

// flesh is how one person's tissue answers, apart from how stiff it is: by the table of traits, drawn for a sweep and its
// middle otherwise.
type flesh struct {
	exponent    float64 // of force over indentation
	relax       float64 // share of the force lost in the long run, times that of measures
	quick, slow float64 // 1/s, of what relaxes
	damping     float64 // Hunt and Crossley's, s/mm
	tone        float64 // change of stiffness, share, where it has been worked for long
	returns     float64 // 1/s, at which that goes again
}

// Tone. Assumption: work takes as long to loosen as five massages of 7 minutes had (Eriksson Crommert 2015) and more force
// than a touch counts as work.
const (
	toneTakes = 150.0 // s, time constant
	toneForce = 5.0   // N
)

// mostRelax is the greatest share of force that goes away: instantaneous over long-term stiffness is 1.8 for the whole back,
// and a sweep goes a little beyond.
const mostRelax = 0.55

func fleshOf(o *Options) flesh {
	r := stream(o.Seed, streamFlesh)
	draw := func(t body.Trait) float64 { return o.alike(t, r) }
	const perM = 1000 // mm
	f := flesh{
		exponent: draw(body.ForceExponent),
		relax:    draw(body.RelaxShare) / body.RelaxShare.Middle(),
		quick:    1 / draw(body.QuickTau),
		slow:     1 / draw(body.SlowTau),
		damping:  draw(body.Damping) / perM,
	}
	if o.Sweep { // otherwise massage changes nothing: a change that is seen then is a wrong one
		f.tone, f.returns = draw(body.ToneChange), 1/draw(body.ToneReturn)
	}
	return f
}

// stiffness is that of the power law with the person's own exponent which, at the force for which tissue is known, is as
// deep in as the usual one is.
func (f *flesh) stiffness(usual float64) float64 {
	if f.exponent == body.Exponent || usual <= 0 {
		return usual
	}
	x := math.Pow(knownAt/usual, 1/body.Exponent)
	return knownAt / math.Pow(x, f.exponent)
}

// knownAt is the force at which the stiffness of tissue is assumed: that of body's secant.
const knownAt = 50.0 // N

// work lets h seconds pass for the tone of what the rollers press: worked goes from 0 to 1 where they do, and back.
func (f *flesh) work(worked *float64, force, h float64) {
	if f.tone == 0 {
		return
	}
	if force > toneForce {
		*worked += (1 - *worked) * h / toneTakes
	} else {
		*worked -= *worked * h * f.returns
	}
}
