package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// whoCookie holds the secret by which a browser is known to be the one where somebody has unlocked what they said. It
// ends with the browser's run.
const whoCookie = "lumbar"

// away is how long somebody may be silent until they are locked again. Our own choice.
const away = 15 * time.Minute

// mostSitters is how many may be unlocked at a time.
const mostSitters = 64

// sitter is somebody who is unlocked at a page. Their key is in memory and nowhere else.
type sitter struct {
	person store.Person
	key    *store.Key
	heard  time.Time
}

// sitters is who is unlocked, by the secret of their browser.
type sitters struct {
	mu  sync.Mutex
	all map[string]sitter
}

// sitter is who is unlocked at the browser that asks, and notes that they were heard.
func (s *Server) sitter(r *http.Request) (sitter, bool) {
	seat := seatOf(r)
	if seat == "" {
		return sitter{}, false
	}
	at := s.o.Now()
	s.sitters.mu.Lock()
	defer s.sitters.mu.Unlock()
	s.sitters.sweep(at)
	who, ok := s.sitters.all[seat]
	if !ok {
		return sitter{}, false
	}
	who.heard = at
	s.sitters.all[seat] = who
	return who, true
}

// key is what opens what a person said, where they are unlocked at a browser; nil: they are not. It counts as no word of theirs.
func (all *sitters) key(seat, person string, at time.Time) *store.Key {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.sweep(at)
	if who, ok := all.all[seat]; ok && who.person.ID == person {
		return who.key
	}
	return nil
}

// lock locks who has been silent for too long, so that their keys leave memory though nobody asks for anything.
func (s *Server) lock(at time.Time) {
	s.sitters.mu.Lock()
	s.sitters.sweep(at)
	s.sitters.mu.Unlock()
	s.desks.mu.Lock()
	s.desks.sweep(at)
	s.desks.mu.Unlock()
}

// sweep locks who has been silent for too long. The mutex is held.
func (all *sitters) sweep(at time.Time) {
	for secret, who := range all.all {
		if age := at.Sub(who.heard); age >= away || age <= -away { // a clock that was set locks, too
			delete(all.all, secret)
		}
	}
}

// enter lets somebody be who sits at this browser; whoever was before is locked.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, person store.Person, key *store.Key) error {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return err
	}
	at, secret := s.o.Now(), hex.EncodeToString(b[:])
	s.keepLate(context.WithoutCancel(r.Context()), key)
	s.leave(w, r)
	s.sitters.mu.Lock()
	defer s.sitters.mu.Unlock()
	s.sitters.sweep(at)
	if len(s.sitters.all) >= mostSitters {
		return errCrowded
	}
	s.sitters.all[secret] = sitter{person, key, at}
	giveCookie(w, r, whoCookie, secret, 0)
	return nil
}

// leave locks who sits at this browser, and ends what they have not finished; a session that runs goes on.
func (s *Server) leave(w http.ResponseWriter, r *http.Request) {
	seat := seatOf(r)
	if seat == "" {
		return
	}
	if s.visits != nil {
		s.visits.rise(seat, s.o.Now())
	}
	s.desks.close(deskToken(seat))
	s.sitters.mu.Lock()
	defer s.sitters.mu.Unlock()
	delete(s.sitters.all, seat)
	dropCookie(w, r, whoCookie)
}

// seatOf is the secret of the browser that asks; empty: it has none.
func seatOf(r *http.Request) string { return cookieOf(r, whoCookie) }

// hear notes that people are there without a word, as in a session.
func (all *sitters) hear(seats []string, at time.Time) {
	all.mu.Lock()
	defer all.mu.Unlock()
	for _, seat := range seats {
		if who, ok := all.all[seat]; ok {
			who.heard = at
			all.all[seat] = who
		}
	}
}

// forget locks somebody at every browser.
func (all *sitters) forget(person string) {
	all.mu.Lock()
	defer all.mu.Unlock()
	maps.DeleteFunc(all.all, func(_ string, who sitter) bool { return who.person.ID == person })
}

// rename is somebody's new name, or that they have a PIN now, at every browser.
func (all *sitters) rename(p store.Person) {
	all.mu.Lock()
	defer all.mu.Unlock()
	for seat, who := range all.all {
		if who.person.ID == p.ID {
			who.person = p
			all.all[seat] = who
		}
	}
}

// frame is what stands around a view for who asks for it.
func (s *Server) frame(r *http.Request, title string) web.Frame {
	f := web.Frame{Title: title, Here: r.URL.Path, View: "place", Words: web.English(), Version: s.o.Version, Served: s.served.ID, Scripts: []string{"frame.js"}}
	if s.closedChair() != nil {
		f.Words = web.ClosedEnglish()
	}
	f.Places = append(places()[:1:1], anybodys()...)
	if who, ok := s.sitter(r); ok {
		f.Person, f.Places = who.person.Name, append(places(), anybodys()...)
	}
	f.Unreached = s.unreached()
	f.Guided = s.o.Guided != nil && s.o.Guided.Active()
	return f
}

// places is where somebody who is unlocked can go; the first is everybody's.
func places() []web.Place {
	return []web.Place{{Path: "/", Name: "Start"}, {Path: minePath, Name: "My back"}, {Path: weekPath, Name: "My week"}, {Path: "/me", Name: "My settings"}}
}

// anybodys is where everybody can go besides.
func anybodys() []web.Place {
	return []web.Place{{Path: "/here", Name: "Here"}, {Path: "/programmes", Name: "Programmes"}, {Path: "/chair", Name: "Chair"}}
}
