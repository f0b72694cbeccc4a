package diag

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/openlumbar/lumbar/unit"
	"github.com/zclconf/go-cty/cty"
)

// Span is what a quantity may be, both ends included, in the base unit of its dimension (see unit.Parse). The
// zero Span allows every finite value; an end may be infinite.
type Span struct{ Min, Max float64 }

func (s Span) holds(v float64) bool {
	return s == Span{} || v >= s.Min && v <= s.Max
}

// longest is the greatest time that is read where nothing else is said: a day.
const longest = 24 * time.Hour

// Quantity reads an attribute that is a quantity with its unit, such as "24 N", into its base unit.
func Quantity[T ~float64](r *Reader, name string, d unit.Dimension, s Span, into *T) bool {
	v, _, ok := r.QuantityOrWord(name, d, s, nil)
	if ok {
		*into = T(v)
	}
	return ok
}

// Duration reads an attribute that is a time, such as "90 s"; s is in seconds. The zero Span allows none up to
// a day.
func (r *Reader) Duration(name string, s Span, into *time.Duration) bool {
	if s == (Span{}) {
		s.Max = longest.Seconds()
	}
	v, _, ok := r.QuantityOrWord(name, unit.Time, s, nil)
	if ok {
		*into = time.Duration(math.Round(v * float64(time.Second)))
	}
	return ok
}

// QuantityOrWord reads an attribute that is either one of the known words or a quantity: word is empty if it
// is a quantity.
func (r *Reader) QuantityOrWord(name string, d unit.Dimension, s Span, known []string) (value float64, word string, ok bool) {
	example := Example(d, s)
	v, ok := r.Value(name, example)
	if !ok {
		return 0, "", false
	}
	return r.quantityOrWord(name, v, d, s, r.At(name), known)
}

// quantityOrWord reads a value that stands at a place.
func (r *Reader) quantityOrWord(name string, v cty.Value, d unit.Dimension, s Span, at hcl.Range, known []string) (value float64, word string, ok bool) {
	example := Example(d, s)
	way := like(name, example)
	if len(known) > 0 {
		way = fmt.Sprintf("Write it like %s = %s, or one of %s.", name, example, enumerate(quoted(known), "or"))
	}
	if v.IsNull() {
		r.Error(at, Missing, name+" is null", way)
		return 0, "", false
	}
	switch v.Type() {
	case cty.Number:
		r.Error(at, NoUnit, name+" needs its unit", way)
		return 0, "", false
	case cty.String:
	default:
		r.Error(at, WrongType, fmt.Sprintf("%s is %s", name, d), way)
		return 0, "", false
	}
	text := v.AsString()
	if slices.Contains(known, text) {
		return 0, text, true
	}
	if near := Suggest(text, known); near != "" {
		r.Error(at, UnknownWord, fmt.Sprintf("%s cannot be %q", name, text), fmt.Sprintf("Did you mean %q?", near))
		return 0, "", false
	}
	value, ok = r.quantity(name, text, d, s, at, way)
	return value, "", ok
}

func (r *Reader) quantity(name, text string, d unit.Dimension, s Span, at hcl.Range, way string) (float64, bool) {
	value, err := unit.Parse(d, text)
	var bad *unit.ParseError
	if errors.As(err, &bad) {
		code, summary := BadUnit, fmt.Sprintf("%q is not %s", text, d)
		_, notNumber := strconv.ParseFloat(strings.TrimSpace(text), 64)
		switch {
		case notNumber == nil:
			code, summary = NoUnit, name+" needs its unit"
		case bad.Got != 0:
			summary = fmt.Sprintf("%q is %s, not %s", text, bad.Got, d)
		case comma.MatchString(text):
			summary, way = fmt.Sprintf("%q has a comma", text), fmt.Sprintf("Decimals come behind a point: %q.", strings.Replace(text, ",", ".", 1))
		case bad.Unit != "" && bad.Unit != strings.TrimSpace(text):
			summary = fmt.Sprintf("the unit %q is not known", bad.Unit)
			if u := called(bad.Unit); u != "" {
				if other, err := unit.Parse(d, "1 "+u); err == nil && other > 0 {
					way = fmt.Sprintf("Did you mean %q?", strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), bad.Unit))+" "+u)
				}
			} else if _, two := quantityOf(strings.TrimSpace(text[:len(text)-len(lastWord(text))])); two {
				summary = fmt.Sprintf("%q has two units", text)
			}
		}
		r.Error(at, code, summary, way)
		return 0, false
	}
	if !s.holds(value) {
		r.Error(at, OutOfRange, fmt.Sprintf("%s cannot be %s", name, text), s.tell(name, d, text))
		return 0, false
	}
	return value, true
}

