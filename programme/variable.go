package programme

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/unit"
)

// Variable is something about a programme that may be chosen before it is played.
type Variable struct {
	Name        string
	Description string // for people
	Type        string // force, time, pace, speed, angle, temperature, number, word or places
	Unit        string // of the numbers below, as the author writes it: "N", "min"; empty for numbers, words and places
	Min, Max    float64
	Step        float64  // from Min on; 0 for words and places
	Words       []string // word, places: what there is to choose from
	Most        int      // places: how many at once
	Default     string   // as a programme would write it: "24 N", "3", "firm", "L5 L4"
	Value       string   // the same, as this plan has it
}

// kinds of variable that are quantities.
var measured = map[string]unit.Dimension{
	"force": unit.Force, "time": unit.Time, "pace": unit.Frequency, "speed": unit.Speed,
	"angle": unit.Angle, "temperature": unit.Temperature,
}

// variableTypes is every type, as text writes them.
func variableTypes() []string {
	return []string{"force", "time", "pace", "speed", "angle", "temperature", "number", "word", "places"}
}

// Amount writes a number with the variable's unit.
func (v *Variable) Amount(x float64) string {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	n := strconv.FormatFloat(short, 'f', -1, 64)
	switch v.Unit {
	case "":
		return n
	case "°":
		return n + v.Unit
	}
	return n + " " + v.Unit
}

// steps is how many steps lie between two numbers, and whether they are whole ones.
func (v *Variable) steps(from, to float64) (n int, whole bool) {
	x := (to - from) / v.Step
	return int(math.Round(x)), math.Abs(x-math.Round(x)) < 1e-6
}

// at is the value that lies some steps over Min.
func (v *Variable) at(step int) string {
	return v.Amount(min(v.Max, v.Min+float64(float64(step)*v.Step)))
}

// Number reads a value that is a number or a quantity, in the variable's unit.
func (v *Variable) Number(text string) (float64, bool) {
	d, quantity := measured[v.Type]
	if !quantity {
		x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		return x, err == nil
	}
	x, err := unit.Parse(d, text)
	one, bad := unit.Parse(d, "1 "+v.Unit)
	if err != nil || bad != nil {
		return 0, false
	}
	return x / one, true
}

// places splits a value that is places.
func places(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
}

// Places is the levels of a value that is places.
func (v *Variable) Places() []string { return places(v.Value) }

// Choose checks a value and returns it as a programme would write it. Why says what is wrong with it, and what may be
// chosen; empty if nothing.
func (v *Variable) Choose(text string) (value, why string) {
	switch v.Type {
	case "word":
		if text = strings.TrimSpace(text); !slices.Contains(v.Words, text) {
			return "", "It is one of " + strings.Join(quotedWords(v.Words), ", ") + "."
		}
		return text, ""
	case "places":
		all := places(text)
		for i, p := range all {
			l, ok := body.ParseLevel(p)
			if all[i] = l.String(); !ok || !slices.Contains(v.Words, l.String()) || slices.Contains(all[:i], l.String()) {
				all = nil
				break
			}
		}
		if len(all) == 0 || len(all) > v.Most {
			return "", fmt.Sprintf("It is one to %d of %s, each once.", v.Most, strings.Join(v.Words, ", "))
		}
		return strings.Join(all, " "), ""
	}
	x, ok := v.Number(text)
	if _, whole := v.steps(v.Min, x); !ok || !whole || !(x >= v.Min-1e-9 && x <= v.Max+1e-9) {
		return "", fmt.Sprintf("It is from %s to %s in steps of %s.", v.Amount(v.Min), v.Amount(v.Max), v.Amount(v.Step))
	}
	return v.Amount(x), ""
}

func quotedWords(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return out
}
