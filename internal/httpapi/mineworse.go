package httpapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
)

// markWorse is what a note carries of somebody who felt worse; visit.Facts.Hear makes of it a gentler dose and a full check.
const markWorse = screening.MarkWorse

// talks are the questions to those who felt worse, by person. They are in memory alone; what counts is in the store from the
// first tap on.
type talks struct {
	mu  sync.Mutex
	all map[string]*visit.Visit
}

// with does something with a person's questions, alone; false if there are none, or they were left for too long.
func (t *talks) with(person string, at time.Time, do func(*visit.Visit)) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, v := range t.all {
		if v.Idle(at) {
			v.Forget()
			delete(t.all, id)
		}
	}
	v, ok := t.all[person]
	if ok {
		do(v)
	}
	return ok
}

// begin puts a person's questions in place of those of before.
func (t *talks) begin(person string, v *visit.Visit) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all == nil {
		t.all = map[string]*visit.Visit{}
	}
	if len(t.all) >= mostSitters && t.all[person] == nil {
		return errCrowded
	}
	t.all[person] = v
	return nil
}

// forget wipes a person's questions.
func (t *talks) forget(person string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if v := t.all[person]; v != nil {
		v.Forget()
		delete(t.all, person)
	}
}

// worseNote is the note of today that says that its person felt worse; nil if there is none.
func (b *record) worseNote() *store.Note {
	for i := len(b.notes) - 1; i >= 0; i-- {
		if n := &b.notes[i]; n.Note.Day == b.today() && slices.Contains(n.Marks, markWorse) {
			return n
		}
	}
	return nil
}

// lastSession is the one that a word of today is about; the zero session if there was none.
func (b *record) lastSession() (last store.Session) {
	if n := len(b.sessions); n > 0 {
		last = b.sessions[n-1]
	}
	return last
}

