package httpapi

import (
	"net/http"
	"strconv"

	"github.com/openlumbar/lumbar/internal/assist"
)

// suggested is what can stand at a place of a text, and what the word there means. Places are bytes.
type suggested struct {
	From  int           `json:"from"` // an item takes the place of these bytes
	To    int           `json:"to"`
	Items []assist.Item `json:"items"`
	Word  string        `json:"word"` // empty: there is none with a meaning
	Means []string      `json:"means"`
}

// suggest answers what can stand at a byte of a text, and keeps nothing. It is what the language server says.
func (s *Server) suggest(w http.ResponseWriter, r *http.Request) {
	at, err := strconv.Atoi(r.URL.Query().Get("at"))
	if err != nil || at < 0 {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", "at is the byte of the text where something is to stand.")
		return
	}
	text, ok := s.sent(w, r)
	if !ok {
		return
	}
	guide := s.authors()
	offer := guide.Complete(text, at)
	out := suggested{From: offer.From, To: offer.To, Items: offer.Items, Means: []string{}}
	if out.Items == nil {
		out.Items = []assist.Item{}
	}
	if note, ok := guide.Hover(text, at); ok {
		out.Word, out.Means = note.Title, note.Lines
	}
	s.answer(w, r, http.StatusOK, "application/json", out)
}
