package httpapi

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/people"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// What a PIN is on the page: digits, which every phone, pad and screen reader has.
const leastPIN, mostPIN = 4, 12

// peopleRoutes are the pages about who sits; none where nobody is kept.
func (s *Server) peopleRoutes(mux *http.ServeMux) {
	if s.memory == nil {
		return
	}
	mux.HandleFunc("GET /who", s.pinPage)
	mux.HandleFunc("GET /who/new", func(w http.ResponseWriter, r *http.Request) {
		s.showWho(w, r, http.StatusOK, &web.Who{Page: "new", Kept: s.chosen(r.URL.Query()).kept()})
	})
	mux.HandleFunc("POST /who", s.choose)
	mux.HandleFunc("GET /me", s.settingsPage)
	mux.HandleFunc("POST /me", s.settings)
}

// sitting is home's question who is sitting; nil where nobody is kept.
func (s *Server) sitting(r *http.Request) *web.Sitting {
	if s.memory == nil {
		return nil
	}
	all, err := s.o.Store.People(r.Context())
	if err != nil {
		s.o.Logger.Error("who is here cannot be read", "err", err)
	}
	slices.SortStableFunc(all, func(a, b store.Person) int {
		return cmp.Or(b.Seen.Compare(a.Seen), strings.Compare(a.Name, b.Name)) // who was here last first
	})
	at, list := s.o.Now(), web.Sitting{}
	who, here := s.sitter(r)
	for _, p := range all {
		if !here || p.ID != who.person.ID {
			list.Others = append(list.Others, someoneOf(p))
			continue
		}
		me := someoneOf(p)
		list.Here = &me
		b, err := s.memory.Budget(r.Context(), who.key, at)
		if err != nil {
			s.o.Logger.Error("what a person may have cannot be read", "err", err)
			continue
		}
		list.Had, list.Pause = budgetLine(&b, at)
	}
	return &list
}

func someoneOf(p store.Person) web.Someone { return web.Someone{ID: p.ID, Name: p.Name, PIN: p.PIN} }

// budgetLine is what a person has had and when they may have more, in words; pause is that there is no session now.
func budgetLine(b *people.Budget, at time.Time) (line string, pause bool) {
	minutes := func(d time.Duration) int { return int(math.Ceil(d.Minutes())) }
	had := fmt.Sprintf("%d of %d minutes in the last 24 hours", minutes(b.Used), minutes(b.Of))
	switch {
	case b.Stop:
		return had + ", none now", true
	case !b.Next.IsZero():
		return had + ", next massage from " + clock(b.Next, at), true
	case b.Used == 0:
		return fmt.Sprintf("Nothing in the last 24 hours, up to %d minutes now", int(b.Session.Minutes())), false
	}
	return fmt.Sprintf("%s, up to %d minutes now", had, int(b.Session.Minutes())), false
}

// choose takes who is sitting: somebody to unlock, somebody new, or nobody any more.
func (s *Server) choose(w http.ResponseWriter, r *http.Request) {
	f, ok := s.form(w, r)
	if !ok {
		return
	}
	switch f.Get("do") {
	case "leave":
		s.leave(w, r)
		s.keepNow(r.Context())
		http.Redirect(w, r, s.chosen(f).home(), http.StatusSeeOther)
	case "new":
		s.addPerson(w, r, f)
	default:
		s.unlock(w, r, f)
	}
}

// form reads a form of one of these pages.
func (s *Server) form(w http.ResponseWriter, r *http.Request) (url.Values, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", errForm.Error())
		return nil, false
	}
	return r.PostForm, true
}

// unlock opens what somebody said, or asks for the PIN.
func (s *Server) unlock(w http.ResponseWriter, r *http.Request, f url.Values) {
	who, err := s.o.Store.Find(r.Context(), f.Get("person"))
	if err != nil || who.ID != f.Get("person") { // not by name
		http.Redirect(w, r, "/", http.StatusSeeOther) // they are not here any more
		return
	}
	if who.PIN && !f.Has("pin") {
		ask := s.chosen(f).values()
		ask.Set("person", who.ID)
		http.Redirect(w, r, "/who?"+ask.Encode(), http.StatusSeeOther)
		return
	}
	key, err := s.o.Store.Unlock(r.Context(), who.ID, store.PIN(f.Get("pin")))
	if err != nil {
		s.wrongPIN(w, r, &web.Who{Page: "pin", Someone: someoneOf(who), Kept: s.chosen(f).kept()}, err)
		return
	}
	s.enterAs(w, r, who, key, f)
}

