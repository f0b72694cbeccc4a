package guard

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// axis is what the guard holds an axis to.
type axis struct {
	fitted, endless bool
	min, max, home  chair.Coord     // max is the person's, where limits tighten it
	top             chair.Coord     // the axis's own upper end: the person before may have gone further
	vel             chair.CoordRate // greatest that may be asked for
	over            chair.CoordRate // greatest that may be reported
	acc             chair.CoordAccel
	jerk            chair.CoordJerk
	stray           chair.Coord // how far it may be from its setpoint at full speed
	lag             float64     // time within which a drive comes to its setpoint, s
	play            chair.Coord // how far it may be from its setpoint at rest
}

// figures are computed once from profile and limits.
type figures struct {
	axes     [chair.AxisEnd]axis
	period   float64       // of a control tick, s
	react    float64       // from a fresh report to the retreat taking hold, s
	behind   chair.Coord   // depth up to which the rollers are behind the cover
	blur     chair.Coord   // how far the rollers may have moved since a peak was felt
	gain     float64       // what a reading may have to be multiplied by to be true
	phantom  unit.Newton   // greatest force that a roller may feel without contact
	heatMost unit.Celsius  // greatest pad target
	surface  unit.Celsius  // greatest pad temperature
	longest  time.Duration // that a retreat may take
}

// Named assumptions about machines.
const (
	// overspeed is how much faster than its profile a sound axis may report to be; slack is what noise, backlash
	// and rounding may add to a reported place (mm, degrees) or speed (mm/s, degrees/s).
	overspeed = 1.2
	slack     = 3
	// strayLags is how many of a drive's time constants it may be behind its setpoint at full speed.
	strayLags = 3
	// homeBand is how near home counts as home, mm.
	homeBand chair.Coord = 1
	// phantomForce is what creep, leaning on the cover and vibration may add to a cell without contact.
	phantomForce unit.Newton = 10
)

// figure computes the figures.
func figure(p *chair.Profile, l *chair.Limits) figures {
	f := figures{
		period:   seconds(p.Period()),
		react:    seconds(p.Period() + p.Axes[chair.Depth].Lag),
		gain:     1 + p.Rollers.CellGain,
		heatMost: min(p.Heat.Max, l.Heat.Max),
		surface:  max(l.HeatSurface.Max, bodyHeat),
	}
	for a := range f.axes {
		q := &p.Axes[a]
		f.axes[a] = axis{
			fitted: q.Fitted, endless: !q.Bound && chair.Axis(a).Rotary(),
			min: q.Min, max: q.Max, top: q.Max, home: q.Home, vel: q.Vel, acc: q.Acc, jerk: q.Jerk,
		}
	}
	recline := &f.axes[chair.Recline]
	recline.max = min(recline.max, chair.Coord(l.Recline.Max))
	for _, a := range []chair.Axis{chair.Recline, chair.LegRest} {
		f.axes[a].vel = min(f.axes[a].vel, chair.CoordRate(l.ReclineSpeed.Max))
	}
	stroke := min(strokeSpeed(p.Rollers.Moving, l.Force[chair.ZoneMuscle].Max), energySpeed(p.Rollers.Moving, l.TapEnergy.Max))
	for _, a := range []chair.Axis{chair.TapLeft, chair.TapRight} {
		f.axes[a].vel = min(f.axes[a].vel, chair.CoordRate(l.TapSpeed.Max), chair.CoordRate(stroke))
	}
	for a := range f.axes {
		x, q := &f.axes[a], &p.Axes[a]
		x.over = overspeed*x.vel + slack
		x.lag, x.play = strayLags*q.Lag.Seconds(), q.Backlash+slack
		x.stray = x.play + chair.Coord(float64(x.vel)*x.lag)
	}
	depth := &f.axes[chair.Depth]
	f.longest = retreatTime(depth)
	f.behind = max(chair.Coord(p.Rollers.Cover-p.Rollers.KneadOut), depth.home+homeBand)
	f.blur = chair.Coord(float64(depth.over) * f.period)
	f.phantom = phantomForce + unit.Newton(float64(p.Rollers.Head)*float64(depth.acc)/1000) // kg mm/s2 / 1000 = N
	return f
}

// away is how far a is from b along an axis, the shorter way round on an endless shaft.
func (x *axis) away(a, b chair.Coord) chair.Coord {
	d := float64(a - b)
	if x.endless {
		d -= 360 * math.Round(d/360)
	}
	return chair.Coord(d)
}

func finite(f float64) bool { return f-f == 0 }
