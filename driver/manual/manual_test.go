package manual

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// old is a chair with everything, cushion one with little, gun a hand-held massager.
func old() *Massager {
	return &Massager{
		Name: "old-chair", Title: "Chair in the study", Kind: Chair, On: "POWER", Off: "POWER",
		Places:   []Place{{"LUMBAR", body.L5, body.L1}, {"FULL BACK", body.S1, body.T12}},
		Modes:    []Mode{{technique.Knead, "KNEAD"}, {technique.Glide, "ROLL"}, {technique.Tap, "TAP"}},
		Strength: "STRENGTH", Strengths: []string{"1", "2", "3", "4", "5"}, Feels: Gentle, Heat: "HEAT",
	}
}

func cushion() *Massager {
	return &Massager{
		Name: "cushion", Title: "Cushion", Kind: Cushion, On: "ON/OFF", Off: "ON/OFF", AutoOff: 15 * time.Minute,
		Places: []Place{{"LOWER", body.L5, body.L1}}, Modes: []Mode{{technique.Knead, "SHIATSU"}}, Strengths: []string{"NORMAL"}, Feels: Medium,
	}
}

func gun() *Massager {
	return &Massager{
		Name: "gun", Title: "The gun", Kind: HandHeld, On: "the button, 3 s", Off: "the button, 3 s", AutoOff: 10 * time.Minute,
		Modes: []Mode{{technique.Tap, "round head"}}, Strength: "the button", Strengths: []string{"one light", "two lights", "three lights"}, Feels: Gentle,
	}
}

