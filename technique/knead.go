package technique

import (
	"fmt"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

var kneadRow = Technique{
	Kind: Knead,
	Block: Block[Stroke]{
		Word:    "knead",
		Purpose: "loosening muscles: paired circles beside the spine",
		Needs:   []chair.Ability{chair.CanCarriage, chair.CanDepth, chair.CanKneading},
		Uses:    []chair.Ability{chair.CanWidth},
		Params: []Param[Stroke]{
			overParam(),
			rampParam(),
			{
				// What kneading chairs do is about 5 to 35 a minute (body-and-motion.md 2.6).
				Name: "pace", Form: Quantity, Dim: unit.Frequency, Min: 5. / 60, Max: 35. / 60, Required: true,
				Doc: "circles per minute",
				Set: func(s *Stroke, v Value) { s.Rate = unit.Hertz(v.Number) },
			},
			{
				Name: "direction", Form: Word, Words: []string{"in", "out"}, Default: "in",
				Doc: "whether the circles close towards the spine or open away from it",
				Set: func(s *Stroke, v Value) { s.Out = v.Word == "out" },
			},
			{
				// The one default sweep: a turn every 41 mm at 22 a minute, about a vertebra. Assumption.
				Name: "sweep", Form: Quantity, Dim: unit.Speed, Min: 3, Max: 40, Default: "15 mm/s",
				Doc: "greatest speed of the circles along the back",
				Set: func(s *Stroke, v Value) { s.Speed = unit.MMPerSecond(v.Number) },
			},
			widthParam(),
			sideParam(),
			forParam(1200),
		},
	},
	slot:    forSlot,
	prepare: prepareKnead,
}

// spinTime is how long the kneading shaft takes to come up to its rate, and to rest again. Assumption: quiet,
// and short beside the least duration of a stroke.
const spinTime = 1.0 // s

// kneading is a glide with the shaft turning.
type kneading struct {
	gliding
	turns unit.Hertz // negative opens outwards
	total float64    // s
}

func prepareKnead(s *Stroke, p *Place) (curve, error) {
	if !(s.Rate >= 0 && s.Rate <= 10) {
		return nil, fmt.Errorf("%.1f turns per second is not within 0 to 10", float64(s.Rate))
	}
	w, err := newSweep(p, s.From, s.To, s.Speed, s.For)
	if err != nil {
		return nil, err
	}
	k := &kneading{gliding{w, newLane(s.Width, p), newRising(s), Target{LegRest: p.LegRest}}, s.Rate, s.For.Seconds()}
	if s.Out {
		k.turns = -s.Rate
	}
	return k, nil
}

func (k *kneading) target(t float64) Target {
	out := k.still
	k.carry(t, &out)
	out.Knead = k.turns * unit.Hertz(max(0, min(1, t/spinTime, (k.total-t)/spinTime)))
	return out
}
