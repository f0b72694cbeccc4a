package store

import (
	"fmt"
	"log/slog"
)

// withheld is what a secret or a health answer looks like wherever it is printed.
const withheld = "withheld"

// PIN is what a person keeps their answers with. It prints as "withheld".
type PIN string

// String is "withheld".
func (PIN) String() string { return withheld }

// Format writes "withheld" for every verb.
func (PIN) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (PIN) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText is "withheld".
func (PIN) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// pinShortest and pinLongest are in bytes. Four digits hold off who stands at the chair, see the package comment.
const pinShortest, pinLongest = 4, 64

// check says what is wrong with a new PIN.
func (p PIN) check() error {
	if len(p) < pinShortest || len(p) > pinLongest {
		return fmt.Errorf("a PIN has %d to %d characters: choose a longer or a shorter one", pinShortest, pinLongest)
	}
	return nil
}

// Key opens what one person said. Keep it in memory only, and no longer than the person is there. It prints as
// "withheld".
type Key struct {
	person string
	data   []byte
}

// Person is whose key it is.
func (k *Key) Person() string { return k.person }

// Format writes "withheld" for every verb.
func (*Key) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue is "withheld".
func (*Key) LogValue() slog.Value { return slog.StringValue(withheld) }
