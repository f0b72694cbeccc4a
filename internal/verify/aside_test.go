package verify

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// seats is how far beside the chair's middle every body sits, mm, by its index; those for whom the chair is not built are no number.
func seats(t *testing.T, s *Setting) (off []float64) {
	t.Helper()
	for i := range s.Population.Len() {
		p, err := s.Population.Body(i)
		if err != nil {
			t.Fatal(err)
		}
		off = append(off, math.NaN())
		if fits(&s.Profile.Person, &p.Measurements) {
			off[i] = math.Abs(float64(twin.New(s.twin(&p, &s.Profile)).Traits().Midline))
		}
	}
	return off
}

// within are the first n indices of off whose value lies from one to the other.
func within(off []float64, from, to float64, n int) (found []int) {
	for i, x := range off {
		if x >= from && x <= to && len(found) < n {
			found = append(found, i)
		}
	}
	return found
}

// shipped is a programme as it ships, at the quick rate.
func shipped(t *testing.T, name string) *Setting {
	t.Helper()
	file, src, _ := programmes.Source(name)
	plan, diags := programme.Compile(file, src, programme.Options{})
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	s := setting(t, plan)
	s.Quick = true
	s.Prepare()
	return s
}

// Those who sit up to three times the assumed spread beside the chair's middle are kneaded beside the spine nevertheless, and
// their other side, over flank and kidney, is not pressed beyond what is allowed there, whether they are felt to sit there or not.
// Those who sit further aside are felt to, and are pressed less: 24 to 31 N of the programme would be on the spine.
func TestSeatedAside(t *testing.T) {
	if testing.Short() {
		t.Skip("whole sessions")
	}
	s := shipped(t, "break")
	off := seats(t, s)
	some, far := within(off, 14, 15, 3), within(off, 18, math.Inf(1), 3)
	if len(some) < 3 || len(far) < 3 {
		t.Fatalf("%d bodies sit 14 to 15 mm aside, %d more than 18", len(some), len(far))
	}
	for name, bodies := range map[string][]int{"break": append(some, far...), "after-desk": far} {
		s := shipped(t, name)
		for _, o := range play(t, s, bodies) {
			if o.Broken() || !o.Whole() {
				t.Errorf("%s: %s, %.0f mm aside: %s, %.2f of the trip", name, o.ID, o.Traits.MidlineMM, o.how(), o.TripShare)
			}
			if math.Abs(o.Traits.MidlineMM) > 18 && (o.Aside == "" || o.PeakN > 30) {
				t.Errorf("%s: %s, %.0f mm aside, is felt to sit %q and gets %.1f N", name, o.ID, o.Traits.MidlineMM, o.Aside, o.PeakN)
			}
		}
	}
}

// TestFeelsAside holds what the session feels of where somebody sits sideways against where they really sit: whoever sits 15 mm aside
// or more is felt to, on the right side; whoever sits less than 12 is not.
func TestFeelsAside(t *testing.T) {
	s := setting(t, brief())
	s.Quick = true
	s.Prepare()
	off := seats(t, s)
	far := within(off, 15, math.Inf(1), 12)
	near, err := Sample(s.Population, 24, 5, s.Profile.Person)
	if err != nil {
		t.Fatal(err)
	}
	near = append(near, within(off, 11, 12, 4)...)
	for _, i := range append(far, near...) {
		p, err := s.Population.Body(i)
		if err != nil {
			t.Fatal(err)
		}
		r := s.rigOf(&p, true)
		if err := r.loop.Start(0, s.fitted.Plan, chair.Spent{}); err != nil {
			t.Fatal(err)
		}
		for r.loop.Session().Stage() <= session.Scanning && r.out.Aside == "" {
			r.tick()
		}
		m := r.out.Traits.MidlineMM
		want := ""
		switch {
		case m >= 15:
			want = "right"
		case m <= -15:
			want = "left"
		case math.Abs(m) >= 12:
			continue // may be felt to, or not
		}
		if skew, known := r.loop.Session().Skew(); r.out.Aside != want || !known {
			t.Errorf("%s, %+.1f mm aside, is felt to sit %q by a skew of %.3f (%v); want %q", p.ID, m, r.out.Aside, skew, known, want)
		}
	}
}
