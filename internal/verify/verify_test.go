package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func bench(t testing.TB) chair.Profile {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

// brief is a short plan of every technique that presses.
func brief() *programme.Plan {
	return &programme.Plan{Name: "brief", Title: "Brief", Phases: []programme.Phase{{Name: "work", Strokes: []technique.Stroke{
		{Kind: technique.Knead, From: body.L5, To: body.L1, Force: 24, Rate: 0.4, Speed: 20, For: 20 * time.Second},
		{Kind: technique.Press, At: []body.Level{body.L4}, Force: 30, Ease: 2 * time.Second, Hold: 3 * time.Second, Repeat: 1},
	}}}}
}

func setting(t testing.TB, p *programme.Plan) *Setting {
	t.Helper()
	s := &Setting{Name: p.Name, Plan: p, Profile: bench(t), Population: ANSUR{}, Seed: 1}
	s.Prepare()
	return s
}

// everybody is the range of a chair for whoever there is.
var everybody = chair.PersonRange{MaxWeight: 300, MaxHeight: 3000}

// play runs bodies and returns their outcomes by row.
func play(t testing.TB, s *Setting, bodies []int) []Outcome {
	t.Helper()
	var all []Outcome
	if err := s.Run(t.Context(), bodies, func(o Outcome) error { all = append(all, o); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSameOnAnyNumberOfCores is the promise that a seed gives the same bytes.
func TestSameOnAnyNumberOfCores(t *testing.T) {
	s := setting(t, brief())
	bodies, err := Sample(s.Population, 6, 1, s.Profile.Person)
	if err != nil {
		t.Fatal(err)
	}
	was := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(was)
	one := s.Report(play(t, s, bodies), len(bodies))
	runtime.GOMAXPROCS(3)
	slices.Reverse(bodies)
	three := s.Report(play(t, s, bodies), len(bodies))
	if a, b := text(t, one), text(t, three); a != b {
		t.Errorf("one core and three differ:\n%s\n%s", a, b)
	}
	if one.Exceeded != 0 || one.Finished != len(bodies) {
		t.Errorf("%d of %d finished, a limit exceeded on %d; want all and none", one.Finished, len(bodies), one.Exceeded)
	}
	for _, w := range one.Worst {
		if w.Coverage < 0.8 || w.PeakN < 24 || w.PeakN > 60 || w.TripShare <= 0.2 || w.ComfortShare <= 0 {
			t.Errorf("%s: coverage %.2f, peak %.1f N, %.2f of the trip, %.2f of comfort: not what was planned", w.ID, w.Coverage, w.PeakN, w.TripShare, w.ComfortShare)
		}
	}
}

// TestGoesOn interrupts a run and goes on from its record, whose last line was cut off.
func TestGoesOn(t *testing.T) {
	s := setting(t, brief())
	bodies := []int{0, 3000, 6000}
	want := text(t, s.Report(play(t, s, bodies), len(bodies)))

	path := filepath.Join(t.TempDir(), "record")
	r, err := OpenRecord(path, s)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = s.Run(ctx, bodies[:2], func(o Outcome) error { defer cancel(); return r.Add(&o) })
	if err == nil {
		t.Error("a run whose context is done returned no error")
	}
	if _, err := r.file.WriteString(`{"body":"ansur:`); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err = OpenRecord(path, s); err != nil {
		t.Fatal(err)
	}
	var all []Outcome
	var todo []int
	for _, i := range bodies {
		if o, ok := r.Done(i + 1); ok {
			all = append(all, o)
			continue
		}
		todo = append(todo, i)
	}
	if len(all) == 0 || len(todo) == 0 {
		t.Fatalf("%d bodies on record, %d to do; want some of each", len(all), len(todo))
	}
	if err := s.Run(t.Context(), todo, func(o Outcome) error { all = append(all, o); return r.Add(&o) }); err != nil {
		t.Fatal(err)
	}
	if got := text(t, s.Report(all, len(bodies))); got != want {
		t.Errorf("gone on with:\n%s\nwant\n%s", got, want)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	other := setting(t, brief())
	other.Seed = 2
	if _, err := OpenRecord(path, other); err == nil {
		t.Error("the record of another seed was gone on with")
	}
}

// TestRetrace plays a body again, with its trace, and gets the same.
func TestRetrace(t *testing.T) {
	s := setting(t, brief())
	p, err := s.Population.Body(41)
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.Play(t.Context(), &p)
	if err != nil {
		t.Fatal(err)
	}
	got, trace, err := s.Retrace(t.Context(), &p)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("again: %s (%v)\nwant   %s", text(t, got), err, text(t, want))
	}
	if most := slices.Max(trace.Force); round(most) != want.PeakN {
		t.Errorf("the trace's greatest force is %.3f N, the outcome's %.3f", most, want.PeakN)
	}
	if n, s := len(trace.Force), int(want.LastS); n < s-1 || n > s {
		t.Errorf("%d seconds of trace for a session of %d s", n, s)
	}
}

func TestSample(t *testing.T) {
	var pop ANSUR
	mean := func(bodies []int, of func(*Person) float64) (m float64) {
		for _, i := range bodies {
			p, err := pop.Body(i)
			if err != nil {
				t.Fatal(err)
			}
			m += of(&p) / float64(len(bodies))
		}
		return m
	}
	all, err := Sample(pop, 0, 1, everybody)
	if err != nil || len(all) != 6068 {
		t.Fatalf("%d bodies (%v), want all 6068", len(all), err)
	}
	woman := func(p *Person) float64 {
		if p.Sex == body.Female {
			return 1
		}
		return 0
	}
	for _, n := range []int{50, 200, 997} {
		some, err := Sample(pop, n, 7, everybody)
		if err != nil || len(some) != n || !slices.IsSorted(some) || len(slices.Compact(slices.Clone(some))) != n {
			t.Fatalf("%d bodies (%v), want %d different ones in order", len(some), err, n)
		}
		for _, c := range []struct {
			what string
			of   func(*Person) float64
			most float64
		}{
			{"share of women", woman, 1 / float64(n)},
			{"stature, mm", func(p *Person) float64 { return float64(p.Stature) }, 12},
			{"mass, kg", func(p *Person) float64 { return float64(p.Weight) }, 2},
		} {
			if got, want := mean(some, c.of), mean(all, c.of); got < want-c.most || got > want+c.most {
				t.Errorf("%d bodies: %s is %.2f, of all %.2f", n, c.what, got, want)
			}
		}
		other, err := Sample(pop, n, 8, everybody)
		if err != nil || slices.Equal(some, other) {
			t.Errorf("%d bodies: another seed chose the same (%v)", n, err)
		}
		again, err := Sample(pop, n, 7, everybody)
		if err != nil || !slices.Equal(some, again) {
			t.Errorf("%d bodies: the same seed chose others (%v)", n, err)
		}
	}
	if a, b := SeedOf(1, 1), SeedOf(1, 2); a == b || a > 1<<53 || b > 1<<53 || a == SeedOf(2, 1) {
		t.Errorf("seeds %d and %d of neighbours", a, b)
	}
}

// TestKey is the run that a record belongs to.
func TestKey(t *testing.T) {
	key := func(change func(*Setting)) string {
		s := setting(t, brief())
		change(s)
		k, err := s.Key()
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	same := key(func(*Setting) {})
	if key(func(*Setting) {}) != same {
		t.Error("two equal runs have different keys")
	}
	for what, change := range map[string]func(*Setting){
		"seed":      func(s *Setting) { s.Seed = 2 },
		"programme": func(s *Setting) { s.Plan.Phases[0].Strokes[0].Force = 25 },
		"chair":     func(s *Setting) { s.Profile.Axes[chair.Depth].Vel++ },
		"program":   func(s *Setting) { s.Binary = "another" },
	} {
		if key(change) == same {
			t.Errorf("another %s has the same key", what)
		}
	}
}

func TestWritesNothingWithoutBodies(t *testing.T) {
	s := setting(t, brief())
	r := s.Report(nil, 10)
	var b bytes.Buffer
	b.WriteString(r.Text())
	if !bytes.Contains(b.Bytes(), []byte("there is no verdict")) {
		t.Errorf("a run of nothing says %q", b.String())
	}
}
