package lumbar

import (
	"regexp"
	"testing"
)

// byJerk finds a division by a jerk: who divides by one plans a motion.
var byJerk = regexp.MustCompile(`/\s*\(?\s*(float64\()?[\w.*\[\]]*[jJ]erk\b`)

// TestMotion checks that motions are planned in one place. The guard's retreat has its own arithmetic: what it checks and
// what it does may not come from what it watches.
func TestMotion(t *testing.T) {
	found := map[string]bool{}
	for dir, p := range readHouse(t) {
		for name, src := range p.source {
			by := byJerk.FindString(stripComments(src))
			switch {
			case by == "":
			case dir == "motion" || dir == "guard":
				found[dir] = true
			default:
				t.Errorf("%s divides by a jerk (%s): let motion plan it", name, by)
			}
		}
	}
	if !found["motion"] || !found["guard"] {
		t.Errorf("found none in motion or guard: %v; does the search still find it?", found)
	}
}
