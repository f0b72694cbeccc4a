package twin

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/body"
)

// applied is a pack on somebody's skin, as in the studies: what lies on it, how it gets there, how long.
type applied struct {
	fat, skinFlow, deepFlow float64 // mm; L/h m²; times IT'IS
	blood                   float64 // °C of arterial blood and core
	outside, contact        float64 // °C, W/m²K
	open, lag, minutes      float64
}

// rises is how much warmer it gets at depths in mm under the skin, and the skin at the end.
func (a applied) rises(depths ...float64) (by []float64, skin float64) {
	l := layersOf(a.fat, a.skinFlow, a.deepFlow, a.blood)
	const bareLoss = 9.0 // W/m²K of a bare leg to a room of 23 °C: assumption
	c := settled(&l, plainRoom, bareLoss)
	before := c
	for range int(a.minutes * 60 / heatDT) {
		c.step(&l, a.outside, a.contact, a.open, 1, a.lag, heatDT)
	}
	for _, mm := range depths {
		by = append(by, c.at(&l, mm)-before.at(&l, mm))
	}
	return by, c.surface
}

// A pad of the reference's sketch, then step by step what was on the calf: a hot pack of 75 °C in eight layers of towel, each
// about 1 mm of 0.08 W/m K; fat of half a skinfold of 10 mm; JOS-3's skin flow of a leg; blood that has cooled on its way; and
// vessels that take minutes; and the twin's share of IT'IS's blood flow. The towels, the fat and the blood's 36 °C are
// assumptions.
var (
	sketch  = applied{fat: 10, skinFlow: 9.2, deepFlow: 1, blood: bodyHeat, outside: 45, contact: 100, open: 1, lag: 1, minutes: 15}
	lean    = with(sketch, func(a *applied) { a.fat = 5 })
	hotPack = with(lean, func(a *applied) { a.outside, a.contact = 75, 10 })
	onCalf  = with(hotPack, func(a *applied) { a.skinFlow, a.blood = 5.8, 36 })
	slow    = with(onCalf, func(a *applied) { a.lag = body.DilationLag.Middle() })
	calf    = with(slow, func(a *applied) { a.deepFlow = body.DeepFlowShare.Middle() })
	noBlood = with(calf, func(a *applied) { a.open = 0 })
)

func with(a applied, change func(*applied)) applied {
	change(&a)
	return a
}

func publishedWarmth() []published {
	rise, _ := calf.rises(10, 30)
	longer := with(calf, func(a *applied) { a.fat, a.minutes = 7.1, 20 })
	middle, _ := longer.rises(15)
	rows := []published{
		{"hot pack on the calf, 15 min, at 1 cm", "Draper 1998, no SD known; a fifth allowed here", "+3.8 °C", 3.04, 4.56, "°C", rise[0], true},
		{"the same, at 3 cm", "the same", "+0.78 °C", 0.62, 0.94, "°C", rise[1], true},
		{"hot pack on the calf, 20 min, at 1.5 cm, fat of 7.1 mm", "Ostrowski 2019, 18 people", "+1.7 (SD 0.9) °C", 0.8, 2.6, "°C", middle[0], false},
	}
	for _, p := range []struct{ skinfold, at1, at3 float64 }{{6, 14.43, 6.22}, {14, 9.06, 3.86}, {24, 5.00, 2.42}} {
		// Crushed ice, vessels shut by cold and by its weight; depths are under the fat.
		ice := with(calf, func(a *applied) { a.fat, a.outside, a.contact, a.open, a.minutes = p.skinfold/2, 0, 150, 0.2, 20 })
		fall, _ := ice.rises(skinThick+ice.fat+10, skinThick+ice.fat+30)
		rows = append(rows,
			published{fmt.Sprintf("ice on the calf, 20 min, 1 cm into muscle, fat of %.0f mm", ice.fat), "Myrer 2001, groups by skinfold, half of it; a fifth allowed here",
				fmt.Sprintf("-%.1f °C", p.at1), -1.2 * p.at1, -0.8 * p.at1, "°C", fall[0], true},
			published{"the same, 3 cm into muscle", "the same", fmt.Sprintf("-%.1f °C", p.at3), -1.2 * p.at3, -0.8 * p.at3, "°C", fall[1], true})
	}
	for _, p := range []struct {
		what     string
		fat      float64
		jos      float64
		fatShare string
	}{{"a lean back", 6.5, 10.7, "under 12.5"}, {"a fat back", 30, 8.8, "over 27.5"}} {
		l := layersOf(p.fat, 0, body.DeepFlowShare.Middle(), bodyHeat)
		for i := range l.makes {
			l.makes[i] = 0
		}
		c := settled(&l, skinSet, 1e6)
		rows = append(rows, published{"heat from core to skin through " + p.what, "JOS-3, back, body fat " + p.fatShare + " %; a fifth allowed here",
			fmt.Sprintf("%.1f W/m²K", p.jos), p.jos * 0.8, p.jos * 1.2, "W/m²K", l.outer * (c.temp[0] - c.surface) / (bodyHeat - skinSet), true})
	}
	return rows
}

// TestPublishedHotPack says by how much each difference between the sketch and the calf counts.
func TestPublishedHotPack(t *testing.T) {
	var table strings.Builder
	table.WriteString("| 15 minutes of | skin °C | at 1 cm | at 3 cm |\n|---|---|---|---|\n")
	var was float64
	for i, step := range []struct {
		what string
		is   applied
	}{
		{"the sketch: a pad of 45 °C on bare skin, fat of 10 mm", sketch},
		{"the same on fat of 5 mm", lean},
		{"a pack of 75 °C in eight layers of towel instead", hotPack},
		{"and a calf: less blood in the skin, blood of 36 °C", onCalf},
		{"and vessels that take minutes to answer", slow},
		{"and the twin's share of IT'IS's blood flow in fat and muscle", calf},
		{"the same without any blood at all", noBlood},
	} {
		rise, skin := step.is.rises(10, 30)
		fmt.Fprintf(&table, "| %s | %.1f | %+.2f °C | %+.2f °C |\n", step.what, skin, rise[0], rise[1])
		if i > 1 && rise[0] < was {
			t.Errorf("%s: %.2f °C at 1 cm, less than %.2f before", step.what, rise[0], was)
		}
		was = rise[0]
	}
	table.WriteString("| measured: Draper 1998 | not known | +3.8 °C | +0.78 °C |\n")
	documented(t, "hot pack", table.String())
}
