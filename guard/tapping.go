package guard

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

const (
	// backMass and boneStiffness are what a stroke meets at worst: ISO/TS 15066's effective mass of the back, and
	// bone under thin cover (body-and-motion.md 4 and 2.2).
	backMass      = 40.0   // kg
	boneStiffness = 35_000 // N/m
	// tapRest is how far out a tapper still counts as at rest, mm.
	tapRest chair.Coord = 1
	// tapGap is the longest gap between two strokes of the same tapping: half the slowest rate of chairs.
	tapGap = time.Second
	// tapBurst is how many strokes may come at once before their rate is too high. Assumption.
	tapBurst = 3
)

// tapper watches the strokes of one roller. They need not come home: one begins where the tapper turns out by more
// than tapRest, and is over where it turns back by as much.
type tapper struct {
	out   bool            // in a stroke
	turn  chair.Coord     // the furthest out in a stroke, the furthest in between two
	speed chair.CoordRate // the stroke's greatest so far
	ahead float64         // strokes ahead of the rate allowed
}

// strokeSpeed is the greatest speed of a tapping stroke of a moving mass whose blow on bone stays within peak:
//
//	F = v sqrt(mu k), 1/mu = 1/backMass + 1/m
//
// A stroke is over before a force loop can act, so it is bounded beforehand. Result in mm/s.
func strokeSpeed(m unit.Kilogram, peak unit.Newton) unit.MMPerSecond {
	mu := 1 / (1/backMass + 1/float64(m))
	return unit.MMPerSecond(1000 * float64(peak) / math.Sqrt(mu*boneStiffness))
}

// energySpeed is the speed, mm/s, at which a moving mass carries an energy: E = m v^2 / 2.
func energySpeed(m unit.Kilogram, e unit.Joule) unit.MMPerSecond {
	return unit.MMPerSecond(1000 * math.Sqrt(2*float64(e)/float64(m)))
}

// tapping adds up tapping time and energy and trips on tapping for too long, too often or in the wrong place.
func (g *Guard) tapping(in *Input, dt time.Duration) bool {
	if g.strokes(in, chair.TapLeft) || g.strokes(in, chair.TapRight) {
		g.taps = tapGap
		if !g.tapPlace(&in.Report) {
			return false
		}
	}
	if g.taps > 0 {
		g.taps -= dt
		g.tapped += dt
	}
	for s := range g.tapper {
		if !g.count(s, &in.Report.Axes[chair.TapLeft+chair.Axis(s)], g.step) {
			return false
		}
	}
	if most := g.limits.TapWork.Max; !(g.work <= most) {
		return g.fail(chair.Fault{Code: chair.FaultTapWork, Value: float64(g.work), Bound: float64(most)})
	}
	return g.used(chair.FaultTapTime, g.tapped, g.limits.Tapping.Max)
}

// count follows one tapper through its strokes as reported: their number against the rate allowed, and their
// energy by the greatest speed of each.
func (g *Guard) count(s int, r *chair.AxisReport, dt float64) bool {
	t := &g.tapper[s]
	t.ahead = max(0, t.ahead-float64(g.limits.TapRate.Max)*dt)
	switch {
	case t.out && r.Pos < t.turn-tapRest:
		t.out, t.turn = false, r.Pos
		v := float64(t.speed) / 1000
		g.work += unit.Joule(float64(g.profile.Rollers.Moving) * v * v / 2)
	case t.out:
		t.turn = max(t.turn, r.Pos)
	case r.Pos > t.turn+tapRest:
		t.out, t.turn, t.speed = true, r.Pos, 0
		t.ahead++
	default:
		t.turn = min(t.turn, r.Pos)
	}
	t.speed = max(t.speed, rate(r.Vel))
	return t.ahead <= tapBurst || g.fail(chair.Fault{Code: chair.FaultTapRate, Value: t.ahead, Bound: tapBurst})
}

// strokes says whether a tapper strokes, or is out, where it can reach the person.
func (g *Guard) strokes(in *Input, a chair.Axis) bool {
	x, c, r := &g.axes[a], &in.Command.Axes[a], &in.Report.Axes[a]
	if !x.fitted || r.Pos+in.Report.Axes[chair.Depth].Pos <= g.behind {
		return false
	}
	return c.On && c.Vel != 0 || r.Pos > x.home+tapRest
}

// tapPlace trips on tapping at the spine, and at the ribs and the kidney angle unless it is narrow. Without a
// valid map every place may be the kidney angle.
func (g *Guard) tapPlace(r *chair.Report) bool {
	up, across, _ := g.profile.Rollers.Knead(r.Axes[chair.Kneading].Pos)
	along, lateral, m := unit.Millimetre(r.Axes[chair.Carriage].Pos)+up, g.half(r)+across, g.mapAt(r)
	if lateral < chair.SpineHalfWidth {
		return g.fail(chair.Fault{Code: chair.FaultTapPlace, Zone: chair.ZoneSpine, Value: float64(lateral), Bound: float64(chair.SpineHalfWidth)})
	}
	below := m.Made && along <= m.FlankFrom-m.Doubt
	if !below && lateral > chair.FlankLateral {
		return g.fail(chair.Fault{Code: chair.FaultTapPlace, Zone: chair.ZoneRibs, Value: float64(lateral), Bound: float64(chair.FlankLateral)})
	}
	return true
}
