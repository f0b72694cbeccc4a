package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// sudden is a weightless chair out at 60 mm without contact, under the real limit: 400 N/s are 4 N in a tick.
func sudden(t testing.TB) *rig {
	r := weightless(chair.Everyone())(t)
	r.g.limits.ForceRate.Max = 400
	return r
}

func TestForceRate(t *testing.T) {
	from := func(f unit.Newton) func(testing.TB) *rig {
		return func(t testing.TB) *rig {
			r := sudden(t)
			r.g.ramped = [chair.SideEnd]unit.Newton{f, f}
			return r
		}
	}
	later := func(f func(r *rig)) func(r *rig) {
		return func(r *rig) { r.at += 20 * time.Millisecond; f(r) }
	}
	tighter := func(t testing.TB) *rig { r := sudden(t); r.g.limits.ForceRate.Max = 100; return r }
	runTicks(t, []oneTick{
		{"as suddenly as it may", sudden, feels(14, 0), "", 0},
		{"too suddenly", sudden, feels(unit.Newton(above(14)), 0), chair.FaultForceRate, 0},
		{"on the right", sudden, feels(0, 14), "", 0},
		{"on the right, too suddenly", sudden, feels(0, unit.Newton(above(14))), chair.FaultForceRate, 0},
		{"on both, the left too suddenly", sudden, feels(15, 13), chair.FaultForceRate, 0},
		{"from 30 N", from(30), feels(44, 0), "", 0},
		{"from 30 N, too suddenly", from(30), feels(44.01, 0), chair.FaultForceRate, 0},
		{"in a longer tick", sudden, later(feels(22, 0)), "", 0},
		{"in a longer tick, too suddenly", sudden, later(feels(22.01, 0)), chair.FaultForceRate, 0},
		{"a person with a tighter limit", tighter, feels(11, 0), "", 0},
		{"a person with a tighter limit, too suddenly", tighter, feels(11.01, 0), chair.FaultForceRate, 0},
		{"a peak between two reports", sudden, func(r *rig) { r.in.Report.Peak[chair.Left] = 40 }, "", 0},
		{"falls", from(60), feels(0, 0), "", 0},
		{"behind the cover", func(t testing.TB) *rig {
			r := sudden(t)
			r.put(chair.Depth, 9, 0)
			r.weigh(-10, -10)
			r.ok()
			return r
		}, feels(10, 10), "", 0},
	})
	r := sudden(t)
	r.weigh(0, 20)
	if f := r.trips(chair.FaultForceRate); f.Value != 16 || f.Bound != 10 || f.Zone != chair.ZoneMuscle {
		t.Errorf("got %v N ahead of %v N in %v, want 16 of 10 N in muscle", f.Value, f.Bound, f.Zone)
	}

	r = sudden(t) // 4 N a tick for ever
	for f := unit.Newton(0); f < 90; f += 4 {
		r.weigh(f, f)
		r.ok()
	}
	r.weigh(0, 0) // what falls is followed at once
	r.ok()
	r.weigh(14, 14)
	r.ok()
	r.weigh(18.01, 18)
	r.trips(chair.FaultForceRate)

	r = sudden(t) // 5 N a tick: one more ahead each time
	for i := range 10 {
		r.weigh(5*unit.Newton(i+1), 0)
		r.ok()
	}
	r.weigh(55, 0)
	r.trips(chair.FaultForceRate)
}

