package fit

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
	"pgregory.net/rapid"
)

func infinity(t rapid.TB) *chair.Profile {
	t.Helper()
	p, diags := profile.Load("infinity")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return &p
}

// says whether a result tells of a change that has all the words.
func says(r *ClosedResult, words ...string) bool {
	return slices.ContainsFunc(r.Changes, func(c Change) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(c.String(), w) })
	})
}

// TestClosedTechniques: each technique as the chair has it, or left out with the reason.
func TestClosedTechniques(t *testing.T) {
	p := infinity(t)
	tests := []struct {
		name  string
		s     technique.Stroke
		mode  string // of the middle step; empty: left out
		speed int
		from  int
		to    int
		says  []string
	}{
		{"knead", knead, "knead", 2, 0, 3, []string{"knead: pace", "level 2", "20 /min instead of 22 /min", "this chair"}},
		{"knead as fast as a level", with(knead, func(s *technique.Stroke) { s.Rate = 20. / 60 }), "knead", 2, 0, 3, nil},
		{"knead slower than any", with(knead, func(s *technique.Stroke) { s.Rate = 8. / 60 }), "knead", 1, 0, 3, []string{"level 1", "10 /min instead of 8 /min"}},
		{"knead faster than allowed", with(knead, func(s *technique.Stroke) { s.Rate = 1 }), "knead", 4, 0, 3, []string{"level 4", "everyone"}},
		{"glide", glide, "knead", 1, 0, 4, []string{"glide: knead at its slowest instead of glide"}},
		{"press", with(press, func(s *technique.Stroke) { s.Repeat = 8 }), "shiatsu", 1, 0, 2, nil},
		{"tap", with(tap, func(s *technique.Stroke) { s.For = 2 * time.Minute }), "tap", 1, 0, 2, []string{"tap: pace"}},
		{"both", both, "knead", 2, 0, 2, []string{"tap along with knead left out", "one mode at a time"}},
		{"high up", with(knead, func(s *technique.Stroke) { s.From, s.To = body.L1, body.T12 }), "knead", 2, 2, 4, nil},
		{"one side alone", with(tap, func(s *technique.Stroke) { s.Side = technique.LeftSide }), "", 0, 0, 0, []string{"tap on the left left out", "cannot be told apart"}},
		{"stretch", stretch, "", 0, 0, 0, []string{"stretch left out", "how far its own would go is not known"}},
		{"rest", rest, "", 0, 0, 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.s.Kind == technique.Knead {
				tt.s.For = 4 * time.Minute // the first and the last are slow
			}
			r := Closed(plan(tt.s), p, chair.Everyone())
			if tt.says != nil && !says(&r, tt.says...) {
				t.Errorf("no change says %q: %v", tt.says, r.Changes)
			}
			if tt.mode == "" {
				if len(r.Steps) > 0 {
					t.Errorf("got %+v, want nothing", r.Steps)
				}
				return
			}
			i := slices.IndexFunc(r.Steps, func(s ClosedStep) bool { return s.Setting.Speed == tt.speed })
			if i < 0 {
				t.Fatalf("no step at speed %d: %+v", tt.speed, r.Steps)
			}
			s := r.Steps[i].Setting
			if got := p.Closed.Modes[s.Mode-1].Name; got != tt.mode || s.From != tt.from || s.To != tt.to || s.Area != chair.Part {
				t.Errorf("got %s %+v, want %s from %d to %d", got, s, tt.mode, tt.from, tt.to)
			}
			if n := len(r.Steps); r.Steps[0].Setting.Speed != 1 || r.Steps[n-1].Setting.Speed != 1 {
				t.Errorf("does not begin and end at the slowest: %+v", r.Steps)
			}
		})
	}
}

// TestClosedHeat: heat is a key, for as long as the limits let it, and not at all where they are lower than everyone's.
func TestClosedHeat(t *testing.T) {
	p := infinity(t)
	r := Closed(plan(with(knead, func(s *technique.Stroke) { s.For = 5 * time.Minute })), p, chair.Everyone())
	warm := time.Duration(0)
	for _, s := range r.Steps {
		if s.Setting.Heat {
			warm += s.For
		}
	}
	if warm == 0 || warm > chair.ForClosed(p.Closed).Heat.Max {
		t.Errorf("warm for %v of %+v", warm, r.Steps)
	}
	cold := chair.Everyone()
	cold.Heat = chair.Bound[unit.Celsius]{By: check}
	r = Closed(plan(knead), p, cold)
	if len(r.Steps) == 0 || r.Steps[0].Setting.Heat || !says(&r, "heat left out", string(check)) {
		t.Errorf("without heat: %+v %v", r.Steps, r.Changes)
	}
	if r = Closed(insisting(plan(knead), chair.CanHeat), p, cold); len(r.Steps) != 0 || !says(&r, "the programme left out") {
		t.Errorf("a programme of heat without heat: %+v %v", r.Steps, r.Changes)
	}
}

