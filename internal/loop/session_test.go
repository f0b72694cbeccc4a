package loop

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/technique"
)

// most is longer than any session may last.
const most = 25 * time.Minute

func TestWholeSession(t *testing.T) {
	for _, name := range []string{"after-desk", "break", "gentle"} {
		r := newRig(t, 1, 1)
		r.start(t, plan(t, name))
		v := r.run(most)
		for _, n := range r.notes[max(0, len(r.notes)-12):] {
			t.Logf("%s %v %s %s %s", n.Kind, n.Stage, n.PhaseName, n.Technique, n.Text)
		}
		if v.Outcome != session.Finished {
			t.Errorf("%s: %s (%s), want finished", name, v.Outcome, v.Reason)
		}
		t.Logf("%s: %s in all, massage %s, force rms %.2f N, greatest true force %.1f N, scan %.1f", name, r.at, v.Elapsed, r.rms(), r.maxTrue, r.scanErr)
		for k := technique.Glide; k < technique.KindEnd; k++ {
			b := &r.byKind[k]
			t.Logf("  %-8s rms %.2f N, worst %.1f N over %.0f s", k, math.Sqrt(b.sumSq/max(1, b.n)), b.peak, b.n*r.profile.Period().Seconds())
		}
		tally := r.loop.Session().Tally()
		for l := body.S1; l < body.LevelEnd; l++ {
			lt := &tally.Levels[l]
			t.Logf("  %s: %.0f s, mean %.1f N, peak %.1f N", l, lt.Contact.Seconds(), lt.Mean(), lt.Peak)
		}
	}
}
