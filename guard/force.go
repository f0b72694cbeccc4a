package guard

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

const (
	// touchForce is the contact force from which a roller counts as touching: above a cell's noise and drift,
	// below anything that counts as massage. Assumption.
	touchForce unit.Newton = 5
	// frozenTime and frozenTravel: a cell that says the very same for that long, to the last digit, while the
	// rollers move that far out or along the back is not reading any more; nor is one that does so for frozenLong,
	// with the rollers at rest or not. Real cells are noisy. Assumption.
	frozenTime               = 100 * time.Millisecond
	frozenTravel chair.Coord = 3
	frozenLong               = time.Second
	// easing is how long a retreat takes to ease most of a force away, s: how far ahead along the back the guard
	// looks. Assumption.
	easing = 0.1
	// blow is how far a roller's force may be ahead of the rate that it may rise at: noise, a breath, a cough.
	// Assumption.
	blow unit.Newton = 10
)

// frozen watches for a cell that stops reading.
type frozen struct {
	reading      unit.Newton
	depth, along chair.Coord // where it said so first
	time         time.Duration
}

// forces reads the cells and trips when they press too hard, are about to, or cannot be believed.
func (g *Guard) forces(in *Input, dt time.Duration) bool {
	r := &in.Report
	g.trip, g.zone = g.tripAt(r)
	shift := g.headShift(g.profile.Back(r))
	g.touch = false
	var sudden unit.Newton
	for s := range g.force {
		if !g.cell(r, s, dt) {
			return false
		}
		if !g.tare.Taken {
			continue // nothing to read it against
		}
		offset := g.tare.Zero[s] + shift
		contact, peak := r.Force[s]-offset, max(r.Force[s], r.Peak[s])-offset
		if contact < -g.phantom {
			return g.fail(chair.Fault{Code: chair.FaultForceCell, Value: float64(contact), Bound: float64(-g.phantom)})
		}
		if most := g.reach(r, s); !(peak <= most) {
			return g.fail(chair.Fault{Code: chair.FaultForceCell, Value: float64(peak), Bound: float64(most)})
		}
		sudden = max(sudden, g.ahead(s, contact, g.step))
		g.force[s] = unit.Newton(float64(peak) * g.gain)
		g.touch = g.touch || g.force[s] > touchForce
	}
	if !g.out {
		return true
	}
	toward := g.toward(r)
	return g.approaches(in, toward) && g.bears(g.overshoot(toward, seconds(g.at-r.At))) && (sudden <= blow ||
		g.fail(chair.Fault{Code: chair.FaultForceRate, Zone: g.zone, Value: float64(sudden), Bound: float64(blow)}))
}

// ahead is how far a roller's force is ahead of one that rises no faster than it may. What falls is followed at
// once, and so is everything while tapping: strokes are bounded beforehand.
func (g *Guard) ahead(s int, contact unit.Newton, dt float64) unit.Newton {
	f := &g.ramped[s]
	rise := contact - *f
	if g.taps <= 0 {
		rise = min(rise, unit.Newton(float64(g.limits.ForceRate.Max)*dt))
	}
	*f += rise
	return contact - *f
}

// reach is the most that a roller can press with where it is said to be: behind the cover nothing, further out
// what its spring gives when it is pressed back to there. A cell that feels more lies, or an encoder that says
// less.
func (g *Guard) reach(r *chair.Report, s int) unit.Newton {
	if !g.out {
		return g.phantom
	}
	out := r.Axes[chair.Depth].Pos - g.behind + g.blur
	if a := chair.TapLeft + chair.Axis(s); g.axes[a].fitted {
		out += r.Axes[a].Pos
	}
	return g.phantom + unit.Newton(float64(g.profile.Rollers.Spring)*float64(out)*g.gain)
}

// headShift is how much less the head weighs on the cells at a recline angle than when the tare was taken. It
// is worked out anew only when the back has moved.
func (g *Guard) headShift(recline unit.Degree) unit.Newton {
	if recline != g.shiftAt {
		g.shiftAt, g.shift = recline, chair.HeadWeight(g.tare.Head, recline)-chair.HeadWeight(g.tare.Head, g.tare.Recline)
	}
	return g.shift
}

// cell trips on a reading beyond what a working cell can say, and on one that is frozen.
func (g *Guard) cell(r *chair.Report, s int, dt time.Duration) bool {
	most := g.profile.Rollers.CellRange
	if f := r.Force[s]; !(f >= -most && f <= most) {
		return g.fail(chair.Fault{Code: chair.FaultForceCell, Value: float64(f), Bound: float64(most)})
	}
	if f := r.Peak[s]; !(f >= -most && f <= most) {
		return g.fail(chair.Fault{Code: chair.FaultForceCell, Value: float64(f), Bound: float64(most)})
	}
	z, depth, along := &g.frozen[s], r.Axes[chair.Depth].Pos, r.Axes[chair.Carriage].Pos
	if r.Force[s] != z.reading || !g.out || g.profile.Rollers.CellNoise == 0 {
		*z = frozen{reading: r.Force[s], depth: depth, along: along}
		return true
	}
	z.time += dt
	moved := !near(depth, z.depth, frozenTravel) || !near(along, z.along, frozenTravel)
	if z.time > frozenLong || z.time > frozenTime && moved {
		return g.fail(chair.Fault{Code: chair.FaultForceCell, Value: float64(z.reading)})
	}
	return true
}

