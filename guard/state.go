package guard

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// State is where the guard stands. The zero value is Disarmed.
type State uint8

// The states.
const (
	Disarmed   State = iota // no session yet; nothing is driven
	Armed                   // commands are judged and let through
	Retreating              // the guard's own retreat
	Off                     // a retreat is over; nothing is driven
	Rising                  // back and leg rest come to sitting while somebody holds "let me up"
	Moving                  // one axis is moved by hand, while it is held
)

// String is the state's one name.
func (s State) String() string {
	return [...]string{"disarmed", "armed", "retreating", "off", "rising", "moving", "state?"}[min(s, Moving+1)]
}

// Why a session cannot begin or a fault cannot be cleared.
var (
	ErrLatched    = errors.New("guard: a fault is latched; clear it first")
	ErrDisarmed   = errors.New("guard: no session is under way; begin one first")
	ErrArmed      = errors.New("guard: a session is under way; end it first")
	ErrRetreating = errors.New("guard: the rollers are on their way home; wait until they are there")
	ErrRising     = errors.New("guard: the back is on its way up; let go first")
	ErrDose       = errors.New("guard: the person has had enough for now")
	ErrStopHeld   = errors.New("guard: the chair's stop button is pressed; release it first")
	ErrTooLate    = errors.New("guard: the last session is too long ago to go on with; begin a new one")
)

// sameSession is how long after its end a session may still be gone on with: product journey J4.
const sameSession = 10 * time.Minute

// Begin arms the guard for one session of a person who has had something before. The session's own budgets
// start anew; tare and zone map are void. What the day or the week does not allow any more is an ErrDose.
func (g *Guard) Begin(at time.Duration, had chair.Spent) error {
	if err := g.allows(&had); err != nil {
		return err
	}
	err := g.arm(at)
	if err == nil {
		g.budget = budget{most: min(g.limits.Session.Max, g.limits.Day.Max-had.Day)}
	}
	return err
}

// allows says what speaks against one more session, or nil.
func (g *Guard) allows(had *chair.Spent) error {
	l := &g.limits
	switch {
	case had.Day < 0 || had.DaySessions < 0 || had.WeekSessions < 0 || had.Since < 0:
		return fmt.Errorf("%w: what they had before cannot be: %+v", ErrDose, *had)
	case had.DaySessions >= l.DaySessions.Max:
		return fmt.Errorf("%w: %d sessions in 24 hours, of at most %d", ErrDose, had.DaySessions, l.DaySessions.Max)
	case had.WeekSessions >= l.WeekSessions.Max:
		return fmt.Errorf("%w: %d sessions in 7 days, of at most %d", ErrDose, had.WeekSessions, l.WeekSessions.Max)
	case had.Day >= l.Day.Max:
		return fmt.Errorf("%w: %v of massage in 24 hours, of at most %v", ErrDose, had.Day, l.Day.Max)
	case had.WeekSessions > 0 && had.Since < l.Gap.Min:
		return fmt.Errorf("%w: the last session ended %v ago, at least %v must lie between", ErrDose, had.Since, l.Gap.Min)
	}
	return nil
}

// Latch takes up a fault that was latched before a restart, until Clear. It is for before the first session:
// later, and after another fault, it does nothing.
func (g *Guard) Latch(f chair.Fault) {
	if g.state == Disarmed && g.fault.Code == "" {
		g.fault = f
	}
}

// Resume arms the guard to go on with the session that ended last: budgets go on, tare and zone map are void.
func (g *Guard) Resume(at time.Duration) error {
	if !(g.state == Off && at-g.ended <= sameSession) {
		return ErrTooLate
	}
	return g.arm(at)
}

// Tighten tightens the limits, also of a session under way or one that is gone on with. Nothing loosens.
func (g *Guard) Tighten(l chair.Limits) {
	g.limits = g.limits.Tighten(l)
	g.figures = figure(&g.profile, &g.limits)
	g.most = min(g.most, g.limits.Session.Max)
}

// Change puts other limits in force, which may be looser than those of the session before: it is for another person's
// session, so that the one before cannot be gone on with. It needs a guard at rest, without a fault.
func (g *Guard) Change(l chair.Limits) error {
	if err := g.idle(); err != nil {
		return err
	}
	g.limits = l.Tighten(chair.Everyone())
	g.figures = figure(&g.profile, &g.limits)
	g.state = Disarmed
	return nil
}

// idle says what keeps the guard from something new, or nil: what moves, and then a latched fault.
func (g *Guard) idle() error {
	switch {
	case g.state == Armed:
		return ErrArmed
	case g.state == Retreating:
		return ErrRetreating
	case g.state == Rising:
		return ErrRising
	case g.state == Moving:
		return ErrMoving
	case g.fault.Code != "":
		return ErrLatched
	}
	return nil
}

// arm begins to judge commands. The first tick is taken to be a whole one.
func (g *Guard) arm(at time.Duration) error {
	if err := g.idle(); err != nil {
		return err
	}
	if g.hard {
		return ErrStopHeld
	}
	g.session, g.rise, g.hand = session{}, rise{}, hand{}
	g.state, g.at = Armed, at-g.profile.Period()
	return nil
}

// End ends an armed session by a retreat, which from home is over at once.
func (g *Guard) End() {
	if g.state == Armed {
		g.withdraw(nil)
	}
}

// Clear clears a latched fault, on purpose. Without one it does nothing.
func (g *Guard) Clear() error {
	if g.state == Retreating {
		return ErrRetreating
	}
	g.fault = chair.Fault{}
	return nil
}

// State is where the guard stands.
func (g *Guard) State() State { return g.state }

// Fault is the latched fault, or nil. It stays valid and unchanged until Clear.
func (g *Guard) Fault() *chair.Fault {
	if g.fault.Code == "" {
		return nil
	}
	return &g.fault
}

// TripLimit is the contact force of one roller at which the guard ends the session, at the rollers' place and
// without the overshoot that it adds for speed. Zero before the first tick of a session.
func (g *Guard) TripLimit() chair.Bound[unit.Newton] { return g.trip }

// HeatDose is the session's dose so far, of skin as warm as the pad.
func (g *Guard) HeatDose() unit.CEM43 { return g.dose }

// HeatTime is how long the session has had the pad on.
func (g *Guard) HeatTime() time.Duration { return g.heated }

// TappingTime is how long the session has tapped, the gaps between strokes included.
func (g *Guard) TappingTime() time.Duration { return g.tapped }

// StretchTime is how long the session has stretched.
func (g *Guard) StretchTime() time.Duration { return g.stretched }

// SpotTime is how long the rollers have been in contact at one spot without a pause.
func (g *Guard) SpotTime() time.Duration { return g.spot.time }

// ZoneTime is the contact time so far of the part of the back where the rollers are.
func (g *Guard) ZoneTime() time.Duration { return g.part }

// MostZoneTime is the contact time so far of the part of the back that has had the most.
func (g *Guard) MostZoneTime() time.Duration { return g.contacts.most() }

// SessionTime is the time since the session's first contact.
func (g *Guard) SessionTime() time.Duration { return g.since }
