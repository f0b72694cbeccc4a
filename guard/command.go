package guard

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Named tolerances of commands.
const (
	// joint is how far two pieces of a planner's motion may be apart where they meet, in mm or degrees, and per
	// second for speeds: a step that no drive and nobody feels.
	joint = 0.05
	// seekRate is the greatest speed of a kneading shaft that looks for its index mark, degrees/s: 20 turns a
	// minute, below a programme's usual kneading. Assumption.
	seekRate chair.CoordRate = 120
	// astrayTime is how long an axis may be away from its setpoint. Assumption.
	astrayTime = 150 * time.Millisecond
)

// asked judges the command. The report has been believed.
func (g *Guard) asked(in *Input, dt time.Duration) bool {
	for a := chair.Axis(0); a < chair.AxisEnd; a++ { // 0 is no axis: nothing may be asked of it either
		c, r := &in.Command.Axes[a], &in.Report.Axes[a]
		if g.rests(a, c, r) {
			continue
		}
		if !g.follows(a, r, dt) || !g.axisAsked(a, c, r, dt) {
			return false
		}
	}
	return g.depthAsked(in) && g.comfortAsked(&in.Command)
}

// rests says whether an axis stands where it was told to stand and is told the very same again: all of that was judged
// before. Most axes rest most of the time.
func (g *Guard) rests(a chair.Axis, c *chair.Setpoint, r *chair.AxisReport) bool {
	return c.On && c.Vel == 0 && r.Vel == 0 && *c == g.command.Axes[a] && g.last.Axes[a].Homed && r.Homed && !g.blind &&
		g.brisk[a] == 0 && g.astray[a] == 0 && near(c.Pos, r.Pos, g.axes[a].play)
}

// axisAsked judges what is asked of one axis by itself.
func (g *Guard) axisAsked(a chair.Axis, c *chair.Setpoint, r *chair.AxisReport, dt time.Duration) bool {
	same := *c == g.command.Axes[a] // and was let through before
	switch {
	case !same && !(finite(float64(c.Pos)) && finite(float64(c.Vel))), c.On && !g.axes[a].fitted:
		return g.fail(chair.Fault{Code: chair.FaultCommand, Axis: a})
	case !c.On:
		return true
	case g.blind && !g.homeward(a, c):
		return false
	case !r.Homed:
		return g.seeks(a, c)
	case same && g.driven(a):
		return true
	}
	return g.within(a, c, r) && g.steps(a, c, r, g.step)
}

// driven says whether the axis was driven by places in the last tick.
func (g *Guard) driven(a chair.Axis) bool { return g.command.Axes[a].On && g.last.Axes[a].Homed }

// homeward lets only rollers and tappers move, and only away from the person, while nobody knows where or how
// hard the rollers press: anything else could drag or push them along a back.
func (g *Guard) homeward(a chair.Axis, c *chair.Setpoint) bool {
	if (a == chair.Depth || a == chair.TapLeft || a == chair.TapRight) && c.Vel <= joint {
		return true
	}
	return g.fail(chair.Fault{Code: chair.FaultNotHomed, Axis: chair.Depth})
}

// seeks lets an axis without a reference look for it, and nothing else: its positions mean nothing yet. The
// drive seeks its own switch; the kneading shaft turns slowly.
func (g *Guard) seeks(a chair.Axis, c *chair.Setpoint) bool {
	x := &g.axes[a]
	ok := c.Pos == x.home && rate(c.Vel) <= x.vel
	if x.endless {
		ok = rate(c.Vel) <= min(seekRate, x.vel)
	}
	return ok || g.fail(chair.Fault{Code: chair.FaultNotHomed, Axis: a})
}

// within keeps speed and place inside what the axis has. From outside its travel, as after a person with wider
// limits, it may only come back.
func (g *Guard) within(a chair.Axis, c *chair.Setpoint, r *chair.AxisReport) bool {
	x := &g.axes[a]
	if v := rate(c.Vel); !(v <= x.vel+joint) {
		return g.fail(chair.Fault{Code: chair.FaultSpeed, Axis: a, Value: float64(v), Bound: float64(x.vel)})
	}
	switch lo, hi := min(x.min, r.Pos), max(x.max, r.Pos); {
	case x.endless:
	case !(c.Pos >= lo-joint):
		return g.fail(chair.Fault{Code: chair.FaultTravel, Axis: a, Value: float64(c.Pos), Bound: float64(x.min)})
	case !(c.Pos <= hi+joint):
		return g.fail(chair.Fault{Code: chair.FaultTravel, Axis: a, Value: float64(c.Pos), Bound: float64(x.max)})
	}
	return true
}

