package httpapi

import (
	"errors"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/web"
)

// guideRoutes are the views of massagers without a link.
func (s *Server) guideRoutes(mux *http.ServeMux) {
	if s.o.Guided == nil || s.o.Shelf == nil {
		return
	}
	mux.HandleFunc("GET /massagers", s.massagers)
	mux.HandleFunc("POST /massagers", s.changeMassager)
	mux.HandleFunc("GET /guide", s.guide)
	mux.HandleFunc("GET /guide/now", s.guideNow)
	mux.HandleFunc("POST /guide", s.guideDo)
}

// guide is the view of a session on a massager: choosing, and being guided.
func (s *Server) guide(w http.ResponseWriter, r *http.Request) {
	g := web.Guide{Frame: s.frame(r, "Guided"), Programmes: s.o.Programmes, Chosen: r.URL.Query().Get("massager"), Visits: s.visits != nil, Shared: s.o.Shared}
	g.Frame.View, g.Styles, g.Scripts = "guide", []string{"guide.css"}, []string{"guide.js"}
	all, err := s.o.Shelf.All()
	if err != nil {
		s.o.Logger.Error("massagers cannot be read", "err", err)
	}
	for _, m := range all {
		g.Massagers = append(g.Massagers, web.Massager{Name: m.Name, Title: m.Title, Kind: m.Kind.String(), About: aboutMassager(&m)})
	}
	if len(all) > 0 && !slices.ContainsFunc(all, func(m manual.Massager) bool { return m.Name == g.Chosen }) {
		g.Chosen = all[0].Name
	}
	if v, ok := s.o.Guided.Look(r.Context()); ok && v.Stage != manual.Done.String() { // readable without any script
		g.Now, g.Stopping = v.Now, v.Stage == manual.Stopping.String()
	}
	s.writeView(w, r, http.StatusOK, g.Write)
}

// guidedState is what the page asks for once a second.
type guidedState struct {
	Active  bool         `json:"active"`
	View    *manual.View `json:"view,omitempty"`
	Problem string       `json:"problem,omitempty"` // why what was said was not taken
}

func (s *Server) guidedState(r *http.Request) guidedState {
	v, ok := s.o.Guided.Look(r.Context())
	if !ok {
		return guidedState{}
	}
	return guidedState{Active: v.Stage != manual.Done.String(), View: &v}
}

// guideNow answers how the session stands.
func (s *Server) guideNow(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, http.StatusOK, "application/json", s.guidedState(r))
}

// guideDo takes what a person says of a session, as a form. Everybody who may use the page may say it: whoever hears the
// massager may say that it has stopped.
func (s *Server) guideDo(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "Not a form", "Send application/x-www-form-urlencoded.")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
	verb := manual.Verb(r.PostFormValue("do"))
	step, err := strconv.Atoi(or(r.PostFormValue("step"), "0"))
	if err != nil || !slices.Contains(manual.Verbs(), verb) {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", "This page may be older than the server. Reload it.")
		return
	}
	err = s.o.Guided.Do(r.Context(), verb, step)
	if r.PostFormValue("plain") != "" { // without a script
		http.Redirect(w, r, "/guide", http.StatusSeeOther)
		return
	}
	state := s.guidedState(r)
	if err != nil && !errors.Is(err, manual.ErrNotNow) && !errors.Is(err, guided.ErrNone) { // what is out of date needs no word
		state.Problem = sentence(err.Error())
	}
	s.answer(w, r, http.StatusOK, "application/json", state)
}
