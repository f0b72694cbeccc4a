package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// above and below are the nearest other numbers: what is one step outside a limit.
func above(x float64) float64 { return math.Nextafter(x, math.Inf(1)) }
func below(x float64) float64 { return math.Nextafter(x, math.Inf(-1)) }

// idle is a rig at home in a session that has just begun: homed, no tare, all axes held.
func idle(t testing.TB) *rig {
	t.Helper()
	return newRig(t, bench(), chair.Everyone()).begin()
}

// tared is idle with a tare and a map.
func tared(t testing.TB) *rig {
	t.Helper()
	return idle(t).tare()
}

// oneTick is one tick after arrange; an empty code means that it passes unchanged.
type oneTick struct {
	name    string
	rig     func(testing.TB) *rig
	arrange func(r *rig)
	want    chair.Code
	axis    chair.Axis // that the fault names
}

func runTicks(t *testing.T, cases []oneTick) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := c.rig(t)
			c.arrange(r)
			if c.want == "" {
				r.ok()
				return
			}
			if f := r.trips(c.want); f.Axis != c.axis {
				t.Errorf("got axis %v, want %v", f.Axis, c.axis)
			}
		})
	}
}

// put puts an axis somewhere at a speed, commanded and reported alike, as if it had come there.
func (r *rig) put(a chair.Axis, pos chair.Coord, vel chair.CoordRate) {
	r.in.Report.Axes[a] = chair.AxisReport{Pos: pos, Vel: vel, Homed: true}
	r.g.last.Axes[a] = r.in.Report.Axes[a]
	r.in.Command.Axes[a] = chair.Setpoint{On: true, Pos: pos, Vel: vel}
	r.g.command.Axes[a] = r.in.Command.Axes[a]
	r.g.drift[a] = 0
}

// ask sets what is asked of an axis.
func (r *rig) ask(a chair.Axis, pos chair.Coord, vel chair.CoordRate) {
	r.in.Command.Axes[a] = chair.Setpoint{On: true, Pos: pos, Vel: vel}
}

// unhome takes away an axis's reference, as before homing.
func (r *rig) unhome(axes ...chair.Axis) {
	for _, a := range axes {
		r.in.Report.Axes[a].Homed = false
		r.g.last.Axes[a].Homed = false
		r.in.Command.Axes[a] = chair.Setpoint{}
		r.g.command.Axes[a] = chair.Setpoint{}
	}
}

func TestCommandIsNumbersForAxesThatAre(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	unfitted := func(t testing.TB) *rig {
		p := bench()
		p.Axes[chair.LegRest] = chair.AxisProfile{}
		return newRig(t, p, chair.Everyone()).begin()
	}
	runTicks(t, []oneTick{
		{"as it is", idle, func(r *rig) {}, "", 0},
		{"pos NaN", idle, func(r *rig) { r.ask(chair.Width, chair.Coord(nan), 0) }, chair.FaultCommand, chair.Width},
		{"vel NaN", idle, func(r *rig) { r.ask(chair.Width, 80, chair.CoordRate(nan)) }, chair.FaultCommand, chair.Width},
		{"pos infinite", idle, func(r *rig) { r.ask(chair.Kneading, chair.Coord(inf), 0) }, chair.FaultCommand, chair.Kneading},
		{"vel infinite", idle, func(r *rig) { r.ask(chair.Carriage, 200, chair.CoordRate(-inf)) }, chair.FaultCommand, chair.Carriage},
		{"NaN of an axis that is off", idle, func(r *rig) {
			r.in.Command.Axes[chair.Width] = chair.Setpoint{Pos: chair.Coord(nan)}
		}, chair.FaultCommand, chair.Width},
		{"nothing at all", idle, func(r *rig) { r.in.Command = chair.Command{} }, "", 0},
		{"axis not fitted", unfitted, func(r *rig) { r.ask(chair.LegRest, 0, 0) }, chair.FaultCommand, chair.LegRest},
		{"axis not fitted, off", unfitted, func(r *rig) {}, "", 0},
	})
}

