package visit

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/routine"
)

// Movement is the movement that is shown, which of how many it is, and how long to take; ok at WarmUp alone.
func (v *Visit) Movement() (m routine.Step, n, of int, long time.Duration, ok bool) {
	if v.step != WarmUp {
		return m, 0, 0, 0, false
	}
	return v.moves[v.move], v.move + 1, len(v.moves), perMovement, true
}

// perMovement is how long the timer of a movement runs: the desk sequence is four in three minutes.
const perMovement = 45 * time.Second

// Moves is every movement of the warm-up, or of what remains.
func (v *Visit) Moves() []routine.Step { return v.moves }

// Limits is what a session would be held to; nothing before a check has let the person go on.
func (v *Visit) Limits() chair.Limits {
	if !v.passed {
		return chair.Limits{}
	}
	return v.limits
}

// Grant is what a session is asked for with.
type Grant struct {
	Person string // opaque
	Limits chair.Limits
}

// Grant is what a session may now begin with: at Ready; at Stopped for as long as a fresh start is the same session.
// Taking it changes nothing: Began does, once the chair has taken up the session.
func (v *Visit) Grant(at time.Time) (Grant, error) {
	switch {
	case v.step != Ready && v.step != Stopped || !v.passed:
		return Grant{}, ErrStep
	case v.step == Stopped && !(at.Sub(v.ended) <= Fresh && !at.Before(v.ended)):
		v.afterwards()
		v.turn++
		return Grant{}, ErrOld
	case v.step == Ready && !(at.Sub(v.checked) <= Holds && !at.Before(v.checked)):
		v.begin(v.due(at))
		v.step = Feel
		v.turn++
		return Grant{}, ErrOld
	}
	v.heard = at
	return Grant{v.o.Person, v.limits}, nil
}

// Began says that the session of the last Grant has begun.
func (v *Visit) Began(at time.Time) error {
	if v.step != Ready && v.step != Stopped || !v.passed {
		return ErrStep
	}
	v.heard, v.step = at, InSession
	v.turn++
	v.granted = max(v.granted, v.limits.Force[chair.ZoneMuscle].Max)
	return nil
}
