package twin

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
)

// bench is a chair with everything fitted, with the figures of the simulated reference chair, bench-4d.
func bench() *chair.Profile {
	p := &chair.Profile{
		Name: "bench", Simulated: true, Control: 250, Heartbeat: 100 * time.Millisecond, Stale: 40 * time.Millisecond,
		OnSilence: chair.Retracts, OnPowerLoss: chair.Retracts, SeatSensor: true, StopButton: true,
		Rollers: chair.RollerHead{Spring: 6, Head: 2, Moving: 0.6, CellGain: 0.05, CellNoise: 0.3, CellRange: 300, Cover: 20,
			KneadAlong: 12, KneadAcross: 10, KneadOut: 3},
		Heat:    chair.HeatProfile{Max: 40, Power: 60},
		Massage: 125,
	}
	bound := func(low, high, home chair.Coord, vel chair.CoordRate, acc chair.CoordAccel, jerk chair.CoordJerk, lag time.Duration) chair.AxisProfile {
		return chair.AxisProfile{Fitted: true, Bound: true, Min: low, Max: high, Home: home, Vel: vel, Acc: acc, Jerk: jerk, Lag: lag * Tick}
	}
	p.Axes = [chair.AxisEnd]chair.AxisProfile{
		chair.Carriage: bound(40, 480, 40, 150, 1000, 10000, 20),
		chair.Depth:    bound(0, 110, 0, 200, 3000, 60000, 12),
		chair.Width:    bound(60, 140, 80, 40, 400, 4000, 20),
		chair.Kneading: {Fitted: true, Vel: 360, Acc: 720, Jerk: 7200, Backlash: 0.5, Lag: 20 * Tick},
		chair.TapLeft:  bound(0, 12, 0, 200, 20000, 2000000, 4),
		chair.TapRight: bound(0, 12, 0, 200, 20000, 2000000, 4),
		chair.Recline:  bound(110, 160, 110, 6, 12, 60, 40),
		chair.LegRest:  bound(0, 90, 60, 8, 16, 80, 40),
	}
	p.Axes[chair.Depth].Backlash = 0.2
	for b := range p.Air {
		p.Air[b] = chair.AirProfile{Max: 20, Fill: 3 * time.Second, Vent: 1500 * time.Millisecond}
	}
	return p
}

// period is the bench's control period.
const period = 4 * Tick

func ansurBack(t testing.TB, row int) body.Back {
	t.Helper()
	m, err := body.ANSUR(row)
	if err != nil {
		t.Fatal(err)
	}
	return m.Back()
}

func newTwin(t testing.TB, row int, seed uint64) *Twin {
	t.Helper()
	return New(Options{Profile: bench(), Body: ansurBack(t, row), Seed: seed})
}

// run gives the same command once a control period.
func run(t *Twin, cmd *chair.Command, d time.Duration) {
	for range int(d / Tick) {
		if t.tick%uint64(t.period) == 0 {
			t.Step(cmd)
		} else {
			t.Step(nil)
		}
	}
}

// homed lets every axis find its home, and holds it there.
func homed(t testing.TB, w *Twin) chair.Command {
	t.Helper()
	var cmd chair.Command
	for a := range cmd.Axes {
		cmd.Axes[a] = chair.Setpoint{On: true, Pos: w.profile.Axes[a].Home}
	}
	cmd.Axes[chair.Kneading].Vel = 120
	run(w, &cmd, 6*time.Second)
	var r chair.Report
	w.Report(&r)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if !r.Axes[a].Homed {
			t.Fatalf("%v is not homed after 6 s: %+v", a, r.Axes[a])
		}
	}
	cmd.Axes[chair.Kneading] = chair.Setpoint{}
	run(w, &cmd, time.Second)
	return cmd
}

// to takes one axis to a position in a straight line of time, then holds.
func to(w *Twin, cmd *chair.Command, a chair.Axis, pos chair.Coord, d time.Duration) {
	from := cmd.Axes[a].Pos
	steps := int(d / period)
	rate := float64(pos-from) / d.Seconds()
	for i := 1; i <= steps; i++ {
		cmd.Axes[a].Pos = from + (pos-from)*chair.Coord(i)/chair.Coord(steps)
		cmd.Axes[a].Vel = chair.CoordRate(rate)
		if i == steps {
			cmd.Axes[a].Vel = 0
		}
		run(w, cmd, period)
	}
}

// massaging is a twin in the middle of kneading, and what lets it go on: called once a control period.
func massaging(b *testing.B) (w *Twin, cmd *chair.Command, on func()) {
	w = newTwin(b, 1, 1)
	c := homed(b, w)
	to(w, &c, chair.Carriage, 150, 3*time.Second)
	to(w, &c, chair.Depth, 60, 2*time.Second)
	const h, turn, depthPerAlong = 4 * dt, 132, 0.1
	c.Axes[chair.Kneading] = chair.Setpoint{On: true, Vel: turn}
	ticks := 0
	return w, &c, func() {
		sweep := chair.CoordRate(20) // mm/s, up and down over 40 mm
		if ticks++; ticks%1000 >= 500 {
			sweep = -sweep
		}
		a := &c.Axes
		a[chair.Carriage].Vel, a[chair.Depth].Vel = sweep, sweep*depthPerAlong
		a[chair.Carriage].Pos += chair.Coord(sweep) * h
		a[chair.Depth].Pos += chair.Coord(sweep) * depthPerAlong * h
		a[chair.Kneading].Pos += turn * h
	}
}

// BenchmarkStep is one millisecond of kneading: carriage, shaft and depth move, both rollers press.
func BenchmarkStep(b *testing.B) {
	w, cmd, on := massaging(b)
	b.ReportAllocs()
	for b.Loop() {
		if w.tick%4 == 0 {
			on()
			w.Step(cmd)
		} else {
			w.Step(nil)
		}
	}
	if hardest(w) < 5 {
		b.Fatalf("no contact: %.1f N", hardest(w))
	}
}

func BenchmarkReport(b *testing.B) {
	w, _, _ := massaging(b)
	var r chair.Report
	b.ReportAllocs()
	for b.Loop() {
		w.Report(&r)
	}
}

func BenchmarkNew(b *testing.B) {
	o := Options{Profile: bench(), Body: ansurBack(b, 1)}
	for b.Loop() {
		o.Seed++
		New(o)
	}
}