func TestCommandSpeedAndTravel(t *testing.T) {
	fastest := 70.0 + joint
	runTicks(t, []oneTick{
		{"at full speed", idle, func(r *rig) {
			r.put(chair.Carriage, 200, 70)
			r.ask(chair.Carriage, 200.7, chair.CoordRate(fastest))
		}, "", 0},
		{"too fast", idle, func(r *rig) {
			r.put(chair.Carriage, 200, 70)
			r.ask(chair.Carriage, 200.7, chair.CoordRate(above(fastest)))
		}, chair.FaultSpeed, chair.Carriage},
		{"too fast downwards", idle, func(r *rig) {
			r.put(chair.Carriage, 200, -70)
			r.ask(chair.Carriage, 199.3, chair.CoordRate(-above(fastest)))
		}, chair.FaultSpeed, chair.Carriage},
		{"at the upper end", idle, func(r *rig) { r.put(chair.Carriage, 450, 0); r.ask(chair.Carriage, 450+joint, 0) }, "", 0},
		{"beyond the upper end", idle, func(r *rig) {
			r.put(chair.Carriage, 450, 0)
			r.ask(chair.Carriage, chair.Coord(above(450+joint)), 0)
		}, chair.FaultTravel, chair.Carriage},
		{"at the lower end", idle, func(r *rig) { r.put(chair.Carriage, 0, 0); r.ask(chair.Carriage, -joint, 0) }, "", 0},
		{"beyond the lower end", idle, func(r *rig) {
			r.put(chair.Carriage, 0, 0)
			r.ask(chair.Carriage, chair.Coord(below(-joint)), 0)
		}, chair.FaultTravel, chair.Carriage},
		{"back from above the travel", idle, func(r *rig) { r.put(chair.Carriage, 452, 0); r.ask(chair.Carriage, 451.98, -4) }, "", 0},
		{"back from below the travel", idle, func(r *rig) { r.put(chair.Carriage, -2, 0); r.ask(chair.Carriage, -1.98, 4) }, "", 0},
		{"further above the travel", idle, func(r *rig) { r.put(chair.Carriage, 452, 0); r.ask(chair.Carriage, 452.06, 0) }, chair.FaultTravel, chair.Carriage},
		{"further below the travel", idle, func(r *rig) { r.put(chair.Carriage, -2, 0); r.ask(chair.Carriage, -2.06, 0) }, chair.FaultTravel, chair.Carriage},
		{"the shaft has no ends", idle, func(r *rig) { r.put(chair.Kneading, 7200, 100); r.ask(chair.Kneading, 7201, 100) }, "", 0},
		{"the shaft's turn wraps", idle, func(r *rig) { r.put(chair.Kneading, 359.5, 100); r.ask(chair.Kneading, 0.5, 100) }, "", 0},
		{"recline limit", tightRecline, func(r *rig) { r.put(chair.Recline, 140, 0); r.ask(chair.Recline, 140.05, 0) }, "", 0},
		{"beyond the recline limit", tightRecline, func(r *rig) { r.put(chair.Recline, 140, 0); r.ask(chair.Recline, 140.06, 0) }, chair.FaultTravel, chair.Recline},
		{"below the recline limit", tightRecline, func(r *rig) { r.put(chair.Recline, 135, 4); r.ask(chair.Recline, 135.09, 4) }, "", 0},
		{"up from beyond the recline limit", tightRecline, func(r *rig) { r.put(chair.Recline, 165, 0); r.ask(chair.Recline, 164.99, -0.1) }, "", 0},
	})
}

