package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// Aims is what a person wants to get better at, in their own words, and what is judged. It prints as "withheld".
type Aims struct {
	Activities [outcome.Activities]string `json:"activities"` // "" is none
	Measure    outcome.Measure            `json:"measure"`
}

// Comfort is the most force that felt good at one level, per side, the harder-pressed roller's. It prints as "withheld".
type Comfort struct {
	Level string                     `json:"level"` // L5
	Most  [chair.SideEnd]unit.Newton `json:"most_n"`
}

// plainAims and plainComfort are the same as they are sealed and exported.
type (
	plainAims    Aims
	plainComfort Comfort
)

// Format writes "withheld" for every verb.
func (Aims) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Aims) LogValue() slog.Value { return slog.StringValue(withheld) }

// Format writes "withheld" for every verb.
func (Comfort) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Comfort) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Aims) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// MarshalText is "withheld", and with it JSON.
func (Comfort) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// PutAims keeps a person's aims, in place of those of before; those stay on record.
func (s *Store) PutAims(ctx context.Context, k *Key, a Aims) error {
	return about("keeping aims", put(ctx, s.db, k, aims, "", s.now(), plainAims(a)))
}

// Aims is the latest; the zero Aims where there are none.
func (s *Store) Aims(ctx context.Context, k *Key) (Aims, error) {
	a, _, err := latest[plainAims](ctx, s, k, aims)
	return Aims(a), about("reading aims", err)
}

// PutComfort keeps a calibration: what felt good at each level.
func (s *Store) PutComfort(ctx context.Context, k *Key, at time.Time, c []Comfort) error {
	var plain []plainComfort
	for _, one := range c {
		plain = append(plain, plainComfort(one))
	}
	return about("keeping a calibration", put(ctx, s.db, k, comforts, "", at, plain))
}

// Comfort is the latest calibration and when it was; nil where there is none.
func (s *Store) Comfort(ctx context.Context, k *Key) ([]Comfort, time.Time, error) {
	plain, at, err := latest[[]plainComfort](ctx, s, k, comforts)
	var c []Comfort
	for _, one := range plain {
		c = append(c, Comfort(one))
	}
	return c, at, about("reading a calibration", err)
}

// PutScan keeps where a person's levels were found.
func (s *Store) PutScan(ctx context.Context, k *Key, at time.Time, levels []wire.Level) error {
	return about("keeping a scan", put(ctx, s.db, k, scans, "", at, levels))
}

// Scan is the latest and when it was; nil where there is none.
func (s *Store) Scan(ctx context.Context, k *Key) ([]wire.Level, time.Time, error) {
	l, at, err := latest[[]wire.Level](ctx, s, k, scans)
	return l, at, about("reading a scan", err)
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
