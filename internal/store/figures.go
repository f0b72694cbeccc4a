package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/unit"
)

// Figures is what the safety check has to know of a person's body. It prints as "withheld".
type Figures struct {
	At     time.Time // when they were told: the age grows from then on
	Age    float64   // years, as told
	Height unit.Millimetre
	Weight unit.Kilogram
}

// sealedFigures is figures as they are sealed and exported.
type sealedFigures struct {
	Age    float64         `json:"age"`
	Height unit.Millimetre `json:"height_mm"`
	Weight unit.Kilogram   `json:"weight_kg"`
}

// Format writes "withheld" for every verb.
func (Figures) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Figures) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Figures) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// Figures is what was told last; the zero Figures where nothing was.
func (s *Store) Figures(ctx context.Context, k *Key) (Figures, error) {
	f, at, err := latest[sealedFigures](ctx, s, k, figures)
	return Figures{at, f.Age, f.Height, f.Weight}, about("reading figures", err)
}
