package body

import (
	"math"

	"github.com/openlumbar/lumbar/unit"
)

// Lordosis of the skin, which is what a roller meets, in degrees between the two steepest slopes of the
// hollow: Lang-Tapia 2011, SpinalMouse, 659 adults standing (17.3, SD 9.3; 29.6, SD 11.3). X-ray angles are
// 45 to 50. Assumption: leaning back against a rest keeps them.
const (
	lordosisMale   = 17.3
	lordosisFemale = 29.6
)

// Where the back touches a straight backrest, and how it turns away beyond. Assumptions: the thorax touches
// at its apex, T7, and turns away on the radius that a kyphosis of 42 degrees (Lang-Tapia 2011) gives the 320 mm
// from T1 to T12; the pelvis touches at the upper buttock, whose bulge is a little larger than a ball.
const (
	thoraxFraction = 0.30 // of C7 to S1, from the top: T7
	thoraxRadius   = 440  // mm
	buttockBelowS1 = 55   // mm
	buttockRadius  = 130  // mm
)

// Curve is the shape of the skin beside the midline, against a straight backrest: two touching places and a
// smooth hollow between them, deepest at the apex. The zero Curve touches everywhere.
type Curve struct {
	buttock, apex, thorax unit.Millimetre // heights
	depth                 unit.Millimetre // of the hollow
}

// gap is how far the skin lies from the straight line at a height. Each half of the hollow is a cubic
// smoothstep, whose slope is zero at both ends and 1.5 depth/length at most; beyond, circles as parabolas.
func (c *Curve) gap(h unit.Millimetre) unit.Millimetre {
	switch {
	case c.depth == 0:
		return 0
	case h < c.buttock:
		return (c.buttock - h) * (c.buttock - h) / (2 * buttockRadius)
	case h < c.apex:
		return c.depth * smoothstep((h-c.buttock)/(c.apex-c.buttock))
	case h < c.thorax:
		return c.depth * smoothstep((c.thorax-h)/(c.thorax-c.apex))
	}
	return (h - c.thorax) * (h - c.thorax) / (2 * thoraxRadius)
}

func smoothstep(u unit.Millimetre) unit.Millimetre { return u * u * (3 - 2*u) }

// curveOf lays the hollow between its touching places so that its steepest slopes differ by the lordosis.
func curveOf(sex Sex, levels *[LevelEnd]unit.Millimetre, c7 unit.Millimetre) Curve {
	lordosis := lordosisMale
	if sex == Female {
		lordosis = lordosisFemale
	}
	c := Curve{
		buttock: levels[S1] - buttockBelowS1,
		apex:    (levels[L3] + levels[L4]) / 2,
		thorax:  c7 - thoraxFraction*(c7-levels[S1]),
	}
	// atan(1.5 d/lower) + atan(1.5 d/upper) = lordosis; tangent and angle differ by 2 % at these slopes.
	lower, upper := c.apex-c.buttock, c.thorax-c.apex
	c.depth = unit.Millimetre(lordosis*math.Pi/180/1.5) / (1/lower + 1/upper)
	return c
}

// Gap is how far the skin beside the midline lies from the straight line of the backrest at a height, in mm:
// 0 where it touches, positive where it lies away from the backrest.
func (b *Back) Gap(height unit.Millimetre) unit.Millimetre { return b.curve.gap(height) }

// Touches is where the back touches a straight backrest: the heights of the upper buttock and of the thorax. The lower spine
// spans from one to the other.
func (b *Back) Touches() (pelvis, thorax unit.Millimetre) { return b.curve.buttock, b.curve.thorax }

// Hollow is the height of the lumbar hollow's deepest place and its depth. It lies between L3 and L4.
func (b *Back) Hollow() (height, depth unit.Millimetre) { return b.curve.apex, b.curve.depth }
