package chair

import (
	"time"

	"github.com/openlumbar/lumbar/unit"
)

// A closed chair moves by its own computer: it takes keys, and says what it is at in words and levels. It has no axes that
// can be driven, and reports no force.

// Area is how much of the back a closed chair's carriage goes over. The zero value is invalid.
type Area uint8

// The areas.
const (
	_     Area = iota
	Whole      // all of its track
	Part       // a part of it, around where it is
	Spot       // one place
)

// String is the area's one name; "area?" if invalid.
func (a Area) String() string {
	return [...]string{"area?", "whole", "part", "spot", "area?"}[min(a, Spot+1)]
}

// Setting is what a closed chair shall be at. The zero Setting is stopped, with nothing pressing and no heat.
type Setting struct {
	Mode     int  // of ClosedProfile.Modes, from 1; 0 is stopped
	Speed    int  // level from 1
	Area     Area // how much of the back
	From, To int  // carriage steps between which the rollers stay, unless Area is Whole
	Heat     bool
}

// Run is what a closed chair's computer is at. The zero value is not known.
type Run uint8

// The states.
const (
	RunUnknown Run = iota
	Idle           // nothing moves
	Returning      // on its way upright, rollers home; it takes no keys
	Waiting        // its power is on and it waits for a key
	Running
	Broken // it reports a fault of its own
)

// String is the state's one name.
func (r Run) String() string {
	return [...]string{"not known", "idle", "returning", "waiting", "running", "broken", "run?"}[min(r, Broken+1)]
}

// Still says whether the chair has stopped: idle, or by itself on its way there.
func (r Run) Still() bool { return r == Idle || r == Returning }

// Progress is how far an action has come. The zero value is none under way.
type Progress uint8

// The progress of an action: asked of the driver, sent as a key, seen by a chair that answered since, and verified in what
// the chair says. Unverified: it was sent, and what came of it is not known. Failed: the chair says that it did not happen.
const (
	_ Progress = iota
	Asked
	Sent
	Seen
	Verified
	Unverified
	Failed
)

// String is the progress's one name.
func (p Progress) String() string {
	return [...]string{"none", "asked", "sent", "seen", "verified", "not confirmed", "failed", "progress?"}[min(p, Failed+1)]
}

// Action is the last key that a driver had to press, by itself or as asked.
type Action struct {
	Number   uint64 // rises by one an action
	What     string // the key's name, and what for
	Progress Progress
	Presses  int

	// When the key was last sent, when the chair was first heard after that, and when it showed what was wanted; on the
	// engine's clock, 0 is not yet.
	SentAt, SeenAt, VerifiedAt time.Duration
}

// ClosedReport is what a closed chair says of itself, in a Report. Levels and places are old while it does not run.
type ClosedReport struct {
	Run      Run
	Mode     int // of ClosedProfile.Modes, from 1; 0 is none of them
	Speed    int
	Area     Area
	Carriage int // step of its track, 0 is the lowest
	Depth    int // level of how far the rollers stand out
	Heat     bool
	Left     time.Duration // until it ends by itself; 0 while it does not run
	Code     int           // of its own fault
	Upright  bool          // it has come to sitting by itself since it was last seen to move; false is not known
	Taken    bool          // somebody else works it: it does what was not asked
	Action   Action
}

// At says whether a closed chair is at a setting.
func (r *ClosedReport) At(s Setting) bool {
	if s.Mode == 0 {
		return r.Run.Still()
	}
	there := s.Area == Whole || r.Carriage >= s.From && r.Carriage <= s.To
	return r.Run == Running && r.Mode == s.Mode && r.Speed == s.Speed && r.Area == s.Area && there && r.Heat == s.Heat
}

// ClosedMode is something that a closed chair does, by one key.
type ClosedMode struct {
	Name             string     // the key, as the driver knows it
	Technique        string     // the technique that it comes nearest to
	Slowest, Fastest unit.Hertz // of the lowest and the highest speed level; equal levels between
}

