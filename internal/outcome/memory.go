package outcome

import (
	"fmt"
	"log/slog"
)

// ActiveDays is on how many of the past seven days a person was active, 0 to 7. The zero value is no answer. It prints
// as "withheld" like a Rating.
type ActiveDays struct{ plusOne uint8 }

// ActiveOn makes a count of active days, 0 to 7.
func ActiveOn(days int) (ActiveDays, error) {
	if days < 0 || days > week {
		return ActiveDays{}, fmt.Errorf("note active days: %d is outside 0 to 7; choose how many of the past seven", days)
	}
	return ActiveDays{uint8(days + 1)}, nil
}

// Value is how many days, and whether there is an answer.
func (a ActiveDays) Value() (int, bool) { return int(a.plusOne) - 1, a.plusOne > 0 }

// String is "withheld".
func (a ActiveDays) String() string { return withheld }

// Format writes "withheld" for every verb.
func (a ActiveDays) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (a ActiveDays) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld".
func (a ActiveDays) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// mostChange is the end of the scale of change on either side: eleven points in all, as Kamper 2009 advises.
const mostChange = 5

// A Change is how a person finds their back compared with the start: -5 much worse, 0 as it was, 5 much better. Such an
// answer follows how the back is on the day that it is given, the more so the longer ago the start is: it is shown beside
// the notes, and is never part of a verdict. The zero value is no answer. It prints as "withheld" like a Rating.
type Change struct{ plusSix uint8 }

// ChangeBy makes a change of -5 to 5.
func ChangeBy(v int) (Change, error) {
	if v < -mostChange || v > mostChange {
		return Change{}, fmt.Errorf("note the change: %d is outside -5 to 5; choose a whole number from -5 to 5", v)
	}
	return Change{uint8(v + mostChange + 1)}, nil
}

// Value is the change and whether there is one.
func (c Change) Value() (int, bool) { return int(c.plusSix) - mostChange - 1, c.plusSix > 0 }

// String is "withheld".
func (c Change) String() string { return withheld }

// Format writes "withheld" for every verb.
func (c Change) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (c Change) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld".
func (c Change) MarshalText() ([]byte, error) { return []byte(withheld), nil }
