package technique

import (
	"fmt"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

var restRow = Technique{
	Kind: Rest,
	Block: Block[Stroke]{
		Word:    "rest",
		Purpose: "a pause: the rollers wait and hardly touch",
		Needs:   []chair.Ability{chair.CanCarriage, chair.CanDepth},
		Uses:    []chair.Ability{chair.CanWidth},
		Params: []Param[Stroke]{
			{
				Name: "at", Form: Level, Default: "L3",
				Doc: "where the rollers wait",
				Set: func(s *Stroke, v Value) { s.From = v.Levels[0] },
			},
			forParam(60),
		},
	},
	slot:    forSlot,
	prepare: prepareRest,
}

// resting asks for the same at every moment.
type resting Target

func prepareRest(s *Stroke, p *Place) (curve, error) {
	if !s.From.Valid() {
		return nil, fmt.Errorf("rest at %v", s.From)
	}
	along, w := p.at(s.From), newLane(s.Width, p)
	return &resting{Along: unit.Millimetre(along), Width: w.at(along), Force: Hover, LegRest: p.LegRest}, nil
}

func (r *resting) target(float64) Target { return Target(*r) }
