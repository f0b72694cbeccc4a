package verify

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
)

// draft is a plan that its author goes on writing.
func draft(change func(p *programme.Plan)) *programme.Plan {
	p := &programme.Plan{Name: "draft", Title: "Draft", Heat: &programme.Heat{Target: 39, Until: 40 * time.Second}, Phases: []programme.Phase{
		{Name: "come", Strokes: []technique.Stroke{
			{Kind: technique.Glide, From: body.S1, To: body.L1, Force: 16, Speed: 40, For: 12 * time.Second},
			{Kind: technique.Knead, From: body.L5, To: body.L2, Force: 24, Rate: 0.4, Speed: 20, For: 15 * time.Second},
		}},
		{Name: "stay", Strokes: []technique.Stroke{
			{Kind: technique.Press, At: []body.Level{body.L4}, Force: 30, Ease: 2 * time.Second, Hold: 3 * time.Second, Repeat: 1},
			{Kind: technique.Glide, From: body.L5, To: body.L1, Force: 14, Speed: 40, For: 8 * time.Second},
		}},
	}}
	if change != nil {
		change(p)
	}
	return p
}

// TestAgain changes a programme bit by bit, as its author does: what is gone on from comes to the same bytes as from the start.
func TestAgain(t *testing.T) {
	bodies := []int{20, 4100}
	m := &Memory{}
	for _, x := range []struct {
		what   string
		change func(p *programme.Plan)
		quick  bool
		least  time.Duration // that need not be played again, of both bodies
		most   time.Duration
	}{
		{"for the first time", nil, false, 0, 0},
		{"the same again", nil, false, 150 * time.Second, 300 * time.Second},
		{"the last stroke", func(p *programme.Plan) { p.Phases[1].Strokes[1].Force = 18 }, false, 150 * time.Second, 300 * time.Second},
		{"the third, in parts of a list", func(p *programme.Plan) { p.Phases[1].Strokes[0].At = []body.Level{body.L3} }, false, 130 * time.Second, 280 * time.Second},
		{"the first", func(p *programme.Plan) { p.Phases[0].Strokes[0].Force = 20 }, false, 60 * time.Second, 130 * time.Second},
		{"one less", func(p *programme.Plan) { p.Phases[0].Strokes = p.Phases[0].Strokes[:1] }, false, 60 * time.Second, 130 * time.Second},
		{"all of it again", nil, false, 80 * time.Second, 160 * time.Second},
		{"one more", func(p *programme.Plan) {
			p.Phases[1].Strokes = append(p.Phases[1].Strokes, technique.Stroke{Kind: technique.Rest, For: 3 * time.Second})
		}, false, 160 * time.Second, 320 * time.Second},
		{"the end alone", func(p *programme.Plan) { p.Phases[1].Strokes = p.Phases[1].Strokes[:1] }, false, 150 * time.Second, 300 * time.Second},
		{"a phase by another name", func(p *programme.Plan) { p.Phases[0].Name = "begin" }, false, 60 * time.Second, 130 * time.Second},
		{"heat until later, not yet felt", func(p *programme.Plan) { p.Phases[0].Name, p.Heat.Until = "begin", 45*time.Second }, false, 90 * time.Second, 300 * time.Second},
		{"warmer from the start", func(p *programme.Plan) { p.Phases[0].Name, p.Heat.Target = "begin", 38 }, false, 0, 0},
		{"no heat", func(p *programme.Plan) { p.Heat = nil }, false, 0, 0},
		{"quick, of which nothing is known", nil, true, 0, 0},
		{"quick, the last stroke", func(p *programme.Plan) { p.Phases[1].Strokes[1].Force = 12 }, true, 150 * time.Second, 300 * time.Second},
	} {
		s := setting(t, draft(x.change))
		s.Quick = x.quick
		s.Prepare()
		before := m.skipped
		var got []Outcome
		if err := s.Again(t.Context(), m, bodies, func(o Outcome) error { got = append(got, o); return nil }); err != nil {
			t.Fatal(err)
		}
		want := play(t, s, bodies)
		byRow := func(a, b Outcome) int { return a.Row - b.Row }
		slices.SortFunc(got, byRow)
		slices.SortFunc(want, byRow)
		if a, b := text(t, got), text(t, want); a != b {
			t.Errorf("%s: gone on from what was remembered\n%s\nfrom the start\n%s", x.what, a, b)
		}
		if d := m.skipped - before; d < x.least || d > x.most {
			t.Errorf("%s: %v need not be played again, want %v to %v", x.what, d, x.least, x.most)
		}
	}
}

// TestAgainOfOthers: another seed, or a body that was not among the last, is played from the start, and a run that is broken
// off leaves nothing wrong.
func TestAgainOfOthers(t *testing.T) {
	m := &Memory{}
	again := func(seed uint64, bodies ...int) {
		t.Helper()
		s := setting(t, draft(nil))
		s.Seed = seed
		var got []Outcome
		if err := s.Again(t.Context(), m, bodies, func(o Outcome) error { got = append(got, o); return nil }); err != nil {
			t.Fatal(err)
		}
		if a, b := text(t, got), text(t, play(t, s, bodies)); a != b {
			t.Errorf("seed %d:\n%s\nfrom the start\n%s", seed, a, b)
		}
	}
	again(1, 7)
	again(2, 7)
	if m.skipped != 0 {
		t.Errorf("%v of another seed's sessions were taken", m.skipped)
	}
	again(2, 8)
	again(2, 7)
	if m.skipped != 0 || len(m.kept) != 1 {
		t.Errorf("a body that was not among the last is remembered: %v, %d bodies", m.skipped, len(m.kept))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := setting(t, draft(func(p *programme.Plan) { p.Phases[1].Strokes[1].Force = 20 }))
	s.Seed = 2
	if err := s.Again(ctx, m, []int{7}, func(Outcome) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("broken off: %v", err)
	}
	again(2, 7)
	if m.skipped == 0 {
		t.Error("nothing is remembered of what was played before a run was broken off")
	}
}
