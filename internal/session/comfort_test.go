package session

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// TestComfortFindsEachLevel: the force rises at three levels, each until it is enough or the cap holds it, and is gone
// again before the carriage leaves.
func TestComfortFindsEachLevel(t *testing.T) {
	w := reach(t, Comfort)
	var firmest unit.Newton
	w.each = func() {
		g := w.s.Goal()
		firmest = max(firmest, g.Force)
		if g.Kind == control.Feel && g.Force > technique.Touch && w.s.rising.phase != climbs {
			t.Fatalf("%.1f N outside of a rise", g.Force)
		}
	}
	for w.s.stage == Comfort {
		ask := Nothing
		if w.s.rising.index == 1 && w.s.Goal().Force >= 40 {
			ask = Enough
		}
		w.step(ask)
	}
	if w.s.stage != Massage || firmest > 60 {
		t.Fatalf("%s after at most %.1f N, want to be massaging after at most 60 N", w.outcome(), firmest)
	}
	c := w.s.Comfort()
	for l, want := range map[body.Level]comfort.End{body.L5: comfort.Cap, body.L3: comfort.Enough, body.L1: comfort.Cap, body.L4: 0} {
		if got := c.Levels[l].End; got != want {
			t.Errorf("%v ended by %q, want %q", l, got, want)
		}
	}
	if f := c.Levels[body.L3].Force; !(f > 32 && f < 38) {
		t.Errorf("enough at 40 N is %.1f N, want a margin and a reaction less", f)
	}
	if !slices.ContainsFunc(w.notes, func(n Note) bool { return n.Kind == "comfort" && n.Comfort.Levels[body.L1].Force == 60 }) {
		t.Error("what was found is not on record")
	}
}

// TestComfortWaitsInAPause: the force goes, the level begins anew, and a skip leaves the rest out.
func TestComfortWaitsInAPause(t *testing.T) {
	w := reach(t, Comfort)
	for w.s.Goal().Force < 20 {
		w.step(Nothing)
	}
	w.step(Pause)
	for range 1000 {
		if w.step(Nothing); w.s.Goal().Force > technique.Touch {
			t.Fatalf("%.1f N in a pause", w.s.Goal().Force)
		}
	}
	w.step(Resume)
	for w.s.Goal().Force < 8 {
		w.step(Nothing)
	}
	if w.s.rising.index != 0 || w.s.Goal().Force > 9 {
		t.Errorf("place %d at %.1f N after a pause, want to begin anew", w.s.rising.index, w.s.Goal().Force)
	}
	w.step(Skip)
	w.run(Massage, time.Second)
	if w.s.stage != Massage || w.s.Comfort().Known() {
		t.Errorf("%s, comfort known %v; want to be massaging without", w.outcome(), w.s.Comfort().Known())
	}
}

// TestComfortBoundsTheMassage: words are shares of what was found, newtons no more than it, and stronger never more.
func TestComfortBoundsTheMassage(t *testing.T) {
	plan := short()
	plan.Phases[0].Strokes[0].Share, plan.Phases[0].Strokes[0].Force = 0.35, 14
	plan.Phases[0].Strokes[1].Share, plan.Phases[0].Strokes[1].Force = 0.60, 24
	w := newScript(t, plan)
	w.s.comfort.Levels[body.L3] = comfort.Level{Force: 26, End: comfort.Enough}
	w.run(Massage, 2*time.Minute)
	want := []unit.Newton{0.35 * 26, 0.60 * 26, 26} // the last asks for 30 N
	for w.s.stage == Massage {
		w.step(Stronger)
		c := &w.s.cur
		if w.s.stage != Massage || !c.loaded {
			continue
		}
		if math.Abs(float64(c.force-want[c.index])) > 0.01 {
			t.Fatalf("stroke %d asks for %.2f N, want %.2f N", c.index, c.force, want[c.index])
		}
		if g := w.s.Goal(); float64(c.force)*g.Scale > 26.001 {
			t.Fatalf("stroke %d is %.1f N at its strongest, want at most 26 N", c.index, float64(c.force)*g.Scale)
		}
	}
}

// TestEnoughInTheMassage: one step softer, and never stronger again in this session.
func TestEnoughInTheMassage(t *testing.T) {
	w := massaging(t, short())
	w.step(Stronger)
	w.step(Stronger)
	w.step(Enough)
	w.step(Stronger)
	w.step(Stronger)
	if v := w.s.View(); v.Intensity != 1 {
		t.Errorf("intensity %d, want 1: one below where it was too much", v.Intensity)
	}
}

// TestExtra: what a calibration adds is what it takes at its longest.
func TestExtra(t *testing.T) {
	w := reach(t, Comfort)
	from := w.in.At
	w.run(Massage, 5*time.Minute)
	during, contact := (&Options{Calibrate: true}).Extra(chair.Everyone())
	if took := w.in.At - from; took > during || contact > during {
		t.Errorf("a calibration took %v, %v are set aside, %v of contact", took, during, contact)
	}
	if during, contact := (&Options{}).Extra(chair.Everyone()); during != 0 || contact != 0 {
		t.Errorf("a session without calibration sets aside %v and %v", during, contact)
	}
}
