package store

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// Standing is how things stand with a person between visits. It prints as "withheld".
type Standing struct {
	Last    string   // the outcome of the last check of any kind
	Changed bool     // the next check has to be a full one
	Begun   []Begun  // sessions of which no end is known
	Told    []string // what is said once, and was
}

// Begun is a session that has begun. Without an end it stays one that ended then, and by a fault.
type Begun struct {
	Visit string    `json:"visit"`
	At    time.Time `json:"at"`
	Level int       `json:"level"` // of force, the most that it was let
	Known bool      `json:"known"` // a full check was answered since
}

// sealedStanding is a standing as it is sealed and exported.
type sealedStanding struct {
	Last    string   `json:"last"`
	Changed bool     `json:"changed"`
	Begun   []Begun  `json:"begun,omitempty"`
	Told    []string `json:"told,omitempty"`
}

// Clone is a copy that shares nothing.
func (s Standing) Clone() Standing {
	s.Begun, s.Told = slices.Clone(s.Begun), slices.Clone(s.Told)
	return s
}

// Format writes "withheld" for every verb.
func (Standing) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Standing) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Standing) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// Standing is how things stand; the zero Standing of somebody who was never here.
func (s *Store) Standing(ctx context.Context, k *Key) (Standing, error) {
	x, _, err := latest[sealedStanding](ctx, s, k, standing)
	return Standing(x), about("reading how things stand", err)
}
