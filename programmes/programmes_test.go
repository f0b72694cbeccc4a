package programmes_test

import (
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
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
	want := []string{"after-desk", "break", "gentle"}
	if got := programmes.All(); !slices.Equal(got, want) {
		t.Errorf("All() = %q, want %q", got, want)
	}
	for _, name := range programmes.All() {
		for _, comfort := range comforts {
			compile(t, name, comfort)
		}
	}
}

func TestDurations(t *testing.T) {
	for name, want := range map[string]time.Duration{"after-desk": 15 * time.Minute, "break": 8 * time.Minute, "gentle": 10 * time.Minute} {
		if got := compile(t, name, 0).Duration(); (got - want).Abs() > 20*time.Second {
			t.Errorf("%s takes %v, want %v to within 20 s", name, got, want)
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
			if step.Stroke.Kind == technique.Tap {
				tapping += step.Stroke.Duration()
			}
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
