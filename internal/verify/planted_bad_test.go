package verify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// four is sixty bodies: a quarter small women, a quarter tall men, a quarter old and heavy, the others of ANSUR II as they come.
type four struct{ ANSUR }

func (four) Len() int { return 60 }

func (four) Body(i int) (Person, error) {
	p, err := ANSUR{}.Body(i * 97)
	like := []body.Measurements{
		{Sex: body.Female, Age: 30, Stature: 1500, Weight: 48}, {Sex: body.Male, Age: 30, Stature: 1960, Weight: 92},
		{Sex: body.Male, Age: 78, Stature: 1740, Weight: 104}, {},
	}[i%4]
	if like.Sex != 0 {
		p.Measurements = like.Complete()
	}
	p.ID, p.Row = fmt.Sprintf("planted:%d", i+1), i+1
	return p, err
}

// TestFindsABadProgramme plays a programme that is too much for small women, too hot for the old and heavy, and misses the tall, on
// simulated people, and the report says so, of whom, and why. Three things are loosened for it: the planner lets one part of the
// back have seven minutes, which in a short back is where everything is; the pad's thermistor reads too little, so that neither
// thermostat nor guard knows how hot it is; and the carriage ends where a tall man's ribs begin.
func TestFindsABadProgramme(t *testing.T) {
	if testing.Short() {
		t.Skip("a quarter of an hour on each of 60 backs")
	}
	press := technique.Stroke{Kind: technique.Press, At: []body.Level{body.L4, body.L3, body.L2}, Force: 58, Ease: 2 * time.Second, Hold: 6 * time.Second, Repeat: 1}
	glide := technique.Stroke{Kind: technique.Glide, From: body.L5, To: body.T12, Force: 14, Speed: 25, For: 3 * time.Minute}
	p := &programme.Plan{Name: "bad", Title: "A bad programme", Heat: &programme.Heat{Target: 40, Until: 14 * time.Minute}}
	for i := range 4 {
		p.Phases = append(p.Phases, programme.Phase{Name: fmt.Sprint("round ", i+1), Strokes: []technique.Stroke{press, glide}})
	}
	s := setting(t, p)
	s.Population = four{}
	s.Profile.Axes[chair.Carriage].Max = 330
	s.spoil = func(o *twin.Options) { o.PadLow = 4.6 }
	s.Prepare()
	s.limits.Zone.Max = 7 * time.Minute
	s.fitted = fit.Fit(p, &s.Profile, s.limits)
	bodies, err := Sample(s.Population, 0, 1, s.Profile.Person)
	if err != nil {
		t.Fatal(err)
	}
	all := play(t, s, bodies)
	r := s.Report(all, len(bodies))
	text := strings.Join(strings.Fields(r.Text()), " ")
	sentence := func(about string) string {
		from := strings.Index(text, about)
		if from < 0 {
			return ""
		}
		to := strings.Index(text[from:], ". ") + len(". ")
		return text[from : from+to+strings.Index(text[from+to:]+". ", ". ")]
	}
	for _, c := range []struct{ about, whom string }{
		{"Skin temperature: exceeded on", "older ("},
	} {
		if got := sentence(c.about); !strings.Contains(got, c.whom) {
			t.Errorf("of %q it says %q, want whom: %q", c.about, got, c.whom)
		}
	}
	missed := func(o *Outcome) bool { return slices.Contains(o.Missed, "T12") }
	tall := count(all, func(o *Outcome) bool { return missed(o) && o.Traits.StatureCM > 185 })
	if n := count(all, missed); n < 10 || tall < n*6/10 {
		t.Errorf("T12 was missed on %d, %d of them tall", n, tall)
	}
	for i := range r.Limits {
		if l := &r.Limits[i]; l.Key == "part" {
			k := slices.IndexFunc(all, func(o Outcome) bool { return o.ID == l.WorstOf })
			short := count(all, func(o *Outcome) bool { return slices.Contains(l.Bodies, o.ID) && o.Traits.StatureCM < 157 })
			if l.Exceeded < 3 || short < len(l.Bodies)*3/4 {
				t.Errorf("too much on one part of the back of %v, %d of them short", l.Bodies, short)
			}
			if tr := all[k].Traits; tr.Sex != "female" || tr.StatureCM != 150 {
				t.Errorf("too much on one part of the back of %d, worst of %+v; want a small woman", l.Exceeded, tr)
			}
		}
	}
	if i := slices.IndexFunc(r.Limits, func(l LimitRow) bool { return l.Key == "skin" }); r.Limits[i].Exceeded == 0 || r.Exceeded == 0 {
		t.Error("nobody was too hot")
	}
}
