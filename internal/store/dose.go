package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// Dose is what one session means for the next: what was said of it, and nothing of what the chair did. A rating that is
// negative was not given. It prints as "withheld".
type Dose struct {
	Visit      string    // the id of the visit that it belongs to; the same one replaces it
	Ended      time.Time // to the millisecond
	Level      int       // of force, the highest used
	Stopped    bool      // by a fault, or because something felt wrong
	Marks      []string  // such as too hard
	PainBefore float64   // 0 to 10
	PainNext   float64   // the next day
	Soreness   float64   // the next day
	AskAt      time.Time // when the next day is asked about; zero: not
	Asked      bool      // it was
}

// sealedDose is a dose as it is sealed and exported.
type sealedDose struct {
	Level      int       `json:"level"`
	Stopped    bool      `json:"stopped"`
	Marks      []string  `json:"marks,omitempty"`
	PainBefore float64   `json:"pain_before"`
	PainNext   float64   `json:"pain_next"`
	Soreness   float64   `json:"soreness"`
	AskAt      time.Time `json:"ask_at,omitzero"`
	Asked      bool      `json:"asked"`
}

func (d *Dose) sealed() sealedDose {
	return sealedDose{d.Level, d.Stopped, d.Marks, d.PainBefore, d.PainNext, d.Soreness, d.AskAt, d.Asked}
}

// dose turns it back.
func (b *sealedDose) dose(r *row) Dose {
	return Dose{visitOf(r.ID), moment(r.AtMS), b.Level, b.Stopped, b.Marks, b.PainBefore, b.PainNext, b.Soreness, b.AskAt, b.Asked}
}

// Format writes "withheld" for every verb.
func (Dose) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (Dose) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON.
func (Dose) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// Doses is what a person's sessions have left, the oldest first.
func (s *Store) Doses(ctx context.Context, k *Key) ([]Dose, error) {
	rows, err := open[sealedDose](ctx, s.db, k, doses)
	if err != nil {
		return nil, fmt.Errorf("reading what sessions have left: %w", err)
	}
	var all []Dose
	for i := range rows {
		all = append(all, rows[i].Value.dose(&rows[i].row))
	}
	return all, nil
}
