package httpapi_test

import (
	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/wire"
)

// backOf is what the fake knows of the person's back: who sits there, what was found and moved, and where a
// calibration is.
type backOf struct {
	who     wire.Who // told to the owner once the levels are felt
	rises   int      // that are over
	nudged  [body.LevelEnd]float64
	comfort []wire.Comfort
	list    []wire.Stiffness
}

// risesAt is as the session has it.
var risesAt = []body.Level{body.L5, body.L3, body.L1}

// heed takes what is asked of the back.
func (b *backOf) heed(r wire.Request) {
	switch r.Verb {
	case wire.Enough:
		if b.rises < len(risesAt) {
			l := risesAt[b.rises]
			b.comfort = append(b.comfort, wire.Comfort{Name: l.String(), ForceN: 30, FoundN: 30 + 2*float64(b.rises), End: "enough", Side: "left"})
			b.rises++
		}
	case wire.Nudge:
		l, _ := body.ParseLevel(r.Level)
		b.nudged[l] += r.MM
	case wire.Mine:
		b.who = wire.WhoMine
	case wire.Other:
		b.who = wire.WhoOther
	}
}

// calibrate is the comfort stage, in which the fake's time stands still; false when it is over.
func (f *fake) calibrate() bool {
	s, b := &f.snapshot, &f.back
	if !s.Calibrate || b.rises >= len(risesAt) || b.who == wire.WhoDifferent {
		return false
	}
	s.Stage, s.Progress, s.TargetN, s.LimitN = wire.Firmness, float64(b.rises)/float64(len(risesAt)), 22, 60
	f.roll(along(risesAt[b.rises]), 40, 21.6, 20.2)
	s.Level = risesAt[b.rises].String()
	return true
}

// tellBack tells the owner alone what is known of the back.
func (f *fake) tellBack(s *wire.Snapshot, by string) {
	s.Yours = by != "" && by == f.owner
	if len(s.Levels) == 0 {
		return
	}
	levels := append([]wire.Level(nil), s.Levels...)
	for i := range levels {
		levels[i].AlongMM = places[i+1] + f.back.nudged[i+1]
	}
	s.Levels = levels
	if by != f.owner {
		return
	}
	s.Who = f.back.who
	if s.Stage != wire.Firmness {
		s.Comfort = f.back.comfort
	}
	if s.Who == wire.WhoDifferent || s.Who == wire.WhoOther {
		return
	}
	s.Found = &wire.Known{V: wire.KnownVersion, Chair: s.Chair, Back: &wire.Back{Muscle: 1.9}, Comfort: s.Comfort}
	for l := body.S1; l < body.LevelEnd; l++ {
		s.Found.Back.Levels = append(s.Found.Back.Levels, wire.Place{Name: l.String(), AlongMM: places[l], SDMM: 5, NudgedMM: f.back.nudged[l]})
	}
	if s.Measure {
		s.Found.Stiffness = f.back.list
	}
}

// stiffBack is what a fake measured, with one change that could be told.
func stiffBack(changed bool) (list []wire.Stiffness) {
	for i, l := range []string{"L4", "L3", "L2"} {
		for j, side := range []string{"left", "right"} {
			now := 3.2 - 0.4*float64(i) + 0.25*float64(j)
			w := wire.Stiffness{Name: l, Side: side, NPerMM: now, SD: 0.13 * now, Was: now * 1.03, ChangePct: -3, LeastPct: 14.9, Verdict: "no change"}
			if changed && l == "L3" && side == "left" {
				w.Was, w.ChangePct, w.Verdict = now*1.16, -13.8, "softer"
			}
			list = append(list, w)
		}
	}
	return list
}
