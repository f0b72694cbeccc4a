package programme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// describe says what is known of a part and its attributes: from the techniques' table, or from the words below.
func describe(a diag.Asked) Part {
	p := Part{Path: a.Path}
	word := p.Word()
	if t, ok := technique.ByWord(word); ok {
		p.Doc, p.Needs = t.Purpose, t.Needs
		p.Attributes = params(t.Params)
	} else if heat := technique.HeatBlock(); word == heat.Word {
		p.Doc = heat.Purpose
		p.Attributes = params(heat.Params)
	} else {
		p.Doc = ownWords()[word].Doc
	}
	for _, name := range a.Attributes {
		if !slices.ContainsFunc(p.Attributes, func(have Attribute) bool { return have.Name == name }) {
			own := ownWords()[word+"."+name]
			own.Name = name
			p.Attributes = append(p.Attributes, own)
		}
	}
	if word == technique.Tap.String() && slices.Contains(a.Path, togetherWord) { // where and how long is the other's to say
		p.Attributes = slices.DeleteFunc(p.Attributes, func(have Attribute) bool { return have.Name == "over" || have.Name == "for" })
	}
	slices.SortStableFunc(p.Attributes, func(a, b Attribute) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	return p
}

// ownWords are the parts and attributes that are in no technique's row: "part" and "part.attribute".
func ownWords() map[string]Attribute {
	return map[string]Attribute{
		"programme":                {Doc: "one massage, by a name of small letters, digits and dashes"},
		"programme.title":          {Doc: "what people read", Is: "text", Required: true, Values: []string{`"My own"`}},
		"programme.about":          {Doc: "a sentence for people: what it is and for whom", Is: "text", Values: []string{`""`}},
		"programme.suits":          {Doc: "words for whom it is", Is: "a list of words", Values: []string{`"sitting"`}, List: true},
		"programme.needs":          {Doc: "what a chair must have", Is: "a list of abilities", Required: true, Values: quoted(abilities()), List: true},
		"programme.quiet_sessions": {Doc: "how many quiet sessions somebody should have had first", Is: fmt.Sprintf("a whole number from 1 to %d", mostQuiet), Values: counts(1, mostQuiet)},

		"variable":             {Doc: "something that whoever starts the programme may choose; a stroke names it as var.name"},
		"variable.description": {Doc: "what is chosen, for people", Is: "text", Required: true, Values: []string{`"How long"`}},
		"variable.type":        {Doc: "of what kind it is", Is: quotedList(variableTypes()), Required: true, Values: quotedAll(variableTypes())},
		"variable.default":     {Doc: "what it is when nobody chooses", Is: "a value of its type", Required: true, Values: []string{`"2 min"`, `"24 N"`, `"22 /min"`, "3"}},
		"variable.min":         {Doc: "the least of a quantity or a number, which have one", Is: "a value of its type", Values: []string{`"1 min"`, `"6 N"`, "1"}},
		"variable.max":         {Doc: "the greatest of a quantity or a number, which have one", Is: "a value of its type", Values: []string{`"3 min"`, `"30 N"`, "5"}},
		"variable.step":        {Doc: "from one choice to the next; 1 in the unit of the default if it is not there", Is: "a value of its type", Values: []string{`"30 s"`, `"1 N"`, "1"}},
		"variable.values":      {Doc: "what there is to choose from, of a word or of places", Is: "a list of texts", Values: quotedAll(strengthWords()), List: true},
		"variable.most":        {Doc: "how many places may be chosen at once", Is: "a whole number from 1", Values: counts(1, len(levels()))},

		togetherWord: {Doc: "two at once: glide or knead, which leads, and tap, which goes along"},

		"phase":        {Doc: "a named part of a programme: strokes, one after the other"},
		"phase.repeat": {Doc: "plays the whole phase so often", Is: fmt.Sprintf("a whole number from 1 to %d", mostRepeats), Default: "1", Values: counts(1, mostRepeats)},
	}
}

// strengthWords are the words for a force.
func strengthWords() (words []string) {
	for _, s := range technique.Strengths() {
		words = append(words, s.Word)
	}
	return words
}

// quotedList is words as a programme writes them, one after the other.
func quotedList(words []string) string { return strings.Join(quotedAll(words), ", ") }

// params describes the attributes of a row.
func params[T any](row []technique.Param[T]) []Attribute {
	out := make([]Attribute, len(row))
	for i := range row {
		out[i] = attributeOf(&row[i])
	}
	return out
}

func attributeOf[T any](p *technique.Param[T]) Attribute {
	a := Attribute{Name: p.Name, Doc: p.Doc, Required: p.Required, Default: p.Default}
	if p.Default != "" && p.Form != technique.Count {
		a.Default = strconv.Quote(p.Default)
	}
	span := diag.Span{Min: p.Min, Max: p.Max}
	switch p.Form {
	case technique.Quantity:
		a.Is = span.In(p.Dim)
		a.Values = amounts(p.Dim, span, a.Default)
	case technique.Pressing:
		for _, s := range technique.Strengths() {
			a.Values = append(a.Values, strconv.Quote(s.Word))
		}
		a.Is = fmt.Sprintf("%s, or %s", strings.Join(a.Values, ", "), span.In(p.Dim))
		a.Values = append(a.Values, diag.Example(p.Dim, span))
	case technique.Word:
		a.Values = quotedAll(p.Words)
		a.Is = quotedList(p.Words)
	case technique.Count:
		a.Is = fmt.Sprintf("a whole number from %d to %d", int(p.Min), int(p.Max))
		a.Values = counts(int(p.Min), int(p.Max))
	case technique.Range:
		a.Is = "a range of levels, in either direction: " + rangeExample
		a.Values = ranges()
	case technique.Places:
		a.Is, a.List = "a list of levels, each once", true
		a.Values = quotedAll(levelNames())
	case technique.Level:
		a.Is = "a level"
		a.Values = quotedAll(levelNames())
	}
	a.Limit = limitOf(p.Name, p.Dim)
	return a
}

// limitOf is what is allowed for everyone of an attribute that says how much; empty if nothing is.
func limitOf(name string, d unit.Dimension) string {
	limits := chair.Everyone()
	switch {
	case d == unit.Force:
		return fmt.Sprintf("%s at S1, %s from L5 to L1, %s at T12, per roller",
			newtons(limits.Force[zoneOf(body.S1)].Max), newtons(limits.Force[zoneOf(body.L3)].Max), newtons(limits.Force[zoneOf(body.T12)].Max))
	case d == unit.Angle:
		return angle(limits.Recline.Max)
	case d == unit.Temperature:
		return celsius(limits.Heat.Max)
	case name == "until":
		return Spoken(limits.HeatTime.Max) + " of heat in all"
	}
	return ""
}

// Meaning is what a word means as a value of an attribute: a force word, a level, an ability; empty if it has no meaning
// of its own. Text is without quotes.
func Meaning(text string) string {
	for _, s := range technique.Strengths() {
		if s.Word == text {
			return fmt.Sprintf("%.2g of what the person finds comfortable: %s until they have been asked", s.Share, newtons(technique.Comfort*unit.Newton(s.Share)))
		}
	}
	if l, ok := body.ParseLevel(text); ok {
		return fmt.Sprintf("%s of the person who sits there; at most %s per roller for everyone", spine[l], newtons(chair.Everyone().Force[zoneOf(l)].Max))
	}
	if a, ok := chair.ParseAbility(text); ok {
		return usesOf(a)
	}
	return ""
}

// spine is the levels as an anatomist says them.
var spine = [body.LevelEnd]string{
	body.S1: "the top of the sacrum", body.L5: "the fifth lumbar vertebra, the lowest", body.L4: "the fourth lumbar vertebra",
	body.L3: "the third lumbar vertebra", body.L2: "the second lumbar vertebra", body.L1: "the first lumbar vertebra, the highest",
	body.T12: "the twelfth thoracic vertebra, where the ribs end",
}

// usesOf says which parts ask a chair for an ability.
func usesOf(a chair.Ability) string {
	var need, use []string
	add := func(word string, needs, uses []chair.Ability) {
		switch {
		case slices.Contains(needs, a):
			need = append(need, word)
		case slices.Contains(uses, a):
			use = append(use, word)
		}
	}
	for _, t := range technique.All() {
		add(t.Word, t.Needs, t.Uses)
	}
	heat := technique.HeatBlock()
	add(heat.Word, heat.Needs, heat.Uses)
	var parts []string
	if len(need) > 0 {
		parts = append(parts, "needed by "+strings.Join(need, ", "))
	}
	if len(use) > 0 {
		parts = append(parts, "used by "+strings.Join(use, ", ")+" where a chair has it")
	}
	return strings.Join(parts, "; ")
}

// amounts are quantities to begin with: the default, an example, the least and the most.
func amounts(d unit.Dimension, s diag.Span, fallback string) []string {
	all := []string{diag.Example(d, s), s.Least(d), s.Most(d)}
	if fallback != "" {
		all = append([]string{fallback}, all...)
	}
	var out []string
	for _, a := range all {
		if a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

func counts(lo, hi int) (out []string) {
	for i := lo; i <= hi; i++ {
		out = append(out, strconv.Itoa(i))
	}
	return out
}

// ranges are all pairs of levels, the one that is meant most often first.
func ranges() []string {
	out := []string{rangeExample}
	for _, from := range levels() {
		for _, to := range levels() {
			if r := strconv.Quote(from.String() + ".." + to.String()); from != to && r != rangeExample {
				out = append(out, r)
			}
		}
	}
	return out
}

func quotedAll(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return out
}
