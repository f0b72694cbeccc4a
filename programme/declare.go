package programme

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// declared is one variable and the block that declares it.
type declared struct {
	Variable
	block *diag.Reader
	good  bool
}

var variableName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// The most variables of a programme, and values of one that is a word: more than anybody looks through.
const (
	mostVariables = 16
	mostValues    = 20
)

// mostSteps is how finely a range may be divided: more than anybody tells apart.
const mostSteps = 1000

// variables reads the variables of a programme and lets expressions use them: their defaults, or what was chosen.
func (c *compiler) variables(r *diag.Reader, chosen map[string]string) {
	blocks := r.Blocks(diag.Kind{Name: "variable", Labels: []string{"name"}})
	for i, b := range blocks {
		if i == mostVariables {
			b.Error(b.Header(), diag.OutOfRange, fmt.Sprintf("this is variable %d of %d", i+1, len(blocks)), fmt.Sprintf("At most %d: nobody chooses among more.", mostVariables))
		}
		c.declared = append(c.declared, declare(b))
	}
	r.Reckon()
	for _, name := range c.astray {
		r.LetUnknown(name)
	}
	known := make([]string, 0, len(c.declared))
	for i := range c.declared {
		d := &c.declared[i]
		known = append(known, d.Name)
		if !d.good {
			r.LetUnknown(d.Name)
			continue
		}
		d.Value = d.Default
		if text, is := chosen[d.Name]; is {
			value, why := d.Choose(text)
			if why != "" {
				d.block.Error(d.block.Header(), diag.OutOfRange, fmt.Sprintf("%s cannot be set to %q", d.Name, text), why)
				r.LetUnknown(d.Name)
				continue
			}
			d.Value = value
		}
		let(r, &d.Variable)
		c.plan.Variables = append(c.plan.Variables, d.Variable)
	}
	for name := range chosen {
		if slices.Contains(known, name) {
			continue
		}
		way := "This programme has no variables."
		if len(known) > 0 {
			way = diag.WayOut(name, known)
		}
		r.Error(r.Header(), diag.UnknownWord, fmt.Sprintf("no variable is called %q", name), way)
	}
}

// let makes a variable's value known to expressions.
func let(r *diag.Reader, v *Variable) {
	switch v.Type {
	case "places":
		r.LetTexts(v.Name, places(v.Value))
	case "number":
		n, _ := v.Number(v.Value)
		r.LetNumber(v.Name, n)
	default:
		r.LetText(v.Name, v.Value)
	}
}

// declare reads one variable.
func declare(b *diag.Reader) (d declared) {
	d.block, d.Name = b, b.Label(0)
	d.good = true
	if !variableName.MatchString(d.Name) || len(d.Name) > longestName {
		b.Error(b.Header(), BadName, "this name cannot be used",
			`A variable's name is small letters, digits and underscores, at most 40 of them, like "hold_time".`)
		d.good = false
	}
	d.good = b.Text("description", &d.Description) && d.good
	if !b.Word("type", variableTypes(), &d.Type) {
		for _, name := range []string{"default", "min", "max", "step", "values", "most"} {
			b.Has(name) // which of them belong here is not known
		}
		d.good = false
		return d
	}
	good := false
	switch d.Type {
	case "word":
		good = d.words()
	case "places":
		good = d.places()
	case "number":
		d.Step = 1
		good = d.ends(func(name string, into *float64) bool { return b.Number(name, -leastMost, leastMost, into) })
	default:
		good = d.quantities(measured[d.Type])
	}
	d.good = d.good && good
	return d
}

// leastMost is beyond any number that a programme reckons with.
const leastMost = 1e6

