package httpapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/openlumbar/lumbar/internal/web"
)

// problem is why a request was not taken, as RFC 9457 writes it: the title names the cause, the detail also
// the way out.
type problem struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Status int    `json:"status"`
}

// refuse answers a problem: as a view to a browser that goes to a page, as JSON to everybody else.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, title, detail string) {
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		v := web.Trouble{Frame: s.frame(r, title), What: title + ".", Detail: detail}
		var text bytes.Buffer
		if err := v.Write(&text); err == nil {
			sendView(w, status, text.Bytes())
			return
		}
	}
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

// somewhere answers an address that leads nowhere.
func (s *Server) somewhere(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern == "" && r.Method == http.MethodGet {
			s.refuse(w, r, http.StatusNotFound, "Nothing is here", "The address is mistyped, or what it led to is gone.")
			return
		}
		mux.ServeHTTP(w, r)
	})
}
