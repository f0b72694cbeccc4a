package httpapi

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/people"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// minePath is "My back": one person's own notes, and what they say.
const minePath = "/mine"

// mineRoutes are those of "My back". Every answer is for one person alone: nothing is logged of it, no browser keeps it, and
// nothing of it is in an address.
func (s *Server) mineRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+minePath, s.own(s.mine))
	mux.HandleFunc("GET "+minePath+"/sheet", s.own(s.mineSheet))
	mux.HandleFunc("POST "+minePath, s.own(s.mineKeep))
	mux.HandleFunc("POST "+minePath+"/export", s.own(s.mineExport))
	mux.HandleFunc("GET "+minePath+"/worse", s.own(s.worseView))
	mux.HandleFunc("POST "+minePath+"/worse", s.own(s.worseStep))
}

// own is for views of one person: who is not unlocked at this browser is sent to the first page, which says why.
func (s *Server) own(view func(http.ResponseWriter, *http.Request, sitter)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		who, ok := s.sitter(r)
		if !ok || s.o.Store == nil {
			s.sendHome(w, r)
			return
		}
		view(w, r, who)
	}
}

// sayWho is what the first page is asked to say to somebody who wanted to see what is a person's own.
const sayWho = "who"

func (s *Server) sendHome(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/?"+url.Values{"say": {sayWho}}.Encode(), http.StatusSeeOther)
}

// homeWord is the sentence that the first page was asked to say; addresses carry its key alone.
func homeWord(r *http.Request) string {
	if r.URL.Query().Get("say") == sayWho {
		return "That page is one person's own. Say first who is sitting."
	}
	return ""
}

// record is all that "My back" is made from, of one person at one moment.
type record struct {
	at       time.Time
	notes    []store.Note // the oldest first
	aims     store.Aims
	sessions []store.Session // those that touched
	rules    []string        // that spoke in the last check
	checked  bool            // there was a check
}

func (s *Server) recordOf(ctx context.Context, who sitter) (*record, error) {
	b := &record{at: s.o.Now()}
	var err error
	if b.notes, err = s.o.Store.Notes(ctx, who.key); err != nil {
		return nil, err
	}
	if b.aims, err = s.o.Store.Aims(ctx, who.key); err != nil {
		return nil, err
	}
	all, err := s.o.Store.SessionsOf(ctx, who.person.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Contact > 0 {
			b.sessions = append(b.sessions, all[i])
		}
	}
	checks, err := s.o.Store.Checks(ctx, who.key)
	if n := len(checks); n > 0 {
		b.checked, b.rules = true, checks[n-1].Rules
	}
	return b, err
}

func (b *record) today() outcome.Day { return outcome.DayOf(b.at) }

// days are the days with the chair, on the calendar of this place.
func (b *record) days() (days []outcome.Day) {
	for i := range b.sessions {
		if d := outcome.DayOf(b.sessions[i].Began.In(b.at.Location())); !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	return days
}

// begin is the first day with the chair that counts; 0 if there is none yet.
func (b *record) begin() outcome.Day { return outcome.Begin(b.aims.Since, b.days()) }

// judged is what verdicts are made from.
func (b *record) judged() outcome.Record { return people.Judged(b.notes, b.aims, b.days()) }

// noted is today's note of a kind; nil if there is none. One that holds the marks of a session alone is none.
func (b *record) noted(k outcome.Kind) *store.Note {
	for i := len(b.notes) - 1; i >= 0; i-- {
		n := &b.notes[i]
		if n.Note.Day == b.today() && n.Note.Kind == k && (k != outcome.Daily || !n.Note.Empty()) {
			return n
		}
	}
	return nil
}

// mine shows "My back".
func (s *Server) mine(w http.ResponseWriter, r *http.Request, who sitter) { s.showMine(w, r, who, "") }

// mineSheet shows it for paper.
func (s *Server) mineSheet(w http.ResponseWriter, r *http.Request, who sitter) {
	b, err := s.recordOf(r.Context(), who)
	if err != nil {
		s.mineFails(w, r, err)
		return
	}
	m := s.mineView(r, b)
	m.Sheet = true
	if !m.Example {
		m.Table = byWeek(&m.Weeks)
	}
	s.levelsOf(r.Context(), who, b, &m)
	s.writeView(w, r, http.StatusOK, m.Write)
}

// showMine shows it, with why something was not kept.
func (s *Server) showMine(w http.ResponseWriter, r *http.Request, who sitter, problem string) {
	b, err := s.recordOf(r.Context(), who)
	if err != nil {
		s.mineFails(w, r, err)
		return
	}
	m := s.mineView(r, b)
	m.Problem = problem
	s.levelsOf(r.Context(), who, b, &m)
	status := http.StatusOK
	if problem != "" {
		status = http.StatusUnprocessableEntity
	}
	s.writeView(w, r, status, m.Write)
}

// mineFails is for what the store cannot do. Its errors name no answer of anybody.
func (s *Server) mineFails(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, store.ErrNoPerson) { // forgotten elsewhere
		s.leave(w, r)
		s.sendHome(w, r)
		return
	}
	if errors.Is(err, context.Canceled) {
		return
	}
	s.o.Logger.Error("what a person said cannot be read or kept", "err", err)
	s.refuse(w, r, http.StatusInternalServerError, "It cannot be read or kept", "Try again. If it stays, see lumbar doctor, or bring a backup back with lumbar restore FILE.")
}

// ownForm reads a form strictly: a form, no address with anything in it, and no field but those that are known.
func (s *Server) ownForm(w http.ResponseWriter, r *http.Request, fields ...string) (url.Values, bool) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "Not a form", "Send application/x-www-form-urlencoded.")
		return nil, false
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
	err := r.ParseForm()
	if err == nil && r.URL.RawQuery != "" {
		err = errForm
	}
	for name, values := range r.PostForm {
		if !slices.Contains(fields, name) || len(values) != 1 && !slices.Contains(manyOf, name) {
			err = errForm
		}
	}
	if err != nil {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", sentence(errForm.Error()))
		return nil, false
	}
	return r.PostForm, true
}

// manyOf are the fields that a form may have several times.
var manyOf = []string{"activity", "line"}

// mineExport hands a person what is theirs, as a download.
func (s *Server) mineExport(w http.ResponseWriter, r *http.Request, who sitter) {
	f, ok := s.ownForm(w, r, "as")
	if !ok {
		return
	}
	write, kind := s.o.Store.Export, "application/json"
	switch f.Get("as") {
	case "csv":
		write, kind = s.o.Store.ExportCSV, "text/csv; charset=utf-8"
	case "json":
	default:
		s.refuse(w, r, http.StatusBadRequest, "Not understood", sentence(errForm.Error()))
		return
	}
	var text bytes.Buffer // whole, or not at all
	if err := write(r.Context(), who.key, &text); err != nil {
		s.mineFails(w, r, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="lumbar-my-back.`+f.Get("as")+`"`) // no name of a person
	_, _ = w.Write(text.Bytes())
}

// mineFrame is the frame of these pages.
func (s *Server) mineFrame(r *http.Request, title string) web.Frame {
	f := s.frame(r, title)
	f.Here = minePath
	f.Styles, f.Scripts = append(f.Styles, "mine.css"), append(f.Scripts, "mine.js")
	return f
}
