package closed

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
)

// reachMost is how long the chair may take to a setting, keys and carriage together. An assumption: half a minute for the
// carriage, three presses of each of four keys.
const reachMost = 60 * time.Second

// Session goes through a plan's settings. The zero Session is not one: begin with New.
type Session struct {
	steps []fit.ClosedStep
	at    int           // which step
	spent time.Duration // running in the step, once the first setting was reached
	seeks time.Duration // on the way to its setting, in a row
	begun bool          // the first setting was reached
	was   chair.Action
	gave  chair.Action // an action that failed: the session cannot go on
	soft  int          // levels of speed slower than planned, from now on
}

// Ask is what somebody wants of a session. The zero Ask is nothing.
type Ask uint8

// The asks. A closed chair cannot pause: its power key, the only stop, sends it home.
const (
	Nothing Ask = iota
	Softer      // one level of speed slower from now on
	Skip        // to the next step
	Finish      // to the last step, and no more than a minute of it
	Stop
)

// finishMost is how long a session goes on that is to finish. Our own choice: as long as fit's slow end.
const finishMost = time.Minute

// Do takes an ask other than Stop. What makes no sense now is passed over.
func (s *Session) Do(a Ask) {
	if s.at >= len(s.steps) {
		return
	}
	last := len(s.steps) - 1
	switch a {
	case Softer:
		if s.setting().Speed > 1 {
			s.soft++
			s.seeks = 0
		}
	case Skip:
		s.to(s.at + 1)
	case Finish:
		if s.at < last {
			s.to(last)
		}
		s.spent = max(s.spent, s.steps[last].For-finishMost)
	}
}

// Slowest says whether the setting that is under way is as slow as it goes.
func (s *Session) Slowest() bool { return s.at >= len(s.steps) || s.setting().Speed <= 1 }

// to goes to a step.
func (s *Session) to(step int) { s.at, s.spent, s.seeks = step, 0, 0 }

// setting is that of the step under way, as slow as was asked for.
func (s *Session) setting() chair.Setting {
	set := s.steps[s.at].Setting
	set.Speed = max(1, set.Speed-s.soft)
	return set
}

// New is a session before its first step.
func New(steps []fit.ClosedStep) *Session { return &Session{steps: steps} }

// Step takes what the chair says after dt and tells the setting for the coming tick; over says that the plan is done, or
// cannot go on: then the chair is to be stopped. there says that the driver has seen the setting reached.
func (s *Session) Step(dt time.Duration, r *chair.ClosedReport, there bool) (set chair.Setting, over bool) {
	if r != nil && r.Action.Progress == chair.Failed && r.Action.Number != s.was.Number {
		s.gave = r.Action
	}
	if s.at >= len(s.steps) || s.gave.Number != 0 {
		return chair.Setting{}, true
	}
	s.begun = s.begun || there
	if s.begun && r != nil && r.Run == chair.Running { // on its way too: it is contact
		s.spent += dt
	}
	if there {
		s.seeks = 0
	} else if s.seeks += dt; s.seeks > reachMost {
		s.gave = chair.Action{Number: 1, What: "its place", Progress: chair.Failed}
		if r != nil && r.Action.Number != 0 {
			s.gave = r.Action
		}
		return chair.Setting{}, true
	}
	for s.spent >= s.steps[s.at].For {
		s.spent = 0
		if s.at++; s.at == len(s.steps) {
			return chair.Setting{}, true
		}
	}
	return s.setting(), false
}

// Phase is the name of the phase that is under way, and the time left at settings.
func (s *Session) Phase() (name string, left time.Duration) {
	if s.at >= len(s.steps) {
		return "", 0
	}
	for _, x := range s.steps[s.at:] {
		left += x.For
	}
	return s.steps[s.at].Phase, left - s.spent
}

// Done says whether every step has had its time.
func (s *Session) Done() bool { return s.at >= len(s.steps) }

// Gave is the action that the session could not go on for, if it did not; its Number is 0 otherwise.
func (s *Session) Gave() chair.Action { return s.gave }
