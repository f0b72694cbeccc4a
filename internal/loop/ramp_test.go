package loop

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/technique"
)

// TestRamp plays forces that change over a stroke, and a press with a force and a hold of its own at each place: the true
// force follows, and every place gets its own.
func TestRamp(t *testing.T) {
	r := newRig(t, 2500, 7)
	r.start(t, written(t, `knead {
  over = "L5..L1"
  force = "8 N..32 N"
  pace = "20 /min"
  for = "60 s"
}
press {
  at = ["L5", "L3"]
  force = ["34 N", "14 N"]
  hold = ["6 s", "12 s"]
}`))
	var early, late, n, m float64
	var held [2]struct{ force, n float64 }
	for r.loop.Active() && r.at < 10*time.Minute {
		r.tick(session.Nothing)
		v, c := r.loop.Session().View(), r.loop.Control()
		f := float64(max(r.twin.Truth().Force[0], r.twin.Truth().Force[1]))
		switch {
		case v.Stage != session.Massage || v.Progress == 0:
		case v.Technique == technique.Knead && v.Progress < 0.25:
			early, n = early+f, n+1
		case v.Technique == technique.Knead && v.Progress > 0.5:
			late, m = late+f, m+1
		case v.Technique == technique.Press && !c.Easing && c.Target > 10:
			i := 0
			if c.Target < 24 {
				i = 1
			}
			held[i].force, held[i].n = held[i].force+f, held[i].n+1
		}
	}
	v := r.loop.Session().View()
	if v.Outcome != session.Finished || r.loop.Fault() != nil {
		t.Fatalf("%v: %s, %v", v.Outcome, v.Reason, r.loop.Fault())
	}
	t.Logf("kneading %.1f N, later %.1f N; held %.1f N for %.1f s and %.1f N for %.1f s", early/n, late/m,
		held[0].force/held[0].n, held[0].n*r.profile.Period().Seconds(), held[1].force/held[1].n, held[1].n*r.profile.Period().Seconds())
	if early/n > 17 || late/m < 24 {
		t.Errorf("kneading at %.1f N, later at %.1f N", early/n, late/m)
	}
	for i, want := range []struct{ force, hold float64 }{{34, 6}, {14, 12}} {
		f, s := held[i].force/held[i].n, held[i].n*r.profile.Period().Seconds()
		if math.Abs(f-want.force) > 3 || math.Abs(s-want.hold) > 3 {
			t.Errorf("place %d: %.1f N for %.1f s, want %.0f N for %.0f s", i+1, f, s, want.force, want.hold)
		}
	}
}
