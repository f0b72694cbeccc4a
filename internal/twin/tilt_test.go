package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// TestTiltKnown: the hollow goes up in a straight line with the angle, and is the sitter's at hollowAt; without load the
// spine grows by 1 - 1/e of all it can in its time constant, evenly.
func TestTiltKnown(t *testing.T) {
	p := sitter{levels: [body.LevelEnd]float64{body.S1: 180, body.L3: 285, body.T12: 390}}
	q := tiltOf(&Options{}, &p, hollowAt)
	near(t, "hollow", q.hollow, 1, 1e-12, "")
	q.leans(180)
	near(t, "hollow lying, over the standing skin's", q.hollow*body.HollowShare.Middle(), 0.83+0.0013*55, 1e-9, "")
	near(t, "load lying", q.load, 0, 1e-12, "")
	for range int(15 * time.Minute / (heatSteps * Tick)) {
		q.step(heatDT)
	}
	near(t, "longer", q.longer, 2.4*(1-math.Exp(-1)), 0.001, "mm")
	for h, want := range map[float64]float64{100: 100, 180: 180, 285: 285 - q.longer/2, 390: 390 - q.longer, 500: 500 - q.longer} {
		near(t, "where it lay", q.unstretched(h), want, 1e-9, "mm")
	}
	q.leans(90)
	for range int(3 * time.Hour / (heatSteps * Tick)) {
		q.step(heatDT)
	}
	near(t, "upright for long", q.longer, 0, 0.001, "mm")
}

// TestTiltOfASession: leaning back deepens the hollow, and the levels move apart from S1 upwards.
func TestTiltOfASession(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	to(w, &cmd, chair.Recline, 112, time.Second)
	shallow := w.tilt.hollow
	to(w, &cmd, chair.Recline, 155, 10*time.Second)
	before := w.Truth()
	run(w, &cmd, 10*time.Minute)
	after := w.Truth()
	if !(w.tilt.hollow > shallow) {
		t.Errorf("the hollow goes from %.3f to %.3f of the sitter's", shallow, w.tilt.hollow)
	}
	apart := func(s *Truth, l body.Level) float64 { return float64(s.Levels[l] - s.Levels[body.S1]) }
	grown := apart(&after, body.T12) - apart(&before, body.T12)
	if !(grown > 0.3 && grown < 2) {
		t.Errorf("S1 to T12 grew by %.2f mm in ten minutes", grown)
	}
	near(t, "all of it", grown, float64(after.Longer-before.Longer), 1e-9, "mm")
}
