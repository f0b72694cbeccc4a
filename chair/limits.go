package chair

import (
	"time"

	"github.com/openlumbar/lumbar/unit"
)

// Bound is an upper limit that remembers who set it. The zero Bound allows nothing.
type Bound[T ~float64 | ~int64] struct {
	Max T
	By  Author
}

// Tighten returns the stricter of two bounds; of equal ones, the author that sorts first.
func (b Bound[T]) Tighten(c Bound[T]) Bound[T] {
	if c.Max < b.Max {
		return c
	}
	if c.Max == b.Max {
		b.By = min(b.By, c.By)
	}
	return b
}

// Floor is a lower bound that remembers who set it. The zero Floor asks for nothing.
type Floor[T ~float64 | ~int64] struct {
	Min T
	By  Author
}

// Tighten returns the stricter of two floors; of equal ones, the author that sorts first.
func (f Floor[T]) Tighten(g Floor[T]) Floor[T] {
	if g.Min > f.Min {
		return g
	}
	if g.Min == f.Min {
		f.By = min(f.By, g.By)
	}
	return f
}

// Count is a number of things.
type Count int64

// Limits is what a chair may do to one person today. Limits only tighten. A budget of zero withholds the thing
// altogether. The zero Limits allows nothing.
type Limits struct {
	Force     [ZoneEnd]Bound[unit.Newton] // what a programme may ask for, per roller
	Trip      [ZoneEnd]Bound[unit.Newton] // where the guard ends the session, per roller
	BothForce Bound[unit.Newton]          // both rollers together, programme
	BothTrip  Bound[unit.Newton]          // both rollers together, guard

	Approach  Bound[unit.MMPerSecond]     // speed towards the person at first contact
	ForceRate Bound[unit.NewtonPerSecond] // rise of a roller's force, between tapping strokes

	TapSpeed  Bound[unit.MMPerSecond] // speed of a tapping stroke
	TapRate   Bound[unit.Hertz]       // strokes of one roller
	TapEnergy Bound[unit.Joule]       // of one stroke
	TapWork   Bound[unit.Joule]       // of all strokes of a session

	Still   Bound[time.Duration] // pressing on one place without moving on, and without a pause
	Spot    Bound[time.Duration] // contact at one spot without a pause
	Zone    Bound[time.Duration] // contact a session in a band of about two vertebrae
	Session Bound[time.Duration] // from first contact to last
	Tapping Bound[time.Duration] // a session
	Stretch Bound[time.Duration] // held, a session
	AirHold Bound[time.Duration] // a bag under pressure without a pause

	Day          Bound[time.Duration] // contact in any 24 hours
	DaySessions  Bound[Count]         // sessions in any 24 hours
	WeekSessions Bound[Count]         // sessions in any 7 days
	Gap          Floor[time.Duration] // from the end of one session to the start of the next

	Recline      Bound[unit.Degree]          // greatest angle between seat and back
	ReclineSpeed Bound[unit.DegreePerSecond] // of back and leg rest, also in a stretch
	Air          Bound[unit.Kilopascal]      // bag pressure

	Heat        Bound[unit.Celsius]  // pad target
	HeatSurface Bound[unit.Celsius]  // pad as measured: the guard's trip
	HeatTime    Bound[time.Duration] // pad on, a session
	HeatStill   Bound[time.Duration] // pad on without roller motion
	HeatDose    Bound[unit.CEM43]    // a session, of the skin as estimated from the pad
}