func TestFaultsCarryTheirFigures(t *testing.T) {
	for _, c := range []struct {
		name         string
		arrange      func(r *rig)
		code         chair.Code
		value, bound float64
	}{
		{"above the travel", func(r *rig) { r.put(chair.Carriage, 450, 0); r.ask(chair.Carriage, 450.07, 0) }, chair.FaultTravel, 450.07, 450},
		{"below the travel", func(r *rig) { r.put(chair.Carriage, 0, 0); r.ask(chair.Carriage, -0.07, 0) }, chair.FaultTravel, -0.07, 0},
		{"too fast", func(r *rig) { r.put(chair.Width, 80, 40); r.ask(chair.Width, 80.1, 41) }, chair.FaultSpeed, 41, 40},
		{"too suddenly", func(r *rig) { r.ask(chair.Carriage, 200, 5) }, chair.FaultAccel, 5, 4.05},
		{"jump", func(r *rig) { r.ask(chair.Carriage, 200.5, 2) }, chair.FaultJump, 0.5, 0.01},
		{"heat", func(r *rig) { r.in.Command.Heat = 41 }, chair.FaultCommand, 41, 40},
		{"air", func(r *rig) { r.in.Command.Air[0] = 21 }, chair.FaultAir, 21, 20},
		{"bag", func(r *rig) { r.in.Report.Air[0] = 24 }, chair.FaultAir, 24, 23},
		{"pulls", func(r *rig) { r.weigh(-17, 0) }, chair.FaultForceCell, -17, -16},
		{"contact at home", func(r *rig) { r.weigh(0, 18) }, chair.FaultForceCell, 18, 16},
		{"off the range", func(r *rig) { r.in.Report.Force[0] = 301 }, chair.FaultForceCell, 301, 300},
		{"encoder leaps", func(r *rig) { r.in.Report.Axes[chair.Carriage].Pos = 210 }, chair.FaultReport, 10, 87*0.01 + 3},
		{"encoder beyond", func(r *rig) { r.in.Report.Axes[chair.Carriage].Pos = 460 }, chair.FaultReport, 460, 450},
		{"moves too fast", func(r *rig) { r.in.Report.Axes[chair.Width].Vel = 60 }, chair.FaultSpeed, 60, 51},
		{"pad jumps", func(r *rig) { r.in.Report.Pad = 29 }, chair.FaultHeatSensor, 29, 25},
		{"pad short", func(r *rig) { r.in.Report.Pad = 99 }, chair.FaultHeatSensor, 99, 70},
		{"pad hot", func(r *rig) { r.pad(43) }, chair.FaultHeatHot, 43, 42},
	} {
		r := tared(t)
		c.arrange(r)
		if f := r.trips(c.code); math.Abs(f.Value-c.value) > 1e-9 || math.Abs(f.Bound-c.bound) > 1e-9 {
			t.Errorf("%s: got %v of %v, want %v of %v", c.name, f.Value, f.Bound, c.value, c.bound)
		}
	}
}

func tightRecline(t testing.TB) *rig {
	l := chair.Everyone()
	l.Recline = chair.Bound[unit.Degree]{Max: 140, By: "test"}
	return newRig(t, bench(), l).begin()
}

