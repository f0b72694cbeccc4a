package technique_test

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

func TestTappingAlong(t *testing.T) {
	place := technique.Place{Lowest: 60, Highest: 420, Massage: 120, Flat: 160, Carry: technique.Reach{Vel: 60, Acc: 300, Jerk: 2000}}
	for l := body.S1; l < body.LevelEnd; l++ {
		place.Levels[l] = 100 + 35*unit.Millimetre(l)
	}
	s := technique.Stroke{
		Kind: technique.Knead, From: body.L5, To: body.L1, Force: 14, Speed: 15, Rate: 0.3, Width: technique.Narrow, For: time.Minute,
		With: technique.Tapping{Rate: 3, Force: 24, Both: true},
	}
	shape, err := technique.Prepare(&s, &place)
	if err != nil {
		t.Fatal(err)
	}
	if g := shape.At(30 * time.Second); g.Force != 14 || g.Peak != 24 || g.Tap != 3 || !g.TapBoth || g.Knead != 0.3 {
		t.Errorf("target %+v", g)
	}
	if g := shape.At(time.Minute); g.Tap != 0 || g.Knead != 0 || g.AlongVel != 0 {
		t.Errorf("it does not end at rest: %+v", g)
	}
	if d := s.Taps(); d != time.Minute {
		t.Errorf("it taps for %v", d)
	}
	if alone := s.Alone(); alone.Kind != technique.Tap || alone.Taps() != time.Minute || alone.Force != 24 || alone.Width != technique.Narrow {
		t.Errorf("alone %+v", alone)
	}
	// Where less is comfortable, the strokes are still felt.
	soft := s.Within(16)
	if shape, err = technique.Prepare(&soft, &place); err != nil {
		t.Fatal(err)
	}
	if g := shape.At(30 * time.Second); g.Peak != 16 || g.Force > g.Peak/technique.PeakOver {
		t.Errorf("target %+v", g)
	}
	for name, change := range map[string]func(*technique.Stroke){
		"press": func(s *technique.Stroke) {
			s.Kind, s.At, s.Hold, s.Ease, s.Repeat = technique.Press, []body.Level{body.L3}, 1e9, 1e9, 1
		},
		"too fast": func(s *technique.Stroke) { s.With.Rate = 11 },
		"too hard": func(s *technique.Stroke) { s.With.Force = 2000 },
		"too wide": func(s *technique.Stroke) { s.Width, s.To = technique.Wide, body.L3 },
	} {
		bad := s
		change(&bad)
		if _, err := technique.Prepare(&bad, &place); err == nil {
			t.Errorf("%s: prepared", name)
		}
	}
}
