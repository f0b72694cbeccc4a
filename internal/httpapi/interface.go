package httpapi

import (
	"net/http"

	"github.com/openlumbar/lumbar/internal/api"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// newInterface makes what other programs talk to, over the same engine and stream.
func (s *Server) newInterface() *api.API {
	return api.New(api.Options{
		Engine: s.o.Engine, Events: http.HandlerFunc(s.events), Programmes: s.installed, Version: s.o.Version, Answer: s.o.Answer, Now: s.o.Now,
		May: s.may,
		Taken: func(r wire.Request) {
			if s.visits != nil {
				s.visits.started(r.By, false, s.o.Now())
			}
		},
		Failed: func(verb wire.Verb, err error) { s.o.Logger.Error("engine did not answer", "verb", verb, "err", err) },
	})
}

// reference answers the page about it.
func (s *Server) reference(w http.ResponseWriter, r *http.Request) {
	p := web.Reference{Frame: s.frame(r, "For other programs")}
	p.Styles = []string{"reference.css"}
	for _, e := range s.api.Reference() {
		p.Entries = append(p.Entries, web.Entry{Tag: e.Tag, Method: e.Method, Path: e.Path, Summary: e.Summary, About: e.About,
			Takes: fields(e.Takes), Gives: fields(e.Gives), Try: e.Try})
	}
	s.writeView(w, r, http.StatusOK, p.Write)
}

func fields(from []api.Field) []web.Field {
	to := make([]web.Field, len(from))
	for i, f := range from {
		to[i] = web.Field(f)
	}
	return to
}
