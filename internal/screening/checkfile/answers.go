package checkfile

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// Plausible spans of a person's figures. They catch a slip of the key or the unit, not unusual people. Assumptions.
const (
	LeastAge, MostAge       = 1, 120  // years
	LeastHeight, MostHeight = 50, 250 // cm
	LeastWeight, MostWeight = 10, 400 // kg
	mostSessions            = 100_000
)

// words is what an answer may be, and what it means.
var words = []string{"yes", "no", "unsure", "skip"}

// Given is what a file of answers says.
type Given struct {
	Answers   screening.Answers
	History   screening.History
	Approvals []screening.Approval
}

// ReadAnswers reads the answers of one person to a check. Questions that are not named count as others. Age, height and
// weight are wanted: without them nobody can be let onto a chair. How many quiet sessions there were, and the force
// level of the last two, may be left out: then they are those of somebody new. The answers are whole only if the list
// has no errors.
//
// The list's diagnostics tell the place of a mistake, and never an answer that was understood.
func ReadAnswers(check *screening.Check, filename string, src []byte, others screening.Answer) (Given, diag.List) {
	name := filename
	if !strings.HasSuffix(name, ".json") { // so that it is read as JSON
		name += ".json"
	}
	r := diag.Open(name, src)
	if text := bytes.TrimSpace(src); len(text) == 0 || text[0] != '{' {
		r.Error(r.Header(), diag.Syntax, "this is no set of answers", `Write one JSON object, like {"RF-CES-1": "no", "age": 40, "height_cm": 170, "weight_kg": 70}.`)
	}
	p := screening.Person{PainNow: -1, PainWont: -1}
	figure(r, "age", "40", LeastAge, MostAge, &p.Age)
	var cm float64
	figure(r, "height_cm", "170", LeastHeight, MostHeight, &cm)
	p.Height = unit.Millimetre(cm * 10)
	figure(r, "weight_kg", "70", LeastWeight, MostWeight, (*float64)(&p.Weight))
	rating(r, "pain_now", &p.PainNow)
	rating(r, "pain_usual", &p.PainWont)

	var g Given
	if r.Has("quiet_sessions") {
		r.Int("quiet_sessions", 0, mostSessions, &g.History.Quiet)
	}
	if r.Has("last_level") {
		levels := len(check.Rules().Levels)
		if r.Int("last_level", 1, levels, &g.History.Most) {
			g.History.Most++ // one step above what was quiet
		}
	}
	if r.Has("pain_spread") {
		r.Bool("pain_spread", &g.History.Spread)
	}
	if r.Has("ok") {
		g.Approvals = readApprovals(r, check)
	}
	g.Answers = screening.NewAnswers(p, others)
	for _, id := range check.IDs() {
		var word string
		if r.Has(id) && r.Word(id, words, &word) {
			g.Answers.Put(id, meaning(word))
		}
	}
	list := r.Finish()
	for i := range list {
		list[i].File = filename
		inJSON(&list[i])
	}
	return g, list
}

// figure reads what has to be there.
func figure(r *diag.Reader, name, example string, least, most float64, into *float64) {
	if !r.Has(name) {
		r.Missing(name, fmt.Sprintf("Without it nobody is let onto a chair: write %q: %s.", name, example))
		return
	}
	r.Number(name, least, most, into)
}

// advised is a way out as diag gives it for HCL.
var advised = regexp.MustCompile(`^Write it like (\S+) = (.*)\.( Without quotes\.)?$`)

// inJSON says the way out in the words of JSON and of this file.
func inJSON(d *diag.Diagnostic) {
	if m := advised.FindStringSubmatch(d.Detail); m != nil {
		d.Detail = fmt.Sprintf("Write it like %q: %s.%s", m[1], m[2], m[3])
	}
	if d.Code != diag.UnknownAttribute {
		return
	}
	d.Summary = strings.Replace(d.Summary, "no attribute", "no question or figure", 1)
	if strings.HasPrefix(d.Detail, "Known") {
		d.Detail = `Questions go by their ids: docs/safety-check.md has all of them. Figures are "age", "height_cm", "weight_kg", ` +
			`"quiet_sessions", "last_level", "pain_now", "pain_usual" and "pain_spread"; "ok" is what a professional said.`
	}
}

func rating(r *diag.Reader, name string, into *float64) {
	if r.Has(name) {
		r.Number(name, 0, 10, into)
	}
}

// meaning is the answer of a word.
func meaning(word string) screening.Answer {
	meanings := []screening.Answer{screening.Yes, screening.No, screening.Unsure, screening.Skip}
	return meanings[slices.Index(words, word)]
}

// approvalForm is how a professional's word is written.
const approvalForm = `Write the rule, the date, and "written" if it is in writing, like ["C-ANTC 2026-05-01", "RF-AAA-2 2026-05-01 written"].`

// readApprovals reads what professionals said.
func readApprovals(r *diag.Reader, check *screening.Check) (list []screening.Approval) {
	var texts []string
	if !r.Texts("ok", &texts) {
		return nil
	}
	for i, text := range texts {
		fields := strings.Fields(text)
		written := len(fields) == 3 && fields[2] == "written"
		if len(fields) != 2 && !written {
			r.Error(r.AtItem("ok", i), diag.WrongType, "this is no professional's OK", approvalForm)
			continue
		}
		on, err := time.Parse(time.DateOnly, fields[1])
		if err != nil {
			r.Error(r.AtItem("ok", i), diag.WrongType, "this is no date", approvalForm)
		}
		if check.Rule(fields[0]) == nil {
			r.Error(r.AtItem("ok", i), diag.UnknownWord, fmt.Sprintf("no rule is called %q", fields[0]), diag.WayOut(fields[0], check.IDs()))
		}
		list = append(list, screening.Approval{Rule: fields[0], On: on, Written: written})
	}
	return list
}
