package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// vets is one Vet of a working rig after arrange, which sets moment and report itself.
func vets(t *testing.T, name string, arrange func(r *rig), want chair.Code) {
	t.Run(name, func(t *testing.T) {
		r := working(t)
		r.at += r.p.Period()
		r.in.Report.Seq++
		r.in.Report.At = r.at
		arrange(r)
		c, f := r.vet()
		if want != "" {
			r.tripped(c, f)(want)
		} else if f != nil {
			t.Errorf("got %v, want a quiet tick", f)
		}
	})
}

func TestReportAgeAndOrder(t *testing.T) {
	const stale = 50 * time.Millisecond
	for _, c := range []struct {
		name    string
		arrange func(r *rig)
		want    chair.Code
	}{
		{"fresh", func(r *rig) {}, ""},
		{"as old as allowed", func(r *rig) { r.at += 45 * time.Millisecond; r.in.Report.At = r.at - stale }, ""},
		{"too old", func(r *rig) { r.at += 50 * time.Millisecond; r.in.Report.At = r.at - stale - 1 }, chair.FaultStale},
		{"none ever", func(r *rig) { r.in.Report = chair.Report{} }, chair.FaultStale},
		{"without a number", func(r *rig) { r.in.Report.Seq = 0 }, chair.FaultStale},
		{"from the future", func(r *rig) { r.in.Report.At = r.at + 1 }, chair.FaultReport},
		{"the last one again", func(r *rig) { r.in.Report.Seq--; r.in.Report.At = r.g.last.At }, ""},
		{"old number, new time", func(r *rig) { r.in.Report.Seq-- }, chair.FaultReport},
		{"older number", func(r *rig) { r.in.Report.Seq -= 2 }, chair.FaultReport},
		{"new number, old time", func(r *rig) { r.in.Report.At = r.g.last.At }, chair.FaultReport},
		{"numbers skipped", func(r *rig) { r.in.Report.Seq += 9 }, ""},
		{"chair retreats by itself", func(r *rig) { r.in.Report.Lost = true }, chair.FaultLink},
	} {
		vets(t, c.name, c.arrange, c.want)
	}
}

func TestReportOfAnAxis(t *testing.T) {
	nan := math.NaN()
	over := 1.2*70 + slack
	moved := func(since float64) chair.Coord { return chair.Coord(over*since + slack) }
	set := func(a chair.Axis, f func(*chair.AxisReport)) func(r *rig) {
		return func(r *rig) { f(&r.in.Report.Axes[a]) }
	}
	unfitted := func(t testing.TB) *rig {
		p := bench()
		p.Axes[chair.LegRest] = chair.AxisProfile{}
		return newRig(t, p, chair.Everyone()).begin()
	}
	zero := func(t testing.TB) *rig { r := idle(t); r.put(chair.Carriage, 0, 0); return r }
	top := func(t testing.TB) *rig { r := idle(t); r.put(chair.Carriage, 452, 0); return r }
	runTicks(t, []oneTick{
		{"pos NaN", working, set(chair.Width, func(a *chair.AxisReport) { a.Pos = chair.Coord(nan) }), chair.FaultReport, chair.Width},
		{"vel NaN", working, set(chair.Width, func(a *chair.AxisReport) { a.Vel = chair.CoordRate(nan) }), chair.FaultReport, chair.Width},
		{"pos infinite", working, set(chair.Depth, func(a *chair.AxisReport) { a.Pos = chair.Coord(math.Inf(1)) }), chair.FaultReport, chair.Depth},
		{"NaN of an axis not fitted", unfitted, set(chair.LegRest, func(a *chair.AxisReport) { a.Pos = chair.Coord(nan) }), chair.FaultReport, chair.LegRest},
		{"anything else of an axis not fitted", unfitted, set(chair.LegRest, func(a *chair.AxisReport) { *a = chair.AxisReport{Pos: 1e6, Vel: 1e6, Fault: true} }), "", 0},
		{"drive lost", working, set(chair.Recline, func(a *chair.AxisReport) { a.Fault = true }), chair.FaultAxis, chair.Recline},
		{"reference lost", working, set(chair.Depth, func(a *chair.AxisReport) { a.Homed = false }), chair.FaultAxis, chair.Depth},
		{"as fast as it can be", zero, set(chair.Carriage, func(a *chair.AxisReport) { a.Vel = chair.CoordRate(over) }), "", 0},
		{"faster than it can be", zero, set(chair.Carriage, func(a *chair.AxisReport) { a.Vel = chair.CoordRate(above(over)) }), chair.FaultSpeed, chair.Carriage},
		{"faster than it can be, downwards", zero, set(chair.Carriage, func(a *chair.AxisReport) { a.Vel = -chair.CoordRate(above(over)) }), chair.FaultSpeed, chair.Carriage},
		{"as far as it can have moved", zero, set(chair.Carriage, func(a *chair.AxisReport) { a.Pos = moved(0.01) }), "", 0},
		{"further than it can have moved", zero, set(chair.Carriage, func(a *chair.AxisReport) { a.Pos = chair.Coord(above(float64(moved(0.01)))) }), chair.FaultReport, chair.Carriage},
		{"below its travel", zero, set(chair.Carriage, func(a *chair.AxisReport) { a.Pos = -slack }), "", 0},
		{"far below its travel", zero, set(chair.Carriage, func(a *chair.AxisReport) { a.Pos = chair.Coord(below(-slack)) }), chair.FaultReport, chair.Carriage},
		{"above its travel", top, set(chair.Carriage, func(a *chair.AxisReport) { a.Pos = 450 + slack }), "", 0},
		{"far above its travel", top, set(chair.Carriage, func(a *chair.AxisReport) { a.Pos = chair.Coord(above(450 + slack)) }), chair.FaultReport, chair.Carriage},
		{"reclined further than this person's limit", tightRecline, func(r *rig) { r.put(chair.Recline, 165, 0) }, "", 0},
		{"shaft beyond one turn", idle, func(r *rig) { r.put(chair.Kneading, 5000, 0) }, "", 0},
		{"not homed, anywhere", idle, func(r *rig) {
			r.unhome(chair.Carriage)
			r.in.Report.Axes[chair.Carriage].Pos = 9999
		}, "", 0},
		{"just homed, elsewhere", idle, func(r *rig) {
			r.g.last.Axes[chair.Carriage] = chair.AxisReport{Pos: 10}
			r.in.Command.Axes[chair.Carriage] = chair.Setpoint{}
		}, "", 0},
	})
}

