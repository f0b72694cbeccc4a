package control

import (
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

// allowed is what the limits allow a roller whose kneading circle is about the carriage: the least of every zone
// that the circle may be in, given the map's doubt.
func allowed(l *chair.Limits, m *chair.ZoneMap, h *chair.RollerHead, carriage, width unit.Millimetre) unit.Newton {
	const edge = 0.01 // mm: on the very edge either zone will do
	doubt := m.Doubt + h.KneadAlong - edge
	inner, outer := width/2-h.KneadAcross+edge, width/2+h.KneadAcross-edge
	most := l.BothForce.Max / 2
	if carriage+doubt >= m.SacrumTop && carriage-doubt <= m.RibsFrom {
		most = min(most, l.Force[chair.ZoneMuscle].Max)
	}
	if carriage-doubt < m.SacrumTop {
		most = min(most, l.Force[chair.ZoneSacrum].Max)
	}
	if carriage+doubt > m.RibsFrom || outer > chair.FlankLateral && carriage+doubt > m.FlankFrom {
		most = min(most, l.Force[chair.ZoneRibs].Max)
	}
	if inner < chair.SpineHalfWidth {
		most = min(most, l.Force[chair.ZoneSpine].Max)
	}
	if carriage > m.Top {
		most = min(most, l.Force[chair.ZoneUnknown].Max)
	}
	return most
}

func drawMap(t *rapid.T) chair.ZoneMap {
	number := func(low, high float64, name string) unit.Millimetre {
		return unit.Millimetre(rapid.Float64Range(low, high).Draw(t, name))
	}
	m := chair.ZoneMap{SacrumTop: number(80, 180, "sacrum"), Doubt: number(0, 40, "doubt"), Recline: 125, Made: true}
	m.RibsFrom = m.SacrumTop + number(141, 220, "span")
	m.FlankFrom = m.SacrumTop + (m.RibsFrom-m.SacrumTop)*unit.Millimetre(rapid.Float64Range(0.3, 1).Draw(t, "flank"))
	m.Top = m.RibsFrom + number(0, 80, "top")
	return m
}

// TestForceStaysUnderTheCap plays random strokes at any force over random maps: the wanted force is within what the
// limits allow wherever the rollers are, so that it has eased before a bony place is reached.
func TestForceStaysUnderTheCap(t *testing.T) {
	eased := 0
	rapid.Check(t, func(t *rapid.T) {
		w := newPlant(t)
		m := drawMap(t)
		if err := m.Check(); err != nil {
			t.Fatalf("drew no map: %v", err)
		}
		w.c.Register(m, chair.Contour{})
		limits := chair.Everyone()
		if rapid.Bool().Draw(t, "tightened") {
			limits.Force[chair.ZoneSacrum].Max, limits.BothForce.Max = 25, 80
			w.c.Limit(limits)
		}
		for range 2 {
			s := drawStroke(t)
			if s.Recline != 0 {
				continue // the map is void while the back moves
			}
			play := w.play(t, s)
			for n := range int(20 / dt) {
				at := w.report.Axes
				w.tick(play.next(w, n%1000 > 900))
				most := allowed(&limits, &m, &w.p.Rollers, unit.Millimetre(at[chair.Carriage].Pos), unit.Millimetre(at[chair.Width].Pos))
				got := w.c.Status().Target
				if !(got <= most+1e-9) {
					t.Fatalf("%v of %.1f N: %.2f N wanted at %.1f mm, width %.1f mm, where %.0f N are allowed; %+v",
						s.Kind, s.Force, got, at[chair.Carriage].Pos, at[chair.Width].Pos, most, m)
				}
				if got > 10 && got > most-1 {
					eased++
				}
			}
		}
	})
	if eased == 0 {
		t.Error("no stroke ever came near a cap")
	}
}

// TestCapWithoutWidthAxis: rollers at a fixed distance are not taken to lie on the spine.
func TestCapWithoutWidthAxis(t *testing.T) {
	w := newPlant(t)
	w.p.Axes[chair.Width] = chair.AxisProfile{Home: 80}
	w.report.Axes[chair.Width] = chair.AxisReport{}
	w.run(5, w.feel(middle, 30), nil)
	if s := w.c.Status(); s.Zone != chair.ZoneMuscle || s.Cap.Max != 60 {
		t.Errorf("%v and at most %.0f N, want muscle and 60 N", s.Zone, s.Cap.Max)
	}
}

// TestCapWithoutMap: until there is a map, and while the back is elsewhere, every place is unknown.
func TestCapWithoutMap(t *testing.T) {
	for _, c := range []struct {
		name    string
		made    bool
		recline chair.Coord
		want    unit.Newton
	}{{"a map", true, 125, 60}, {"no map", false, 125, 20}, {"the back elsewhere", true, 131, 20}, {"a little elsewhere", true, 129, 60}} {
		w := newPlant(t)
		if !c.made {
			w.c.Register(chair.ZoneMap{}, chair.Contour{})
		}
		w.put(chair.Recline, c.recline)
		g := w.feel(middle, 100)
		g.Recline = unit.Degree(c.recline)
		w.run(8, g, nil)
		if s := w.c.Status(); s.Target != c.want || s.Cap.Max != c.want || !(w.force[0] > float64(c.want)-1) {
			t.Errorf("%s: wants %.1f N of %.1f N and presses %.1f N, want %.0f N", c.name, s.Target, s.Cap.Max, w.force[0], c.want)
		}
	}
}
