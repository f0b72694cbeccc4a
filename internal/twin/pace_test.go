package twin

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
)

// pressed is a twin whose rollers press, circle and travel by the same commands, 40 ms apart, and what came of it.
type pressed struct {
	force []float64 // N, of the harder roller, every 40 ms
	peak  float64   // N, the greatest of all ticks
	out   []float64 // mm, where the trunk is
}

// presses plays it at a pace, on soft or stiff tissue.
func presses(t *testing.T, row int, seed uint64, pace Pace) (got pressed) {
	w := newTwin(t, row, seed)
	cmd := homed(t, w)
	to(w, &cmd, chair.Carriage, 150, 3000*Tick)
	to(w, &cmd, chair.Depth, 30, 2000*Tick)
	if w.tick != w.slowNext {
		t.Fatalf("in the middle of a slow step: %d, %d", w.tick, w.slowNext)
	}
	w.SetPace(pace)
	const h = 0.04 // s
	depth, along, angle := 30.0, 150.0, 0.0
	for i := range 1500 {
		at := float64(i) * h
		v := 6*math.Sin(2*math.Pi*at/7) + 3*math.Sin(2*math.Pi*at/1.3) // in and out, and a quicker one on top
		if at < 5 {
			v += 10
		}
		sweep, turn := 15*math.Copysign(1, math.Sin(2*math.Pi*at/20)), 132*min(at/5, 1)
		cmd.Axes[chair.Depth] = chair.Setpoint{On: true, Pos: chair.Coord(depth), Vel: chair.CoordRate(v)}
		cmd.Axes[chair.Carriage] = chair.Setpoint{On: true, Pos: chair.Coord(along), Vel: chair.CoordRate(sweep)}
		cmd.Axes[chair.Kneading] = chair.Setpoint{On: true, Pos: chair.Coord(angle), Vel: chair.CoordRate(turn)}
		depth, along, angle = depth+v*h, along+sweep*h, angle+turn*h
		w.Run(&cmd, 40)
		var r chair.Report
		w.Report(&r)
		seen := w.Truth()
		got.force = append(got.force, hardest(w))
		got.peak = max(got.peak, float64(seen.Peak[0]), float64(seen.Peak[1]))
		got.out = append(got.out, float64(seen.Trunk))
	}
	return got
}

// TestStrides holds long steps of the plant against those of a millisecond, on the same commands: tolerances are those that
// internal/verify's quick runs state.
func TestStrides(t *testing.T) {
	for row, seed := range map[int]uint64{1: 1, 4083: 2, 5200: 3, 300: 4} {
		want := presses(t, row, seed, Pace{Period: 40, Slow: 10, Stride: 1})
		if want.peak < 15 {
			t.Fatalf("body %d: %.1f N at most: hardly pressed", row, want.peak)
		}
		got := presses(t, row, seed, Pace{Period: 40, Slow: 20, Stride: 10})
		force, mean := off(got.force, want.force)
		out, _ := off(got.out, want.out)
		if force > 2 || mean > 0.2 || out > 0.4 || math.Abs(got.peak-want.peak) > 1.5 {
			t.Errorf("body %d: force is off by %.2f N, by %.2f N in the mean; the trunk by %.2f mm; the peak is %.1f N for %.1f",
				row, force, mean, out, got.peak, want.peak)
		}
		fine := presses(t, row, seed, Pace{Period: 40, Slow: 10, Stride: 2})
		if most, _ := off(fine.force, want.force); most > 0.4 {
			t.Errorf("body %d: at strides of 2 ms force is off by %.2f N", row, most)
		}
	}
}

// TestPaceGoesBack: a twin that was stepped otherwise for a while is stepped as before after that.
func TestPaceGoesBack(t *testing.T) {
	was, w := newTwin(t, 1, 1), newTwin(t, 1, 1)
	w.SetPace(Pace{Period: 40, Slow: 20, Stride: 10})
	if w.axes[chair.Depth].every != 10 || w.axes[chair.Width].every != 20 || w.period != 40 {
		t.Error("the pace is not taken")
	}
	w.SetPace(Pace{Period: 4, Slow: 4, Stride: 1})
	if w.axes != was.axes || w.air != was.air || w.period != was.period || w.slowEvery != was.slowEvery || w.slowDT != was.slowDT {
		t.Errorf("%+v\n%+v", w.axes, was.axes)
	}
	cmd := homed(t, was)
	homed(t, w)
	to(was, &cmd, chair.Depth, 40, 2000*Tick)
	again := cmd
	again.Axes[chair.Depth].Pos = 0
	to(w, &again, chair.Depth, 40, 2000*Tick)
	if was.Truth() != w.Truth() {
		t.Errorf("%+v\n%+v", w.Truth(), was.Truth())
	}
}

// off is the greatest difference, and the root of its mean square.
func off(got, want []float64) (most, mean float64) {
	for i := range want {
		d := math.Abs(got[i] - want[i])
		most, mean = max(most, d), mean+d*d
	}
	return most, math.Sqrt(mean / float64(len(want)))
}
