package httpapi

import (
	"bytes"
	"io"
	"net/http"
)

// writeView answers a view, whole or none of it.
func (s *Server) writeView(w http.ResponseWriter, r *http.Request, status int, write func(io.Writer) error) {
	if text, ok := s.rendered(w, r, write); ok {
		sendView(w, status, text)
	}
}

// rendered is a view's text; where it cannot be written, that is answered instead.
func (s *Server) rendered(w http.ResponseWriter, r *http.Request, write func(io.Writer) error) ([]byte, bool) {
	var text bytes.Buffer
	if err := write(&text); err != nil {
		s.o.Logger.Error("page cannot be written", "err", err)
		s.refuse(w, r, http.StatusInternalServerError, "The page cannot be shown", "Reload it. If it stays, restart the server.")
		return nil, false
	}
	return text.Bytes(), true
}

// sendView answers a view's text. No browser keeps it: what it shows is of this moment, and may be one person's.
func sendView(w http.ResponseWriter, status int, text []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if status != http.StatusOK { // home packs its text, and says so, as it writes it
		w.WriteHeader(status)
	}
	_, _ = w.Write(text)
}