func TestStaleFigures(t *testing.T) {
	r := working(t)
	r.at += 70 * time.Millisecond
	c, f := r.vet()
	if f := r.tripped(c, f)(chair.FaultStale); math.Abs(f.Value-70) > 1e-9 || math.Abs(f.Bound-50) > 1e-9 {
		t.Errorf("got %v ms of %v ms, want 70 ms of 50 ms", f.Value, f.Bound)
	}
}

func TestPresence(t *testing.T) {
	r := working(t)
	r.in.Report.Seated = false
	for range 50 {
		r.ok()
	}
	r.in.Report.Seated = true
	r.ok()
	r.in.Report.Seated = false
	for range 50 {
		r.ok()
	}
	r.trips(chair.FaultPresence)

	r = tared(t) // at home nobody need sit
	r.in.Report.Seated = false
	for range 100 {
		r.ok()
	}
	if r.g.seated {
		t.Error("got seated after a second without anybody, want not")
	}
	r.in.Report.Seated = true
	r.ok()
	if !r.g.seated {
		t.Error("got not seated with somebody there, want seated")
	}

	p := bench()
	p.SeatSensor = false
	r = newRig(t, p, chair.Everyone())
	r.in.Report.Seated = false
	r.begin().tare().press(40) // a chair that cannot know is not asked

	r = idle(t) // out before the tare: the way home is free, whoever sits there
	r.put(chair.Depth, 40, 0)
	r.in.Command = chair.Command{}
	r.ask(chair.Depth, 40, 0)
	r.g.seated, r.in.Report.Seated = false, false
	r.ok()
}

func TestNobodySeatedAtFirst(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone())
	r.in.Report.Seated = false
	r.begin()
	if r.g.seated {
		t.Error("got seated before anybody was seen, want not")
	}
}

func TestPressures(t *testing.T) {
	most := unit.Kilopascal(1.1*20 + 1)
	air := func(b chair.Bag, p unit.Kilopascal) func(r *rig) { return func(r *rig) { r.in.Report.Air[b] = p } }
	runTicks(t, []oneTick{
		{"at its limit", idle, air(chair.BagSeat, most), "", 0},
		{"too hard", idle, air(chair.BagLegs, unit.Kilopascal(above(float64(most)))), chair.FaultAir, 0},
		{"a little under", idle, air(chair.BagSeat, -1), "", 0},
		{"sucking", idle, air(chair.BagSeat, unit.Kilopascal(below(-1))), chair.FaultAir, 0},
		{"NaN", idle, air(chair.BagLegs, unit.Kilopascal(math.NaN())), chair.FaultAir, 0},
	})
}

