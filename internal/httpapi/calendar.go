package httpapi

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/calendar"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/store"
)

// ahead is how many days a calendar has.
const ahead = 42

// calendar is one person's week for their calendar program, which has no cookie: the secret in the address is all it
// has. It holds days and times, and links that name a day; nothing that somebody has answered.
func (s *Server) calendar(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Robots-Tag", "noindex")
	secret, named := strings.CutSuffix(r.PathValue("name"), ".ics")
	if !named {
		s.noCalendar(w, r)
		return
	}
	person, rt, err := s.o.Store.Feed(r.Context(), secret)
	switch {
	case errors.Is(err, store.ErrNoFeed):
		s.noCalendar(w, r)
		return
	case err != nil:
		s.weekFails(w, r, err)
		return
	}
	l, known, err := s.o.Store.Limits(r.Context(), person)
	if err != nil {
		s.weekFails(w, r, err)
		return
	}
	at := s.o.Now()
	text, err := feedOf(&rt, plannedWeek(&rt, l, known, at), schemeOf(r)+r.Host, secret, at).Write(at)
	if err != nil {
		s.weekFails(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(text))
}

// noCalendar says the same of a wrong secret and of one that has ended.
func (s *Server) noCalendar(w http.ResponseWriter, r *http.Request) {
	s.refuse(w, r, http.StatusNotFound, "No such calendar", "Its address was made anew, or turned off. The page My week has the one that holds.")
}

// feedOf is a week as a calendar. The name in its ids is made from the secret: it names nobody, and no address.
func feedOf(rt *store.Routine, week routine.Week, page, secret string, at time.Time) calendar.Feed {
	sum := sha256.Sum256([]byte("lumbar: calendar\x00" + secret))
	f := calendar.Feed{Name: "Lumbar", Host: hex.EncodeToString(sum[:8]), Refresh: 12 * time.Hour}
	for _, o := range routine.Occurrences(week, at, ahead, rt.Quiet) {
		e := calendar.Event{ID: o.ID(), Start: o.Start, Length: o.Length}
		switch o.What {
		case routine.WarmUp:
			e.Summary, e.URL = "Warm-up", page+weekPath+"/moves?of="+week.WarmUp
		case routine.Session:
			e.Summary, e.URL = "In the chair", page+"/"
		case routine.Question:
			e.Summary, e.URL, e.Alarm = "A note in two taps", page+notePath+o.Day, true
		}
		e.Text = e.URL // some programs show no URL
		f.Events = append(f.Events, e)
	}
	return f
}
