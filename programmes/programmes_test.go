package programmes_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Every comfort that somebody may calibrate, from a light hand to more than is allowed.
var comforts = []unit.Newton{0, 15, 25, 40, 60, 90}

func compile(t *testing.T, name string, comfort unit.Newton) *programme.Plan {
	t.Helper()
	filename, src, ok := programmes.Source(name)
	if !ok {
		t.Fatalf("no programme %q", name)
	}
	plan, found := programme.Compile(filename, src, programme.Options{Comfort: comfort})
	if err := found.Err(); err != nil {
		t.Fatalf("%s at %.0f N: %v", name, comfort, err)
	}
	if comfort == 0 && len(found) > 0 {
		t.Errorf("%s: %v", name, found[0].Error())
	}
	if plan.Name != name {
		t.Errorf("%s calls itself %q", filename, plan.Name)
	}
	return plan
}

func TestAllCompileForEverybody(t *testing.T) {
	if got := programmes.All(); len(got) < 10 || !slices.IsSorted(got) {
		t.Errorf("All() = %q", got)
	}
	for _, name := range programmes.All() {
		for _, comfort := range comforts {
			compile(t, name, comfort)
		}
	}
}

// TestDurations: what its text says of how long a programme takes is so.
func TestDurations(t *testing.T) {
	for name, want := range map[string]time.Duration{"before-training": 345 * time.Second, "break": 8 * time.Minute, "gentle": 10 * time.Minute, "warmth": 12 * time.Minute} {
		if got := compile(t, name, 0).Duration(); (got - want).Abs() > 30*time.Second {
			t.Errorf("%s takes %v, want %v to within half a minute", name, got, want)
		}
	}
}

// Whoever sits there, nothing is over a budget, with what the scan needs in reserve.
func TestDoses(t *testing.T) {
	limits := chair.Everyone()
	for _, name := range programmes.All() {
		plan := compile(t, name, 0)
		small := technique.Contact{Build: technique.Small}
		var tapping, stretching time.Duration
		for step := range plan.Strokes() {
			small.Add(step.Stroke)
			stretching += step.Stroke.Stretched()
			tapping += step.Stroke.Taps()
		}
		t.Logf("%s: %v, part %v around %v, spot %v, tapping %v, stretching %v", name, plan.Duration(), small.Part, small.Middle, small.Spot, tapping, stretching)
		if reserve := 20 * time.Second; small.Part > limits.Zone.Max-reserve {
			t.Errorf("%s: %v of contact around %v on a small back", name, small.Part, small.Middle)
		}
		if small.Spot > limits.Spot.Max/2 || tapping > 3*time.Minute || stretching > limits.Stretch.Max {
			t.Errorf("%s: spot %v, tapping %v, stretching %v", name, small.Spot, tapping, stretching)
		}
	}
}

func TestAfterDeskShowsEverything(t *testing.T) {
	plan := compile(t, "after-desk", 0)
	seen := map[technique.Kind]bool{}
	for step := range plan.Strokes() {
		seen[step.Stroke.Kind] = true
	}
	for _, row := range technique.All() {
		if !seen[row.Kind] {
			t.Errorf("after-desk has no %s", row.Word)
		}
	}
	if plan.Heat == nil {
		t.Error("after-desk has no heat")
	}
}

func TestGentleIsGentle(t *testing.T) {
	const comfort = 40
	for step := range compile(t, "gentle", comfort).Strokes() {
		s := step.Stroke
		if s.Kind == technique.Tap || s.Kind == technique.Stretch {
			t.Errorf("gentle has %v", s.Kind)
		}
		if most := unit.Newton(0.35 * comfort); s.Force > most {
			t.Errorf("gentle has %v at %.1f N, want at most %.1f N", s.Kind, s.Force, most)
		}
	}
}

func TestSourceAndSuggest(t *testing.T) {
	if filename, _, ok := programmes.Source("after-dusk"); ok {
		t.Errorf("found %s", filename)
	}
	for given, want := range map[string]string{"after-dusk": "after-desk", "brek": "break", "sleep": ""} {
		if got := programmes.Suggest(given); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", given, got, want)
		}
	}
	if _, _, ok := programmes.Source("../programmes/gentle"); ok {
		t.Error("a path is a name")
	}
}

// TestCharacters: no two programmes are of one kind, and what the comments of some say is so.
func TestCharacters(t *testing.T) {
	type character struct {
		taps, stretches, heats bool
		hardest                unit.Newton
		minutes                int
	}
	seen := map[character]string{}
	at := map[string]character{}
	for _, name := range programmes.All() {
		p := compile(t, name, 0)
		c := character{heats: p.Heat != nil, minutes: int(p.Duration().Minutes())}
		for step := range p.Strokes() {
			c.taps, c.stretches = c.taps || step.Stroke.Taps() > 0, c.stretches || step.Stroke.Kind == technique.Stretch
			c.hardest = max(c.hardest, step.Stroke.Force)
		}
		if other := seen[c]; other != "" {
			t.Errorf("%s is what %s is: %+v", name, other, c)
		}
		if seen[c] = name; len(p.Suits) == 0 {
			t.Errorf("%s suits nobody", name)
		}
		at[name] = c
	}
	for name, c := range at {
		quiet := compile(t, name, 0).Quiet
		if name != "deep-slow" && (quiet > 0 || c.hardest > at["deep-slow"].hardest) || name == "deep-slow" && quiet != 6 {
			t.Errorf("%s: %.0f N after %d quiet sessions", name, float64(c.hardest), quiet)
		}
	}
	if c := at["before-training"]; c.taps || c.stretches {
		t.Error("no tapping and no stretch before training")
	}
	if at["after-training"].heats {
		t.Error("no heat after training")
	}
	// The pad is off before the rollers stand for half a minute, and before anybody might sleep over it.
	if p := compile(t, "evening-unwind", 0); p.Heat.Until > p.Duration()-4*time.Minute {
		t.Errorf("evening: heat until %v of %v", p.Heat.Until, p.Duration())
	}
	for _, name := range programmes.All() {
		p := compile(t, name, 0)
		for step := range p.Strokes() {
			if s := step.Stroke; s.Kind == technique.Rest && p.Heat != nil && step.End > p.Heat.From && step.Start < p.Heat.Until && s.For >= chair.Everyone().HeatStill.Max+time.Second {
				t.Errorf("%s: rollers that stand for %v over a warm pad", name, s.For)
			}
		}
	}
}

// TestChoices: after-desk in one round is three minutes shorter, and its pad is off before the last stroke either way.
func TestChoices(t *testing.T) {
	file, src, _ := programmes.Source("after-desk")
	once, list := programme.Compile(file, src, programme.Options{Set: map[string]string{"rounds": "1"}})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	twice := compile(t, "after-desk", 0)
	if d := twice.Duration() - once.Duration(); d < 150*time.Second || d > 200*time.Second {
		t.Errorf("one round less is %v less", d)
	}
	for _, p := range []*programme.Plan{once, twice} {
		if leave := p.Phases[len(p.Phases)-1].Strokes[0].For; p.Heat.Until > p.Duration()-leave {
			t.Errorf("heat until %v of %v", p.Heat.Until, p.Duration())
		}
	}
}

// TestFormatted: what ships is in the language's own form.
func TestFormatted(t *testing.T) {
	for _, name := range programmes.All() {
		_, src, _ := programmes.Source(name)
		form, list := diag.Format(name, src)
		if d := cmp.Diff(string(src), string(form)); d != "" || len(list) > 0 {
			t.Errorf("%s (-is +as it is formatted):\n%s", name, d)
		}
	}
}
