package profile_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/diag"
)

// TestBench compares the reference chair with the figures that the rest of the house is built on.
func TestBench(t *testing.T) {
	got, list := profile.Load("bench-4d")
	if len(list) > 0 {
		t.Fatalf("bench-4d: %v", list)
	}
	want := chair.Profile{
		Name: "bench-4d", Title: "Bench 4D", Simulated: true,
		Control: 250, Heartbeat: 100 * time.Millisecond, Stale: 40 * time.Millisecond,
		OnSilence: chair.Retracts, OnPowerLoss: chair.Retracts, SeatSensor: true, StopButton: true,
		Rollers: chair.RollerHead{
			Spring: 6, Head: 2, Moving: 0.6, CellGain: 0.05, CellNoise: 0.3, CellRange: 300,
			Cover: 20, KneadAlong: 12, KneadAcross: 10, KneadOut: 3,
		},
		Heat:    chair.HeatProfile{Max: 40, Power: 60},
		Massage: 125,
		Person:  chair.PersonRange{MaxWeight: 150, MinHeight: 1450, MaxHeight: 2050},
		Figures: got.Figures,
	}
	for bag := range want.Air {
		want.Air[bag] = chair.AirProfile{Max: 20, Fill: 3 * time.Second, Vent: 1500 * time.Millisecond}
	}
	const ms = time.Millisecond
	want.Axes[chair.Carriage] = chair.AxisProfile{Fitted: true, Bound: true, Min: 40, Max: 480, Home: 40, Vel: 150, Acc: 1000, Jerk: 10e3, Lag: 20 * ms}
	want.Axes[chair.Depth] = chair.AxisProfile{Fitted: true, Bound: true, Max: 110, Vel: 200, Acc: 3000, Jerk: 60e3, Backlash: 0.2, Lag: 12 * ms}
	want.Axes[chair.Width] = chair.AxisProfile{Fitted: true, Bound: true, Min: 60, Max: 140, Home: 80, Vel: 40, Acc: 400, Jerk: 4000, Lag: 20 * ms}
	want.Axes[chair.Kneading] = chair.AxisProfile{Fitted: true, Vel: 360, Acc: 720, Jerk: 7200, Backlash: 0.5, Lag: 20 * ms}
	want.Axes[chair.TapLeft] = chair.AxisProfile{Fitted: true, Bound: true, Max: 12, Vel: 200, Acc: 20e3, Jerk: 2e6, Lag: 4 * ms}
	want.Axes[chair.TapRight] = want.Axes[chair.TapLeft]
	want.Axes[chair.Recline] = chair.AxisProfile{Fitted: true, Bound: true, Min: 110, Max: 160, Home: 110, Vel: 6, Acc: 12, Jerk: 60, Lag: 40 * ms}
	want.Axes[chair.LegRest] = chair.AxisProfile{Fitted: true, Bound: true, Max: 90, Home: 60, Vel: 8, Acc: 16, Jerk: 80, Lag: 40 * ms}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bench-4d (-want +got):\n%s", diff)
	}
	for a := chair.Ability(1); a < chair.AbilityEnd; a++ {
		if !got.Can(a) {
			t.Errorf("bench-4d cannot %v", a)
		}
	}
}

// TestShipped proves of every model that ships: it is whole, is named as its file, and no block's figures stand
// for themselves.
func TestShipped(t *testing.T) {
	names := profile.Shipped()
	if len(names) == 0 {
		t.Fatal("no models ship")
	}
	for _, name := range names {
		p, list := profile.Load(name)
		if len(list) > 0 {
			t.Errorf("%s: %v", name, list)
		}
		if p.Name != name {
			t.Errorf("models/%s.hcl holds %q", name, p.Name)
		}
		src, err := profile.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		blocks := map[string]bool{}
		for _, f := range p.Figures {
			if f.Origin == "" {
				t.Errorf("%s: %s has an empty origin", name, f.Block)
			}
			blocks[f.Block] = true
		}
		if got, want := len(blocks), bytes.Count(src, []byte("{\n")); got != want {
			t.Errorf("%s: %d of %d blocks say where they come from", name, got, want)
		}
	}
}

func TestLoadUnknown(t *testing.T) {
	tests := []struct{ name, detail string }{
		{"bench-4", `Did you mean "bench-4d"?`},
		{"Bench-4D", `Did you mean "bench-4d"?`},
		{"throne", `Known here: "bench-4d".`},
		{"../models/bench-4d", `Known here: "bench-4d".`},
		{"", `Known here: "bench-4d".`},
	}
	for _, tt := range tests {
		p, list := profile.Load(tt.name)
		if len(list) != 1 || list[0].Code != diag.UnknownWord || list[0].Detail != tt.detail {
			t.Errorf("Load(%q) = %v, want %q", tt.name, list, tt.detail)
		}
		if p.Name != "" {
			t.Errorf("Load(%q) gave %q", tt.name, p.Name)
		}
	}
}

