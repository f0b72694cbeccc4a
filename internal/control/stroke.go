package control

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/motion"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

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
	force := c.scaled(g, t.Force)
	if t.Tap > 0 && g.Rate > 0.5 {
		// Alone, the base waits at its share of the peak; along with something it is that one's force. The stroke itself
		// brings the rest.
		c.cap(r)
		peak := min(force, c.status.Cap.Max)
		base := peak * tapBase
		if t.Peak > 0 {
			peak = min(c.scaled(g, t.Peak), c.status.Cap.Max)
			base = min(force, peak/technique.PeakOver)
		}
		c.press(cmd, r, max(lightest, base), c.ahead(shaft), dt)
		c.tap(cmd, r, strokes{t.Tap, t.TapBoth, t.TapSide}, peak, dt)
		c.status.Target = peak
		c.status.Easing = true // peaks, not a held force
		return
	}
	c.settleTaps(cmd, r, dt)
	c.press(cmd, r, force, c.ahead(shaft), dt)
	c.status.Easing = c.status.Easing || t.Easing
}

// scaled is a shape's force, softer or stronger.
func (c *Controller) scaled(g *Goal, f unit.Newton) unit.Newton {
	if f <= technique.Touch {
		return f
	}
	return max(technique.Touch, f*unit.Newton(g.Scale))
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
	if c.limits.AirHold.Max <= 0 || g.Lift {
		return // withheld; and in a pause nothing holds anybody, for as long as that may last
	}
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
