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
	// 40 kg behind 1 kg are 40/41 kg, on 35 N/mm.
	if got, want := float64(strokeSpeed(1, 60)), 60_000/math.Sqrt(35_000*40./41); math.Abs(got-want) > 1e-9 {
		t.Errorf("got %v mm/s, want %v mm/s", got, want)
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

// strokes lets a tapper go out and in again, a tick each way, n times.
func (r *rig) strokes(a chair.Axis, in, out chair.Coord, vel chair.CoordRate, n int) {
	r.t.Helper()
	for range n {
		r.put(a, out, vel)
		r.ok()
		r.put(a, in, 0)
		r.ok()
	}
}

func TestTapRate(t *testing.T) {
	for _, a := range []chair.Axis{chair.TapLeft, chair.TapRight} {
		r := working(t)
		for range 50 { // ten a second
			r.strokes(a, 0, 3, 0, 1)
			r.run(80 * time.Millisecond)
		}
		if got := r.g.tapper[a-chair.TapLeft].ahead; got > 1 {
			t.Errorf("%v: got %v strokes ahead at the rate allowed, want at most 1", a, got)
		}
		r.run(time.Second)
		r.strokes(a, 0, 3, 0, 3) // three in a burst
		r.put(a, 3, 0)
		if f := r.trips(chair.FaultTapRate); math.Abs(f.Value-3.4) > 1e-9 || f.Bound != 3 { // 4 less 0.6 s of ten a second
			t.Errorf("%v: got %v strokes ahead of %v, want 3.4 of 3", a, f.Value, f.Bound)
		}
	}
	r := working(t) // each roller by itself
	for range 3 {
		r.strokes(chair.TapLeft, 0, 3, 0, 1)
		r.strokes(chair.TapRight, 0, 3, 0, 1)
	}

	r = working(t) // to the last digit
	r.g.tapper[chair.Left].ahead = 2.1
	r.tap(chair.TapLeft, 3)
	r.ok()
	r = working(t)
	r.g.tapper[chair.Left].ahead = 2.1 + 1e-9
	r.tap(chair.TapLeft, 3)
	r.trips(chair.FaultTapRate)

	r = limited(func(l *chair.Limits) { l.TapRate.Max = 5 })(t) // a person's own limit
	for range 10 {
		r.strokes(chair.TapLeft, 0, 3, 0, 1)
		r.run(180 * time.Millisecond)
	}
	if got := r.g.tapper[chair.Left].ahead; got > 1 {
		t.Errorf("got %v strokes ahead at the rate allowed, want at most 1", got)
	}
	for range 3 {
		r.strokes(chair.TapLeft, 0, 3, 0, 1)
		r.run(40 * time.Millisecond)
	}
	r.tap(chair.TapLeft, 3)
	r.trips(chair.FaultTapRate)
}

// TestStrokesNeedNotComeHome: what turns back and comes again is a stroke.
func TestStrokesNeedNotComeHome(t *testing.T) {
	r := working(t)
	r.tap(chair.TapLeft, 5)
	r.ok()
	r.run(time.Second)
	r.strokes(chair.TapLeft, 5-1.01, 5.01, 0, 2)
	r.tap(chair.TapLeft, 5-1.01)
	r.ok()
	r.tap(chair.TapLeft, 6)
	r.ok()
	r.tap(chair.TapLeft, 12)
	r.ok()
	r.tap(chair.TapLeft, 10.99)
	r.ok()
	r.tap(chair.TapLeft, 12)
	r.ok()
	r.tap(chair.TapLeft, 10.99)
	r.ok()
	r.tap(chair.TapLeft, 12)
	r.trips(chair.FaultTapRate)

	r = working(t) // a tremble is none
	r.tap(chair.TapLeft, 5)
	r.ok()
	r.run(time.Second)
	for range 50 {
		r.tap(chair.TapLeft, 4)
		r.ok()
		r.tap(chair.TapLeft, 5)
		r.ok()
	}
	if got := r.g.tapper[chair.Left]; got.ahead != 0 || got.turn != 5 || !got.out {
		t.Errorf("got %+v after trembling by a millimetre, want it still in the first stroke", got)
	}
	r = working(t)
	for _, pos := range []chair.Coord{1, 0, 1, 0.5, 1} { // from home
		r.tap(chair.TapLeft, pos)
		r.ok()
	}
	if got := r.g.tapper[chair.Left]; got.out || got.turn != 0 {
		t.Errorf("got %+v within a millimetre of home, want no stroke", got)
	}
	r.g.tapper[chair.Left].turn = 3 // in is wherever it came to
	r.tap(chair.TapLeft, 0.5)
	r.ok()
	if got := r.g.tapper[chair.Left]; got.out || got.turn != 0.5 {
		t.Errorf("got %+v, want it in, at 0.5 mm", got)
	}
}

func TestTapWork(t *testing.T) {
	r := working(t)
	r.put(chair.TapLeft, 0, 180) // before the stroke: does not count
	r.ok()
	for _, s := range []struct {
		pos chair.Coord
		vel chair.CoordRate
	}{{2, 100}, {5, 150}, {6, -160}, {3, 120}} { // the greatest speed either way, up to where it turned
		r.put(chair.TapLeft, s.pos, s.vel)
		r.ok()
	}
	if got, want := float64(r.g.work), 0.5*0.16*0.16; math.Abs(got-want) > 1e-12 {
		t.Errorf("got %v J of a stroke of 1 kg at 0.16 m/s, want %v J", got, want)
	}
	r.put(chair.TapRight, 2, 200)
	r.ok()
	r.put(chair.TapRight, 0, 0)
	r.ok()
	if got, want := float64(r.g.work), 0.5*(0.16*0.16+0.2*0.2); math.Abs(got-want) > 1e-12 {
		t.Errorf("got %v J with one of the right, want %v J", got, want)
	}

	r = working(t) // what hardly moves carries nothing
	r.strokes(chair.TapLeft, 0, 3, 0, 1)
	if r.g.work != 0 {
		t.Errorf("got %v J of a stroke without speed, want none", r.g.work)
	}

	r = working(t)
	r.g.work = r.g.limits.TapWork.Max
	r.ok()
	r.g.work = unit.Joule(above(60))
	if f := r.trips(chair.FaultTapWork); f.Value != above(60) || f.Bound != 60 {
		t.Errorf("got %v J of %v J, want just over 60 J", f.Value, f.Bound)
	}
	r = limited(func(l *chair.Limits) { l.TapWork.Max = 0.011 })(t)
	r.strokes(chair.TapLeft, 0, 3, 100, 2) // 5 mJ each
	r.put(chair.TapLeft, 3, 100)
	r.ok()
	r.put(chair.TapLeft, 0, 0)
	r.trips(chair.FaultTapWork)
}

func TestStrokeEnergy(t *testing.T) {
	for _, c := range []struct {
		kg     unit.Kilogram
		joule  unit.Joule
		speed  chair.CoordRate
		muscle unit.Newton
	}{{1, 0.02, 200, 60}, {1, 0.005, 100, 60}, {4, 0.02, 100, 60}, {0.25, 0.02, 200, 60}, {1, 0.02, 162.35, 30}} {
		p, l := bench(), chair.Everyone()
		p.Rollers.Moving, l.TapEnergy.Max, l.Force[chair.ZoneMuscle].Max = c.kg, c.joule, c.muscle
		for _, a := range []chair.Axis{chair.TapLeft, chair.TapRight} {
			if got := New(p, l).axes[a].vel; math.Abs(float64(got-c.speed)) > 0.01 {
				t.Errorf("%v kg, %v J, %v N: got %.2f mm/s, want %.2f mm/s", c.kg, c.joule, c.muscle, got, c.speed)
			}
		}
	}
}
