package diag

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// variables is what expressions may name as var.name. A nil map allows neither variables nor reckoning.
type variables struct {
	worth map[string]cty.Value // cty.NilVal: its own block is wrong, which has been told
	used  map[string]bool

	intricate map[string]bool // in a condition, or more than once in one expression: between two values all may be otherwise
}

// Reckon lets values be expressions from now on, in the whole file: + - * / over numbers and quantities, comparisons
// with ? and :, the functions min, max, floor and ceil, "${...}" in texts, and the variables that are let.
func (r *Reader) Reckon() {
	r.file.vars = &variables{worth: map[string]cty.Value{}, used: map[string]bool{}, intricate: map[string]bool{}}
}

// LetText gives a variable that is a word or a quantity with its unit. Reckon comes first.
func (r *Reader) LetText(name, text string) { r.file.vars.worth[name] = cty.StringVal(text) }

// LetNumber gives a variable that is a number. Reckon comes first.
func (r *Reader) LetNumber(name string, n float64) { r.file.vars.worth[name] = cty.NumberFloatVal(n) }

// LetTexts gives a variable that is a list of words. Reckon comes first.
func (r *Reader) LetTexts(name string, list []string) {
	values := make([]cty.Value, len(list))
	for i, s := range list {
		values[i] = cty.StringVal(s)
	}
	r.file.vars.worth[name] = cty.TupleVal(values)
}

// LetUnknown gives a variable whose value is not known because something else is wrong: what names it is passed over
// in silence. Reckon comes first.
func (r *Reader) LetUnknown(name string) { r.file.vars.worth[name] = cty.NilVal }

// Used says whether an expression has named a variable.
func (r *Reader) Used(name string) bool { return r.file.vars != nil && r.file.vars.used[name] }

// Named is the variables that the block's own attributes name, of those that were read, sorted: in either branch of a
// condition.
func (r *Reader) Named() []string { return slices.Sorted(maps.Keys(r.named)) }

// Intricate says whether a variable stands in a condition, or more than once in one expression. What a text comes to is
// then more than what it comes to at the variable's ends.
func (r *Reader) Intricate(name string) bool {
	return r.file.vars != nil && r.file.vars.intricate[name]
}

// Aside does something and returns what was found meanwhile, by place; nothing of it is kept for Finish. Values that were
// read before can be read again, with other variables.
func (r *Reader) Aside(do func()) List {
	f := r.file
	kept := f.found
	f.found = nil
	do()
	found := f.found
	f.found = kept
	found.Sort()
	return found
}

// operators are those that are worked out, as they are written.
var operators = map[*hclsyntax.Operation]string{
	hclsyntax.OpAdd: "+", hclsyntax.OpSubtract: "-", hclsyntax.OpMultiply: "*", hclsyntax.OpDivide: "/",
	hclsyntax.OpEqual: "==", hclsyntax.OpNotEqual: "!=", hclsyntax.OpLessThan: "<", hclsyntax.OpLessThanOrEqual: "<=",
	hclsyntax.OpGreaterThan: ">", hclsyntax.OpGreaterThanOrEqual: ">=",
}

const whatWorks = "An expression has + - * /, comparisons with ? and :, min, max, floor, ceil, and var.name."

// maxText is how long a text may become that is put together: beyond any that people write.
const maxText = 4 << 10

// worker works out one attribute's expression.
type worker struct {
	*Reader
	name  string
	whole *hcl.Range // where everything is told, if not at its own place: in JSON
}

func (w *worker) fail(at hcl.Range, code Code, summary, detail string) (cty.Value, bool) {
	if w.whole != nil {
		at = *w.whole
	}
	w.Error(at, code, summary, detail)
	return cty.NilVal, false
}

// json works out a value of the JSON form, whose texts are templates.
func (w *worker) json(v cty.Value, at hcl.Range) (cty.Value, bool) {
	if v == cty.NilVal || v.IsNull() || !v.IsKnown() {
		return v, v != cty.NilVal && v.IsKnown()
	}
	switch {
	case v.Type() == cty.String:
		expr, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), w.file.name, at.Start)
		if diags.HasErrors() {
			return w.fail(at, Syntax, "this text cannot be read", "Behind ${ an expression is wanted, and a closing }. Write $${ for the characters themselves.")
		}
		w.names(expr)
		return w.of(expr)
	case v.Type().IsTupleType():
		var out []cty.Value
		good := true
		for _, e := range v.AsValueSlice() {
			x, ok := w.json(e, at)
			good = good && ok
			out = append(out, x)
		}
		if !good {
			return cty.NilVal, false
		}
		return cty.TupleVal(out), true
	}
	return v, true
}

