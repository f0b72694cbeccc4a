package httpapi

import (
	"net/http"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/web"
)

// care tells when the chair was last cleaned, and lets its owner note it: of whom it served, nothing.
func (s *Server) care(r *http.Request, v *web.ChairView) {
	if s.o.Store == nil {
		return
	}
	at, err := s.o.Store.Cleaned(r.Context())
	if err != nil {
		s.o.Logger.Error("when the chair was cleaned cannot be read", "err", err)
		return
	}
	v.Clean, v.Cleans = true, s.roleOf(r) >= access.Owner
	if !at.IsZero() {
		v.Cleaned = at.In(s.o.Now().Location()).Format("on 2 January 2006 at 15:04")
	}
}

// cleaned notes that the chair was cleaned now.
func (s *Server) cleaned(w http.ResponseWriter, r *http.Request) {
	if s.o.Store == nil {
		s.refuse(w, r, http.StatusNotFound, "Nothing is kept here", "This Lumbar runs without a store.")
		return
	}
	if err := s.o.Store.PutCleaned(r.Context(), s.o.Now()); err != nil {
		s.o.Logger.Error("that the chair was cleaned cannot be kept", "err", err)
		s.refuse(w, r, http.StatusInternalServerError, "Not kept", "It could not be kept that the chair was cleaned. Try again.")
		return
	}
	http.Redirect(w, r, "/chair", http.StatusSeeOther)
}
