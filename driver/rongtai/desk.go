package rongtai

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// desk decides what to press: pure, from what the chair says and what it shall be at. It has one key under way at a time, and
// believes in none before the status shows it.
//
// A key is pressed again only on evidence: its time is up, and reports that came after it, three at least and the last of
// them after that time, say that nothing has come of it. Then it is pressed three times at most; the stop for as long as
// there is such evidence. A toggle is pressed only when two reports in a row agree on where it stands.
type desk struct {
	profile *chair.ClosedProfile
	stale   time.Duration
	keys    []Key // of the profile's modes

	setting chair.Setting
	status  Status
	heardAt time.Duration
	frames  uint64        // heard
	since   time.Duration // when the run state was first heard
	alike   int           // reports in a row with the same run state, technique and heat

	action action
	number uint64
	given  bool          // nothing more is pressed for this setting: it has failed
	held   held          // what of the setting the chair has been at
	off    int           // reports in a row in which it is not at all of that any more
	taken  bool          // somebody else works it
	slow   time.Duration // the longest that a key took to show, from its first press
	stands posture
}

// held is what a chair has been seen at since it was asked for. What is otherwise after that was not our doing, and is not
// pressed back: a person at the chair's own remote has the last word.
type held struct{ mode, speed, heat bool }

// action is the key under way, or the last that was.
type action struct {
	chair.Action
	want  want
	first time.Duration // pressed first; and last at SentAt
	heard int           // reports since
}

// Evidence and patience.
const (
	pressMost  = 3
	evidence   = 3
	agreeing   = 2
	awakeTime  = time.Second     // from ready until it takes keys; the maker's app waits as long
	wakeTime   = 4 * time.Second // from power on until ready; the maker's app waits 1 s and asks again
	heatTime   = 10 * time.Second
	slowSpare  = 500 * time.Millisecond
	strangeFor = 2 // reports in a row with another mode than asked for: somebody else
)

// ask sets what the chair shall be at.
func (d *desk) ask(s chair.Setting) {
	if s == d.setting {
		return
	}
	d.off = 0
	switch {
	case s.Mode == 0 || s.Mode != d.setting.Mode:
		d.held = held{}
	default:
		d.held.speed = d.held.speed && s.Speed == d.setting.Speed
		d.held.heat = d.held.heat && s.Heat == d.setting.Heat
	}
	if s.Mode != 0 && d.setting.Mode == 0 {
		d.taken = false // asked for anew
	}
	d.setting, d.given = s, false
}

// hear takes a status that arrived at a moment.
func (d *desk) hear(at time.Duration, s Status) {
	was := d.status
	if d.frames > 0 && s.Run == was.Run && s.Technique == was.Technique && s.Heat == was.Heat {
		d.alike++
	} else {
		d.alike = 1
	}
	if d.frames == 0 || s.Run != was.Run {
		d.since = at
	}
	d.stands.hear(at, &s)
	d.status, d.heardAt = s, at
	d.frames++
	if a := &d.action; a.unsure() {
		if a.heard++; a.heard == 1 {
			a.SeenAt = at
		}
		switch {
		case a.want.reached(&s):
			a.Progress, a.VerifiedAt = chair.Verified, at
			d.slow = max(d.slow, at-a.first)
		case d.evident(at) && a.Presses >= a.want.presses():
			a.Progress, d.given = chair.Failed, true
		case a.Progress == chair.Sent:
			a.Progress = chair.Seen
		}
	}
	d.watch(&s)
}

// watch notices that somebody else works the chair: it was at what was asked for, and then is not.
func (d *desk) watch(s *Status) {
	if d.setting.Mode == 0 {
		return
	}
	mode, speed, heat := d.matches(s)
	if d.held.mode && !mode || d.held.speed && !speed || d.held.heat && !heat {
		if d.off++; d.off >= strangeFor {
			d.taken = true
		}
		return
	}
	d.off = 0
	d.held.mode = d.held.mode || mode
	d.held.speed = d.held.speed || mode && speed
	d.held.heat = d.held.heat || mode && heat
}

// matches says what of the setting a status shows.
func (d *desk) matches(s *Status) (mode, speed, heat bool) {
	mode = s.Run == Running && s.Technique == techniqueOf(d.keys[d.setting.Mode-1])
	return mode, int(s.Speed) == d.setting.Speed, s.Heat == d.setting.Heat
}

