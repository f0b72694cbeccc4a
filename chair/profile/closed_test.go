package profile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// TestClosed compares the closed chair that ships with the figures that its driver and guard are built on.
func TestClosed(t *testing.T) {
	got, list := profile.Load("infinity")
	if len(list) > 0 {
		t.Fatal(list)
	}
	perMinute := func(n float64) unit.Hertz { return unit.Hertz(n / 60) }
	want := &chair.ClosedProfile{
		Protocol: "rongtai", Names: []string{"EVOLUTION-", "RT8600S"}, Speeds: 6, Depths: 5, Steps: 13, L5: 0, L1: 3,
		Timer: 10 * time.Minute, StopWithin: 2500 * time.Millisecond,
		Modes: []chair.ClosedMode{
			{Name: "knead", Technique: "knead", Slowest: perMinute(10), Fastest: perMinute(60)},
			{Name: "shiatsu", Technique: "press", Slowest: perMinute(4), Fastest: perMinute(20)},
			{Name: "tap", Technique: "tap", Slowest: perMinute(130), Fastest: perMinute(600)},
		},
	}
	if diff := cmp.Diff(want, got.Closed); diff != "" {
		t.Errorf("infinity (-want +got):\n%s", diff)
	}
	if got.OnSilence != chair.RunsOn || got.OnPowerLoss != chair.Holds || got.Control != 4 || got.Simulated {
		t.Errorf("got %v, %v, %v Hz", got.OnSilence, got.OnPowerLoss, got.Control)
	}
	for a := chair.Ability(1); a < chair.AbilityEnd; a++ {
		if got.Can(a) {
			t.Errorf("infinity can %v, as a chair whose axes are driven", a)
		}
	}
	for _, name := range profile.Shipped() {
		if p, _ := profile.Load(name); p.Closed != nil {
			t.Errorf("%s is closed: its file ends in .lumbar-chair.hcl", name)
		}
	}
}

// TestClosedChecks changes one line of the closed chair each and wants exactly one error, of that line.
func TestClosedChecks(t *testing.T) {
	src, err := profile.Source("infinity")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		from, to string
		code     diag.Code
	}{
		{`"4 Hz"`, `"0.9 Hz"`, diag.OutOfRange},
		{`"4 Hz"`, `"51 Hz"`, diag.OutOfRange},
		{`"3 s"`, `"6 s"`, diag.OutOfRange},
		{`on_silence    = "runs_on"`, `on_silence = "runs"`, diag.UnknownWord},
		{`seat_sensor   = false`, `seat_sensor = true`, diag.Contradiction},
		{`"rongtai"`, `"linak"`, diag.UnknownWord},
		{`steps        = 13`, `steps = 33`, diag.OutOfRange},
		{`depths       = 5`, `depths = 0`, diag.OutOfRange},
		{`l1           = 3`, `l1 = 13`, diag.Contradiction},
		{`l1           = 3`, `l1 = 0`, diag.Contradiction},
		{`stops_within = "2.5 s"`, `stops_within = "1.9 s"`, diag.Contradiction},
		{`technique  = "knead"`, `technique = "stretch"`, diag.UnknownWord},
		{`"10 /min"`, `"61 /min"`, diag.Contradiction},
	}
	for _, tt := range tests {
		t.Run(tt.to, func(t *testing.T) {
			ahead, behind, ok := strings.Cut(string(src), tt.from)
			if !ok {
				t.Fatalf("no %q", tt.from)
			}
			text := ahead + tt.to + behind
			line := strings.Count(ahead, "\n") + 1
			if tt.to == `"61 /min"` {
				line++ // of fastest
			}
			_, list := profile.Read("infinity.hcl", []byte(text))
			if len(list) != 1 || list[0].Code != tt.code || list[0].Line != line {
				t.Errorf("got %v, want one error %q in line %d", list, tt.code, line)
			}
		})
	}
	bench, _ := profile.Source("bench-4d")
	_, axis, _ := strings.Cut(string(bench), `  axis "carriage"`)
	axis, _, _ = strings.Cut(axis, "\n  }\n")
	text := strings.TrimSuffix(strings.TrimSpace(string(src)), "}") + `  axis "carriage"` + axis + "\n  }\n  heat {\n    max = \"40 °C\"\n    power = \"60 W\"\n    source = \"x\"\n  }\n}\n"
	if _, list := profile.Read("f.hcl", []byte(text)); len(list) != 2 || list[0].Code != diag.Contradiction || list[1].Code != diag.Contradiction {
		t.Errorf("an axis, and heat that is measured: %v", list)
	}
	ahead, _, _ := strings.Cut(string(src), "    mode ")
	if _, list := profile.Read("f.hcl", []byte(ahead+"  }\n  person {\n max_weight=\"120 kg\"\n min_height=\"1.5 m\"\n max_height=\"1.8 m\"\n source=\"x\"\n }\n}")); len(list) != 1 {
		t.Errorf("without a mode: %v", list)
	}
	// The way on silence of closed chairs is none for one whose axes are driven.
	if _, list := profile.Read("f.hcl", []byte(strings.Replace(string(bench), `on_silence    = "retracts"`, `on_silence = "runs_on"`, 1))); len(list) != 1 || list[0].Code != diag.UnknownWord {
		t.Errorf("a chair with axes that runs on: %v", list)
	}
}
