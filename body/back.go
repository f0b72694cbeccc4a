package body

import "github.com/openlumbar/lumbar/unit"

// Tissue is how the flesh at one place answers to a roller. Force F in newtons of an indentation x in mm that
// has just been made is Stiffness * x^Exponent; of it, Relax goes away in time. The exponent 1.44 is fitted
// to Lee 1997 (25 % stiffer from 30-275 N than from 30-100 N).
type Tissue struct {
	Stiffness float64 // N/mm^Exponent, instantaneous
	Exponent  float64 // 1.3 to 1.6
	Relax     float64 // share of force lost in the long run, 0.23 to 0.44
}

// Back is the geometry and tissue of one person's back, in the frame of the package.
type Back struct {
	Levels  [LevelEnd]unit.Millimetre // mid-height of each vertebra; S1 is the sacral endplate
	Lanes   [LevelEnd]unit.Millimetre // midline to the groove between multifidus and longissimus
	Tissue  [LevelEnd]Tissue          // beside the spine, at each level
	Sacrum  Tissue                    // below S1
	Ribs    Tissue                    // above the lower edge of T12
	Weight  unit.Kilogram             // of the whole person
	Stature unit.Millimetre

	curve Curve
}
