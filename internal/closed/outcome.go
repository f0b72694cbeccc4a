package closed

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Ending is how a session ended. The zero value is none: it has not.
type Ending uint8

// The endings. Only NotConfirmed leaves a chair behind of which it is not known that it has stopped.
const (
	_            Ending = iota
	Finished            // the plan's end, and the chair has said that it stops
	Stopped             // by somebody, or because the chair did not do what was asked; it has said that it stops
	Faulted             // by the guard; it has said that it stops
	NotConfirmed        // it has not said that it stops
)

// String is the ending in words for people.
func (e Ending) String() string {
	return [...]string{"ending?", "finished", "stopped", "stopped by a fault", "not confirmed: press the chair's own power key", "ending?"}[min(e, NotConfirmed+1)]
}

// Outcome is how a session went. The zero Outcome is of one that goes on.
type Outcome struct {
	Ending  Ending
	Why     string        // in words, if not finished
	Fault   *chair.Fault  // of the guard, if any: the last
	Cause   *chair.Fault  // what came before a stop that is not confirmed, if a fault did
	Asked   bool          // somebody asked for the stop
	Took    time.Duration // from begin to the end
	StopIn  time.Duration // from when the stop was asked for until it was seen; 0 if it was not
	Presses int           // of the stop
}

// Event is something that a record of the session needs.
type Event struct {
	Kind    EventKind
	At      time.Duration
	Phase   string
	Step    int // of the plan, from 1
	Setting chair.Setting
	Action  chair.Action // of a Key
	Why     string       // of Stopping
}

// EventKind is what sort of thing happened. The zero value is invalid.
type EventKind uint8

// The kinds.
const (
	_        EventKind = iota
	Step               // a setting is asked for
	Key                // the driver's action came on
	Stopping           // from here on the chair is to stop
	Over               // the session is over
)
