package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Chairs finds, adds and chooses chairs with a link. Any goroutine may use it. Errors are for people.
type Chairs interface {
	// All is the chairs that were added.
	All() ([]adding.Chair, error)
	// Look looks around for a few seconds, and at an address in the network, if one is named.
	Look(ctx context.Context, at string) adding.Look
	// Ask is what is asked of a chair at a link, four things at most; like is the profile that it is like, empty the likeliest.
	Ask(link, like string) ([]adding.Question, error)
	// Add adds a chair that is like a profile that ships.
	Add(adding.Answers) (adding.Chair, error)
	// Use has the server change to a chair: it ends soon after, and comes back with that one, or with the one before.
	Use(name string) error
	// Remove takes away a chair that was added and is not used.
	Remove(name string) (adding.Removed, error)
	// Again has the chair that is used, and not reached, reached for at once.
	Again(ctx context.Context) error
	// State is which one is used.
	State() Used
}

// Used is which chair is used, as far as it was chosen.
type Used struct {
	Name  string `json:"name"`  // empty: the configuration names it
	Fixed string `json:"-"`     // why another cannot be chosen here; empty: it can
	Said  string `json:"said"`  // what became of the last change, if it failed
	Since int64  `json:"since"` // ms since 1970: when the server began with it
	Off   string `json:"-"`     // why its control does not reach it, so that nothing is driven here; empty: it does, or it is not known
	Mend  string `json:"-"`     // what to look at then, a sentence
	Link  string `json:"-"`     // the address at which it is looked for then
}

// simulatedName is the name by which the simulated chair is chosen.
const simulatedName = "simulated"

// around is what was found when somebody looked last.
type around struct {
	looking sync.Mutex // held while somebody looks

	mu    sync.Mutex
	look  adding.Look
	known bool
}

func (a *around) last() (adding.Look, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.look, a.known
}

func (s *Server) chairsRoutes(mux *http.ServeMux) {
	if s.o.Chairs == nil {
		return
	}
	mux.HandleFunc("POST /chair/scan", s.scanChairs)
	mux.HandleFunc("GET /chair/add", s.askChair)
	mux.HandleFunc("POST /chair/add", s.addChair)
	mux.HandleFunc("POST /chair/use", s.useChair)
	mux.HandleFunc("POST /chair/remove", s.removeChair)
	mux.HandleFunc("POST /chair/again", s.againChair)
	mux.HandleFunc("GET /chair/used", s.usedChair)
}

// mayAdd says why a device must not add or choose chairs; "" is that it may.
func mayAdd(who asker) string {
	if who.role < access.Owner || who.bySign {
		return "Chairs are found, added and chosen at the machine that runs Lumbar, or from a device that was let in as owner."
	}
	return ""
}

// chairsOf is what the view Chair shows of chairs with a link; nil where there is nothing to be added.
func (s *Server) chairsOf(r *http.Request) *web.Chairs {
	if s.o.Chairs == nil {
		return nil
	}
	v := &web.Chairs{Why: mayAdd(s.askerOf(r))}
	if v.Why != "" {
		return v
	}
	state := s.o.Chairs.State()
	v.Fixed, v.Said, v.Added, v.Removable = state.Fixed, state.Said, r.URL.Query().Get("added"), s.askerOf(r).here
	all, err := s.o.Chairs.All()
	if err != nil {
		s.o.Logger.Error("chairs cannot be listed", "err", err)
		v.Said = strings.TrimSpace(v.Said + " " + sentence(err.Error()))
	}
	for i := range all {
		v.All = append(v.All, chairRow(&all[i], state.Name))
	}
	if len(all) > 0 || state.Name != simulatedName {
		v.Simulated, v.Usable = state.Name == simulatedName, state.Fixed == ""
	}
	if look, known := s.around.last(); known {
		v.Looked = true
		for i := range look.Found {
			v.Found = append(v.Found, foundRow(&look.Found[i]))
		}
		for _, n := range look.Notes {
			v.Notes = append(v.Notes, noteRow(n))
		}
	}
	return v
}

