package verify

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// Its places are people as the survey weighs them, all within the chair's range.
func TestNHANES(t *testing.T) {
	everybody := NewNHANES(chair.PersonRange{MaxWeight: 300, MaxHeight: 3000})
	if got, want := everybody.Len(), (body.NHANESPeople{}).Len(); got != want {
		t.Errorf("without limits %d of %d people", got, want)
	}
	built := chair.PersonRange{MaxWeight: 150, MinHeight: 1450, MaxHeight: 2050}
	for name, p := range map[string]*NHANES{"everybody": everybody, "in range": NewNHANES(built)} {
		var obese, women float64
		for i := range p.Len() {
			who, err := p.Body(i)
			if err != nil || who.Row != i+1 {
				t.Fatalf("%s, %d: row %d, %v", name, i, who.Row, err)
			}
			if name == "in range" && (who.Weight > built.MaxWeight || who.Stature < built.MinHeight || who.Stature > built.MaxHeight) {
				t.Fatalf("%s: %.0f kg, %.0f mm", who.ID, who.Weight, who.Stature)
			}
			metres := float64(who.Stature) / 1000
			if float64(who.Weight)/metres/metres >= 30 {
				obese += 100 / float64(p.Len())
			}
			if who.Sex == body.Female {
				women += 100 / float64(p.Len())
			}
		}
		// 41.6 % of men and 42.3 % of women of 20 and over have a BMI of 30 and over: with those of 18 and 19 a little less, and
		// less still without the heaviest. Unweighted it would be 44.
		want := map[string]float64{"everybody": 41.5, "in range": 40.4}[name]
		if math.Abs(obese-want) > 0.7 || math.Abs(women-51) > 1 {
			t.Errorf("%s: %.1f %% of a BMI of 30 and over, want %.1f; %.1f %% women", name, obese, want, women)
		}
	}
	for _, i := range []int{-1, everybody.Len()} {
		if _, err := everybody.Body(i); err == nil {
			t.Errorf("body %d: no error", i)
		}
	}
}
