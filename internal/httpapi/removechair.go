package httpapi

import (
	"net/http"
	"strings"
)

// removeChair takes away a chair that was added, at the machine itself: its profile, its link and the records of its tests.
func (s *Server) removeChair(w http.ResponseWriter, r *http.Request) {
	f, ok := s.form(w, r)
	if !ok {
		return
	}
	if !s.askerOf(r).here {
		s.refuse(w, r, http.StatusForbidden, "Not from this device", "A chair is removed at the machine that runs Lumbar: what came of its tests goes with it.")
		return
	}
	gone, err := s.o.Chairs.Remove(f.Get("name"))
	if err != nil {
		s.refuse(w, r, http.StatusConflict, "It was not removed", sentence(err.Error()))
		return
	}
	s.o.Logger.Info("a chair was removed", "chair", gone.Name, "records", gone.Records)
	if strings.Contains(r.Header.Get("Accept"), "application/json") { // a page that shows its list anew
		s.answer(w, r, http.StatusOK, "application/json", removedChair{gone.Title})
		return
	}
	http.Redirect(w, r, "/chair#chairs", http.StatusSeeOther)
}

// removedChair is what a page hears of a chair that was removed.
type removedChair struct {
	Title string `json:"title"`
}
