package verify

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// planted is thirty bodies, so that a bad programme has people to be bad for: every third like the one given, the others
// of ANSUR II as they come.
type planted struct {
	ANSUR
	like body.Measurements
}

func (planted) Len() int { return 30 }

func (pop planted) Body(i int) (Person, error) {
	p, err := ANSUR{}.Body(i * 97)
	if i%3 == 0 {
		p.Measurements = pop.like.Complete()
	}
	p.ID, p.Row = fmt.Sprintf("planted:%d", i+1), i+1
	return p, err
}

// TestFindsTooHard plants a planner that does not know what ribs and sacrum bear, with a programme that leans on it. The
// language would not let anybody write it, and control would not play it: here both look away, and the guard does not.
func TestFindsTooHard(t *testing.T) {
	p := &programme.Plan{Name: "too-hard", Title: "Too hard", Phases: []programme.Phase{{Name: "lean", Strokes: []technique.Stroke{
		{Kind: technique.Press, At: []body.Level{body.L3, body.T12}, Force: 58, Ease: 3 * time.Second, Hold: 6 * time.Second, Repeat: 1},
	}}}}
	s := setting(t, p)
	s.Population = planted{like: body.Measurements{Sex: body.Female, Age: 30, Stature: 1500, Weight: 48}}
	for z := range s.limits.Force {
		s.limits.Force[z] = chair.Everyone().Force[chair.ZoneMuscle]
	}
	bodies, err := Sample(s.Population, 0, 1, s.Profile.Person)
	if err != nil {
		t.Fatal(err)
	}
	r := s.Report(play(t, s, bodies), len(bodies))
	if r.Exceeded < len(bodies)/2 {
		t.Errorf("a limit was exceeded on %d of %d bodies, want most", r.Exceeded, len(bodies))
	}
	if got := r.Verdict(); !strings.Contains(got, "A limit was exceeded on") || !strings.Contains(got, "A model is not a person") {
		t.Errorf("the verdict is %q", got)
	}
	w := r.Worst[0]
	if w.Why == "" || w.Peak.Technique != "press" || w.Peak.Level == "" || w.Peak.Zone != "ribs" || !strings.Contains(w.Command, "--body planted:") {
		t.Errorf("the worst is said to be %q, at %+v, seen again by %q", w.Why, w.Peak, w.Command)
	}
	text := r.Text()
	for _, want := range []string{"the guard ended it: pressed too hard", "have not come to the end"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q:\n%s", want, text)
		}
	}
}

// TestFindsWhoIsMissed plants a chair whose carriage ends under the ribs of tall people.
func TestFindsWhoIsMissed(t *testing.T) {
	p := &programme.Plan{Name: "all-along", Title: "All along", Phases: []programme.Phase{{Name: "glide", Strokes: []technique.Stroke{
		{Kind: technique.Press, At: []body.Level{body.L3, body.T12}, Force: 18, Ease: 2 * time.Second, Hold: 6 * time.Second, Repeat: 1},
	}}}}
	s := setting(t, p)
	s.Population = planted{like: body.Measurements{Sex: body.Male, Age: 30, Stature: 1960, Weight: 92}}
	s.Profile.Axes[chair.Carriage].Max = 330
	s.Prepare()
	bodies, err := Sample(s.Population, 0, 1, s.Profile.Person)
	if err != nil {
		t.Fatal(err)
	}
	r := s.Report(play(t, s, bodies), len(bodies))
	text := r.Text()
	if !strings.Contains(text, "T12 is in the plan and was never reached on") || !strings.Contains(text, "taller (") {
		t.Errorf("the report does not say that the tall are missed:\n%s", text)
	}
	if missed := r.Levels[levels-1].Missed; missed == 0 || missed == len(bodies) {
		t.Errorf("T12 was missed on %d of %d, want some", missed, len(bodies))
	}
}

