package verify

import "github.com/openlumbar/lumbar/chair"

// Limit is one thing that must not be exceeded on any body.
type Limit struct {
	Key   string
	Title string // "force of one roller"
	Unit  string
	Basis string                      // by what it is measured, and where the bound comes from
	Value func(*Outcome) float64      // in Unit
	Bound func(*chair.Limits) float64 // most that is allowed, in Unit
}

// Everything that counts as a limit, by the twin's truth where it can be measured there and by the guard where it is its
// own count. The bounds are chair.Everyone's: programmes, profiles and the safety check only tighten them. What is not a
// limit, and only told: what a person finds comfortable, how much of the plan was done, how well the scan found the back.
var Limits = [...]Limit{
	{"force", "force of one roller, by the tissue under it", "% of the trip",
		"the greatest contact force, over the guard's trip for the tissue that the roller is really over (muscle 100 N, sacrum 60, ribs 40, spine 30)",
		func(o *Outcome) float64 { return o.TripShare * 100 }, func(*chair.Limits) float64 { return 100 }},
	{"both", "force of both rollers together", "N",
		"the greatest sum at one moment",
		func(o *Outcome) float64 { return o.BothN }, func(l *chair.Limits) float64 { return float64(l.BothTrip.Max) }},
	{"skin", "skin temperature", "°C",
		"of the twin's skin; 41 °C, reference of the limits for everyone",
		func(o *Outcome) float64 { return o.SkinC }, func(*chair.Limits) float64 { return mostSkin }},
	{"pad", "surface of the heat pad", "°C",
		"of the twin's pad, over the guard's trip",
		func(o *Outcome) float64 { return o.PadC }, func(l *chair.Limits) float64 { return float64(l.HeatSurface.Max) }},
	{"dose", "heat dose of the skin", "min CEM43",
		"cumulative minutes at 43 °C of the twin's skin",
		func(o *Outcome) float64 { return o.Dose }, func(l *chair.Limits) float64 { return float64(l.HeatDose.Max) }},
	{"spot", "time on one spot without a pause", "s",
		"contact of 5 N or more within 15 mm of the person's own back, pauses under 5 s not counted as such",
		func(o *Outcome) float64 { return o.SpotS }, func(l *chair.Limits) float64 { return l.Spot.Max.Seconds() }},
	{"part", "time on one part of the back", "s",
		"contact of 5 N or more within any 70 mm of the person's own back",
		func(o *Outcome) float64 { return o.PartS }, func(l *chair.Limits) float64 { return l.Zone.Max.Seconds() }},
	{"session", "session, first contact to last", "s",
		"contact of 5 N or more",
		func(o *Outcome) float64 { return o.SessionS }, func(l *chair.Limits) float64 { return l.Session.Max.Seconds() }},
	{"tapping", "time tapped", "s",
		"contact while a tapper has stroked within the last second",
		func(o *Outcome) float64 { return o.TapS }, func(l *chair.Limits) float64 { return l.Tapping.Max.Seconds() }},
	{"guard", "sessions that the guard had to end", "",
		"any fault but that somebody got up; it counts what it counts by itself, such as stretch, bags, approach speed and rise of force",
		func(o *Outcome) float64 {
			if o.Fault != "" && !(o.GotUp && o.Fault == string(chair.FaultPresence)) {
				return 1
			}
			return 0
		}, func(*chair.Limits) float64 { return 0 }},
}

// mostSkin is the most that skin may come to, in °C (product limits: skin at most 41).
const mostSkin = 41.0

// broken says whether a body's outcome exceeds the limit; what is no number does.
func (l *Limit) broken(o *Outcome) bool {
	everyone := chair.Everyone()
	return !(l.Value(o) <= l.Bound(&everyone))
}
