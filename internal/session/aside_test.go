package session

import (
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// tapping is a plan with strokes that are not for a spine's edge.
func tapping() *programme.Plan {
	return &programme.Plan{Name: "tapping", Phases: []programme.Phase{{Name: "work", Strokes: []technique.Stroke{
		{Kind: technique.Tap, From: body.L4, To: body.L3, Force: 20, Rate: 4, Width: technique.Narrow, For: 5 * time.Second},
		{Kind: technique.Knead, From: body.L4, To: body.L3, Force: 40, Speed: 15, Rate: 0.3, Width: technique.Narrow, For: 10 * time.Second, With: technique.Tapping{Rate: 4, Force: 10}},
		{Kind: technique.Stretch, Recline: 140, Hold: 5 * time.Second, Repeat: 1},
	}}}}
}

// TestAside: who sits beside the middle is asked once to sit in it, and is massaged gently where that does not help.
func TestAside(t *testing.T) {
	for name, c := range map[string]struct {
		rides unit.Newton
		moves bool        // when asked
		least chair.Coord // width of the chair's rollers
		asked Aside
		stays Aside
	}{
		"in the middle":               {},
		"a little beside it":          {rides: 0.8},
		"to the right":                {rides: 5, asked: ToTheRight, stays: ToTheRight},
		"to the left":                 {rides: -5, asked: ToTheLeft, stays: ToTheLeft},
		"to the right, and moves":     {rides: 5, moves: true, asked: ToTheRight},
		"where rollers are far apart": {rides: 5, least: 62},
	} {
		w := newScript(t, tapping())
		w.rides = c.rides
		if c.least > 0 {
			p := *w.s.Profile
			p.Axes[chair.Width].Min = c.least
			w.s.Profile = &p
		}
		var asked Aside
		var waited time.Duration
		w.each = func() {
			if v := w.s.View(); v.Asked != InTheMiddle {
				asked = v.Asked
				if waited += tick; w.report.Seated && c.moves {
					w.rides = 0
				}
			}
		}
		w.run(Massage, 5*time.Minute)
		if w.s.stage != Massage || asked != c.asked {
			t.Errorf("%s: %v, asked %q; want a massage, asked %q", name, w.outcome(), asked, c.asked)
			continue
		}
		want := []Stage{Homing, Taring, Settling, Scanning, Massage}
		if c.asked != InTheMiddle {
			want = []Stage{Homing, Taring, Settling, Scanning, Settling, Scanning, Massage}
			if waited < moveFor || waited > moveFor+50*time.Millisecond || !w.noted("aside", c.asked.String()) {
				t.Errorf("%s: %v to move, want %v; notes %v", name, waited, moveFor, w.notes)
			}
		}
		if got := w.stages(); !slices.Equal(got, want) {
			t.Errorf("%s: stages %v, want %v", name, got, want)
		}
		isGentle := slices.ContainsFunc(w.effects, func(e Effect) bool { return e.Kind == Gentle && e.By == chair.BySeat })
		if stays := c.stays != InTheMiddle; isGentle != stays || w.noted("aside", c.stays.String()+", still") != stays {
			t.Errorf("%s: gentle %v, want %v", name, isGentle, stays)
		}
		w.run(Done, 5*time.Minute)
		var done []string
		for _, n := range w.notes {
			if n.Kind == "stroke" {
				done = append(done, n.Technique+n.Text)
			}
		}
		wantDone := []string{"tap", "knead", "stretch"}
		if c.stays != InTheMiddle {
			wantDone[0] = "tapleft out"
		}
		if !slices.Equal(done, wantDone) || w.s.outcome != Finished {
			t.Errorf("%s: %v with strokes %q, want %q", name, w.outcome(), done, wantDone)
		}
	}
}

// TestAsideStaysGentle: whatever else a session is gentle for, and stops being gentle for, it stays so for who sits aside; and what
// it asks for is never more than AsideForce, nor tapped.
func TestAsideStaysGentle(t *testing.T) {
	w := newScript(t, tapping())
	w.rides = 5
	w.run(Massage, 5*time.Minute)
	for w.s.stage == Massage && w.s.cur.index < 1 || !w.s.cur.begun {
		w.step(Nothing)
	}
	if w.s.cur.force > AsideForce {
		t.Errorf("a stroke of %.0f N", w.s.cur.force)
	}
	for at := time.Duration(0); at <= w.s.cur.shape.Duration(); at += 50 * time.Millisecond {
		if g := w.s.cur.shape.At(at); g.Force > AsideForce || g.Peak > 0 || g.Tap > 0 {
			t.Fatalf("at %v it is %+v", at, g)
		}
	}
	from := len(w.effects)
	w.step(Unheard)
	w.step(Heard)
	var last Effect
	for _, e := range w.effects[from:] {
		if e.Kind == Gentle || e.Kind == Usual {
			last = e
		}
	}
	if last.Kind != Gentle || last.By != chair.BySeat {
		t.Errorf("heard again, the last word is %+v", last)
	}
	s := Session{aside: ToTheLeft, who: Stranger}
	if out := s.mine(nil); len(out) != 1 || out[0].Kind != Gentle || out[0].By != chair.BySeat {
		t.Errorf("it is them, and it is %+v", out)
	}
}
