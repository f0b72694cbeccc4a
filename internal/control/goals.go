package control

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/motion"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// homeOrder is which axes are homed after which: rollers first leave the person, then the rest may move.
var homeOrder = [...][]chair.Axis{
	{chair.Depth, chair.TapLeft, chair.TapRight},
	{chair.Carriage, chair.Width, chair.Kneading},
	{chair.Recline, chair.LegRest},
}

// indexRate is how fast the kneading shaft turns while it looks for its mark.
const indexRate unit.Hertz = 0.25

// home finds the references of all axes, group by group.
func (c *Controller) home(cmd *chair.Command, r *chair.Report, dt float64) {
	c.force.reset()
	for _, group := range homeOrder {
		done := true
		for _, a := range group {
			done = c.homeAxis(cmd, a, r, dt) && done
		}
		if !done {
			c.status.Ready = false
			return
		}
	}
}

// homeAxis lets an axis seek its reference, then holds it at home; it says whether it is there.
func (c *Controller) homeAxis(cmd *chair.Command, a chair.Axis, r *chair.Report, dt float64) bool {
	p := &c.profile.Axes[a]
	switch {
	case !p.Fitted:
		return true
	case r.Axes[a].Homed && a == chair.Kneading:
		if c.seeking { // the mark has renumbered the angle: let the shaft run out, then plan afresh
			c.driven[a] = false
			c.seeking = math.Abs(float64(r.Axes[a].Vel)) > arrived
			return false
		}
		return c.parkShaft(cmd, r, dt)
	case r.Axes[a].Homed:
		return c.goTo(cmd, a, r, p.Home, 0, dt)
	case a == chair.Kneading:
		c.spin(cmd, r, indexRate, dt)
		c.seeking = true
	default:
		// The drive seeks its own switch; where it is now is not known, so nothing is planned.
		cmd.Axes[a] = chair.Setpoint{On: true, Pos: p.Home}
		c.driven[a] = false
	}
	return false
}

// pose moves the furniture with the rollers at home.
func (c *Controller) pose(cmd *chair.Command, g *Goal, r *chair.Report, dt float64) {
	ready := c.settleTaps(cmd, r, dt)
	ready = c.parkShaft(cmd, r, dt) && ready
	if !c.withdraw(cmd, r, false, dt) {
		c.status.Ready = false
		c.hold(cmd, r, dt, chair.Carriage, chair.Width, chair.Recline, chair.LegRest)
		return
	}
	ready = c.goTo(cmd, chair.Carriage, r, chair.Coord(c.carriageFor(g.Along, false)), 0, dt) && ready
	ready = c.goTo(cmd, chair.Width, r, chair.Coord(g.Width), 0, dt) && ready
	c.status.Ready = c.posture(cmd, g, r, dt) && ready
}

// posture moves recline and leg rest to the goal's.
func (c *Controller) posture(cmd *chair.Command, g *Goal, r *chair.Report, dt float64) bool {
	back := c.goTo(cmd, chair.Recline, r, chair.Coord(min(g.Recline, c.limits.Recline.Max)), 0, dt)
	return c.goTo(cmd, chair.LegRest, r, g.LegRest, 0, dt) && back
}

// hold brings axes to rest where they are.
func (c *Controller) hold(cmd *chair.Command, r *chair.Report, dt float64, axes ...chair.Axis) {
	for _, a := range axes {
		if !c.profile.Axes[a].Fitted {
			continue
		}
		c.take(a, r)
		c.axes[a] = motion.Follow(c.axes[a], 0, dt, c.plan[a])
		c.set(cmd, a)
	}
}

