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
		if got.Can(a) == (a == chair.CanSides) { // one depth drive presses both rollers
			t.Errorf("bench-4d can %v: %v", a, got.Can(a))
		}
	}
}

// TestShipped proves of every model that ships: it is whole, is named as its file, and no block's figures stand
// for themselves.
func TestShipped(t *testing.T) {
	if len(profile.Shipped()) == 0 || len(profile.ShippedClosed()) == 0 {
		t.Fatal("no models ship")
	}
	names := append(profile.Shipped(), profile.ShippedClosed()...)
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
		{"throne", `Known here: "bench-4d" or "infinity".`},
		{"../models/bench-4d", `Known here: "bench-4d" or "infinity".`},
		{"", `Known here: "bench-4d" or "infinity".`},
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

// change replaces the first from behind the head of a block of the reference chair, and gives the line of the
// change.
func change(t *testing.T, head, from, to string) (text string, line int) {
	t.Helper()
	src, err := profile.Source("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	before, block, ok := strings.Cut(string(src), head+" ")
	ahead, behind, ok2 := strings.Cut(block, from)
	if !ok || !ok2 {
		t.Fatalf("no %q behind %q", from, head)
	}
	ahead = before + head + " " + ahead + to
	return ahead + behind, strings.Count(ahead, "\n") + 1
}

// TestChecks changes one line of the reference chair each and wants exactly one error, of that line.
func TestChecks(t *testing.T) {
	const top = `chair "bench-4d"`
	tests := []struct {
		head, from, to string
		code           diag.Code
	}{
		{top, `"250 Hz"`, `"49 Hz"`, diag.OutOfRange},
		{top, `"250 Hz"`, `"1001 Hz"`, diag.OutOfRange},
		{top, `"100 ms"`, `"1001 ms"`, diag.OutOfRange},
		{top, `"100 ms"`, `"-1 s"`, diag.OutOfRange},
		{top, `"40 ms"`, `"3.9 ms"`, diag.Contradiction},
		{top, `"40 ms"`, `"101 ms"`, diag.Contradiction},
		{top, `on_silence    = "retracts"`, `on_silence = "holds"`, diag.Contradiction},
		{top, `on_power_loss = "retracts"`, `on_power_loss = "holds"`, diag.Contradiction},
		{top, `on_power_loss = "retracts"`, `on_power_loss = "falls"`, diag.UnknownWord},
		{top, `"125°"`, `"109.9°"`, diag.OutOfRange},
		{top, `"125°"`, `"160.1°"`, diag.OutOfRange},
		{top, `"125°"`, `"125 mm"`, diag.BadUnit},
		{`axis "carriage"`, `max          = "480 mm"`, `max = "40 mm"`, diag.Contradiction},
		{`axis "carriage"`, `home         = "40 mm"`, `home = "39.9 mm"`, diag.OutOfRange},
		{`axis "carriage"`, `home         = "40 mm"`, `home = "480.1 mm"`, diag.OutOfRange},
		{`axis "carriage"`, `"150 mm/s"`, `"-150 mm/s"`, diag.OutOfRange},
		{`axis "carriage"`, `"1 m/s2"`, `"0 m/s2"`, diag.OutOfRange},
		{`axis "carriage"`, `"10 m/s3"`, `"0 m/s3"`, diag.OutOfRange},
		{`axis "carriage"`, `"20 ms"`, `"20 s"`, diag.OutOfRange},
		{`axis "carriage"`, `"10 m/s3"`, "\"10 m/s3\"\nendless = true", diag.Contradiction},
		{`axis "depth"`, `home         = "0 mm"`, `home = "5 mm"`, diag.Contradiction},
		{`axis "depth"`, `"0.2 mm"`, `"200 mm"`, diag.OutOfRange},
		{`axis "tap_left"`, `home         = "0 mm"`, `home = "12 mm"`, diag.Contradiction},
		{`axis "recline"`, `"6 °/s"`, `"6 mm/s"`, diag.BadUnit},
		{`axis "kneading"`, `endless      = true`, "min=\"0°\"\nmax=\"360°\"\nhome=\"0°\"\nendless = 0", diag.WrongType},
		{`rollers`, `cover        = "20 mm"`, `cover = "0 mm"`, diag.OutOfRange},
		{`rollers`, `cover        = "20 mm"`, `cover = "110 mm"`, diag.OutOfRange},
		{`rollers`, `"300 N"`, `"100 N"`, diag.OutOfRange},
		{`rollers`, `"300 N"`, `"118 N"`, diag.OutOfRange}, // over the trip, but not with the head's 18.4 N
		{`rollers`, `"5 %"`, `"50 %"`, diag.OutOfRange},
		{`heat`, `"40 °C"`, `"60 °C"`, diag.OutOfRange},
		{`air "seat"`, `"3 s"`, `3`, diag.NoUnit},
		{`person`, `"2.05 m"`, `"1.45 m"`, diag.Contradiction},
	}
	for _, tt := range tests {
		t.Run(tt.head+" "+tt.to, func(t *testing.T) {
			text, line := change(t, tt.head, tt.from, tt.to)
			_, list := profile.Read("bench-4d.hcl", []byte(text))
			if len(list) != 1 || list[0].Code != tt.code || list[0].Line != line {
				t.Errorf("got %v, want one error %q in line %d", list, tt.code, line)
			}
		})
	}
}

// TestBorders changes a line to the last value that is allowed.
func TestBorders(t *testing.T) {
	const top = `chair "bench-4d"`
	tests := []struct{ head, from, to string }{
		{top, `"250 Hz"`, `"50 Hz"`},
		{top, `"250 Hz"`, `"1000 Hz"`},
		{top, `"100 ms"`, `"1 s"`},
		{top, `"100 ms"`, `"40 ms"`}, // as long as reports live
		{top, `"40 ms"`, `"4 ms"`},   // one tick
		{top, `on_silence    = "retracts"`, `on_silence = "releases"`},
		{top, `"125°"`, `"110°"`},
		{top, `"125°"`, `"160°"`},
		{`axis "carriage"`, `home         = "40 mm"`, `home = "480 mm"`},
		{`rollers`, `cover        = "20 mm"`, `cover = "109 mm"`},
		{`rollers`, `"300 N"`, `"119 N"`},
		{`axis "leg_rest"`, `min          = "0°"`, `min = "-30°"`},
	}
	for _, tt := range tests {
		t.Run(tt.head+" "+tt.to, func(t *testing.T) {
			text, _ := change(t, tt.head, tt.from, tt.to)
			if _, list := profile.Read("bench-4d.hcl", []byte(text)); len(list) > 0 {
				t.Errorf("got %v, want nothing", list)
			}
		})
	}
}

// TestShortestHeartbeat proves that two ticks are the least.
func TestShortestHeartbeat(t *testing.T) {
	for heartbeat, want := range map[string]int{"39 ms": 1, "40 ms": 0} {
		text, _ := change(t, `chair "bench-4d"`, `"250 Hz"`, `"50 Hz"`)
		text = strings.Replace(text, `"40 ms"`, `"20 ms"`, 1) // stale
		text = strings.Replace(text, `"100 ms"`, `"`+heartbeat+`"`, 1)
		if _, list := profile.Read("f.hcl", []byte(text)); len(list) != want {
			t.Errorf("a heartbeat of %s at 50 Hz: %v, want %d errors", heartbeat, list, want)
		}
	}
}

// TestPlainChair reads a chair that has next to nothing: what is not fitted is not asked for.
func TestPlainChair(t *testing.T) {
	got, list := profile.Read("plain.hcl", []byte(`chair "plain" {
  title         = "Recliner"
  control       = "50 Hz"
  heartbeat     = "1 s"
  stale         = "100 ms"
  on_silence    = "holds"
  on_power_loss = "holds"
  seat_sensor   = false
  stop_button   = false
  massage       = "100°"
  source        = "Its label."
  person {
    max_weight = "120 kg"
    min_height = "1.50 m"
    max_height = "1.90 m"
    source     = "Its label."
    assumption = "That the label is right."
  }
}`))
	if len(list) > 0 {
		t.Fatal(list)
	}
	want := chair.Profile{Name: "plain", Title: "Recliner", Control: 50, Heartbeat: time.Second, Stale: 100 * time.Millisecond,
		OnSilence: chair.Holds, OnPowerLoss: chair.Holds, Massage: 100,
		Person: chair.PersonRange{MaxWeight: 120, MinHeight: 1500, MaxHeight: 1900},
		Figures: []chair.Figure{
			{Block: "person", Origin: "Its label."}, {Block: "person", Origin: "That the label is right.", Assume: true},
		}}
	want.Figures = append([]chair.Figure{{Block: `chair "plain"`, Origin: "Its label."}}, want.Figures...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plain (-want +got):\n%s", diff)
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
