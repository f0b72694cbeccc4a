package chair_test

import (
	"math"
	"slices"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

func somewhere(t *rapid.T, lo, hi float64, label string) unit.Millimetre {
	return unit.Millimetre(rapid.Float64Range(lo, hi).Draw(t, label))
}

// someMap draws a zone map, plausible or not, made or not.
func someMap(t *rapid.T) chair.ZoneMap {
	return chair.ZoneMap{
		SacrumTop: somewhere(t, -50, 500, "sacrum"), FlankFrom: somewhere(t, -50, 500, "flank"), RibsFrom: somewhere(t, -50, 500, "ribs"),
		Top: somewhere(t, -50, 500, "top"), Doubt: somewhere(t, 0, 60, "doubt"), Recline: 125,
		Made: rapid.IntRange(0, 9).Draw(t, "made") > 0,
	}
}

// somePlace draws a roller's place and a margin; one in ten places is not a number.
func somePlace(t *rapid.T) (along, lateral, margin unit.Millimetre) {
	along, lateral = somewhere(t, -100, 600, "along"), somewhere(t, -150, 150, "lateral")
	switch rapid.IntRange(0, 19).Draw(t, "odd") {
	case 0:
		along = unit.Millimetre(math.NaN())
	case 1:
		lateral = unit.Millimetre(math.NaN())
	}
	return along, lateral, somewhere(t, 0, 30, "margin")
}

// TestSomeZoneEverywhere proves that no place is without a zone: there the strictest of none would be no limit. In a
// map whose sacrum lies above its ribs that holds too.
func TestSomeZoneEverywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := someMap(t)
		along, lateral, margin := somePlace(t)
		n := 0
		m.Each(along, lateral, margin, func(z chair.Zone) {
			n++
			if !m.Within(z, along, lateral, margin) {
				t.Errorf("Each visits %v, which Within denies", z)
			}
		})
		if n == 0 {
			t.Errorf("no zone at along %g mm, lateral %g mm, margin %g mm in %+v", along, lateral, margin, m)
		}
		if m.Within(0, along, lateral, margin) || m.Within(chair.ZoneEnd, along, lateral, margin) {
			t.Error("in an invalid zone")
		}
	})
}

// TestWideningNeverLoosens proves that more doubt or margin only adds zones, and so never allows more force.
func TestWideningNeverLoosens(t *testing.T) {
	l := chair.Everyone()
	rapid.Check(t, func(t *rapid.T) {
		m := someMap(t)
		along, lateral, margin := somePlace(t)
		wider, more := m, margin
		if rapid.Bool().Draw(t, "by doubt") {
			wider.Doubt += somewhere(t, 0, 40, "more")
		} else {
			more += somewhere(t, 0, 40, "more")
		}
		for z := chair.ZoneMuscle; z < chair.ZoneEnd; z++ {
			if m.Within(z, along, lateral, margin) && !wider.Within(z, along, lateral, more) {
				t.Errorf("widening lost %v at along %g mm, lateral %g mm", z, along, lateral)
			}
		}
		f, _ := l.ForceAt(&m, along, lateral, margin)
		w, _ := l.ForceAt(&wider, along, lateral, more)
		if w.Max > f.Max {
			t.Errorf("widening allows %g N where %g N were", w.Max, f.Max)
		}
	})
}

// TestWithin lists every zone of some places, ends included: a place on a border is in neither stricter zone.
func TestWithin(t *testing.T) {
	m := chair.ZoneMap{SacrumTop: 130, FlankFrom: 250, RibsFrom: 330, Top: 400, Doubt: 10, Recline: 125, Made: true}
	const (
		muscle, sacrum, ribs, spine, unknown = chair.ZoneMuscle, chair.ZoneSacrum, chair.ZoneRibs, chair.ZoneSpine, chair.ZoneUnknown
	)
	tests := []struct {
		along, lateral unit.Millimetre
		want           []chair.Zone
	}{
		{119.9, 40, []chair.Zone{sacrum}},
		{120, 40, []chair.Zone{muscle, sacrum}},
		{139.9, 40, []chair.Zone{muscle, sacrum}},
		{140, 40, []chair.Zone{muscle}},
		{240, 50.1, []chair.Zone{muscle}},
		{240.1, 50, []chair.Zone{muscle}},
		{240.1, 50.1, []chair.Zone{muscle, ribs}},
		{240.1, -50.1, []chair.Zone{muscle, ribs}},
		{320, 40, []chair.Zone{muscle}},
		{320.1, 40, []chair.Zone{muscle, ribs}},
		{340, 40, []chair.Zone{muscle, ribs}},
		{340.1, 40, []chair.Zone{ribs}},
		{400, 40, []chair.Zone{ribs}},
		{400.1, 40, []chair.Zone{ribs, unknown}},
		{200, 12, []chair.Zone{muscle}},
		{200, 11.9, []chair.Zone{muscle, spine}},
		{200, -11.9, []chair.Zone{muscle, spine}},
	}
	for _, tt := range tests {
		var got []chair.Zone
		m.Each(tt.along, tt.lateral, 0, func(z chair.Zone) { got = append(got, z) })
		if !slices.Equal(got, tt.want) {
			t.Errorf("at along %g mm, lateral %g mm: %v, want %v", tt.along, tt.lateral, got, tt.want)
		}
	}
}

