package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestCold: nothing of Lumbar's own that a tick is made of counts as cold, for any chair, and every cold name is a package of
// this program: one that was renamed would be fetched again without a word.
func TestCold(t *testing.T) {
	t.Parallel()
	deps := func(packages ...string) []string {
		out, err := exec.Command("go", append([]string{"list", "-deps"}, packages...)...).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.Fields(string(out))
	}
	is := func(pkg, name string) bool { return pkg == name || strings.HasPrefix(pkg, name+"/") }
	texts := []string{module + "programme", module + "internal/diag"} // a plan's type is there, and its texts are read before
	for _, pkg := range deps("../../internal/engine", "../../internal/closedengine", "../../internal/link", "../../internal/keep", "../../internal/links") {
		if !strings.HasPrefix(pkg, module) {
			continue
		}
		for _, name := range cold() {
			if is(pkg, name) && pkg != texts[0] && pkg != texts[1] {
				t.Errorf("%s is cold, and a tick may need it", pkg)
			}
		}
	}
	all := deps(".")
	for _, name := range cold() {
		found := false
		for _, pkg := range all {
			found = found || is(pkg, name)
		}
		if !found {
			t.Errorf("%s is cold, and no package of this program", name)
		}
	}
}
