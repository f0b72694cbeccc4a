package diag

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Has says whether the block has the attribute, and counts it as known.
func (r *Reader) Has(name string) bool { return r.attr(name) != nil }

// At is the place of an attribute's value; of the block's head if it is not there.
func (r *Reader) At(name string) hcl.Range {
	if a := r.attr(name); a != nil {
		return a.Expr.Range()
	}
	return r.header
}

// AtItem is the place of the i-th value of an attribute that is a list; of the whole if it is not written out.
func (r *Reader) AtItem(name string, i int) hcl.Range {
	if a := r.attr(name); a != nil {
		if list, diags := hcl.ExprList(a.Expr); !diags.HasErrors() && i < len(list) {
			return list[i].Range()
		}
	}
	return r.At(name)
}

// Value reads an attribute of any type, wholly known and not null. Example is how to write it.
func (r *Reader) Value(name, example string) (cty.Value, bool) {
	a := r.attr(name)
	if a == nil {
		r.lacks(name, example)
		return cty.NilVal, false
	}
	v, ok := r.eval(name, a.Expr)
	if ok && v.IsNull() {
		r.Error(a.Expr.Range(), Missing, name+" is null", like(name, example))
		return cty.NilVal, false
	}
	return v, ok
}

// Text reads an attribute that is text and not empty.
func (r *Reader) Text(name string, into *string) bool {
	v, ok := r.Value(name, `"..."`)
	if !ok {
		return false
	}
	if v.Type() != cty.String {
		r.Error(r.At(name), WrongType, name+" is text", like(name, `"..."`))
		return false
	}
	if v.AsString() == "" {
		r.Error(r.At(name), Missing, name+" is empty", like(name, `"..."`))
		return false
	}
	*into = v.AsString()
	return true
}

// Bool reads an attribute that is true or false.
func (r *Reader) Bool(name string, into *bool) bool {
	v, ok := r.typed(name, "true", cty.Bool)
	if !ok {
		return false
	}
	if v.Type() != cty.Bool {
		return r.wrong(name, "true or false", "true", v, cty.Bool)
	}
	*into = v.True()
	return true
}

// Int reads an attribute that is a whole number from lo to hi.
func (r *Reader) Int(name string, lo, hi int, into *int) bool {
	var n int64
	if !r.Whole(name, int64(lo), int64(hi), &n) {
		return false
	}
	*into = int(n)
	return true
}

// Whole is Int for numbers that 32 bits do not hold.
func (r *Reader) Whole(name string, lo, hi int64, into *int64) bool {
	example := fmt.Sprint(lo)
	v, ok := r.typed(name, example, cty.Number)
	if !ok {
		return false
	}
	if v.Type() != cty.Number {
		return r.wrong(name, "a whole number", example, v, cty.Number)
	}
	n, exact := v.AsBigFloat().Int64()
	switch {
	case exact != big.Exact:
		return r.wrong(name, "a whole number", example, v, cty.Number)
	case n < lo || n > hi:
		r.Error(r.At(name), OutOfRange, fmt.Sprintf("%s cannot be %d", name, n), fmt.Sprintf("%s is from %d to %d.", name, lo, hi))
		return false
	}
	*into = n
	return true
}

// Number reads an attribute that is a pure number from lo to hi: a count, a factor, an age in years.
func (r *Reader) Number(name string, lo, hi float64, into *float64) bool {
	example := fmt.Sprintf("%g", lo)
	v, ok := r.typed(name, example, cty.Number)
	if !ok {
		return false
	}
	if v.Type() != cty.Number {
		return r.wrong(name, "a number", example, v, cty.Number)
	}
	f, _ := v.AsBigFloat().Float64()
	if !(f >= lo && f <= hi) || math.IsInf(f, 0) {
		r.Error(r.At(name), OutOfRange, fmt.Sprintf("%s cannot be %.6g", name, f), fmt.Sprintf("%s is from %g to %g.", name, lo, hi))
		return false
	}
	*into = f
	return true
}

// typed reads a value that is wanted as a number or as true or false. In a plain text it has no quotes to tell
// it from a string.
func (r *Reader) typed(name, example string, want cty.Type) (cty.Value, bool) {
	v, ok := r.Value(name, example)
	if ok && r.file.plain {
		if c, err := convert.Convert(v, want); err == nil {
			v = c
		}
	}
	return v, ok
}

// wrong reports a value of the wrong type, and returns false. What only has quotes too many is the best example.
func (r *Reader) wrong(name, is, example string, v cty.Value, want cty.Type) bool {
	detail := like(name, example)
	if v.Type() == cty.String && !r.file.plain {
		if _, err := convert.Convert(v, want); err == nil {
			detail = like(name, v.AsString())
		}
		detail += " Without quotes."
	}
	r.Error(r.At(name), WrongType, name+" is "+is, detail)
	return false
}

// lacks notes that a wanted attribute is not there.
func (r *Reader) lacks(name, example string) {
	if !slices.ContainsFunc(r.absent, func(a absence) bool { return a.name == name }) {
		r.absent = append(r.absent, absence{name: name, example: example})
	}
}

// attr finds an attribute and remembers that it was asked for.
func (r *Reader) attr(name string) *hcl.Attribute {
	if a, asked := r.attrs[name]; asked {
		return a
	}
	content, rest, diags := r.body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: name}}})
	r.body = rest
	r.keep(diags)
	if r.attrs == nil {
		r.attrs = map[string]*hcl.Attribute{}
	}
	r.attrs[name] = content.Attributes[name]
	return r.attrs[name]
}

// eval works out an expression. Values that are unknown because something else is wrong are passed over.
func (r *Reader) eval(name string, expr hcl.Expression) (cty.Value, bool) {
	node, native := expr.(hclsyntax.Expression)
	if !native && !r.shallow(expr) {
		return cty.NilVal, false
	}
	switch {
	case r.file.vars != nil && native:
		w := &worker{Reader: r, name: name}
		w.names(node)
		return w.of(node)
	case r.file.vars != nil:
		at := expr.Range()
		raw, diags := expr.Value(nil)
		r.keep(diags)
		if diags.HasErrors() {
			return cty.NilVal, false
		}
		return (&worker{Reader: r, name: name, whole: &at}).json(raw, at)
	case native:
		_, bare := node.(*hclsyntax.ScopeTraversalExpr)
		if word := hcl.ExprAsKeyword(node); bare && word != "" {
			r.Error(expr.Range(), UnknownWord, word+" is not in quotes", like(name, fmt.Sprintf("%q", word)))
			return cty.NilVal, false
		}
	}
	v, diags := expr.Value(nil)
	r.keep(diags)
	if diags.HasErrors() {
		return cty.NilVal, false
	}
	v, _ = v.UnmarkDeep()
	return v, v.IsWhollyKnown()
}

// shallow looks into the texts of a JSON value before they are parsed as templates.
func (r *Reader) shallow(expr hcl.Expression) bool {
	raw, _ := expr.Value(nil)
	why := ""
	_ = cty.Walk(raw, func(_ cty.Path, v cty.Value) (bool, error) {
		if v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
			tokens, _ := hclsyntax.LexTemplate([]byte(v.AsString()), r.file.name, hcl.InitialPos)
			if _, detail := refuse(tokens); detail != "" {
				why = detail
			}
		}
		return true, nil
	})
	if why != "" {
		r.Error(expr.Range(), NotRead, notRead, why)
	}
	return why == ""
}

// like is the way out: how to write an attribute.
func like(name, example string) string { return fmt.Sprintf("Write it like %s = %s.", name, example) }