// travelTo feels along the back: force on the rollers, carriage to a place.
func (c *Controller) travelTo(cmd *chair.Command, g *Goal, r *chair.Report, dt float64) {
	ready := c.settleTaps(cmd, r, dt)
	ready = c.parkShaft(cmd, r, dt) && ready
	ready = c.goTo(cmd, chair.Width, r, chair.Coord(g.Width), 0, dt) && ready
	ready = c.posture(cmd, g, r, dt) && ready
	if !ready {
		c.status.Ready = false
		c.withdraw(cmd, r, true, dt)
		c.hold(cmd, r, dt, chair.Carriage)
		return
	}
	there := c.goTo(cmd, chair.Carriage, r, chair.Coord(c.carriageFor(g.Along, false)), float64(g.Speed), dt)
	c.toward(c.carriageFor(g.Along, false), g.Width)
	_, slope := c.contour.At(c.status.Along)
	c.press(cmd, r, g.Force, slope*c.axes[chair.Carriage].Vel, dt)
	c.shake.on = g.Dither && !c.status.Easing
	c.status.Ready = there && !c.status.Easing && math.Abs(c.force.felt-float64(c.status.Target)) < float64(technique.Touch)
}

// stroke follows a technique's shape, or goes to its start.
func (c *Controller) stroke(cmd *chair.Command, g *Goal, r *chair.Report, dt float64) {
	t := g.Shape.At(g.At)
	if !g.Begun {
		c.toStart(cmd, g, &t, r, dt)
		return
	}
	turning := g.Turning
	c.carry(cmd, r, c.carriageFor(t.Along, turning), float64(t.AlongVel)*g.Rate, dt)
	// Where it will be; and, before the carriage turns, no nearer than it would be without braking.
	soon := g.Shape.At(g.At + foresight)
	c.toward(c.carriageFor(soon.Along, turning), soon.Width)
	c.toward(c.carriageFor(t.Along+unit.Millimetre(float64(t.AlongVel)*foresight.Seconds()), turning), t.Width)
	c.widen(cmd, r, t.Width, dt)
	c.furniture(cmd, g, &t, r)
	shaft := 0.0
	if turning {
		c.spin(cmd, r, t.Knead*unit.Hertz(g.Rate), dt)
		shaft = c.axes[chair.Kneading].Vel * math.Pi / 180
	} else {
		c.parkShaft(cmd, r, dt)
	}
	if g.Lift {
		c.settleTaps(cmd, r, dt)
		c.status.Ready = c.withdraw(cmd, r, true, dt)
		return
	}
	force := t.Force
	if force > technique.Touch {
		force = max(technique.Touch, t.Force*unit.Newton(g.Scale))
	}
	if t.Tap > 0 && g.Rate > 0.5 {
		// The base waits at its share of the peak; the stroke itself brings the rest.
		c.cap(r)
		peak := min(force, c.status.Cap.Max)
		c.press(cmd, r, max(lightest, peak*tapBase), c.ahead(0), dt)
		c.tap(cmd, r, t.Tap, t.TapBoth, peak, dt)
		c.status.Target = peak
		c.status.Easing = true // peaks, not a held force
		return
	}
	c.settleTaps(cmd, r, dt)
	c.press(cmd, r, force, c.ahead(shaft), dt)
	c.status.Easing = c.status.Easing || t.Easing
}

// toStart goes to where a shape begins: light touch on the way, everything parked that it needs parked.
func (c *Controller) toStart(cmd *chair.Command, g *Goal, t *technique.Target, r *chair.Report, dt float64) {
	turning := g.Turning
	ready := c.settleTaps(cmd, r, dt)
	if turning {
		c.spin(cmd, r, 0, dt)
	} else {
		ready = c.parkShaft(cmd, r, dt) && ready
	}
	ready = c.depart(cmd, r, c.carriageFor(t.Along, turning), t.Width, dt) && ready
	recline := t.Recline
	if recline == 0 {
		recline = g.Recline
	}
	start := Goal{Recline: recline, LegRest: t.LegRest}
	ready = c.posture(cmd, &start, r, dt) && ready
	if g.Lift {
		c.withdraw(cmd, r, true, dt)
		c.status.Ready = false
		return
	}
	c.press(cmd, r, technique.Touch, c.ahead(0), dt)
	c.status.Ready = ready && c.force.felt > float64(touching)
	c.status.Easing = true
}

