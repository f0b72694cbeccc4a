package scan

import (
	"math"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// Likeness is what a comparison of two scans says. The zero value is that there is too little to compare.
type Likeness uint8

// The likenesses.
const (
	Unclear   Likeness = iota
	Same               // no more apart than scans of one person are
	Different          // more apart than that
)

// String is the likeness in words.
func (l Likeness) String() string {
	return [...]string{"too little to compare", "the same person", "somebody else"}[min(l, Different)]
}

// Comparison is how far two scans are apart.
type Comparison struct {
	Likeness Likeness
	Score    float64 // mean square of the differences, each in units of what repeats differ by: about 1 for one person
	Compared int     // how many features both scans have
}

// feature is one figure of a scan by which people differ.
type feature struct {
	// repeat is the standard deviation of one scan of the same person who gets up, puts on other clothes of up to 4 mm, and
	// sits down again: as simulated, and rounded up. Sitting down differs by 5 mm and some slouch along the back and 5 % of
	// the hollow there, which are assumptions.
	repeat float64
	of     func(*Estimate) (float64, bool)
}

// features are what people are told apart by: where the levels are and how far from each other, the hollow of the back,
// how soft the muscle feels, and how far the trunk presses the chair in, which goes by its weight.
var features = [...]feature{
	{7, func(e *Estimate) (float64, bool) { return float64(e.Landmarks.Sacrum), e.Landmarks.SacrumOK }},
	{7, func(e *Estimate) (float64, bool) { return float64(e.Landmarks.Ribs), e.Landmarks.RibsOK }},
	{5, func(e *Estimate) (float64, bool) {
		return float64(e.Landmarks.Ribs - e.Landmarks.Sacrum), e.Landmarks.RibsOK && e.Landmarks.SacrumOK
	}},
	{0.07, func(e *Estimate) (float64, bool) {
		return math.Log(max(e.Landmarks.Muscle, 0.01)), e.Landmarks.Muscle > 0
	}},
	{1, hollow},
	{0.9, func(e *Estimate) (float64, bool) { return outAt(e, body.T12, 40) }},
}

// hollow is how deep the back's hollow is, mm: its deepest place over the line from T12 to S1.
func hollow(e *Estimate) (float64, bool) {
	low, ok1 := outAt(e, body.S1, 0)
	high, ok2 := outAt(e, body.T12, 0)
	mid, ok3 := outAt(e, body.L3, 0)
	return mid - (low+high)/2, ok1 && ok2 && ok3
}

// outAt is how far out the rollers met the back so far over a level, mm.
func outAt(e *Estimate, l body.Level, over unit.Millimetre) (float64, bool) {
	along := e.Levels[l].Along + over
	i := int(along / binSize)
	if along < 0 || i < e.Contour.First || i > e.Contour.Last {
		return 0, false
	}
	out, _ := e.Contour.At(along)
	return float64(out), true
}

// apart is the score from which two scans are of different people, and enough how many features it takes to say so: a
// test says how often it is wrong either way.
const apart, enough = 2, 3

// Compare says whether two scans, such as one that was kept and one of now, are of the same person. It knows nothing of
// who that is, and it is no proof: people are alike.
func Compare(a, b *Estimate) (c Comparison) {
	for _, f := range features {
		x, okX := f.of(a)
		y, okY := f.of(b)
		if !okX || !okY {
			continue
		}
		d := (x - y) / (math.Sqrt2 * f.repeat)
		c.Score += d * d
		c.Compared++
	}
	if c.Compared == 0 {
		return c
	}
	c.Score /= float64(c.Compared)
	switch {
	case c.Compared < enough:
	case c.Score > apart:
		c.Likeness = Different
	default:
		c.Likeness = Same
	}
	return c
}
