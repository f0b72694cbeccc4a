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
