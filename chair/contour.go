package chair

import "github.com/openlumbar/lumbar/unit"

// ContourBins is how many places of the track a contour holds.
const ContourBins = 96

// ContourStep is the distance between two places of a contour.
const ContourStep unit.Millimetre = 5

// Contour is where the rollers meet a back, place by place along the track: the out coordinate of a roller's
// tip at light touch. Entry i belongs to along = i * ContourStep. The zero Contour is unknown everywhere.
type Contour struct {
	Out         [ContourBins]unit.Millimetre
	First, Last int // known entries, both included; Last 0 is none
}

// Known says whether anything is known.
func (c *Contour) Known() bool { return c.Last > c.First }

// At is the out coordinate and its slope (mm per mm) at a place; beyond the known places the nearest known
// one with slope 0.
func (c *Contour) At(along unit.Millimetre) (out unit.Millimetre, slope float64) {
	if !c.Known() {
		return 0, 0
	}
	x := float64(along / ContourStep)
	if !(x > float64(c.First)) {
		return c.Out[c.First], 0
	}
	if x >= float64(c.Last) {
		return c.Out[c.Last], 0
	}
	i := int(x)
	rise := c.Out[i+1] - c.Out[i]
	return c.Out[i] + rise*unit.Millimetre(x-float64(i)), float64(rise / ContourStep)
}
