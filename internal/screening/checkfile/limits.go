package checkfile

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// readLimits reads a block of limits; nil is none. All of it is optional, and none of it can say more than the limits
// for everyone: "tapping" and the like can only be false.
func readLimits(r *diag.Reader, into *screening.Record) {
	if r == nil {
		return
	}
	whole := func(name string, most int, v *int) {
		if r.Has(name) {
			r.Int(name, 1, most, v)
		}
	}
	whole("level", 5, &into.Level)
	whole("lower", 5, &into.Lower)
	whole("per_day", 2, &into.PerDay)
	whole("per_week", 7, &into.PerWeek)
	not := func(name string, v *bool) {
		allowed := false
		if !r.Has(name) || !r.Bool(name, &allowed) {
			return
		}
		if allowed {
			r.Error(r.At(name), diag.OutOfRange, name+" cannot be true", "A rule only withholds: write false, or leave it out.")
		}
		*v = true
	}
	not("heat", &into.NoHeat)
	not("tapping", &into.NoTapping)
	not("stretch", &into.NoStretch)
	not("air", &into.NoAir)
	not("leg_air", &into.NoLegAir)
	span := func(name string, most time.Duration, v *time.Duration) {
		if r.Has(name) {
			r.Duration(name, diag.Span{Min: 1, Max: most.Seconds()}, v)
		}
	}
	span("session", 20*time.Minute, &into.Session)
	span("spot", 2*time.Minute, &into.Spot)
	span("zone", 5*time.Minute, &into.Zone)
	span("still", 90*time.Second, &into.Still)
	span("tapping_max", 5*time.Minute, &into.TappingMax)
	span("stretch_max", 3*time.Minute, &into.StretchMax)
	span("heat_max", 15*time.Minute, &into.HeatMax)
	span("gap", 7*24*time.Hour, &into.Gap)
	if r.Has("heat_target") {
		diag.Quantity(r, "heat_target", unit.Temperature, diag.Span{Min: 30, Max: 40}, &into.HeatTarget)
	}
	if r.Has("force") {
		diag.Quantity(r, "force", unit.Force, diag.Span{Min: 1, Max: 60}, &into.Force)
	}
	if r.Has("trip") {
		diag.Quantity(r, "trip", unit.Force, diag.Span{Min: 1, Max: 100}, &into.Trip)
	}
	if r.Has("recline") {
		diag.Quantity(r, "recline", unit.Angle, diag.Span{Min: 90, Max: 170}, &into.Recline)
	}
	if r.Has("exclude") {
		diag.SomeOf(r, "exclude", []chair.Zone{chair.ZoneMuscle, chair.ZoneSacrum, chair.ZoneRibs, chair.ZoneSpine}, &into.Exclude)
	}
}