// of works out an expression of the native form. What is wrong has been told when it says no.
func (w *worker) of(expr hclsyntax.Expression) (cty.Value, bool) {
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return e.Val, e.Val.IsKnown()
	case *hclsyntax.TemplateWrapExpr:
		return w.of(e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return w.of(e.Expression)
	case *hclsyntax.TemplateExpr:
		return w.template(e)
	case *hclsyntax.TupleConsExpr:
		return w.list(e)
	case *hclsyntax.ScopeTraversalExpr:
		return w.variable(e)
	case *hclsyntax.UnaryOpExpr:
		if e.Op == hclsyntax.OpNegate {
			x, ok := w.amount(e.Val)
			if !ok {
				return cty.NilVal, false
			}
			x.value = -x.value
			return x.worth(), true
		}
	case *hclsyntax.BinaryOpExpr:
		if op, ok := operators[e.Op]; ok {
			return w.binary(e, op)
		}
	case *hclsyntax.ConditionalExpr:
		is, ok := w.of(e.Condition)
		switch {
		case ok && is.Type() == cty.Bool && !is.IsNull() && !w.declared(e.TrueResult, e.FalseResult):
			return cty.NilVal, false
		case !ok:
			return cty.NilVal, false
		case is.Type() != cty.Bool || is.IsNull():
			return w.fail(e.Condition.Range(), WrongType, "a comparison is wanted before the question mark", `Write it like var.length == "long" ? "3 min" : "90 s".`)
		case is.True():
			return w.of(e.TrueResult)
		}
		return w.of(e.FalseResult)
	case *hclsyntax.FunctionCallExpr:
		return w.call(e)
	case *hclsyntax.ExprSyntaxError:
		return cty.NilVal, false // told when the text was parsed
	}
	return w.fail(expr.Range(), NotRead, "this expression is not part of the language", whatWorks)
}

func (w *worker) template(e *hclsyntax.TemplateExpr) (cty.Value, bool) {
	var b strings.Builder
	good := true
	for _, part := range e.Parts {
		v, ok := w.of(part)
		if !ok {
			good = false
			continue
		}
		if a, is := amountOf(v); is && a.dim == 0 {
			b.WriteString(a.text())
			continue
		}
		if v.IsNull() || v.Type() != cty.String {
			_, good = w.fail(part.Range(), WrongType, "this cannot stand in a text", "A text takes in words, numbers and quantities.")
			continue
		}
		b.WriteString(v.AsString())
		if b.Len() > maxText {
			return w.fail(e.Range(), NotRead, "this text becomes too long", fmt.Sprintf("At most %d bytes are made out of variables.", maxText))
		}
	}
	return cty.StringVal(b.String()), good
}

func (w *worker) list(e *hclsyntax.TupleConsExpr) (cty.Value, bool) {
	var out []cty.Value
	good := true
	for _, x := range e.Exprs {
		v, ok := w.of(x)
		good = good && ok
		out = append(out, v)
	}
	if !good {
		return cty.NilVal, false
	}
	return cty.TupleVal(out), true
}

// variable is the value of var.name.
func (w *worker) variable(e *hclsyntax.ScopeTraversalExpr) (cty.Value, bool) {
	known := slices.Sorted(maps.Keys(w.file.vars.worth))
	root := e.Traversal.RootName()
	if root != "var" || len(e.Traversal) != 2 {
		if _, is := w.file.vars.worth[root]; is {
			return w.fail(e.Range(), UnknownWord, root+" is a variable", "Write var."+root+".")
		}
		if root == "var" {
			return w.fail(e.Range(), UnknownWord, "a variable is named as var.name", whatWorks)
		}
		if len(e.Traversal) == 1 {
			return w.fail(e.Range(), UnknownWord, root+" is not in quotes", like(w.name, fmt.Sprintf("%q", root)))
		}
		detail := whatWorks
		if Suggest(root, []string{"var"}) != "" {
			detail = `Did you mean "var"?`
		}
		return w.fail(e.Range(), UnknownWord, root+" is not known", detail)
	}
	attr, ok := e.Traversal[1].(hcl.TraverseAttr)
	if !ok {
		return w.fail(e.Range(), UnknownWord, "a variable is named as var.name", whatWorks)
	}
	v, is := w.file.vars.worth[attr.Name]
	if !is {
		detail := `Declare it in the programme: variable "` + attr.Name + `" { ... }.`
		if first, _, dash := strings.Cut(attr.Name, "-"); dash && slices.Contains(known, first) {
			detail = "A minus needs blanks around it: var." + first + " - ..."
		} else if near := Suggest(attr.Name, known); near != "" {
			detail = fmt.Sprintf("Did you mean var.%s?", near)
		}
		return w.fail(e.Range(), UnknownWord, fmt.Sprintf("no variable is called %q", attr.Name), detail)
	}
	return v, v != cty.NilVal
}

