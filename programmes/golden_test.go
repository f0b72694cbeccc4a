package programmes_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
)

var update = flag.Bool("update", false, "write the summaries anew")

// TestSummaries plays every programme on a few bodies and compares what it was with testdata: phases, minutes, what fitting
// to every chair takes away, contact, force and heat. Whatever changes how a programme behaves shows there.
func TestSummaries(t *testing.T) {
	for _, name := range programmes.All() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join("testdata", name+".txtar")
			got := &txtar.Archive{Comment: []byte("Written by go test ./programmes -update: look at what has changed.\n"),
				Files: []txtar.File{{Name: "plan", Data: planned(t, name)}, {Name: "fitted", Data: fitted(t, name)}}}
			for i, s := range sitters {
				if i > 0 && testing.Short() && !*update {
					break
				}
				got.Files = append(got.Files, txtar.File{Name: "on " + s.name, Data: played(t, name, i)})
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want.Files = want.Files[:min(len(want.Files), len(got.Files))] // a short run has fewer
			if d := cmp.Diff(string(txtar.Format(want)), string(txtar.Format(got))); d != "" {
				t.Errorf("%s behaves differently: look at it, then go test ./programmes -update (-was +is):\n%s", name, d)
			}
		})
	}
	if files, err := filepath.Glob("testdata/*.txtar"); err != nil || len(files) != len(programmes.All()) {
		t.Errorf("%d summaries of %d programmes: %v", len(files), len(programmes.All()), err)
	}
}

// planned is the programme as it is written.
func planned(t *testing.T, name string) []byte {
	var b strings.Builder
	p := compile(t, name, 0)
	fmt.Fprintf(&b, "%s, %s, for %s", p.Title, clock(p.Duration()), strings.Join(p.Suits, ", "))
	if p.Quiet > 0 {
		fmt.Fprintf(&b, ", after %d quiet sessions", p.Quiet)
	}
	if h := p.Heat; h != nil {
		fmt.Fprintf(&b, ", %.0f °C from %s until %s", float64(h.Target), clock(h.From), clock(h.Until))
	}
	fmt.Fprintln(&b)
	for _, v := range p.Variables {
		fmt.Fprintf(&b, "choose       %s, %s if nothing is chosen\n", v.Name, v.Default)
	}
	at := time.Duration(0)
	for _, ph := range p.Phases {
		var what []string
		began := at
		for i := range ph.Strokes {
			s := &ph.Strokes[i]
			at += s.Duration()
			w := s.Kind.String()
			if s.Force > 0 {
				w += fmt.Sprintf(" %.0f N", float64(s.Force))
			}
			if s.With.On() {
				w += fmt.Sprintf(" with tap %.0f N", float64(s.With.Force))
			}
			what = append(what, w)
		}
		fmt.Fprintf(&b, "%-12s %5s  %s\n", ph.Name, clock(at-began), strings.Join(what, ", "))
	}
	small, average := technique.Contact{Build: technique.Small}, p.Contact()
	for s := range p.Strokes() {
		small.Add(s.Stroke)
	}
	fmt.Fprintf(&b, "contact      most on a part %s of a small back, %s of an average one; at a spot %s\n", clock(small.Part), clock(average.Part), clock(small.Spot))
	return []byte(b.String())
}

// fitted is what every chair takes away, what one without a part of it does where that is something, and what somebody's
// first session does.
func fitted(t *testing.T, name string) []byte {
	var b strings.Builder
	p := compile(t, name, 0)
	say := func(whom string, c *chair.Profile, l chair.Limits, quiet bool) {
		r := fit.Fit(p, c, l)
		var what []string
		for _, x := range r.Changes {
			what = append(what, x.String())
		}
		switch {
		case what == nil && quiet:
			return
		case what == nil:
			what = []string{"as it is written"}
		}
		fmt.Fprintf(&b, "%-26s %5s  %s\n", whom, clock(r.Plan.Duration()), strings.Join(what, "; "))
	}
	for _, model := range profile.Shipped() {
		c, list := profile.Load(model)
		if err := list.Err(); err != nil {
			t.Fatal(err)
		}
		say(model, &c, chair.Everyone(), false)
		if r := fit.Fit(p, &c, chair.Everyone()); len(r.Changes) > 0 {
			t.Errorf("%s on %s: %v: what ships is played as it is written on what ships", name, model, r.Changes)
		}
		for _, part := range []string{"kneading", "tapping", "recline", "heat", "width"} {
			say(model+" without "+part, without(&c, part), chair.Everyone(), true)
		}
	}
	c, _ := profile.Load(profile.Shipped()[0])
	say("in a first session", &c, firstDose(t), false)
	return []byte(b.String())
}

// without is a chair that lacks a part.
func without(c *chair.Profile, part string) *chair.Profile {
	less := *c
	switch part {
	case "kneading":
		less.Axes[chair.Kneading] = chair.AxisProfile{}
	case "tapping":
		less.Axes[chair.TapLeft], less.Axes[chair.TapRight] = chair.AxisProfile{}, chair.AxisProfile{}
	case "recline":
		less.Axes[chair.Recline] = chair.AxisProfile{}
	case "width":
		less.Axes[chair.Width] = chair.AxisProfile{}
	case "heat":
		less.Heat = chair.HeatProfile{}
	}
	return &less
}

// firstDose is what somebody new may have.
func firstDose(t *testing.T) chair.Limits {
	check, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, _ := check.Dose(screening.History{})
	return chair.Everyone().Tighten(l)
}

// played is what the programme does to one of the sitters. It has to end by itself, and to keep what holds for everyone.
func played(t *testing.T, name string, i int) []byte {
	c, list := profile.Load(profile.Shipped()[0])
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	row, err := body.ANSURQuantile(sitters[i].sex, sitters[i].at, func(m *body.Measurements) float64 { return float64(m.Stature) })
	if err != nil {
		t.Fatal(err)
	}
	limits := chair.Everyone()
	s := play(t, &c, fit.Fit(compile(t, name, 0), &c, limits).Plan, row, uint64(i+1))
	if s.view.Outcome != session.Finished {
		t.Errorf("%s: %v (%s)", sitters[i].name, s.view.Outcome, s.view.Reason)
	}
	if s.force > limits.Trip[chair.ZoneMuscle].Max || s.all > limits.Session.Max+time.Minute {
		t.Errorf("%s: %.0f N, %v in all", sitters[i].name, float64(s.force), s.all)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "massage %s, %s in all; at most %.0f N; pad %.0f °C, skin %.0f °C, %.2f CEM43\n", clock(s.view.Elapsed), clock(s.all), float64(s.force), float64(s.pad), float64(s.skin), float64(s.dose))
	for l := body.LevelEnd - 1; l >= body.S1; l-- {
		x := &s.tally.Levels[l]
		fmt.Fprintf(&b, "%-3v  %4s of contact, mean %2.0f N, peak %2.0f N\n", l, clock(x.Contact), float64(x.Mean()), float64(x.Peak))
	}
	return []byte(b.String())
}

// clock is a time as 1:05.
func clock(d time.Duration) string {
	s := int(d.Seconds() + 0.5)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
