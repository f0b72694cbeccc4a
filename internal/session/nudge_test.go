package session

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// nudges asks for a nudge and steps until the next stroke has begun.
func (w *script) nudges(l body.Level, by unit.Millimetre) {
	w.in.Nudge = LevelNudge{Level: l, By: by}
	w.step(Nudge)
	w.step(Skip)
	for i := w.s.cur.index; w.s.stage == Massage && (w.s.cur.index == i || !w.s.cur.begun); {
		w.step(Nothing)
	}
}

// TestNudgeMovesTheLevels: the level by all of it, its neighbours by less, all with more doubt, and the guard is told;
// but not before the rollers are at the start of a stroke.
func TestNudgeMovesTheLevels(t *testing.T) {
	w := massaging(t, short())
	before, zones := w.s.scan.Levels, w.s.zones
	w.in.Nudge = LevelNudge{Level: body.L4, By: 10}
	w.step(Nudge)
	for range 100 {
		w.step(Nothing)
	}
	if w.s.scan.Levels != before {
		t.Fatal("the levels move under a stroke")
	}
	w.step(Skip)
	for w.s.cur.index == 0 || !w.s.cur.begun {
		w.step(Nothing)
	}
	for l := body.S1; l < body.LevelEnd; l++ {
		moved := w.s.scan.Levels[l].Along - before[l].Along
		want := 10 * math.Pow(0.8, math.Abs(float64(l)-float64(body.L4)))
		if math.Abs(float64(moved)-want) > 1e-9 || !(w.s.scan.Levels[l].SD > before[l].SD) {
			t.Errorf("%v moved by %.1f mm, want %.1f mm, SD from %.1f to %.1f mm", l, moved, want, before[l].SD, w.s.scan.Levels[l].SD)
		}
	}
	last := w.effects[len(w.effects)-1]
	for i := len(w.effects) - 1; i >= 0 && last.Kind != Register; i-- {
		last = w.effects[i]
	}
	if last.Kind != Register || last.Map != w.s.zones || !(w.s.zones.Doubt > zones.Doubt) || w.s.zones.SacrumTop <= zones.SacrumTop {
		t.Errorf("guard has %+v, session %+v, before %+v", last.Map, w.s.zones, zones)
	}
}

// TestNudgeIsBounded: what nobody can mean is refused and changes nothing; the session goes on.
func TestNudgeIsBounded(t *testing.T) {
	for _, c := range []struct {
		name  string
		level body.Level
		by    unit.Millimetre
		again int
		want  string
	}{
		{"no level", 0, 10, 0, "no such level"},
		{"nothing", body.L4, 0, 0, "not within"},
		{"too far", body.L4, 31, 0, "not within"},
		{"not a number", body.L4, unit.Millimetre(nan), 0, "not within"},
		{"too far in all", body.L4, 20, 1, "in all"},
	} {
		w := massaging(t, short())
		for range c.again {
			w.nudges(c.level, c.by)
		}
		before := w.s.scan.Levels
		w.nudges(c.level, c.by)
		if w.s.scan.Levels != before {
			t.Errorf("%s: the levels moved", c.name)
		}
		found := false
		for _, n := range w.notes {
			found = found || n.Kind == "refused" && strings.Contains(n.Text, c.want)
		}
		if !found {
			t.Errorf("%s: not refused with %q", c.name, c.want)
		}
		if w.run(Done, 5*time.Minute); w.s.outcome != Finished {
			t.Errorf("%s: %s, want finished", c.name, w.outcome())
		}
	}
	w := reach(t, Scanning)
	w.in.Nudge = LevelNudge{Level: body.L4, By: 5}
	if w.step(Nudge); !w.noted("refused", "nudge: there is no scan to correct; wait until the levels are found") {
		t.Error("a nudge before the scan is taken")
	}
}
