package diag

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// Word reads an attribute that is one of the known words.
func (r *Reader) Word(name string, known []string, into *string) bool {
	v, ok := r.Value(name, fmt.Sprintf("%q", known[0]))
	if !ok {
		return false
	}
	i, ok := r.word(name, v, r.At(name), known)
	if ok {
		*into = known[i]
	}
	return ok
}

// Texts reads an attribute that is a list of texts.
func (r *Reader) Texts(name string, into *[]string) bool {
	return r.list(name, `["..."]`, into, func(v cty.Value, at hcl.Range) (string, bool) {
		if v.Type() != cty.String || v.AsString() == "" {
			r.Error(at, WrongType, name+" is a list of texts", like(name, `["..."]`))
			return "", false
		}
		return v.AsString(), true
	})
}

// Words reads an attribute that is a list of known words.
func (r *Reader) Words(name string, known []string, into *[]string) bool {
	return r.list(name, fmt.Sprintf("[%q]", known[0]), into, func(v cty.Value, at hcl.Range) (string, bool) {
		i, ok := r.word(name, v, at, known)
		if !ok {
			return "", false
		}
		return known[i], true
	})
}

// OneOf reads an attribute that names one of the values by its String.
func OneOf[T fmt.Stringer](r *Reader, name string, from []T, into *T) bool {
	var word string
	known := names(from)
	ok := r.Word(name, known, &word)
	if ok {
		*into = from[slices.Index(known, word)]
	}
	return ok
}

// SomeOf reads an attribute that is a list of names of the values.
func SomeOf[T fmt.Stringer](r *Reader, name string, from []T, into *[]T) bool {
	var words []string
	known := names(from)
	if !r.Words(name, known, &words) {
		return false
	}
	out := make([]T, len(words))
	for i, w := range words {
		out[i] = from[slices.Index(known, w)]
	}
	*into = out
	return true
}

func names[T fmt.Stringer](from []T) []string {
	out := make([]string, len(from))
	for i, v := range from {
		out[i] = v.String()
	}
	return out
}

// word finds which of the known words a value is.
func (r *Reader) word(name string, v cty.Value, at hcl.Range, known []string) (int, bool) {
	if v.IsNull() || v.Type() != cty.String {
		r.Error(at, WrongType, name+" is a word", fmt.Sprintf("One of %s, in quotes.", enumerate(quoted(known), "or")))
		return 0, false
	}
	i := slices.Index(known, strings.TrimSpace(v.AsString()))
	if i < 0 {
		r.Error(at, UnknownWord, fmt.Sprintf("%s cannot be %q", name, v.AsString()), WayOut(v.AsString(), known))
	}
	return i, i >= 0
}

// list reads each value of a list. All of them must be good.
func (r *Reader) list(name, example string, into *[]string, each func(cty.Value, hcl.Range) (string, bool)) bool {
	a := r.attr(name)
	if a == nil {
		r.lacks(name, example)
		return false
	}
	var values []cty.Value
	good := true
	if exprs, diags := hcl.ExprList(a.Expr); !diags.HasErrors() {
		for _, e := range exprs {
			v, ok := r.eval(name, e)
			if !ok {
				v, good = cty.NilVal, false
			}
			values = append(values, v)
		}
	} else if v, ok := r.Value(name, example); !ok {
		return false
	} else if !v.CanIterateElements() || v.Type().IsObjectType() || v.Type().IsMapType() {
		if v.Type() == cty.String && v.AsString() != "" {
			example = fmt.Sprintf("[%q]", v.AsString())
		}
		r.Error(a.Expr.Range(), WrongType, name+" is a list", like(name, example))
		return false
	} else {
		values = v.AsValueSlice()
	}
	out := make([]string, 0, len(values))
	for i, v := range values {
		if v == cty.NilVal {
			continue
		}
		s, ok := each(v, r.AtItem(name, i))
		good = good && ok
		out = append(out, s)
	}
	if len(values) == 0 {
		r.Error(a.Expr.Range(), Missing, name+" is empty", like(name, example))
		return false
	}
	if good {
		*into = out
	}
	return good
}
