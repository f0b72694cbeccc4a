package manual

import (
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
)

// TestOneSide: a hand-held massager is held to the side that a stroke is for; a chair, which does both, leaves it out.
func TestOneSide(t *testing.T) {
	p, found := programme.Compile("left.lumbar.hcl", []byte(`programme "left" {
  title = "Left"
  needs = ["carriage", "depth", "sides"]
  phase "one" {
    press {
      at    = ["L5", "L4"]
      force = "gentle"
      hold  = "20 s"
      side  = "left"
    }
  }
}
`), programme.Options{})
	if p == nil {
		t.Fatal(found.Err())
	}
	plan, err := Fit(gun(), p, chair.Everyone())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range plan.Steps {
		if !Spots()[s.Spot].Left {
			t.Errorf("it is held to %s", Spots()[s.Spot].Where)
		}
	}
	if len(plan.Steps) == 0 {
		t.Error("nothing is left")
	}
	if _, err := Fit(old(), p, chair.Everyone()); err == nil || !strings.Contains(err.Error(), "Not on the left alone") {
		t.Errorf("a chair: %v", err)
	}
}
