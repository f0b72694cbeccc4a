package technique

import (
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Technique is one row of the table: how a technique is written, and the functions that make it.
type Technique struct {
	Kind Kind
	Block[Stroke]

	slot    func(*Stroke) time.Duration // the time it takes, whoever sits there
	prepare func(*Stroke, *Place) (curve, error)
}

// table is every technique; the rows are beside their curves.
var table = [KindEnd]Technique{
	Glide:   glideRow,
	Knead:   kneadRow,
	Tap:     tapRow,
	Press:   pressRow,
	Stretch: stretchRow,
	Rest:    restRow,
}

// All returns the techniques in the order of their kinds.
func All() []Technique { return slices.Clone(table[Glide:]) }

// ByWord finds a technique by its word in programmes.
func ByWord(word string) (Technique, bool) {
	for _, t := range table[Glide:] {
		if t.Word == word {
			return t, true
		}
	}
	return Technique{}, false
}

// Valid says whether k is one of the techniques.
func (k Kind) Valid() bool { return k > 0 && k < KindEnd }

// String is the technique's word; "technique?" if invalid.
func (k Kind) String() string {
	if !k.Valid() {
		return "technique?"
	}
	return table[k].Word
}

// Needs is what a chair must have for the technique; the caller leaves it as it is. Nil if invalid.
func (k Kind) Needs() []chair.Ability {
	if !k.Valid() {
		return nil
	}
	return table[k].Needs
}

// Duration is the time slot of the stroke in a plan, the same for every person and chair; 0 if invalid.
func (s *Stroke) Duration() time.Duration {
	if !s.Kind.Valid() {
		return 0
	}
	return table[s.Kind].slot(s)
}
