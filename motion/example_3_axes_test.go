package motion_test

import (
	"fmt"

	"github.com/openlumbar/lumbar/motion"
)

// Several axes: each by itself, together, on a straight line, and in no less than three seconds.
func Example_axes() {
	limits := motion.Limits{Vel: 100, Acc: 400, Jerk: 4000}
	in := motion.Input{Axes: []motion.Axis{
		{To: motion.State{Pos: 120}, Limits: limits},
		{To: motion.State{Pos: -45}, Limits: motion.Limits{Vel: 30, Acc: 100, Jerk: 1000}},
		{To: motion.State{Pos: 10}, Limits: limits},
	}}
	t := motion.NewTrajectory(len(in.Axes))
	show := func(what string) {
		if err := t.Plan(&in); err != nil {
			fmt.Println(err)
			return
		}
		var out motion.Output
		t.At(t.Duration()/4, &out)
		fmt.Printf("%-10s", what)
		for i, s := range out.States {
			fmt.Printf("  %.3f s, a quarter on at %.2f mm", t.Path(i).Duration(), s.Pos)
		}
		fmt.Println()
	}
	in.Sync = motion.SyncNone
	show("alone")
	in.Sync = motion.SyncTime
	show("together")
	in.Sync = motion.SyncPhase
	show("straight")
	in.MinDuration = 3
	show("in 3 s")
	// Output:
	// alone       1.550 s, a quarter on at 30.00 mm  1.900 s, a quarter on at -8.25 mm  0.432 s, a quarter on at 10.00 mm
	// together    1.900 s, a quarter on at 23.23 mm  1.900 s, a quarter on at -8.25 mm  1.900 s, a quarter on at 1.94 mm
	// straight    1.900 s, a quarter on at 22.00 mm  1.900 s, a quarter on at -8.25 mm  1.900 s, a quarter on at 1.83 mm
	// in 3 s      3.000 s, a quarter on at 25.38 mm  3.000 s, a quarter on at -9.52 mm  3.000 s, a quarter on at 2.12 mm
}
