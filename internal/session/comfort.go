package session

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// risesAt is where the force rises, in this order: both ends and the middle of the lumbar spine. Where the limits end a
// rise before it says much, the others speak for the level.
var risesAt = [...]body.Level{body.L5, body.L3, body.L1}

// What a calibration adds to a session besides its rises: the ways, and at each place the easing. Of the places any part
// of about two vertebrae holds two at most.
const (
	calibrationWays = 20 * time.Second
	calibrationEase = 10 * time.Second
)

// rising is where the comfort stage is.
type rising struct {
	index int
	phase risePhase
	rise  comfort.Rise
}

// risePhase is what happens at one place. The zero value is the way there.
type risePhase uint8

const (
	going  risePhase = iota // to the place, at a touch
	climbs                  // the force rises
	easing                  // and goes, before the carriage does
)

// stepComfort lets the force rise at each place until it is enough.
func (s *Session) stepComfort(in *Input, out []Effect) []Effect {
	c := &s.rising
	if c.index >= len(risesAt) {
		return s.comfortable(out)
	}
	at := risesAt[c.index]
	if s.paused && c.phase == climbs { // it begins anew afterwards
		c.phase = going
		s.anew()
	}
	force := technique.Touch
	switch c.phase {
	case going:
		if s.ready(in) && !s.paused {
			if wait, over := s.awaitsWho(in.Dt); wait {
				if over {
					c.index = len(risesAt)
				}
				break
			}
			var moved bool
			if out, moved = s.applyNudges(in, out); moved {
				s.anew() // the place has moved with its level
				break
			}
			c.phase, c.rise = climbs, comfort.Rise{}
		}
	case climbs:
		var over bool
		force, over = c.rise.Step(in.Control.Contact, in.Control.Cap.Max, in.Dt)
		switch {
		case in.Ask == Enough:
			s.found.Levels[at] = c.rise.Enough()
			s.ease()
		case over:
			s.found.Levels[at] = c.rise.Capped()
			s.ease()
		}
	case easing:
		if s.ready(in) {
			c.phase = going
			c.index++
			s.anew()
		}
	}
	if c.phase == easing {
		force = technique.Touch
	}
	p := s.place()
	s.goal = control.Goal{
		Kind: control.Feel, Recline: s.Profile.Massage, LegRest: s.legRest(), Width: scanWidth, Force: force,
		Speed: control.Travel, Along: min(max(s.scan.Levels[at].Along, p.Lowest), p.Highest),
	}
	return out
}

// ease ends a rise: the force goes before the carriage does.
func (s *Session) ease() {
	s.rising.phase = easing
	s.anew()
}

// comfortable ends the comfort stage and puts on record what was found.
func (s *Session) comfortable(out []Effect) []Effect {
	if s.found.Known() {
		s.comfort = s.found
		out = append(out, Effect{Kind: Noted, Note: Note{Kind: "comfort", Comfort: &s.comfort}})
	}
	return s.enter(s.afterComfort(), out)
}

// Comfort is what is known of what the person finds comfortable: found in this session, or brought along.
func (s *Session) Comfort() *comfort.Limit { return &s.comfort }

// pleasant is what of it is heeded.
func (s *Session) pleasant() *comfort.Limit {
	if !s.comfort.Known() {
		return &s.doubted
	}
	return &s.comfort
}

// bearable is the force that is comfortable wherever a stroke goes; 0 if nobody knows.
func (s *Session) bearable(st *technique.Stroke) unit.Newton {
	l := s.pleasant()
	if !l.Known() {
		return 0
	}
	return l.Over(st.Covers())
}

// scale is the share of the stroke's force that softer and stronger make of it: never more than what is comfortable.
func (s *Session) scale() float64 {
	scale := 1 + IntensityStep*float64(s.intensity)
	if c := &s.cur; c.most > 0 && c.force > 0 {
		scale = min(scale, max(1, float64(c.most/c.force)))
	}
	return scale
}