// TestChecks changes one line of the reference chair each and wants exactly one error, of that line.
func TestChecks(t *testing.T) {
	src, err := profile.Source("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	tests := []struct {
		block, from, to string // the first line in the block that contains from
		code            diag.Code
	}{
		{`chair`, `"250 Hz"`, `"20 Hz"`, diag.OutOfRange},
		{`chair`, `"250 Hz"`, `"1200 Hz"`, diag.OutOfRange},
		{`chair`, `"100 ms"`, `"1.5 s"`, diag.OutOfRange},
		{`chair`, `"100 ms"`, `"-1 s"`, diag.OutOfRange},
		{`chair`, `"40 ms"`, `"1 ms"`, diag.Contradiction},
		{`chair`, `"40 ms"`, `"101 ms"`, diag.Contradiction},
		{`chair`, `on_silence    = "retracts"`, `on_silence = "holds"`, diag.Contradiction},
		{`chair`, `on_power_loss = "retracts"`, `on_power_loss = "holds"`, diag.Contradiction},
		{`chair`, `on_power_loss = "retracts"`, `on_power_loss = "falls"`, diag.UnknownWord},
		{`chair`, `"125°"`, `"165°"`, diag.OutOfRange},
		{`chair`, `"125°"`, `"125 mm"`, diag.BadUnit},
		{`axis "carriage"`, `max          = "480 mm"`, `max = "30 mm"`, diag.Contradiction},
		{`axis "carriage"`, `home         = "40 mm"`, `home = "39 mm"`, diag.OutOfRange},
		{`axis "carriage"`, `"150 mm/s"`, `"-150 mm/s"`, diag.OutOfRange},
		{`axis "carriage"`, `"1 m/s2"`, `"0 m/s2"`, diag.OutOfRange},
		{`axis "carriage"`, `"10 m/s3"`, `"0 m/s3"`, diag.OutOfRange},
		{`axis "carriage"`, `"20 ms"`, `"20 s"`, diag.OutOfRange},
		{`axis "carriage"`, `jerk         = "10 m/s3"`, "jerk = \"10 m/s3\"\nendless = true", diag.Contradiction},
		{`axis "depth"`, `home         = "0 mm"`, `home = "5 mm"`, diag.Contradiction},
		{`axis "depth"`, `"0.2 mm"`, `"200 mm"`, diag.OutOfRange},
		{`axis "tap_left"`, `home         = "0 mm"`, `home = "12 mm"`, diag.Contradiction},
		{`axis "recline"`, `"6 °/s"`, `"6 mm/s"`, diag.BadUnit},
		{`axis "kneading"`, `endless      = true`, `endless = "yes"`, diag.WrongType},
		{`rollers`, `cover        = "20 mm"`, `cover = "110 mm"`, diag.OutOfRange},
		{`rollers`, `"300 N"`, `"100 N"`, diag.OutOfRange},
		{`rollers`, `"300 N"`, `"118 N"`, diag.OutOfRange}, // over the trip, but not with the head's weight
		{`rollers`, `"5 %"`, `"50 %"`, diag.OutOfRange},
		{`heat`, `"40 °C"`, `"60 °C"`, diag.OutOfRange},
		{`air "seat"`, `"3 s"`, `3`, diag.NoUnit},
		{`person`, `"2.05 m"`, `"1.40 m"`, diag.Contradiction},
	}
	for _, tt := range tests {
		t.Run(tt.block+" "+tt.to, func(t *testing.T) {
			at := strings.Index(text, tt.block+" ")
			if tt.block == "chair" {
				at = strings.Index(text, `chair "bench`)
			}
			from := strings.Index(text[at:], tt.from)
			if at < 0 || from < 0 {
				t.Fatalf("no %q in %s", tt.from, tt.block)
			}
			changed := text[:at+from] + tt.to + text[at+from+len(tt.from):]
			_, list := profile.Read("bench-4d.hcl", []byte(changed))
			line := strings.Count(changed[:at+from+len(tt.to)], "\n") + 1
			found := false
			for _, d := range list {
				found = found || d.Code == tt.code && d.Line == line
			}
			if !found || len(list) > 1 && tt.block != `axis "kneading"` {
				t.Errorf("got %v, want one error %q in line %d", list, tt.code, line)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range profile.Shipped() {
		src, err := profile.Source(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add([]byte(`chair "a" { axis "depth" { min = "0 mm" } rollers {} }`))
	f.Fuzz(func(t *testing.T, src []byte) {
		p, list := profile.Read("f.hcl", src)
		if list.HasErrors() {
			return
		}
		for a, axis := range p.Axes {
			if axis.Fitted && !(axis.Vel > 0 && axis.Acc > 0 && axis.Jerk > 0 && (!axis.Bound || axis.Min < axis.Max && axis.Home >= axis.Min && axis.Home <= axis.Max)) {
				t.Errorf("%v of a profile without errors: %+v", chair.Axis(a), axis)
			}
		}
		if !(p.Control >= 50 && p.Heartbeat <= time.Second && len(p.Figures) > 0) {
			t.Errorf("a profile without errors: %+v", p)
		}
	})
}