// ClosedProfile is what a closed chair can be set to, and what it says.
type ClosedProfile struct {
	Protocol   string        // the driver
	Names      []string      // how its radio's name begins
	Modes      []ClosedMode  // what it does
	Speeds     int           // levels of speed
	Depths     int           // levels of depth, which it reports
	SetsDepth  bool          // whether a key for them is known
	Steps      int           // of the carriage's track, from 0
	L5, L1     int           // the steps at which these levels lie on a person of middle height
	Timer      time.Duration // the shortest after which it ends by itself
	StopWithin time.Duration // from the key until it must say that it stops
}

// Rate is how often mode m, from 1, strokes at a speed level; 0 if there is no such mode.
func (p *ClosedProfile) Rate(m, speed int) unit.Hertz {
	if m < 1 || m > len(p.Modes) || speed < 1 {
		return 0
	}
	x := &p.Modes[m-1]
	if p.Speeds < 2 {
		return x.Slowest
	}
	share := unit.Hertz(min(speed, p.Speeds)-1) / unit.Hertz(p.Speeds-1)
	return x.Slowest + (x.Fastest-x.Slowest)*share
}

// ClosedLimits is what a closed chair may do to one person today, in its own terms.
type ClosedLimits struct {
	Depth   Bound[Count]         // level as reported
	Speed   Bound[Count]         // level as asked for and reported
	Session Bound[time.Duration] // from the first to the last moment of running
	Zone    Bound[time.Duration] // at one step of the carriage, a session
	Spot    Bound[time.Duration] // at one step without a pause
	Away    Bound[time.Duration] // running elsewhere than asked, without a pause
	Tapping Bound[time.Duration] // a session
	Heat    Bound[time.Duration] // on, a session; 0 is not at all
}

// timerSpare is how long before its own timer a closed chair's session has to end: nothing else stops it when the computer
// that commands it fails, so that the timer is set to its shortest. An assumption.
const timerSpare = 30 * time.Second

// ForClosed is what a closed chair may do to everyone. Force, skin and place are not measured there, so that every figure is
// lower than that of a chair which measures them: two levels of speed and of depth are left out at the top, times are three
// quarters or less. Away: from the neck down to the waist takes a carriage 15 to 16 s at most of the tracks known; twice
// that, for one that has to turn. Assumptions.
func ForClosed(p *ClosedProfile) ClosedLimits {
	return ClosedLimits{
		Depth:   Bound[Count]{Count(max(1, p.Depths-2)), ByEveryone},
		Speed:   Bound[Count]{Count(max(1, p.Speeds-2)), ByEveryone},
		Session: Bound[time.Duration]{15 * time.Minute, ByEveryone}.Tighten(Bound[time.Duration]{max(0, p.Timer-timerSpare), ByChair}),
		Zone:    Bound[time.Duration]{4 * time.Minute, ByEveryone},
		Spot:    Bound[time.Duration]{time.Minute, ByEveryone},
		Away:    Bound[time.Duration]{32 * time.Second, ByEveryone},
		Tapping: Bound[time.Duration]{3 * time.Minute, ByEveryone},
		Heat:    Bound[time.Duration]{10 * time.Minute, ByEveryone},
	}
}

// depthForce is the force that one level of depth counts as. Nobody published any: five equal steps up to the limit for
// everyone, as the safety check counts a massager's strengths, and one step more because it is not measured.
const depthForce unit.Newton = 12

// Closed is a person's limits in the terms of a closed chair. Its times are never longer and its levels never higher than
// those for everyone; where a person's limits withhold something, it is withheld.
func (l *Limits) Closed(p *ClosedProfile) ClosedLimits {
	c := ForClosed(p)
	force := l.Force[ZoneMuscle].Tighten(Bound[unit.Newton]{l.BothForce.Max / 2, l.BothForce.By})
	level := Bound[Count]{max(0, Count(force.Max/depthForce)-1), force.By}
	c.Depth = c.Depth.Tighten(level)
	c.Session = c.Session.Tighten(l.Session).Tighten(l.Day)
	c.Zone = c.Zone.Tighten(l.Zone)
	c.Spot = c.Spot.Tighten(l.Spot).Tighten(l.Still)
	c.Tapping = c.Tapping.Tighten(l.Tapping)
	c.Heat = c.Heat.Tighten(l.HeatTime)
	if everyone := Everyone().Heat; l.Heat.Max < everyone.Max { // how warm its pad gets is not measured
		c.Heat = Bound[time.Duration]{0, l.Heat.By}
	}
	return c
}
