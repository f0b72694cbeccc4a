package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// notePath is before the day that a note is of. The address holds the day, and nothing about anybody.
const notePath = "/note/"

// noteView asks the question of the day after: with a calendar's link, two taps.
func (s *Server) noteView(w http.ResponseWriter, r *http.Request) {
	v := s.noteOf(r)
	if v.Step == "" {
		s.askNote(r, v)
	}
	s.writeNote(w, r, v)
}

func (s *Server) writeNote(w http.ResponseWriter, r *http.Request, v *web.Note) {
	w.Header().Set("X-Robots-Tag", "noindex")
	s.writeView(w, r, http.StatusOK, v.Write)
}

// noteOf is a note's view before it asks anything; it has a step where there is nothing to ask.
func (s *Server) noteOf(r *http.Request) *web.Note {
	f := s.frame(r, "A note")
	f.Styles = append(f.Styles, "week.css")
	v := &web.Note{Frame: f, Path: notePath + r.PathValue("day")}
	if day, ok := s.noteDay(r); !ok {
		v.Step, v.Says = "closed", []string{"A note is of its own day, and may be made until the end of the next one."}
	} else {
		v.Day = day.Format(dayWords)
	}
	return v
}

// noteDay is the day of the address, at noon; false unless it is today or yesterday.
func (s *Server) noteDay(r *http.Request) (time.Time, bool) {
	at := s.o.Now()
	day, err := time.ParseInLocation(time.DateOnly, r.PathValue("day"), at.Location())
	if err != nil {
		return time.Time{}, false
	}
	n := daysBetween(day, at)
	return noonOf(day, 0), n == 0 || n == 1
}

// askNote is what is to be tapped next.
func (s *Server) askNote(r *http.Request, v *web.Note) {
	who, ok := s.sitter(r)
	if !ok {
		s.askWho(r, v)
		return
	}
	day, _ := s.noteDay(r)
	v.Person = who.person.Name
	n, err := s.nextDay(r.Context(), who, day)
	v.About = ofSession(n.session, day)
	switch {
	case err != nil:
		s.o.Logger.Error("a note cannot be read", "err", err)
		v.Problem = "What is noted cannot be read now. Try again."
	case n.pain:
		v.Step, v.Says = "done", []string{"There is a note of " + v.Day + " already."}
	default:
		v.Step = "pain"
		painOf(v, day, s.o.Now())
	}
}

func painOf(v *web.Note, day, at time.Time) {
	v.Ask = routine.NextDayQuestion
	if daysBetween(day, at) == 1 {
		v.Ask = "How did your back feel on " + v.Day + ", 0 to 10?"
	}
	v.Scale = web.Scale{Name: "pain", Legend: "Pain", Low: "none", High: "the worst there could be"}
}

// askWho lets somebody say who they are. Who is here alone, and without a PIN, is them already.
func (s *Server) askWho(r *http.Request, v *web.Note) {
	all, err := s.o.Store.People(r.Context())
	switch {
	case err != nil:
		s.o.Logger.Error("who is here cannot be read", "err", err)
		v.Problem = "Who is here cannot be read now. Try again."
	case len(all) == 1 && !all[0].PIN:
		v.Step, v.ID = "pain", all[0].ID
		day, _ := s.noteDay(r)
		painOf(v, day, s.o.Now())
		return
	}
	v.Step = "who"
	for _, p := range all {
		v.People = append(v.People, web.Pick{ID: p.ID, Text: p.Name})
	}
}

// noteKeep takes one tap and asks for the next.
func (s *Server) noteKeep(w http.ResponseWriter, r *http.Request) {
	f, ok := s.weekForm(w, r)
	if !ok {
		return
	}
	v := s.noteOf(r)
	if v.Step != "" {
		s.writeNote(w, r, v)
		return
	}
	who, ok := s.sitter(r)
	if f.Get("who") != "" {
		if who, ok = s.noteWho(w, r, v, f); ok && !f.Has("pain") {
			http.Redirect(w, r, v.Path, http.StatusSeeOther)
			return
		}
	} else if !ok {
		s.askWho(r, v)
	}
	if ok {
		v.Person, v.Places = who.person.Name, places()
		s.noteTap(r, v, f, who)
	}
	s.writeNote(w, r, v)
}

// noteWho unlocks who says who they are, with their PIN where there is one; false: the view says why not.
func (s *Server) noteWho(w http.ResponseWriter, r *http.Request, v *web.Note, f url.Values) (sitter, bool) {
	who, err := s.o.Store.Find(r.Context(), f.Get("who"))
	var key *store.Key
	if err == nil {
		key, err = s.o.Store.Unlock(r.Context(), who.ID, store.PIN(f.Get("pin")))
	}
	if err == nil {
		err = s.enter(w, r, who, key)
	}
	var wait *store.Wait
	switch {
	case err == nil:
		return sitter{person: who, key: key}, true
	case errors.Is(err, store.ErrLocked):
		v.Step, v.Who, v.ID = "pin", who.Name, who.ID
	case errors.As(err, &wait):
		v.Step, v.Who, v.ID, v.Problem = "pin", who.Name, who.ID, sentence(wait.Error())
	case errors.Is(err, store.ErrNoPerson):
		s.askWho(r, v)
	default:
		s.o.Logger.Error("somebody cannot be unlocked", "err", err)
		v.Step, v.Says = "closed", []string{"What is kept cannot be opened now. Try again."}
	}
	return sitter{}, false
}