func TestCommandSteps(t *testing.T) {
	const dt = 0.01
	start := float64(chair.CoordRate(400*dt) + joint) // carriage, from rest
	quarter := float64(chair.Coord(400*dt*dt/4) + joint)
	stray := 3*70*0.02 + 1 + slack // carriage
	runTicks(t, []oneTick{
		{"starts as fast as it can", idle, func(r *rig) { r.put(chair.Carriage, 0, 0); r.ask(chair.Carriage, 0.02, chair.CoordRate(start)) }, "", 0},
		{"starts too suddenly", idle, func(r *rig) {
			r.put(chair.Carriage, 0, 0)
			r.ask(chair.Carriage, 0.02, chair.CoordRate(above(start)))
		}, chair.FaultAccel, chair.Carriage},
		{"stops too suddenly", idle, func(r *rig) {
			r.put(chair.Kneading, 0, 7.2+joint+0.01)
			r.ask(chair.Kneading, 0.03, 0)
		}, chair.FaultAccel, chair.Kneading},
		{"as far as it may", idle, func(r *rig) { r.put(chair.Carriage, 0, 0); r.ask(chair.Carriage, chair.Coord(quarter), 0) }, "", 0},
		{"jumps", idle, func(r *rig) {
			r.put(chair.Carriage, 0, 0)
			r.ask(chair.Carriage, chair.Coord(above(quarter)), 0)
		}, chair.FaultJump, chair.Carriage},
		{"as far back as it may", idle, func(r *rig) {
			r.put(chair.Kneading, 0, 0)
			r.ask(chair.Kneading, -chair.Coord(720*dt*dt/4)-joint, 0)
		}, "", 0},
		{"jumps back", idle, func(r *rig) {
			r.put(chair.Kneading, 0, 0)
			r.ask(chair.Kneading, chair.Coord(below(float64(-chair.Coord(720*dt*dt/4)-joint))), 0)
		}, chair.FaultJump, chair.Kneading},
		{"moves as far as its speed says", idle, func(r *rig) {
			r.put(chair.Carriage, 0, 40)
			r.ask(chair.Carriage, chair.Coord(0.4+quarter), 40)
		}, "", 0},
		{"moves further than its speed says", idle, func(r *rig) {
			r.put(chair.Carriage, 0, 40)
			r.ask(chair.Carriage, chair.Coord(0.401+quarter), 40)
		}, chair.FaultJump, chair.Carriage},
		{"back as far as its speed says", idle, func(r *rig) {
			r.put(chair.Carriage, 10, -40)
			r.ask(chair.Carriage, chair.Coord(9.6001-quarter), -40)
		}, "", 0},
		{"further back than its speed says", idle, func(r *rig) {
			r.put(chair.Carriage, 10, -40)
			r.ask(chair.Carriage, chair.Coord(9.599-quarter), -40)
		}, chair.FaultJump, chair.Carriage},
		{"less far than its speed says", idle, func(r *rig) { r.put(chair.Carriage, 10, 40); r.ask(chair.Carriage, 10, 40) }, "", 0},
		{"less far than a great speed says", idle, func(r *rig) { r.put(chair.Kneading, 10, 300); r.ask(chair.Kneading, 10.01, 300) }, "", 0},
		{"against a great speed", idle, func(r *rig) { r.put(chair.Kneading, 10, -300); r.ask(chair.Kneading, 10.5, -300) }, chair.FaultJump, chair.Kneading},
		{"begins to be driven where it is, many turns on", idle, func(r *rig) {
			r.g.command.Axes[chair.Kneading].On = false
			r.in.Report.Axes[chair.Kneading].Pos, r.g.last.Axes[chair.Kneading].Pos = 360*500, 360*500
			r.ask(chair.Kneading, 0, 0)
		}, "", 0},
		{"against its speed", idle, func(r *rig) { r.put(chair.Carriage, 10, 40); r.ask(chair.Carriage, 9.9, 40) }, chair.FaultJump, chair.Carriage},
		{"begins to be driven where it is", idle, func(r *rig) {
			r.g.command.Axes[chair.Carriage].On = false
			r.in.Report.Axes[chair.Carriage].Pos, r.g.last.Axes[chair.Carriage].Pos = 0, 0
			r.ask(chair.Carriage, chair.Coord(stray), 4)
		}, "", 0},
		{"begins to be driven elsewhere", idle, func(r *rig) {
			r.g.command.Axes[chair.Carriage].On = false
			r.in.Report.Axes[chair.Carriage].Pos, r.g.last.Axes[chair.Carriage].Pos = 0, 0
			r.ask(chair.Carriage, chair.Coord(above(stray)), 4)
		}, chair.FaultJump, chair.Carriage},
		{"begins to be driven at speed", idle, func(r *rig) {
			r.put(chair.Carriage, 100, 10)
			r.g.command.Axes[chair.Carriage].On = false
		}, chair.FaultAccel, chair.Carriage},
		{"has just found its reference", idle, func(r *rig) {
			r.put(chair.Carriage, 100, 0)
			r.g.last.Axes[chair.Carriage].Homed = false
			r.ask(chair.Carriage, 101, 0)
		}, "", 0},
	})
}

