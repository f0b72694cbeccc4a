package chairs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/tryout"
)

// den adds a chair, and tries it.
func den(t *testing.T, s Shelf, title string) Linked {
	t.Helper()
	c, err := s.Add(model(t, "infinity"), adding.Answers{Link: "ble:AA:BB:CC:00:10:13", Title: title, Weight: "110"}, noon)
	if err != nil {
		t.Fatal(err)
	}
	l, err := s.Find(c.Name, "")
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.ProofOf(&l.Profile, l.Address)
	if err == nil {
		_, err = p.Tried(&tryout.Tried{Profile: &l.Profile, Who: "me", Began: noon, Ended: noon, Outcome: commission.Passed})
	}
	if err != nil || p.Tested(&l.Profile) != nil {
		t.Fatal(err, p.Tested(&l.Profile))
	}
	return l
}

// here is every file of the shelf's data directory but the key that signs.
func here(t *testing.T, s Shelf) (all []string) {
	t.Helper()
	err := filepath.WalkDir(s.data, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".key" {
			all = append(all, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestRemove: profile, link and record go, and nobody else's; who adds the same again tries it again.
func TestRemove(t *testing.T) {
	t.Parallel()
	s := In(t.TempDir())
	den(t, s, "Den")
	den(t, s, "Den") // den-2
	if r, err := s.Remove("den"); err != nil || r.Title != "Den" || r.Records != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, file := range here(t, s) {
		if !strings.HasPrefix(file, "den-2") {
			t.Errorf("%s is left", file)
		}
	}
	if all, err := s.All(); err != nil || len(all) != 1 || all[0].Name != "den-2" || all[0].Why != "" {
		t.Errorf("the other one: %+v, %v", all, err)
	}
	if _, err := s.Add(model(t, "infinity"), adding.Answers{Link: "ble:AA:BB:CC:00:10:13", Title: "Den", Weight: "110"}, noon); err != nil {
		t.Fatal(err)
	}
	if all, err := s.All(); err != nil || len(all) != 2 || all[0].Name != "den" || !strings.Contains(all[0].Why, "not tried") {
		t.Errorf("the same again: %+v, %v", all, err)
	}
	if err := os.WriteFile(s.File("den"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Remove("den"); err != nil || r.Title != "den" {
		t.Errorf("one that cannot be read: %+v, %v", r, err)
	}
}

// TestRemoveRefuses: what ships, what is not there and what is chosen stays, and the way out is said.
func TestRemoveRefuses(t *testing.T) {
	t.Parallel()
	s := In(t.TempDir())
	if _, err := s.Remove("den"); err == nil || !strings.Contains(err.Error(), "none was added") {
		t.Error(err)
	}
	den(t, s, "Den")
	if err := s.Use("den"); err != nil {
		t.Fatal(err)
	}
	before := here(t, s)
	for name, want := range map[string]string{
		"infinity": "ships with Lumbar", "open-board": "ships with Lumbar", SimulatedOne: "ships with Lumbar",
		"dem": `Did you mean "den"?`, "../chairs/den": "Known here", "": "Known here", "den": "lumbar chair use simulated",
	} {
		if _, err := s.Remove(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", name, err, want)
		}
	}
	if after := here(t, s); strings.Join(after, " ") != strings.Join(before, " ") {
		t.Errorf("%v became %v", before, after)
	}
}

// TestRemoveCutOff: wherever removing is cut off, the chair is there whole or gone, and the next who adds or removes finishes.
func TestRemoveCutOff(t *testing.T) {
	t.Parallel()
	for cut := range 4 { // after so many of its steps
		s := In(t.TempDir())
		l := den(t, s, "Den")
		p, err := s.ProofOf(&l.Profile, l.Address)
		if err != nil {
			t.Fatal(err)
		}
		record, link := p.Shelf.Path(p.Of), strings.TrimSuffix(l.File, FileEnd)+AddressEnd
		for i, step := range []func() error{
			func() error { return os.Rename(l.File, l.File+goingEnd) },
			func() error { return os.Remove(record) },
			func() error { return os.Remove(link) },
			func() error { return os.Remove(l.File + goingEnd) },
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
			if i == cut {
				break
			}
		}
		if names, err := s.Names(); err != nil || len(names) != 0 {
			t.Errorf("%d: %v is there by half, %v", cut, names, err)
		}
		if _, err := s.Find("den", ""); err == nil {
			t.Errorf("%d: it is found", cut)
		}
		c, err := s.Add(model(t, "infinity"), adding.Answers{Link: "ble:AA:BB:CC:00:10:13", Title: "Den", Weight: "110"}, noon)
		if err != nil || c.Name != "den" {
			t.Fatalf("%d: %+v, %v", cut, c, err)
		}
		if all, err := s.All(); err != nil || len(all) != 1 || !strings.Contains(all[0].Why, "not tried") {
			t.Errorf("%d: the next one: %+v, %v", cut, all, err)
		}
		if left := here(t, s); len(left) != 2 {
			t.Errorf("%d: %v is left", cut, left)
		}
	}
	// One that somebody has put back by hand keeps its link.
	s := In(t.TempDir())
	l := den(t, s, "Den")
	text, err := os.ReadFile(l.File)
	if err != nil || os.WriteFile(l.File+goingEnd, text, 0o600) != nil {
		t.Fatal(err)
	}
	den(t, s, "Other")
	if l, err := s.Find("den", ""); err != nil || l.Address == "" {
		t.Errorf("%+v, %v", l, err)
	}
}

// TestAddCutOff: a link without its profile, as an adding leaves it that was cut off, is in nobody's way.
func TestAddCutOff(t *testing.T) {
	t.Parallel()
	s := In(t.TempDir())
	if err := os.MkdirAll(s.Folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.Folder(), "den"+AddressEnd), []byte("ble\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := s.Add(model(t, "infinity"), adding.Answers{Link: "ble", Title: "Den", Weight: "110"}, noon)
	if err != nil || c.Name != "den-2" {
		t.Error(c, err)
	}
	if r, err := s.Remove("den-2"); err != nil || r.Records != 0 { // nothing was ever tried here
		t.Error(r, err)
	}
}

// TestRemoveRenamed: a profile whose name somebody has changed has its records by that, and another chair keeps its own.
func TestRemoveRenamed(t *testing.T) {
	t.Parallel()
	for own, want := range map[string]int{"attic": 0, "loft": 1, "infinity": 0} {
		s := In(t.TempDir())
		den(t, s, "Attic")
		c, err := s.Add(model(t, "infinity"), adding.Answers{Link: "ble", Title: "Den", Weight: "110"}, noon)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(c.File)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(c.File, []byte(strings.Replace(string(text), `chair "den"`, `chair "`+own+`"`, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := s.Find("den", "")
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.ProofOf(&l.Profile, l.Address)
		if err == nil {
			_, err = p.Tried(&tryout.Tried{Profile: &l.Profile, Who: "me", Began: noon, Ended: noon, Outcome: commission.Passed})
		}
		if err != nil {
			t.Fatal(err)
		}
		if r, err := s.Remove("den"); err != nil || r.Records != want {
			t.Errorf("%s: %+v, %v", own, r, err)
		}
		if all, err := s.All(); err != nil || len(all) != 1 || all[0].Why != "" {
			t.Errorf("%s: the other one: %+v, %v", own, all, err)
		}
	}
}
