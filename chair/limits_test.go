package chair_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// bounds visits every Bound and Floor of limits, by its name, so that a field that Tighten forgets is found.
func bounds(v reflect.Value, name string, visit func(name string, bound reflect.Value)) {
	switch {
	case v.Kind() == reflect.Array:
		for i := range v.Len() {
			bounds(v.Index(i), fmt.Sprintf("%s[%d]", name, i), visit)
		}
	case v.Type() == reflect.TypeFor[chair.Limits]():
		for i := range v.NumField() {
			bounds(v.Field(i), v.Type().Field(i).Name, visit)
		}
	default:
		visit(name, v)
	}
}

// most is the Max of a bound, in its own unit; of a floor, its Min with the other sign.
func most(bound reflect.Value) float64 {
	if m := bound.FieldByName("Min"); m.IsValid() {
		return -float64(m.Int())
	}
	if m := bound.FieldByName("Max"); m.CanInt() {
		return float64(m.Int())
	} else {
		return m.Float()
	}
}

// bind sets what most reads.
func bind(bound reflect.Value, v int) {
	switch m := bound.FieldByName("Max"); {
	case !m.IsValid():
		bound.FieldByName("Min").SetInt(int64(-v))
	case m.CanInt():
		m.SetInt(int64(v))
	default:
		m.SetFloat(float64(v))
	}
}

// someLimits draws limits with few different values, so that equal ones by different authors are common.
func someLimits(t *rapid.T, label string) chair.Limits {
	var l chair.Limits
	bounds(reflect.ValueOf(&l).Elem(), "", func(name string, b reflect.Value) {
		bind(b, rapid.IntRange(-1, 3).Draw(t, label+" "+name))
		b.FieldByName("By").SetString(rapid.SampledFrom([]string{"", "chair", "check", "everyone"}).Draw(t, label+" by"))
	})
	return l
}

func TestTighten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := someLimits(t, "a"), someLimits(t, "b"), someLimits(t, "c")
		ab := a.Tighten(b)
		if a.Tighten(a) != a {
			t.Error("not idempotent")
		}
		if ab != b.Tighten(a) {
			t.Error("not commutative")
		}
		if ab.Tighten(c) != a.Tighten(b.Tighten(c)) {
			t.Error("not associative")
		}
		strict := map[string]reflect.Value{}
		bounds(reflect.ValueOf(ab), "", func(name string, v reflect.Value) { strict[name] = v })
		for _, l := range []chair.Limits{a, b} {
			bounds(reflect.ValueOf(l), "", func(name string, v reflect.Value) {
				if most(strict[name]) > most(v) {
					t.Errorf("%s: %v is looser than %v", name, strict[name], v)
				}
			})
		}
	})
}

// TestTightenKeepsAuthor proves that each stricter value comes with whoever set it.
func TestTightenKeepsAuthor(t *testing.T) {
	l := chair.Everyone()
	bounds(reflect.ValueOf(&l).Elem(), "", func(name string, _ reflect.Value) {
		check := chair.Everyone()
		bounds(reflect.ValueOf(&check).Elem(), "", func(n string, b reflect.Value) {
			if n != name {
				return
			}
			bind(b, -int(2*chair.Everyone().Gap.Min)) // stricter than any
			b.FieldByName("By").SetString("check")
		})
		bounds(reflect.ValueOf(chair.Everyone().Tighten(check)), "", func(n string, b reflect.Value) {
			want := string(chair.ByEveryone)
			if n == name {
				want = "check"
			} else if most(b) == 0 && b.FieldByName("By").String() == "" {
				return // the invalid zone
			}
			if got := b.FieldByName("By").String(); got != want {
				t.Errorf("tightening %s: %s is by %q, want %q", name, n, got, want)
			}
		})
	})
}