func TestCommandBeforeHoming(t *testing.T) {
	everything := func(t testing.TB) *rig {
		r := idle(t)
		r.unhome(chair.Carriage, chair.Depth, chair.Width, chair.Kneading, chair.TapLeft, chair.TapRight, chair.Recline, chair.LegRest)
		return r
	}
	depthKnown := func(t testing.TB) *rig {
		r := everything(t)
		r.put(chair.Depth, 0, 0)
		return r
	}
	runTicks(t, []oneTick{
		{"depth seeks", everything, func(r *rig) { r.ask(chair.Depth, 0, 0) }, "", 0},
		{"depth seeks at its speed", depthKnown, func(r *rig) { r.unhome(chair.Depth); r.ask(chair.Depth, 0, -200) }, "", 0},
		{"depth elsewhere", everything, func(r *rig) { r.ask(chair.Depth, 1, 0) }, chair.FaultNotHomed, chair.Depth},
		{"depth outwards", everything, func(r *rig) { r.ask(chair.Depth, 0, chair.CoordRate(above(joint))) }, chair.FaultNotHomed, chair.Depth},
		{"depth barely outwards", everything, func(r *rig) { r.ask(chair.Depth, 0, joint) }, "", 0},
		{"tappers seek with the depth", everything, func(r *rig) { r.ask(chair.TapLeft, 0, 0); r.ask(chair.TapRight, 0, 0) }, "", 0},
		{"tapper outwards", everything, func(r *rig) { r.put(chair.TapRight, 0, 0); r.ask(chair.TapRight, 0, 1) }, chair.FaultNotHomed, chair.Depth},
		{"carriage before the depth", everything, func(r *rig) { r.ask(chair.Carriage, 0, 0) }, chair.FaultNotHomed, chair.Depth},
		{"recline before the depth", everything, func(r *rig) { r.ask(chair.Recline, 110, 0) }, chair.FaultNotHomed, chair.Depth},
		{"carriage seeks", depthKnown, func(r *rig) { r.ask(chair.Carriage, 0, 0) }, "", 0},
		{"carriage seeks at its speed", depthKnown, func(r *rig) { r.ask(chair.Carriage, 0, -70) }, "", 0},
		{"carriage seeks too fast", depthKnown, func(r *rig) { r.ask(chair.Carriage, 0, -70.01) }, chair.FaultNotHomed, chair.Carriage},
		{"carriage elsewhere", depthKnown, func(r *rig) { r.ask(chair.Carriage, 0.1, 0) }, chair.FaultNotHomed, chair.Carriage},
		{"shaft turns slowly", depthKnown, func(r *rig) { r.ask(chair.Kneading, 33, -120) }, "", 0},
		{"shaft turns fast", depthKnown, func(r *rig) { r.ask(chair.Kneading, 33, 120.01) }, chair.FaultNotHomed, chair.Kneading},
	})
	// Left out by a session that broke off: nothing but depth and tappers is driven.
	alone := func(t testing.TB) *rig {
		r := idle(t)
		r.put(chair.Depth, 40, 0)
		r.in.Command = chair.Command{}
		r.ask(chair.Depth, 40, 0)
		return r
	}
	runTicks(t, []oneTick{
		{"out without tare: stays", alone, func(r *rig) {}, "", 0},
		{"out without tare: home", alone, func(r *rig) { r.ask(chair.Depth, 39.95, -10) }, "", 0},
		{"out without tare: further out", alone, func(r *rig) { r.ask(chair.Depth, 40.05, 10) }, chair.FaultNotHomed, chair.Depth},
		{"out without tare: carriage held", alone, func(r *rig) { r.ask(chair.Carriage, 200, 0) }, chair.FaultNotHomed, chair.Depth},
		{"out with tare: carriage held", func(t testing.TB) *rig { r := alone(t); r.g.tare.Taken = true; return r },
			func(r *rig) { r.weigh(10, 10); r.ask(chair.Carriage, 200, 0) }, "", 0},
	})
}

func TestShaftWithoutSpeedSeeksNoFaster(t *testing.T) {
	p := bench()
	p.Axes[chair.Kneading].Vel = 60
	r := newRig(t, p, chair.Everyone()).begin()
	r.unhome(chair.Kneading)
	r.ask(chair.Kneading, 0, 60)
	r.ok()
	r.ask(chair.Kneading, 0, 60.01)
	r.trips(chair.FaultNotHomed)
}

