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
