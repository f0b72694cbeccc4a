package motion_test

import (
	"fmt"

	"github.com/openlumbar/lumbar/motion"
)

// A force loop sets the velocity anew on every tick of 4 ms.
func ExampleFollow() {
	limits := motion.Limits{Vel: 100, Acc: 400, Jerk: 4000}
	s := motion.State{}
	for tick := range 120 {
		want := 40.0 // mm/s
		if tick >= 40 {
			want = -20
		}
		s = motion.Follow(s, want, 0.004, limits)
		if tick%20 == 19 {
			fmt.Printf("%.1f mm/s\n", s.Vel)
		}
	}
	// Output:
	// 12.8 mm/s
	// 36.8 mm/s
	// 36.8 mm/s
	// 12.0 mm/s
	// -15.0 mm/s
	// -20.0 mm/s
}

// A carriage moves 100 mm and is sampled on the way.
func ExampleAxis_Plan() {
	axis := motion.Axis{
		From:   motion.State{Pos: 50},
		To:     motion.State{Pos: 150},
		Limits: motion.Limits{Vel: 100, Acc: 400, Jerk: 4000}, // mm/s, mm/s2, mm/s3
	}
	way, err := axis.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f s\n", way.Duration())
	for i := range 4 {
		s := way.At(way.Duration() * float64(i) / 3)
		fmt.Printf("%.3f mm %.1f mm/s\n", s.Pos, s.Vel)
	}
	// Output:
	// 1.350 s
	// 50.000 mm 0.0 mm/s
	// 77.500 mm 100.0 mm/s
	// 122.500 mm 100.0 mm/s
	// 150.000 mm 0.0 mm/s
}
