package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// pad sets the pad's temperature as if it had come there slowly; with the heat off, from warmer.
func (r *rig) pad(c unit.Celsius) {
	r.in.Report.Pad, r.g.last.Pad = c, c
	if !r.g.pad.on {
		r.g.pad.from = c
	}
}

// roll keeps the rollers in motion, so that heat stays on.
func (r *rig) roll() {
	r.follow = false
	r.put(chair.Kneading, 90, 30)
	r.glide[chair.Kneading] = 30
}

// still stops them.
func (r *rig) still() {
	r.glide[chair.Kneading] = 0
	r.put(chair.Kneading, r.in.Report.Axes[chair.Kneading].Pos, 0)
}

func warm(f func(r *rig)) func(testing.TB) *rig {
	return func(t testing.TB) *rig { r := working(t); r.roll(); f(r); return r }
}

func TestThermistor(t *testing.T) {
	at := func(c unit.Celsius) func(r *rig) { return func(r *rig) { r.pad(c) } }
	runTicks(t, []oneTick{
		{"coldest", idle, at(-5), "", 0},
		{"open", idle, at(unit.Celsius(below(-5))), chair.FaultHeatSensor, 0},
		{"hottest, and too hot", idle, at(70), chair.FaultHeatHot, 0},
		{"short", idle, at(unit.Celsius(above(70))), chair.FaultHeatSensor, 0},
		{"NaN", idle, at(unit.Celsius(math.NaN())), chair.FaultHeatSensor, 0},
		{"rises fast", idle, func(r *rig) { r.in.Report.Pad += 3 }, "", 0},
		{"jumps up", idle, func(r *rig) { r.in.Report.Pad += 3.01 }, chair.FaultHeatSensor, 0},
		{"falls fast", idle, func(r *rig) { r.in.Report.Pad -= 3 }, "", 0},
		{"jumps down", idle, func(r *rig) { r.in.Report.Pad -= 3.01 }, chair.FaultHeatSensor, 0},
		{"jumps before it was seen", idle, func(r *rig) { r.g.seen = false; r.g.last = chair.Report{} }, "", 0},
	})
	p := bench()
	p.Heat = chair.HeatProfile{}
	none := func(t testing.TB) *rig { return newRig(t, p, chair.Everyone()).begin() }
	runTicks(t, []oneTick{
		{"no pad, any reading", none, at(900), "", 0},
		{"no pad, NaN", none, at(unit.Celsius(math.NaN())), chair.FaultHeatSensor, 0},
	})
}

func TestSurface(t *testing.T) {
	pad := func(c unit.Celsius) func(r *rig) { return func(r *rig) { r.pad(c) } }
	runTicks(t, []oneTick{
		{"at the trip", idle, pad(42), "", 0},
		{"over the trip", idle, pad(unit.Celsius(above(42))), chair.FaultHeatHot, 0},
	})
	l := chair.Everyone()
	l.HeatSurface.Max, l.Heat.Max, l.HeatTime.Max, l.HeatDose.Max = 0, 0, 0, 0 // heat withheld altogether
	withheld := func(t testing.TB) *rig { return newRig(t, bench(), l).begin() }
	runTicks(t, []oneTick{
		{"withheld: as warm as a body", withheld, pad(37), "", 0},
		{"withheld: warmer", withheld, pad(unit.Celsius(above(37))), chair.FaultHeatHot, 0},
		{"withheld: asked for", withheld, func(r *rig) { r.in.Command.Heat = 30 }, chair.FaultCommand, 0},
	})
}