// depart takes carriage and width to a place once the force is what the whole way allows, and says whether they are
// there.
func (c *Controller) depart(cmd *chair.Command, r *chair.Report, carriage, width unit.Millimetre, dt float64) bool {
	c.toward(carriage, width)
	if c.cap(r); c.force.want > float64(c.status.Cap.Max) {
		c.hold(cmd, r, dt, chair.Carriage, chair.Width)
		return false
	}
	there := c.goTo(cmd, chair.Width, r, chair.Coord(width), 0, dt)
	return c.goTo(cmd, chair.Carriage, r, chair.Coord(carriage), float64(Travel), dt) && there
}

// carry drives the carriage along a shape that is itself jerk-limited.
func (c *Controller) carry(cmd *chair.Command, r *chair.Report, along unit.Millimetre, vel, dt float64) {
	c.take(chair.Carriage, r)
	p := &c.profile.Axes[chair.Carriage]
	c.axes[chair.Carriage] = motion.State{Pos: min(max(float64(along), float64(p.Min)), float64(p.Max)), Vel: vel}
	c.set(cmd, chair.Carriage)
}

// laneGain is the speed of the width per millimetre that it lacks, 1/s: where the lane is steepest the width is a
// millimetre behind. Assumption.
const laneGain = 5.0

// widen lets the rollers' width follow the lane. The lane bends where the carriage passes a level; the width does
// so smoothly, and planning an exact arrival anew in every tick would be the dearest part of it.
func (c *Controller) widen(cmd *chair.Command, r *chair.Report, width unit.Millimetre, dt float64) {
	if c.profile.Axes[chair.Width].Fitted {
		c.take(chair.Width, r)
		c.drive(cmd, chair.Width, laneGain*(float64(width)-c.axes[chair.Width].Pos), dt)
	}
}

// furniture drives recline, leg rest and bags along a shape.
func (c *Controller) furniture(cmd *chair.Command, g *Goal, t *technique.Target, r *chair.Report) {
	recline, vel := t.Recline, float64(t.ReclineVel)*g.Rate
	if recline == 0 {
		recline, vel = g.Recline, 0
	}
	c.follow(cmd, chair.Recline, r, float64(min(recline, c.limits.Recline.Max)), vel)
	c.follow(cmd, chair.LegRest, r, float64(t.LegRest), float64(t.LegRestVel)*g.Rate)
	for b := chair.BagSeat; b < chair.BagEnd; b++ {
		cmd.Air[b] = min(c.profile.Air[b].Max*unit.Kilopascal(t.Air[b]), c.limits.Air.Max)
	}
}

// follow drives an axis along a shape.
func (c *Controller) follow(cmd *chair.Command, a chair.Axis, r *chair.Report, pos, vel float64) {
	p := &c.profile.Axes[a]
	if !p.Fitted {
		return
	}
	c.take(a, r)
	c.axes[a] = motion.State{Pos: min(max(pos, float64(p.Min)), float64(p.Max)), Vel: vel}
	c.set(cmd, a)
}

// ahead is the speed along the normal that the contour under the moving rollers and the kneading eccentric will
// ask for, in mm/s; shaft is the kneading speed in radians per second.
func (c *Controller) ahead(shaft float64) float64 {
	_, slope := c.contour.At(c.status.Along)
	along := c.axes[chair.Carriage].Vel
	if shaft == 0 {
		return slope * along
	}
	h := &c.profile.Rollers
	sin, cos := math.Sincos(c.axes[chair.Kneading].Pos * math.Pi / 180)
	return slope*(along+float64(h.KneadAlong)*cos*shaft) - float64(h.KneadOut)*sin*shaft
}
