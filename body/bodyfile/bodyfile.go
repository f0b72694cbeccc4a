// Package bodyfile reads what a tape and a scale say of one person from a small HCL file, NAME.body.hcl:
//
//	body "example" {
//	  sex     = "female"
//	  age     = 46 # years
//	  stature = "1.68 m"
//	  weight  = "70 kg"
//	}
//
// Sex, age, stature and weight are wanted. The lengths that body.Measurements holds besides may be added, by their
// names in small letters; those that are not there are estimated from the rest by body.
package bodyfile

import (
	"regexp"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// Plausible spans of what is wanted: those of body.Measurements.Check, told here with the place in the text.
const (
	leastAge, mostAge = 17, 120 // years
)

var (
	statureSpan = diag.Span{Min: 1200, Max: 2300} // mm
	weightSpan  = diag.Span{Min: 30, Max: 260}    // kg
)

// lengths is every length that may be added. Spans are well beyond everybody in ANSUR II on either side: they catch
// a slip of the tape or the unit, not unusual people. Assumptions.
var lengths = []struct {
	name string
	span diag.Span // mm
	into func(*body.Measurements) *unit.Millimetre
}{
	{"sitting_height", diag.Span{Min: 500, Max: 1400}, func(m *body.Measurements) *unit.Millimetre { return &m.SittingHeight }},
	{"cervicale", diag.Span{Min: 800, Max: 2200}, func(m *body.Measurements) *unit.Millimetre { return &m.Cervicale }},
	{"iliocristale", diag.Span{Min: 550, Max: 1600}, func(m *body.Measurements) *unit.Millimetre { return &m.Iliocristale }},
	{"waist_breadth", diag.Span{Min: 140, Max: 700}, func(m *body.Measurements) *unit.Millimetre { return &m.WaistBreadth }},
	{"waist_depth", diag.Span{Min: 90, Max: 700}, func(m *body.Measurements) *unit.Millimetre { return &m.WaistDepth }},
	{"hip_breadth", diag.Span{Min: 180, Max: 700}, func(m *body.Measurements) *unit.Millimetre { return &m.HipBreadth }},
	{"back_width", diag.Span{Min: 180, Max: 800}, func(m *body.Measurements) *unit.Millimetre { return &m.BackWidth }},
}

var nameForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Read reads a body file. The measurements are whole only if the list has no errors.
func Read(filename string, src []byte) (body.Measurements, diag.List) {
	var m body.Measurements
	top := diag.Open(filename, src)
	bodies := top.Blocks(diag.Kind{Name: "body", Labels: []string{"name"}, Many: true})
	if len(bodies) == 0 {
		top.Need(`body "name"`, "A file holds one body.")
		return m, top.Finish()
	}
	for _, other := range bodies[1:] {
		other.Error(other.Header(), diag.Duplicate, "a second body in one file", "A file holds one body: give this one a file of its own.")
		readBody(other, new(body.Measurements)) // its own mistakes are told all the same
	}
	good := readBody(bodies[0], &m)
	if err := m.Check(); good && err != nil {
		bodies[0].Error(bodies[0].Header(), diag.Contradiction, "these measures do not fit together", "Measure again: "+err.Error()+".")
	}
	return m, top.Finish()
}

// readBody says whether every measure could be read.
func readBody(r *diag.Reader, m *body.Measurements) bool {
	good := true
	want := func(ok bool) { good = good && ok }
	if m.Name = r.Label(0); !nameForm.MatchString(m.Name) {
		r.Error(r.Header(), diag.BadLabel, "this name cannot be used", `A body's name is small letters, digits and single dashes, like "example".`)
		good = false
	}
	want(diag.OneOf(r, "sex", []body.Sex{body.Male, body.Female}, &m.Sex))
	want(r.Number("age", leastAge, mostAge, &m.Age))
	want(diag.Quantity(r, "stature", unit.Length, statureSpan, &m.Stature))
	want(diag.Quantity(r, "weight", unit.Mass, weightSpan, &m.Weight))
	for _, l := range lengths {
		if r.Has(l.name) {
			want(diag.Quantity(r, l.name, unit.Length, l.span, l.into(m)))
		}
	}
	return good
}
