package guard

import (
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// rise is "let me up": back and leg rest come to sitting for as long as somebody holds it, with a fault latched
// too, and with the depth lost: then the rollers must not press harder on the way.
type rise struct {
	from   State                      // where it began, and ends
	known  bool                       // leans holds something
	leans  [chair.SideEnd]unit.Newton // on the cells when it was first asked for
	balked bool                       // something held an axis back; until "let me up" is let go
}

const (
	// riseForce is how much harder the cells may be pressed on the way up, or by a move by hand, than when it began. Assumption: what a
	// person who pushes off adds, and the cells' own doubt.
	riseForce unit.Newton = 15
	// sitting is how near to its place for sitting an axis counts as there, degrees.
	sitting chair.Coord = 0.5
)

// risers are the axes that make somebody sit.
var risers = [...]chair.Axis{chair.Recline, chair.LegRest}

// CanRise says whether back or leg rest could come up now: nothing else is under way, they know where they are, and
// nothing presses harder than when it was first tried.
func (g *Guard) CanRise(r *chair.Report) bool {
	if g.state != Disarmed && g.state != Off || !g.fresh(r) || g.strains(r) {
		return false
	}
	for _, a := range risers {
		if g.movable(a, r) && !near(r.Axes[a].Pos, g.axes[a].home, sitting) {
			return true
		}
	}
	return false
}

// movable says whether an axis can be driven by places.
func (g *Guard) movable(a chair.Axis, r *chair.Report) bool {
	p := &r.Axes[a]
	return g.axes[a].fitted && p.Homed && !p.Fault && g.axes[a].legible(p)
}

// begin begins to rise from where the chair is.
func (g *Guard) begin(r *chair.Report) {
	g.rise.from, g.state, g.gap = g.state, Rising, false // it begins where the chair is now
	if !g.known {
		g.known, g.leans = true, g.weighs(r)
	}
	for _, a := range risers {
		g.ramps[a] = g.axes[a].ramp(&r.Axes[a])
		g.strayed[a] = false
	}
}

// weighs is what the cells read besides the head's own weight: without a tare, which may be lost, good for
// comparing only.
func (g *Guard) weighs(r *chair.Report) (f [chair.SideEnd]unit.Newton) {
	head := chair.HeadWeight(g.profile.Rollers.Head, g.profile.Back(r))
	for s := range f {
		f[s] = r.Force[s] - head
	}
	return f
}

// strains says whether the cells are pressed harder than when it was first tried, or cannot be read.
func (g *Guard) strains(r *chair.Report) bool {
	return g.known && g.heavier(r, &g.leans)
}

// heavier says whether the cells are pressed harder than they were, or cannot be read.
func (g *Guard) heavier(r *chair.Report, was *[chair.SideEnd]unit.Newton) bool {
	for s, f := range g.weighs(r) {
		if !(f <= was[s]+riseForce) {
			return true
		}
	}
	return false
}

// follow holds the ramp of an axis that is held against where the axis is said to be. One that is astray, or that acted by itself in a gap, goes on
// from there, and must come to a stand. Astray again, its place cannot be believed, and it is to be let go: a drive that
// followed it would run to and fro.
func (g *Guard) follow(a chair.Axis) (astray, again bool) {
	x, p, w := &g.axes[a], &g.last.Axes[a], &g.ramps[a]
	if !g.gap && near(chair.Coord(w.pos), p.Pos, x.stray) {
		return false, false
	}
	again = g.strayed[a]
	*w, g.strayed[a] = x.ramp(p), true
	return true, again
}

// lift is one tick up: home while held, otherwise to a stop. An axis that something holds back is not pushed on: both
// stop, until "let me up" is pressed again. Only back and leg rest must be where they can be: other sensors may be what
// is broken. It is over when both sit, or stand.
func (g *Guard) lift(in *Input) Cleared {
	r := &in.Report
	fresh := g.fresh(r)
	if fresh {
		g.last = *r
	}
	held := in.Up && in.HostAlive && fresh && !g.balked && !g.strains(r)
	step := min(max(g.step, 0), 2*g.period)
	var c chair.Command
	over := true
	for _, a := range risers {
		x, p, w := &g.axes[a], &g.last.Axes[a], &g.ramps[a]
		if !g.movable(a, &g.last) {
			continue
		}
		astray, again := g.follow(a)
		g.balked = g.balked || astray
		if again {
			g.state = g.rise.from
			return Cleared{}
		}
		b := bounds{vel: float64(x.vel), acc: float64(x.acc), jerk: float64(x.jerk)}
		if held {
			w.goHome(b, float64(x.home), step)
		} else {
			w.halt(b.acc, step)
		}
		w.keep(float64(min(x.min, p.Pos)), float64(max(x.top, p.Pos)))
		c.Axes[a] = chair.Setpoint{On: true, Pos: chair.Coord(w.pos), Vel: chair.CoordRate(w.vel)}
		over = over && w.vel == 0 && (!held || near(p.Pos, x.home, sitting))
	}
	if over {
		g.state = g.rise.from
		return Cleared{}
	}
	return g.clear(&c)
}
