package loop

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/technique"
)

// TestLongPauseInStretch: a pause in the middle of a stretch may last minutes: the bags are let go, and the stretch is gone
// on with.
func TestLongPauseInStretch(t *testing.T) {
	r := newRig(t, 1, 1)
	r.blind = true
	r.start(t, brief())
	filled := func() bool { return r.report.Air[chair.BagSeat] > 5 }
	for r.loop.Active() && !(r.loop.Session().View().Technique == technique.Stretch && filled()) {
		r.tick(session.Nothing)
	}
	r.tick(session.Pause)
	for end := r.at + 4*time.Minute; r.at < end && r.loop.Active(); {
		r.tick(session.Nothing)
	}
	if filled() || !r.loop.Active() {
		t.Fatalf("after four minutes the bags hold on: %v, or the session is over: %v", filled(), r.loop.Fault())
	}
	r.tick(session.Resume)
	if v := r.run(most); v.Outcome != session.Finished || r.loop.Fault() != nil {
		t.Errorf("ends as %v (%s), fault %v", v.Outcome, v.Reason, r.loop.Fault())
	}
}
