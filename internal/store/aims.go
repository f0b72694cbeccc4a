package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"
	"unicode/utf8"

	"github.com/openlumbar/lumbar/internal/outcome"
)

// Aims is what a person wants to get better at, in their own words, and how it is judged whether they do. It prints as
// "withheld".
type Aims struct {
	Activities [outcome.Activities]string `json:"activities"`       // "" is none
	Named      time.Time                  `json:"named,omitzero"`   // when the activities became these; what was rated before was of others
	Measure    outcome.Measure            `json:"measure"`          // what is judged
	Lasting    bool                       `json:"lasting"`          // the person's word: for three months at least
	Since      outcome.Day                `json:"since,omitempty"`  // the day from which they compare; 0 is since ever
	OnOff      outcome.Day                `json:"on_off,omitempty"` // the first day of weeks with and without the chair; 0 is none
	Reach      bool                       `json:"reach,omitempty"`  // the person measures how far they bend
}

// longestActivity is in letters: a line on a phone.
const longestActivity = 60

// Check says what is wrong with aims, or nothing.
func (a Aims) Check() error {
	if a.Measure > outcome.Hardness {
		return fmt.Errorf("nothing is judged by measure %d: choose pain, tightness or your own activities", a.Measure)
	}
	for _, one := range a.Activities {
		if utf8.RuneCountInString(one) > longestActivity || !utf8.ValidString(one) {
			return fmt.Errorf("an activity has up to %d letters: say it shorter", longestActivity)
		}
	}
	if a.Measure == outcome.Hardness && a.Activities == [outcome.Activities]string{} {
		return fmt.Errorf("your own activities are to be judged, and there are none: name one, or choose another measure")
	}
	return nil
}

// plainAims is the same as it is sealed and exported.
type plainAims Aims

// Format writes "withheld" for every verb.
func (Aims) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Aims) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Aims) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// PutAims keeps a person's aims, in place of those of before; those stay on record.
func (s *Store) PutAims(ctx context.Context, k *Key, a Aims) error {
	err := a.Check()
	if err == nil {
		err = put(ctx, s.db, k, aims, "", s.now(), plainAims(a))
	}
	return about("keeping aims", err)
}

// Aims is the latest; the zero Aims where there are none.
func (s *Store) Aims(ctx context.Context, k *Key) (Aims, error) {
	a, _, err := latest[plainAims](ctx, s, k, aims)
	return Aims(a), about("reading aims", err)
}
