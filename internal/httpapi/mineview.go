package httpapi

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// mineView is what "My back" shows.
func (s *Server) mineView(r *http.Request, b *record) web.Mine {
	m := web.Mine{Frame: s.mineFrame(r, "My back"), Today: b.today().Words(), Caveat: outcome.Caveat, Worse: true}
	m.Notes = b.forms()
	m.Answers, m.Exit = b.answers()
	m.Weeks = b.weeks()
	if len(m.Weeks.Rows) == 0 {
		m.Weeks, m.Example = exampleWeeks(b.today()), true
		m.Next = "One note a day, in two taps, is all that it takes. Begin a week or two before you use the chair, if you can."
	} else if b.aims.Since == 0 {
		m.Next = "Say below what you want to get better at: it is chosen before the start."
	}
	if !m.Example {
		m.Table = tableOf(&m.Weeks)
	}
	m.Aims = b.aimsForm()
	if on := b.aims.OnOff; on > 0 {
		_, under := outcome.On(on, b.today())
		m.OnOff = web.OnOffForm{Since: on.Words(), Under: under}
	}
	m.Counts = b.counts()
	return m
}

// forms are the notes that can be written today.
func (b *record) forms() (all []web.NoteForm) {
	due := outcome.Due(b.judged().Notes, b.started(), b.begin(), b.today())
	for _, one := range []struct {
		kind  outcome.Kind
		title string
		due   bool
	}{{outcome.Daily, outcome.Daily.Question(), due.Daily}, {outcome.Weekly, outcome.Weekly.Question(), due.Weekly}, {outcome.Monthly, "Four weeks on", due.Monthly}} {
		if one.kind == outcome.Monthly && b.begin() == 0 { // there is no start to compare with
			continue
		}
		f := web.NoteForm{Kind: one.kind.String(), Title: one.title, Open: one.due, Skip: one.kind != outcome.Daily && one.due}
		note := b.noted(one.kind)
		if one.kind == outcome.Daily {
			f.About = ofSession(b.about(note), b.at)
		}
		var old outcome.Note
		if note != nil {
			old = note.Note
			f.Noted = saidOf(&old, b.aims.Activities)
		}
		for _, i := range outcome.Asks(one.kind, b.aims.Activities) {
			r := web.Ruler{Name: i.Name, Legend: i.Ask, Low: i.Low, High: i.High}
			chosen, any := old.Answer(i.Name)
			for _, v := range i.Steps() {
				r.Steps = append(r.Steps, web.RulerStep{V: v, On: any && v == chosen})
			}
			if i.More {
				f.More = append(f.More, r)
			} else {
				f.Scales = append(f.Scales, r)
			}
		}
		if one.kind == outcome.Daily && b.asksReach() {
			f.AskReach = outcome.ReachAsk
			if mm, ok := old.Reach.Value(); ok {
				cm := float64(mm) / 10
				f.Reach = &cm
			}
		}
		all = append(all, f)
	}
	return all
}

// about is the session that a day's note is about: what it names, or that of the day before; nil: none is known.
func (b *record) about(note *store.Note) *store.Session {
	if note != nil && note.Session != "" {
		if i := slices.IndexFunc(b.sessions, func(s store.Session) bool { return s.Key == note.Session }); i >= 0 {
			return &b.sessions[i]
		}
	}
	return dayBefore(b.sessions, b.at)
}

// started is the day from which a person takes notes: that of the first, or of the aims.
func (b *record) started() outcome.Day {
	day := b.aims.Since
	for i := range b.notes {
		if n := &b.notes[i].Note; n.Kind == outcome.Daily && !n.Empty() && (day == 0 || n.Day < day) {
			day = n.Day
		}
	}
	return day
}

// saidOf is a note in a line.
func saidOf(n *outcome.Note, activities [outcome.Activities]string) string {
	var parts []string
	for _, i := range outcome.Asks(n.Kind, activities) {
		if v, ok := n.Answer(i.Name); ok {
			parts = append(parts, shortOf(i.Name, activities)+" "+signed(i.Name, v))
		}
	}
	if mm, ok := n.Reach.Value(); ok {
		parts = append(parts, fmt.Sprintf("reach %g cm", float64(mm)/10))
	}
	if len(parts) == 0 {
		return "Skipped this time."
	}
	return "Noted: " + strings.Join(parts, ", ") + "."
}