// worseStep takes a step of somebody who felt worse.
func (s *Server) worseStep(w http.ResponseWriter, r *http.Request, who sitter) {
	f, ok := s.ownForm(w, r, "do", "line", "answer", "turn")
	if !ok {
		return
	}
	b, err := s.recordOf(r.Context(), who)
	if err != nil {
		s.mineFails(w, r, err)
		return
	}
	ctx, to := context.WithoutCancel(r.Context()), minePath+"/worse"
	switch f.Get("do") {
	case "worse":
		err = s.worseBegins(ctx, who, b)
	case "choose":
		s.worse.with(who.person.ID, b.at, func(v *visit.Visit) {
			if err = inTurn(v, f); err == nil {
				err = v.Choose(b.at, f["line"])
			}
		})
		err = errors.Join(err, s.worseSaid(ctx, who, b))
	case "answer":
		a, known := answers[f.Get("answer")]
		if !known {
			err = errForm
			break
		}
		s.worse.with(who.person.ID, b.at, func(v *visit.Visit) {
			if err = inTurn(v, f); err == nil {
				err = v.Answer(b.at, a)
			}
		})
		err = errors.Join(err, s.worseSaid(ctx, who, b))
	case "undo":
		to = minePath
		err = s.worseUndo(ctx, who, b)
	case "close":
		to = minePath
		s.worse.forget(who.person.ID)
	default:
		err = errForm
	}
	switch {
	case errors.Is(err, errForm):
		s.refuse(w, r, http.StatusBadRequest, "Not understood", sentence(errForm.Error()))
	case errors.Is(err, errTurn):
		http.Redirect(w, r, to+"?late", http.StatusSeeOther)
	case err != nil && !errors.Is(err, visit.ErrStep): // a button of an older page: the view shows where it stands
		s.mineFails(w, r, err)
	default:
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

// answers are the ways to answer a whole question, as forms have them.
var answers = map[string]screening.Answer{"yes": screening.Yes, "no": screening.No, "unsure": screening.Unsure, "skip": screening.Skip}

// worseBegins keeps that somebody felt worse, before anything is asked, and begins the questions.
func (s *Server) worseBegins(ctx context.Context, who sitter, b *record) error {
	if b.worseNote() == nil {
		n := store.Note{At: b.at, Note: outcome.Note{Day: b.today(), Kind: outcome.Daily}, Session: b.lastSession().Key, Marks: []string{markWorse}}
		if err := s.o.Store.PutNote(ctx, who.key, n); err != nil {
			return err
		}
	}
	if s.memory == nil { // there is no check
		return nil
	}
	f := visit.Facts{NextDay: true, Sessions: []screening.Session{{Ended: b.lastSession().Ended, PainBefore: -1, PainNext: -1, Soreness: -1}}}
	known, err := s.memory.Known(ctx, who.key, b.at)
	if err != nil {
		return err
	}
	if f.Person = known.Facts.Person; f.Person.Age <= 0 {
		f.Person = s.somebody()
	}
	v, err := visit.New(visit.Options{Check: s.o.Check, Chair: s.o.Built, Shared: s.o.Shared, Person: who.person.ID, Facts: &f}, b.at)
	if err == nil {
		err = v.Skip(b.at) // the card is asked; numbers are for the note of the day
	}
	if err == nil {
		err = s.worse.begin(who.person.ID, v)
	}
	return err
}

// somebody is the figures of an adult whom the chair is built for, for who has not told theirs: who felt worse is judged here by what they say of that alone,
// and whether the chair fits them is the check's before a session.
func (s *Server) somebody() screening.Person {
	const grown = 40 // years
	b := s.o.Built
	return screening.Person{Age: grown, Height: (b.MinHeight + b.MaxHeight) / 2, Weight: b.MaxWeight / 2, PainNow: -1, PainWont: -1}
}

// worseSaid keeps what was said, once the questions are over.
func (s *Server) worseSaid(ctx context.Context, who sitter, b *record) error {
	var marks []string
	var refusal *visit.Refusal
	s.worse.with(who.person.ID, b.at, func(v *visit.Visit) {
		if last := v.Record(routine.Quiet{}).Before; last != nil {
			marks = slices.Clone(last.Marks)
		}
		if v.Step() == visit.Refused {
			r := v.Refusal()
			refusal = &r
		}
	})
	n := b.worseNote()
	if len(marks) > 0 && n != nil {
		for _, m := range marks {
			if !slices.Contains(n.Marks, m) {
				n.Marks = append(n.Marks, m)
			}
		}
		if err := s.o.Store.PutNote(ctx, who.key, *n); err != nil {
			return err
		}
	}
	if refusal == nil {
		return nil
	}
	c := store.Check{At: b.at, Outcome: refusal.Outcome.String(), RuleSet: s.o.Check.Rules().Version, Until: refusal.Until}
	if c.Until.Before(b.at) {
		c.Until = b.at
	}
	for _, a := range refusal.Ask {
		c.Rules = append(c.Rules, a.ID)
	}
	return s.o.Store.PutCheck(ctx, who.key, c, chair.Limits{}) // a refusal allows nothing
}

// worseUndo takes a tap back that was a mistake, as long as nothing else was said.
func (s *Server) worseUndo(ctx context.Context, who sitter, b *record) error {
	first := false
	s.worse.with(who.person.ID, b.at, func(v *visit.Visit) { first = v.Step() == visit.Cards })
	n := b.worseNote()
	if !first || n == nil || len(n.Marks) != 1 {
		return visit.ErrStep
	}
	s.worse.forget(who.person.ID)
	if n.Note.Empty() {
		return s.o.Store.DropNote(ctx, who.key, n.ID)
	}
	n.Marks, n.Session = nil, ""
	return s.o.Store.PutNote(ctx, who.key, *n)
}

// worseView shows where the questions stand.
func (s *Server) worseView(w http.ResponseWriter, r *http.Request, who sitter) {
	b, err := s.recordOf(r.Context(), who)
	if err != nil {
		s.mineFails(w, r, err)
		return
	}
	v := web.Worse{Frame: s.mineFrame(r, "I felt worse"), Step: "kept"}
	if r.URL.Query().Has("late") {
		v.Problem = sentence(errTurn.Error())
	}
	s.worse.with(who.person.ID, b.at, func(t *visit.Visit) { worseShows(&v, t) })
	if v.Step == "kept" {
		if b.worseNote() == nil {
			http.Redirect(w, r, minePath, http.StatusSeeOther)
			return
		}
		v.Say = "Let the chair be for now."
		v.Texts = []string{
			"The chair waits, and is gentler the next time. Before your next session the whole safety check is asked.",
			"If it stays bad, gets worse, or something new appears, ask a physiotherapist or doctor.",
		}
	}
	s.writeView(w, r, http.StatusOK, v.Write)
}

// worseShows is a step as its person sees it. What comes after the last question is no longer shown: no session is prepared here.
func worseShows(w *web.Worse, v *visit.Visit) {
	w.Turn = v.Turn()
	switch v.Step() {
	case visit.Cards:
		c := v.Card()
		w.Step, w.Say = "cards", c.Title
		for _, l := range c.Lines {
			w.Lines = append(w.Lines, web.Choice{ID: l.ID, Text: capital(l.Text)})
		}
	case visit.Question:
		w.Step = "question"
		w.Say, _, _ = v.Question()
	case visit.Refused:
		r := v.Refusal()
		w.Step, w.Severe, w.Say = "refused", r.Outcome.String(), r.Say
		if r.Outcome == screening.S {
			return
		}
		w.Texts = r.Advice
		if r.Outcome != screening.W {
			for _, a := range r.Ask {
				w.Asks = append(w.Asks, a.Text)
			}
		}
	}
}
