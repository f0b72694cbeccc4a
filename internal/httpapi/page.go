package httpapi

import (
	"net/http"
	"net/url"
	"time"

	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// page answers the page with what is known now, so that it can be read before, and without, any script.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	snapshot, err := s.look(r.Context())
	c, say := s.chosen(r.URL.Query()), homeWord(r)
	if prepared := s.prepared(); c.programme == "" && prepared != "" && say == "" {
		c.programme, say = prepared, preparedWord
	}
	chosen := c.programme
	programmes := s.asChosen(s.offered(chosen), c)
	if chosen == "" {
		programmes = s.proposed(r, programmes)
	} else {
		programmes = s.noted(r, programmes)
	}
	p := web.Page{Frame: s.frame(r, ""), Programmes: programmes, Chosen: chosen, Kept: c.kept(), Bodies: s.o.Bodies, Visits: s.visits != nil, Sitting: s.sitting(r), Say: say, Massagers: s.o.Guided != nil, Shared: s.o.Shared}
	p.View, p.Silent, p.Styles, p.Scripts = "home", err != nil, append(p.Styles, "who.css", "known.css", "guide.css", "live.css", "choose.css"), []string{"app.js"}
	if p.Closed = s.closed(r, p.Programmes, c); p.Closed != nil {
		p.Styles, p.Scripts = append(p.Styles, "closed.css"), []string{"closed.js"}
	}
	s.kiosk(r, &p)
	if active(snapshot.Stage) {
		p.View = "session"
		p.Now = p.Words.Stages[string(snapshot.Stage)]
	}
	if text, ok := s.rendered(w, r, p.Write); ok {
		sendView(smaller(w, r), http.StatusOK, text)
	}
}

// preparedWord is what Home says of a programme that was prepared from afar.
const preparedWord = "A programme was prepared from your smart home: it is chosen below, and waits for whoever sits down."

// prepared is the programme that was prepared from afar, if it is offered; "" is none.
func (s *Server) prepared() string {
	if s.o.Prepared == nil {
		return ""
	}
	return s.chosen(url.Values{"programme": {s.o.Prepared(s.o.Now())}}).programme
}

// active says whether a session is under way.
func active(stage wire.Stage) bool {
	return stage != "" && stage != wire.Idle && stage != wire.Done
}

// health says whether the pump runs and the engine answers it.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	last, told := s.hub.last()
	h := health{Version: s.o.Version, Engine: "answers", Viewers: last.viewers}
	status := http.StatusOK
	// Three missed looks of an unwatched page: the pump itself is late or gone.
	if last.silent || time.Since(told) > 3*max(s.o.Unwatched, s.o.Idle) {
		h.Engine, status = "silent", http.StatusServiceUnavailable
	}
	s.answer(w, r, status, "application/json", h)
}

type health struct {
	Version string `json:"version"`
	Engine  string `json:"engine"` // answers, silent
	Viewers int    `json:"viewers"`
}
