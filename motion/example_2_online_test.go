package motion_test

import (
	"fmt"

	"github.com/openlumbar/lumbar/motion"
)

// Online: one step a tick, towards a target that moves on at half a second.
func Example_online() {
	const tick = 0.004 // s
	in := motion.Input{Axes: []motion.Axis{{
		To:     motion.State{Pos: 100},
		Limits: motion.Limits{Vel: 150, Acc: 600, Jerk: 6000},
	}}}
	t := motion.NewTrajectory(1)
	var out motion.Output
	for i := range 400 {
		if i == 125 {
			in.Axes[0].To.Pos = 30
		}
		if err := t.Step(&in, tick, &out); err != nil {
			fmt.Println(err)
			return
		}
		out.Pass(&in)
		if out.Planned {
			fmt.Printf("tick %d: a way of %.3f s\n", i, t.Duration())
		}
		if out.Arrived {
			fmt.Printf("tick %d: at %v mm\n", i, out.States[0].Pos)
			return
		}
	}
	// Output:
	// tick 0: a way of 1.017 s
	// tick 125: a way of 0.907 s
	// tick 351: at 30 mm
}
