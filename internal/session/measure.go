package session

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/stiffness"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// measuresAt is where stiffness is measured, in this order: muscle, clear of the sacrum and the ribs.
var measuresAt = [...]body.Level{body.L4, body.L3, body.L2}

// What one round of measurements adds to a session: 24 s a level and the ways; two of them lie on any part of about two
// vertebrae. Where no level may be measured the ways alone are left.
const (
	measureWays    = 15 * time.Second
	measureTime    = 95 * time.Second
	measureContact = 65 * time.Second
)

// measuring is where a stiffness stage is.
type measuring struct {
	index  int
	phase  risePhase
	course stiffness.Course
	gauge  stiffness.Gauge
}

// stepMeasure presses and lets go at each level, works out what that says, and goes on.
func (s *Session) stepMeasure(in *Input, out []Effect) []Effect {
	c := &s.measuring
	if c.index >= len(measuresAt) {
		return s.measured(out)
	}
	at := measuresAt[c.index]
	if s.paused && c.phase == climbs {
		c.phase = going
		s.anew()
	}
	force, rise := technique.Touch, unit.NewtonPerSecond(0)
	switch c.phase {
	case going:
		if !s.ready(in) || s.paused {
			break
		}
		if wait, over := s.awaitsWho(in.Dt); wait {
			if over {
				c.index, s.unmeasured = len(measuresAt), true
			}
			break
		}
		if l := s.pleasant(); in.Control.Cap.Max < stiffness.Needed || l.Known() && l.At(at) < stiffness.Needed {
			c.index++ // less is allowed, or comfortable: not measured
			s.anew()
			break
		}
		c.phase, c.course, c.gauge = climbs, stiffness.Course{}, stiffness.Gauge{}
	case climbs:
		var over bool
		c.gauge.Add(s.Profile, in.Report, in.Control.Contact, &c.course, in.Dt)
		force, over = c.course.Step(in.Control.Contact, in.Dt)
		rise = stiffness.Rate
		if over {
			c.phase = easing
			s.anew()
		}
	case easing:
		if c.gauge.Work(s.Profile) && s.ready(in) {
			s.gauged().Levels[at] = c.gauge.Result(s.Profile)
			c.phase = going
			c.index++
			s.anew()
		}
	}
	p := s.place()
	s.goal = control.Goal{
		Kind: control.Feel, Recline: s.Profile.Massage, LegRest: s.legRest(), Width: scanWidth, Force: force, Rise: rise,
		Speed: control.Travel, Along: min(max(s.scan.Levels[at].Along, p.Lowest), p.Highest),
	}
	return out
}

// gauged is what the stage under way fills in.
func (s *Session) gauged() *stiffness.Back {
	if s.stage == Remeasuring {
		return &s.after
	}
	return &s.before
}

// measured ends a stiffness stage and puts on record what was found.
func (s *Session) measured(out []Effect) []Effect {
	note := Note{Kind: "stiffness", Stage: s.stage, Before: &s.before}
	next := Massage
	if s.stage == Remeasuring {
		note.After, next = &s.after, Finishing
	}
	s.rounds = [2]bool{true, s.stage == Remeasuring}
	s.measuring = measuring{}
	return s.enter(next, append(out, Effect{Kind: Noted, Note: note}))
}

// Stiffness is what was measured before and after the massage.
func (s *Session) Stiffness() (before, after *stiffness.Back) { return &s.before, &s.after }

// afterScan is the stage that follows the scan, and afterComfort the one that follows the calibration.
func (s *Session) afterScan() Stage {
	if s.Calibrate {
		return Comfort
	}
	return s.afterComfort()
}

func (s *Session) afterComfort() Stage {
	if s.Measure {
		return Measuring
	}
	return Massage
}

// afterMassage is the stage that follows the plan's end. The back must be where it was scanned.
func (s *Session) afterMassage(in *Input) Stage {
	if s.Measure && !s.unmeasured && s.zones.Holds(s.Profile.Back(in.Report)) {
		return Remeasuring
	}
	return Finishing
}
