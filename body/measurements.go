package body

import "github.com/openlumbar/lumbar/unit"

// Sex is the sex that a person's measurements are compared by: the population is two samples. The zero value
// is invalid.
type Sex uint8

// The two samples of the population.
const (
	_ Sex = iota
	Male
	Female
	sexEnd
)

// String is "male" or "female"; "sex?" if invalid.
func (s Sex) String() string {
	switch s {
	case Male:
		return "male"
	case Female:
		return "female"
	}
	return "sex?"
}

// ParseSex finds a sex by its name.
func ParseSex(name string) (Sex, bool) {
	for s := Male; s < sexEnd; s++ {
		if s.String() == name {
			return s, true
		}
	}
	return 0, false
}

// Measurements is what a tape and a scale say of one person. Heights are from the floor, standing, except
// SittingHeight, which is from the seat. Sex, Stature and Weight are required; any other zero is unknown and
// is filled by regression (Complete).
type Measurements struct {
	Name string // how the body is called in lists and reports
	Sex  Sex
	Age  float64 // years; 0 is unknown

	Stature       unit.Millimetre
	SittingHeight unit.Millimetre // seat to top of head
	Cervicale     unit.Millimetre // floor to the tip of C7
	Iliocristale  unit.Millimetre // floor to the top of the iliac crest
	WaistBreadth  unit.Millimetre
	WaistDepth    unit.Millimetre
	HipBreadth    unit.Millimetre // standing
	BackWidth     unit.Millimetre // across the upper back along the skin (interscye)
	Weight        unit.Kilogram
}