// TestEveryone compares the limits with the product's table.
func TestEveryone(t *testing.T) {
	l := chair.Everyone()
	tests := []struct {
		zone        chair.Zone
		force, trip unit.Newton
	}{
		{chair.ZoneMuscle, 60, 100}, {chair.ZoneSacrum, 30, 60}, {chair.ZoneRibs, 20, 40}, {chair.ZoneSpine, 0, 30}, {chair.ZoneUnknown, 20, 30},
	}
	if len(tests) != int(chair.ZoneEnd)-1 {
		t.Errorf("%d zones in the table of %d", len(tests), chair.ZoneEnd-1)
	}
	for _, tt := range tests {
		if l.Force[tt.zone].Max != tt.force || l.Trip[tt.zone].Max != tt.trip {
			t.Errorf("%v: %g N, trip %g N; want %g N, trip %g N", tt.zone, l.Force[tt.zone].Max, l.Trip[tt.zone].Max, tt.force, tt.trip)
		}
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"both, N", float64(l.BothForce.Max), 150}, {"both trip, N", float64(l.BothTrip.Max), 200},
		{"approach, mm/s", float64(l.Approach.Max), 50}, {"tapping stroke, mm/s", float64(l.TapSpeed.Max), 200},
		{"spot, min", l.Spot.Max.Minutes(), 2}, {"zone, min", l.Zone.Max.Minutes(), 5}, {"session, min", l.Session.Max.Minutes(), 20},
		{"tapping, min", l.Tapping.Max.Minutes(), 5}, {"stretch, min", l.Stretch.Max.Minutes(), 3},
		{"heat, °C", float64(l.Heat.Max), 40}, {"surface, °C", float64(l.HeatSurface.Max), 42}, {"dose, CEM43 min", float64(l.HeatDose.Max), 1},
		{"day, min", l.Day.Max.Minutes(), 30}, {"sessions a day", float64(l.DaySessions.Max), 2},
		{"sessions a week", float64(l.WeekSessions.Max), 7}, {"gap, h", l.Gap.Min.Hours(), 4},
		{"strokes a minute", 60 * float64(l.TapRate.Max), 600},
		{"force rate, N/s", float64(l.ForceRate.Max), 400}, {"stroke, J", float64(l.TapEnergy.Max), 0.02}, {"strokes, J", float64(l.TapWork.Max), 60},
		{"held still, s", l.Still.Max.Seconds(), 90}, {"bag held, s", l.AirHold.Max.Seconds(), 40}, {"bag, kPa", float64(l.Air.Max), 20},
		{"recline, °", float64(l.Recline.Max), 170}, {"recline, °/s", float64(l.ReclineSpeed.Max), 8},
		{"heat, min", l.HeatTime.Max.Minutes(), 15}, {"heat at rest, s", l.HeatStill.Max.Seconds(), 30},
	} {
		if c.got != c.want {
			t.Errorf("%s: %g, want %g", c.name, c.got, c.want)
		}
	}
	bounds(reflect.ValueOf(l), "", func(name string, b reflect.Value) {
		if most(b) != 0 && b.FieldByName("By").String() != string(chair.ByEveryone) {
			t.Errorf("%s is by %q", name, b.FieldByName("By"))
		}
	})
}

// TestStrictest compares ForceAt and TripAt with the least over the zones that Within gives.
func TestStrictest(t *testing.T) {
	everyone := chair.Everyone()
	rapid.Check(t, func(t *rapid.T) {
		m := someMap(t)
		along, lateral, margin := somePlace(t)
		l := everyone
		for z := range l.Force { // other orders than that of Everyone, too
			l.Force[z].Max = unit.Newton(rapid.IntRange(0, 5).Draw(t, "force"))
			l.Trip[z].Max = unit.Newton(rapid.IntRange(0, 5).Draw(t, "trip"))
		}
		force, trip := math.Inf(1), math.Inf(1)
		m.Each(along, lateral, margin, func(z chair.Zone) {
			force, trip = min(force, float64(l.Force[z].Max)), min(trip, float64(l.Trip[z].Max))
		})
		f, fz := l.ForceAt(&m, along, lateral, margin)
		p, pz := l.TripAt(&m, along, lateral, margin)
		if float64(f.Max) != force || l.Force[fz] != f || !m.Within(fz, along, lateral, margin) {
			t.Errorf("ForceAt = %v N in %v, want %v N", f.Max, fz, force)
		}
		if float64(p.Max) != trip || l.Trip[pz] != p || !m.Within(pz, along, lateral, margin) {
			t.Errorf("TripAt = %v N in %v, want %v N", p.Max, pz, trip)
		}
	})
}

