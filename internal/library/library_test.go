package library_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
)

const mine = `programme "mine" {
  title = "Mine"
  about = "A test's."
  needs = ["carriage", "depth"]
  phase "one" {
    glide {
      over  = "L5..L1"
      force = "gentle"
      speed = "30 mm/s"
      for   = "30 s"
    }
  }
}
`

func TestSave(t *testing.T) {
	l := library.Library{Dir: filepath.Join(t.TempDir(), "programmes")}
	if n := len(l.All()); n != len(programmes.All()) {
		t.Fatalf("%d programmes without a folder, want those that ship", n)
	}
	if name, err := l.Save([]byte(mine)); err != nil || name != "mine" {
		t.Fatal(name, err)
	}
	if name, err := l.Save([]byte(strings.Replace(mine, "Mine", "Mine, again", 1))); err != nil || name != "mine" {
		t.Fatal("saving it again:", err)
	}
	it, err := l.Find("mine")
	if err != nil || !it.Own || it.Plan == nil || it.Plan.Title != "Mine, again" {
		t.Errorf("found %+v, %v", it, err)
	}
	all := l.All()
	if len(all) != len(programmes.All())+1 || all[len(all)-1].Name != "mine" {
		t.Errorf("%d programmes, the last %q", len(all), all[len(all)-1].Name)
	}
	if left, err := filepath.Glob(filepath.Join(l.Dir, ".draft*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for what, c := range map[string]struct {
		text string
		want error
	}{
		"over a shipped one": {strings.Replace(mine, `"mine"`, `"after-desk"`, 1), library.ErrShipped},
		"over a place":       {strings.Replace(mine, `"mine"`, `"here-l4-medium-60"`, 1), library.ErrShipped},
		"with an error":      {strings.Replace(mine, "glide", "glied", 1), library.ErrWrong},
		"a path":             {strings.Replace(mine, `"mine"`, `"../mine"`, 1), library.ErrWrong},
		"nothing":            {"", library.ErrWrong},
	} {
		if name, err := l.Save([]byte(c.text)); !errors.Is(err, c.want) {
			t.Errorf("%s: %q, %v", what, name, err)
		}
	}
	if _, err := l.Save([]byte(mine + strings.Repeat("# long\n", library.MostText/7))); err == nil {
		t.Error("a text that is too long was saved")
	}
	if _, err := (library.Library{}).Save([]byte(mine)); !errors.Is(err, library.ErrNowhere) {
		t.Errorf("nowhere: %v", err)
	}
}

// TestPlanSet: what is chosen is in the plan; what cannot be is said with what may be chosen.
func TestPlanSet(t *testing.T) {
	usual, err := library.Library{}.Plan("after-desk", nil)
	if err != nil {
		t.Fatal(err)
	}
	short, err := library.Library{}.Plan("after-desk", map[string]string{"rounds": "1"})
	if err != nil || short.Duration() >= usual.Duration() || short.Variables[0].Value != "1" || usual.Variables[0].Value != "2" {
		t.Errorf("%v; %v and %v", err, short.Duration(), usual.Duration())
	}
	for want, set := range map[string]map[string]string{
		"from 1 to 2 in steps of 1":        {"rounds": "7"},
		`no variable is called "round"`:    {"round": "1"},
		"This programme has no variables.": {"rounds": "1"},
	} {
		name := "after-desk"
		if strings.Contains(want, "no variables") {
			name = "break"
		}
		if p, err := (library.Library{}).Plan(name, set); p != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", set, err, want)
		}
	}
}

// TestNamesAreNoPaths: nothing but what is in the folder, by its plain name, is ever opened.
func TestNamesAreNoPaths(t *testing.T) {
	dir := t.TempDir()
	l := library.Library{Dir: filepath.Join(dir, "programmes")}
	if err := os.MkdirAll(l.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(dir, "secret"+programmes.Extension)
	if err := os.WriteFile(secret, []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(l.Dir, "link"+programmes.Extension)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../secret", "link", "", ".", "Mine", "a/b", "a\x00b", strings.Repeat("a", 41), secret} {
		if it, err := l.Find(name); err == nil {
			t.Errorf("%q found %s", name, it.File)
		}
	}
	if _, err := l.Save([]byte(strings.Replace(mine, `"mine"`, `"link"`, 1))); err == nil {
		t.Error("a link was written through")
	}
}

// TestPlaces: every place that can be asked for compiles, and is what was asked for on every chair that ships.
func TestPlaces(t *testing.T) {
	everyone := chair.Everyone()
	n := 0
	for l := body.S1; l < body.LevelEnd; l++ {
		for _, s := range technique.Strengths() {
			for _, hold := range library.Holds() {
				p := library.Place{Level: l, Force: s.Word, Hold: hold}
				it, err := library.Library{}.Find(p.Name())
				if err != nil || it.Plan == nil || it.List.HasErrors() {
					t.Fatalf("%s: %v, %v", p.Name(), err, it.List)
				}
				if got, ok := library.ParsePlace(p.Name()); !ok || got != p {
					t.Errorf("%s reads as %+v", p.Name(), got)
				}
				c := it.Plan.Contact()
				if c.Spot > everyone.Spot.Max || c.Still > everyone.Still.Max {
					t.Errorf("%s: %v at one spot, %v still", p.Name(), c.Spot, c.Still)
				}
				for _, name := range profile.Shipped() {
					chairs, _ := profile.Load(name)
					if r := fit.Fit(it.Plan, &chairs, everyone); len(r.Plan.Phases) != 1 || r.Plan.Duration() != it.Plan.Duration() {
						t.Errorf("%s on %s: %v", p.Name(), name, r.Changes)
					}
				}
				n++
			}
		}
	}
	if n != 84 {
		t.Errorf("%d places", n)
	}
	for _, name := range []string{"here", "here-l4-medium-61", "here-l6-firm-20", "here-l4-hard-20"} {
		if _, ok := library.ParsePlace(name); ok {
			t.Errorf("%s is a place", name)
		}
	}
}