// TestSaysWhom is what the report says of outcomes that a simulation with today's figures does not give.
func TestSaysWhom(t *testing.T) {
	outcomes := func(change func(i int, o *Outcome)) []Outcome {
		all := make([]Outcome, 200)
		for i := range all {
			o := &all[i]
			*o = Outcome{ID: fmt.Sprintf("planted:%d", i+1), Row: i + 1, Ended: "finished", Coverage: 1, Scanned: true}
			o.Traits = Traits{Sex: "male", Age: 20 + float64(i%60), StatureCM: 165 + float64(i*7%30), MassKG: 60 + float64(i*11%40)}
			if i%3 == 0 {
				o.Traits.Sex, o.Traits.StatureCM = "female", o.Traits.StatureCM-14
			}
			o.PeakN, o.SkinC, o.TripShare = 30, 38, 0.4
			change(i, o)
		}
		return all
	}
	for name, c := range map[string]struct {
		change func(i int, o *Outcome)
		want   []string
	}{
		"too hard on small women": {func(_ int, o *Outcome) {
			if o.Traits.Sex == "female" && o.Traits.StatureCM < 160 {
				o.PeakN, o.TripShare, o.Peak = 62, 1.04, Moment{Zone: "sacrum", Level: "S1", Side: "left", Technique: "knead"}
			}
		}, []string{"Force of one roller, by the tissue under it: exceeded on", "women (", "shorter (", "104 % of the trip (sacrum, S1 left, knead)"}},
		"too hot for the old": {func(_ int, o *Outcome) {
			if o.Traits.Age >= 65 {
				o.SkinC = 41.4
			}
		}, []string{"Skin temperature: exceeded on", "worst 41.4 °C, at most 41", "older ("}},
		"too long": {func(i int, o *Outcome) { o.PartS = 299 + float64(i%2)*2 },
			[]string{"Time on one part of the back: exceeded on 100"}},
		"no number": {func(_ int, o *Outcome) { o.Dose = math.NaN() },
			[]string{"A limit was exceeded on 200 of 200"}},
	} {
		s := setting(t, brief())
		r := s.Report(outcomes(c.change), 200)
		text := strings.Join(strings.Fields(r.Text()), " ")
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the report does not say %q:\n%s", name, want, text)
			}
		}
	}
	s := setting(t, brief())
	if r := s.Report(outcomes(func(int, *Outcome) {}), 200); r.Exceeded != 0 || strings.Contains(r.Text(), "exceeded on 2") && !strings.Contains(r.Text(), "No limit was exceeded on 200") {
		t.Errorf("nothing was wrong, and %d are said to have exceeded a limit", r.Exceeded)
	}
}

// TestEveryLimitIsJudged holds every row of the table at and over its bound.
func TestEveryLimitIsJudged(t *testing.T) {
	everyone := chair.Everyone()
	at := map[string]func(*Outcome, float64){
		"force": func(o *Outcome, x float64) { o.TripShare = x / 100 }, "both": func(o *Outcome, x float64) { o.BothN = x },
		"skin": func(o *Outcome, x float64) { o.SkinC = x }, "pad": func(o *Outcome, x float64) { o.PadC = x },
		"dose": func(o *Outcome, x float64) { o.Dose = x }, "spot": func(o *Outcome, x float64) { o.SpotS = x },
		"part": func(o *Outcome, x float64) { o.PartS = x }, "session": func(o *Outcome, x float64) { o.SessionS = x },
		"tapping": func(o *Outcome, x float64) { o.TapS = x },
		"guard": func(o *Outcome, x float64) {
			if x > 0 {
				o.Fault = string(chair.FaultForce)
			}
		},
	}
	for i := range Limits {
		l := &Limits[i]
		set := at[l.Key]
		if set == nil {
			t.Errorf("%s: no test knows it", l.Key)
			continue
		}
		var under, over Outcome
		set(&under, l.Bound(&everyone))
		set(&over, l.Bound(&everyone)*1.001+0.001)
		if l.broken(&under) || under.Broken() || !l.broken(&over) || !over.Broken() {
			t.Errorf("%s: broken at its bound: %v, over it: %v; want false and true", l.Key, l.broken(&under), l.broken(&over))
		}
	}
}
