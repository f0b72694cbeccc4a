package control

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/motion"
	"github.com/openlumbar/lumbar/unit"
)

// Parameters of the force loop; assumptions argued in the package comment.
const (
	// Gain is the speed towards the person per newton of missing force, mm/s/N.
	Gain = 1.6
	// tapGain and tapSmoothing replace Gain and smoothing while tapping: the loop holds what the rollers rest with
	// between strokes, which is known less well.
	tapGain, tapSmoothing = 1.0, 0.05
	// reset is the time constant of the loop's integral: it takes out what feed-forward does not know, a contour
	// that is being felt for the first time and breathing. At 1.2 s it costs 5 degrees of phase margin on bone, and
	// on fat of 2 N/mm, where the loop is four times slower, a step still goes less than 20 % too far.
	reset = 1.2
	// drift bounds the integral, mm/s: the steepest back at scanning speed.
	drift = 15.0
	// slew is how fast a wanted force may grow, so that nothing comes as a shock; easeOff how fast it may fall:
	// quicker, as nobody minds a force that goes.
	slew, easeOff unit.NewtonPerSecond = 15, 60
	// smoothing is the time constant of the force filter: the cells' noise, not the command, is filtered.
	smoothing = 0.008
	// touching is the force at which the rollers count as on the back: three times a cell's noise and more.
	touching unit.Newton = 1.5
	// closing is the speed towards the back without contact, and near where the contour expects it: both well
	// under the approach limit of 50 mm/s.
	closing, closingNear = 35.0, 18.0
	// nearBy is how far from the expected contour closing slows down.
	nearBy unit.Millimetre = 12
	// outward is the greatest speed away from the person that the loop may ask for; the screw does more.
	outward = 120.0
	// lifted is how far off the back the rollers wait in a pause.
	lifted unit.Millimetre = 12
	// endStop is the distance from the end of an axis's travel at which a driven speed has fallen to nothing, mm:
	// there is room left for the dither. endSlope is how steeply it falls, mm/s per mm.
	endStop, endSlope = 1.2 * float64(DitherReach), 6.0
)

// loop is the state of the force loop.
type loop struct {
	felt   float64 // filtered force of the harder-pressed roller, N
	want   float64 // slewed target, N
	push   float64 // integral of the error, as a speed towards the person, mm/s
	primed bool
	rate   float64 // N/s that want may change by either way; 0: slew and easeOff
}

func (l *loop) reset() { *l = loop{} }

// aim slews the wanted force towards target and says whether it is on its way.
func (l *loop) aim(target unit.Newton, dt float64) bool {
	up, down := float64(slew)*dt, float64(easeOff)*dt
	if l.rate > 0 {
		up, down = l.rate*dt, l.rate*dt
	}
	d := float64(target) - l.want
	l.want += min(max(d, -down), up)
	return d > up || d < -down
}

// listen filters the force of the harder-pressed roller with time constant tau.
func (l *loop) listen(contact *[chair.SideEnd]unit.Newton, tau, dt float64) {
	f := float64(max(contact[chair.Left], contact[chair.Right]))
	if !l.primed {
		l.felt, l.primed = f, true
		return
	}
	l.felt += (f - l.felt) * dt / (tau + dt)
}

// press drives the depth so that the harder-pressed roller feels target. advance is the speed along the normal
// that is known beforehand, in mm/s.
func (c *Controller) press(cmd *chair.Command, r *chair.Report, target unit.Newton, advance, dt float64) {
	gain, tau, contact := c.pace.gain, smoothing, &c.status.Contact
	tapping := !c.taps.resting()
	if tapping {
		gain, tau, contact = c.pace.tapGain, tapSmoothing, &c.taps.base
	}
	c.take(chair.Depth, r)
	c.force.listen(contact, tau, dt)
	c.cap(r)
	target = min(target, c.status.Cap.Max)
	on := c.force.felt > float64(touching) || tapping // between strokes they may lose the back: no reason to close in
	if !on {
		c.force.push = 0
		// Without the back there is nothing to slew from: the wanted force waits at a touch.
		c.force.want = min(c.force.want, float64(target), float64(touching)+float64(lightest))
	}
	c.status.Easing = c.force.aim(target, dt) || !on
	c.status.Target = unit.Newton(c.force.want)

	speed := c.pace.closing
	if on {
		miss := gain * (c.force.want - c.force.felt)
		if end := float64(c.profile.Axes[chair.Depth].Max) - 2*endStop; miss < 0 || c.axes[chair.Depth].Pos < end {
			c.force.push = min(max(c.force.push+miss*dt/reset, -drift), drift)
		}
		over := gain * max(0, c.force.felt-float64(c.status.Cap.Max)) // what is not allowed here goes twice as fast
		speed = min(max(miss+c.force.push-over, -outward), c.pace.closing) + advance
	} else if out, _ := c.contour.At(c.status.Along); c.contour.Known() &&
		unit.Millimetre(c.axes[chair.Depth].Pos) > out-nearBy {
		speed = c.pace.closingNear
	}
	c.drive(cmd, chair.Depth, min(speed, c.inward()), dt)
}

// inward is the greatest speed towards the person now, mm/s: well under the approach limit, the dither's own speed
// taken off.
func (c *Controller) inward() float64 {
	shaking := c.shake.reach() * 2 * math.Pi * float64(DitherRate)
	return 0.9*float64(c.limits.Approach.Max) - shaking
}

// drive moves an axis at a speed, jerk-limited, and comes to rest before its end.
func (c *Controller) drive(cmd *chair.Command, a chair.Axis, speed, dt float64) {
	p, s := &c.profile.Axes[a], &c.axes[a]
	speed = min(speed, max(0, (float64(p.Max)-endStop-s.Pos)*endSlope))
	speed = max(speed, -max(0, (s.Pos-float64(p.Min)-endStop)*endSlope))
	if speed != 0 || s.Vel != 0 || s.Acc != 0 { // otherwise it rests
		*s = motion.Follow(*s, speed, dt, c.plan[a])
	}
	c.set(cmd, a)
}

// withdraw takes the rollers home, or in a pause just off the back, and says whether they are there.
func (c *Controller) withdraw(cmd *chair.Command, r *chair.Report, pause bool, dt float64) bool {
	c.take(chair.Depth, r)
	c.force.listen(&c.status.Contact, smoothing, dt)
	c.cap(r)
	// Ease first: force falls at the slew rate until only a touch is left.
	if c.force.want > float64(lightest) && c.force.felt > float64(lightest) {
		c.force.aim(0, dt)
		c.status.Target, c.status.Easing = unit.Newton(c.force.want), true
		c.drive(cmd, chair.Depth, min(max(Gain*(c.force.want-c.force.felt), -outward), 0), dt)
		return false
	}
	c.force.want, c.status.Target = 0, 0
	p := &c.profile.Axes[chair.Depth]
	home := max(p.Home, p.Min+chair.Coord(c.shake.reach())) // a fading dither needs its room
	if out, _ := c.contour.At(c.status.Along); pause && c.contour.Known() {
		// Where the back falls away under a carriage on its way, rollers that wait do not go after it.
		home = max(home, min(chair.Coord(out-lifted), chair.Coord(c.axes[chair.Depth].Pos)))
	}
	return c.goTo(cmd, chair.Depth, r, home, 0, dt)
}
