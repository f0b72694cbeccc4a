package session

import (
	"fmt"
	"math"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// LevelNudge is somebody's word that a level lies elsewhere than the scan put it.
type LevelNudge struct {
	Level body.Level
	By    unit.Millimetre // up the back
}

// NudgeMost is the most that a level may be moved in all: beyond it another scan is due. Assumption: about the distance
// of two levels less the scan's own doubt.
const NudgeMost unit.Millimetre = 30

// Check says why somebody cannot mean it, or nil.
func (n LevelNudge) Check() error {
	switch {
	case !n.Level.Valid():
		return fmt.Errorf("nudge: no such level; name one from %v to %v", body.S1, body.T12)
	case !(n.By >= -NudgeMost && n.By <= NudgeMost) || n.By == 0:
		return fmt.Errorf("nudge: %.0f mm is not within %.0f mm up or down", n.By, NudgeMost)
	}
	return nil
}

const (
	// nudgeShare is how much of a nudge the next level takes, and the one after that of its, and so on: where one level
	// was misplaced, its neighbours were too. Assumption.
	nudgeShare = 0.8
	// nudgeDoubt is the share of a nudge that comes on top of a level's standard deviation: scan and person disagree by
	// so much. Assumption.
	nudgeDoubt = 0.5
)

// nudge takes a nudge down for the next moment at which the rollers hardly press. A map that moves under a pressing
// roller could make a force too much that was not.
func (s *Session) nudge(n LevelNudge, out []Effect) []Effect {
	refuse := func(why string) []Effect {
		return append(out, Effect{Kind: Noted, Note: Note{Kind: "refused", Text: why}})
	}
	if err := n.Check(); err != nil {
		return refuse(err.Error())
	}
	if !s.scanned || s.stage > Massage {
		return refuse("nudge: there is no scan to correct; wait until the levels are found")
	}
	var moved [body.LevelEnd]unit.Millimetre
	for l := body.S1; l < body.LevelEnd; l++ {
		share := math.Pow(nudgeShare, math.Abs(float64(l)-float64(n.Level)))
		moved[l] = s.nudged[l] + s.pending[l] + n.By*unit.Millimetre(share)
		if moved[l] > NudgeMost || moved[l] < -NudgeMost {
			return refuse(fmt.Sprintf("nudge: more than %.0f mm in all; finish, sit back and let the chair feel again", NudgeMost))
		}
	}
	for l := body.S1; l < body.LevelEnd; l++ {
		s.pending[l] = moved[l] - s.nudged[l]
	}
	s.hasPending = true
	return out
}

// applyNudges moves the levels, with more doubt, and tells the guard. It says whether the levels have moved: not while
// the back is elsewhere than it was scanned, and not to a place that is no back.
func (s *Session) applyNudges(in *Input, out []Effect) ([]Effect, bool) {
	if !s.hasPending || !s.zones.Holds(s.Profile.Back(in.Report)) {
		return out, false
	}
	by := s.pending
	s.pending, s.hasPending = [body.LevelEnd]unit.Millimetre{}, false
	e := s.scan
	for l := body.S1; l < body.LevelEnd; l++ {
		v := &e.Levels[l]
		v.Along += by[l]
		v.SD = unit.Millimetre(math.Hypot(float64(v.SD), nudgeDoubt*float64(by[l])))
	}
	m := e.ZoneMap(s.zones.Recline)
	m.Doubt = max(m.Doubt, s.zones.Doubt)
	if err := m.Check(); err != nil {
		return append(out, Effect{Kind: Noted, Note: Note{Kind: "refused", Text: "nudge: that would be no back: " + err.Error()}}), false
	}
	s.scan, s.zones = e, m
	for l := range by {
		s.nudged[l] += by[l]
	}
	return append(out,
		Effect{Kind: Register, Map: s.zones, Contour: &s.scan.Contour},
		Effect{Kind: Noted, Note: Note{Kind: "scan", Text: "nudged", Levels: &s.scan.Levels}}), true
}
