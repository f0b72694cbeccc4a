package httpapi

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/web"
)

// unreached is the title of the chair if it is known that the control does not reach it; "" is that it does, or that it is not
// known.
func (s *Server) unreached() string {
	if s.o.Chairs == nil || s.o.Chair == nil || s.o.Chairs.State().Off == "" {
		return ""
	}
	return s.o.Chair.Title
}

// offOf is what the view Chair says of a chair that is not reached, with the ways out; nil where it is.
func (s *Server) offOf(r *http.Request, silent bool) *web.Off {
	title := s.unreached()
	if !silent || title == "" {
		return nil
	}
	v := &web.Off{Title: title, Must: mayAdd(s.askerOf(r))}
	if v.Must != "" {
		return v
	}
	state := s.o.Chairs.State()
	v.Why, v.Mend, v.Link, v.Fixed = firstLine(state.Off), state.Mend, state.Link, state.Fixed
	if state.Fixed != "" {
		return v
	}
	if state.Name != simulatedName {
		v.Others = append(v.Others, web.ChairRow{Name: simulatedName, Title: "the simulated chair"})
	}
	all, err := s.o.Chairs.All()
	if err != nil {
		s.o.Logger.Error("chairs cannot be listed", "err", err) // the list below says it
	}
	for i := range all {
		if c := &all[i]; c.Name != state.Name && c.Wrong == "" {
			v.Others = append(v.Others, web.ChairRow{Name: c.Name, Title: c.Title})
		}
	}
	return v
}

// firstLine is what a process said first; what follows is for its log.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return sentence(line)
}

// reachFor is how long trying to reach a chair may take: whoever presses the button waits for the answer.
const reachFor = 5 * time.Second

// againChair has the chair reached for at once that is not reached.
func (s *Server) againChair(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.form(w, r); !ok {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), reachFor)
	defer cancel()
	if err := s.o.Chairs.Again(ctx); err != nil {
		s.refuse(w, r, http.StatusConflict, "Not reached", sentence(err.Error()))
		return
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		s.answer(w, r, http.StatusOK, "application/json", struct{}{})
		return
	}
	http.Redirect(w, r, "/chair#off", http.StatusSeeOther)
}
