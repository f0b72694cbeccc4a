package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

var driveFailures = []failureTest{
	{ReclineJam, jams(chair.Recline, 125)},
	{CarriageJam, jams(chair.Carriage, 200)},
	{DepthBrownout, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		fastest := func() (v float64) {
			for range 1000 {
				run(w, &cmd, Tick)
				v = max(v, math.Abs(w.axes[chair.Depth].rate))
			}
			return v
		}
		out := cmd.Axes[chair.Depth]
		cmd.Axes[chair.Depth] = chair.Setpoint{On: true}
		near(t, "way home", fastest(), 100, 1e-9, "mm/s")
		near(t, "depth", w.axes[chair.Depth].motor, 0, 1e-9, "mm")
		w.Inject(DepthBrownout, false)
		cmd.Axes[chair.Depth] = out
		if v := fastest(); v <= 101 {
			t.Errorf("mended: %.1f mm/s at the most, want more than half", v)
		}
		w.Inject(DepthBrownout, true)
		for range 1000 { // nor is the chair's own retreat any faster
			w.Step(nil)
			if v := math.Abs(w.axes[chair.Depth].rate); v > 100+1e-9 {
				t.Fatalf("retracts at %.1f mm/s", v)
			}
		}
	}},
}

// jams is what a jam must do to an axis that is sent to a place: it stays, says after a while that it is lost, and goes
// on once it is free. Nothing else stays.
func jams(a chair.Axis, place chair.Coord) func(*testing.T, *Twin, chair.Command, chair.Report) {
	return func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		var r chair.Report
		cmd.Axes[a].Pos, cmd.Axes[chair.Depth] = place, chair.Setpoint{On: true}
		run(w, &cmd, 200*Tick)
		if w.Report(&r); r.Axes[a].Fault || r.Axes[a].Pos != before.Axes[a].Pos {
			t.Errorf("after 0.2 s: %+v, want it stuck and not yet lost", r.Axes[a])
		}
		run(w, &cmd, 800*Tick)
		if w.Report(&r); !r.Axes[a].Fault || r.Axes[chair.Depth].Pos != 0 {
			t.Errorf("after 1 s: %+v, depth at %.1f mm; want it lost and the depth home", r.Axes[a], r.Axes[chair.Depth].Pos)
		}
		for f := Failure(1); f < FailureEnd; f++ {
			w.Inject(f, false)
		}
		run(w, &cmd, 4*time.Second)
		if w.Report(&r); r.Axes[a].Fault || r.Axes[a].Pos != place {
			t.Errorf("freed: %+v, want it at %v %s", r.Axes[a], place, a.Unit())
		}
	}
}