func plan(t fataler, name string) *programme.Plan {
	t.Helper()
	file, src, _ := programmes.Source(name)
	p, list := programme.Compile(file, src, programme.Options{})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func fit(t fataler, m *Massager, l chair.Limits) *Plan {
	t.Helper()
	p, err := Fit(m, plan(t, "after-desk"), l)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// first is what the safety check lets somebody have who is new.
func first() chair.Limits {
	l := chair.Everyone()
	l.Force[chair.ZoneMuscle].Max, l.BothForce.Max = 24, 48
	l.Session.Max, l.Spot.Max, l.Zone.Max, l.Tapping.Max, l.Stretch.Max, l.Heat.Max = 10*time.Minute, time.Minute, 3*time.Minute, 0, 0, 38
	return l
}

// TestFit: what comes of a programme, and what is said of the rest.
func TestFit(t *testing.T) {
	hot := func(m *Massager) *Massager { m.Heat = "HEAT"; return m }
	for name, c := range map[string]struct {
		m     *Massager
		l     chair.Limits
		steps int
		most  time.Duration
		says  []string
	}{
		"chair, everyone's limits": {old(), chair.Everyone(), 5, 20 * time.Minute, []string{"No stretch"}},
		"chair, first session":     {old(), first(), 4, 10 * time.Minute, []string{"No tapping", "Warmth stays off", "shorter"}},
		"cushion, first session":   {hot(cushion()), first(), 1, 10 * time.Minute, []string{"It does not glide: it is to knead instead.", "Warmth stays off"}},
		"gun, everyone's limits":   {gun(), chair.Everyone(), 6, 5 * time.Minute, []string{"above lie ribs and kidneys"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := fit(t, c.m, c.l)
			for i, s := range p.Cards(0) {
				t.Logf("%d %s %v: %s | %s", i+1, s.Phase, p.Steps[i].For, s.Large, strings.Join(s.Do, "; "))
			}
			t.Log(strings.Join(p.Changes, " "))
			if len(p.Steps) != c.steps || p.Duration() > c.most {
				t.Errorf("%d steps of %v, want %d of at most %v", len(p.Steps), p.Duration(), c.steps, c.most)
			}
			for _, s := range c.says {
				if !strings.Contains(strings.Join(p.Changes, " "), s) {
					t.Errorf("%q is not said", s)
				}
			}
			if a, z := p.Steps[0], p.Steps[len(p.Steps)-1]; a.Strength != 1 || z.Strength != 1 {
				t.Error("it does not begin and end at the weakest")
			}
		})
	}
}

// TestFitRefuses: where nothing is left, nothing begins, and it is said why.
func TestFitRefuses(t *testing.T) {
	weak := first()
	weak.Force[chair.ZoneMuscle].Max = 12
	bare := cushion()
	bare.Places[0] = Place{"BACK", body.S1, body.T12}
	for name, c := range map[string]struct {
		m    *Massager
		l    chair.Limits
		says string
	}{
		"only taps":          {gun(), first(), "only taps"},
		"too firm":           {cushion(), weak, "weakest strength may be firmer"},
		"over bone":          {bare, first(), "harder on bone"},
		"no time":            {cushion(), chair.Limits{Force: chair.Everyone().Force, BothForce: chair.Everyone().BothForce}, "shorter"},
		"a file that is not": {&Massager{}, first(), "kind is missing"},
	} {
		_, err := Fit(c.m, plan(t, "gentle"), c.l)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if name != "a file that is not" && !errors.Is(err, ErrNothing) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFitNeeds: a programme that needs more than its techniques do is not played without it.
func TestFitNeeds(t *testing.T) {
	if p, err := Fit(old(), plan(t, "warmth"), chair.Everyone()); err != nil || !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Heat }) {
		t.Errorf("with a key for warmth: %+v, %v", p, err)
	}
	if _, err := Fit(cushion(), plan(t, "warmth"), chair.Everyone()); !errors.Is(err, ErrNothing) || !strings.Contains(err.Error(), "needs warmth") {
		t.Errorf("without one: %v", err)
	}
	airy := plan(t, "gentle")
	airy.Needs = append(airy.Needs, chair.CanAir)
	if _, err := Fit(old(), airy, chair.Everyone()); !errors.Is(err, ErrNothing) || !strings.Contains(err.Error(), "needs parts") {
		t.Errorf("what nobody knows: %v", err)
	}
}

// TestLevels: strengths count as levels of force, in order, the strongest as the highest.
func TestLevels(t *testing.T) {
	for _, c := range []struct {
		n     int
		feels Feel
		want  []int
	}{
		{1, Medium, []int{2}}, {2, Gentle, []int{1, 5}}, {3, Gentle, []int{1, 3, 5}}, {3, Medium, []int{2, 4, 5}},
		{3, Firm, []int{3, 4, 5}}, {5, Gentle, []int{1, 2, 3, 4, 5}}, {5, Firm, []int{3, 4, 4, 5, 5}},
	} {
		m := &Massager{Strengths: make([]string, c.n), Feels: c.feels}
		var got []int
		for s := range c.n {
			got = append(got, m.LevelOf(s+1))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d strengths, %v: levels %v, want %v", c.n, c.feels, got, c.want)
		}
	}
	if got := []int{levelIn(11.9), levelIn(12), levelIn(24), levelIn(60), levelIn(unit.Newton(99))}; !slices.Equal(got, []int{0, 1, 2, 5, 5}) {
		t.Errorf("levels within forces: %v", got)
	}
}

// TestCheck: everything that is wrong is told at once.
func TestCheck(t *testing.T) {
	m := &Massager{Name: "No Name", Kind: HandHeld, Places: []Place{{"A", body.L1, body.L5}}, Modes: []Mode{{technique.Stretch, ""}}, AutoOff: time.Second}
	err := m.Check()
	for _, s := range []string{`"No Name"`, "the title", "switching on", "switching off", "after 0.01667 min", "has no places", "from below to above", "what it does:", `"stretch"`, "strengths", "feels"} {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("%q is not said in\n%v", s, err)
		}
	}
	for _, m := range []*Massager{old(), cushion(), gun()} {
		if err := m.Check(); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
}

// TestInstruct: only what changes has to be pressed, in the remote's words.
func TestInstruct(t *testing.T) {
	m := old()
	at := Setting{true, 0, -1, 0, 2, true}
	in := m.Instruct(Setting{}, at)
	if in.Large != "LUMBAR, KNEAD, strength 2, HEAT on" ||
		!slices.Equal(in.Do, []string{"Press POWER to switch it on", "Choose LUMBAR", "Choose KNEAD", "Press STRENGTH until it is at 2", "Press HEAT for warmth"}) {
		t.Errorf("%+v", in)
	}
	to := at
	to.Strength, to.Heat = 1, false
	if in = m.Instruct(at, to); !slices.Equal(in.Do, []string{"Press STRENGTH until it is at 1", "Press HEAT: warmth off"}) || in.Large != "LUMBAR, KNEAD, strength 1, HEAT off" {
		t.Errorf("%+v", in)
	}
	if h := m.Halt(); h.Large != "Press POWER on your remote" {
		t.Errorf("%+v", h)
	}
	if h := gun().Halt(); !strings.HasPrefix(h.Large, "Take it off your back") {
		t.Errorf("%+v", h)
	}
}

// fataler is a test, whoever runs it.
type fataler interface {
	Helper()
	Fatal(...any)
}

// TestFitHolds is one row for each limit: what the steps may come to at most.
func TestFitHolds(t *testing.T) {
	roller := gun()
	roller.Modes[0], roller.Strengths = Mode{technique.Knead, "nodes"}, []string{"1", "2", "3", "4", "5"}
	tapper := old()
	tapper.Modes = []Mode{{technique.Tap, "TAP"}}
	for name, c := range map[string]struct {
		m      *Massager
		change func(*chair.Limits)
		holds  func(*Plan) bool
	}{
		"force, chair": {old(), func(l *chair.Limits) { l.Force[chair.ZoneMuscle].Max = 23 }, func(p *Plan) bool {
			return !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Strength > 1 })
		}},
		"force, hand-held": {roller, func(l *chair.Limits) { l.Force[chair.ZoneMuscle].Max = 23 }, func(p *Plan) bool {
			return !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Strength > 1 })
		}},
		"force of both": {old(), func(l *chair.Limits) { l.BothForce.Max = 46 }, func(p *Plan) bool {
			return !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Strength > 1 })
		}},
		"tapping, chair":     {tapper, func(l *chair.Limits) { l.Tapping.Max = 2 * time.Minute }, func(p *Plan) bool { return p.Duration() <= 2*time.Minute }},
		"tapping, hand-held": {gun(), func(l *chair.Limits) { l.Tapping.Max = 3 * time.Minute }, func(p *Plan) bool { return p.Duration() <= 3*time.Minute }},
		"zone":               {old(), func(l *chair.Limits) { l.Zone.Max = 2 * time.Minute }, func(p *Plan) bool { return p.Duration() <= 5*time.Minute }},
		"spot": {roller, func(l *chair.Limits) { l.Spot.Max = 50 * time.Second }, func(p *Plan) bool {
			return !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.For+Patience > 50*time.Second })
		}},
		"session":     {old(), func(l *chair.Limits) { l.Session.Max = 6 * time.Minute }, func(p *Plan) bool { return p.Duration() <= 6*time.Minute }},
		"day":         {old(), func(l *chair.Limits) { l.Day.Max = 6 * time.Minute }, func(p *Plan) bool { return p.Duration() <= 6*time.Minute }},
		"its timer":   {gun(), func(*chair.Limits) {}, func(p *Plan) bool { return p.Duration() <= 10*time.Minute }},
		"warmth":      {old(), func(l *chair.Limits) { l.HeatTime.Max = 3 * time.Minute }, func(p *Plan) bool { return warm(p) > 0 && warm(p)+Patience <= 3*time.Minute }},
		"warmth, low": {old(), func(l *chair.Limits) { l.Heat.Max = 39 }, func(p *Plan) bool { return warm(p) == 0 }},
	} {
		l := chair.Everyone()
		c.change(&l)
		p, err := Fit(c.m, plan(t, "after-desk"), l)
		if err != nil || !c.holds(p) {
			t.Errorf("%s: %v, %v", name, err, p)
		}
	}
}

// warm is how long warmth is on.
func warm(p *Plan) (d time.Duration) {
	for _, s := range p.Steps {
		if s.Heat {
			d += s.For + Patience
		}
	}
	return d
}