// chairRow is a chair that was added, as it is listed.
func chairRow(c *adding.Chair, used string) web.ChairRow {
	row := web.ChairRow{Name: c.Name, Title: c.Title, Link: c.Link, File: c.File, Used: c.Name == used, Wrong: c.Wrong != ""}
	switch {
	case c.Wrong != "":
		row.State = sentence(c.Wrong)
	case c.Simulated:
		row.State = "Simulated: no record needed."
	case c.Why != "":
		row.State = sentence(c.Why)
	default:
		row.State, row.Tried = "Tried, with a record that holds: people may sit there.", true
	}
	return row
}

func foundRow(f *adding.Found) web.FoundRow {
	row := web.FoundRow{Name: f.Name, About: f.About, Taken: f.Taken, Maybe: strings.Join(f.Maybe, ", "), Way: map[adding.Way]string{
		adding.Bluetooth: "Bluetooth", adding.Serial: "serial port", adding.Network: "network",
	}[f.Way]}
	if row.Name == "" {
		row.Name = f.Link
	}
	q := url.Values{"link": {f.Link}}
	if len(f.Maybe) > 0 {
		q.Set("like", f.Maybe[0])
	}
	row.Add = "/chair/add?" + q.Encode()
	return row
}

func noteRow(n adding.Note) web.Line { return web.Line{Title: n.What, Text: capital(n.String())} }

// scanChairs looks around, and shows what was found. The answer takes as long as that.
func (s *Server) scanChairs(w http.ResponseWriter, r *http.Request) {
	f, ok := s.form(w, r)
	if !ok {
		return
	}
	if !s.around.looking.TryLock() {
		s.refuse(w, r, http.StatusConflict, "Somebody looks already", "Wait a few seconds, then load the view Chair again: what was found stands there.")
		return
	}
	defer s.around.looking.Unlock()
	look := s.o.Chairs.Look(r.Context(), f.Get("at"))
	if r.Context().Err() != nil {
		return // whoever asked is gone
	}
	s.around.mu.Lock()
	s.around.look, s.around.known = look, true
	s.around.mu.Unlock()
	if strings.Contains(r.Header.Get("Accept"), "application/json") { // a page that stays alive meanwhile, and loads itself anew
		s.answer(w, r, http.StatusOK, "application/json", scanned{len(look.Found)})
		return
	}
	http.Redirect(w, r, "/chair#found", http.StatusSeeOther)
}

// scanned is what a page hears of a look around.
type scanned struct {
	Found int `json:"found"`
}

// mayReach says why a device must not add a chair at a link; "" is that it may. What is on this machine is its own: from
// elsewhere only what was found here, or is reached by air or network.
func (s *Server) mayReach(r *http.Request, link string) string {
	look, _ := s.around.last()
	switch {
	case s.askerOf(r).here, strings.HasPrefix(link, "ble"), strings.HasPrefix(link, "modbus-tcp:"),
		slices.ContainsFunc(look.Found, func(f adding.Found) bool { return f.Link == link }):
		return ""
	}
	return "A socket, or a port that was not found by looking, is named at the machine that runs Lumbar."
}

// askChair asks what is asked of a chair at a link.
func (s *Server) askChair(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.showAdd(w, r, http.StatusOK, adding.Answers{Link: strings.TrimSpace(q.Get("link")), Like: q.Get("like")}, "")
}

// addChair adds a chair, and shows the chairs with what comes next.
func (s *Server) addChair(w http.ResponseWriter, r *http.Request) {
	f, ok := s.form(w, r)
	if !ok {
		return
	}
	a := adding.Answers{Link: strings.TrimSpace(f.Get("link")), Like: f.Get("like"), Title: f.Get("title"), Weight: f.Get("weight"), Real: f.Get("real")}
	if why := s.mayReach(r, a.Link); why != "" {
		s.showAdd(w, r, http.StatusForbidden, a, why)
		return
	}
	c, err := s.o.Chairs.Add(a)
	if err != nil {
		s.showAdd(w, r, http.StatusUnprocessableEntity, a, sentence(err.Error()))
		return
	}
	s.o.Logger.Info("a chair was added", "chair", c.Name, "link", c.Link)
	http.Redirect(w, r, "/chair?added="+url.QueryEscape(c.Name)+"#chairs", http.StatusSeeOther)
}

