package main

import (
	"os"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/chairs"
)

// TestAddLinked: five questions at most write a profile that reads, with its link, and say what comes next.
func TestAddLinked(t *testing.T) {
	dir := t.TempDir()
	code, out, errs := lumbar("bench-4d\nThe \"Lab\" ${chair}\n110\nyes\n", "chair", "add", "--link", "unix:/run/lab", "--data", dir)
	if code != exitDone || !strings.Contains(out, "lumbar chair test the-lab-chair") || strings.Count(errs, "]: ") != 4 {
		t.Fatalf("%d\n%s\n%s", code, out, errs)
	}
	l, err := findLink(dir, "the-lab-chair", "")
	if err != nil {
		t.Fatal(err)
	}
	if p := l.profile; p.Simulated || p.Title != `The "Lab" ${chair}` || p.Name != "the-lab-chair" || p.Person.MaxWeight != 110 || l.address != "unix:/run/lab" || !p.Axes[chair.Depth].Fitted {
		t.Errorf("%+v at %s", p, l.address)
	}
	code, out, _ = lumbar("", "chair", "add", "--link", "ble:AA:BB:CC:00:10:13", "--title", "Den", "--yes", "--data", dir)
	if code != exitDone {
		t.Fatalf("%d %s", code, out)
	}
	if l, err = findLink(dir, "den", ""); err != nil || l.profile.Closed == nil || l.address != "ble:AA:BB:CC:00:10:13" {
		t.Errorf("%+v, %v", l, err)
	}
	if code, out, _ = lumbar("", "chair", "add", "--link", "ble", "--title", "Den", "--yes", "--data", dir); code != exitDone || !strings.Contains(out, "here as den-2") {
		t.Errorf("a second of the same name: %d %s", code, out)
	}
	code, out, _ = lumbar("", "chair", "list", "--data", dir)
	if code != exitDone || !strings.Contains(out, "unix:/run/lab: nobody sits in") {
		t.Errorf("%d %s", code, out)
	}
	if code, _, errs = lumbar("", "chair", "test", "the-lab-chair", "--show", "--data", dir); code != exitRefused || !strings.Contains(errs, "not tried on this machine") {
		t.Errorf("%d %s", code, errs)
	}
}

// TestAddLinkedRefuses: what cannot be is said, and nothing is written.
func TestAddLinkedRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		in   string
		args []string
		want string
	}{
		{"", []string{"--link", "unix:/run/x"}, "say --like, or --yes"},
		{"bench-4d\n", []string{"--link", "unix:/run/x"}, "say --title, or --yes"},
		{"", []string{"--link", "unix:/run/x", "--yes", "--like", "infinity"}, "moves by its own computer"},
		{"", []string{"--link", "unx:/run/x", "--yes"}, `Did you mean "unix"?`},
		{"", []string{"--link", "ble", "--yes", "--like", "bench-4d"}, "none is reached over Bluetooth"},
		{"", []string{"--link", "unix:/run/x", "--yes", "--weight", "heavy"}, "no weight in kg"},
		{"", []string{"--link", "unix:/run/x", "--yes", "--weight", "9000"}, "max_weight"},
		{"", []string{"--link", "unix:/run/x", "--yes", "--real", "perhaps"}, "neither yes nor no"},
		{"", []string{"--link", "unix:/run/x", "--yes", "--like", "/nowhere.hcl"}, "no chair profile at"},
	} {
		code, _, errs := lumbar(tt.in, append([]string{"chair", "add", "--data", dir}, tt.args...)...)
		if code == exitDone || !strings.Contains(errs, tt.want) {
			t.Errorf("%v: %d %s; want %q", tt.args, code, errs, tt.want)
		}
	}
	if _, err := os.Stat(chairs.In(dir).Folder()); err == nil {
		t.Error("something was written")
	}
}

// TestChooseFound: the one that was found is taken; of several it is asked which.
func TestChooseFound(t *testing.T) {
	one := adding.Found{Way: adding.Bluetooth, Name: "EVOLUTION-1", Link: "ble:AA:BB:CC:00:10:13", Maybe: []string{"infinity"}}
	if link, like, err := choose([]adding.Found{one}); link != "ble:AA:BB:CC:00:10:13" || like != "infinity" || err != nil {
		t.Errorf("%s, %s, %v", link, like, err)
	}
	if _, _, err := choose(nil); err == nil || !strings.Contains(err.Error(), "--link") {
		t.Errorf("none: %v", err)
	}
	if _, _, err := choose([]adding.Found{one, one}); err == nil || !strings.Contains(err.Error(), "say which") {
		t.Errorf("two: %v", err)
	}
}
