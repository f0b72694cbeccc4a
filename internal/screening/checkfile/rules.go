package checkfile

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// Name is the name of the rules that ship.
const Name = "safety-check.hcl"

//go:embed safety-check.hcl
var shipped []byte

// okDays is how long a professional's word holds, unless a rule says otherwise: never more than six months.
const okDays = 182

// Load reads the rules that ship.
func Load() (*screening.Check, error) {
	rules, list := Read(Name, shipped)
	if list.HasErrors() {
		return nil, fmt.Errorf("reading the safety check that ships: %w", list.Err())
	}
	return screening.New(rules)
}

var idForm = regexp.MustCompile(`^[A-Z]+(-[A-Z0-9]+)+$`)

// Read reads rules. They are whole only if the list has no errors; whether they fit together screening.New says.
func Read(filename string, src []byte) (screening.Rules, diag.List) {
	var rules screening.Rules
	top := diag.Open(filename, src)
	top.Text("version", &rules.Version)
	top.Text("reviewed", &rules.Reviewed)
	top.Text("spread", &rules.Spread)
	readLevels(top, &rules)
	for _, r := range top.Blocks(diag.Kind{Name: "outcome", Labels: []string{"letter"}}) {
		var o screening.Outcome
		for _, known := range screening.Outcomes() {
			if known.String() == r.Label(0) {
				o = known
			}
		}
		if o == 0 {
			r.Error(r.Header(), diag.UnknownWord, fmt.Sprintf("no outcome is called %q", r.Label(0)), diag.WayOut(r.Label(0), outcomeNames()))
		}
		r.Text("say", &rules.Say[o])
	}
	for _, r := range top.Blocks(diag.Kind{Name: "dose", Labels: []string{"name"}}) {
		s := screening.Step{Name: r.Label(0)}
		r.Int("quiet_from", 0, 1000, &s.QuietFrom)
		readLimits(wanted(r, "limits", "It says how much is allowed then."), &s.Limits)
		rules.Doses = append(rules.Doses, s)
	}
	readLimits(wanted(top, "gentle", "It is what every M allows."), &rules.Gentle)
	for _, r := range top.Blocks(diag.Kind{Name: "standing", Labels: []string{"name"}}) {
		s := screening.Standing{Name: r.Label(0)}
		readCondition(r, &s.If)
		readLimits(wanted(r, "limits", "It says what holds then."), &s.Limits)
		rules.Standing = append(rules.Standing, s)
	}
	for _, r := range top.Blocks(diag.Kind{Name: "card", Labels: []string{"title"}}) {
		rules.Cards = append(rules.Cards, readCard(r))
	}
	for _, r := range top.Blocks(diag.Kind{Name: "brief", Labels: []string{"name"}}) {
		rules.Briefs = append(rules.Briefs, readBrief(r))
	}
	return rules, top.Finish()
}

// wanted gives a block that has to be there; an empty one, that nobody reads errors of, if it is not.
func wanted(r *diag.Reader, name, why string) *diag.Reader {
	if b := r.Block(name); b != nil {
		return b
	}
	r.Need(name, why)
	return nil
}

func readLevels(r *diag.Reader, rules *screening.Rules) {
	var texts []string
	if !r.Texts("levels", &texts) {
		return
	}
	for i, text := range texts {
		v, err := unit.Parse(unit.Force, text)
		if err != nil || !(v > 0 && v <= 60) {
			r.Error(r.AtItem("levels", i), diag.BadUnit, fmt.Sprintf("%q is no force level", text), `Write forces up to 60 N, like "12 N".`)
		}
		rules.Levels = append(rules.Levels, unit.Newton(v))
	}
}

func readCard(r *diag.Reader) screening.Card {
	card := screening.Card{Title: r.Label(0)}
	for _, b := range r.Blocks(diag.Kind{Name: "rule", Labels: []string{"id"}}) {
		card.Rules = append(card.Rules, readRule(b))
	}
	if len(card.Rules) == 0 {
		r.Need(`rule "ID"`, "A card asks for something.")
	}
	return card
}

