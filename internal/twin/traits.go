package twin

import (
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Traits is what the seed drew: how this person and this chair differ from what a tape and a profile say. It does not
// change while somebody sits.
type Traits struct {
	Stiffness unit.NewtonPerMM       // of the muscle beside L3, secant at 24 N, both sides' mean
	Side      float64                // by what share the right side is stiffer than the mean of both
	Comfort   unit.Newton            // force of one roller from which it is too much, mean of the levels
	Hollow    unit.Millimetre        // depth of the lumbar hollow
	Midline   unit.Millimetre        // the person's to the right of the chair's
	Sunk      unit.Millimetre        // that everything lies lower than upright on a hard seat
	Sacrum    unit.Millimetre        // how far over its bone the sacrum's edge feels
	Ribs      unit.Millimetre        // the same of the ribs' edge
	Bends     unit.NewtonPerMM       // of the spine at L3, by force of both rollers together; 0 if it does not
	Exponent  float64                // of force over indentation
	Relax     float64                // share of the force that goes away in the long run beside L3
	Fat       unit.Millimetre        // under the skin
	SkinFlow  float64                // blood through the skin at rest, L/h m²
	Dilation  float64                // of the skin's vessels to warmth, times a young person's
	Closing   unit.Kilopascal        // pressure that closes them
	CellGain  [chair.SideEnd]float64 // of the chair's load cells; 1 reads true
}

// traitForce is the force at which stiffness is told.
const traitForce unit.Newton = 24

// Traits is what the seed drew.
func (t *Twin) Traits() Traits {
	p := &t.sitter
	mid := t.ground.at(p.levels[body.L3])
	stiff := (mid.stiff[chair.Left] + mid.stiff[chair.Right]) / 2
	deep := body.Tissue{Stiffness: stiff, Exponent: body.Exponent}.Indentation(traitForce)
	seen := Traits{
		Stiffness: unit.NewtonPerMM(float64(traitForce) / float64(deep)),
		Hollow:    unit.Millimetre(t.ground.at(p.apex).gap),
		Midline:   unit.Millimetre(p.midline),
		Sunk:      unit.Millimetre(p.sunk),
		Sacrum:    unit.Millimetre(p.sacrum - p.levels[body.S1]),
		Exponent:  t.flesh.exponent,
		Relax:     mid.relax,
		Fat:       unit.Millimetre(t.heat.fat), SkinFlow: t.heat.flow, Dilation: t.heat.dilation, Closing: unit.Kilopascal(t.heat.closing),
		Ribs: unit.Millimetre(p.ribs - (p.levels[body.T12]+p.levels[body.L1])/2),
	}
	if mid.gives > 0 {
		seen.Bends = unit.NewtonPerMM(1 / mid.gives)
	}
	if both := p.stiff[chair.Left] + p.stiff[chair.Right]; both > 0 {
		seen.Side = (p.stiff[chair.Right] - p.stiff[chair.Left]) / both
	}
	for l := body.S1; l < body.LevelEnd; l++ {
		seen.Comfort += unit.Newton(t.feels.bears[l]) / unit.Newton(body.LevelEnd-body.S1)
	}
	for s := range t.cell {
		seen.CellGain[s] = t.cell[s].gain
	}
	return seen
}

// Zone is the kind of tissue that a roller is really over.
func (t *Truth) Zone(s chair.Side) chair.Zone {
	lateral := max(t.Lateral[s], -t.Lateral[s])
	switch {
	case lateral < chair.SpineHalfWidth:
		return chair.ZoneSpine
	case t.Along > t.Ribs || lateral > chair.FlankLateral && t.Along > t.Levels[body.L2]:
		return chair.ZoneRibs
	case t.Along < t.Sacrum:
		return chair.ZoneSacrum
	}
	return chair.ZoneMuscle
}
