package programme

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// decode reads a block by its row in the table and says whether all of it was good. Parameters that are not
// there keep their defaults.
func decode[T any](r *diag.Reader, b *technique.Block[T], comfort unit.Newton, into *T) bool {
	good := true
	for i := range b.Params {
		p := &b.Params[i]
		if !r.Has(p.Name) && !p.Required {
			if v, ok := fallback(p); ok {
				p.Set(into, v)
			}
			continue
		}
		v, ok := read(r, p, comfort)
		if ok {
			p.Set(into, v)
		}
		good = good && ok
	}
	return good
}

// fallback is a parameter's default; false if it has none.
func fallback[T any](p *technique.Param[T]) (v technique.Value, ok bool) {
	var err error
	switch p.Form {
	case technique.Quantity:
		v.Number, err = unit.Parse(p.Dim, p.Default)
	case technique.Count:
		v.Number, err = strconv.ParseFloat(p.Default, 64)
	case technique.Word:
		v.Word = p.Default
	case technique.Level:
		l, found := body.ParseLevel(p.Default)
		return technique.Value{Levels: []body.Level{l}}, found
	}
	return v, p.Default != "" && err == nil
}

func read[T any](r *diag.Reader, p *technique.Param[T], comfort unit.Newton) (v technique.Value, ok bool) {
	span := diag.Span{Min: p.Min, Max: p.Max}
	switch p.Form {
	case technique.Quantity:
		ok = diag.Quantity(r, p.Name, p.Dim, span, &v.Number)
	case technique.Pressing:
		v.Number, v.Share, ok = pressing(r, p.Name, span, comfort)
	case technique.Word:
		ok = r.Word(p.Name, p.Words, &v.Word)
	case technique.Count:
		var n int
		ok = r.Int(p.Name, int(p.Min), int(p.Max), &n)
		v.Number = float64(n)
	case technique.Range:
		v.Levels, ok = levelRange(r, p.Name)
	case technique.Places:
		v.Levels, ok = placeList(r, p.Name)
	case technique.Level:
		v.Levels = make([]body.Level, 1)
		ok = diag.OneOf(r, p.Name, levels(), &v.Levels[0])
	}
	return v, ok
}

// pressing reads a force: newtons, or a word that is a share of what the person finds comfortable.
// Force is the newtons for a comfort, share the word's part of it: 0 without a word.
func pressing(r *diag.Reader, name string, span diag.Span, comfort unit.Newton) (force, share float64, ok bool) {
	var words []string
	for _, s := range technique.Strengths() {
		words = append(words, s.Word)
	}
	value, word, ok := r.QuantityOrWord(name, unit.Force, span, words)
	for _, s := range technique.Strengths() {
		if ok && s.Word == word {
			return max(span.Min, s.Share*float64(comfort)), s.Share, true
		}
	}
	return value, 0, ok
}

func levels() []body.Level {
	all := make([]body.Level, 0, body.LevelEnd)
	for l := body.S1; l < body.LevelEnd; l++ {
		all = append(all, l)
	}
	return all
}

func levelNames() []string {
	var names []string
	for _, l := range levels() {
		names = append(names, l.String())
	}
	return names
}

const rangeExample = `"L5..L1"`

// levelRange reads two different levels, "L5..L1", in either direction.
func levelRange(r *diag.Reader, name string) ([]body.Level, bool) {
	example := fmt.Sprintf("Write it like %s = %s: from the first level to the last, in either direction.", name, rangeExample)
	v, ok := r.Value(name, rangeExample)
	if !ok {
		return nil, false
	}
	var text string
	if v.Type().FriendlyName() != "string" {
		r.Error(r.At(name), diag.WrongType, name+" is a range of levels", example)
		return nil, false
	}
	if !r.Text(name, &text) {
		return nil, false
	}
	first, last, found := strings.Cut(text, "..")
	if !found {
		r.Error(r.At(name), diag.WrongType, fmt.Sprintf("%q is not a range of levels", text), example)
		return nil, false
	}
	out := make([]body.Level, 0, 2)
	for _, end := range []string{first, last} {
		end = strings.TrimSpace(end)
		l, ok := body.ParseLevel(end)
		if !ok {
			r.Error(r.At(name), diag.UnknownWord, fmt.Sprintf("no level is called %q", end), diag.WayOut(end, levelNames()))
			continue
		}
		out = append(out, l)
	}
	if len(out) < 2 {
		return nil, false
	}
	if out[0] == out[1] {
		r.Error(r.At(name), Repeated, fmt.Sprintf("%q names the same level twice", text),
			fmt.Sprintf("A range goes from one level to another, like %s = %s. To stay at one level, press it.", name, rangeExample))
		return nil, false
	}
	return out, true
}

// placeList reads a list of levels, each once.
func placeList(r *diag.Reader, name string) ([]body.Level, bool) {
	var out []body.Level
	if !diag.SomeOf(r, name, levels(), &out) {
		return nil, false
	}
	good := true
	var seen [body.LevelEnd]bool
	for i, l := range out {
		if seen[l] {
			r.Error(r.AtItem(name, i), Repeated, fmt.Sprintf("%v is there twice", l), "Name each level once; repeat = 2 presses all of them twice.")
			good = false
		}
		seen[l] = true
	}
	return out, good
}
