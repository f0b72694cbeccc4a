package programme

import (
	"fmt"
	"sort"
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
)

// trial compiles the programme with some values chosen; the rest keep their defaults. It returns the first error.
type trial func(chosen map[string]string) *diag.Diagnostic

// checkRanges tries each variable at the ends of what may be chosen, the others at their defaults, and then all of them
// at their ends together. It says where each begins to break something.
func (c *compiler) checkRanges(try trial) {
	low, high := map[string]string{}, map[string]string{}
	good := true
	for i := range c.declared {
		d := &c.declared[i]
		switch d.Type {
		case "word":
			for k, w := range d.Words {
				if f := try(map[string]string{d.Name: w}); f != nil {
					d.breaks(d.block.AtItem("values", k), w, f, fmt.Sprintf("Mend it, or take %q out of values.", w))
					good = false
				}
			}
		case "places":
			good = d.tryPlaces(try) && good
		default:
			good = d.tryEnd(try, "min", 0) && good
			last, _ := d.steps(d.Min, d.Max)
			good = d.tryEnd(try, "max", last) && good
			low[d.Name], high[d.Name] = d.at(0), d.at(last)
		}
	}
	if !good || len(low) < 2 {
		return
	}
	for _, all := range []map[string]string{low, high} {
		if f := try(all); f != nil {
			var names []string
			for name, value := range all {
				names = append(names, name+" = "+value)
			}
			sort.Strings(names)
			b := c.declared[0].block
			b.Warn(b.Header(), VariableRange, "together, "+strings.Join(names, " and ")+" do not work",
				told(f)+" Whoever chooses them is refused and told why; narrower ranges spare them that.")
		}
	}
}

// tryEnd tries one end of a range. Where it breaks, it searches for the last value from the default that does not.
func (d *declared) tryEnd(try trial, end string, step int) bool {
	at := func(k int) *diag.Diagnostic { return try(map[string]string{d.Name: d.at(k)}) }
	f := at(step)
	if f == nil {
		return true
	}
	usual, _ := d.Number(d.Default)
	whole, _ := d.steps(d.Min, usual)
	broken := step
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

// tryPlaces tries each place alone, and as many as may be chosen, from either end.
func (d *declared) tryPlaces(try trial) bool {
	tries := append([]string{}, d.Words...)
	tries = append(tries, strings.Join(d.Words[:d.Most], " "), strings.Join(d.Words[len(d.Words)-d.Most:], " "))
	for _, value := range tries {
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
