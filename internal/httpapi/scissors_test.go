package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

// scissors cut the stream of a running server and leave the rest.
type scissors struct {
	server *httptest.Server
	closed atomic.Bool
}

func newScissors(server *httptest.Server) *scissors {
	s := &scissors{server: server}
	whole := server.Config.Handler
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/events" && s.closed.Load() {
			http.Error(w, "cut", http.StatusBadGateway)
			return
		}
		whole.ServeHTTP(w, r)
	})
	return s
}

func (s *scissors) events(cut bool) {
	s.closed.Store(cut)
	if cut {
		s.server.CloseClientConnections()
	}
}
