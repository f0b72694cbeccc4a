package screening

import (
	"fmt"
	"log/slog"

	"github.com/openlumbar/lumbar/unit"
)

// withheld is what everybody but this package gets to see of what a person answers.
const withheld = "withheld"

// Answer is what a person said to one question. The zero Answer is none.
type Answer uint8

// The answers.
const (
	Unanswered Answer = iota
	No
	Skip // would rather not say
	Unsure
	Yes
)

// String withholds.
func (Answer) String() string { return withheld }

// Format withholds, whatever the verb.
func (Answer) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue withholds.
func (Answer) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText withholds, also as a key of JSON.
func (Answer) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// Person is the figures that the check needs, and how the back is now. Pain is 0 to 10; a negative one was not told.
type Person struct {
	Age               float64 // years
	Height            unit.Millimetre
	Weight            unit.Kilogram
	PainNow, PainWont float64 // now, and as it usually is
}

// String withholds.
func (Person) String() string { return withheld }

// Format withholds, whatever the verb.
func (Person) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue withholds.
func (Person) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText withholds.
func (Person) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// Answers is everything that one person said. The zero Answers, and one of NewAnswers, has no answer at all. What is
// in it cannot be printed, also not by way of what holds it. Not for concurrent use.
type Answers struct{ sheet *sheet }

// sheet is behind a pointer, so that no verb of fmt walks into it.
type sheet struct {
	person Person
	given  map[string]Answer
	others Answer // what those not given count as
}

// NewAnswers is a sheet for one person. Others is what questions without an answer count as: Unanswered, which counts
// as Unsure, or No.
func NewAnswers(p Person, others Answer) Answers {
	return Answers{&sheet{person: p, given: map[string]Answer{}, others: others}}
}

// Put adds an answer by the id of its question. Of two to the same question the stricter holds, in whatever order they
// come: to take one back, begin a new sheet.
func (a Answers) Put(id string, answer Answer) {
	if answer == Unanswered {
		answer = Unsure
	}
	a.sheet.given[id] = max(a.sheet.given[id], answer)
}

// said is the answer to a question; Unanswered on a zero sheet.
func (a Answers) said(id string) Answer {
	if a.sheet == nil {
		return Unanswered
	}
	if given, ok := a.sheet.given[id]; ok {
		return given
	}
	return a.sheet.others
}

// named says whether the question was answered itself.
func (a Answers) named(id string) bool {
	return a.sheet != nil && a.sheet.given[id] != Unanswered
}

// person is the figures; of a zero sheet, or without an age, nobody's, whom every chair is closed to.
func (a Answers) person() Person {
	if a.sheet == nil || !(a.sheet.person.Age > 0) {
		return Person{}
	}
	return a.sheet.person
}

// String withholds.
func (Answers) String() string { return withheld }

// Format withholds, whatever the verb.
func (Answers) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue withholds.
func (Answers) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText withholds.
func (Answers) MarshalText() ([]byte, error) { return []byte(withheld), nil }
