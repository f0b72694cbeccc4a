package programme

import (
	"fmt"
	"slices"
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
		var all []diag.Measure
		all, ok = r.Measures(p.Name, p.Dim, span, nil, false, p.Each)
		for _, m := range all {
			v.Each = append(v.Each, m.Value)
		}
		if ok {
			v.Number = slices.Max(v.Each)
		}
		if !p.Each || !r.IsList(p.Name) {
			v.Each = nil
		}
	case technique.Pressing:
		v, ok = pressing(r, p.Name, span, comfort, p.Ramp, p.Each)
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

// pressing reads a force: newtons, or a word that is a share of what the person finds comfortable; where ramp says so,
// two with dots between, and where each says so, a list.
func pressing(r *diag.Reader, name string, span diag.Span, comfort unit.Newton, ramp, each bool) (v technique.Value, ok bool) {
	var words []string
	for _, s := range technique.Strengths() {
		words = append(words, s.Word)
	}
	all, ok := r.Measures(name, unit.Force, span, words, ramp, each)
	if !ok {
		return v, false
	}
	forces := make([]technique.Firmness, len(all))
	for i, m := range all {
		forces[i].Force = unit.Newton(m.Value)
		for _, s := range technique.Strengths() {
			if s.Word == m.Word {
				forces[i] = technique.Firmness{Force: unit.Newton(max(span.Min, s.Share*float64(comfort))), Share: s.Share}
			}
		}
	}
	most := technique.Greatest(forces)
	v.Number, v.Share = float64(most.Force), most.Share
	if len(forces) > 1 || each && r.IsList(name) {
		v.Forces = forces
	}
	return v, true
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

func isLevel(text string) bool {
	_, ok := body.ParseLevel(strings.TrimSpace(text))
	return ok
}

// levelWay is the way out of a word that is no level.
func levelWay(word string) string {
	if side := sideOf(word); side != "" {
		return fmt.Sprintf("A range is of levels alone. For one roller write side = %q.", side)
	}
	if strings.HasSuffix(word, "mm") || strings.HasSuffix(word, "cm") {
		return "Places are levels, which are found on whoever sits there: " + strings.Join(levelNames(), ", ") + "."
	}
	return diag.WayOut(word, levelNames())
}

// sideOf is the side that somebody wrote behind a level; empty if they did not.
func sideOf(word string) string {
	for _, side := range []technique.Sides{technique.LeftSide, technique.RightSide} {
		if level, ok := strings.CutSuffix(strings.ToLower(word), side.String()); ok && isLevel(strings.Trim(level, " -_")) {
			return side.String()
		}
	}
	return ""
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
		if from, to, ok := strings.Cut(text, "-"); ok && isLevel(from) && isLevel(to) {
			example = fmt.Sprintf(`Write it with two dots: %s = "%s..%s".`, name, strings.TrimSpace(from), strings.TrimSpace(to))
		}
		r.Error(r.At(name), diag.WrongType, fmt.Sprintf("%q is not a range of levels", text), example)
		return nil, false
	}
	out := make([]body.Level, 0, 2)
	for _, end := range []string{first, last} {
		end = strings.TrimSpace(end)
		l, ok := body.ParseLevel(end)
		if !ok {
			r.Error(r.At(name), diag.UnknownWord, fmt.Sprintf("no level is called %q", end), levelWay(end))
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
	if v, ok := r.Value(name, `["L5"]`); ok && v.Type().IsTupleType() && r.IsList(name) {
		sided := false
		for i, x := range v.AsValueSlice() {
			if x.Type().FriendlyName() != "string" || x.IsNull() {
				continue
			}
			if side := sideOf(x.AsString()); side != "" {
				sided = true
				r.Error(r.AtItem(name, i), diag.UnknownWord, fmt.Sprintf("%s cannot be %q", name, x.AsString()),
					fmt.Sprintf("A place is a level alone. For one roller write side = %q; each side is a stroke of its own.", side))
			}
		}
		if sided {
			return nil, false
		}
	}
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
