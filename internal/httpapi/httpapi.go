// Package httpapi is the page's server: it shows what the engine says to any number of browsers and hands what
// they ask back to it. It decides nothing about the chair. Requests and snapshots are those of package wire;
// the page itself is package web.
package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/api"
	"github.com/openlumbar/lumbar/internal/assist"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/people"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Engine is what the page needs of the engine. Do must be safe for use by many goroutines, and may refuse in
// Reply.Error; an error means that the engine was not reached.
type Engine interface {
	Do(ctx context.Context, r wire.Request) (wire.Reply, error)
}

// Options is what a server is made of. Engine is required.
type Options struct {
	Engine     Engine
	Programmes []web.Card   // in the order in which they are shown
	Bodies     []web.Body   // whom a simulated chair can be sat in by, first is chosen beforehand
	Hosts      []string     // names by which the page may be called, besides localhost and plain addresses
	Logger     *slog.Logger // nil logs nothing
	Version    string       // empty: "development"

	// Check is the safety check of people who try it as themselves; nil: the page does not offer it.
	Check  *screening.Check
	Built  chair.PersonRange // whom the chair is built for
	Shared bool              // the chair stands in a shared place

	Guided *guided.Room   // sessions on massagers without a link; nil: the page does not offer them
	Shelf  *guided.Shelf  // the massagers; with Guided
	Chair  *chair.Profile // what the chair is; nil: only what it says of itself is shown
	// Simulated: the closed chair that Chair is is simulated. A chair with axes says so of itself.
	Simulated bool
	Trials    []web.Trial // faults that may be tried on a simulated chair, with what is claimed of each

	// Library is where the texts of programmes are; nil: Programmes is all there is.
	Library *library.Library

	Store *store.Store     // what is kept of people; nil: everybody is a guest
	Now   func() time.Time // nil: time.Now

	// Tested says why no person may sit in a real chair, or nil; nil: nobody can tell, and nothing is said of it. The engine
	// holds sessions to it, not the page.
	Tested func() error

	// Chairs finds, adds and chooses chairs with a link; nil: the page does not.
	Chairs Chairs

	Turned func() // is called at every turn of the pump, a few times a second; nil: nobody waits for it

	// Door lets other devices than this machine in; nil: whoever reaches the page may use it.
	Door      *access.Door
	Addresses []string // by which other devices reach the page; none: they do not

	// Heard is called with every snapshot that the pump takes, or that there is none; it must not wait. nil: nobody else hears.
	Heard func(s wire.Snapshot, answers bool)
	// Prepared is the programme that somebody has prepared from afar; empty: none. nil: nobody can.
	Prepared func(now time.Time) string
	// House is how things stand with the smart home, a sentence, and whether well; empty: there is none. nil: the same.
	House func() (text string, well bool)

	Watched   time.Duration // between two looks while anybody watches; 0: 50 ms
	Unwatched time.Duration // between two looks while nobody does; 0: 1 s
	Idle      time.Duration // the same while no session is under way; 0: as Unwatched
	Answer    time.Duration // how long the engine may take to answer; 0: 1 s
	Watchers  int           // greatest number of streams at a time; 0: 64
}

// Server serves the page. Make it with New, run its pump with Serve.
type Server struct {
	o       Options
	mux     http.Handler
	hub     *hub
	stirred chan struct{}  // something was asked that may begin something
	visits  *visits        // nil without a check
	memory  *people.Memory // of people; nil: everybody is a guest
	sitters sitters
	desks   desks
	api     *api.API
	served  servedChair          // which chair this server has
	worse   talks                // who felt worse
	around  around               // what was found when somebody looked last
	checks  chan struct{}        // one place for each text that is compiled at a time
	authors func() *assist.Guide // to the language; made when it is first asked
	earlier *wire.Counts         // when lateness was last asked for
	done    chan struct{}        // closed when the pump has ended: streams end with it
}