func TestHeatTime(t *testing.T) {
	l := chair.Everyone()
	l.HeatTime.Max = 3 * time.Second
	r := newRig(t, bench(), l).begin().tare().press(0)
	r.roll()
	r.pad(35)
	r.in.Command.Heat = 36
	r.run(time.Second + 10*time.Millisecond) // it counts from the tick after
	r.in.Command.Heat = 0
	r.run(time.Second)
	r.in.Command.Heat = 36
	r.run(2 * time.Second)
	if got := r.g.HeatTime(); got != 3*time.Second {
		t.Errorf("got %v of heat, want 3 s", got)
	}
	r.trips(chair.FaultHeatTime)

	r = newRig(t, bench(), l).begin().tare().press(0)
	r.in.Command.Heat = 0.5 // however little
	r.run(3*time.Second + 10*time.Millisecond)
	r.trips(chair.FaultHeatTime)
}

func TestPadMustWarmUp(t *testing.T) {
	cold := warm(func(r *rig) { r.weigh(0, 0); r.pad(30); r.in.Command.Heat = 40; r.ok() })
	r := cold(t)
	r.run(time.Minute)
	if f := r.trips(chair.FaultHeatSensor); f.Value != 30 || f.Bound != 31 {
		t.Errorf("got %v °C of %v °C, want 30 of 31 °C", f.Value, f.Bound)
	}

	r = cold(t) // gains one degree in time
	r.run(time.Minute)
	r.pad(31)
	r.ok()
	r.run(time.Minute)
	r.pad(31.99)
	r.trips(chair.FaultHeatSensor)

	r = cold(t) // a person's back cools it at first
	r.run(20 * time.Second)
	r.pad(28)
	r.run(40 * time.Second)
	r.pad(29)
	r.ok()
	r.run(time.Minute)
	r.trips(chair.FaultHeatSensor)

	r = cold(t) // near its target it need not gain
	r.run(time.Minute)
	r.pad(31)
	r.ok()
	r.pad(38)
	r.run(3 * time.Minute)
	r.pad(37.99) // farther than the band: it must again, from here
	r.run(time.Minute)
	r.trips(chair.FaultHeatSensor)

	r = cold(t) // heat off: nothing to gain
	r.run(50 * time.Second)
	r.in.Command.Heat = 0
	r.run(time.Minute)
	r.in.Command.Heat = 40
	r.run(time.Minute)
}

func TestHeatDose(t *testing.T) {
	for _, c := range []struct {
		pad  unit.Celsius
		want float64 // CEM43 per minute, body-and-motion.md 3.3
	}{
		{37, 0}, {37.01, 0.000248}, {40, 0.0156}, {41, 0.0625}, {42, 0.25}, {43, 1}, {43.5, 1.4142}, {45, 4}, {48, 32},
	} {
		if got := float64(doseRate(c.pad)); math.Abs(got-c.want) > 0.003*c.want+1e-12 {
			t.Errorf("%v °C: got %.4g a minute, want %.4g", c.pad, got, c.want)
		}
	}
	r := warm(func(r *rig) { r.pad(42); r.weigh(0, 0) })(t)
	r.run(3*time.Minute + 59*time.Second)
	if got := r.g.HeatDose(); math.Abs(float64(got)-239.0/240) > 1e-9 {
		t.Errorf("got dose %v after 239 s at 42 °C, want %v", got, 239.0/240)
	}
	r.run(990 * time.Millisecond)
	r.pad(41)
	r.run(20 * time.Millisecond)
	r.pad(42)
	for range 2 { // 4 min at 42 °C are 1 CEM43; two ticks lie either side
		if c, f := r.tick(); f != nil {
			r.tripped(c, f)(chair.FaultHeatDose)
			return
		}
	}
	t.Error("got no fault after 1 CEM43, want heat_dose")
}

