package httpapi

import (
	"net/http"

	"github.com/openlumbar/lumbar/internal/store"
)

// Enter lets a test be somebody at a browser, as unlocking does.
func (s *Server) Enter(w http.ResponseWriter, r *http.Request, p store.Person, k *store.Key) error {
	return s.enter(w, r, p, k)
}