func TestForceRateWhileTapping(t *testing.T) {
	r := sudden(t)
	r.tap(chair.TapLeft, 3)
	for i := range 10 { // strokes may be sudden
		r.weigh(50*unit.Newton(i%2), 0)
		r.ok()
	}
	r.weigh(0, 0)
	r.ok()
	r.g.taps = 1 // the last nanosecond of it
	r.weigh(50, 0)
	r.ok()
	r.g.taps = tapGap
	r.tap(chair.TapLeft, 0)
	for range 99 { // a second after the last one it is still tapping
		r.ok()
	}
	r.weigh(0, 0)
	r.ok()
	r.weigh(14.01, 0)
	r.trips(chair.FaultForceRate)

	// Meanwhile the depth's own speed is bounded, with contact too.
	runTicks(t, []oneTick{
		{"tapping, at the approach speed", working, func(r *rig) { r.g.taps = time.Second; r.put(chair.Depth, 60, 50) }, "", 0},
		{"tapping, faster", working, func(r *rig) { r.g.taps = time.Second; r.put(chair.Depth, 60, 50.01) }, chair.FaultApproach, chair.Depth},
		{"the last tick of tapping", working, func(r *rig) { r.g.taps = 1; r.put(chair.Depth, 60, 50.01) }, chair.FaultApproach, chair.Depth},
		{"not tapping, faster", working, func(r *rig) { r.put(chair.Depth, 60, 50.01) }, "", 0},
	})
}

func TestReach(t *testing.T) {
	// Behind the cover up to 9 mm; in a tick the depth may have gone 2.43 mm: (1.2 x 200 + 3) mm/s in 10 ms.
	at := func(gain float64, depth, left chair.Coord) func(testing.TB) *rig {
		return func(t testing.TB) *rig {
			p := bench()
			p.Rollers.Head, p.Rollers.CellGain = 0, gain
			r := newRig(t, p, chair.Everyone()).begin().tare().press(0)
			r.put(chair.Depth, depth, 0)
			r.put(chair.TapLeft, left, 0)
			return r
		}
	}
	const give = 6 * 3.43 // N at 10 mm
	runTicks(t, []oneTick{
		{"what the spring can give", at(0, 10, 0), feels(10+give-1e-9, 0), "", 0},
		{"more than the spring can give", at(0, 10, 0), feels(10+give+1e-9, 0), chair.FaultForceCell, 0},
		{"more on the right", at(0, 10, 0), feels(0, 10+give+1e-9), chair.FaultForceCell, 0},
		{"a peak of more", at(0, 10, 0), func(r *rig) { r.in.Report.Peak[chair.Right] = 10 + give + 1e-9 }, chair.FaultForceCell, 0},
		{"further out", at(0, 12, 0), feels(10+give+12-1e-9, 0), "", 0},
		{"further out, more", at(0, 12, 0), feels(10+give+12+1e-9, 0), chair.FaultForceCell, 0},
		{"with the tapper out", at(0, 10, 5), feels(10+give+30-1e-9, 0), "", 0},
		{"with the tapper out, more", at(0, 10, 5), feels(10+give+30+1e-9, 0), chair.FaultForceCell, 0},
		{"with the other tapper out", at(0, 10, 5), feels(0, 10+give+1e-9), chair.FaultForceCell, 0},
		{"cells of 25 % gain", at(0.25, 10, 0), feels(10+1.25*give-1e-9, 0), "", 0},
		{"cells of 25 % gain, more", at(0.25, 10, 0), feels(10+1.25*give+1e-9, 0), chair.FaultForceCell, 0},
	})
	r := at(0, 10, 0)(t)
	r.weigh(0, 40)
	if f := r.trips(chair.FaultForceCell); f.Value != 40 || math.Abs(f.Bound-10-give) > 1e-9 {
		t.Errorf("got %v N of %v N, want 40 of %v N", f.Value, f.Bound, 10+give)
	}

	p := bench()
	p.Rollers.Head = 0
	p.Axes[chair.TapRight] = chair.AxisProfile{}
	r = newRig(t, p, chair.Everyone()).begin().tare().press(0)
	r.put(chair.Depth, 10, 0)
	r.in.Report.Axes[chair.TapRight] = chair.AxisReport{Pos: 9} // what is not fitted is nowhere
	r.weigh(0, 31)
	r.trips(chair.FaultForceCell)
}
