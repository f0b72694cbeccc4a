package control

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/motion"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Named assumptions of the control design.
const (
	// Headroom is the share of an axis's limits that control plans with; the guard checks against all of them.
	Headroom = 0.75
	// DitherRate and DitherReach shake the depth while scanning: above breathing (0.3 Hz) and the trunk on its
	// upholstery (about 3 Hz), below what the screw's jerk allows.
	DitherRate  unit.Hertz      = 4
	DitherReach unit.Millimetre = 1
	// Travel is the carriage's speed between strokes.
	Travel unit.MMPerSecond = 60
	// park is the kneading angle at rest: rollers neither widened nor advanced, KneadAlong up the back.
	park chair.Coord = 90
)

// Controller holds the state of one chair's control. It is used by one caller; the zero value is not usable.
type Controller struct {
	profile *chair.Profile
	limits  chair.Limits
	zones   chair.ZoneMap
	contour chair.Contour
	tare    chair.Tare

	offset  [chair.SideEnd]unit.Newton // of the cells, at the recline angle weighed
	weighed unit.Degree

	up     unit.Millimetre // of the rollers over the carriage
	angle  chair.Coord     // of the kneading shaft, that up is of
	turned bool            // angle is one

	axes    [chair.AxisEnd]motion.State
	driven  [chair.AxisEnd]bool
	plan    [chair.AxisEnd]motion.Limits
	pace    pace // at which the rollers go by force
	force   loop
	taps    tappers
	shake   dither
	way     way
	seeking bool // the kneading shaft turns towards its index mark
	parking bool // the kneading shaft is on its way to parkAt
	parkAt  chair.Coord
	status  Status
}

// New returns a controller at rest for a chair and a person's limits.
func New(p *chair.Profile, l chair.Limits) *Controller {
	c := &Controller{profile: p, limits: l, pace: paceOf(p)}
	c.shake.most = c.pace.shake
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		ap := &p.Axes[a]
		vel := float64(ap.Vel)
		if a == chair.Recline || a == chair.LegRest {
			vel = min(vel, float64(l.ReclineSpeed.Max))
		}
		c.plan[a] = motion.Limits{
			Vel: Headroom * vel, Acc: Headroom * float64(ap.Acc), Jerk: Headroom * float64(ap.Jerk),
		}
	}
	return c
}

// Tare sets what the load cells are read against.
func (c *Controller) Tare(t chair.Tare) {
	c.tare = t
	c.weigh(t.Recline)
}

// Register tells where the zones are and where the rollers will meet the back.
func (c *Controller) Register(m chair.ZoneMap, k chair.Contour) { c.zones, c.contour = m, k }

// Limit sets the person's limits.
func (c *Controller) Limit(l chair.Limits) { c.limits = l }

// Status is what came of the last step.
func (c *Controller) Status() Status { return c.status }

// Step returns the command of the coming tick of dt seconds.
func (c *Controller) Step(g *Goal, r *chair.Report, dt float64) (cmd chair.Command) {
	c.Plan(&cmd, g, r, dt)
	return cmd
}

// Plan is Step for whom has room for the command.
func (c *Controller) Plan(cmd *chair.Command, g *Goal, r *chair.Report, dt float64) {
	*cmd = chair.Command{}
	c.feel(r)
	c.status.Ready, c.status.Easing, c.shake.on = true, false, false
	c.force.rate = float64(g.Rise)
	switch g.Kind {
	case Home:
		c.home(cmd, r, dt)
	case Pose:
		c.pose(cmd, g, r, dt)
	case Feel:
		c.travelTo(cmd, g, r, dt)
	case Stroke:
		c.stroke(cmd, g, r, dt)
	default:
		c.force.reset()
		c.taps, c.status.Target = tappers{}, 0
	}
	for a := range c.driven { // what is let go begins anew where it is
		if !cmd.Axes[a].On {
			c.driven[a] = false
		}
	}
	c.shake.add(cmd, dt)
	cmd.Heat = min(g.Heat, c.limits.Heat.Max, c.profile.Heat.Max)
}

// feel reads where the rollers are and how hard they press; the tare makes forces true at any recline angle.
func (c *Controller) feel(r *chair.Report) {
	if angle := r.Axes[chair.Kneading].Pos; !c.turned || angle != c.angle {
		c.turned, c.angle = true, angle
		c.up, _, _ = c.profile.Rollers.Knead(angle)
	}
	carriage := unit.Millimetre(r.Axes[chair.Carriage].Pos)
	c.status.Along = carriage + c.up
	c.way = c.from(carriage, unit.Millimetre(r.Axes[chair.Width].Pos))
	if !c.tare.Taken {
		return
	}
	if recline := c.profile.Back(r); recline != c.weighed {
		c.weigh(recline)
	}
	for s := range c.offset {
		c.status.Contact[s] = r.Force[s] - c.offset[s]
	}
}

