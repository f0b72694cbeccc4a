package diag

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/unit"
	"github.com/zclconf/go-cty/cty"
)

// amount is a number, or a quantity: a number with its unit.
type amount struct {
	value float64
	unit  string // as written; empty for a number
	dim   unit.Dimension
	scale float64 // from the unit to the dimension's base unit
}

// amountOf reads a value as a number or a quantity.
func amountOf(v cty.Value) (amount, bool) {
	if v == cty.NilVal || v.IsNull() || !v.IsKnown() {
		return amount{}, false
	}
	switch v.Type() {
	case cty.Number:
		f, _ := v.AsBigFloat().Float64()
		return amount{value: f, scale: 1}, true
	case cty.String:
		return quantityOf(v.AsString())
	}
	return amount{}, false
}

// quantityOf reads a text as a quantity of whatever dimension.
func quantityOf(text string) (amount, bool) {
	text = strings.TrimSpace(text)
	u := strings.TrimSpace(strings.TrimLeft(text, "+-.0123456789"))
	number, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, u)), 64)
	if err != nil || u == "" {
		return amount{}, false
	}
	d, scale, ok := unit.Of(u)
	if !ok {
		return amount{}, false
	}
	return amount{value: number, unit: u, dim: d, scale: scale}, true
}

// what names the kind of an amount, with its article.
func (a amount) what() string {
	if a.dim == 0 {
		return "a number"
	}
	return a.dim.String()
}

// text is the amount as a programme would write it: twelve digits that count, without an exponent.
func (a amount) text() string {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(a.value, 'g', 12, 64), 64)
	n := strconv.FormatFloat(short, 'f', -1, 64)
	if a.unit == "" {
		return n
	}
	return n + " " + a.unit
}

// worth is the amount as a value: a number, or the text of a quantity.
func (a amount) worth() cty.Value {
	if a.dim == 0 {
		return cty.NumberFloatVal(a.value)
	}
	return cty.StringVal(a.text())
}

// in is the amount's number in the unit of another one of the same dimension.
func (a amount) in(other amount) float64 {
	if a.unit == other.unit {
		return a.value
	}
	return a.value * a.scale / other.scale
}

// combine works out x op y. The words say why it cannot be done.
func combine(x amount, op string, y amount) (out amount, why string) {
	out = x
	switch op {
	case "+", "-":
		if x.dim != y.dim {
			return out, fmt.Sprintf("%s and %s do not add up", x.what(), y.what())
		}
		b := y.in(x)
		if op == "-" {
			b = -b
		}
		out.value += b
	case "*":
		if x.dim != 0 && y.dim != 0 {
			return out, fmt.Sprintf("%s times %s is nothing that is known here", x.what(), y.what())
		}
		if x.dim == 0 {
			out, y = y, x
		}
		out.value *= y.value
	case "/":
		switch {
		case y.value == 0:
			return out, "nothing is divided by 0"
		case y.dim == 0:
			out.value /= y.value
		case x.dim == y.dim:
			out = amount{value: x.value / y.in(x), scale: 1}
		default:
			return out, fmt.Sprintf("%s is not divided by %s", x.what(), y.what())
		}
	}
	if math.IsInf(out.value, 0) || math.IsNaN(out.value) {
		return out, "the result is too large"
	}
	return out, ""
}

// compare says whether x op y holds. The words say why it cannot be told.
func compare(x amount, op string, y amount) (is bool, why string) {
	if x.dim != y.dim {
		return false, fmt.Sprintf("%s and %s are not compared", x.what(), y.what())
	}
	a, b := x.value, y.in(x)
	switch op {
	case "<":
		return a < b, ""
	case "<=":
		return a <= b, ""
	case ">":
		return a > b, ""
	case ">=":
		return a >= b, ""
	case "!=":
		return a != b, ""
	}
	return a == b, ""
}