func readRule(r *diag.Reader) screening.Rule {
	rule := screening.Rule{ID: r.Label(0), OKDays: okDays}
	if !idForm.MatchString(rule.ID) {
		r.Error(r.Header(), diag.BadLabel, fmt.Sprintf("%q is no rule's id", rule.ID), `An id is capital letters and digits with dashes, like "RF-CES-1".`)
	}
	if r.Has("figures") {
		r.Bool("figures", &rule.Figures)
	}
	if !rule.Figures {
		r.Text("line", &rule.Line)
	}
	r.Text("ask", &rule.Ask)
	r.Text("source", &rule.Source)
	if r.Has("skip") {
		var no string
		rule.SkipNo = r.Word("skip", []string{"no"}, &no)
	}
	if r.Has("ok_days") {
		r.Int("ok_days", 1, okDays, &rule.OKDays)
	}
	readEffect(r, &rule.Effect)
	for _, b := range r.Blocks(diag.Kind{Name: "case", Labels: []string{"name"}}) {
		rule.Cases = append(rule.Cases, readCase(b))
	}
	return rule
}

func readCase(r *diag.Reader) screening.Case {
	c := screening.Case{Name: r.Label(0)}
	if r.Has("alone") {
		r.Bool("alone", &c.Alone)
	}
	if r.Has("ask") {
		r.Text("ask", &c.Ask)
	}
	if c.Alone && c.Ask != "" {
		r.Text("line", &c.Line)
	}
	conditions := readCondition(r, &c.If)
	if c.Ask == "" && conditions == 0 {
		r.Missing("ask", "A case has a question of its own, or a condition such as age_from = 70.")
	}
	readEffect(r, &c.Effect)
	return c
}

// readCondition reads what has to hold, and says how many things there are.
func readCondition(r *diag.Reader, c *screening.Condition) int {
	n := 0
	number := func(name string, most float64, into *float64) {
		if r.Has(name) {
			n++
			r.Number(name, 0.1, most, into)
		}
	}
	number("age_from", 150, &c.AgeFrom)
	number("age_over", 150, &c.AgeOver)
	number("age_under", 150, &c.AgeUnder)
	number("pain_from", 10, &c.PainFrom)
	number("pain_above", 10, &c.PainAbove)
	if r.Has("rows") {
		n++
		r.Texts("rows", &c.Rules)
	}
	if r.Has("place") {
		n++
		var shared string
		c.Shared = r.Word("place", []string{"shared"}, &shared)
	}
	if r.Has("outside") {
		n++
		r.Bool("outside", &c.Outside)
	}
	return n
}

func readEffect(r *diag.Reader, e *screening.Effect) {
	diag.OneOf(r, "outcome", screening.Outcomes(), &e.Outcome)
	e.OK = screening.Spoken
	if r.Has("ok") {
		words := []string{"never", "written", "opens"} // in the order of screening.Opens
		var word string
		e.OK = screening.Never
		if r.Word("ok", words, &word) {
			e.OK = screening.Opens(slices.Index(words, word))
		}
	}
	if e.Outcome == screening.W {
		r.Duration("wait", diag.Span{Min: 0, Max: 14 * 24 * 3600}, &e.Wait)
		r.Text("after", &e.After)
	}
	if r.Has("advice") {
		r.Text("advice", &e.Advice)
	}
	if b := r.Block("limits"); b != nil {
		readLimits(b, &e.Limits)
	}
}

func readBrief(r *diag.Reader) screening.Brief {
	b := screening.Brief{Name: r.Label(0)}
	r.Text("title", &b.Title)
	for _, k := range r.Blocks(diag.Kind{Name: "sign", Labels: []string{"name"}}) {
		s := screening.Sign{Name: k.Label(0)}
		k.Text("line", &s.Line)
		if k.Has("rows") {
			k.Texts("rows", &s.Rules)
		}
		if k.Has("full") {
			k.Bool("full", &s.Full)
		}
		if k.Has("mark") {
			k.Word("mark", screening.Marks(), &s.Mark)
		}
		if len(s.Rules) == 0 && !s.Full && s.Mark == "" {
			k.Missing("rows", `A sign has to mean something: rows = ["RF-CES-1"], full = true or mark = "bruise".`)
		}
		b.Signs = append(b.Signs, s)
	}
	return b
}

func outcomeNames() (names []string) {
	for _, o := range screening.Outcomes() {
		names = append(names, o.String())
	}
	return names
}