func TestDepthBeyondCover(t *testing.T) {
	const behind = 9 // cover 12 mm less the eccentric's 3 mm
	at := func(make func(testing.TB) *rig) func(testing.TB) *rig {
		return func(t testing.TB) *rig { r := make(t); r.put(chair.Depth, behind, 0); return r }
	}
	further := func(r *rig) { r.ask(chair.Depth, chair.Coord(above(behind)), 1) }
	runTicks(t, []oneTick{
		{"up to the cover without a tare", at(idle), func(r *rig) { r.ask(chair.Depth, behind, 0) }, "", 0},
		{"beyond without a tare", at(idle), further, chair.FaultNotHomed, chair.Depth},
		{"beyond with a tare", at(tared), further, "", 0},
		{"beyond at rest without a tare", at(idle), func(r *rig) { r.ask(chair.Depth, behind+joint, 0) }, chair.FaultNotHomed, chair.Depth},
		{"beyond with the leg rest not homed", at(tared), func(r *rig) { r.unhome(chair.LegRest); further(r) }, chair.FaultNotHomed, chair.LegRest},
		{"beyond with two axes not homed", at(tared), func(r *rig) { r.unhome(chair.Width, chair.LegRest); further(r) }, chair.FaultNotHomed, chair.Width},
		{"beyond with nobody seated", at(tared), func(r *rig) { r.g.seated = false; r.in.Report.Seated = false; further(r) }, chair.FaultPresence, 0},
		{"let go at home", tared, func(r *rig) { r.in.Command.Axes[chair.Depth] = chair.Setpoint{} }, "", 0},
		{"let go while out", working, func(r *rig) { r.in.Command.Axes[chair.Depth] = chair.Setpoint{} }, chair.FaultCommand, chair.Depth},
		{"not driven while out, as before", working, func(r *rig) {
			r.in.Command.Axes[chair.Depth] = chair.Setpoint{}
			r.g.command.Axes[chair.Depth] = chair.Setpoint{}
		}, "", 0},
		{"towards home while one axis is not homed", working, func(r *rig) {
			r.unhome(chair.LegRest)
			s := r.in.Command.Axes[chair.Depth]
			r.ask(chair.Depth, s.Pos, joint)
		}, "", 0},
		{"outwards while one axis is not homed", working, func(r *rig) {
			r.unhome(chair.LegRest)
			s := r.in.Command.Axes[chair.Depth]
			r.ask(chair.Depth, s.Pos, 0.06)
		}, chair.FaultNotHomed, chair.LegRest},
	})
}

func TestDepthOnceEverythingIsHomed(t *testing.T) {
	r := tared(t)
	r.put(chair.Depth, 9, 0)
	r.unhome(chair.LegRest)
	r.ok()
	r.in.Report.Axes[chair.LegRest].Homed = true
	r.ask(chair.Depth, 9.001, 1)
	r.ok()
}

func TestBehindTheCover(t *testing.T) {
	for _, c := range []struct{ cover, home, want float64 }{{12, 0, 9}, {2, 0, 1}, {2, 5, 6}} {
		p := bench()
		p.Rollers.Cover = unit.Millimetre(c.cover)
		p.Axes[chair.Depth].Home = chair.Coord(c.home)
		if got := New(p, chair.Everyone()).behind; float64(got) != c.want {
			t.Errorf("cover at %v mm, home at %v mm: got behind up to %v mm, want %v mm", c.cover, c.home, got, c.want)
		}
	}
}