// TestPlaceAgainstSpeed: an axis whose place and speed tell two stories.
func TestPlaceAgainstSpeed(t *testing.T) {
	const play = 1 + slack // backlash and slack
	leap := func(by float64) func(r *rig) {
		return func(r *rig) { r.in.Report.Axes[chair.Kneading].Pos += chair.Coord(by) }
	}
	runTicks(t, []oneTick{
		{"leaps as far as its play", idle, leap(play), "", 0},
		{"leaps further", idle, leap(play + 1e-9), chair.FaultReport, chair.Kneading},
		{"leaps back as far as its play", idle, leap(-play), "", 0},
		{"leaps further back", idle, leap(-play - 1e-9), chair.FaultReport, chair.Kneading},
		{"as far as its speed says, and play", idle, func(r *rig) { r.put(chair.Kneading, 90, 300); leap(3 + play - 1e-9)(r) }, "", 0},
		{"further than its speed says, and play", idle, func(r *rig) { r.put(chair.Kneading, 90, 300); leap(3 + play + 1e-9)(r) }, chair.FaultReport, chair.Kneading},
		{"half of it by the speed before", idle, func(r *rig) {
			r.put(chair.Kneading, 90, 300)
			r.in.Report.Axes[chair.Kneading].Vel = 0
			leap(1.5 + play - 1e-9)(r)
		}, "", 0},
		{"half of it by the speed before, further", idle, func(r *rig) {
			r.put(chair.Kneading, 90, 300)
			r.in.Report.Axes[chair.Kneading].Vel = 0
			leap(1.5 + play + 1e-9)(r)
		}, chair.FaultReport, chair.Kneading},
		{"a turn on is the same place", idle, leap(360), "", 0},
	})

	for _, c := range []struct {
		name string
		vel  chair.CoordRate // as it says
		by   chair.Coord     // as it goes in a tick
		most int             // ticks until it is found
	}{
		{"a place that stands still", 60, 0, 8}, {"a place that goes by itself", 0, 0.6, 8}, {"a place that runs away", -60, 0.6, 4},
	} {
		r := idle(t)
		r.follow = false
		r.in.Command.Axes[chair.Carriage] = chair.Setpoint{}
		r.ok()
		n := 0
		for ; r.g.State() == Armed && n < 1000; n++ {
			a := &r.in.Report.Axes[chair.Carriage]
			a.Pos, a.Vel = a.Pos+c.by, c.vel
			r.tick()
		}
		if f := r.g.Fault(); f == nil || f.Code != chair.FaultReport || f.Axis != chair.Carriage || n > c.most {
			t.Errorf("%s: got %v after %d ticks, want a report that cannot be, within %d", c.name, f, n, c.most)
		}
	}

	r := idle(t)
	leap(4.5)(r)
	if f := r.trips(chair.FaultReport); math.Abs(f.Value-4.5) > 1e-9 || f.Bound != play {
		t.Errorf("got %v° of %v°, want 4.5° ahead of 4°", f.Value, f.Bound)
	}
	r = idle(t) // however slowly
	r.in.Report.Axes[chair.Carriage].Vel = 1
	r.g.last.Axes[chair.Carriage].Vel = 1
	r.ok()
	if got := float64(r.g.drift[chair.Carriage]); math.Abs(got+0.01) > 1e-12 {
		t.Errorf("got %v mm apart after a tick of 1 mm/s that went nowhere, want -0.01 mm", got)
	}

	// What differed is forgotten in half a second: 2 % in a tick.
	r = idle(t)
	r.put(chair.Kneading, 90, 100)
	r.g.drift[chair.Kneading] = 3
	r.glide[chair.Kneading] = 100
	r.ok()
	if got := float64(r.g.drift[chair.Kneading]); math.Abs(got-3*0.98) > 1e-9 {
		t.Errorf("got %v° apart after a tick of 3°, want 2.94°", got)
	}
	r = idle(t) // all of it, when the report before is so old
	r.put(chair.Kneading, 90, 100)
	r.g.profile.Stale, r.g.profile.Heartbeat = 2*time.Second, 2*time.Second
	r.g.drift[chair.Kneading] = 3
	r.at += 790 * time.Millisecond
	r.in.Report.Axes[chair.Kneading].Pos, r.in.Command.Axes[chair.Kneading].Pos = 170, 170
	r.g.command.Axes[chair.Kneading].Pos = 170
	r.ok()
	if got := float64(r.g.drift[chair.Kneading]); math.Abs(got) > 1e-9 {
		t.Errorf("got %v° apart after 0.8 s, want it forgotten", got)
	}
}

// TestUnhomedIsNamedOnce: the first axis without a reference is kept, and forgotten once it has one.
func TestUnhomedIsNamedOnce(t *testing.T) {
	r := idle(t)
	r.unhome(chair.Width, chair.LegRest)
	r.ok()
	if r.g.unhomed != chair.Width {
		t.Errorf("got %v without a reference, want the first: width", r.g.unhomed)
	}
	r.in.Report.Axes[chair.Width].Homed = true
	r.ok()
	if r.g.unhomed != chair.LegRest {
		t.Errorf("got %v without a reference, want leg_rest", r.g.unhomed)
	}
	r.in.Report.Axes[chair.LegRest].Homed = true
	r.ok()
	if r.g.unhomed != 0 {
		t.Errorf("got %v without a reference, want none", r.g.unhomed)
	}
}

// TestPresenceToTheNanosecond: half a second, whatever the tick.
func TestPresenceToTheNanosecond(t *testing.T) {
	r := working(t)
	r.in.Report.Seated = false
	r.g.absent = 490 * time.Millisecond
	r.ok()
	r.g.absent = 490*time.Millisecond + 1
	r.trips(chair.FaultPresence)
}

// TestOut: the rollers are out beyond the cover, not at it.
func TestOut(t *testing.T) {
	r := tared(t)
	r.put(chair.Depth, 9, 0)
	r.ok()
	if r.g.out || r.g.blind {
		t.Errorf("at the cover: out %v, blind %v; want neither", r.g.out, r.g.blind)
	}
	r.put(chair.Depth, chair.Coord(above(9)), 0)
	r.ok()
	if !r.g.out {
		t.Error("beyond the cover: want out")
	}
}
