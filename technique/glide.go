package technique

import (
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

var glideRow = Technique{
	Kind: Glide,
	Block: Block[Stroke]{
		Word:    "glide",
		Purpose: "arriving and leaving: a slow even stroke along the levels",
		Needs:   []chair.Ability{chair.CanCarriage, chair.CanDepth},
		Uses:    []chair.Ability{chair.CanWidth},
		Params: []Param[Stroke]{
			overParam(),
			rampParam(),
			{
				// The upper end is a quiet carriage; chairs travel at 10 to 70 mm/s (body-and-motion.md 2.6).
				Name: "speed", Form: Quantity, Dim: unit.Speed, Min: 5, Max: 60, Required: true,
				Doc: "greatest speed along the back; the sweeps are slowed evenly so that whole ones fill the time",
				Set: func(s *Stroke, v Value) { s.Speed = unit.MMPerSecond(v.Number) },
			},
			sideParam(),
			forParam(1200),
		},
	},
	slot:    forSlot,
	prepare: prepareGlide,
}

// gliding sweeps along the levels under constant force.
type gliding struct {
	sweep sweep
	lane  lane
	force rising
	still Target // what does not change
}

func prepareGlide(s *Stroke, p *Place) (curve, error) {
	w, err := newSweep(p, s.From, s.To, s.Speed, s.For)
	if err != nil {
		return nil, err
	}
	return &gliding{w, newLane(s.Width, p), newRising(s), Target{LegRest: p.LegRest}}, nil
}

func (g *gliding) target(t float64) Target {
	out := g.still
	g.carry(t, &out)
	return out
}

// carry sets where the carriage is, and how firmly it presses.
func (g *gliding) carry(t float64, out *Target) {
	along, vel := g.sweep.at(t)
	out.Force = g.force.at(t)
	out.Along, out.AlongVel, out.Width = unit.Millimetre(along), vel, g.lane.at(along)
}
