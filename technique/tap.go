package technique

import (
	"fmt"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// TapNarrowFrom is the lowest level at which tapping has to be narrow: from there up, ribs and kidneys lie
// beside the lane (body-and-motion.md 4: flank at L1 and L2, no tapping).
const TapNarrowFrom = body.L2

// TapFastest is the greatest rate of strokes, per roller.
const TapFastest unit.Hertz = 10 // 600 a minute

// tapSweep is how fast tapping moves along the back: one vertebra in two or three seconds. Assumption.
const tapSweep unit.MMPerSecond = 15

var tapRow = Technique{
	Kind: Tap,
	Block: Block[Stroke]{
		Word:    "tap",
		Purpose: "a gentle, rhythmic stimulus: light strokes, left and right",
		Needs:   []chair.Ability{chair.CanCarriage, chair.CanDepth, chair.CanTapping},
		Uses:    []chair.Ability{chair.CanWidth},
		Params: []Param[Stroke]{
			overParam(),
			rampParam(),
			{
				Name: "rate", Form: Quantity, Dim: unit.Frequency, Min: 1, Max: float64(TapFastest), Required: true,
				Doc: "strokes per minute of each roller",
				Set: func(s *Stroke, v Value) { s.Rate = unit.Hertz(v.Number) },
			},
			widthParam(),
			{
				Name: "beat", Form: Word, Words: []string{"alternate", "together"}, Default: "alternate",
				Doc: "left and right in turn, or at once",
				Set: func(s *Stroke, v Value) { s.Both = v.Word == "together" },
			},
			sideParam(),
			forParam(1200),
		},
	},
	slot:    forSlot,
	prepare: prepareTap,
}

// tapping is a slow glide with both tappers at work until its end.
type tapping struct {
	gliding
	rate  unit.Hertz
	total float64 // s
}

func prepareTap(s *Stroke, p *Place) (curve, error) {
	if !(s.Rate >= 0 && s.Rate <= TapFastest) {
		return nil, fmt.Errorf("%.1f strokes per second is not within 0 to %.0f", float64(s.Rate), float64(TapFastest))
	}
	if !s.narrowEnough() {
		return nil, fmt.Errorf("at %v and above the rollers have to be narrow", TapNarrowFrom)
	}
	w, err := newSweep(p, s.From, s.To, tapSweep, s.For)
	if err != nil {
		return nil, err
	}
	still := Target{LegRest: p.LegRest, TapBoth: s.Both, TapSide: s.Side}
	return &tapping{gliding{w, newLane(s.Width, p), newRising(s), still}, s.Rate, s.For.Seconds()}, nil
}

func (k *tapping) target(t float64) Target {
	out := k.still
	k.carry(t, &out)
	if t < k.total {
		out.Tap = k.rate
	}
	return out
}