// weigh works out what the cells read without contact at a recline angle: once, until the back moves.
func (c *Controller) weigh(recline unit.Degree) {
	c.weighed = recline
	for s := range c.offset {
		c.offset[s] = c.tare.Offset(chair.Side(s), recline)
	}
}

// take starts driving an axis from where the chair says it is.
func (c *Controller) take(a chair.Axis, r *chair.Report) {
	if !c.driven[a] {
		c.axes[a] = motion.State{Pos: float64(r.Axes[a].Pos)}
		c.driven[a] = true
		c.parking = c.parking && a != chair.Kneading
	}
}

// set writes an axis's state into the command.
func (c *Controller) set(cmd *chair.Command, a chair.Axis) {
	s := &c.axes[a]
	cmd.Axes[a] = chair.Setpoint{On: true, Pos: chair.Coord(s.Pos), Vel: chair.CoordRate(s.Vel)}
}

// goTo moves a fitted axis towards pos, at most at vel (0: its own), and says whether it is there.
func (c *Controller) goTo(cmd *chair.Command, a chair.Axis, r *chair.Report, pos chair.Coord, vel, dt float64) bool {
	p := &c.profile.Axes[a]
	if !p.Fitted {
		return true
	}
	c.take(a, r)
	if p.Bound {
		pos = min(max(pos, p.Min), p.Max)
	}
	at := &c.axes[a]
	rests := *at == (motion.State{Pos: float64(pos)})
	if !rests {
		l := c.plan[a]
		if vel > 0 {
			l.Vel = min(l.Vel, vel)
		}
		*at = motion.FollowTo(*at, float64(pos), dt, l)
	}
	c.set(cmd, a)
	return math.Abs(float64(r.Axes[a].Pos-pos)) < arrived &&
		(rests || math.Abs(at.Pos-float64(pos)) < planned && math.Abs(at.Vel) < planned)
}

// arrived is how near an axis must report to be, in mm or degrees, to count as there; planned how near its
// setpoint must be, and how slow per second, so that what follows starts without a step.
const arrived, planned = 1.0, 0.02

// spin turns the kneading shaft at a rate, with the axis's own jerk.
func (c *Controller) spin(cmd *chair.Command, r *chair.Report, rate unit.Hertz, dt float64) {
	if !c.profile.Axes[chair.Kneading].Fitted {
		return
	}
	c.take(chair.Kneading, r)
	c.parking = false
	l := c.plan[chair.Kneading]
	want := min(max(float64(rate)*360, -l.Vel), l.Vel)
	c.axes[chair.Kneading] = motion.Follow(c.axes[chair.Kneading], want, dt, l)
	c.set(cmd, chair.Kneading)
}

// parkShaft turns the shaft on to its resting angle, the way it was turning, and says whether it is there.
func (c *Controller) parkShaft(cmd *chair.Command, r *chair.Report, dt float64) bool {
	if !c.profile.Axes[chair.Kneading].Fitted {
		return true
	}
	c.take(chair.Kneading, r)
	if !c.parking {
		at := &c.axes[chair.Kneading]
		turns := (at.Pos + stopAhead(at, &c.plan[chair.Kneading]) - float64(park)) / 360
		if whole := math.Round(turns); math.Abs(turns-whole) < arrived/360 {
			turns = whole // it rests there already
		}
		if at.Vel >= 0 {
			turns = math.Ceil(turns)
		} else {
			turns = math.Floor(turns)
		}
		c.parking, c.parkAt = true, park+360*chair.Coord(turns)
	}
	return c.goTo(cmd, chair.Kneading, r, c.parkAt, 0, dt)
}

// stopAhead is how far an axis still travels when it is stopped now; 0 where that cannot be told.
func stopAhead(s *motion.State, l *motion.Limits) float64 {
	stop := motion.Axis{From: *s, Limits: *l, Interface: motion.Velocity}
	way, err := stop.Plan()
	if err != nil {
		return 0
	}
	return way.End().Pos - s.Pos
}

// carriageFor is where the carriage must be for the rollers to be at along: the parked shaft holds them
// KneadAlong up the back, a turning one circles about the carriage.
func (c *Controller) carriageFor(along unit.Millimetre, turning bool) unit.Millimetre {
	if turning || !c.profile.Axes[chair.Kneading].Fitted {
		return along
	}
	return along - c.profile.Rollers.KneadAlong
}

// lightest is the least force that a goal may be scaled or capped to while the rollers are on the back.
const lightest = technique.Touch / 2
