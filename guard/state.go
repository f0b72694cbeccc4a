package guard

import (
	"errors"
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
)

// String is the state's one name.
func (s State) String() string {
	return [...]string{"disarmed", "armed", "retreating", "off", "state?"}[min(s, Off+1)]
}

// Why a session cannot begin or a fault cannot be cleared.
var (
	ErrLatched    = errors.New("guard: a fault is latched; clear it first")
	ErrDisarmed   = errors.New("guard: no session is under way; begin one first")
	ErrArmed      = errors.New("guard: a session is under way; end it first")
	ErrRetreating = errors.New("guard: the rollers are on their way home; wait until they are there")
	ErrStopHeld   = errors.New("guard: the chair's stop button is pressed; release it first")
	ErrTooLate    = errors.New("guard: the last session is too long ago to go on with; begin a new one")
)

// sameSession is how long after its end a session may still be gone on with: product journey J4.
const sameSession = 10 * time.Minute

// Begin arms the guard for one session. All budgets start anew; tare and zone map are void.
func (g *Guard) Begin(at time.Duration) error {
	err := g.arm(at)
	if err == nil {
		g.budget = budget{}
	}
	return err
}

// Resume arms the guard to go on with the session that ended last: budgets go on, tare and zone map are void.
func (g *Guard) Resume(at time.Duration) error {
	if !(g.state == Off && at-g.ended <= sameSession) {
		return ErrTooLate
	}
	return g.arm(at)
}

// arm begins to judge commands. The first tick is taken to be a whole one.
func (g *Guard) arm(at time.Duration) error {
	switch {
	case g.state == Armed:
		return ErrArmed
	case g.state == Retreating:
		return ErrRetreating
	case g.fault.Code != "":
		return ErrLatched
	case g.hard:
		return ErrStopHeld
	}
	g.session = session{}
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

// SessionTime is the time since the session's first contact.
func (g *Guard) SessionTime() time.Duration { return g.since }