// Everyone is the limits that hold for everyone; profile, safety check and choice only tighten them. Bases:
// forces are assumptions inside the ISO/TS 15066 back figures, doses are cautious defaults, heat is from
// CEM43 with half of the 2 minutes that van Rhoon 2013 gives for people whom nobody watches. Assumptions of our own:
//
//   - ForceRate: rollers that come at the greatest approach speed add 300 N/s through a spring of 6 N/mm; a third
//     more is a blow.
//   - TapRate: chairs tap at 130 to 710 a minute and side; the product stays below 600.
//   - TapEnergy: 1 kg at 0.2 m/s. TapWork: 5 minutes of 5 such strokes a second on each side.
//   - Still: the longest hold that a programme may ask for, 60 s, eased in and out.
//   - ReclineSpeed: 50 degrees in 6 s, half the time of the one chair whose firmware is published (12 to 15 s).
func Everyone() Limits {
	n := func(v unit.Newton) Bound[unit.Newton] { return Bound[unit.Newton]{v, ByEveryone} }
	s := func(v unit.MMPerSecond) Bound[unit.MMPerSecond] { return Bound[unit.MMPerSecond]{v, ByEveryone} }
	t := func(v time.Duration) Bound[time.Duration] { return Bound[time.Duration]{v, ByEveryone} }
	c := func(v unit.Celsius) Bound[unit.Celsius] { return Bound[unit.Celsius]{v, ByEveryone} }
	j := func(v unit.Joule) Bound[unit.Joule] { return Bound[unit.Joule]{v, ByEveryone} }
	l := Limits{
		BothForce: n(150), BothTrip: n(200),
		Approach: s(50), ForceRate: Bound[unit.NewtonPerSecond]{400, ByEveryone},
		TapSpeed: s(200), TapRate: Bound[unit.Hertz]{10, ByEveryone}, TapEnergy: j(0.02), TapWork: j(60),
		Still: t(90 * time.Second), Spot: t(2 * time.Minute), Zone: t(5 * time.Minute), Session: t(20 * time.Minute),
		Tapping: t(5 * time.Minute), Stretch: t(3 * time.Minute), AirHold: t(40 * time.Second),
		Day: t(30 * time.Minute), DaySessions: Bound[Count]{2, ByEveryone}, WeekSessions: Bound[Count]{7, ByEveryone},
		Gap:     Floor[time.Duration]{4 * time.Hour, ByEveryone},
		Recline: Bound[unit.Degree]{170, ByEveryone}, ReclineSpeed: Bound[unit.DegreePerSecond]{8, ByEveryone},
		Air:  Bound[unit.Kilopascal]{20, ByEveryone},
		Heat: c(40), HeatSurface: c(42), HeatTime: t(15 * time.Minute), HeatStill: t(30 * time.Second),
		HeatDose: Bound[unit.CEM43]{1, ByEveryone},
	}
	l.Force = [ZoneEnd]Bound[unit.Newton]{ZoneMuscle: n(60), ZoneSacrum: n(30), ZoneRibs: n(20), ZoneSpine: n(0), ZoneUnknown: n(20)}
	l.Trip = [ZoneEnd]Bound[unit.Newton]{ZoneMuscle: n(100), ZoneSacrum: n(60), ZoneRibs: n(40), ZoneSpine: n(30), ZoneUnknown: n(30)}
	return l
}

// Tighten returns, value by value, the stricter of l and m. It is idempotent, commutative and associative and
// never loosens.
func (l Limits) Tighten(m Limits) Limits {
	for z := range l.Force {
		l.Force[z] = l.Force[z].Tighten(m.Force[z])
		l.Trip[z] = l.Trip[z].Tighten(m.Trip[z])
	}
	l.BothForce, l.BothTrip = l.BothForce.Tighten(m.BothForce), l.BothTrip.Tighten(m.BothTrip)
	l.Approach, l.ForceRate = l.Approach.Tighten(m.Approach), l.ForceRate.Tighten(m.ForceRate)
	l.TapSpeed, l.TapRate = l.TapSpeed.Tighten(m.TapSpeed), l.TapRate.Tighten(m.TapRate)
	l.TapEnergy, l.TapWork = l.TapEnergy.Tighten(m.TapEnergy), l.TapWork.Tighten(m.TapWork)
	l.Day, l.DaySessions = l.Day.Tighten(m.Day), l.DaySessions.Tighten(m.DaySessions)
	l.WeekSessions, l.Gap = l.WeekSessions.Tighten(m.WeekSessions), l.Gap.Tighten(m.Gap)
	l.Still, l.ReclineSpeed = l.Still.Tighten(m.Still), l.ReclineSpeed.Tighten(m.ReclineSpeed)
	l.Spot, l.Zone, l.Session = l.Spot.Tighten(m.Spot), l.Zone.Tighten(m.Zone), l.Session.Tighten(m.Session)
	l.Tapping, l.Stretch, l.AirHold = l.Tapping.Tighten(m.Tapping), l.Stretch.Tighten(m.Stretch), l.AirHold.Tighten(m.AirHold)
	l.Recline, l.Air = l.Recline.Tighten(m.Recline), l.Air.Tighten(m.Air)
	l.Heat, l.HeatSurface = l.Heat.Tighten(m.Heat), l.HeatSurface.Tighten(m.HeatSurface)
	l.HeatTime, l.HeatStill = l.HeatTime.Tighten(m.HeatTime), l.HeatStill.Tighten(m.HeatStill)
	l.HeatDose = l.HeatDose.Tighten(m.HeatDose)
	return l
}

// strictest is the least of the bounds of all zones that a roller may be in.
func strictest(bounds *[ZoneEnd]Bound[unit.Newton], m *ZoneMap, along, lateral, margin unit.Millimetre) (Bound[unit.Newton], Zone) {
	in := m.around(along, lateral, margin) // at least one
	zone := in.least()
	for in != 0 {
		z := in.least()
		in ^= 1 << z
		if bounds[z].Max < bounds[zone].Max {
			zone = z
		}
	}
	return bounds[zone], zone
}

// ForceAt is the most that a programme may ask of a roller at (along, lateral), the zones being widened by
// the map's doubt and the margin.
func (l *Limits) ForceAt(m *ZoneMap, along, lateral, margin unit.Millimetre) (Bound[unit.Newton], Zone) {
	return strictest(&l.Force, m, along, lateral, margin)
}

// TripAt is where the guard ends the session for a roller at (along, lateral).
func (l *Limits) TripAt(m *ZoneMap, along, lateral, margin unit.Millimetre) (Bound[unit.Newton], Zone) {
	return strictest(&l.Trip, m, along, lateral, margin)
}
