package guard

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// driftTime is how long it takes to forget by how much an axis's place and speed once differed, s. Assumption.
const driftTime = 0.5

// presenceTime is how long a seat sensor may miss a person who shifts.
const presenceTime = 500 * time.Millisecond

// believe judges the report by itself and against the last one: fresh, in order, and physically possible.
func (g *Guard) believe(r *chair.Report) bool {
	age := g.at - r.At
	switch stale := g.profile.Stale; {
	case r.Seq == 0 || age > stale:
		return g.fail(chair.Fault{Code: chair.FaultStale, Value: 1000 * seconds(age), Bound: 1000 * seconds(stale)})
	case age < 0 || g.seen && !g.succeeds(r):
		return g.fail(chair.Fault{Code: chair.FaultReport})
	case r.Lost:
		return g.fail(chair.Fault{Code: chair.FaultLink})
	}
	since := seconds(r.At - g.last.At)
	g.unhomed = 0
	for a := chair.Axis(0); a < chair.AxisEnd; a++ { // 0 is no axis: nothing may be said of it either
		if p := &r.Axes[a]; !g.repeats(a, p) && !g.credible(a, p, since) {
			return false
		}
	}
	if g.axes[chair.Depth].fitted {
		depth := &r.Axes[chair.Depth]
		g.out = depth.Pos > g.behind
		g.blind = !depth.Homed || g.out && !g.tare.Taken
	}
	return g.pressures(r)
}

// succeeds says whether r is the last report again, or a later one: a replayed or reordered report would show
// a force that is no more.
func (g *Guard) succeeds(r *chair.Report) bool {
	return r.Seq == g.last.Seq && r.At == g.last.At || r.Seq > g.last.Seq && r.At > g.last.At
}

// repeats says whether an axis at rest says the very same as before: it was believed then.
func (g *Guard) repeats(a chair.Axis, r *chair.AxisReport) bool {
	return r.Homed && r.Vel == 0 && *r == g.last.Axes[a]
}

// credible judges what one axis says of itself; since is the time since the last report, s.
func (g *Guard) credible(a chair.Axis, r *chair.AxisReport, since float64) bool {
	x, was := &g.axes[a], &g.last.Axes[a]
	if !finite(float64(r.Pos)) || !finite(float64(r.Vel)) {
		return g.fail(chair.Fault{Code: chair.FaultReport, Axis: a})
	}
	if !x.fitted {
		return true
	}
	if r.Fault || was.Homed && !r.Homed {
		return g.fail(chair.Fault{Code: chair.FaultAxis, Axis: a})
	}
	if v := rate(r.Vel); !(v <= x.over) {
		return g.fail(chair.Fault{Code: chair.FaultSpeed, Axis: a, Value: float64(v), Bound: float64(x.over)})
	}
	if !r.Homed {
		if g.unhomed == 0 {
			g.unhomed = a
		}
		return true
	}
	if !x.holds(r.Pos) {
		return g.fail(chair.Fault{Code: chair.FaultReport, Axis: a, Value: float64(r.Pos), Bound: float64(x.top)})
	}
	if !was.Homed {
		return true
	}
	moved := x.away(r.Pos, was.Pos)
	if most := chair.Coord(float64(x.over)*since) + slack; !near(moved, 0, most) {
		return g.fail(chair.Fault{Code: chair.FaultReport, Axis: a, Value: float64(moved), Bound: float64(most)})
	}
	return g.agrees(a, moved-chair.Coord(float64(was.Vel+r.Vel)/2*since), since)
}

// agrees trips when an axis's place and speed have told two different stories for a while; apart is by how much
// they do since the last report.
func (g *Guard) agrees(a chair.Axis, apart chair.Coord, since float64) bool {
	d := &g.drift[a]
	*d = *d*chair.Coord(max(0, 1-since/driftTime)) + apart
	most := g.axes[a].play
	return near(*d, 0, most) || g.fail(chair.Fault{Code: chair.FaultReport, Axis: a, Value: float64(*d), Bound: float64(most)})
}

// holds says whether the axis can be at a place.
func (x *axis) holds(pos chair.Coord) bool {
	return x.endless || pos >= x.min-slack && pos <= x.top+slack
}

// present trips when the seat has been empty for a while with the rollers out: they would meet whoever sits
// down next, or what lies there.
func (g *Guard) present(r *chair.Report, dt time.Duration) bool {
	if r.Seated || !g.profile.SeatSensor {
		g.absent, g.seated = 0, true
	} else {
		g.absent += dt
		g.seated = g.seated && g.absent <= presenceTime
	}
	if g.out && g.tare.Taken && !g.seated {
		return g.fail(chair.Fault{Code: chair.FaultPresence})
	}
	return true
}