func TestZoneMapCheck(t *testing.T) {
	good := chair.ZoneMap{SacrumTop: 130, FlankFrom: 260, RibsFrom: 330, Top: 420, Doubt: 15, Recline: 125, Made: true}
	nan := unit.Millimetre(math.NaN())
	tests := []struct {
		name   string
		change func(*chair.ZoneMap)
		ok     bool
	}{
		{"good", func(*chair.ZoneMap) {}, true},
		{"no doubt", func(m *chair.ZoneMap) { m.Doubt = 0 }, true},
		{"flank at the ribs", func(m *chair.ZoneMap) { m.FlankFrom = m.RibsFrom }, true},
		{"top at the ribs", func(m *chair.ZoneMap) { m.Top = m.RibsFrom }, true},
		{"shortest back", func(m *chair.ZoneMap) { m.RibsFrom = m.SacrumTop + 140 }, true},
		{"longest back", func(m *chair.ZoneMap) { m.SacrumTop, m.RibsFrom = 100, 400 }, true},
		{"whole track", func(m *chair.ZoneMap) { m.SacrumTop, m.FlankFrom, m.RibsFrom, m.Top = 20, 200, 300, 480 }, true},
		{"most doubt", func(m *chair.ZoneMap) { m.Doubt = 60 }, true},
		{"upright", func(m *chair.ZoneMap) { m.Recline = 90 }, true},
		{"flat", func(m *chair.ZoneMap) { m.Recline = 180 }, true},
		{"not made", func(m *chair.ZoneMap) { m.Made = false }, false},
		{"sacrum too low", func(m *chair.ZoneMap) { m.SacrumTop, m.RibsFrom, m.FlankFrom = 19, 200, 150 }, false},
		{"top too high", func(m *chair.ZoneMap) { m.Top = 481 }, false},
		{"too short", func(m *chair.ZoneMap) { m.RibsFrom = m.SacrumTop + 139 }, false},
		{"too long", func(m *chair.ZoneMap) { m.SacrumTop, m.RibsFrom = 100, 401 }, false},
		{"flank in the sacrum", func(m *chair.ZoneMap) { m.FlankFrom = m.SacrumTop }, false},
		{"flank in the ribs", func(m *chair.ZoneMap) { m.FlankFrom = m.RibsFrom + 1 }, false},
		{"top below the ribs", func(m *chair.ZoneMap) { m.Top = m.RibsFrom - 1 }, false},
		{"doubt below nothing", func(m *chair.ZoneMap) { m.Doubt = -1 }, false},
		{"too much doubt", func(m *chair.ZoneMap) { m.Doubt = 61 }, false},
		{"leans forward", func(m *chair.ZoneMap) { m.Recline = 89 }, false},
		{"beyond flat", func(m *chair.ZoneMap) { m.Recline = 181 }, false},
		{"sacrum NaN", func(m *chair.ZoneMap) { m.SacrumTop = nan }, false},
		{"flank NaN", func(m *chair.ZoneMap) { m.FlankFrom = nan }, false},
		{"ribs NaN", func(m *chair.ZoneMap) { m.RibsFrom = nan }, false},
		{"top NaN", func(m *chair.ZoneMap) { m.Top = nan }, false},
		{"doubt NaN", func(m *chair.ZoneMap) { m.Doubt = nan }, false},
		{"recline NaN", func(m *chair.ZoneMap) { m.Recline = unit.Degree(math.NaN()) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := good
			tt.change(&m)
			if err := m.Check(); (err == nil) != tt.ok {
				t.Errorf("Check = %v, want ok %v: %+v", err, tt.ok, m)
			}
		})
	}
}

func TestZoneMapHolds(t *testing.T) {
	m := chair.ZoneMap{Recline: 125, Made: true}
	tests := []struct {
		recline unit.Degree
		want    bool
	}{{125, true}, {120, true}, {130, true}, {119.9, false}, {130.1, false}, {unit.Degree(math.NaN()), false}}
	for _, tt := range tests {
		if got := m.Holds(tt.recline); got != tt.want {
			t.Errorf("a map of 125° at %g°: holds %v, want %v", tt.recline, got, tt.want)
		}
	}
	m.Made = false
	if m.Holds(125) {
		t.Error("a map that was not made holds")
	}
}

// TestAgrees: two maps are of one back as long as no boundary differs by more than both doubts.
func TestAgrees(t *testing.T) {
	m := chair.ZoneMap{SacrumTop: 140, FlankFrom: 280, RibsFrom: 340, Doubt: 8, Made: true}
	for _, c := range []struct {
		sacrum, flank, ribs, doubt unit.Millimetre
		want                       bool
	}{
		{140, 280, 340, 8, true},
		{156, 280, 340, 8, true}, {156.1, 280, 340, 8, false}, {156.1, 280, 340, 9, true},
		{124, 280, 340, 8, true}, {123.9, 280, 340, 8, false},
		{140, 296, 340, 8, true}, {140, 296.1, 340, 8, false},
		{140, 264, 340, 8, true}, {140, 263.9, 340, 8, false},
		{140, 280, 356, 8, true}, {140, 280, 356.1, 8, false},
		{140, 280, 324, 8, true}, {140, 280, 323.9, 8, false},
		{unit.Millimetre(math.NaN()), 280, 340, 8, false},
		{140, 280, 340, unit.Millimetre(math.NaN()), false},
	} {
		n := chair.ZoneMap{SacrumTop: c.sacrum, FlankFrom: c.flank, RibsFrom: c.ribs, Doubt: c.doubt, Made: true}
		if got := m.Agrees(n); got != c.want {
			t.Errorf("with %+v: %v, want %v", n, got, c.want)
		}
	}
}
