package guard

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// reading is a tare as the cells of the rig read it at home.
func reading(r *rig) chair.Tare {
	return chair.Tare{Taken: true, Zero: r.in.Report.Force, Recline: unit.Degree(r.in.Report.Axes[chair.Recline].Pos), Head: 2}
}

func TestTareIsRefused(t *testing.T) {
	nan := math.NaN()
	w := chair.HeadWeight(2, 130)
	// cells makes the cells read something, for a tick.
	cells := func(r *rig, left, right unit.Newton) {
		r.in.Report.Force = [chair.SideEnd]unit.Newton{left, right}
		r.in.Report.Peak = r.in.Report.Force
		r.ok()
	}
	for _, c := range []struct {
		name  string
		alter func(r *rig, t *chair.Tare)
		want  string // part of the refusal; empty: taken
	}{
		{"as it should be", func(r *rig, t *chair.Tare) {}, ""},
		{"not taken", func(r *rig, t *chair.Tare) { t.Taken = false }, "not taken"},
		{"rollers out", func(r *rig, t *chair.Tare) {
			r.put(chair.Depth, 9.01, 0)
			r.in.Command, r.g.command = chair.Command{}, chair.Command{}
			r.ok()
		}, "behind the cover"},
		{"rollers just behind the cover", func(r *rig, t *chair.Tare) { r.put(chair.Depth, 9, 0); r.ok() }, ""},
		{"depth not homed", func(r *rig, t *chair.Tare) { r.g.last.Axes[chair.Depth].Homed = false }, "behind the cover"},
		{"recline near", func(r *rig, t *chair.Tare) { t.Recline += 2 }, ""},
		{"recline elsewhere", func(r *rig, t *chair.Tare) { t.Recline += 2.01 }, "taken at 132°"},
		{"recline elsewhere, lower", func(r *rig, t *chair.Tare) { t.Recline -= 2.01 }, "taken at 128°"},
		{"recline NaN", func(r *rig, t *chair.Tare) { t.Recline = unit.Degree(nan) }, "taken at NaN"},
		{"head near", func(r *rig, t *chair.Tare) { t.Head += 0.5 }, ""},
		{"head too heavy", func(r *rig, t *chair.Tare) { t.Head += 0.51 }, "head of 2.5 kg"},
		{"head too light", func(r *rig, t *chair.Tare) { t.Head -= 0.51 }, "head of 1.5 kg"},
		{"head NaN", func(r *rig, t *chair.Tare) { t.Head = unit.Kilogram(nan) }, "head of NaN"},
		{"offsets of sound cells", func(r *rig, t *chair.Tare) { cells(r, w+19.99, w-19.99); t.Zero = r.in.Report.Force }, ""},
		{"left cell off", func(r *rig, t *chair.Tare) { cells(r, w+20.01, w); t.Zero = r.in.Report.Force }, "the left cell reads"},
		{"right cell off, below", func(r *rig, t *chair.Tare) { cells(r, w, w-20.01); t.Zero = r.in.Report.Force }, "the right cell reads"},
		{"near what the cells say now", func(r *rig, t *chair.Tare) { t.Zero[1] += 4.99 }, ""},
		{"not what the cells say now", func(r *rig, t *chair.Tare) { t.Zero[1] += 5.01 }, "the right cell reads"},
		{"not what the cells say now, below", func(r *rig, t *chair.Tare) { t.Zero[0] -= 5.01 }, "the left cell reads"},
		{"NaN", func(r *rig, t *chair.Tare) { t.Zero[0] = unit.Newton(nan) }, "the left cell reads"},
		{"report just fresh", func(r *rig, t *chair.Tare) { r.g.at = r.g.last.At + 50*time.Millisecond }, ""},
		{"report too old", func(r *rig, t *chair.Tare) { r.g.at = r.g.last.At + 50*time.Millisecond + 1 }, "no fresh report"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := idle(t)
			tare := reading(r)
			c.alter(r, &tare)
			err := r.g.Tare(tare)
			if c.want == "" {
				if err != nil || r.g.tare != tare {
					t.Errorf("got %v, want the tare taken", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a refusal with %q", err, c.want)
			}
			if r.g.tare.Taken {
				t.Error("got a tare after its refusal, want none")
			}
		})
	}
}

func TestTareAndRegisterNeedASession(t *testing.T) {
	r := newRig(t, bench(), chair.Everyone())
	if err := r.g.Tare(reading(r)); !errors.Is(err, ErrDisarmed) {
		t.Errorf("tare while disarmed: got %v, want %v", err, ErrDisarmed)
	}
	if err := r.g.Register(spine(), r.at); !errors.Is(err, ErrDisarmed) {
		t.Errorf("map while disarmed: got %v, want %v", err, ErrDisarmed)
	}
	if err := r.g.Begin(r.at, chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	if err := r.g.Tare(reading(r)); !errors.Is(err, errNoReport) {
		t.Errorf("tare before a report: got %v, want %v", err, errNoReport)
	}
	if err := r.g.Register(spine(), r.at); !errors.Is(err, errNoReport) {
		t.Errorf("map before a report: got %v, want %v", err, errNoReport)
	}
}

func TestTareWithoutDepthAxis(t *testing.T) {
	p := bench()
	p.Axes[chair.Depth] = chair.AxisProfile{}
	r := newRig(t, p, chair.Everyone()).begin()
	if err := r.g.Tare(reading(r)); err != nil {
		t.Errorf("got %v, want the tare taken", err)
	}
}

func TestRegisterIsRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		alter func(r *rig, m *chair.ZoneMap) time.Duration
		want  string
	}{
		{"as it should be", func(r *rig, m *chair.ZoneMap) time.Duration { return r.at }, ""},
		{"report just fresh", func(r *rig, m *chair.ZoneMap) time.Duration { return r.at + 50*time.Millisecond }, ""},
		{"report too old", func(r *rig, m *chair.ZoneMap) time.Duration { return r.at + 50*time.Millisecond + 1 }, "no fresh report"},
		{"implausible", func(r *rig, m *chair.ZoneMap) time.Duration { m.RibsFrom += 200; return r.at }, "zone map"},
		{"not made", func(r *rig, m *chair.ZoneMap) time.Duration { m.Made = false; return r.at }, "not made"},
		{"made near", func(r *rig, m *chair.ZoneMap) time.Duration { m.Recline = 135; return r.at }, ""},
		{"made elsewhere", func(r *rig, m *chair.ZoneMap) time.Duration { m.Recline = 135.1; return r.at }, "made at 135°"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := idle(t)
			m := spine()
			at := c.alter(r, &m)
			err := r.g.Register(m, at)
			if c.want == "" {
				if err != nil || r.g.zones != m {
					t.Errorf("got %v, want the map registered", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a refusal with %q", err, c.want)
			}
			if r.g.zones.Made {
				t.Error("got a map after its refusal, want none")
			}
		})
	}
}

// TestRegisterAnotherBack: within a session the map may become better known, but not another back's.
func TestRegisterAnotherBack(t *testing.T) {
	for _, c := range []struct {
		by   chair.ZoneMap // moved so, from spine's with a doubt of 8 mm
		want bool
	}{
		{chair.ZoneMap{}, true},
		{chair.ZoneMap{SacrumTop: 14, FlankFrom: 14, RibsFrom: 14, Doubt: 6}, true}, // a stretch adds doubt
		{chair.ZoneMap{SacrumTop: -22, Doubt: 6}, true},
		{chair.ZoneMap{SacrumTop: 16, FlankFrom: -16, RibsFrom: 16}, true},
		{chair.ZoneMap{SacrumTop: 16.1}, false},
		{chair.ZoneMap{SacrumTop: -16.1}, false},
		{chair.ZoneMap{FlankFrom: 16.1}, false},
		{chair.ZoneMap{FlankFrom: -16.1}, false},
		{chair.ZoneMap{RibsFrom: 16.1}, false},
		{chair.ZoneMap{RibsFrom: -16.1}, false},
	} {
		r := idle(t)
		first, m := spine(), spine()
		if err := r.g.Register(first, r.at); err != nil {
			t.Fatal(err)
		}
		m.SacrumTop, m.FlankFrom, m.RibsFrom, m.Doubt = m.SacrumTop+c.by.SacrumTop, m.FlankFrom+c.by.FlankFrom, m.RibsFrom+c.by.RibsFrom, m.Doubt+c.by.Doubt
		err := r.g.Register(m, r.at)
		if (err == nil) != c.want {
			t.Errorf("moved by %+v: got %v, want it taken: %v", c.by, err, c.want)
		}
		if want := map[bool]chair.ZoneMap{true: m, false: first}[c.want]; r.g.zones != want {
			t.Errorf("moved by %+v: got %+v in force, want %+v", c.by, r.g.zones, want)
		}
	}
}
