package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// tap puts a tapper out, as in the middle of a stroke.
func (r *rig) tap(a chair.Axis, out chair.Coord) { r.put(a, out, 0) }

func TestTappingTime(t *testing.T) {
	short := limited(func(l *chair.Limits) { l.Tapping.Max = 3 * time.Second })
	for _, a := range []chair.Axis{chair.TapLeft, chair.TapRight} {
		r := short(t)
		r.tap(a, 1.01)
		r.run(3 * time.Second)
		if got := r.g.TappingTime(); got != 3*time.Second {
			t.Errorf("%v: got %v of tapping, want 3 s", a, got)
		}
		r.trips(chair.FaultTapTime)
	}
	r := short(t) // at rest
	r.tap(chair.TapLeft, 1)
	r.run(5 * time.Second)

	r = short(t) // asked to move counts before it is seen
	r.put(chair.TapRight, 0, 0.04)
	r.run(3 * time.Second)
	r.trips(chair.FaultTapTime)

	r = short(t) // gaps of up to a second belong to the tapping
	for range 2 {
		r.tap(chair.TapLeft, 3)
		r.run(500 * time.Millisecond)
		r.tap(chair.TapLeft, 0)
		r.run(990 * time.Millisecond)
	}
	r.run(5 * time.Second)
	if got, want := r.g.TappingTime(), 2980*time.Millisecond; got != want {
		t.Errorf("got %v of tapping with its gaps, want %v", got, want)
	}
	r.tap(chair.TapLeft, 3)
	r.run(20 * time.Millisecond)
	r.trips(chair.FaultTapTime)

	r = short(t) // behind the cover a stroke reaches nobody
	r.put(chair.Depth, 5, 0)
	r.tap(chair.TapLeft, 4)
	r.run(5 * time.Second)
	r.tap(chair.TapLeft, 4.01)
	r.run(3 * time.Second)
	r.trips(chair.FaultTapTime)
}

func TestTappingNotDriven(t *testing.T) {
	r := working(t)
	r.in.Command.Axes[chair.TapLeft] = chair.Setpoint{Vel: 5}
	r.run(time.Second)
	if got := r.g.TappingTime(); got != 0 {
		t.Errorf("got %v of tapping by an axis that is off, want none", got)
	}
	p := bench()
	p.Axes[chair.TapLeft] = chair.AxisProfile{}
	r = newRig(t, p, chair.Everyone()).begin().tare().press(20)
	r.in.Report.Axes[chair.TapLeft] = chair.AxisReport{Pos: 9}
	r.run(time.Second)
	if got := r.g.TappingTime(); got != 0 {
		t.Errorf("got %v of tapping by an axis that is not fitted, want none", got)
	}
}

func TestTappingPlace(t *testing.T) {
	place := func(along, width, shaft, recline chair.Coord) func(r *rig) {
		return func(r *rig) {
			r.put(chair.Carriage, along, 0)
			r.put(chair.Width, width, 0)
			r.put(chair.Kneading, shaft, 0)
			r.put(chair.Recline, recline, 0)
			r.weigh(20, 20)
			r.tap(chair.TapRight, 3)
		}
	}
	// The shaft at 90 degrees holds the rollers 12 mm up; the flank begins at 280 - 8 mm.
	runTicks(t, []oneTick{
		{"on muscle", working, place(200, 80, 90, 130), "", 0},
		{"wide, below the flank", working, place(260, 120, 90, 130), "", 0},
		{"wide, at the flank", working, place(260.01, 120, 90, 130), chair.FaultTapPlace, 0},
		{"narrow, at the flank", working, place(300, 100, 90, 130), "", 0},
		{"barely wide, at the flank", working, place(300, 100.01, 90, 130), chair.FaultTapPlace, 0},
		{"narrow, at the ribs", working, place(360, 80, 90, 130), "", 0},
		{"the shaft holds the rollers out", working, place(300, 90, 0, 130), chair.FaultTapPlace, 0},
		{"the shaft holds the rollers in", working, place(300, 110, 180, 130), "", 0},
		{"map void, narrow", working, place(200, 80, 90, 136), "", 0},
		{"map void, wide", working, place(200, 110, 90, 136), chair.FaultTapPlace, 0},
	})
	p := bench()
	p.Rollers.KneadAcross = 19
	close := func(t testing.TB) *rig { return newRig(t, p, chair.Everyone()).begin().tare().press(0) }
	in := func(width chair.Coord) func(r *rig) {
		return func(r *rig) { place(200, width, 180, 130)(r); r.weigh(20, 20) }
	}
	runTicks(t, []oneTick{
		{"beside the spine", close, in(62), "", 0},
		{"at the spine", close, in(61.99), chair.FaultTapPlace, 0},
	})
	r := close(t)
	place(200, 60, 180, 130)(r)
	if f := r.trips(chair.FaultTapPlace); f.Zone != chair.ZoneSpine || f.Value != 11 || f.Bound != 12 {
		t.Errorf("got %v, %v mm of %v mm, want spine, 11 mm of 12 mm", f.Zone, f.Value, f.Bound)
	}
	r = working(t)
	place(300, 120, 90, 130)(r)
	if f := r.trips(chair.FaultTapPlace); f.Zone != chair.ZoneRibs || f.Value != 60 || f.Bound != 50 {
		t.Errorf("got %v, %v mm of %v mm, want ribs, 60 mm of 50 mm", f.Zone, f.Value, f.Bound)
	}
}

func TestStrokeSpeed(t *testing.T) {
	// body-and-motion.md 4: speed for a 60 N peak on 35 N/mm; m/s there, two digits.
	for _, c := range []struct{ kg, want float64 }{{0.5, 460}, {1, 330}, {2, 230}} {
		if got := float64(strokeSpeed(unit.Kilogram(c.kg), 60)); math.Abs(got-c.want) > 6 {
			t.Errorf("%v kg: got %.0f mm/s, want about %.0f mm/s", c.kg, got, c.want)
		}
	}
	if got := strokeSpeed(0, 60); !math.IsInf(float64(got), 1) {
		t.Errorf("no moving mass: got %v, want no bound of its own", got)
	}
	vel := func(moving unit.Kilogram, axis chair.CoordRate, tap unit.MMPerSecond, muscle unit.Newton) chair.CoordRate {
		p := bench()
		p.Rollers.Moving = moving
		p.Axes[chair.TapRight].Vel = axis
		l := chair.Everyone()
		l.TapSpeed.Max, l.Force[chair.ZoneMuscle].Max = tap, muscle
		return New(p, l).axes[chair.TapRight].vel
	}
	for _, c := range []struct {
		name      string
		got, want chair.CoordRate
	}{
		{"the limit", vel(1, 400, 200, 60), 200},
		{"the axis", vel(1, 150, 200, 60), 150},
		{"a heavy tapper: its energy", vel(4, 400, 200, 60), 100},
		{"an older person", vel(2, 400, 200, 30), chair.CoordRate(strokeSpeed(2, 30))},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %.1f mm/s, want %.1f mm/s", c.name, c.got, c.want)
		}
	}
	r := newRig(t, bench(), func() chair.Limits { l := chair.Everyone(); l.TapSpeed.Max = 100; return l }()).begin()
	r.put(chair.TapLeft, 3, 100)
	r.ok()
	r.put(chair.TapLeft, 4, 100)
	r.ask(chair.TapLeft, 5, 100.06)
	if f := r.trips(chair.FaultSpeed); f.Axis != chair.TapLeft {
		t.Errorf("got axis %v, want tap_left", f.Axis)
	}
}
