package screening

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// both is how many rollers press at a time.
const both = 2

// atMost tightens one bound.
func atMost[T ~float64 | ~int64](b *chair.Bound[T], most T, by chair.Author) {
	*b = b.Tighten(chair.Bound[T]{Max: most, By: by})
}

// within tightens a time, if a record says one or withholds it.
func within(b *chair.Bound[time.Duration], none bool, most time.Duration, by chair.Author) {
	switch {
	case none:
		atMost(b, 0, by)
	case most != 0:
		atMost(b, most, by)
	}
}

// tighten adds the record to limits. Lower is not in it: Judge knows from what to go down.
func (r *Record) tighten(l chair.Limits, levels []unit.Newton, by chair.Author) chair.Limits {
	if r.Level > 0 {
		l = force(l, levels[r.Level-1], by)
	}
	if r.Force != 0 {
		l = force(l, r.Force, by)
	}
	if r.Trip != 0 {
		for z := range l.Trip {
			atMost(&l.Trip[z], r.Trip, by)
		}
		atMost(&l.BothTrip, both*r.Trip, by)
	}
	for _, z := range r.Exclude {
		atMost(&l.Force[z], 0, by)
	}
	within(&l.HeatTime, r.NoHeat, r.HeatMax, by)
	if r.NoHeat {
		atMost(&l.Heat, 0, by)
	} else if r.HeatTarget != 0 {
		atMost(&l.Heat, r.HeatTarget, by)
	}
	within(&l.Tapping, r.NoTapping, r.TappingMax, by)
	within(&l.Stretch, r.NoStretch, r.StretchMax, by)
	if r.NoAir || r.NoLegAir { // chair.Limits does not tell bags apart, so the stricter of the two
		atMost(&l.Air, 0, by)
	}
	within(&l.Session, false, r.Session, by)
	within(&l.Spot, false, r.Spot, by)
	within(&l.Zone, false, r.Zone, by)
	within(&l.Still, false, r.Still, by)
	l.Gap = l.Gap.Tighten(chair.Floor[time.Duration]{Min: r.Gap, By: by})
	if r.PerDay > 0 {
		atMost(&l.DaySessions, chair.Count(r.PerDay), by)
	}
	if r.PerWeek > 0 {
		atMost(&l.WeekSessions, chair.Count(r.PerWeek), by)
	}
	if r.Recline != 0 {
		atMost(&l.Recline, r.Recline, by)
	}
	return l
}

// force tightens what a programme may ask for, in every zone and by both rollers together.
func force(l chair.Limits, most unit.Newton, by chair.Author) chair.Limits {
	for z := range l.Force {
		atMost(&l.Force[z], most, by)
	}
	atMost(&l.BothForce, both*most, by)
	return l
}
