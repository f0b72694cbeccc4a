package twin

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// TestRunIsSteps: Run passes the same time as so many Steps, to the bit, whatever the number of ticks, also while a
// heartbeat is missed and something fails.
func TestRunIsSteps(t *testing.T) {
	one, many := newTwin(t, 1, 7), newTwin(t, 1, 7)
	cmd := homed(t, one)
	homed(t, many)
	var a, b chair.Report
	pass := func(cmd *chair.Command, n int) {
		t.Helper()
		c := cmd
		for range n {
			one.Step(c)
			c = nil
		}
		many.Run(cmd, n)
		one.Report(&a)
		many.Report(&b)
		if a != b || one.Truth() != many.Truth() || one.tick != many.tick {
			t.Fatalf("after %d ticks at %v:\n%+v\n%+v", n, one.Now(), a, b)
		}
	}
	for i := range 900 {
		cmd.Axes[chair.Depth].Pos, cmd.Axes[chair.Depth].Vel = chair.Coord(i)*0.08, 20
		cmd.Axes[chair.Carriage].Pos, cmd.Axes[chair.Carriage].Vel = 40+chair.Coord(i)*0.1, 25
		pass(&cmd, 4)
	}
	if hardest(one) < 5 {
		t.Fatalf("no contact: %.1f N", hardest(one))
	}
	for _, n := range []int{1, 3, 7, 64, 333, 2000} { // the heartbeat is missed in one of them
		pass(&cmd, n)
		pass(nil, n)
	}
	for f := Failure(1); f < FailureEnd; f++ {
		for _, on := range []bool{true, false} {
			one.Inject(f, on)
			many.Inject(f, on)
			pass(&cmd, 4)
			pass(&chair.Command{}, 130)
		}
	}
}

// TestComesToRest: an axis that is told again and again to be where it is comes to rest there, to the bit.
func TestComesToRest(t *testing.T) {
	w := newTwin(t, 1, 1)
	cmd := homed(t, w)
	to(w, &cmd, chair.Width, 100, time.Second)
	to(w, &cmd, chair.Recline, 118, 3*time.Second)
	run(w, &cmd, 2*time.Second)
	var r chair.Report
	w.Report(&r)
	for a, want := range map[chair.Axis]chair.AxisReport{
		chair.Width: {Pos: 100, Homed: true}, chair.Recline: {Pos: 118, Homed: true}, chair.TapLeft: {Homed: true},
	} {
		if r.Axes[a] != want {
			t.Errorf("%v: got %+v, want %+v", a, r.Axes[a], want)
		}
	}
	if w.busy != 0 {
		t.Errorf("axes %b are still stepped", w.busy)
	}
}

// TestSeeLeavesNothing: See puts every field.
func TestSeeLeavesNothing(t *testing.T) {
	w := newTwin(t, 1, 1)
	seen := newTwin(t, 4000, 2).Truth()
	seen.Lost, seen.Seated = true, false
	if w.See(&seen); seen != w.Truth() {
		t.Errorf("got %+v\nwant %+v", seen, w.Truth())
	}
}