func TestHeatOffWithoutMotion(t *testing.T) {
	l := chair.Everyone()
	l.HeatStill.Max = 2 * time.Second
	heats := func(r *rig) bool {
		t.Helper()
		c, f := r.tick()
		if f != nil {
			t.Fatal(f)
		}
		want := r.in.Command
		want.Heat = c.Command().Heat
		if c.Command() != want || want.Heat != 0 && want.Heat != 36 {
			t.Fatalf("got %+v, want nothing but the heat changed", c.Command())
		}
		return want.Heat > 0
	}
	start := func() *rig {
		r := newRig(t, bench(), l).begin().tare().press(0)
		r.roll()
		r.pad(35)
		r.in.Command.Heat = 36
		r.ok()
		return r
	}
	for _, a := range []chair.Axis{chair.Carriage, chair.Depth, chair.Kneading, chair.TapLeft, chair.TapRight} {
		r := start()
		r.still()
		heats(r)
		r.g.still = 0
		r.in.Report.Axes[a].Vel = 1 // noise: it does not move
		for i := range 200 {
			if !heats(r) {
				t.Fatalf("heat off after %d ticks at rest, want it on for 200", i)
			}
		}
		if heats(r) {
			t.Fatalf("heat on after 201 ticks at rest, want it off")
		}
		r.in.Report.Axes[a].Vel = 0
		for _, by := range []chair.Coord{2, -2} {
			r.in.Report.Axes[a].Pos = r.g.placed[a] + by
			if heats(r) {
				t.Errorf("heat on with the %v only %v mm elsewhere, want it off", a, by)
			}
			r.in.Report.Axes[a].Pos = r.g.placed[a] + by/2
			heats(r)
		}
		r.in.Report.Axes[a].Pos = r.g.placed[a] - 2.01
		if !heats(r) {
			t.Errorf("heat off with the %v elsewhere, want it on again", a)
		}
	}
	r := start()
	r.still()
	r.put(chair.Recline, 130, 2)
	r.put(chair.Width, 70, 30)
	r.glide[chair.Recline], r.glide[chair.Width] = 2, 30
	for range 201 {
		heats(r)
	}
	if heats(r) {
		t.Error("heat on with only recline and width in motion, want it off")
	}

	r = tared(t) // nobody there
	r.roll()
	r.in.Command.Heat, r.in.Command.Air = 36, [chair.BagEnd]unit.Kilopascal{5, 5}
	r.ok()
	r.in.Report.Seated = false
	r.run(500 * time.Millisecond)
	c, f := r.tick()
	if want := r.in.Command.Axes; f != nil || c.Command() != (chair.Command{Axes: want}) {
		t.Errorf("over an empty seat: got %+v with %v, want heat off, bags vented and nothing else changed", c.Command(), f)
	}
	r.in.Report.Seated = true
	r.ok()
}

func TestHeaterThatDoesNotGoOff(t *testing.T) {
	off := func(from, pad unit.Celsius) func(r *rig) {
		return func(r *rig) { r.pad(pad); r.g.pad.from = from }
	}
	runTicks(t, []oneTick{
		{"cold, as warm as a body and some", idle, off(25, unit.Celsius(below(39))), "", 0},
		{"cold, warmer", idle, off(25, 39), chair.FaultHeatStuck, 0},
		{"warm, and some", idle, off(38, unit.Celsius(below(40))), "", 0},
		{"warm, warmer", idle, off(38, 40), chair.FaultHeatStuck, 0},
		{"warm from the session before", idle, func(r *rig) { r.pad(40); r.g.pad, r.g.seen, r.g.last = padWatch{}, false, chair.Report{} }, "", 0},
		{"in a retreat of the heat only, not yet known", idle, func(r *rig) { r.pad(39); r.g.pad.from = 25; r.g.command.Heat = 40 }, "", 0},
	})
	r := idle(t)
	r.pad(41)
	r.ok()
	for _, c := range []unit.Celsius{38, 39.99} { // cools down, and then gains
		r.in.Report.Pad = c
		r.ok()
	}
	r.in.Report.Pad = 40.5
	if f := r.trips(chair.FaultHeatStuck); f.Value != 40.5 || f.Bound != 40 {
		t.Errorf("got %v °C of %v °C, want 40.5 of 40 °C", f.Value, f.Bound)
	}

	r = idle(t) // warm from the session before, it may cool down and be as warm again, and no warmer
	r.g.pad, r.g.seen, r.g.last = padWatch{}, false, chair.Report{}
	for _, c := range []unit.Celsius{40, 39, 40.99} {
		r.in.Report.Pad = c
		r.ok()
	}
	r.in.Report.Pad = 41
	if f := r.trips(chair.FaultHeatStuck); f.Bound != 41 {
		t.Errorf("bound %v °C, want 41", f.Bound)
	}

	r = idle(t) // switched off, it may be as warm as it was, and no warmer
	r.in.Command.Heat = 40
	r.ok()
	r.pad(40)
	r.ok()
	r.in.Command.Heat = 0
	r.ok()
	r.ok()
	r.in.Report.Pad = 41.99
	r.ok()
	r.in.Report.Pad = 42
	r.trips(chair.FaultHeatStuck)
}