// quantities reads default, ends and step of a quantity, in the unit that the default has.
func (d *declared) quantities(dim unit.Dimension) bool {
	var first float64
	if !diag.Quantity(d.block, "default", dim, diag.Span{}, &first) {
		for _, name := range []string{"min", "max"} {
			diag.Quantity(d.block, name, dim, diag.Span{}, &first)
		}
		d.block.Has("step")
		return false
	}
	var text string
	d.block.Text("default", &text)
	d.Unit = strings.TrimLeft(strings.TrimSpace(text), "+-.0123456789 ")
	one, err := unit.Parse(dim, "1 "+d.Unit)
	if err != nil {
		return false
	}
	d.Step = 1
	return d.ends(func(name string, into *float64) bool {
		ok := diag.Quantity(d.block, name, dim, diag.Span{}, into)
		*into /= one
		return ok
	})
}

// ends reads default, min, max and step with a function that reads one of them, and checks that they fit together.
func (d *declared) ends(read func(name string, into *float64) bool) bool {
	var usual float64
	good := read("default", &usual)
	good = read("min", &d.Min) && good
	good = read("max", &d.Max) && good
	if d.block.Has("step") {
		good = read("step", &d.Step) && good
	}
	if !good {
		return false
	}
	fault := func(name, summary, detail string) bool {
		d.block.Error(d.block.At(name), diag.Contradiction, summary, detail)
		return false
	}
	d.Default = d.Amount(usual)
	if !(d.Max > d.Min) {
		return fault("max", fmt.Sprintf("max is not over min, %s", d.Amount(d.Min)), "A range has two ends. What never changes needs no variable.")
	}
	if !(d.Step > 0) || d.Max-d.Min > mostSteps*d.Step {
		return fault("step", fmt.Sprintf("step cannot be %s", d.Amount(d.Step)),
			fmt.Sprintf("It is over 0 and divides the range into at most %d steps.", mostSteps))
	}
	if !(usual >= d.Min && usual <= d.Max) {
		return fault("default", fmt.Sprintf("default is not within %s to %s", d.Amount(d.Min), d.Amount(d.Max)), "It is what is taken where nobody chooses.")
	}
	for _, end := range []struct {
		name string
		at   float64
	}{{"default", usual}, {"max", d.Max}} {
		if _, whole := d.steps(d.Min, end.at); !whole {
			return fault(end.name, fmt.Sprintf("%s is not a whole number of steps from min", end.name),
				fmt.Sprintf("Steps are of %s here. Write step = ... for others.", d.Amount(d.Step)))
		}
	}
	return true
}

// words reads the values and the default of a word.
func (d *declared) words() bool {
	good := d.block.Texts("values", &d.Words)
	for i, w := range d.Words {
		if slices.Contains(d.Words[:i], w) {
			d.block.Error(d.block.AtItem("values", i), Repeated, fmt.Sprintf("%q is there twice", w), "Name each value once.")
			good = false
		}
	}
	if len(d.Words) > mostValues {
		d.block.Error(d.block.At("values"), diag.OutOfRange, fmt.Sprintf("%d values to choose from", len(d.Words)), fmt.Sprintf("At most %d: nobody looks through more.", mostValues))
		good = false
	}
	if !good {
		d.block.Text("default", &d.Default)
		return false
	}
	return d.block.Word("default", d.Words, &d.Default)
}

// places reads the levels to choose from, how many, and the default.
func (d *declared) places() bool {
	d.Words = levelNames()
	good := true
	if d.block.Has("values") {
		good = d.block.Words("values", levelNames(), &d.Words)
	}
	d.Most = len(d.Words)
	if d.block.Has("most") {
		good = d.block.Int("most", 1, len(d.Words), &d.Most) && good
	}
	var usual []string
	if !d.block.Words("default", d.Words, &usual) || !good {
		return false
	}
	value, why := d.Choose(strings.Join(usual, " "))
	if why != "" {
		d.block.Error(d.block.At("default"), diag.Contradiction, "this default cannot be chosen", why)
	}
	d.Default = value
	return why == ""
}

// checkUsed tells of variables that nothing uses.
func (c *compiler) checkUsed() {
	for i := range c.declared {
		if d := &c.declared[i]; d.good && !d.block.Used(d.Name) {
			d.block.Warn(d.block.Header(), UnusedVariable, fmt.Sprintf("nothing here uses var.%s", d.Name), "Take it away, or write var."+d.Name+" where it belongs.")
		}
	}
}
