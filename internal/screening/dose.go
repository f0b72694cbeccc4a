package screening

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Session is one past session as the dose sees it. A rating that is negative was not given.
type Session struct {
	Ended      time.Time
	Level      int  // of force, the highest used
	Stopped    bool // ended by a fault, or because something felt wrong
	Marks      []string
	PainBefore float64 // 0 to 10
	PainNext   float64 // the next day
	Soreness   float64 // the next day
}

// History is what past sessions leave behind. The zero History is of somebody who is new.
type History struct {
	Quiet     int       // sessions that ended by themselves, with nothing wrong, and soreness of 2 or less the next day
	Most      int       // the highest level that they opened; 0 if not known
	NotBefore time.Time // the next session
	Pauses    int       // of 72 hours, in the last four weeks
	Spread    bool      // pain went into a leg after the last session
	Guest     bool      // always as in a first session
}

// Figures of the dose: cautious defaults of the source document's reviewers, not evidence.
const (
	soreQuiet   = 2              // of 10: soreness that counts as none
	soreMuch    = 4              // of 10: soreness that means too much
	painMuch    = 2              // points above the value before the session
	quietToRise = 2              // quiet sessions at a level that open the next
	skipDay     = 48 * time.Hour // from the end of a session, so that a day is skipped
	pauseLong   = 72 * time.Hour
	fourWeeks   = 28 * 24 * time.Hour
	pausesMost  = 2  // in four weeks
	enoughToSay = 12 // sessions
)

// SayTalk is said when two pauses came within four weeks.
const SayTalk = "Your back was sorer after sessions twice in four weeks. Stop for now, and talk to a physiotherapist or doctor."

// SayExit is said when weeks of sessions have changed nothing.
const SayExit = "It does not seem to be helping your back; you may still enjoy it. Moving more, or a professional, may do more."

// Stop says that two pauses came within four weeks: no session until a professional was asked.
func (h History) Stop() bool { return h.Pauses >= pausesMost }

// Remember goes through past sessions, the oldest first, as of now.
func (c *Check) Remember(past []Session, now time.Time) History {
	h := History{Most: c.rules.Doses[0].Limits.Level}
	rising := 0 // quiet sessions in a row at the highest level
	for i := range past {
		s := &past[i]
		h.Spread = s.marked(MarkSpread)
		switch {
		case s.tooMuch():
			h.Most, rising = max(1, min(h.Most, s.Level)-1), 0
			h.rest(s.Ended.Add(skipDay))
		case s.quiet():
			h.Quiet++
			if s.Level >= h.Most {
				rising++
			}
			if rising >= quietToRise && h.Most < c.highest(h.Quiet) {
				h.Most, rising = h.Most+1, 0
			}
		}
		if s.flared() {
			h.rest(s.Ended.Add(pauseLong))
			if now.Sub(s.Ended) < fourWeeks {
				h.Pauses++
			}
		}
	}
	return h
}

// rest moves the next session back, never forward.
func (h *History) rest(until time.Time) {
	if until.After(h.NotBefore) {
		h.NotBefore = until
	}
}

// marked says whether a session has a mark.
func (s *Session) marked(mark string) bool {
	for _, m := range s.Marks {
		if m == mark {
			return true
		}
	}
	return false
}

// tooMuch says whether the next session has to be softer and later.
func (s *Session) tooMuch() bool {
	return s.Soreness >= soreMuch || s.marked(MarkTooHard) || s.marked(MarkLong) || s.marked(MarkBruise) || s.marked(MarkWorse)
}

// flared says whether pain rose by the next day.
func (s *Session) flared() bool {
	return s.PainBefore >= 0 && s.PainNext-s.PainBefore >= painMuch
}

// quiet says whether nothing at all was wrong. Who did not say how the next day was does not count.
func (s *Session) quiet() bool {
	return !s.Stopped && len(s.Marks) == 0 && s.Soreness >= 0 && s.Soreness <= soreQuiet && !s.flared()
}

// highest is the highest level by the number of quiet sessions alone.
func (c *Check) highest(quiet int) int { return c.step(quiet).Limits.Level }

// step is the dose for so many quiet sessions.
func (c *Check) step(quiet int) *Step {
	best := &c.rules.Doses[0]
	for i := range c.rules.Doses {
		if s := &c.rules.Doses[i]; quiet >= s.QuietFrom {
			best = s
		}
	}
	return best
}

// level is the force level that a history opens. Where it is not known which levels were used, they are taken to be
// those of first sessions, so that one step above is open.
func (c *Check) level(h History) int {
	if h.Guest {
		return c.highest(0)
	}
	most := h.Most
	if most <= 0 {
		most = c.highest(0) + 1
	}
	return min(c.highest(h.Quiet), most)
}

// Dose is the limits of the next session by what the last ones left behind, by chair.ByDose, and from when on.
func (c *Check) Dose(h History) (l chair.Limits, notBefore time.Time) {
	step := c.step(h.Quiet)
	if h.Guest {
		step = c.step(0)
	}
	l = step.Limits.tighten(chair.Everyone(), c.rules.Levels, chair.ByDose)
	return force(l, c.rules.Levels[c.level(h)-1], chair.ByDose), h.NotBefore
}

// Exit says whether it is time to say honestly that nothing has changed: four weeks after the first session, or after
// twelve. Better is whether the person's own ratings are clearly better.
func Exit(past []Session, better bool, now time.Time) bool {
	if better || len(past) == 0 {
		return false
	}
	return len(past) >= enoughToSay || now.Sub(past[0].Ended) >= fourWeeks
}
