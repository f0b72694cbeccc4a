package outcome

import (
	"fmt"
	"log/slog"
	"math"

	"github.com/openlumbar/lumbar/unit"
)

// withheld is what a health answer looks like in a log.
const withheld = "withheld"

// A Rating is one answer from 0 to 10. The zero value is no answer: every question may be skipped. It prints as
// "withheld" in every way of printing; only Value opens it.
type Rating struct{ plusOne uint8 }

// Rate makes a rating of 0 to 10.
func Rate(v int) (Rating, error) {
	if v < 0 || v > 10 {
		return Rating{}, fmt.Errorf("rate how it feels: %d is outside 0 to 10; choose a whole number from 0 to 10", v)
	}
	return Rating{uint8(v + 1)}, nil
}

// Value is the rating, 0 to 10, and whether there is one.
func (r Rating) Value() (int, bool) { return int(r.plusOne) - 1, r.plusOne > 0 }

// String is "withheld".
func (r Rating) String() string { return withheld }

// Format writes "withheld" for every verb, so that no %d or %#v opens a rating.
func (r Rating) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (r Rating) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld", and with it JSON: a store or an export writes Value on purpose.
func (r Rating) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// A Reach is how far the fingertips are from the floor when bending forward. The zero value is no answer. It
// prints as "withheld" like a Rating.
type Reach struct {
	given bool
	mm    unit.Millimetre
}

// ReachOf makes a reach; below the floor, as from a step, is negative. 50 cm below to 100 cm above are believed.
func ReachOf(mm unit.Millimetre) (Reach, error) {
	if !(mm >= -500 && mm <= 1000) || math.IsNaN(float64(mm)) {
		return Reach{}, fmt.Errorf("note the reach: %.0f cm is outside -50 to 100 cm; measure from fingertips to floor", mm/10)
	}
	return Reach{true, mm}, nil
}

// Value is the reach and whether there is one.
func (r Reach) Value() (unit.Millimetre, bool) { return r.mm, r.given }

// String is "withheld".
func (r Reach) String() string { return withheld }

// Format writes "withheld" for every verb.
func (r Reach) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (r Reach) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld".
func (r Reach) MarshalText() ([]byte, error) { return []byte(withheld), nil }