// TestClosedRefuses: what cannot be done at all says why.
func TestClosedRefuses(t *testing.T) {
	p := infinity(t)
	if r := Closed(insisting(plan(knead), chair.CanAir), p, chair.Everyone()); len(r.Steps) != 0 || !says(&r, "the programme left out", "cannot be told to use its air") {
		t.Errorf("air: %+v %v", r.Steps, r.Changes)
	}
	soft := chair.Everyone()
	soft.Force[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: 10, By: check}
	if r := Closed(plan(knead), p, soft); len(r.Steps) != 0 || !says(&r, "the programme left out", string(check)) {
		t.Errorf("10 N: %+v %v", r.Steps, r.Changes)
	}
	brief := chair.Everyone()
	brief.Session = chair.Bound[time.Duration]{Max: 40 * time.Second, By: check}
	if r := Closed(plan(knead), p, brief); len(r.Steps) != 0 || !says(&r, "the programme left out", string(check)) {
		t.Errorf("40 s: %+v %v", r.Steps, r.Changes)
	}
	none := chair.Everyone()
	none.Tapping = chair.Bound[time.Duration]{By: check}
	if r := Closed(plan(knead, tap, knead), p, none); len(r.Steps) == 0 || !says(&r, "tap left out", string(check)) {
		t.Errorf("no tapping: %+v %v", r.Steps, r.Changes)
	}
}

// TestClosedLost: what such a chair cannot do is said whatever the programme.
func TestClosedLost(t *testing.T) {
	p := infinity(t)
	r := Closed(plan(knead), p, chair.Everyone())
	all := strings.Join(r.Lost, "\n")
	for _, words := range []string{"does not report force: pressure follows its 5 levels", "Above level 3", "does not know where your back is",
		"No key that is known sets its depth", "does not say how warm", "after 10 min at most", "If its power fails the rollers stay"} {
		if !strings.Contains(all, words) {
			t.Errorf("%q is not said: %s", words, all)
		}
	}
	q := *p
	c := *p.Closed
	c.SetsDepth, q.Closed, q.OnPowerLoss, q.OnSilence = true, &c, chair.Retracts, chair.Retracts
	cold := plan(knead)
	cold.Heat = nil
	r = Closed(cold, &q, chair.Everyone())
	for _, words := range []string{"No key", "how warm", "own timer", "power fails"} {
		if strings.Contains(strings.Join(r.Lost, "\n"), words) {
			t.Errorf("%q is said of a chair of which it is not so", words)
		}
	}
}

// TestClosedWithin: whatever the programme and the limits, the plan keeps within what the guard of closed chairs allows, with
// the time that keys and carriage take.
func TestClosedWithin(t *testing.T) {
	p := infinity(t)
	rapid.Check(t, func(t *rapid.T) {
		var strokes []technique.Stroke
		for range rapid.IntRange(0, 8).Draw(t, "strokes") {
			s := rapid.SampledFrom([]technique.Stroke{glide, knead, press, tap, stretch, both, rest}).Draw(t, "stroke")
			if s.For > 0 {
				s.For = time.Duration(rapid.IntRange(1, 400).Draw(t, "for")) * time.Second
			}
			strokes = append(strokes, s)
		}
		l := chair.Everyone()
		l.Session.Max = time.Duration(rapid.IntRange(0, 1200).Draw(t, "session")) * time.Second
		l.Tapping.Max = time.Duration(rapid.IntRange(0, 300).Draw(t, "tapping")) * time.Second
		l.Zone.Max = time.Duration(rapid.IntRange(30, 300).Draw(t, "zone")) * time.Second
		r := Closed(plan(strokes...), p, l)
		own := l.Closed(p.Closed)
		var all, taps, warm time.Duration
		var at [13]time.Duration
		for _, s := range r.Steps {
			set := s.Setting
			if s.For <= 0 || set.Mode < 1 || set.Mode > 3 || set.Speed < 1 || set.Speed > int(own.Speed.Max) || set.From < 0 || set.To > 12 || set.To-set.From < 2 {
				t.Fatalf("a step of %+v", s)
			}
			all += s.For + closedSettles
			if p.Closed.Modes[set.Mode-1].Technique == "tap" {
				taps += s.For
			}
			if set.Heat {
				warm += s.For
			}
			for n := set.From; n <= set.To; n++ {
				at[n] += s.For / 2
			}
		}
		if len(r.Steps) > 0 && all+closedArrives > own.Session.Max+time.Second || taps > own.Tapping.Max || warm > own.Heat.Max {
			t.Fatalf("%v of %v, tapping %v of %v, warm %v of %v: %+v", all, own.Session.Max, taps, own.Tapping.Max, warm, own.Heat.Max, r.Steps)
		}
		for n, d := range at {
			if d > own.Zone.Max {
				t.Fatalf("%v at step %d, of %v", d, n, own.Zone.Max)
			}
		}
	})
}
