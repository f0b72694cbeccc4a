package motion_test

import (
	"fmt"

	"github.com/openlumbar/lumbar/motion"
)

// Offline: the whole motion of an axis that is moving and arrives with a speed, sampled at any time.
func Example_offline() {
	in := motion.Input{Axes: []motion.Axis{{
		From:   motion.State{Pos: 0, Vel: -30, Acc: 100}, // mm, mm/s, mm/s2
		To:     motion.State{Pos: 80, Vel: 20},
		Limits: motion.Limits{Vel: 100, Acc: 400, Jerk: 4000, MinAcc: -200}, // it brakes half as hard as it speeds up
	}}}
	t := motion.NewTrajectory(1)
	if err := t.Plan(&in); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f s in %d phases\n", t.Duration(), t.Path(0).Phases())
	var out motion.Output
	for i := range 5 {
		t.At(t.Duration()*float64(i)/4, &out)
		s := out.States[0]
		fmt.Printf("%6.2f mm %6.1f mm/s %6.0f mm/s2\n", s.Pos, s.Vel, s.Acc)
	}
	// Output:
	// 1.228 s in 7 phases
	//   0.00 mm  -30.0 mm/s    100 mm/s2
	//   6.47 mm   81.5 mm/s    384 mm/s2
	//  36.59 mm  100.0 mm/s      0 mm/s2
	//  65.88 mm   76.4 mm/s   -200 mm/s2
	//  80.00 mm   20.0 mm/s      0 mm/s2
}