// enterAs lets somebody be who sits here, and shows the chair, with the programme that was chosen there.
func (s *Server) enterAs(w http.ResponseWriter, r *http.Request, who store.Person, key *store.Key, f url.Values) {
	if err := s.o.Store.See(r.Context(), who.ID); err != nil {
		s.o.Logger.Error("who is here cannot be noted", "err", err)
	}
	if err := s.enter(w, r, who, key); err != nil {
		s.refuse(w, r, http.StatusServiceUnavailable, "Not now", sentence(err.Error()))
		return
	}
	s.keepNow(r.Context())
	http.Redirect(w, r, s.chosen(f).home(), http.StatusSeeOther)
}

// wrongPIN shows a page again, with why a PIN was not taken and how long to wait.
func (s *Server) wrongPIN(w http.ResponseWriter, r *http.Request, page *web.Who, err error) {
	var wait *store.Wait
	status := http.StatusForbidden
	switch {
	case errors.As(err, &wait):
		page.Wait = max(1, int(math.Ceil(wait.Until.Sub(s.o.Now()).Seconds())))
		page.Problem = "The PIN is wrong."
		if !wait.Wrong {
			page.Problem, status = "Not tried: there were wrong PINs before.", http.StatusTooManyRequests
		}
		w.Header().Set("Retry-After", fmt.Sprint(page.Wait))
	case errors.Is(err, store.ErrLocked):
		page.Problem = "Give the PIN."
	default:
		s.o.Logger.Error("what a person said cannot be opened", "err", err)
		page.Problem, status = "It cannot be opened now. The log on this machine says why.", http.StatusInternalServerError
	}
	s.showWho(w, r, status, page)
}

// pinPage asks for somebody's PIN.
func (s *Server) pinPage(w http.ResponseWriter, r *http.Request) {
	who, err := s.o.Store.Find(r.Context(), r.URL.Query().Get("person"))
	if err != nil || !who.PIN || who.ID != r.URL.Query().Get("person") {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.showWho(w, r, http.StatusOK, &web.Who{Page: "pin", Someone: someoneOf(who), Kept: s.chosen(r.URL.Query()).kept()})
}

// addPerson adds somebody new, who sits from then on.
func (s *Server) addPerson(w http.ResponseWriter, r *http.Request, f url.Values) {
	page := &web.Who{Page: "new", Given: f.Get("name"), Kept: s.chosen(f).kept()}
	pin, err := newPIN(f)
	if err == nil {
		var who store.Person
		var key *store.Key
		if who, key, err = s.o.Store.AddPerson(r.Context(), f.Get("name"), pin); err == nil {
			s.enterAs(w, r, who, key, f)
			return
		}
	}
	page.Problem = s.nameProblem(err)
	s.showWho(w, r, http.StatusUnprocessableEntity, page)
}

// nameProblem is why a name or a PIN was not taken, as a sentence.
func (s *Server) nameProblem(err error) string {
	switch {
	case errors.Is(err, store.ErrExists):
		return "Somebody here has that name: choose another."
	case errors.Is(err, errPIN), errors.Is(err, errTwice):
		return sentence(err.Error())
	case errors.Is(err, store.ErrNoKey):
		return sentence(store.ErrNoKey.Error())
	}
	s.o.Logger.Error("a person cannot be kept", "err", err)
	return "That name could not be kept: choose one of 1 to 60 letters, or try again."
}

var (
	errPIN   = fmt.Errorf("a PIN has %d to %d digits", leastPIN, mostPIN)
	errTwice = errors.New("the two PINs are not the same: give it twice")
)

// newPIN is the PIN that a form gives twice; "" is none.
func newPIN(f url.Values) (store.PIN, error) {
	pin := f.Get("pin")
	switch {
	case pin != f.Get("again"):
		return "", errTwice
	case pin == "":
		return "", nil
	case len(pin) < leastPIN || len(pin) > mostPIN || strings.Trim(pin, "0123456789") != "":
		return "", errPIN
	}
	return store.PIN(pin), nil
}

// showWho answers one of these pages.
func (s *Server) showWho(w http.ResponseWriter, r *http.Request, status int, page *web.Who) {
	title := map[string]string{"pin": "PIN", "new": "Somebody new", "settings": "My settings"}[page.Page]
	page.Frame, page.Least, page.Most = s.frame(r, title), leastPIN, mostPIN
	page.Styles, page.Scripts = append(page.Styles, "who.css"), append(page.Scripts, "who.js")
	s.writeView(w, r, status, page.Write)
}
