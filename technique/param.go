package technique

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Form is how the value of a parameter is written. The zero value is invalid.
type Form uint8

// The forms.
const (
	_        Form = iota
	Quantity      // a number with its unit: "30 mm/s"
	Pressing      // a force word or a force: "gentle", "24 N"
	Word          // one of a few words: "in"
	Count         // a whole number: 3
	Range         // two levels: "S1..T12"
	Places        // a list of levels: ["L5", "L4"]
	Level         // one level: "L3"
)

// Value is what a programme gave for a parameter, read and within the parameter's range.
type Value struct {
	Number float64      // Quantity, Pressing: in the base unit of the dimension; Count
	Share  float64      // Pressing: of what the person finds comfortable, if it was a word
	Forces []Firmness   // Pressing: the two of a ramp, or one for each place; the greatest is Number and Share too
	Each   []float64    // Quantity: one for each place; the greatest is Number too
	Word   string       // Word
	Levels []body.Level // Range: first and last; Places: all, in their order; Level: one
}

// seconds is a Quantity of time.
func (v Value) seconds() time.Duration {
	return time.Duration(math.Round(v.Number * float64(time.Second)))
}

// Param is one attribute of a block in a programme; T is what the block describes.
type Param[T any] struct {
	Name     string
	Doc      string // one line
	Form     Form
	Dim      unit.Dimension // Quantity, Pressing
	Min, Max float64        // Quantity, Pressing, Count: what makes sense at all; what is allowed is chair.Limits
	Words    []string       // Word
	Ramp     bool           // Pressing: may be two with dots between, "gentle..firm"
	Each     bool           // Pressing, Quantity: may be a list, one for each place
	Required bool
	Default  string // as a programme would write it; empty: the zero value of T stands
	Set      func(*T, Value)
}

// Block is how one kind of block is written in a programme and what it asks of a chair.
type Block[T any] struct {
	Word    string // the block's name, and the technique's everywhere
	Purpose string // what it is for, in one honest line
	Params  []Param[T]
	Needs   []chair.Ability // a chair without one of these cannot do it
	Uses    []chair.Ability // used where a chair has it
}

// Strength is a word for a force, as a share of what a person finds comfortable.
type Strength struct {
	Word  string
	Share float64 // of the comfort limit
}

// Comfort is the comfort limit of somebody who has not been asked yet.
const Comfort unit.Newton = 40

// Strengths returns the force words, weakest first. Shares are assumptions: a quiet start, the middle, and a
// margin below the limit.
func Strengths() []Strength {
	return []Strength{{"gentle", 0.35}, {"medium", 0.60}, {"firm", 0.85}}
}

// The parameters that several techniques share.

func overParam() Param[Stroke] {
	return Param[Stroke]{
		Name: "over", Form: Range, Required: true,
		Doc: "the levels to travel, from the first to the last and back",
		Set: func(s *Stroke, v Value) { s.From, s.To = v.Levels[0], v.Levels[1] },
	}
}

// forceParam has no upper end: what is allowed depends on the place and is chair.Limits.
func forceParam() Param[Stroke] {
	return Param[Stroke]{
		Name: "force", Form: Pressing, Dim: unit.Force, Min: float64(Touch), Max: math.Inf(1), Required: true,
		Doc: "how firmly: gentle, medium, firm, or newtons of the harder-pressed roller",
		Set: func(s *Stroke, v Value) { s.Force, s.Share, s.Forces = unit.Newton(v.Number), v.Share, v.Forces },
	}
}

// rampParam is a force that may change evenly over the stroke.
func rampParam() Param[Stroke] {
	p := forceParam()
	p.Ramp = true
	return p
}

func forParam(longest float64) Param[Stroke] {
	return Param[Stroke]{
		Name: "for", Form: Quantity, Dim: unit.Time, Min: 5, Max: longest, Required: true,
		Doc: "how long",
		Set: func(s *Stroke, v Value) { s.For = v.seconds() },
	}
}

// forSlot is the slot of the techniques that say how long.
func forSlot(s *Stroke) time.Duration { return s.For }

func widthParam() Param[Stroke] {
	return Param[Stroke]{
		Name: "width", Form: Word, Words: []string{"follow", "narrow", "medium", "wide"}, Default: "follow",
		Doc: "distance between the rollers; follow keeps to the lane beside the spine at each level",
		Set: func(s *Stroke, v Value) {
			s.Width = map[string]unit.Millimetre{"narrow": Narrow, "medium": Medium, "wide": Wide}[v.Word]
		},
	}
}

func holdParam(longest float64) Param[Stroke] {
	return Param[Stroke]{
		Name: "hold", Form: Quantity, Dim: unit.Time, Min: 1, Max: longest, Required: true,
		Doc: "how long to stay",
		Set: func(s *Stroke, v Value) {
			s.Hold, s.Holds = v.seconds(), nil
			for _, x := range v.Each {
				s.Holds = append(s.Holds, Value{Number: x}.seconds())
			}
		},
	}
}

func repeatParam() Param[Stroke] {
	return Param[Stroke]{
		Name: "repeat", Form: Count, Min: 1, Max: 10, Default: "1",
		Doc: "how many times",
		Set: func(s *Stroke, v Value) { s.Repeat = int(v.Number) },
	}
}