// steps holds an axis's motion to itself. Speed changes no faster than the profile's acceleration, and the
// place moves no further than the two speeds make of the time, give or take a quarter of acc dt2: the most that
// acceleration within the tick can add. Less far is no harm: the planner's time may run slower than ours. An
// axis that was not driven, or had no reference, begins from rest where it is.
func (g *Guard) steps(a chair.Axis, c *chair.Setpoint, r *chair.AxisReport, dt float64) bool {
	x := &g.axes[a]
	was := chair.Setpoint{Pos: r.Pos}
	near := x.stray
	driven := g.driven(a)
	if driven {
		was = g.command.Axes[a]
		near = chair.Coord(float64(x.acc)*dt*dt/4) + joint
	}
	if d, most := rate(c.Vel-was.Vel), chair.CoordRate(float64(x.acc)*dt)+joint; !(d <= most) {
		return g.fail(chair.Fault{Code: chair.FaultAccel, Axis: a, Value: float64(d), Bound: float64(most)})
	}
	step, way := x.away(c.Pos, was.Pos), chair.Coord(0)
	if driven {
		way = chair.Coord(float64(was.Vel+c.Vel) / 2 * dt)
	}
	if !(step >= min(0, way)-near && step <= max(0, way)+near) {
		return g.fail(chair.Fault{Code: chair.FaultJump, Axis: a, Value: float64(step), Bound: float64(way)})
	}
	return true
}

// follows trips when an axis has been away from where it was told to be: something is in its way.
func (g *Guard) follows(a chair.Axis, r *chair.AxisReport, dt time.Duration) bool {
	x := &g.axes[a]
	if !g.driven(a) {
		g.astray[a], g.brisk[a] = 0, 0
		return true
	}
	fading := g.brisk[a] * chair.CoordRate(max(0, 1-g.step/x.lag))
	if fading < joint { // as good as at rest
		fading = 0
	}
	g.brisk[a] = max(rate(g.command.Axes[a].Vel), rate(r.Vel), fading)
	off := math.Abs(float64(x.away(g.command.Axes[a].Pos, r.Pos)))
	most := float64(x.play) + float64(g.brisk[a])*x.lag
	if !(off > most) {
		g.astray[a] = 0
		return true
	}
	g.astray[a] += dt
	return g.astray[a] <= astrayTime ||
		g.fail(chair.Fault{Code: chair.FaultTracking, Axis: a, Value: off, Bound: most})
}

// depthAsked keeps the rollers behind the cover until everything is known that contact needs, and driven while
// they are out.
func (g *Guard) depthAsked(in *Input) bool {
	c := &in.Command.Axes[chair.Depth]
	if !c.On {
		let := g.out && g.command.Axes[chair.Depth].On
		return !let || g.fail(chair.Fault{Code: chair.FaultCommand, Axis: chair.Depth})
	}
	if c.Pos <= g.behind || g.out && c.Vel <= joint {
		return true
	}
	switch {
	case g.unhomed != 0:
		return g.fail(chair.Fault{Code: chair.FaultNotHomed, Axis: g.unhomed})
	case !g.tare.Taken:
		return g.fail(chair.Fault{Code: chair.FaultNotHomed, Axis: chair.Depth})
	case !g.seated:
		return g.fail(chair.Fault{Code: chair.FaultPresence})
	}
	return true
}

// comfortAsked bounds what heat and air may be asked for.
func (g *Guard) comfortAsked(c *chair.Command) bool {
	if !(c.Heat >= 0 && c.Heat <= g.heatMost) {
		return g.fail(chair.Fault{Code: chair.FaultCommand, Value: float64(c.Heat), Bound: float64(g.heatMost)})
	}
	for b := range c.Air {
		if most := min(g.profile.Air[b].Max, g.limits.Air.Max); !(c.Air[b] >= 0 && c.Air[b] <= most) {
			return g.fail(chair.Fault{Code: chair.FaultAir, Value: float64(c.Air[b]), Bound: float64(most)})
		}
	}
	return true
}

func rate(v chair.CoordRate) chair.CoordRate { return chair.CoordRate(math.Abs(float64(v))) }
