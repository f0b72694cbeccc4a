package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/keep"
)

// TestRemoveChair: what is removed is asked first, and said; what cannot be says why.
func TestRemoveChair(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	added(t, dir, "infinity", "ble", "Den")
	added(t, dir, "infinity", "ble", "Attic")
	if code, _, errs := lumbar("", "chair", "add", "--template", "cushion", "--data", dir); code != exitDone {
		t.Fatal(errs)
	}
	massagers, wrong := guided.ShelfIn(dir).All()
	if wrong != nil || len(massagers) != 1 {
		t.Fatal(massagers, wrong)
	}
	remove := func(in string, args ...string) (int, string, string) {
		return lumbar(in, append([]string{"chair", "remove", "--data", dir}, args...)...)
	}
	for _, tt := range []struct {
		in   string
		args []string
		want string
	}{
		{"", []string{"den"}, "nothing was changed: den is still here"},
		{"no\n", []string{"den"}, "nothing was changed"},
		{"", []string{massagers[0].Name}, "nothing was changed"},
		{"yes\n", []string{"infinity"}, "ships with Lumbar"},
		{"yes\n", []string{"bench-4d"}, "ships with Lumbar"},
		{"yes\n", []string{"simulated"}, "ships with Lumbar"},
		{"yes\n", []string{"dem"}, `Did you mean "den"?`},
	} {
		if code, out, errs := remove(tt.in, tt.args...); code != exitRefused || !strings.Contains(errs, tt.want) || out != "" {
			t.Errorf("%v: %d %s %s; want %q", tt.args, code, out, errs, tt.want)
		}
	}
	if code, _, errs := lumbar("", "chair", "use", "den", "--data", dir); code != exitDone {
		t.Fatal(errs)
	}
	if code, _, errs := remove("", "den", "--yes"); code != exitRefused || !strings.Contains(errs, "lumbar chair use simulated") {
		t.Errorf("the chosen one: %d %s", code, errs)
	}
	if code, out, errs := remove("yes\n", "attic"); code != exitDone || !strings.Contains(out, "Attic is gone, with its link and no record of a test.") || !strings.Contains(errs, "Take away attic") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	var r removed
	code, out, errs := remove("", massagers[0].Name, "--yes", "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitDone || r.Name != massagers[0].Name || r.Link {
		t.Errorf("%d %s %s: %v", code, out, errs, err)
	}
	lumbar("", "chair", "use", "simulated", "--data", dir)
	if err := os.WriteFile(filepath.Join(dir, "lumbar.hcl"), []byte("chair = "+quote(chairFile(dir, "den"))+"\nlink = \"ble\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := remove("", "den", "--yes"); code != exitRefused || !strings.Contains(errs, "lumbar.hcl or LUMBAR_CHAIR") {
		t.Errorf("the configured one: %d %s", code, errs)
	}
	if err := os.Remove(filepath.Join(dir, "lumbar.hcl")); err != nil {
		t.Fatal(err)
	}
	lock, err := keep.Hold(dir, "engine") // something drives a chair, and does not say which
	if err != nil {
		t.Fatal(err)
	}
	if code, _, errs := remove("", "den", "--yes"); code != exitRefused || !strings.Contains(errs, "end lumbar first") {
		t.Errorf("something runs: %d %s", code, errs)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	r = removed{}
	code, out, errs = remove("", "den", "--yes", "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitDone || r != (removed{"den", "Den", true, 0}) {
		t.Errorf("%d %s %s: %v", code, out, errs, err)
	}
	if names, err := chairs.In(dir).Names(); err != nil || len(names) != 0 {
		t.Error(names, err)
	}
}

func quote(path string) string {
	text, _ := json.Marshal(path) // of a string
	return string(text)
}
