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

// Between places the plan sets aside a fixed time, whoever sits there: a start and a stop, and a second for
// each level on the way. Levels are at most 50 mm apart (zone maps end at 300 mm for six of them), which a
// quiet carriage does with time to spare. Assumptions.
const (
	pressTravel      = 1500 * time.Millisecond
	pressTravelLevel = time.Second
	pressCarry       = unit.MMPerSecond(60)
)

var pressRow = Technique{
	Kind: Press,
	Block: Block[Stroke]{
		Word:    "press",
		Purpose: "deeper, slow pressure on tight spots, eased in and out",
		Needs:   []chair.Ability{chair.CanCarriage, chair.CanDepth},
		Uses:    []chair.Ability{chair.CanWidth},
		Params: []Param[Stroke]{
			{
				Name: "at", Form: Places, Required: true,
				Doc: "the levels to press, in any order, each once",
				Set: func(s *Stroke, v Value) { s.At = v.Levels },
			},
			eachPlace(forceParam()),
			{
				// A second for 60 N is 90 N/s at the steepest: below it pressing turns into a blow. Assumption.
				Name: "ease", Form: Quantity, Dim: unit.Time, Min: 1, Max: 10, Default: "3 s",
				Doc: "how long the force takes to come, and again to go",
				Set: func(s *Stroke, v Value) { s.Ease = v.seconds() },
			},
			eachPlace(holdParam(60)),
			repeatParam(),
			sideParam(),
		},
	},
	slot:    pressSlot,
	prepare: preparePress,
}

// eachPlace lets a parameter be a list, one for each place.
func eachPlace(p Param[Stroke]) Param[Stroke] {
	p.Each = true
	return p
}

// HoldAt is how long the i-th place of a press is held.
func (s *Stroke) HoldAt(i int) time.Duration {
	if i < len(s.Holds) {
		return s.Holds[i]
	}
	return s.Hold
}

// ForceAt is the force at the i-th place of a press.
func (s *Stroke) ForceAt(i int) unit.Newton {
	if i < len(s.Forces) {
		return s.Forces[i].Force
	}
	return s.Force
}

// cycle is one press at the i-th place: in, hold, out.
func (s *Stroke) cycle(i int) time.Duration { return 2*s.Ease + s.HoldAt(i) }

// travelSlot is the time that the plan sets aside between two places of a press.
func travelSlot(from, to body.Level) time.Duration {
	return pressTravel + time.Duration(max(from, to)-min(from, to))*pressTravelLevel
}

func pressSlot(s *Stroke) time.Duration {
	var d time.Duration
	for i := range s.At {
		if d += time.Duration(s.Repeat) * s.cycle(i); i > 0 {
			d += travelSlot(s.At[i-1], s.At[i])
		}
	}
	return d
}

// visit is one place of a press. Times are seconds from the shape's start.
type visit struct {
	arrive, leave float64     // from the first ease in to the last ease out
	along         float64     // mm
	cycle         float64     // s, one press
	force         float64     // N over Touch
	onward        motion.Path // to the next place
	pace          float64     // share of its speed, so that the way fills its time
}

// pressing visits places in turn, under Touch between them.
type pressing struct {
	visits []visit
	ease   float64 // s
	lane   lane
	still  Target
}

func preparePress(s *Stroke, p *Place) (curve, error) {
	if len(s.Holds) != 0 && len(s.Holds) != len(s.At) || len(s.Forces) != 0 && len(s.Forces) != len(s.At) {
		return nil, fmt.Errorf("%d places, %d holds and %d forces", len(s.At), len(s.Holds), len(s.Forces))
	}
	if !(s.Ease > 0 && s.Hold >= 0 && s.Repeat >= 1) {
		return nil, fmt.Errorf("ease %v, hold %v, repeat %d: ease and repeat must be over 0", s.Ease, s.Hold, s.Repeat)
	}
	k := &pressing{
		visits: make([]visit, len(s.At)),
		ease:   s.Ease.Seconds(),
		lane:   newLane(s.Width, p), still: Target{LegRest: p.LegRest},
	}
	var slot, late float64 // s: start of the place's own time, and how much of it the carriage is late
	for i, l := range s.At {
		if !l.Valid() {
			return nil, fmt.Errorf("place %d is no level", i+1)
		}
		v := &k.visits[i]
		v.cycle, v.force = s.cycle(i).Seconds(), float64(s.ForceAt(i)-Touch)
		v.along, v.arrive, v.leave = p.at(l), slot+late, slot+float64(float64(s.Repeat)*v.cycle)
		if i+1 == len(s.At) {
			break
		}
		if !s.At[i+1].Valid() {
			return nil, fmt.Errorf("place %d is no level", i+2)
		}
		var err error
		if v.onward, err = plan(v.along, p.at(s.At[i+1]), p.carry(pressCarry)); err != nil {
			return nil, err
		}
		way := travelSlot(l, s.At[i+1]).Seconds()
		// A carriage slower than the plan assumed takes its time from the hold, so that the plan's time stands.
		if late = max(0, v.onward.Duration()-way); late > s.HoldAt(i+1).Seconds() {
			return nil, fmt.Errorf("carriage needs %.1f s from %v to %v where the plan has %.1f s", v.onward.Duration(), l, s.At[i+1], way)
		}
		v.pace = v.onward.Duration() / (way + late)
		slot = v.leave + way
	}
	return k, nil
}

func (k *pressing) target(t float64) Target {
	i := len(k.visits) - 1
	for i > 0 && t < k.visits[i].arrive && t <= k.visits[i-1].leave {
		i--
	}
	if i > 0 && t < k.visits[i].arrive {
		return k.travel(&k.visits[i-1], t)
	}
	v := &k.visits[i]
	out := k.still
	out.Along, out.Width = unit.Millimetre(v.along), k.lane.at(v.along)
	// Within a press, the nearer end decides; the first one also starts only once the carriage is there.
	left := max(0, v.leave-t)
	left -= float64(v.cycle * math.Floor(left/v.cycle))
	u := min(left, v.cycle-left, t-v.arrive) / k.ease
	out.Force = Touch + unit.Newton(float64(v.force*ease(u)))
	out.Easing = u < 1
	return out
}

// travel is the target on the way from a place to the next.
func (k *pressing) travel(from *visit, t float64) Target {
	m := from.onward.At((t - from.leave) * from.pace)
	out := k.still
	out.Along, out.AlongVel = unit.Millimetre(m.Pos), unit.MMPerSecond(m.Vel*from.pace)
	out.Width, out.Force = k.lane.at(m.Pos), Touch
	return out
}
