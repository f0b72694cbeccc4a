package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

var (
	errLocked = errors.New("choose once more who is sitting: after 15 minutes without a word everybody is locked")
	errRecall = errors.New("what is kept of you cannot be read now: try again, or sit down as a guest")
	errKeep   = errors.New("what this session leaves behind could not be kept, so it was not begun: try again")
)

// beginVisit begins the visit of who is unlocked here, or of a guest. With a guest, whoever was here is locked.
func (s *Server) beginVisit(w http.ResponseWriter, r *http.Request, f url.Values, by string, at time.Time) error {
	if err := s.wrongChoice(readChoice(f)); err != nil {
		return err
	}
	if f.Get("who") != "me" {
		if err := s.tooSoon(f.Get("programme"), 0); err != nil {
			return err
		}
		s.leave(w, r)
		return s.visits.begin(by, startOf(f, by), someone{}, at)
	}
	who, ok := s.sitter(r)
	if !ok || s.memory == nil {
		return errLocked
	}
	if err := s.visits.only(who.person.ID, at); err != nil {
		return err
	}
	s.keepNow(r.Context()) // what the last visit has said counts in this one
	known, err := s.memory.Known(r.Context(), who.key, at)
	if err != nil {
		s.o.Logger.Error("what is kept of a person cannot be read", "err", err)
		return errRecall
	}
	if err := s.tooSoon(f.Get("programme"), s.soonest(&known)); err != nil {
		return err
	}
	id, err := newVisit()
	if err != nil {
		return err
	}
	as := someone{name: who.person.Name, known: known, keeper: s.memory.Keeper(who.key, id, known), seat: seatOf(r)}
	return s.visits.begin(by, startOf(f, by), as, at)
}

// newVisit is an id that is no other visit's.
func newVisit() (string, error) {
	var id [16]byte
	_, err := rand.Read(id[:])
	return hex.EncodeToString(id[:]), err
}

// startVisit asks the engine for the session of a visit, within the limits that it grants. The limits come from the
// visit and go to the engine; no page sees or sends them. That a person's session begins is kept before it does: then
// whatever ends the server, it counts.
func (s *Server) startVisit(r *http.Request, by string, at time.Time) (problem error) {
	programme, quiet := "", 0
	s.visits.with(by, at, func(g *sitting) { programme, quiet = g.start.Programme, g.Quiet(at) })
	if problem := s.tooSoon(programme, quiet); problem != nil {
		return problem
	}
	var request wire.Request
	s.visits.with(by, at, func(g *sitting) {
		var grant visit.Grant
		if grant, problem = g.Grant(at); problem == nil {
			request = g.start
			request.Person, request.Limits, request.Known = grant.Person, &grant.Limits, g.back
			request.Calibrate, request.Measure = r.PostForm.Get("calibrate") != "", r.PostForm.Get("measure") != ""
			request.Told = r.PostForm.Get("told") != ""
			g.held, g.asking = grant.Limits, true
		}
	})
	if problem != nil || request.Verb == "" {
		return problem
	}
	if err := s.visits.keep(context.WithoutCancel(r.Context())); err != nil {
		s.o.Logger.Error("a session is not begun, as its start cannot be kept", "err", err)
		s.visits.notStarted(by, at)
		return errKeep
	}
	if !s.visits.has(by) {
		return nil // they were forgotten
	}
	if !request.Told && r.PostForm.Get("shown") != "" {
		if now, err := s.look(r.Context()); err == nil {
			request.Told = !now.MustTell // nobody sits there, and what moves stood below the button
		}
	}
	reply, err := s.ask(r.Context(), request)
	if err == nil && !request.Told && reply.Error != "" && reply.Snapshot.MustTell {
		s.visits.notStarted(by, at)
		return &tellFirst{request.Calibrate, request.Measure}
	}
	if err == nil && reply.Error != "" && request.Known != nil {
		request.Known = nil // it may be that alone: then everything is felt and asked anew
		reply, err = s.ask(r.Context(), request)
	}
	switch {
	case err != nil:
		s.o.Logger.Error("engine did not answer", "verb", request.Verb, "err", err)
		s.visits.unanswered(by)
		return errors.New("the control does not answer; it is not known whether the session has begun")
	case reply.Error != "":
		s.visits.notStarted(by, at)
		return errors.New(reply.Error)
	}
	s.visits.started(by, true, at)
	return nil
}

// view is what the page shows of a visit, and of whose it is.
func (g *sitting) view(at time.Time) web.Visit {
	w := viewOf(g.Visit, g.as.known.Quiet, at)
	w.Name, w.Calibrate, w.Ended = g.as.name, g.first, g.ended
	if past := g.as.known.Facts.Sessions; g.Step() == visit.NextDay && len(past) > 0 {
		w.About = sessionOf(past[len(past)-1].Ended, at)
	}
	if g.Step() == visit.Rest && g.as.known.Exit.Text != "" {
		w.Exit, g.told = g.as.known.Exit.Text, g.as.known.Exit.Key
	}
	return w
}
