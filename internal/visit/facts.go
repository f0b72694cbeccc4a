package visit

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
)

// withheld is what everybody gets to see of a person's part of a session.
const withheld = "withheld"

// Facts is what earlier visits left behind of a person. It prints as "withheld".
type Facts struct {
	Person    screening.Person // the figures, which are not asked again
	Past      screening.Past
	Let       screening.Outcome // of the last full check
	Rules     []string          // that counted in it
	Limits    chair.Limits      // that it gave
	Approvals []screening.Approval
	Sessions  []screening.Session // so far, the oldest first
	NextDay   bool                // how the last one was the next day is still to be asked
	NotBefore time.Time           // no session before, by what the day and the week allow; zero: now
}

// String withholds.
func (Facts) String() string { return withheld }

// Format withholds, whatever the verb.
func (Facts) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue withholds.
func (Facts) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText withholds.
func (Facts) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// due is which check is to be asked: that of screening, and the full one where the last full check let nobody go on,
// as a short one cannot know what it said.
func (f *Facts) due(at time.Time) screening.Kind {
	if f == nil || f.Let.Refused() {
		return screening.Full
	}
	return screening.Due(f.Past, at)
}

// Record is what a visit leaves behind, for whoever keeps it. It prints as "withheld".
type Record struct {
	Told      time.Time // when the figures were told; zero if they were not
	Person    screening.Person
	Full      time.Time // when a full check was answered; zero if none was
	Last      screening.Outcome
	Let       screening.Outcome // of the full check
	Rules     []string
	Limits    chair.Limits
	Approvals []screening.Approval
	Until     time.Time          // not before, where the check said to wait; zero: not said
	Changed   bool               // the next check has to be a full one
	Session   *screening.Session // nil: there was none
	Before    *screening.Session // the last one before, with what was said of the next day; nil: nothing was
	Notes     []outcome.Note
	NextDay   time.Time // when to ask how it was; zero: not
}

// String withholds.
func (Record) String() string { return withheld }

// Format withholds, whatever the verb.
func (Record) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue withholds.
func (Record) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText withholds.
func (Record) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// String withholds.
func (*Visit) String() string { return withheld }

// Format withholds, whatever the verb.
func (*Visit) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue withholds.
func (*Visit) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText withholds.
func (*Visit) MarshalText() ([]byte, error) { return []byte(withheld), nil }
