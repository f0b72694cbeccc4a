package guard

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Cleared is a command that the guard lets through, or its own retreat. Only this package can make one that
// drives anything: a driver takes nothing else, so nothing moves that the guard has not seen. The zero Cleared
// de-energises the chair: no axis driven, heat off, bags vented. It is always valid and never expires.
//
// Cleared values are comparable and share nothing with the guard.
type Cleared struct {
	command  chair.Command
	setting  chair.Setting // of a closed chair
	sequence uint64
	expires  time.Duration
}

// Command is what the chair shall do until the next Cleared.
func (c *Cleared) Command() chair.Command { return c.command }

// Sequence is 0 for the zero Cleared only; otherwise it rises by one for each Cleared that a guard makes, so
// that a driver can refuse one that comes late.
func (c Cleared) Sequence() uint64 { return c.sequence }

// Expires is the moment, on the clock that Vet was given, after which a driver refuses to act on c: the chair's
// heartbeat after Vet made it. 0 for the zero Cleared, which never expires.
func (c Cleared) Expires() time.Duration { return c.expires }

// Expired says whether a driver must refuse c at the moment at.
func (c Cleared) Expired(at time.Duration) bool { return c.sequence != 0 && at > c.expires }
