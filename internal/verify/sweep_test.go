package verify

import (
	"math"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/twin"
)

// TestSweepIsWider: what is assumed of people is drawn more widely, what is measured is not, and the run is another's record.
func TestSweepIsWider(t *testing.T) {
	plain, swept := setting(t, brief()), setting(t, brief())
	plain.Population, swept.Population, swept.Sweep = ANSUR{}, ANSUR{}, true
	spreadOf := func(s *Setting) (stiff, stature float64) {
		var a, b []float64
		for i := range 400 {
			p, err := s.Population.Body(i * 15)
			if err != nil {
				t.Fatal(err)
			}
			tr := traits(&p, twin.New(s.twin(&p, &s.Profile)))
			a, b = append(a, math.Log(tr.StiffNPMM)), append(b, tr.StatureCM)
		}
		return sd(a), sd(b)
	}
	stiff, stature := spreadOf(plain)
	wider, same := spreadOf(swept)
	if !(wider > 1.2*stiff) || same != stature {
		t.Errorf("log stiffness SD %.3f, swept %.3f; stature SD %.2f, swept %.2f", stiff, wider, stature, same)
	}
	a, err := plain.Key()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := swept.Key(); err != nil || a == b {
		t.Errorf("both are %s, %v", a, err)
	}
	if c := swept.Command(&Outcome{ID: "ansur:1"}); !strings.HasSuffix(c, " --sweep") {
		t.Errorf("seen again by %q", c)
	}
}

func sd(x []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(x)-1))
}

// TestGettingUpIsNoLimit: a person who gets up ends the session, and the programme is not to blame; a seat that is found empty
// while somebody sits there is a fault like any other.
func TestGettingUpIsNoLimit(t *testing.T) {
	up := Outcome{Fault: string(chair.FaultPresence), Ended: "fault", GotUp: true}
	empty := up
	empty.GotUp = false
	if up.Broken() || !empty.Broken() || up.how() != "the person got up, and the chair let go" {
		t.Errorf("got up: %v (%s); empty seat: %v (%s)", up.Broken(), up.how(), empty.Broken(), empty.how())
	}
}
