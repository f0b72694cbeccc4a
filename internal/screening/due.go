package screening

import "time"

// Kind is which check is to be asked. The zero Kind is none.
type Kind uint8

// The kinds.
const (
	None  Kind = iota
	Short      // before each session: one card
	Full       // every card
)

// String is the kind's one name.
func (k Kind) String() string { return [...]string{"none", "short", "full"}[min(k, Full)] }

// FullEvery is how long a full check holds. Our own choice.
const FullEvery = 90 * 24 * time.Hour

// Past is what Due has to know of earlier checks.
type Past struct {
	Full    time.Time // when the full check was last answered; zero if never
	Outcome Outcome   // of the last check of any kind
	Changed bool      // somebody said since that something changed
	Wrong   bool      // something felt wrong since, or a session ended by a fault
	Guest   bool      // somebody whose answers are not kept
}

// Due is the check before a session that begins now: the full one at first, after 90 days, after a change, after
// anything wrong and after S or U; otherwise the short one. A clock that was set back makes it the full one.
func Due(p Past, now time.Time) Kind {
	age := now.Sub(p.Full)
	if p.Full.IsZero() || p.Guest || p.Changed || p.Wrong || p.Outcome >= U || age < 0 || age >= FullEvery {
		return Full
	}
	return Short
}
