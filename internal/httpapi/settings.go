package httpapi

import (
	"errors"
	"net/http"

	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// settingsPage is somebody's own settings; who is locked is shown the chair.
func (s *Server) settingsPage(w http.ResponseWriter, r *http.Request) {
	who, ok := s.sitter(r)
	if !ok {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.showWho(w, r, http.StatusOK, &web.Who{Page: "settings", Someone: someoneOf(who.person)})
}

// settings changes somebody's name or PIN, or forgets them.
func (s *Server) settings(w http.ResponseWriter, r *http.Request) {
	f, ok := s.form(w, r)
	if !ok {
		return
	}
	who, ok := s.sitter(r)
	if !ok {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	page := &web.Who{Page: "settings", Someone: someoneOf(who.person)}
	// A PIN and a whole person go only by the PIN of now: somebody else may have come to an open page.
	if do := f.Get("do"); who.person.PIN && do != "name" {
		if _, err := s.o.Store.Unlock(r.Context(), who.person.ID, store.PIN(f.Get("now"))); err != nil {
			s.wrongPIN(w, r, page, err)
			return
		}
	}
	var err error
	switch f.Get("do") {
	case "name":
		err, page.Done = s.o.Store.Rename(r.Context(), who.key, f.Get("name")), "The name is changed."
	case "pin":
		var pin store.PIN
		if pin, err = newPIN(f); err == nil {
			err, page.Done = s.o.Store.SetPIN(r.Context(), who.key, pin), "The PIN is changed."
		}
	case "forget":
		s.forgetPerson(w, r, who, f.Get("sure") == "yes", page)
		return
	default:
		err = errForm
	}
	if err != nil {
		page.Done, page.Problem = "", s.nameProblem(err)
		s.showWho(w, r, http.StatusUnprocessableEntity, page)
		return
	}
	if now, err := s.o.Store.Find(r.Context(), who.person.ID); err == nil {
		s.sitters.rename(now)
		page.Someone = someoneOf(now)
	}
	s.showWho(w, r, http.StatusOK, page)
}

// forgetPerson takes away all there is of somebody, here and at every browser.
func (s *Server) forgetPerson(w http.ResponseWriter, r *http.Request, who sitter, sure bool, page *web.Who) {
	switch {
	case !sure:
		page.Problem = "Nothing was changed: say that all of it shall go."
	case s.visits.expel(who.person.ID) != nil:
		page.Problem = sentence(errRunning.Error())
	}
	if page.Problem != "" {
		s.showWho(w, r, http.StatusUnprocessableEntity, page)
		return
	}
	// The engine first: once the store knows nobody of that id, nothing leads there any more.
	reply, err := s.ask(r.Context(), wire.Request{V: wire.Version, Verb: wire.Forget, Person: who.person.ID})
	if err != nil || reply.Error != "" {
		s.o.Logger.Error("the engine does not forget", "err", errors.Join(err, errors.New(reply.Error)))
		page.Problem = "Nothing was changed: the control does not answer. Try again, or end Lumbar and use lumbar forget."
		if reply.Error != "" {
			page.Problem = sentence(reply.Error)
		}
		s.showWho(w, r, http.StatusServiceUnavailable, page)
		return
	}
	if err := s.o.Store.Forget(r.Context(), who.person.ID); err != nil && !errors.Is(err, store.ErrNoPerson) {
		s.o.Logger.Error("a person cannot be forgotten whole", "err", err)
		page.Problem = "Not everything could be taken away: restart Lumbar, which then does the rest."
		s.showWho(w, r, http.StatusInternalServerError, page)
		return
	}
	s.sitters.forget(who.person.ID)
	s.worse.forget(who.person.ID)
	s.desks.forget(who.person.ID)
	s.leave(w, r)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// expel wipes a person's visits, of which nothing is to be kept any more. errRunning: a session of theirs is under way.
func (vs *visits) expel(person string) error {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for _, g := range vs.all {
		if g.as.keeper != nil && g.Person() == person && (g.Step() == visit.InSession || g.asking) {
			return errRunning
		}
	}
	for by, g := range vs.all {
		if g.as.keeper != nil && g.Person() == person {
			g.Forget()
			delete(vs.all, by)
		}
	}
	return nil
}
