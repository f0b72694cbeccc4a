package programme

import (
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
)

// What is tried, at most. More would keep somebody waiting who writes; what was not tried is told.
const (
	mostBetween  = 20   // values of one intricate variable on either side of its default
	mostTogether = 64   // ways to choose all at their ends; with more it is every two of them
	mostTold     = 3    // of them that break something
	mostReadings = 4000 // strokes read again, over all that is tried
)

// checkRanges tries each variable over what may be chosen, the others at their defaults, and then their ends together. It
// says where each begins to break something.
func (c *compiler) checkRanges(t *trials) {
	good := true
	for i := range c.declared {
		d := &c.declared[i]
		switch d.Type {
		case "word":
			for k, w := range d.Words {
				if f := t.try(map[string]string{d.Name: w}); f != nil {
					d.breaks(d.block.AtItem("values", k), w, f, fmt.Sprintf("Mend it, or take %q out of values.", w))
					good = false
				}
			}
		case "places":
			good = d.tryPlaces(t.try) && good
		default:
			good = d.tryEnd(t, "min", 0) && good
			last, _ := d.steps(d.Min, d.Max)
			good = d.tryEnd(t, "max", last) && good
		}
	}
	if good {
		c.checkTogether(t)
	}
	if t.tired {
		c.block.Warn(c.block.Header(), VariableRange, "not all that may be chosen was tried",
			"There is too much of it. Whatever is chosen is checked before it begins; fewer variables, steps or strokes let more be told here.")
	}
}

// tryEnd tries one end of a range, and of an intricate variable values on the way there. Where it breaks, it searches for
// the last value from the default that does not.
func (d *declared) tryEnd(t *trials, end string, step int) bool {
	at := func(k int) *diag.Diagnostic { return t.try(map[string]string{d.Name: d.at(k)}) }
	usual, _ := d.Number(d.Default)
	whole, _ := d.steps(d.Min, usual)
	stops := 1
	if d.block.Intricate(d.Name) {
		stops = mostBetween
	}
	from, broken := whole, -1
	var f *diag.Diagnostic
	for i := 1; i <= stops && f == nil; i++ {
		if broken = from + (step-from)*i/stops; broken == whole {
			continue
		}
		if f = at(broken); f == nil {
			whole = broken
		}
	}
	if f == nil {
		return true
	}
	for {
		between := (whole + broken) / 2
		if end == "min" {
			between = (whole + broken + 1) / 2
		}
		if between == whole || between == broken {
			break
		}
		if g := at(between); g != nil {
			broken, f = between, g
		} else {
			whole = between
		}
	}
	d.breaks(d.block.At(end), d.at(broken), f, fmt.Sprintf("Write %s = %s.", end, d.write(d.at(whole))))
	return false
}

// write is a value as it stands in a programme.
func (d *declared) write(value string) string {
	if d.Type == "number" {
		return value
	}
	return fmt.Sprintf("%q", value)
}

// extremes is the values with which a variable is tried together with others.
func (d *declared) extremes() []string {
	switch d.Type {
	case "word":
		return d.Words
	case "places":
		return d.fewAndMany()
	}
	last, _ := d.steps(d.Min, d.Max)
	return []string{d.at(0), d.at(last)}
}

// fewAndMany is each place alone, and as many as may be chosen, from either end.
func (d *declared) fewAndMany() []string {
	tries := append([]string{}, d.Words...)
	if d.Most > 1 {
		tries = append(tries, strings.Join(d.Words[:d.Most], " "))
	}
	if d.Most > 1 && d.Most < len(d.Words) {
		tries = append(tries, strings.Join(d.Words[len(d.Words)-d.Most:], " "))
	}
	return tries
}

// tryPlaces tries few places and many.
func (d *declared) tryPlaces(try func(map[string]string) *diag.Diagnostic) bool {
	for _, value := range d.fewAndMany() {
		if f := try(map[string]string{d.Name: value}); f != nil {
			d.breaks(d.block.Header(), value, f, "Allow fewer with values or most, or mend it.")
			return false
		}
	}
	return true
}

// breaks tells of a value that may be chosen and must not.
func (d *declared) breaks(at diag.Range, value string, f *diag.Diagnostic, way string) {
	d.block.Error(at, VariableRange, fmt.Sprintf("%s may be %s, which does not work", d.Name, d.write(value)), told(f)+" "+way)
}

// told is a finding within another: its line, what is wrong and the way out.
func told(f *diag.Diagnostic) string {
	return fmt.Sprintf("Line %d: %s. %s", f.Line, f.Summary, f.Detail)
}
