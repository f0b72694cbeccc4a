package httpapi

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// whoCookie holds the secret by which a browser is known to be the one where somebody has unlocked what they said. It
// ends with the browser's run, no script can read it, and no other site makes a browser send it.
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
	c, err := r.Cookie(whoCookie)
	if err != nil {
		return sitter{}, false
	}
	at := s.o.Now()
	s.sitters.mu.Lock()
	defer s.sitters.mu.Unlock()
	s.sitters.sweep(at)
	who, ok := s.sitters.all[c.Value]
	if !ok {
		return sitter{}, false
	}
	who.heard = at
	s.sitters.all[c.Value] = who
	return who, true
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
	s.leave(w, r)
	s.sitters.mu.Lock()
	defer s.sitters.mu.Unlock()
	s.sitters.sweep(at)
	if len(s.sitters.all) >= mostSitters {
		return errCrowded
	}
	s.sitters.all[secret] = sitter{person, key, at}
	http.SetCookie(w, cookie(r, secret, 0))
	return nil
}

// leave locks who sits at this browser.
func (s *Server) leave(w http.ResponseWriter, r *http.Request) {
	c, err := r.Cookie(whoCookie)
	if err != nil {
		return
	}
	s.sitters.mu.Lock()
	defer s.sitters.mu.Unlock()
	delete(s.sitters.all, c.Value)
	http.SetCookie(w, cookie(r, "", -1))
}

func cookie(r *http.Request, secret string, age int) *http.Cookie {
	return &http.Cookie{Name: whoCookie, Value: secret, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil}
}

// frame is what stands around a view for who asks for it.
func (s *Server) frame(r *http.Request, title string) web.Frame {
	f := web.Frame{Title: title, Here: r.URL.Path, View: "place", Words: web.English(), Version: s.o.Version, Scripts: []string{"frame.js"}}
	if who, ok := s.sitter(r); ok {
		f.Person, f.Places = who.person.Name, places()
	}
	return f
}

// places is where somebody who is unlocked can go.
func places() []web.Place {
	return []web.Place{{Path: "/", Name: "The chair"}}
}
