package commission

import (
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// TestSimulatedChair: a sound chair passes every step, with figures, and goes home in silence by itself.
func TestSimulatedChair(t *testing.T) {
	r := simulated(t, nil)
	v := r.run()
	for _, x := range v.Results {
		t.Logf("%-16s %v %s %v", x.Name, x.Passed, x.Why, x.Figures)
	}
	if v.Outcome != Passed || len(v.Results) != v.Steps {
		t.Fatalf("%v: %s", v.Outcome, v.Why)
	}
}

// TestLetGo: whatever is held stands when it is let go, wherever in the test that is.
func TestLetGo(t *testing.T) {
	r := simulated(t, nil)
	r.bench = New(Options{Profile: &r.profile, Room: 23})
	let := time.Duration(0) // how long it has been let go
	held := 0
	for !r.bench.Over() {
		r.holds = func(v *View) bool { // 300 ms held, 600 ms not
			held = (held + 1) % 225
			if v.Name == "silence" || v.Name == "stop" || v.Name == "button" || v.Name == "heat" || strings.HasPrefix(v.Name, "air") {
				return true // these look for a while of it
			}
			return held < 75
		}
		r.tick()
		v := r.bench.View()
		if let += r.profile.Period(); v.Prompt.How != Hold || r.wasHeld {
			let = 0
		}
		if let > 400*time.Millisecond && v.Prompt.How == Hold {
			for a := chair.Carriage; a < chair.AxisEnd; a++ {
				if vel := r.report.Axes[a].Vel; vel > 1 || vel < -1 {
					t.Fatalf("%s: %v moves at %v, %v after it was let go", v.Name, a, vel, let)
				}
			}
			if v.Moving {
				t.Fatalf("%s: said to move %v after it was let go", v.Name, let)
			}
		}
		if r.now > longest {
			t.Fatal("not over")
		}
	}
	if v := r.bench.View(); v.Outcome != Passed {
		t.Fatalf("%v: %s", v.Outcome, v.Why)
	}
}

func orderOf(p chair.Profile) []step { return order(&p) }

// TestStopEndsTheTest: STOP ends it in every step, the chair rests, and nothing counts as tried.
func TestStopEndsTheTest(t *testing.T) {
	all := orderOf(load(t, "bench-4d"))
	for _, s := range all {
		t.Run(s.name(), func(t *testing.T) {
			r := simulated(t, nil)
			r.stopAt = s.name()
			v := r.run()
			if v.Outcome != Aborted || v.Why == "" {
				t.Fatalf("%v: %s", v.Outcome, v.Why)
			}
			for range 250 { // a second later nothing moves
				r.pass(r.profile.Period())
			}
			rep, _ := r.chair.Read(t.Context())
			for a := range rep.Axes {
				if rep.Axes[a].Vel != 0 {
					t.Errorf("%v moves at %v", chair.Axis(a), rep.Axes[a].Vel)
				}
			}
			if d := rep.Axes[chair.Depth]; d.Homed && d.Pos > 1 {
				t.Errorf("the depth is at %v", d.Pos)
			}
		})
	}
}

// TestRefused: a no ends the test.
func TestRefused(t *testing.T) {
	for _, step := range []string{"seat empty", "push left", "seat taken", "seat left"} {
		r := simulated(t, nil)
		r.refuse[step] = true
		if v := r.run(); v.Outcome != Failed || v.Results[len(v.Results)-1].Name != step {
			t.Errorf("%s: %v, %s", step, v.Outcome, v.Why)
		}
	}
}

// TestNobody: a test that nobody goes on with, and one whose asker is gone, end.
func TestNobody(t *testing.T) {
	r := simulated(t, nil)
	r.bench = New(Options{Profile: &r.profile})
	for began := r.now; !r.bench.Over(); {
		r.pass(r.profile.Period())
		r.report, _ = r.chair.Read(t.Context())
		c, _ := r.bench.Tick(&In{At: r.now, Report: &r.report, Fresh: true, Took: true, Alive: true})
		_ = r.chair.Apply(t.Context(), c)
		if r.now-began > 2*patience {
			t.Fatal("goes on for ever")
		}
	}
	if v := r.bench.View(); v.Outcome != Aborted || !strings.Contains(v.Why, "nobody went on") {
		t.Errorf("%v: %s", v.Outcome, v.Why)
	}
	b := New(Options{Profile: &r.profile})
	for range 1000 {
		b.Tick(&In{At: r.now, Report: &r.report, Fresh: true, Took: true})
		r.now += r.profile.Period()
	}
	if v := b.View(); v.Outcome != Aborted || !strings.Contains(v.Why, "not heard") {
		t.Errorf("%v: %s", v.Outcome, v.Why)
	}
}

// TestLess: a chair with less has fewer steps, and passes them.
func TestLess(t *testing.T) {
	tests := map[string]func(*chair.Profile){
		"no button":      func(p *chair.Profile) { p.StopButton = false },
		"no seat sensor": func(p *chair.Profile) { p.SeatSensor = false },
		"no air":         func(p *chair.Profile) { p.Air = [chair.BagEnd]chair.AirProfile{} },
		"no heat":        func(p *chair.Profile) { p.Heat = chair.HeatProfile{} },
		"no carriage":    func(p *chair.Profile) { p.Axes[chair.Carriage] = chair.AxisProfile{} },
		"releases":       func(p *chair.Profile) { p.OnSilence = chair.Releases },
		"holds":          func(p *chair.Profile) { p.OnSilence = chair.Holds },
		"no tappers": func(p *chair.Profile) {
			p.Axes[chair.TapLeft], p.Axes[chair.TapRight] = chair.AxisProfile{}, chair.AxisProfile{}
		},
		"a hundred a sec.": func(p *chair.Profile) { p.Control = 100 },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			if v := simulated(t, change).run(); v.Outcome != Passed {
				t.Fatalf("%v: %s", v.Outcome, v.Why)
			}
		})
	}
}
