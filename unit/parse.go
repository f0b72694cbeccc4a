package unit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Dimension is the kind of a quantity in text. The zero value is invalid.
type Dimension uint8

// The dimensions that text may ask for.
const (
	_           Dimension = iota
	Length                // base unit mm
	Speed                 // mm/s
	Accel                 // mm/s2
	Jerk                  // mm/s3
	Angle                 // °
	AngularRate           // °/s
	AngularAccel
	AngularJerk
	Force       // N
	Stiffness   // N/mm
	Temperature // °C
	Frequency   // Hz
	Time        // s
	Mass        // kg
	Pressure    // kPa
	Power       // W
	Ratio       // 1; a percentage in text
	dimensionEnd
)

type dimension struct {
	name, example string
	units         map[string]float64 // unit as written -> factor to the base unit; "" never appears
}

var dimensions = [dimensionEnd]dimension{
	Length:       {"a length", `"45 mm"`, map[string]float64{"mm": 1, "cm": 10, "m": 1000}},
	Speed:        {"a speed", `"30 mm/s"`, map[string]float64{"mm/s": 1, "cm/s": 10, "m/s": 1000}},
	Accel:        {"an acceleration", `"3 m/s2"`, map[string]float64{"mm/s2": 1, "mm/s²": 1, "m/s2": 1000, "m/s²": 1000}},
	Jerk:         {"a jerk", `"60 m/s3"`, map[string]float64{"mm/s3": 1, "mm/s³": 1, "m/s3": 1000, "m/s³": 1000}},
	Angle:        {"an angle", `"150°"`, map[string]float64{"°": 1, "deg": 1}},
	AngularRate:  {"an angular speed", `"5 °/s"`, map[string]float64{"°/s": 1, "deg/s": 1}},
	AngularAccel: {"an angular acceleration", `"10 °/s2"`, map[string]float64{"°/s2": 1, "°/s²": 1, "deg/s2": 1}},
	AngularJerk:  {"an angular jerk", `"40 °/s3"`, map[string]float64{"°/s3": 1, "°/s³": 1, "deg/s3": 1}},
	Force:        {"a force", `"24 N"`, map[string]float64{"N": 1}},
	Stiffness:    {"a stiffness", `"6 N/mm"`, map[string]float64{"N/mm": 1}},
	Temperature:  {"a temperature", `"40 °C"`, map[string]float64{"°C": 1, "C": 1}},
	Frequency:    {"a rate", `"22 /min"`, map[string]float64{"Hz": 1, "/min": 1.0 / 60, "/s": 1}},
	Time:         {"a time", `"90 s"`, map[string]float64{"ms": 0.001, "s": 1, "min": 60, "h": 3600}},
	Mass:         {"a mass", `"70 kg"`, map[string]float64{"kg": 1, "g": 0.001}},
	Pressure:     {"a pressure", `"12 kPa"`, map[string]float64{"kPa": 1}},
	Power:        {"a power", `"60 W"`, map[string]float64{"W": 1}},
	Ratio:        {"a share", `"5 %"`, map[string]float64{"%": 0.01}},
}

func (d Dimension) valid() bool { return d > 0 && d < dimensionEnd }

// String names the dimension with its article: "a force".
func (d Dimension) String() string {
	if !d.valid() {
		return "no quantity"
	}
	return dimensions[d].name
}

// Example is a quoted literal of the dimension, for messages: "24 N" in quotes.
func (d Dimension) Example() string {
	if !d.valid() {
		return ""
	}
	return dimensions[d].example
}

// ParseError says why a text is not the quantity wanted.
type ParseError struct {
	Text string    // as given
	Want Dimension // what was asked for
	Unit string    // the unit found; empty when there was none
	Got  Dimension // the dimension that Unit belongs to; zero if unknown
}

// Error names the cause and the way out in one line.
func (e *ParseError) Error() string {
	switch {
	case e.Unit == "":
		return fmt.Sprintf("%q is not %s with its unit; write it like %s", e.Text, e.Want, e.Want.Example())
	case e.Got.valid():
		return fmt.Sprintf("%q is %s where %s is wanted; write it like %s", e.Text, e.Got, e.Want, e.Want.Example())
	default:
		return fmt.Sprintf("%q has the unknown unit %q; write %s like %s", e.Text, e.Unit, e.Want, e.Want.Example())
	}
}

// Parse reads text such as "30 mm/s" as a quantity of dimension d and returns it in the base unit of d (mm,
// mm/s, °, N, °C, Hz, s, kg, kPa, 1). The unit is never optional; the space before it is. The number must be
// finite. The error is always a *ParseError.
func Parse(d Dimension, text string) (float64, error) {
	s := strings.TrimSpace(text)
	n := strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && r != '.' && r != '-' && r != '+'
	})
	if n < 0 {
		return 0, &ParseError{Text: text, Want: d}
	}
	value, err := strconv.ParseFloat(s[:n], 64)
	u := strings.TrimSpace(s[n:])
	if err != nil || !d.valid() {
		return 0, &ParseError{Text: text, Want: d}
	}
	if f, ok := dimensions[d].units[u]; ok {
		if value *= f; math.IsInf(value, 0) {
			return 0, &ParseError{Text: text, Want: d}
		}
		return value, nil
	}
	got, _, _ := Of(u)
	return 0, &ParseError{Text: text, Want: d, Unit: u, Got: got}
}

// Of is the dimension of a unit as text writes it, such as "mm/s", and what one of it is in the dimension's base unit;
// false if it is the unit of nothing.
func Of(u string) (d Dimension, scale float64, ok bool) {
	for d := Dimension(1); d < dimensionEnd; d++ {
		if f, ok := dimensions[d].units[u]; ok {
			return d, f, true
		}
	}
	return 0, 0, false
}
