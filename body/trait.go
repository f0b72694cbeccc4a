package body

import (
	"math"
	"math/rand/v2"
)

// Confidence is how much is known of a trait. The zero value is invalid.
type Confidence uint8

// The confidences, best first.
const (
	_        Confidence = iota
	Read                // a source was read that measured it, in people if not on a seated lower back
	Recalled            // a source is named from memory, or gives only a part of it
	Assumed             // nothing measured was found
)

// String is one word; "confidence?" if invalid.
func (c Confidence) String() string {
	switch c {
	case Read:
		return "read"
	case Recalled:
		return "recalled"
	case Assumed:
		return "assumed"
	}
	return "confidence?"
}

// Wider is by how much a sweep widens a spread of this confidence: the less is known, the more is tried.
func (c Confidence) Wider() float64 {
	switch c {
	case Read:
		return 1
	case Recalled:
		return 1.25
	}
	return 1.5
}

// Form is how a trait is distributed over people. The zero value is Fixed.
type Form uint8

// The forms.
const (
	Fixed       Form = iota // Middle in everybody
	Uniform                 // Least to Most
	Normal                  // mean Middle, standard deviation Spread, cut off at Least and Most if Most is over Least
	LogNormal               // median Middle, standard deviation of the logarithm Spread
	Exponential             // mean Middle
)

// Row is what is known of a trait: what it is called, how people differ in it, who says so, and how far to believe it.
type Row struct {
	Name, Unit  string
	Form        Form
	Middle      float64 // what somebody has in whom it is not drawn
	Spread      float64
	Least, Most float64
	Confidence  Confidence
	Source      string // what was measured by whom; empty is nobody
}

// Row is the trait's row of the table; the zero Row if it is none.
func (t Trait) Row() Row {
	if t >= TraitEnd {
		return Row{}
	}
	return traits[t]
}

// Middle is what somebody has in whom the trait is not drawn.
func (t Trait) Middle() float64 { return t.Row().Middle }

// Draw is the trait of one person.
func (t Trait) Draw(r *rand.Rand) float64 {
	row := t.Row()
	return row.draw(r, 1)
}

// Sweep is the trait of one person where what is poorly known is tried more widely than people are thought to differ
// (Confidence.Wider). It takes as many random numbers as Draw.
func (t Trait) Sweep(r *rand.Rand) float64 {
	row := t.Row()
	return row.draw(r, row.Confidence.Wider())
}

func (w *Row) draw(r *rand.Rand, wider float64) float64 {
	switch w.Form {
	case Uniform:
		least, most := w.Least, w.Most
		if wider != 1 {
			centre, half := (least+most)/2, (most-least)/2
			least, most = centre-half*wider, centre+half*wider
			if w.Least >= 0 { // what cannot be negative stays so, and a least that is not nothing stays something
				least = max(least, w.Least/(2*wider))
			}
		}
		return least + r.Float64()*(most-least)
	case Normal:
		x := w.Middle + r.NormFloat64()*(w.Spread*wider)
		if w.Most > w.Least {
			x = min(max(x, w.Least), w.Most)
		}
		return x
	case LogNormal:
		return w.Middle * math.Exp(r.NormFloat64()*(w.Spread*wider))
	case Exponential:
		return w.Middle * r.ExpFloat64()
	}
	return w.Middle
}