func TestComfortAsked(t *testing.T) {
	nan := unit.Kilopascal(math.NaN())
	runTicks(t, []oneTick{
		{"heat at the limit", idle, func(r *rig) { r.in.Command.Heat = 40 }, "", 0},
		{"heat over the limit", idle, func(r *rig) { r.in.Command.Heat = 40.01 }, chair.FaultCommand, 0},
		{"heat below nothing", idle, func(r *rig) { r.in.Command.Heat = -0.01 }, chair.FaultCommand, 0},
		{"heat NaN", idle, func(r *rig) { r.in.Command.Heat = unit.Celsius(nan) }, chair.FaultCommand, 0},
		{"air at the limit", idle, func(r *rig) { r.in.Command.Air[chair.BagLegs] = 20 }, "", 0},
		{"air over the limit", idle, func(r *rig) { r.in.Command.Air[chair.BagLegs] = 20.01 }, chair.FaultAir, 0},
		{"air below nothing", idle, func(r *rig) { r.in.Command.Air[chair.BagSeat] = -0.01 }, chair.FaultAir, 0},
		{"air NaN", idle, func(r *rig) { r.in.Command.Air[chair.BagSeat] = nan }, chair.FaultAir, 0},
	})
	p := bench()
	p.Heat, p.Air[chair.BagLegs].Max = chair.HeatProfile{}, 8
	weak := func(t testing.TB) *rig { return newRig(t, p, chair.Everyone()).begin() }
	runTicks(t, []oneTick{
		{"heat without a pad", weak, func(r *rig) { r.in.Command.Heat = 30 }, chair.FaultCommand, 0},
		{"air at the bag's own limit", weak, func(r *rig) { r.in.Command.Air[chair.BagLegs] = 8 }, "", 0},
		{"air over the bag's own limit", weak, func(r *rig) { r.in.Command.Air[chair.BagLegs] = 8.01 }, chair.FaultAir, 0},
	})
}

func TestTracking(t *testing.T) {
	const play = 1 + slack // at rest: backlash and slack
	r := idle(t)
	r.put(chair.Carriage, 0, 0)
	r.follow = false
	jam := func(off chair.Coord, ticks int) {
		t.Helper()
		r.in.Report.Axes[chair.Carriage].Pos = off
		for range ticks {
			r.ok()
		}
	}
	jam(-0.5, 1)
	r.g.command.Axes[chair.Carriage].Pos, r.in.Command.Axes[chair.Carriage].Pos = play-0.5, play-0.5
	jam(-0.5, 30) // just within
	jam(-0.51, 15)
	jam(-0.5, 1) // is back: begins to count anew
	jam(-0.51, 15)
	if f := r.trips(chair.FaultTracking); f.Axis != chair.Carriage {
		t.Errorf("got axis %v, want carriage", f.Axis)
	}

	r = idle(t)
	r.follow = false
	r.put(chair.Carriage, 0, 0)
	r.in.Command.Axes[chair.Carriage] = chair.Setpoint{}
	r.ok()
	for range 30 { // not driven: wherever it is, it follows nothing
		r.in.Report.Axes[chair.Carriage].Pos += 0.5
		r.in.Report.Axes[chair.Carriage].Vel = 50
		r.ok()
	}
	r = idle(t)
	r.g.astray[chair.Carriage] = 10 * time.Second
	r.g.command.Axes[chair.Carriage].On, r.in.Command.Axes[chair.Carriage].On = false, false
	r.ok()
	if got := r.g.astray[chair.Carriage]; got != 0 {
		t.Errorf("got %v astray of an axis that is not driven, want 0", got)
	}
}

