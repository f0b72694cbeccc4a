package main

import (
	"testing"

	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestTrials: every failure of the twin can be tried, once, in words and with the claim of its kind.
func TestTrials(t *testing.T) {
	t.Parallel()
	have := map[string]int{}
	for _, x := range trials() {
		have[x.Name]++
		if x.Title == "" || x.Text == "" || len(x.Claim) < 10 {
			t.Errorf("%s: %+v", x.Name, x)
		}
		if _, ok := twin.ParseFailure(x.Name); !ok && x.Name != wire.FailHost && x.Name != wire.FailStop {
			t.Errorf("%s is no failure of the twin", x.Name)
		}
		switch x.Name {
		case wire.FailStop:
			if x.ForceMS != 400 || x.HomeMS != 2000 || x.BagsMS != 3000 {
				t.Errorf("STOP claims %d, %d, %d ms; SAFETY.md says 400, 2000, 3000", x.ForceMS, x.HomeMS, x.BagsMS)
			}
		case twin.DepthJam.String():
			if x.ForceMS != 0 || x.HomeMS != 0 {
				t.Errorf("a lost depth claims %d and %d ms, and may claim neither", x.ForceMS, x.HomeMS)
			}
		case twin.CablePulled.String():
			if !x.FromFault || x.ForceMS != 500 {
				t.Errorf("a pulled cable: %+v", x)
			}
		}
	}
	for f := twin.Failure(1); f < twin.FailureEnd; f++ {
		if have[f.String()] != 1 {
			t.Errorf("%s can be tried %d times, want once", f, have[f.String()])
		}
	}
}