// bears trips when a roller, or both together, press harder than the place may bear, or would before a retreat
// takes hold: the trip and what speed still adds to it stay below the ceiling.
func (g *Guard) bears(more unit.Newton) bool {
	for _, f := range g.force {
		if !(f+more <= g.trip.Max) {
			return g.fail(chair.Fault{Code: chair.FaultForce, Zone: g.zone, Value: float64(f), Bound: float64(g.trip.Max - more)})
		}
	}
	both := g.force[chair.Left] + g.force[chair.Right]
	if most := g.limits.BothTrip.Max; !(both+2*more <= most) {
		return g.fail(chair.Fault{Code: chair.FaultForceBoth, Zone: g.zone, Value: float64(both), Bound: float64(most - 2*more)})
	}
	return true
}

// toward is the rollers' speed along the normal towards the person, mm/s: the depth's, and the kneading
// eccentric's, whose place is -KneadOut cos(angle).
func (g *Guard) toward(r *chair.Report) float64 {
	shaft, depth := &r.Axes[chair.Kneading], float64(r.Axes[chair.Depth].Vel)
	if shaft.Vel == 0 {
		return depth
	}
	const rad = math.Pi / 180
	return depth + float64(g.profile.Rollers.KneadOut)*math.Sin(float64(shaft.Pos)*rad)*float64(shaft.Vel)*rad
}

// approaches trips when the rollers come, or are asked to come, at the back faster than allowed and do not
// touch it yet: speed on contact is force before anybody can act. It holds on contact too while strokes hide how
// fast the force rises.
func (g *Guard) approaches(in *Input, toward float64) bool {
	if g.touch && g.taps <= 0 {
		return true
	}
	if c := &in.Command.Axes[chair.Depth]; c.On {
		toward = max(toward, toward+float64(c.Vel-in.Report.Axes[chair.Depth].Vel))
	}
	most := float64(g.limits.Approach.Max)
	return toward <= most || g.fail(chair.Fault{Code: chair.FaultApproach, Axis: chair.Depth, Value: toward, Bound: most})
}

// overshoot is the force that a speed v towards the person still adds:
//
//	dF = K (v t + v^2 / 2a)
//
// with K the series spring, which bounds the stiffness whatever lies under the roller, t the report's age, one
// tick and the drive's lag, and a the depth's acceleration (body-and-motion.md 6.4). A tapping stroke is not in
// it: it is bounded beforehand, see strokeSpeed.
func (g *Guard) overshoot(toward, age float64) unit.Newton {
	v, t, a := max(0, toward), age+g.react, float64(g.axes[chair.Depth].acc)
	return unit.Newton(float64(g.profile.Rollers.Spring) * (v*t + v*v/(2*a)))
}

// tripAt is where the guard ends the session for a roller where the rollers are: of all zones that the kneading
// circle touches, or will before a retreat has eased the force, the strictest. The rollers are mirrored, so it is the same for both. Without a width axis the
// profile's home width is the rollers' own.
func (g *Guard) tripAt(r *chair.Report) (chair.Bound[unit.Newton], chair.Zone) {
	h := &g.profile.Rollers
	along, half, m := unit.Millimetre(r.Axes[chair.Carriage].Pos), g.half(r), g.mapAt(r)
	ahead := unit.Millimetre(float64(rate(r.Axes[chair.Carriage].Vel)) * easing)
	trip, zone := g.limits.TripAt(m, along, half+h.KneadAcross, h.KneadAlong+ahead)
	// Nearer the midline lies the spine alone.
	if spine := g.limits.Trip[chair.ZoneSpine]; half-h.KneadAcross < chair.SpineHalfWidth && spine.Max < trip.Max {
		return spine, chair.ZoneSpine
	}
	return trip, zone
}

// half is the distance of each roller's circle from the midline.
func (g *Guard) half(r *chair.Report) unit.Millimetre {
	width := g.axes[chair.Width].home
	if g.axes[chair.Width].fitted {
		width = r.Axes[chair.Width].Pos
	}
	return unit.Millimetre(width) / 2
}

// mapAt is the zone map, or none while the back is not where it was made.
func (g *Guard) mapAt(r *chair.Report) *chair.ZoneMap {
	if g.zones.Holds(g.profile.Back(r)) {
		return &g.zones
	}
	return &g.noMap
}
