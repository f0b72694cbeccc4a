package httpapi

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestFeltByLevel: what sessions have felt is shown by level on one scale; once is no course, and what was measured after a
// massage counts as it was before.
func TestFeltByLevel(t *testing.T) {
	monday := time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	today := outcome.DayOf(monday) + 30
	session := func(day int, firm float64) felt {
		return feltIn(monday.AddDate(0, 0, day), &wire.Known{
			Back: &wire.Back{
				Levels: []wire.Place{{Name: "S1", AlongMM: 20, SDMM: 3}, {Name: "L5", AlongMM: 55, SDMM: 2, NudgedMM: -4}}, From: 3, Out: []float64{40, 41.5},
			},
			Comfort:   []wire.Comfort{{Name: "S1", ForceN: 12}, {Name: "L5", ForceN: firm}},
			Stiffness: []wire.Stiffness{{Name: "L5", Side: "left", NPerMM: 3}, {Name: "L5", Side: "right", NPerMM: 2, Was: 4}},
		})
	}
	panels, shape := panelsOf([]felt{session(0, 31.04)}, today, time.UTC)
	if len(panels) != 0 || len(shape.Levels) != 2 || shape.Day != "2 March 2026" {
		t.Errorf("of one session there are %d panels, %+v", len(panels), shape)
	}
	if l := shape.Levels[1]; l.Along != 51 || l.Doubt != 3.92 || len(shape.Points) != 2 || shape.Points[1] != (web.Outline{Along: 20, Out: 41.5}) {
		t.Errorf("the shape is %+v", shape)
	}
	panels, shape = panelsOf([]felt{session(0, 31.04), {at: monday}, session(9, 36)}, today, time.UTC)
	if len(panels) != 2 || shape.Day != "11 March 2026" {
		t.Fatalf("%d panels of %s", len(panels), shape.Day)
	}
	rows := panels[0].Weeks.Rows
	if len(rows) != 2 || rows[0].Name != "L5" || rows[1].Name != "S1" || rows[0].High != 40 || rows[1].High != 40 || rows[0].Days[0].V != 31 || len(rows[0].Days) != 2 {
		t.Errorf("comfort: %+v", rows)
	}
	rows = panels[1].Weeks.Rows
	if len(rows) != 1 || rows[0].Days[1].V != 3.5 || rows[0].High != 4 || rows[0].Unit != "N/mm" {
		t.Errorf("stiffness: %+v", rows)
	}
	if n := len(panels[0].Table.Rows); n != 2 {
		t.Errorf("the table has %d days", n)
	}
	if panels, shape = panelsOf(nil, today, time.UTC); panels != nil || shape.Levels != nil {
		t.Error("of nothing there is something")
	}
}