// noteTap keeps one answer.
func (s *Server) noteTap(r *http.Request, v *web.Note, f url.Values, who sitter) {
	day, _ := s.noteDay(r)
	var rating outcome.Rating
	name := "pain"
	if f.Has("sore") || f.Get("skip") == "sore" {
		name = "sore"
	}
	if f.Has(name) {
		n, err := strconv.Atoi(f.Get(name))
		if err == nil {
			rating, err = outcome.Rate(n)
		}
		if err != nil {
			v.Problem = sentence(errForm.Error())
			s.askNote(r, v)
			return
		}
	}
	n, err := s.nextDay(r.Context(), who, day)
	v.About = ofSession(n.session, day)
	if err == nil && f.Has(name) && !(n.pain && name == "pain") { // a tap that came twice
		err = s.keepNextDay(r.Context(), who, day, n, name, rating)
	}
	switch {
	case err != nil:
		s.o.Logger.Error("a note cannot be kept", "err", err)
		v.Problem = "It could not be kept. Tap once more."
		v.Step = name
		if name == "pain" {
			painOf(v, day, s.o.Now())
			return
		}
		soreOf(v)
	case name == "pain" && n.last != nil:
		soreOf(v)
	default:
		v.Step = "done"
		if n, given := rating.Value(); given && name == "sore" && n >= soreAsks {
			v.Says = []string{"That is much. The next session waits and is softer; the safety check asks about it first. If it is new, strong or runs into a leg, ask a health professional."}
		}
	}
}

// soreAsks is from which soreness on something is said of it: what the dose takes for too much (screening's figure, 4 of
// 10).
const soreAsks = 4

func soreOf(v *web.Note) {
	v.Step, v.Ask = "sore", "Anything unpleasant since the session?"
	v.Scale = web.Scale{Name: "sore", Legend: "Soreness", Low: "none", High: "the worst there could be"}
}

// nextDay is what there is of a day already.
type nextDay struct {
	pain    bool           // it is noted
	session *store.Session // of the day before, on record; nil: none
	last    *store.Dose    // what the next sessions go by of it; nil: nothing
}

func (s *Server) nextDay(ctx context.Context, who sitter, day time.Time) (x nextDay, err error) {
	notes, err := s.o.Store.Notes(ctx, who.key)
	if err != nil {
		return x, err
	}
	for i := range notes {
		if n := &notes[i].Note; n.Kind == outcome.Daily && n.Day == outcome.DayOf(day) {
			if _, ok := n.Pain.Value(); ok {
				x.pain = true
			}
		}
	}
	all, err := s.o.Store.SessionsOf(ctx, who.person.ID)
	if err != nil {
		return x, err
	}
	x.session = dayBefore(all, day)
	doses, err := s.o.Store.Doses(ctx, who.key)
	for i := range doses {
		if daysBetween(doses[i].Ended.In(day.Location()), day) == 1 {
			x.last = &doses[i]
		}
	}
	return x, err
}

// keepNextDay keeps an answer as a visit keeps it: pain as the day's note, and both with the session of the day before,
// whose dose goes by them. That session still counts as not asked about: a visit asks for the signs that a tap cannot.
func (s *Server) keepNextDay(ctx context.Context, who sitter, day time.Time, x nextDay, name string, rating outcome.Rating) error {
	at := s.o.Now()
	id, err := newNoteID()
	if err != nil {
		return err
	}
	v := store.Visit{ID: id, At: at}
	if name == "pain" {
		n := store.Note{At: at, Note: outcome.Note{Day: outcome.DayOf(day), Kind: outcome.Daily, Pain: rating}}
		if x.session != nil {
			n.Session = x.session.Key
		}
		v.Notes = []store.Note{n}
	}
	if n, ok := rating.Value(); ok && x.last != nil {
		v.Before = &store.Before{Visit: x.last.Visit, Turn: func(d store.Dose) store.Dose {
			if name == "pain" {
				d.PainNext = float64(n)
			} else {
				d.Soreness = float64(n)
			}
			return d
		}}
	}
	return s.o.Store.PutVisit(ctx, who.key, &v)
}

// newNoteID is an id that is no other note's.
func newNoteID() (string, error) {
	var id [16]byte
	_, err := rand.Read(id[:])
	return hex.EncodeToString(id[:]), err
}