// showAdd shows the questions, with what was answered.
func (s *Server) showAdd(w http.ResponseWriter, r *http.Request, status int, a adding.Answers, problem string) {
	v := web.AddChair{Frame: s.frame(r, "Add a chair"), Link: a.Link, Problem: problem}
	v.Here, v.Styles, v.Scripts = "/chair", []string{"chairs.css"}, append(v.Scripts, "add.js")
	if a.Link != "" {
		all, err := s.o.Chairs.Ask(a.Link, a.Like)
		if err != nil && problem == "" {
			v.Problem, status = sentence(err.Error()), http.StatusUnprocessableEntity
		}
		if why := s.mayReach(r, a.Link); why != "" && problem == "" {
			v.Problem, status = why, http.StatusForbidden
		}
		said := map[string]string{"title": a.Title, "weight": a.Weight, "real": a.Real}
		for _, q := range all {
			x := web.AddQuestion{Name: q.Name, Text: q.Text, Value: q.Usual, Choices: q.Choices, Number: q.Name == "weight"}
			if of := said[q.Name]; of != "" {
				x.Value = of
			}
			v.Questions = append(v.Questions, x)
		}
	}
	s.writeView(w, r, status, v.Write)
}

// useChair has the server change to a chair. Nothing may be under way.
func (s *Server) useChair(w http.ResponseWriter, r *http.Request) {
	f, ok := s.form(w, r)
	if !ok {
		return
	}
	state, name := s.o.Chairs.State(), f.Get("name")
	why := s.busy(r.Context())
	switch {
	case why != "":
	case state.Fixed != "":
		why = state.Fixed
	case name == state.Name:
		why = "This chair is used already."
	default:
		if err := s.o.Chairs.Use(name); err != nil {
			why = sentence(err.Error())
		}
	}
	if why != "" {
		s.refuse(w, r, http.StatusConflict, "Not now", why)
		return
	}
	s.o.Logger.Info("another chair was chosen", "chair", name)
	if strings.Contains(r.Header.Get("Accept"), "application/json") { // a page that is loaded whole, and waits
		s.answer(w, r, http.StatusOK, "application/json", state)
		return
	}
	v := web.Changing{Frame: s.frame(r, "Another chair")}
	v.Here, v.Styles, v.Scripts = "/chair", []string{"chairs.css"}, nil // they could not be fetched any more
	w.Header().Set("Refresh", "8; url=/chair")
	s.writeView(w, r, http.StatusOK, v.Write)
}

// usedChair says which chair is used, for the page that waits for another.
func (s *Server) usedChair(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, http.StatusOK, "application/json", s.o.Chairs.State())
}

// busy says why the chair cannot be changed now; "" is that it can.
func (s *Server) busy(ctx context.Context) string {
	reply, err := s.ask(ctx, wire.Request{V: wire.Version, Verb: wire.Test, By: "page", Test: &wire.TestAsk{Do: wire.TestLook}})
	switch {
	case err != nil && s.unreached() != "": // a control without its chair has nothing under way
	case err != nil:
		return "The control does not answer, so that it is not known whether something is under way. Try again in a moment; or end Lumbar, choose in a terminal (lumbar chair use NAME), and start it again."
	case active(reply.Snapshot.Stage):
		return "A session is under way: stop it first."
	case reply.Test != nil && reply.Test.Outcome == "":
		return "The chair is being tried: end that first."
	case reply.Snapshot.Fault != nil:
		return "A fault is latched: clear it first, where you start."
	}
	if s.o.Guided != nil && s.o.Guided.Active() {
		return "A massager may be running: end that session first."
	}
	return ""
}
