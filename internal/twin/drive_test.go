package twin

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

var driveFailures = []failureTest{
	{ReclineJam, jams(chair.Recline, 125)},
	{CarriageJam, jams(chair.Carriage, 200)},
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
