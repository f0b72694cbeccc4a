package session

import (
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/internal/stiffness"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Known is what earlier sessions found of the person who is expected to sit. The zero Known is nothing.
type Known struct {
	Given   bool                           // somebody is expected
	Scan    *scan.Estimate                 // nil: there is none to compare with, or another chair's. Nobody changes it
	Nudged  [body.LevelEnd]unit.Millimetre // the person's word on top of any scan of theirs
	Comfort comfort.Limit                  // holds until a calibration says something else
}

// Who is what is known of who sits there. The zero value is that nobody was expected, or nothing is felt yet.
type Who uint8

// What may be known of it.
const (
	_        Who = iota
	Alike        // the back feels as it was known
	Unsure       // there is too little to compare
	Stranger     // it feels different, and nobody has said yet who it is
	TheOne       // the person said that it is them
	OtherOne     // or that it is somebody else
)

// GentleForce is the most that is asked for, per roller, while a back feels different from the one that was expected and
// nobody has said who sits there: level 2 of 5, the most for anybody's first three sessions. It is in newtons, and no share
// of what is comfortable, because that is just what is not known of a stranger.
const GentleForce unit.Newton = 24

// answerMost is how long a calibration or a measurement waits, at a touch, for who sits there. Assumption: time to read one
// sentence and press one button.
const answerMost = 30 * time.Second

// uncalibrated is what counts as comfortable for who has never been asked, as programmes have it.
const uncalibrated = technique.Comfort

// Gently is l with force held to GentleForce, or to AsideForce, by whom.
func Gently(l chair.Limits, by chair.Author) chair.Limits {
	most := GentleForce
	if by == chair.BySeat {
		most = AsideForce
	}
	for z := range l.Force {
		l.Force[z] = l.Force[z].Tighten(chair.Bound[unit.Newton]{Max: most, By: by})
	}
	l.BothForce = l.BothForce.Tighten(chair.Bound[unit.Newton]{Max: 2 * most, By: by})
	return l
}

// recognise compares the scan with the one that was brought along.
func (s *Session) recognise(out []Effect) []Effect {
	k := &s.Known
	if !k.Given || s.who != 0 {
		return out
	}
	s.who = Unsure
	if k.Scan != nil {
		switch scan.Compare(k.Scan, &s.felt).Likeness {
		case scan.Same:
			s.who = Alike
		case scan.Different:
			s.who = Stranger
		}
	}
	if s.who == Alike {
		s.bring()
		return out
	}
	s.doubted = k.Comfort
	for l := range s.doubted.Levels {
		at := &s.doubted.Levels[l]
		at.Force = min(at.Force, uncalibrated)
	}
	if s.who == Stranger {
		out = append(out, Effect{Kind: Gentle, By: chair.ByBack})
	}
	return out
}

// mine takes the person's word that it is them.
func (s *Session) mine(out []Effect) []Effect {
	switch s.who {
	case Stranger:
		if !s.unheard {
			out = s.usual(out)
		}
	case Unsure:
	default:
		return out
	}
	s.who = TheOne
	s.bring()
	return out
}

// bring puts to use what is known of the person: what is comfortable, and how far levels lie from where scans put them.
// Nudges of this session come on top.
func (s *Session) bring() {
	s.comfort, s.doubted = s.Known.Comfort, comfort.Limit{}
	if s.stage > Comfort && s.found.Known() {
		s.comfort = s.found
	}
	for l, by := range s.Known.Nudged {
		if s.pending[l] += by; s.pending[l] != 0 {
			s.hasPending = true
		}
		s.pending[l] = min(max(s.pending[l], -NudgeMost-s.nudged[l]), NudgeMost-s.nudged[l])
	}
}

// gentle says whether the session is held to GentleForce.
func (s *Session) gentle() bool { return s.who == Stranger || s.who == OtherOne }

// awaitsWho says whether something that presses harder has to wait for who sits there, and when that is over without it.
func (s *Session) awaitsWho(dt time.Duration) (wait, over bool) {
	if !s.gentle() {
		return false, false
	}
	s.unanswered += dt
	return true, s.unanswered >= answerMost
}

// leaveOut passes over the strokes that are not for a back that nobody knows, and tapping beside the chair's middle.
func (s *Session) leaveOut(out []Effect) []Effect {
	c := &s.cur
	for (s.gentle() || s.aside != InTheMiddle) && c.index < len(s.strokes) {
		k := s.strokes[c.index].stroke.Kind
		if k != technique.Tap && (k != technique.Stretch || !s.gentle()) {
			break
		}
		phase := s.strokes[c.index].phase
		out = append(out, Effect{Kind: Noted, Note: Note{Kind: "stroke", Phase: phase, PhaseName: s.Plan.Phases[phase].Name,
			Stroke: c.index, Technique: k.String(), Text: "left out"}})
		*c = cursor{index: c.index + 1, slid: c.slid}
	}
	return out
}

// Who is what is known of who sits there.
func (s *Session) Who() Who { return s.who }

// Found is what this session has found of a back so far. Parts that it has not are nil.
type Found struct {
	Scan          *scan.Estimate // as felt
	Nudged        *[body.LevelEnd]unit.Millimetre
	Comfort       *comfort.Limit
	Before, After *stiffness.Back
}

// Found is what may be kept for the person: nothing while the back feels like somebody else's, or is.
func (s *Session) Found() (f Found, ok bool) {
	if !s.scanned || s.gentle() {
		return f, false
	}
	f.Scan, f.Nudged = &s.felt, &s.nudged
	if s.stage > Comfort && s.found.Known() {
		f.Comfort = &s.found
	}
	if s.rounds[0] {
		f.Before = &s.before
	}
	if s.rounds[1] {
		f.After = &s.after
	}
	return f, true
}
