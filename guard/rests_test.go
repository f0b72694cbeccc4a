package guard

import (
	"math"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// TestRests: an axis is passed over only if all of it is as it was judged before, at rest.
func TestRests(t *testing.T) {
	const a = chair.Carriage
	stands := func() *rig {
		r := tared(t)
		r.put(a, 200, 0)
		return r
	}
	for _, c := range []struct {
		name    string
		arrange func(r *rig)
		want    bool
	}{
		{"stands", func(r *rig) {}, true},
		{"stands as far off as it may", func(r *rig) { r.in.Report.Axes[a].Pos += r.g.axes[a].play }, true},
		{"stands further off", func(r *rig) { r.in.Report.Axes[a].Pos += r.g.axes[a].play + 1e-9 }, false},
		{"not driven", func(r *rig) { r.in.Command.Axes[a].On, r.g.command.Axes[a].On = false, false }, false},
		{"asked to move", func(r *rig) { r.in.Command.Axes[a].Vel, r.g.command.Axes[a].Vel = 1, 1 }, false},
		{"moves", func(r *rig) { r.in.Report.Axes[a].Vel = 1 }, false},
		{"asked for another place", func(r *rig) { r.in.Command.Axes[a].Pos++ }, false},
		{"had no reference", func(r *rig) { r.g.last.Axes[a].Homed = false }, false},
		{"has no reference", func(r *rig) { r.in.Report.Axes[a].Homed = false }, false},
		{"nobody knows where the rollers press", func(r *rig) { r.g.blind = true }, false},
		{"moved not long ago", func(r *rig) { r.g.brisk[a] = 1 }, false},
		{"has been astray", func(r *rig) { r.g.astray[a] = 1 }, false},
	} {
		r := stands()
		c.arrange(r)
		if got := r.g.rests(a, &r.in.Command.Axes[a], &r.in.Report.Axes[a]); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	r := stands() // and then it is passed over: what it was told last is taken for what was judged
	r.g.command.Axes[a].Pos, r.in.Command.Axes[a].Pos, r.in.Report.Axes[a].Pos = 1e9, 1e9, 1e9
	if !r.g.asked(&r.in, 10*time.Millisecond) {
		t.Errorf("an axis that rests was judged anew: %v", r.g.fault)
	}
}

// TestRepeats: a report of an axis is believed again only if it is the very same, at rest.
func TestRepeats(t *testing.T) {
	const a = chair.Carriage
	for _, c := range []struct {
		name    string
		arrange func(r *rig)
		want    bool
	}{
		{"stands", func(r *rig) {}, true},
		{"moves", func(r *rig) { r.in.Report.Axes[a].Vel, r.g.last.Axes[a].Vel = 1, 1 }, false},
		{"has no reference", func(r *rig) { r.in.Report.Axes[a].Homed, r.g.last.Axes[a].Homed = false, false }, false},
		{"had no reference", func(r *rig) { r.g.last.Axes[a].Homed = false }, false},
		{"is elsewhere", func(r *rig) { r.in.Report.Axes[a].Pos += 0.01 }, false},
		{"stopped", func(r *rig) { r.g.last.Axes[a].Vel = 1 }, false},
		{"is lost", func(r *rig) { r.in.Report.Axes[a].Fault = true }, false},
	} {
		r := tared(t)
		r.put(a, 200, 0)
		c.arrange(r)
		if got := r.g.repeats(a, &r.in.Report.Axes[a]); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// TestBriskEnds: a speed that has faded to what nobody feels is none.
func TestBriskEnds(t *testing.T) {
	for _, c := range []struct{ was, want chair.CoordRate }{{joint, joint}, {chair.CoordRate(below(joint)), 0}} {
		r := idle(t)
		r.g.axes[chair.Carriage].lag = math.Inf(1) // nothing fades
		r.g.brisk[chair.Carriage] = c.was
		r.ok()
		if got := r.g.brisk[chair.Carriage]; got != c.want {
			t.Errorf("from %v: got %v mm/s, want %v mm/s", c.was, got, c.want)
		}
	}
}

// TestCellRange: a cell may read as much as a working one can, and no more; its sample and its peak alike.
func TestCellRange(t *testing.T) {
	const most = 300
	for _, c := range []struct {
		value float64
		want  bool
	}{{most, true}, {-most, true}, {above(most), false}, {-above(most), false}, {math.NaN(), false}} {
		for _, peak := range []bool{false, true} {
			r := idle(t)
			rep := &r.in.Report
			rep.Force[chair.Right], rep.Peak[chair.Right] = 0, 0
			at := &rep.Force[chair.Right]
			if peak {
				at = &rep.Peak[chair.Right]
			}
			*at = unit.Newton(c.value)
			if got := r.g.cell(rep, int(chair.Right), time.Millisecond); got != c.want {
				t.Errorf("%v N (peak: %v): got %v, want %v", c.value, peak, got, c.want)
			}
		}
	}
}

// TestTowardOfASlowShaft: the eccentric counts at every speed but none.
func TestTowardOfASlowShaft(t *testing.T) {
	r := idle(t)
	rep := &r.in.Report
	rep.Axes[chair.Kneading] = chair.AxisReport{Pos: 90, Homed: true}
	rep.Axes[chair.Depth].Vel = 2
	for _, c := range []struct {
		vel  chair.CoordRate
		want float64
	}{{0, 2}, {1, 2 + 3*math.Pi/180}, {-1, 2 - 3*math.Pi/180}, {0.001, 2 + 3*math.Pi/180000}} {
		rep.Axes[chair.Kneading].Vel = c.vel
		if got := r.g.toward(rep); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("at %v°/s: got %v mm/s, want %v mm/s", c.vel, got, c.want)
		}
	}
}