// TestPlaces walks over one back: what a roller may do where.
func TestPlaces(t *testing.T) {
	m := chair.ZoneMap{SacrumTop: 130, FlankFrom: 250, RibsFrom: 330, Top: 400, Doubt: 10, Recline: 125, Made: true}
	l := chair.Everyone()
	tests := []struct {
		name                   string
		along, lateral, margin unit.Millimetre
		force                  unit.Newton
		zone                   chair.Zone
	}{
		{"muscle", 200, 40, 0, 60, chair.ZoneMuscle},
		{"left muscle", 200, -40, 0, 60, chair.ZoneMuscle},
		{"sacrum", 100, 40, 0, 30, chair.ZoneSacrum},
		{"sacrum within doubt", 139, 40, 0, 30, chair.ZoneSacrum},
		{"muscle beyond doubt", 140, 40, 0, 60, chair.ZoneMuscle},
		{"sacrum within margin", 144, 40, 5, 30, chair.ZoneSacrum},
		{"midline", 200, 0, 0, 0, chair.ZoneSpine},
		{"beside the midline", 200, 11.9, 0, 0, chair.ZoneSpine},
		{"groove", 200, 12, 0, 60, chair.ZoneMuscle},
		{"flank", 245, 55, 0, 20, chair.ZoneRibs},
		{"beside L1, near", 300, 50, 0, 60, chair.ZoneMuscle},
		{"ribs", 321, 40, 0, 20, chair.ZoneRibs},
		{"above the map", 401, 40, 0, 20, chair.ZoneRibs},
		{"not a place", unit.Millimetre(math.NaN()), 40, 0, 20, chair.ZoneRibs},
		{"not a place across", 200, unit.Millimetre(math.NaN()), 0, 0, chair.ZoneSpine},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, zone := l.ForceAt(&m, tt.along, tt.lateral, tt.margin)
			if got.Max != tt.force || zone != tt.zone {
				t.Errorf("%g N in %v, want %g N in %v", got.Max, zone, tt.force, tt.zone)
			}
		})
	}
	var none chair.ZoneMap
	if got, zone := l.ForceAt(&none, 200, 40, 0); got.Max != 20 || zone != chair.ZoneUnknown {
		t.Errorf("without a map %g N in %v, want 20 N in unknown", got.Max, zone)
	}
	var zero chair.Limits
	if got, _ := zero.ForceAt(&m, 200, 40, 0); got.Max != 0 || zero.Session.Max != 0*time.Second {
		t.Errorf("the zero Limits allows %g N", got.Max)
	}
}

// TestBoundAndFloor: the stricter of two, and of equal ones the author that sorts first.
func TestBoundAndFloor(t *testing.T) {
	type bound = chair.Bound[unit.Newton]
	for _, c := range []struct{ a, b, want bound }{
		{bound{5, "a"}, bound{4, "b"}, bound{4, "b"}}, {bound{4, "b"}, bound{5, "a"}, bound{4, "b"}},
		{bound{4, "b"}, bound{4, "a"}, bound{4, "a"}}, {bound{4, "a"}, bound{4, "b"}, bound{4, "a"}},
	} {
		if got := c.a.Tighten(c.b); got != c.want {
			t.Errorf("%v and %v: got %v, want %v", c.a, c.b, got, c.want)
		}
	}
	type floor = chair.Floor[time.Duration]
	for _, c := range []struct{ a, b, want floor }{
		{floor{5, "a"}, floor{4, "b"}, floor{5, "a"}}, {floor{4, "b"}, floor{5, "a"}, floor{5, "a"}},
		{floor{4, "b"}, floor{4, "a"}, floor{4, "a"}}, {floor{4, "a"}, floor{4, "b"}, floor{4, "a"}},
	} {
		if got := c.a.Tighten(c.b); got != c.want {
			t.Errorf("%v and %v: got %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
