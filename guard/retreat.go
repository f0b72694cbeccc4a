package guard

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// retreat is the guard's own way home, by its own ramps from where the chair last said to be.
type retreat struct {
	ramps [chair.AxisEnd]ramp
	lost  bool          // the depth cannot be driven: it stays, so that force never rises
	took  float64       // s, in ticks of at most two periods: a clock that leaps does not end it
	least float64       // s that it lasts at least: the way home from the further of the last two readings
	limit float64       // s after which it gives up
	ended time.Duration // when it was over
}

const (
	// retreatSlow is how many times longer than its profile says the depth may take home; retreatSpare is added
	// for other axes to come to rest. retreatMost bounds it all.
	retreatSlow  = 2
	retreatSpare = 2 * time.Second
	retreatMost  = 10 * time.Second
)

// retreatTime is how long a retreat may take: twice the whole way at full speed, and some.
func retreatTime(x *axis) time.Duration {
	if !x.fitted {
		return retreatSpare
	}
	s := float64(x.max-x.min)/float64(x.vel) + float64(x.vel)/float64(x.acc) + float64(x.acc)/float64(x.jerk)
	way := min(retreatSlow*s, seconds(retreatMost-retreatSpare))
	if !finite(way) { // without speed and acceleration
		return retreatMost
	}
	return retreatSpare + time.Duration(way*float64(time.Second))
}

// wayTime is how long an axis needs home from a place, s, with nothing in its way: at least.
func (x *axis) wayTime(from chair.Coord) float64 {
	if from <= x.home+homeBand {
		return 0
	}
	return float64(from-x.home)/float64(x.vel) + float64(x.vel)/float64(x.acc) + float64(x.acc)/float64(x.jerk)
}

// withdraw begins the retreat from what is known: r if it is readable, else the last report believed. Rollers and
// tappers start from the nearest home, and the slowest towards the person, of both and of what they were told last,
// so that a false reading can ease but never press; and the depth is not taken to be home before it can have come
// there from the furthest. Nothing is known after silence in which the chair has acted by itself: then they are told
// to be at home.
func (g *Guard) withdraw(r *chair.Report) {
	from, believed := &g.last, g.seen
	known := r != nil && g.readable(r)
	if known {
		from, g.seen = r, true
	}
	g.state, g.retreat = Retreating, retreat{limit: seconds(g.longest), lost: !g.seen}
	for a := range g.ramps {
		g.ramps[a] = g.axes[a].ramp(&from.Axes[a])
	}
	for _, a := range leavers {
		m, was, told := &g.ramps[a], &g.last.Axes[a], &g.command.Axes[a]
		if believed {
			m.nearer(was.Pos, was.Vel)
		}
		if told.On {
			m.nearer(told.Pos, told.Vel)
		}
		if g.gap && !known {
			m.nearer(g.axes[a].home, 0)
		}
	}
	if depth := &from.Axes[chair.Depth]; depth.Homed {
		g.least = g.axes[chair.Depth].wayTime(max(depth.Pos, g.last.Axes[chair.Depth].Pos, g.command.Axes[chair.Depth].Pos))
	} else {
		g.limit = seconds(retreatMost) // it seeks its switch at a speed of its own
	}
}

// leavers are the axes along the normal, which leave the person in a retreat.
var leavers = [...]chair.Axis{chair.Depth, chair.TapLeft, chair.TapRight}

// ramp begins where an axis is, as fast as it is but no faster than it may be.
func (x *axis) ramp(r *chair.AxisReport) ramp {
	return ramp{pos: float64(r.Pos), vel: float64(min(max(r.Vel, -x.vel), x.vel))}
}

// ease is one tick of the retreat: rollers and tappers home at once, everything else to a stop, bags vent, heat
// off. Without a fresh report it goes on blind, for a while. When the depth is at home, or cannot be, nothing is
// driven any more.
func (g *Guard) ease(r *chair.Report) Cleared {
	fresh := g.readable(r)
	if fresh {
		g.last = *r
	}
	step := min(max(g.step, 0), 2*g.period)
	g.took += step
	var c chair.Command
	rest := true
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if g.axes[a].fitted {
			c.Axes[a] = g.retreats(a, step, fresh)
			rest = rest && c.Axes[a].Vel == 0
		}
	}
	x, p := &g.axes[chair.Depth], &g.last.Axes[chair.Depth]
	home := !x.fitted || g.lost || fresh && p.Homed && p.Pos <= x.home+homeBand && g.took >= g.least && !g.pressed()
	if !(home && rest) && g.took < g.limit {
		return g.clear(&c)
	}
	if !home && g.fault.Code == "" {
		code := chair.FaultTracking
		if !fresh {
			code = chair.FaultStale
		}
		g.fail(chair.Fault{Code: code, Axis: chair.Depth, Value: float64(p.Pos), Bound: float64(homeBand)})
	}
	g.state, g.ended = Off, g.at
	return Cleared{}
}

// pressed says whether the cells still feel somebody: then the depth is not at home, whatever its encoder says.
func (g *Guard) pressed() bool {
	shift := g.headShift(g.profile.Back(&g.last))
	for s, f := range g.last.Force {
		if g.tare.Taken && f-g.tare.Zero[s]-shift > g.phantom {
			return true
		}
	}
	return false
}

// retreats is the setpoint of one axis in a retreat. A drive that reports itself lost is left alone; so is one
// without a reference, save the depth, which seeks home.
func (g *Guard) retreats(a chair.Axis, dt float64, fresh bool) chair.Setpoint {
	x, p, r := &g.axes[a], &g.last.Axes[a], &g.ramps[a]
	if a == chair.Depth {
		g.lost = g.lost || p.Fault
		if g.lost {
			return chair.Setpoint{}
		}
		if !p.Homed {
			return chair.Setpoint{On: true, Pos: x.home}
		}
		if fresh && r.pos-float64(p.Pos) > float64(x.stray) {
			// The chair has gone home by itself, as on a missed heartbeat: do not bring it back.
			*r = x.ramp(p)
		}
	}
	if p.Fault || !p.Homed {
		return chair.Setpoint{}
	}
	b := bounds{vel: float64(x.vel), acc: float64(x.acc), jerk: float64(x.jerk)}
	switch a {
	case chair.Depth, chair.TapLeft, chair.TapRight:
		r.goHome(b, float64(x.home), dt)
	default:
		r.halt(b.acc, dt)
	}
	if !x.endless {
		r.keep(float64(min(x.min, p.Pos)), float64(max(x.top, p.Pos)))
	}
	return chair.Setpoint{On: true, Pos: chair.Coord(r.pos), Vel: chair.CoordRate(r.vel)}
}

// readable says whether a report can be used for a retreat: it is fresh, and its places can be.
func (g *Guard) readable(r *chair.Report) bool {
	if !g.fresh(r) {
		return false
	}
	for a := range r.Axes {
		if !g.axes[a].legible(&r.Axes[a]) {
			return false
		}
	}
	return true
}

// fresh says whether a report is one, and of now.
func (g *Guard) fresh(r *chair.Report) bool {
	age := g.at - r.At
	return r.Seq != 0 && age >= 0 && age <= g.profile.Stale
}

// legible says whether an axis can be where it says.
func (x *axis) legible(r *chair.AxisReport) bool {
	return finite(float64(r.Pos)) && finite(float64(r.Vel)) && (!x.fitted || !r.Homed || x.holds(r.Pos))
}
