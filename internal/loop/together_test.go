package loop

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// written compiles strokes in a programme that needs everything.
func written(t testing.TB, strokes string) *programme.Plan {
	t.Helper()
	text := `programme "a" {
  title = "A"
  needs = ["carriage", "depth", "kneading", "tapping", "recline"]
  phase "one" {
` + strokes + `
  }
}
`
	p, found := programme.Compile("a.lumbar.hcl", []byte(text), programme.Options{})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

// strokePeaks collects what single strokes of a roller come to: the peaks of half a second each.
type strokePeaks struct {
	all   []float64
	now   float64
	until time.Duration
}

func (p *strokePeaks) add(at time.Duration, f float64) {
	if p.now = max(p.now, f); at >= p.until {
		p.all, p.now, p.until = append(p.all, p.now), 0, at+500*time.Millisecond
	}
}

func (p *strokePeaks) middle() float64 {
	slices.Sort(p.all)
	return p.all[len(p.all)/2]
}

// TestTogether plays kneading and gliding with tapping at once, over all the levels where either may tap, and both widths:
// the shaft turns, the tappers strike, their peaks come near to what was asked, and the guard has no reason to act.
func TestTogether(t *testing.T) {
	for _, c := range []struct {
		strokes    string
		kind       technique.Kind
		base, peak float64
	}{
		{`together {
  knead {
    over = "S1..T12"
    force = "gentle"
    pace = "20 /min"
    for = "60 s"
  }
  tap {
    force = "medium"
    rate = "180 /min"
    width = "narrow"
  }
}`, technique.Knead, 14, 24},
		{`together {
  knead {
    over = "L5..L4"
    force = "18 N"
    pace = "30 /min"
    direction = "out"
    width = "wide"
    for = "40 s"
  }
  tap {
    force = "30 N"
    rate = "400 /min"
    beat = "together"
  }
}`, technique.Knead, 18, 30},
		{`together {
  tap {
    force = "20 N"
    rate = "240 /min"
  }
  glide {
    over = "S1..L3"
    force = "12 N"
    speed = "20 mm/s"
    for = "50 s"
  }
}`, technique.Glide, 12, 20},
	} {
		for _, row := range []int{1, 2500, 5000} {
			t.Run(fmt.Sprintf("%v %.0f N, row %d", c.kind, c.peak, row), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, row, uint64(row))
				r.start(t, written(t, c.strokes))
				var (
					peaks         strokePeaks
					base, n, both float64
				)
				for r.loop.Active() && r.at < 10*time.Minute {
					r.tick(session.Nothing)
					v := r.loop.Session().View()
					if v.Stage != session.Massage || v.Progress < 0.2 || v.Progress > 0.9 {
						continue
					}
					n++
					truth := r.twin.Truth()
					cmd := r.cleared.Command()
					taps := cmd.Axes[chair.TapLeft].Vel != 0 || cmd.Axes[chair.TapRight].Vel != 0
					if taps && (c.kind != technique.Knead || math.Abs(float64(cmd.Axes[chair.Kneading].Vel)) > 1) {
						both++
					}
					base += float64(min(truth.Force[0], truth.Force[1]))
					peaks.add(r.at, float64(max(truth.Peak[0], truth.Peak[1])))
				}
				v := r.loop.Session().View()
				if v.Outcome != session.Finished || r.loop.Fault() != nil {
					t.Fatalf("%v: %s, %v", v.Outcome, v.Reason, r.loop.Fault())
				}
				t.Logf("both at once %.0f %%, base %.1f N of %.0f, peaks %.1f N of %.0f, most %.1f N", 100*both/n, base/n, c.base, peaks.middle(), c.peak, r.maxTrue)
				if both < 0.9*n {
					t.Errorf("both at once in %.0f of %.0f ticks", both, n)
				}
				if m := peaks.middle(); m < 0.85*c.peak || m > 1.2*c.peak {
					t.Errorf("peaks of %.1f N, want about %.0f", m, c.peak)
				}
				if base/n < 0.8*c.base || r.maxTrue > 1.6*c.peak {
					t.Errorf("a base of %.1f N, want about %.0f; a peak of %.1f N", base/n, c.base, r.maxTrue)
				}
			})
		}
	}
}
