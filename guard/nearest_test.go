package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// TestRetreatFromTheNearest: of what is reported now, was believed before and was asked last, rollers and tappers
// start where and as what presses least.
func TestRetreatFromTheNearest(t *testing.T) {
	for _, a := range leavers {
		for _, c := range []struct {
			name                   string
			report, believed, told chair.Setpoint // On: there is one
			want                   ramp
		}{
			{"report", chair.Setpoint{On: true, Pos: 4, Vel: 1}, chair.Setpoint{On: true, Pos: 5, Vel: 2}, chair.Setpoint{On: true, Pos: 6, Vel: 3}, ramp{pos: 4, vel: 1}},
			{"believed", chair.Setpoint{On: true, Pos: 6, Vel: 9}, chair.Setpoint{On: true, Pos: 5, Vel: 2}, chair.Setpoint{On: true, Pos: 7, Vel: 3}, ramp{pos: 5, vel: 2}},
			{"told", chair.Setpoint{On: true, Pos: 6, Vel: 9}, chair.Setpoint{On: true, Pos: 5, Vel: 8}, chair.Setpoint{On: true, Pos: 4, Vel: 3}, ramp{pos: 4, vel: 3}},
			{"of each the least", chair.Setpoint{On: true, Pos: 4, Vel: 9}, chair.Setpoint{On: true, Pos: 5, Vel: 1}, chair.Setpoint{On: true, Pos: 6, Vel: 3}, ramp{pos: 4, vel: 1}},
			{"told to leave", chair.Setpoint{On: true, Pos: 6, Vel: 9}, chair.Setpoint{On: true, Pos: 6, Vel: 8}, chair.Setpoint{On: true, Pos: 6, Vel: -30}, ramp{pos: 6, vel: 0}},
			{"not told", chair.Setpoint{On: true, Pos: 6, Vel: 9}, chair.Setpoint{On: true, Pos: 5, Vel: 8}, chair.Setpoint{Pos: 4, Vel: 3}, ramp{pos: 5, vel: 8}},
			{"not believed", chair.Setpoint{On: true, Pos: 6, Vel: 9}, chair.Setpoint{Pos: 5, Vel: 8}, chair.Setpoint{On: true, Pos: 7, Vel: 3}, ramp{pos: 6, vel: 3}},
			{"leaves already", chair.Setpoint{On: true, Pos: 6, Vel: -9}, chair.Setpoint{On: true, Pos: 6, Vel: 8}, chair.Setpoint{On: true, Pos: 7, Vel: 3}, ramp{pos: 6, vel: -9}},
		} {
			r := working(t)
			r.in.Report.At, r.in.Report.Seq = r.at, r.in.Report.Seq+1
			r.in.Report.Axes[a] = chair.AxisReport{Pos: c.report.Pos, Vel: c.report.Vel, Homed: true}
			r.g.last.Axes[a] = chair.AxisReport{Pos: c.believed.Pos, Vel: c.believed.Vel, Homed: true}
			r.g.seen, r.g.command.Axes[a] = c.believed.On, c.told
			r.g.withdraw(&r.in.Report)
			if got := r.g.ramps[a]; got != c.want {
				t.Errorf("%v, %s: got %+v, want %+v", a, c.name, got, c.want)
			}
		}
	}
}

// TestRetreatAfterSilence: after a gap in which the chair has gone home by itself, a report that says nothing must not
// bring it out again.
func TestRetreatAfterSilence(t *testing.T) {
	for gap, want := range map[time.Duration]float64{100 * time.Millisecond: 60, 101 * time.Millisecond: 0} {
		r := working(t)
		pos := float64(r.g.last.Axes[chair.Depth].Pos)
		r.at += gap
		r.in.Report.Axes[chair.Depth].Pos = chair.Coord(math.NaN())
		r.in.Report.At, r.in.Report.Seq = r.at, r.in.Report.Seq+1
		c, f := r.g.Vet(r.at, &r.in)
		got := float64(c.Command().Axes[chair.Depth].Pos)
		if f == nil || want == 0 && got != 0 || want > 0 && !(got > pos-5 && got <= pos) {
			t.Errorf("after %v: to %.2f mm with %v, want about %v", gap, got, f, want)
		}
	}
	r := working(t) // a report that can be read is better than none
	r.at += time.Second
	r.in.Report.At, r.in.Report.Seq = r.at, r.in.Report.Seq+1
	if c, _ := r.g.Vet(r.at, &r.in); !(c.Command().Axes[chair.Depth].Pos > 50) {
		t.Errorf("got %+v, want the depth led home from where it says to be", c.Command().Axes[chair.Depth])
	}
}

