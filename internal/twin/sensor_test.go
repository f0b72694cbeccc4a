package twin

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

var sensorFailures = []failureTest{
	{CellCoarse, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		var r chair.Report
		if w.Report(&r); math.Mod(float64(r.Force[chair.Left]), coarseForce) != 0 || r.Force[chair.Left] < before.Force[chair.Left]-1.5*coarseForce {
			t.Errorf("reads %.2f N, before %.2f", r.Force[chair.Left], before.Force[chair.Left])
		}
	}},
	{EncoderCoarse, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		var r chair.Report
		w.Report(&r)
		if off := before.Axes[chair.Depth].Pos - r.Axes[chair.Depth].Pos; off < 0 || off >= coarsePlace {
			t.Errorf("reads %v mm, before %v", r.Axes[chair.Depth].Pos, before.Axes[chair.Depth].Pos)
		}
	}},
	{CellDrift, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		read := func() (left, right float64) {
			var r chair.Report
			const n = 100
			for range n {
				run(w, &cmd, period)
				w.Report(&r)
				left, right = left+float64(r.Force[chair.Left])/n, right+float64(r.Force[chair.Right])/n
			}
			return left, right
		}
		cmd.Axes[chair.Depth] = chair.Setpoint{On: true}
		run(w, &cmd, time.Second)
		left, right := read()
		run(w, &cmd, 10*time.Second)
		less, same := read()
		near(t, "left cell in 10.4 s", less-left, -10.4*driftSpeed, 0.3, "N")
		near(t, "right cell", same-right, 0, 0.3, "N")
		w.Inject(CellDrift, false)
		mended, _ := read()
		near(t, "left cell, mended", mended-left, 1.2*driftSpeed, 0.3, "N") // it had drifted for so long at first
	}},
	{EncoderJump, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		var r chair.Report
		run(w, &cmd, period)
		w.Report(&r)
		near(t, "reads", float64(r.Axes[chair.Depth].Pos-before.Axes[chair.Depth].Pos), -jumped, 0.02, "mm")
		near(t, "is at", w.axes[chair.Depth].motor, float64(before.Axes[chair.Depth].Pos), 0.02, "mm")
		run(w, &cmd, time.Second)
		w.Report(&r)
		near(t, "jumps once", float64(r.Axes[chair.Depth].Pos-before.Axes[chair.Depth].Pos), -jumped, 0.02, "mm")
		w.Inject(EncoderJump, false)
		run(w, &cmd, period)
		w.Report(&r)
		near(t, "mended", float64(r.Axes[chair.Depth].Pos), w.axes[chair.Depth].motor, 0.02, "mm")
	}},
	{SeatStuck, func(t *testing.T, w *Twin, cmd chair.Command, before chair.Report) {
		var r chair.Report
		w.Inject(SitterLeaves, true)
		run(w, &cmd, time.Second)
		if w.Report(&r); !r.Seated || w.Truth().Seated {
			t.Errorf("says seated %v, is %v; want true and false", r.Seated, w.Truth().Seated)
		}
		w.profile.SeatSensor = false
		if w.Report(&r); r.Seated {
			t.Error("a chair without a seat sensor says that somebody sits there")
		}
	}},
}
