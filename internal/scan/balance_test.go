package scan

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// TestBalance: what people and cells differ in from left to right is no skew; a roller that rides up close together is, and one that
// does so far apart too is told by its share.
func TestBalance(t *testing.T) {
	p := &chair.Profile{}
	for name, c := range map[string]struct {
		apart, close [chair.SideEnd]unit.Newton
		length       unit.Millimetre
		skew, share  float64
		known        bool
	}{
		"even":             {[2]unit.Newton{10, 10}, [2]unit.Newton{10, 10}, 100, 0, 0, true},
		"stiffer right":    {[2]unit.Newton{10, 12}, [2]unit.Newton{10, 12}, 100, 0, math.Log(1.2), true},
		"rides right":      {[2]unit.Newton{10, 12}, [2]unit.Newton{6, 12}, 100, math.Log(10. / 6), math.Log(2), true},
		"rides left":       {[2]unit.Newton{12, 12}, [2]unit.Newton{12, 8}, 100, math.Log(8. / 12), math.Log(8. / 12), true},
		"rides either way": {[2]unit.Newton{12, 4}, [2]unit.Newton{12, 4}, 100, 0, math.Log(4. / 12), true},
		"one hardly there": {[2]unit.Newton{12, 12}, [2]unit.Newton{12, -1}, 100, math.Log(0.5 / 12), math.Log(0.5 / 12), true},
		"too short":        {[2]unit.Newton{10, 10}, [2]unit.Newton{5, 10}, 30, 0, 0, false},
		"no touch":         {[2]unit.Newton{10, 10}, [2]unit.Newton{2, 2}, 100, 0, 0, false},
	} {
		var b Balance
		for along := unit.Millimetre(200); along <= 200+c.length; along++ {
			r := &chair.Report{}
			r.Axes[chair.Carriage].Pos = chair.Coord(along)
			b.Add(p, r, c.apart, false)
			b.Add(p, r, c.close, true)
		}
		skew, share, known := b.Skew(150, 350)
		if math.Abs(skew-c.skew) > 1e-9 || math.Abs(share-c.share) > 1e-9 || known != c.known {
			t.Errorf("%s: skew %.3f, share %.3f, %v; want %.3f, %.3f, %v", name, skew, share, known, c.skew, c.share, c.known)
		}
		if b.Reset(); b != (Balance{}) {
			t.Errorf("%s: something is left", name)
		}
	}
}