// comma is a number with a decimal comma.
var comma = regexp.MustCompile(`^\s*\d+,\d`)

// called is the unit that people mean by another name of it; empty if none is.
func called(name string) string {
	for u, names := range map[string]string{
		"s": "sec secs second seconds", "min": "mins minute minutes", "h": "hr hrs hour hours", "/min": "rpm bpm 1/min per_minute",
		"N": "newton newtons Newton Newtons n", "°": "degree degrees", "°C": "celsius Celsius °", "mm/s": "mm/sec",
	} {
		if slices.Contains(strings.Fields(names), name) {
			return u
		}
	}
	return ""
}

// lastWord is the last word of a text, with what follows.
func lastWord(text string) string {
	return text[strings.LastIndex(strings.TrimSpace(text), " ")+1:]
}

// tell says what is allowed, in the unit of a text.
func (s Span) tell(name string, d unit.Dimension, text string) string {
	lo, hi := in(d, s.Min, text), in(d, s.Max, text)
	switch {
	case math.IsInf(s.Max, 1):
		return fmt.Sprintf("%s is at least %s.", name, lo)
	case math.IsInf(s.Min, -1):
		return fmt.Sprintf("%s is at most %s.", name, hi)
	}
	return fmt.Sprintf("%s is from %s to %s.", name, lo, hi)
}

// Example is a quoted quantity of the dimension that the span allows, for messages.
func Example(d unit.Dimension, s Span) string {
	given := strings.Trim(d.Example(), `"`)
	if d == unit.Frequency && s.Min >= 10 {
		given = "50 Hz" // nobody counts these by the minute
	}
	v, err := unit.Parse(d, given)
	if err == nil && !s.holds(v) { // a usual one of the right size is a better example than an end
		for _, other := range []string{"10 s", "3 s", "200 /min"} {
			if x, err := unit.Parse(d, other); err == nil && s.holds(x) {
				return strconv.Quote(other)
			}
		}
	}
	switch {
	case err != nil || s.holds(v):
		return strconv.Quote(given)
	case v > s.Max:
		return strconv.Quote(in(d, s.Max, given))
	}
	return strconv.Quote(in(d, s.Min, given))
}

// in writes a value of the base unit with the unit that a text has; a time with the one that suits its length.
func in(d unit.Dimension, value float64, text string) string {
	if d == unit.Time {
		return spoken(value)
	}
	text = strings.TrimSpace(text)
	u := strings.TrimLeft(text, "+-.0123456789")
	factor, err := unit.Parse(d, "1"+u)
	if err != nil {
		return decimal(value)
	}
	return decimal(value/factor) + u
}

// spoken writes a time in seconds with the unit that suits its length.
func spoken(s float64) string {
	switch {
	case s != 0 && s < 1:
		return decimal(s*1000) + " ms"
	case s < 2*time.Minute.Seconds():
		return decimal(s) + " s"
	case s < 2*time.Hour.Seconds():
		return decimal(s/60) + " min"
	}
	return decimal(s/3600) + " h"
}

// decimal writes a number with six digits that count and without an exponent, which unit.Parse does not read.
func decimal(v float64) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