// New checks the options and returns a server. Streams stay quiet until Serve runs.
func New(o Options) (*Server, error) {
	if o.Engine == nil {
		return nil, errors.New("httpapi: no engine to show")
	}
	o.Logger = or(o.Logger, slog.New(slog.DiscardHandler))
	o.Version = or(o.Version, "development")
	o.Watched = or(o.Watched, 50*time.Millisecond)
	o.Unwatched = or(o.Unwatched, time.Second)
	o.Idle = or(o.Idle, o.Unwatched)
	o.Answer = or(o.Answer, time.Second)
	o.Watchers = or(o.Watchers, 64)
	if o.Turned == nil {
		o.Turned = func() {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Guided != nil {
		o.Engine = beside{o.Engine, o.Guided}
	}
	stirred := make(chan struct{}, 1)
	o.Engine = stirring{o.Engine, stirred}
	s := &Server{o: o, stirred: stirred, hub: newHub(o.Watchers), sitters: sitters{all: map[string]sitter{}}, desks: desks{all: map[string]desk{}}, done: make(chan struct{}), checks: make(chan struct{}, mostChecks), authors: sync.OnceValue(assist.New)}
	if o.Check != nil {
		s.visits = newVisits(visit.Options{Check: o.Check, Chair: o.Built, Shared: o.Shared})
		if o.Store != nil && !o.Shared { // nobody is kept in a shared place
			s.memory = &people.Memory{Store: o.Store, Check: o.Check}
		}
		s.visits.guided = s.guidedNow
	}
	s.served = servedBy(&s.o)
	s.api = s.newInterface()
	s.mux = s.routes()
	return s, nil
}

// Do asks the engine, and the room of massagers, as the page does.
func (s *Server) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	return s.o.Engine.Do(ctx, r)
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page)
	mux.Handle("GET /static/", http.StripPrefix("/static/", newAssets(web.Assets())))
	mux.HandleFunc("GET /figure.css", figureStyle)
	mux.HandleFunc("GET /events", s.events)
	mux.HandleFunc("POST /do", s.do)
	mux.HandleFunc("POST /stop", s.stopForm)
	mux.HandleFunc("POST /visit", s.visit)
	mux.Handle(api.Root+"/", s.api)
	mux.HandleFunc("GET /api", s.reference)
	s.peopleRoutes(mux)
	s.mineRoutes(mux)
	s.weekRoutes(mux)
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /metrics", s.metrics)
	s.guideRoutes(mux)
	mux.HandleFunc("GET /chair", s.chair)
	mux.HandleFunc("POST /chair/cleaned", s.cleaned)
	s.chairsRoutes(mux)
	mux.HandleFunc("GET /here", s.here)
	mux.HandleFunc("GET /programmes", s.programmes)
	mux.HandleFunc("GET /programmes/new", s.editor)
	mux.HandleFunc("GET /programmes/{name}", s.programme)
	mux.HandleFunc("GET /programmes/{name}/played", s.played)
	mux.HandleFunc("GET /programmes/{name}/edit", s.editor)
	mux.HandleFunc("POST /programmes/check", s.check)
	mux.HandleFunc("POST /programmes/suggest", s.suggest)
	mux.HandleFunc("POST /programmes/save", s.save)
	mux.HandleFunc("GET /pair", s.pairPage)
	mux.HandleFunc("POST /pair", s.pair)
	mux.HandleFunc("GET "+signPath+"{secret}", s.bySign)
	mux.HandleFunc("POST /sign", s.newSign)
	mux.HandleFunc("GET /devices", s.devices)
	mux.HandleFunc("POST /devices/code", s.openDoor)
	mux.HandleFunc("POST /devices/remove", s.removeDevice)
	return s.guarded(s.admitted(s.somewhere(mux)))
}

// look asks the engine for a snapshot, within its time.
func (s *Server) look(ctx context.Context) (wire.Snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, s.o.Answer)
	defer cancel()
	reply, err := s.o.Engine.Do(ctx, wire.Request{V: wire.Version, Verb: wire.Look, By: "page"})
	return reply.Snapshot, err
}

// or is v, or the default if v is the zero value.
func or[T comparable](v, standard T) T {
	var zero T
	if v == zero {
		return standard
	}
	return v
}