// unsure says whether what came of the action is still to be seen.
func (a *action) unsure() bool { return underWay(a.Progress) || a.Progress == chair.Unverified }

// evident says whether reports show, at the moment of the newest, that nothing has come of the last press.
func (d *desk) evident(at time.Duration) bool {
	return at-d.action.SentAt > d.patience(d.action.want) && d.action.heard >= evidence
}

func underWay(p chair.Progress) bool { return p == chair.Asked || p == chair.Sent || p == chair.Seen }

// patience is how long the chair may take to show a key: longer than it was ever seen to take, so that a slow chair is not
// pressed twice. Heat is pressed once, and waited for.
func (d *desk) patience(w want) time.Duration {
	own := d.profile.StopWithin
	switch w.kind {
	case wantPower:
		own = wakeTime
	case wantHeat:
		own = heatTime
	}
	return max(own, d.slow+slowSpare)
}

// next is what to press at a moment, if anything.
func (d *desk) next(at time.Duration) (w want, ok bool) {
	if d.frames == 0 || at-d.heardAt > d.stale {
		if a := &d.action; underWay(a.Progress) && at-a.SentAt > d.patience(a.want) {
			a.Progress = chair.Unverified
		}
		return w, false // nobody answers: a press would be blind
	}
	w = d.lacks()
	if w.kind == wantNothing || w.kind == wantWait || w.kind == wantMode && d.status.Run == Ready && at-d.since < awakeTime {
		return w, false
	}
	switch a := &d.action; {
	case w.toggle() && d.alike < agreeing:
		return w, false
	case a.want == w && a.unsure():
		return w, d.evident(d.heardAt) && (a.Presses < w.presses() || w.kind == wantStop)
	case a.want == w && a.Progress == chair.Failed:
		return w, w.kind == wantStop && d.evident(d.heardAt)
	case a.unsure() && a.want.toggle() && at-a.SentAt <= d.patience(a.want) && !(w.kind == wantStop && a.want.kind == wantHeat):
		return w, false // it may still come
	case d.given && w.kind != wantStop:
		return w, false
	}
	return w, true
}

// sent notes that a key left, or may have.
func (d *desk) sent(at time.Duration, w want) {
	a := &d.action
	if a.want != w || !a.unsure() && a.Progress != chair.Failed {
		d.number++
		*a = action{Action: chair.Action{Number: d.number, What: w.what()}, want: w, first: at}
	}
	a.Progress, a.SentAt, a.SeenAt, a.heard = chair.Sent, at, 0, 0
	a.Presses++
}

// report is what the chair says, in the words of all closed chairs.
func (d *desk) report() *chair.ClosedReport {
	s := &d.status
	r := &chair.ClosedReport{
		Speed: int(s.Speed), Carriage: int(s.Carriage), Depth: int(s.Depth), Heat: s.Heat,
		Upright: d.stands.upright, Taken: d.taken, Action: d.action.Action,
	}
	switch s.Run {
	case Standby:
		r.Run = chair.Idle
	case Resetting:
		r.Run = chair.Returning
	case Ready:
		r.Run = chair.Waiting
	case Running:
		r.Run = chair.Running
	case Faulty:
		r.Run = chair.Broken
	}
	for i, k := range d.keys {
		if s.Technique != NoTechnique && techniqueOf(k) == s.Technique {
			r.Mode = i + 1
		}
	}
	for _, a := range areas {
		if a.area == s.Area {
			r.Area = a.is
		}
	}
	r.Left, _ = s.Left()
	if code, ok := s.ErrorCode(); ok {
		r.Code = int(code)
	}
	return r
}

// state is the desk's standing towards what is asked, in words, for an error; empty if the chair is there.
func (d *desk) state() string {
	if w := d.lacks(); w.kind == wantNothing {
		return ""
	}
	a := &d.action
	switch {
	case d.taken && d.setting.Mode != 0:
		return "somebody else works the chair"
	case a.Progress == 0:
		return "nothing was sent yet"
	}
	return fmt.Sprintf("%s: %s after %d presses", a.What, a.Progress, a.Presses)
}
