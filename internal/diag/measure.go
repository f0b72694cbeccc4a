package diag

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/openlumbar/lumbar/unit"
	"github.com/zclconf/go-cty/cty"
)

// Measure is one quantity in its base unit, or a word.
type Measure struct {
	Value float64
	Word  string
}

// IsList says whether an attribute is there and is a list.
func (r *Reader) IsList(name string) bool {
	a := r.attr(name)
	if a == nil {
		return false
	}
	if _, diags := hcl.ExprList(a.Expr); !diags.HasErrors() {
		return true
	}
	v, ok := r.eval(name, a.Expr)
	return ok && !v.IsNull() && v.Type().IsTupleType()
}

// Measures reads an attribute that is a quantity or one of the known words; where ends says so, two of them with dots
// between, such as "12 N..30 N"; where list says so, a list of at least one. All must be good.
func (r *Reader) Measures(name string, d unit.Dimension, s Span, known []string, ends, list bool) ([]Measure, bool) {
	example := Example(d, s)
	v, ok := r.Value(name, example)
	if !ok {
		return nil, false
	}
	if list && v.Type().IsTupleType() {
		values := v.AsValueSlice()
		if len(values) == 0 {
			r.Error(r.At(name), Missing, name+" is empty", fmt.Sprintf("Write one for each place, like %s = [%s].", name, example))
			return nil, false
		}
		var all []Measure
		good := true
		for i, x := range values {
			m, ok := r.measure(name, x, d, s, r.AtItem(name, i), known)
			all, good = append(all, m), good && ok
		}
		return all, good
	}
	if v.Type().IsTupleType() {
		way := like(name, example)
		if ends {
			way = like(name, example) + " From one to another is written with dots between, in one text."
		}
		r.Error(r.At(name), WrongType, name+" is one value here, not a list", way)
		return nil, false
	}
	if ends && !v.IsNull() && v.Type() == cty.String {
		if first, last, two := strings.Cut(v.AsString(), ".."); two {
			a, ok := r.measure(name, cty.StringVal(strings.TrimSpace(first)), d, s, r.At(name), known)
			b, also := r.measure(name, cty.StringVal(strings.TrimSpace(last)), d, s, r.At(name), known)
			return []Measure{a, b}, ok && also
		}
	}
	m, ok := r.measure(name, v, d, s, r.At(name), known)
	return []Measure{m}, ok
}

// measure reads one value.
func (r *Reader) measure(name string, v cty.Value, d unit.Dimension, s Span, at hcl.Range, known []string) (m Measure, ok bool) {
	m.Value, m.Word, ok = r.quantityOrWord(name, v, d, s, at, known)
	return m, ok
}
