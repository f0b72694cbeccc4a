package scan

import (
	"math"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Balance is how the two rollers share the force along the back: as far apart as they scan, and close together. Far apart both lie
// on muscle, whoever sits where, and what one presses more than the other is what people and load cells differ in from left to
// right. Close together the same holds, unless somebody sits beside the chair's middle: then one of them rides up on the
// spinous processes, which are bone, and takes more of the force than it did far apart. The zero value has felt nothing.
type Balance struct{ apart, close [bins]shared }

// shared is the force that each roller took at one place, and how often it was read.
type shared struct {
	force [chair.SideEnd]float64
	n     float64
}

// log is the logarithm of the right roller's share over the left's.
func (s *shared) log() float64 {
	const least = 0.5 // N: a roller that hardly touches
	right, left := s.force[chair.Right]/s.n, s.force[chair.Left]/s.n
	return math.Log(max(right, least) / max(left, least))
}

// Add takes one report with the rollers on the back: contact is the tared force per roller, close whether they are close together.
func (b *Balance) Add(p *chair.Profile, r *chair.Report, contact [chair.SideEnd]unit.Newton, close bool) {
	ka, _, _ := p.Rollers.Knead(r.Axes[chair.Kneading].Pos)
	i := int((unit.Millimetre(r.Axes[chair.Carriage].Pos) + ka) / binSize)
	if i < 0 || i >= bins || max(contact[chair.Left], contact[chair.Right]) < touching {
		return
	}
	at := &b.apart[i]
	if close {
		at = &b.close[i]
	}
	for s, f := range contact {
		at.force[s] += float64(f)
	}
	at.n++
}

// Reset forgets what was felt.
func (b *Balance) Reset() { *b = Balance{} }

// leastShared is the least length of back, in bins, that a skew is told of: about a vertebra with its disc.
const leastShared = 8

// Skew is how much more of the force the right roller takes close together than far apart, from one place to another, as the mean
// logarithm of its share over the left's: 0 for somebody in the middle, positive for somebody whose spine lies to the right of
// the chair's. Share is the same close together alone, with what people and cells differ in: it still tells where somebody sits so
// far aside that one roller rides on the spine either way. They are not known where too little was felt both ways.
func (b *Balance) Skew(from, to unit.Millimetre) (skew, share float64, ok bool) {
	n := 0.0
	for i := max(0, int(from/binSize)); i < min(bins, int(to/binSize)+1); i++ {
		if b.apart[i].n > 0 && b.close[i].n > 0 {
			close := b.close[i].log()
			skew, share = skew+close-b.apart[i].log(), share+close
			n++
		}
	}
	if n < leastShared {
		return 0, 0, false
	}
	return skew / n, share / n, true
}
