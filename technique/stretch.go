package technique

import (
	"fmt"
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/motion"
	"github.com/openlumbar/lumbar/unit"
)

// How a stretch moves. All are assumptions: slow enough to follow, and to say stop.
const (
	stretchSpeed unit.DegreePerSecond = 3
	gentleSpeed  unit.DegreePerSecond = 2
	stretchAccel                      = 2.0             // °/s2
	stretchJerk                       = 4.0             // °/s3
	stretchRest                       = 5 * time.Second // between two, and after
	mostUpright  unit.Degree          = 110             // no chair massages more upright: sets the plan's time
	leastLean    unit.Degree          = 1               // a lesser way is none

	stretchForce unit.Newton = 10      // a light support in the hollow of the back, while the back is at rest
	stretchAt                = body.L2 // where that support is: over the middle of the hollow, which kneading and pressing load most
	stretchEase              = 2.0     // s, in which it comes, and goes

	hanging  chair.Coord = 90  // the leg rest's own end, degrees below level
	legDrop  chair.Coord = 15  // it goes down by at most this, in degrees
	legShare             = 0.5 // and by at most this share of what the back does

	gentleBag = 0.5  // share of the bag's greatest pressure
	bagTime   = 35.0 // s; a bag may hold for 40 s and needs some of them to vent
	bagRamp   = 2.0  // s, in and out
)

var stretchRow = Technique{
	Kind: Stretch,
	Block: Block[Stroke]{
		Word:    "stretch",
		Purpose: "lengthening and mobility: the chair leans far back, slowly",
		Needs:   []chair.Ability{chair.CanCarriage, chair.CanDepth, chair.CanRecline},
		Uses:    []chair.Ability{chair.CanLegRest, chair.CanAir, chair.CanWidth},
		Params: []Param[Stroke]{
			{
				Name: "recline", Form: Quantity, Dim: unit.Angle, Min: float64(mostUpright) + 5, Max: 180, Required: true,
				Doc: "angle between seat and back at its farthest",
				Set: func(s *Stroke, v Value) { s.Recline = unit.Degree(v.Number) },
			},
			holdParam(30),
			repeatParam(),
			{
				Name: "manner", Form: Word, Words: []string{"normal", "gentle"}, Default: "normal",
				Doc: "gentle is slower, with half the pressure in the seat",
				Set: func(s *Stroke, v Value) { s.Gentle = v.Word == "gentle" },
			},
		},
	},
	slot:    stretchSlot,
	prepare: prepareStretch,
}

// lean is the back's way out through an angle.
func (s *Stroke) lean(from, to unit.Degree) (motion.Path, error) {
	l := motion.Limits{Vel: float64(stretchSpeed), Acc: stretchAccel, Jerk: stretchJerk}
	if s.Gentle {
		l.Vel = float64(gentleSpeed)
	}
	return plan(float64(from), float64(to), l)
}

// leanSlot is the time that the plan sets aside for the way out, and again for the way back.
func (s *Stroke) leanSlot() time.Duration {
	way, err := s.lean(mostUpright, max(mostUpright, s.Recline))
	if err != nil {
		return 0
	}
	return time.Duration(way.Duration() * float64(time.Second)).Round(time.Millisecond)
}

func (s *Stroke) stretchCycle() time.Duration { return 2*s.leanSlot() + s.Hold + stretchRest }

func stretchSlot(s *Stroke) time.Duration { return time.Duration(s.Repeat) * s.stretchCycle() }

// stretching leans the back out and in again, as often as asked. The leg rest follows the back. While the back
// moves, the trunk slides and nobody knows exactly what is under the rollers: they only hover.
type stretching struct {
	out     motion.Path // from massage to the farthest
	hold    float64     // s
	cycle   float64     // s
	repeat  float64
	ends    float64     // °, sum of both ends, for the mirror
	legGain chair.Coord // degrees of the leg rest for one of the back
	bag     float64     // share of the greatest pressure
	bagFrom float64     // s, in the cycle
	still   Target
}

func prepareStretch(s *Stroke, p *Place) (curve, error) {
	if !(s.Recline > 0 && s.Recline <= 180 && s.Hold > 0 && s.Repeat >= 1) {
		return nil, fmt.Errorf("recline %.0f°, hold %v, repeat %d: each must be over 0", float64(s.Recline), s.Hold, s.Repeat)
	}
	if !(p.Massage > 0 && p.Flat > 0) {
		return nil, fmt.Errorf("a place reclined to %.0f° and at most %.0f°", float64(p.Massage), float64(p.Flat))
	}
	// A chair that massages more upright than the plan assumed does not lean as far, in the same time.
	farthest := min(s.Recline, p.Flat, p.Massage+max(0, s.Recline-mostUpright))
	if !(farthest >= p.Massage+leastLean) {
		farthest = p.Massage
	}
	out, err := s.lean(p.Massage, farthest)
	if err != nil {
		return nil, err
	}
	along := p.at(stretchAt)
	w := newLane(0, p)
	k := &stretching{
		out: out, hold: s.Hold.Seconds(), cycle: s.stretchCycle().Seconds(), repeat: float64(s.Repeat),
		ends: float64(p.Massage + farthest), bag: 1,
		still: Target{Along: unit.Millimetre(along), Width: w.at(along), Force: Hover, LegRest: p.LegRest, Recline: p.Massage},
	}
	if s.Gentle {
		k.bag = gentleBag
	}
	if way := float64(farthest - p.Massage); way > 0 {
		k.legGain = max(0, min(legDrop, hanging-p.LegRest, chair.Coord(legShare*way))) / chair.Coord(way)
	}
	k.bagFrom = max(0, k.bagEnd()-bagTime)
	return k, nil
}

// bagEnd is when the seat's bag is empty again: the pelvis is held until the back returns.
func (k *stretching) bagEnd() float64 { return k.out.Duration() + k.hold + bagRamp }

func (k *stretching) target(t float64) Target {
	t -= float64(k.cycle * min(math.Floor(t/k.cycle), k.repeat-1))
	back := k.out.Duration() + k.hold // when the way back starts
	m := k.out.At(t)
	if t > back {
		m = k.out.At(t - back)
		m.Pos, m.Vel = k.ends-m.Pos, -m.Vel
	}
	out := k.still
	lean := max(0, m.Pos-float64(out.Recline)) // the mirror rounds
	out.Recline, out.ReclineVel = out.Recline+unit.Degree(lean), unit.DegreePerSecond(m.Vel)
	out.LegRest += k.legGain * chair.Coord(lean)
	out.LegRestVel = chair.CoordRate(float64(k.legGain) * m.Vel)
	u := min(t-k.out.Duration(), back-t) / stretchEase
	out.Force += (stretchForce - Hover) * unit.Newton(ease(u))
	out.Easing = u > 0 && u < 1
	out.Air[chair.BagSeat] = k.bag * ease(min(t-k.bagFrom, k.bagEnd()-t)/bagRamp)
	return out
}

// Stretched is how long a stretch counts as one: all of it but its rests. 0 for other techniques.
func (s *Stroke) Stretched() time.Duration {
	if s.Kind != Stretch {
		return 0
	}
	return stretchSlot(s) - time.Duration(s.Repeat)*stretchRest
}