// TestTrackingAtSpeed: a drive lags by what its speed makes of its time constants, and no more.
func TestTrackingAtSpeed(t *testing.T) {
	const stray = 1 + slack + 3*70*0.02
	moving := func(vel chair.CoordRate, behind chair.Coord) *rig {
		r := idle(t)
		behind += chair.Coord(vel) * 0.01 // a report answers the command before
		r.put(chair.Carriage, 200, vel)
		r.in.Report.Axes[chair.Carriage].Pos -= behind
		r.g.last.Axes[chair.Carriage].Pos -= behind
		r.glide[chair.Carriage], r.follow = vel, false
		r.g.brisk[chair.Carriage] = 70
		return r
	}
	for _, vel := range []chair.CoordRate{70, -70} {
		for _, sign := range []chair.Coord{1, -1} {
			moving(vel, sign*(stray-1e-9)).run(time.Second)
			r := moving(vel, sign*(stray+1e-9)).run(150 * time.Millisecond)
			if f := r.trips(chair.FaultTracking); math.Abs(f.Value-stray) > 1e-6 || math.Abs(f.Bound-stray) > 1e-6 {
				t.Errorf("got %v mm of %v mm, want %v mm", f.Value, f.Bound, stray)
			}
		}
	}

	brisk := func(was, asked chair.CoordRate) chair.CoordRate {
		r := idle(t)
		r.put(chair.Carriage, 200, asked)
		r.g.brisk[chair.Carriage] = was
		r.ok()
		return r.g.brisk[chair.Carriage]
	}
	for _, c := range []struct{ was, asked, want chair.CoordRate }{
		{0, 40, 40}, {0, -40, 40}, {60, 0, 50}, {60, 50, 50}, {60, 49, 50}, {60, 51, 51}, // a sixth of it goes in a tick: lag is 60 ms
	} {
		if got := brisk(c.was, c.asked); math.Abs(float64(got-c.want)) > 1e-9 {
			t.Errorf("from %v asked for %v: got %v mm/s, want %v mm/s", c.was, c.asked, got, c.want)
		}
	}
	r := idle(t)
	r.g.axes[chair.Carriage].lag = 0.004
	r.g.brisk[chair.Carriage] = 60
	r.ok()
	if got := r.g.brisk[chair.Carriage]; got != 0 {
		t.Errorf("got %v mm/s left of a lag of 4 ms, want none", got)
	}
	r.g.brisk[chair.Carriage] = 60
	r.in.Command.Axes[chair.Carriage].On = false
	r.ok()
	r.ok()
	if got := r.g.brisk[chair.Carriage]; got != 0 {
		t.Errorf("got %v mm/s of an axis that is not driven, want none", got)
	}
	r = idle(t) // to the nanosecond
	r.follow = false
	r.in.Report.Axes[chair.Carriage].Pos += 5
	r.g.last.Axes[chair.Carriage].Pos += 5
	r.g.astray[chair.Carriage] = 140 * time.Millisecond
	r.ok()
	r.g.astray[chair.Carriage] = 140*time.Millisecond + 1
	r.trips(chair.FaultTracking)
}

// TestReclineSpeed: back and leg rest move no faster than the person may be moved.
func TestReclineSpeed(t *testing.T) {
	l := chair.Everyone()
	l.ReclineSpeed.Max = 3
	slow := func(t testing.TB) *rig { return newRig(t, bench(), l).begin() }
	asks := func(a chair.Axis, vel chair.CoordRate) func(r *rig) {
		return func(r *rig) {
			r.put(a, 120-80*chair.Coord(a-chair.Recline), vel)
			r.ask(a, r.in.Report.Axes[a].Pos+chair.Coord(vel)*0.01, vel)
		}
	}
	runTicks(t, []oneTick{
		{"back", slow, asks(chair.Recline, 3), "", 0},
		{"back too fast", slow, asks(chair.Recline, 3+2*joint), chair.FaultSpeed, chair.Recline},
		{"back up too fast", slow, asks(chair.Recline, -3-2*joint), chair.FaultSpeed, chair.Recline},
		{"legs", slow, asks(chair.LegRest, -3), "", 0},
		{"legs too fast", slow, asks(chair.LegRest, 3+2*joint), chair.FaultSpeed, chair.LegRest},
		{"the chair's own speed", idle, asks(chair.Recline, 5), "", 0},
		{"faster than the chair's own", idle, asks(chair.Recline, 5.2), chair.FaultSpeed, chair.Recline},
		{"another axis", slow, func(r *rig) { r.put(chair.Carriage, 200, 70); r.ask(chair.Carriage, 200.7, 70) }, "", 0},
	})
	p := bench()
	p.Axes[chair.LegRest].Vel = 20
	if got := New(p, chair.Everyone()).axes[chair.LegRest].vel; got != 8 {
		t.Errorf("got %v °/s for legs that could do 20, want everyone's 8", got)
	}
}
