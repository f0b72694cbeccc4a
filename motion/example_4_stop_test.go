package motion_test

import (
	"fmt"

	"github.com/openlumbar/lumbar/motion"
)

// Stop: from any state to rest, as early as can be. What cannot be avoided is foreseen.
func Example_stop() {
	limits := motion.Limits{Vel: 100, Acc: 400, Jerk: 4000}
	in := motion.Input{Axes: []motion.Axis{
		{From: motion.State{Pos: 20, Vel: 95, Acc: 300}, To: motion.State{Pos: 200}, Limits: limits},
	}}
	for _, b := range in.Foresee(nil) {
		fmt.Println(b.Error())
	}
	in.Stop()
	t := motion.NewTrajectory(1)
	if err := t.Plan(&in); err != nil {
		fmt.Println(err)
		return
	}
	end := t.Path(0).End()
	fmt.Printf("at rest after %.3f s and %.1f mm\n", t.Duration(), end.Pos-20)
	// Output:
	// motion: axis 0: velocity after the start is 106.25, and the bound is 100 (0.075 s from there)
	// at rest after 0.441 s and 27.1 mm
}