// shortOf is an answer's name in a line.
func shortOf(name string, activities [outcome.Activities]string) string {
	if no, ok := strings.CutPrefix(name, "hard-"); ok {
		i, _ := strconv.Atoi(no) // a name of outcome's
		return activities[i-1]
	}
	return map[string]string{"pain": "pain", "tight": "tightness", "relaxed": "relaxed", "sleep": "sleep", "active": "active days", "change": "change"}[name]
}

func signed(name string, v int) string {
	if name == "change" && v > 0 {
		return "+" + strconv.Itoa(v)
	}
	return strconv.Itoa(v)
}

// bends are the conditions that keep a person from being asked to bend forward: bones, discs, leg pain, operations, dizziness,
// pregnancy, and a fresh injury.
var bends = []routine.Flag{
	routine.ThinBones, routine.Fracture, routine.Disc, routine.LegPain, routine.Slipped, routine.Stenosis, routine.SpineOp, routine.RecentOp,
	routine.Pregnant, routine.LowBP, routine.JustHurt,
}

// mayReach says whether the reach may be offered: a check is on record, and nothing of it speaks against bending.
func (b *record) mayReach() bool {
	return b.checked && !slices.ContainsFunc(b.rules, func(id string) bool {
		id, _, _ = strings.Cut(id, "/") // a case counts as its rule
		return slices.Contains(bends, routine.Flag(id))
	})
}

// asksReach says whether it is asked for: chosen, and still to be offered.
func (b *record) asksReach() bool { return b.aims.Reach && b.mayReach() }

// answers are the verdicts, the stronger test first, and the word that the chair does not seem to help when it is time.
func (b *record) answers() (all []web.Verdict, exit string) {
	r, today := b.judged(), b.today()
	add := func(title string, j outcome.Judgement, needs []string) {
		words := j.Words()
		all = append(all, web.Verdict{Title: title, Clear: j.Verdict != outcome.NotYet, Lead: words[0], Words: words[1 : len(words)-1], Needs: needs}) // the page ends with the caveat
	}
	first, title := b.aims.OnOff, ""
	if first > 0 {
		add("Weeks on and off", outcome.Compare(r, first, today), outcome.NeedsOnOff(r, first, today))
		title = "With the chair, against before"
	}
	switch {
	case r.Begin == 0:
		add(title, outcome.Judgement{Measure: r.Measure}, outcome.Needs(r, today))
	default:
		add(title, outcome.Judge(r, today), outcome.Needs(r, today))
		if _, under := outcome.On(first, today); first == 0 || !under {
			exit, _ = outcome.Exit(r, today)
		}
	}
	return all, exit
}

func (b *record) aimsForm() web.AimsForm {
	a := web.AimsForm{
		Set: b.aims.Since > 0, Fixed: b.fixed(), Activities: b.aims.Activities[:], Longest: 60, Lasting: b.aims.Lasting,
		Reach: b.aims.Reach, MayReach: b.mayReach(), Restart: b.aims.Since == 0 && len(b.sessions) > 0,
	}
	if b.aims.Since > 0 {
		a.Since = b.aims.Since.Words()
	}
	for _, m := range measures {
		a.Measures = append(a.Measures, web.Option{ID: m.name, Text: capital(m.m.String()), On: m.m == b.aims.Measure})
	}
	return a
}

// counts is how much a sheet rests on.
func (b *record) counts() []web.Line {
	days := map[outcome.Day]bool{}
	worse := 0
	for i := range b.notes {
		n := &b.notes[i]
		if n.Note.Kind == outcome.Daily && !n.Note.Empty() {
			days[n.Note.Day] = true
		}
		if slices.Contains(n.Marks, markWorse) {
			worse++
		}
	}
	lines := []web.Line{{Title: "Days with a note", Text: strconv.Itoa(len(days))}, {Title: "Sessions", Text: strconv.Itoa(len(b.sessions))}}
	if d := b.begin(); d > 0 {
		lines = append(lines, web.Line{Title: "First session that is compared", Text: d.Words()})
	}
	if worse > 0 {
		lines = append(lines, web.Line{Title: "Said to feel worse", Text: fmt.Sprintf("%d times", worse)})
	}
	return lines
}