// TestFrozenThermistor: one that says the very same while the pad heats is not reading any more.
func TestFrozenThermistor(t *testing.T) {
	hot := func() *rig {
		r := warm(func(r *rig) { r.weigh(0, 0); r.pad(39); r.in.Command.Heat = 40; r.ok() })(t)
		r.ok() // heats from here
		return r
	}
	same := func(r *rig, n int) {
		t.Helper()
		for range n {
			r.ok()
		}
	}
	r := hot()
	same(r, 3000-1)
	if f := r.trips(chair.FaultHeatSensor); f.Value != 39 {
		t.Errorf("got %v °C, want 39 °C", f.Value)
	}
	for _, by := range []unit.Celsius{1e-9, -1e-9} {
		r = hot()
		same(r, 2999)
		r.in.Report.Pad += by
		r.ok()
		same(r, 3000)
		r.trips(chair.FaultHeatSensor)
	}
	r = hot() // off, it may
	same(r, 2000)
	r.in.Command.Heat = 0
	same(r, 6000)
	r.in.Command.Heat = 40
	same(r, 2000)

	r = hot() // to the nanosecond
	r.g.pad.same = 30*time.Second - 10*time.Millisecond
	r.ok()
	r.g.pad.same = 30*time.Second - 10*time.Millisecond + 1
	r.trips(chair.FaultHeatSensor)
	r = hot()
	r.g.pad.from, r.g.pad.time = 36, time.Minute-10*time.Millisecond
	r.in.Report.Pad, r.g.last.Pad = 36.5, 36.6
	r.ok()
	r.g.pad.time = time.Minute - 10*time.Millisecond + 1
	r.in.Report.Pad = 36.6
	r.trips(chair.FaultHeatSensor)
}

// TestPadBand: from 2 degrees below its target a pad need not gain any more; a degree is a gain.
func TestPadBand(t *testing.T) {
	at := func(pad, from unit.Celsius) *rig {
		r := warm(func(r *rig) { r.weigh(0, 0); r.pad(35); r.in.Command.Heat = 40; r.ok(); r.ok() })(t)
		r.in.Report.Pad, r.g.last.Pad = pad, pad
		r.g.pad.from, r.g.pad.time, r.g.pad.same = from, time.Second, 0
		r.ok()
		return r
	}
	for _, c := range []struct {
		pad, from unit.Celsius
		want      padWatch
	}{
		{38, 37.5, padWatch{on: true, from: 38}}, // within the band
		{37.75, 37.5, padWatch{on: true, from: 37.5, time: time.Second + 10*time.Millisecond}},
		{36, 35, padWatch{on: true, from: 36}},
		{35.75, 35, padWatch{on: true, from: 35, time: time.Second + 10*time.Millisecond}},
	} {
		got := at(c.pad, c.from).g.pad
		if got.same = 0; got != c.want {
			t.Errorf("%v °C from %v °C: got %+v, want %+v", c.pad, c.from, got, c.want)
		}
	}
}
