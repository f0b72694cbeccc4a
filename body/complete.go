package body

import (
	"fmt"

	"github.com/openlumbar/lumbar/unit"
)

// fit is an ordinary least squares line through the people of one sex in ANSUR II:
// measure = at + stature*perMM + weight*perKG. A test fits it again. What it leaves open is wide: 21 mm (one
// standard deviation) for the iliac crest, more than half a vertebra, which the scan has to find.
type fit struct{ at, perMM, perKG float64 }

func (f fit) of(m *Measurements) unit.Millimetre {
	return unit.Millimetre(f.at + float64(f.perMM*float64(m.Stature)) + float64(f.perKG*float64(m.Weight)))
}

// optional is each measure that may be unknown, with its fits.
var optional = []struct {
	name  string
	field func(*Measurements) *unit.Millimetre
	fit   [sexEnd]fit
}{
	{"sitting height", func(m *Measurements) *unit.Millimetre { return &m.SittingHeight },
		[sexEnd]fit{Male: {216.689, 0.39328, 0.1277}, Female: {215.348, 0.39404, -0.00597}}},
	{"cervicale", func(m *Measurements) *unit.Millimetre { return &m.Cervicale },
		[sexEnd]fit{Male: {-56.0905, 0.88332, 0.25824}, Female: {-84.599, 0.906, 0.07184}}},
	{"iliocristale", func(m *Measurements) *unit.Millimetre { return &m.Iliocristale },
		[sexEnd]fit{Male: {-163.0948, 0.70464, -0.14938}, Female: {-151.8717, 0.70157, 0.07548}}},
	{"waist breadth", func(m *Measurements) *unit.Millimetre { return &m.WaistBreadth },
		[sexEnd]fit{Male: {306.0118, -0.10326, 2.35933}, Female: {295.9001, -0.11378, 2.7934}}},
	{"waist depth", func(m *Measurements) *unit.Millimetre { return &m.WaistDepth },
		[sexEnd]fit{Male: {302.3968, -0.15329, 2.39206}, Female: {317.0662, -0.18103, 2.81542}}},
	{"hip breadth", func(m *Measurements) *unit.Millimetre { return &m.HipBreadth },
		[sexEnd]fit{Male: {232.5652, -0.00647, 1.45617}, Female: {262.4165, -0.03156, 2.10783}}},
	{"back width", func(m *Measurements) *unit.Millimetre { return &m.BackWidth },
		[sexEnd]fit{Male: {411.9156, -0.07326, 1.72586}, Female: {332.8085, -0.0508, 1.81941}}},
}

// Complete returns m with every unknown length filled in from sex, stature and weight. An invalid sex leaves
// them unknown.
func (m Measurements) Complete() Measurements {
	if m.Sex == 0 || m.Sex >= sexEnd {
		return m
	}
	for _, o := range optional {
		if field := o.field(&m); *field == 0 {
			*field = o.fit[m.Sex].of(&m)
		}
	}
	return m
}

// Plausible spans of what a person may say of themselves: well beyond everybody in ANSUR II (1409 to 1993 mm,
// 36 to 144 kg) and as heavy as anybody in NHANES 2017-2020 (254 kg). Assumptions.
const (
	leastStature, mostStature = 1200, 2300 // mm
	leastWeight, mostWeight   = 30, 260    // kg
	leastAge, mostAge         = 17, 120    // years; 17 is ANSUR's youngest, and who may use a chair is for screening
	leastTrunk, mostTrunk     = 280, 700   // mm, iliac crest to C7
)

// Check says why measurements cannot be an adult's, or nil. Unknown lengths are completed first.
func (m Measurements) Check() error {
	if m.Sex == 0 || m.Sex >= sexEnd {
		return fmt.Errorf("sex: want male or female, whose measurements are compared")
	}
	if m.Age != 0 && !(m.Age >= leastAge && m.Age <= mostAge) {
		return fmt.Errorf("age: %v years is not within %d to %d", m.Age, leastAge, mostAge)
	}
	if !(m.Stature >= leastStature && m.Stature <= mostStature) {
		return fmt.Errorf("stature: %v mm is not within %d to %d", m.Stature, leastStature, mostStature)
	}
	if !(m.Weight >= leastWeight && m.Weight <= mostWeight) {
		return fmt.Errorf("weight: %v kg is not within %d to %d", m.Weight, leastWeight, mostWeight)
	}
	m = m.Complete()
	for _, o := range optional {
		if v := *o.field(&m); !(v > 0 && v < m.Stature) {
			return fmt.Errorf("%s: %v mm is not between 0 and the stature of %v", o.name, v, m.Stature)
		}
	}
	if trunk := m.Cervicale - m.Iliocristale; !(trunk >= leastTrunk && trunk <= mostTrunk) {
		return fmt.Errorf("cervicale is %v mm above iliocristale: want %d to %d", trunk, leastTrunk, mostTrunk)
	}
	if crest := m.Iliocristale - (m.Stature - m.SittingHeight); !(crest > 0) {
		return fmt.Errorf("iliocristale is %v mm below the seat: look at sitting height and iliocristale again", -crest)
	}
	return nil
}
