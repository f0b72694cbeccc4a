package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
)

// Aims is what a person wants to get better at, in their own words, and what is judged. It prints as "withheld".
type Aims struct {
	Activities [outcome.Activities]string `json:"activities"` // "" is none
	Measure    outcome.Measure            `json:"measure"`
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
	return about("keeping aims", put(ctx, s.db, k, aims, "", s.now(), plainAims(a)))
}

// Aims is the latest; the zero Aims where there are none.
func (s *Store) Aims(ctx context.Context, k *Key) (Aims, error) {
	a, _, err := latest[plainAims](ctx, s, k, aims)
	return Aims(a), about("reading aims", err)
}

// latest is the last row of a kind.
func latest[T any](ctx context.Context, s *Store, k *Key, what kind) (v T, at time.Time, err error) {
	rows, err := open[T](ctx, s.db, k, what)
	if err != nil || len(rows) == 0 {
		return v, at, err
	}
	last := rows[len(rows)-1]
	return last.Value, moment(last.AtMS), nil
}

// about says what was being done when an error came.
func about(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
