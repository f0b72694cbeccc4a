package profile

import (
	"fmt"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// What the parts may be. Assumptions that catch a slip of the unit: well beyond the figures of the project's
// references (springs of 5 to 10 N/mm, pads of 40 to 50 °C, chairs for 91 to 159 kg and 1.37 to 2.08 m).
var (
	springSpan = diag.Span{Min: 0.5, Max: 50}    // N/mm
	massSpan   = diag.Span{Min: 0.05, Max: 20}   // kg
	gainSpan   = diag.Span{Min: 0, Max: 0.2}     // share
	noiseSpan  = diag.Span{Min: 0, Max: 5}       // N
	cellSpan   = diag.Span{Min: 1, Max: 5000}    // N
	coverSpan  = diag.Span{Min: 1, Max: 200}     // mm
	reachSpan  = diag.Span{Min: 0, Max: 60}      // mm
	padSpan    = diag.Span{Min: 30, Max: 50}     // °C
	powerSpan  = diag.Span{Min: 1, Max: 200}     // W
	airSpan    = diag.Span{Min: 1, Max: 60}      // kPa
	airTime    = diag.Span{Min: 0.1, Max: 30}    // s
	weightSpan = diag.Span{Min: 50, Max: 300}    // kg
	heightSpan = diag.Span{Min: 1000, Max: 2500} // mm
)

// readRollers reads the roller head, which a chair with a depth axis needs; it returns its reader, or nil.
func readRollers(r *diag.Reader, p *chair.Profile) *diag.Reader {
	b := r.Block("rollers")
	if b == nil {
		if p.Axes[chair.Depth].Fitted {
			r.Need("rollers", "It says what touches the back: spring, masses, force sensors.")
		}
		return nil
	}
	h := &p.Rollers
	diag.Quantity(b, "spring", unit.Stiffness, springSpan, &h.Spring)
	diag.Quantity(b, "head_mass", unit.Mass, massSpan, &h.Head)
	diag.Quantity(b, "moving_mass", unit.Mass, massSpan, &h.Moving)
	diag.Quantity(b, "cell_gain", unit.Ratio, gainSpan, &h.CellGain)
	diag.Quantity(b, "cell_noise", unit.Force, noiseSpan, &h.CellNoise)
	diag.Quantity(b, "cell_range", unit.Force, cellSpan, &h.CellRange)
	diag.Quantity(b, "cover", unit.Length, coverSpan, &h.Cover)
	for _, reach := range []struct {
		name string
		into *unit.Millimetre
	}{{"knead_along", &h.KneadAlong}, {"knead_across", &h.KneadAcross}, {"knead_out", &h.KneadOut}} {
		if b.Has(reach.name) || p.Axes[chair.Kneading].Fitted {
			diag.Quantity(b, reach.name, unit.Length, reachSpan, reach.into)
		}
	}
	origin(b, p)
	return b
}

func readHeat(r *diag.Reader, p *chair.Profile) {
	b := r.Block("heat")
	if b == nil {
		return
	}
	diag.Quantity(b, "max", unit.Temperature, padSpan, &p.Heat.Max)
	diag.Quantity(b, "power", unit.Power, powerSpan, &p.Heat.Power)
	origin(b, p)
}

func readAir(r *diag.Reader, p *chair.Profile) {
	known := make([]string, chair.BagEnd)
	for bag := range known {
		known[bag] = chair.Bag(bag).String()
	}
	for _, b := range r.Blocks(diag.Kind{Name: "air", Labels: []string{"bags"}}) {
		var into chair.AirProfile
		diag.Quantity(b, "max", unit.Pressure, airSpan, &into.Max)
		b.Duration("fill", airTime, &into.Fill)
		b.Duration("vent", airTime, &into.Vent)
		origin(b, p)
		named := false
		for bag, name := range known {
			if name == b.Label(0) {
				p.Air[bag], named = into, true
			}
		}
		if !named {
			b.Error(b.Header(), diag.UnknownWord, fmt.Sprintf("no airbags are called %q", b.Label(0)), diag.WayOut(b.Label(0), known))
		}
	}
}

func readPerson(r *diag.Reader, p *chair.Profile) {
	b := r.Block("person")
	if b == nil {
		r.Need("person", "It says whom the chair is built for: max_weight, min_height, max_height.")
		return
	}
	diag.Quantity(b, "max_weight", unit.Mass, weightSpan, &p.Person.MaxWeight)
	lo := diag.Quantity(b, "min_height", unit.Length, heightSpan, &p.Person.MinHeight)
	hi := diag.Quantity(b, "max_height", unit.Length, heightSpan, &p.Person.MaxHeight)
	if lo && hi && !(p.Person.MinHeight < p.Person.MaxHeight) {
		b.Error(b.At("max_height"), diag.Contradiction, "max_height is not greater than min_height", "Nobody would fit: look at both again.")
	}
	origin(b, p)
}