// names notes which variables an expression names, and how.
func (w *worker) names(expr hclsyntax.Expression) {
	seen := map[string]bool{}
	for _, t := range expr.Variables() {
		name := variableOf(t)
		if name == "" {
			continue
		}
		if w.named == nil {
			w.named = map[string]bool{}
		}
		w.named[name], w.file.vars.used[name] = true, true
		if seen[name] {
			w.file.vars.intricate[name] = true
		}
		seen[name] = true
	}
	_ = hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
		if e, ok := n.(*hclsyntax.ConditionalExpr); ok {
			for _, t := range e.Condition.Variables() {
				w.file.vars.intricate[variableOf(t)] = true
			}
		}
		return nil
	})
}

// variableOf is the name in var.name; empty if it is not that.
func variableOf(t hcl.Traversal) string {
	if len(t) != 2 || t.RootName() != "var" {
		return ""
	}
	attr, _ := t[1].(hcl.TraverseAttr)
	return attr.Name
}

// declared tells of variables that nobody has declared, also where they are not worked out now.
func (w *worker) declared(exprs ...hclsyntax.Expression) bool {
	good := true
	for _, e := range exprs {
		for _, t := range e.Variables() {
			if _, is := w.file.vars.worth[variableOf(t)]; !is {
				_, good = w.variable(&hclsyntax.ScopeTraversalExpr{Traversal: t, SrcRange: t.SourceRange()})
			}
		}
	}
	return good
}

// amount works out an expression that must be a number or a quantity.
func (w *worker) amount(expr hclsyntax.Expression) (amount, bool) {
	v, ok := w.of(expr)
	if !ok {
		return amount{}, false
	}
	if a, ok := amountOf(v); ok {
		return a, true
	}
	w.fail(expr.Range(), WrongType, "this is neither a number nor a quantity", `Reckon with numbers, and with quantities like "24 N".`)
	return amount{}, false
}

func (w *worker) binary(e *hclsyntax.BinaryOpExpr, op string) (cty.Value, bool) {
	if op == "==" || op == "!=" {
		x, ok := w.of(e.LHS)
		y, also := w.of(e.RHS)
		if !ok || !also {
			return cty.NilVal, false
		}
		if is, words := sameWord(x, y); words {
			return cty.BoolVal(is == (op == "==")), true
		}
	}
	x, ok := w.amount(e.LHS)
	y, also := w.amount(e.RHS)
	if !ok || !also {
		return cty.NilVal, false
	}
	why := ""
	var out cty.Value
	if strings.Contains("+-*/", op) {
		var a amount
		a, why = combine(x, op, y)
		out = a.worth()
	} else {
		var is bool
		is, why = compare(x, op, y)
		out = cty.BoolVal(is)
	}
	if why != "" {
		return w.fail(e.Range(), BadUnit, why, "Both sides are of one kind with + and -; a quantity is multiplied and divided by numbers.")
	}
	return out, true
}

// sameWord compares two texts of which one is no quantity.
func sameWord(x, y cty.Value) (is, words bool) {
	if x.IsNull() || y.IsNull() || x.Type() != cty.String || y.Type() != cty.String {
		return false, false
	}
	_, a := quantityOf(x.AsString())
	_, b := quantityOf(y.AsString())
	return x.AsString() == y.AsString(), !a || !b
}

// call works out one of the few functions.
func (w *worker) call(e *hclsyntax.FunctionCallExpr) (cty.Value, bool) {
	known := []string{"ceil", "floor", "max", "min"}
	if !slices.Contains(known, e.Name) {
		return w.fail(e.NameRange, UnknownWord, "no function is called "+e.Name, WayOut(e.Name, known))
	}
	var all []amount
	good := !e.ExpandFinal
	for _, x := range e.Args {
		a, ok := w.amount(x)
		good = good && ok
		all = append(all, a)
	}
	if !good {
		return cty.NilVal, false
	}
	if e.Name == "floor" || e.Name == "ceil" {
		if len(all) != 1 || all[0].dim != 0 {
			return w.fail(e.Range(), WrongType, e.Name+" takes one number", "Write it like "+e.Name+"(var.rounds / 2).")
		}
		n := math.Floor(all[0].value)
		if e.Name == "ceil" {
			n = math.Ceil(all[0].value)
		}
		return cty.NumberFloatVal(n), true
	}
	if len(all) == 0 {
		return w.fail(e.Range(), WrongType, e.Name+" takes two values or more", "Write it like "+e.Name+`(var.force, "30 N").`)
	}
	best := all[0]
	for _, a := range all[1:] {
		is, why := compare(a, map[string]string{"min": "<", "max": ">"}[e.Name], best)
		if why != "" {
			return w.fail(e.Range(), BadUnit, why, "Give values of one kind.")
		}
		if is {
			best = a
		}
	}
	return best.worth(), true
}
