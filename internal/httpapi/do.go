package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/wire"
)

// mostBytes is the largest request body: the longest honest request is a tenth of it.
const mostBytes = 4 << 10

// do takes one wire.Request and answers a wire.Reply, or a problem that says why not and what to do.
func (s *Server) do(w http.ResponseWriter, r *http.Request) {
	request, p := readRequest(http.MaxBytesReader(w, r.Body, mostBytes), r.Header.Get("Content-Type"))
	if p != nil {
		s.refuse(w, r, p.Status, p.Title, p.Detail)
		return
	}
	if why := s.may(r.Context(), request); why != "" {
		s.refuse(w, r, http.StatusForbidden, "Not from this device", why)
		return
	}
	asked := time.Now()
	reply, err := s.ask(r.Context(), request)
	// How long the control took, apart from page and network: for whoever looks where time goes.
	w.Header().Set("Server-Timing", fmt.Sprintf("engine;dur=%.2f", float64(time.Since(asked).Microseconds())/1000))
	switch {
	case err != nil:
		s.unheard(w, r, request, err)
	case reply.Error != "":
		s.refuse(w, r, http.StatusConflict, "Not now", reply.Error)
	default:
		if request.Verb == wire.Start && s.visits != nil {
			s.visits.started(request.By, false, s.o.Now())
		}
		s.answer(w, r, http.StatusOK, "application/json", reply)
	}
}

// stopForm is STOP for a page whose scripts did not load: a plain form, answered by the page.
func (s *Server) stopForm(w http.ResponseWriter, r *http.Request) {
	request := wire.Request{V: wire.Version, Verb: wire.Stop, By: "form"}
	if _, err := s.ask(r.Context(), request); err != nil {
		s.unheard(w, r, request, err)
		return
	}
	to := "/"
	if s.roleOf(r) == access.Stranger { // they would be led to the same page again, and not know whether it was heard
		to = "/pair?" + sentKey
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// ask hands a request to the engine, within its time. What stops goes on when whoever sent it is gone.
func (s *Server) ask(ctx context.Context, request wire.Request) (wire.Reply, error) {
	if request.Verb.Urgent() {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, s.o.Answer)
	defer cancel()
	return s.o.Engine.Do(ctx, request)
}

// unheard says that the engine did not answer.
func (s *Server) unheard(w http.ResponseWriter, r *http.Request, request wire.Request, err error) {
	s.o.Logger.Error("engine did not answer", "verb", request.Verb, "err", err) // who asked is nobody's business
	s.refuse(w, r, http.StatusServiceUnavailable, "The control does not answer",
		"It is not known whether this was done. If a roller presses, press the red button on the chair.")
}

// readRequest reads a request strictly: one JSON object of known fields, a version and a verb that exist.
func readRequest(body io.Reader, contentType string) (wire.Request, *problem) {
	var r wire.Request
	if kind, _, err := mime.ParseMediaType(contentType); err != nil || kind != "application/json" {
		return r, &problem{Title: "Not JSON", Status: http.StatusUnsupportedMediaType,
			Detail: fmt.Sprintf("The content type is %q; send application/json.", contentType)}
	}
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	err := d.Decode(&r)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return r, &problem{Title: "Too long", Status: http.StatusRequestEntityTooLarge,
			Detail: fmt.Sprintf("A request has at most %d bytes.", mostBytes)}
	case err != nil:
		return r, badRequest("The request could not be read: %v. Reload the page; an old page may be talking to a new server.", err)
	case d.Decode(&struct{}{}) != io.EOF:
		return r, badRequest("There is something after the request. Send one JSON object.")
	case r.V != wire.Version:
		return r, badRequest("The request has version %d, this server speaks version %d. Reload the page.", r.V, wire.Version)
	case r.Person != "":
		return r, badRequest("Whose budget a session counts towards is not for a page to say. Reload the page.")
	case r.Limits != nil:
		return r, badRequest("What a session is held to is not for a page to say. Reload the page.")
	case r.Known != nil:
		return r, badRequest("What is known of a back is not for a page to say. Reload the page.")
	case r.Massager != "":
		return r, badRequest("A massager without a link is begun through the safety check. Reload the page.")
	case !slices.Contains(wire.Verbs(), r.Verb), r.Verb.Inner():
		return r, badRequest("There is no verb %q. Reload the page; an old page may be talking to a new server.", r.Verb)
	}
	if len(r.Set) == 0 {
		r.Set = nil // so that there is one way to choose nothing
	}
	return r, nil
}

func badRequest(format string, args ...any) *problem {
	return &problem{Title: "Not understood", Status: http.StatusBadRequest, Detail: fmt.Sprintf(format, args...)}
}
