package verify

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// Nothing measures where somebody sits sideways. Those who sit up to three times the assumed spread beside the chair's
// middle are kneaded beside the spine nevertheless, and their other side, over flank and kidney, is not pressed beyond
// what is allowed there.
func TestSeatedAside(t *testing.T) {
	if testing.Short() {
		t.Skip("whole sessions")
	}
	const from, to, enough = 14.0, 15.0, 3 // mm
	file, src, _ := programmes.Source("break")
	plan, diags := programme.Compile(file, src, programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	s := setting(t, plan)
	s.Quick = true
	var aside []int
	for i := 0; i < s.Population.Len() && len(aside) < enough; i++ {
		p, err := s.Population.Body(i)
		if err != nil {
			t.Fatal(err)
		}
		off := math.Abs(traits(&p, twin.New(s.twin(&p, &s.Profile))).MidlineMM)
		if off >= from && off <= to && fits(&s.Profile.Person, &p.Measurements) {
			aside = append(aside, i)
		}
	}
	if len(aside) < enough {
		t.Fatalf("%d bodies sit %.0f to %.0f mm aside", len(aside), from, to)
	}
	for _, o := range play(t, s, aside) {
		if o.Broken() || !o.Whole() {
			t.Errorf("%s, %.0f mm aside: %s, %.2f of the trip", o.ID, o.Traits.MidlineMM, o.how(), o.TripShare)
		}
	}
}
