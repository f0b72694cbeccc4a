package httpapi

import (
	"encoding/json"
	"net/http"
)

// problem is why a request was not taken, as RFC 9457 writes it: the title names the cause, the detail also
// the way out.
type problem struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Status int    `json:"status"`
}

func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, title, detail string) {
	s.answer(w, r, status, "application/problem+json", problem{Title: title, Detail: detail, Status: status})
}

// answer writes v as JSON. A reader that is gone by then is nobody's fault.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, status int, contentType string, v any) {
	text, err := json.Marshal(v)
	if err != nil { // a snapshot with NaN in it
		s.o.Logger.Error("answer cannot be written", "path", r.URL.Path, "err", err)
		status, contentType = http.StatusInternalServerError, "application/problem+json"
		text = []byte(`{"title":"Not a number","detail":"The control said something that cannot be shown. STOP works.","status":500}`)
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n'))
}