// TestRetreatLastsAsLongAsTheWay: an encoder that says home at once is not believed.
func TestRetreatLastsAsLongAsTheWay(t *testing.T) {
	far := 60/200.0 + 200/3000.0 + 3000/60000.0 // s from 60 mm at the bench's speed, acceleration and jerk
	for _, who := range []string{"believed", "told"} {
		r := working(t)
		r.follow = false
		r.weigh(0, 0)
		r.in.Report.Axes[chair.Depth] = chair.AxisReport{Homed: true}
		if who == "told" {
			r.g.last.Axes[chair.Depth].Pos = 0
		} else {
			r.g.command.Axes[chair.Depth].Pos = 0
		}
		r.in.Stop = true
		start := r.at
		for r.tick(); r.g.State() == Retreating; r.tick() {
			if r.at-start > 10*time.Second {
				t.Fatal("the retreat does not end")
			}
		}
		if took := seconds(r.at - start); !(took >= far && took <= far+0.02) {
			t.Errorf("%s: over after %.3f s, want %.3f s", who, took, far)
		}
	}
	r := newRig(t, bench(), chair.Everyone()).begin()
	if r.g.End(); r.g.State() != Retreating {
		t.Fatalf("got %v, want a retreat", r.g.State())
	}
	if r.tick(); r.g.State() != Off {
		t.Errorf("from home: got %v after a tick, want off", r.g.State())
	}
}

// TestRetreatCountsTicks: a clock that leaps does not end a retreat with the rollers out.
func TestRetreatCountsTicks(t *testing.T) {
	r := working(t)
	r.in.Stop = true
	r.tick()
	r.at += time.Minute
	if r.tick(); r.g.State() != Retreating {
		t.Errorf("got %v after a leap, want the retreat to go on", r.g.State())
	}
}

// TestTripLooksAhead: a fast carriage meets the stricter zone's trip before it is there.
func TestTripLooksAhead(t *testing.T) {
	at := func(vel chair.CoordRate) float64 {
		r := working(t)
		r.follow = false
		r.in.Report.Axes[chair.Carriage] = chair.AxisReport{Pos: 163, Vel: vel, Homed: true} // 140 + 8 doubt + 12 reach
		trip, _ := r.g.tripAt(&r.in.Report)
		return float64(trip.Max)
	}
	for vel, want := range map[chair.CoordRate]float64{0: 100, 29.9: 100, -29.9: 100, 30.1: 60, -30.1: 60} {
		if got := at(vel); got != want {
			t.Errorf("at %v mm/s: %v N, want %v", vel, got, want)
		}
	}
}

func TestWayTime(t *testing.T) {
	x := axis{home: 5, vel: 200, acc: 3000, jerk: 60000}
	const starts = 200/3000.0 + 3000/60000.0
	for from, want := range map[chair.Coord]float64{0: 0, 6: 0, chair.Coord(above(6)): 1/200.0 + starts, 105: 0.5 + starts} {
		if got := x.wayTime(from); math.Abs(got-want) > 1e-9 {
			t.Errorf("from %v mm: got %.4f s, want %.4f s", from, got, want)
		}
	}
}

// TestRetreatEndsAtItsVeryBounds: at home no sooner than it can be, and never later than the limit.
func TestRetreatEndsAtItsVeryBounds(t *testing.T) {
	const took, step = 0.5, 0.01 // what was taken before, and a tick
	now := took
	now += step
	for _, c := range []struct {
		least, limit float64
		home         bool
		want         State
	}{
		{now, 9, true, Off}, {above(now), 9, true, Retreating}, {0, now, false, Off}, {0, above(now), false, Retreating},
	} {
		r := tared(t)
		r.follow = false
		r.in.Stop = true
		r.g.withdraw(nil)
		r.g.stop, r.g.took, r.g.least, r.g.limit = true, took, c.least, c.limit
		if !c.home {
			r.in.Report.Axes[chair.Depth].Pos = 50
		}
		if r.tick(); r.g.State() != c.want {
			t.Errorf("after %v s of at least %v and at most %v, home %v: got %v, want %v", now, c.least, c.limit, c.home, r.g.State(), c.want)
		}
	}
}

// TestSilenceEndsMotion: what the chair did by itself while nothing was heard ended at rest.
func TestSilenceEndsMotion(t *testing.T) {
	r := working(t)
	r.g.last.Axes[chair.Depth].Vel = 40
	r.g.command.Axes[chair.Depth].Vel = 40
	r.g.gap = true
	r.g.withdraw(nil)
	if got := r.g.ramps[chair.Depth]; got != (ramp{}) {
		t.Errorf("got %+v, want at home and at rest", got)
	}
}
