package scan

import (
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// someone is a scan of a back.
func someone(sacrum, ribs unit.Millimetre, muscle, sinks float64) *Estimate {
	e := &Estimate{Landmarks: Landmarks{Sacrum: sacrum, SacrumOK: true, Ribs: ribs, RibsOK: true, Muscle: muscle, SacrumSD: readSD, RibsSD: readSD}}
	e.Levels, e.Six = fuse(e.Landmarks)
	e.Contour.First, e.Contour.Last = 10, 90
	for i := e.Contour.First; i <= e.Contour.Last; i++ {
		d := unit.Millimetre(i)*binSize - e.Levels[body.L3].Along
		e.Contour.Out[i] = unit.Millimetre(40-sinks) - d*d/800
	}
	return e
}

func TestCompareScans(t *testing.T) {
	first := someone(120, 300, 1.9, 0)
	for _, c := range []struct {
		name   string
		second *Estimate
		want   Likeness
	}{
		{"the very same", first, Same},
		{"sat down a little lower", someone(114, 295, 1.95, 0.4), Same},
		{"a longer back", someone(112, 325, 1.9, 0), Different},
		{"as long, but heavier and softer", someone(120, 300, 1.5, 6), Different},
		{"nothing felt", &Estimate{}, Unclear},
	} {
		a, b := Compare(first, c.second), Compare(c.second, first)
		if a.Likeness != c.want || a != b {
			t.Errorf("%s: %v (%+v), the other way round %+v; want %v", c.name, a.Likeness, a, b, c.want)
		}
	}
}
