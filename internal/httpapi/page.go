package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"time"

	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// page answers the page with what is known now, so that it can be read before, and without, any script.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	snapshot, err := s.look(r.Context())
	chosen := s.chosen(r.URL.Query().Get("programme"))
	p := web.Page{Frame: s.frame(r, ""), Programmes: s.offered(chosen), Chosen: chosen, Bodies: s.o.Bodies, Visits: s.visits != nil, Sitting: s.sitting(r), Say: homeWord(r), Massagers: s.o.Guided != nil, Shared: s.o.Shared}
	p.View, p.Silent, p.Styles, p.Scripts = "home", err != nil, append(p.Styles, "who.css", "known.css", "guide.css", "live.css"), []string{"app.js"}
	if active(snapshot.Stage) {
		p.View = "session"
		p.Now = p.Words.Stages[string(snapshot.Stage)]
	}
	var text bytes.Buffer
	s.show(w, r, p.Write(&text), &text)
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
	if last.silent || time.Since(told) > 3*s.o.Unwatched {
		h.Engine, status = "silent", http.StatusServiceUnavailable
	}
	s.answer(w, r, status, "application/json", h)
}

type health struct {
	Version string `json:"version"`
	Engine  string `json:"engine"` // answers, silent
	Viewers int    `json:"viewers"`
}

// assets serves the embedded files. A browser asks again each time and mostly hears that nothing changed: a
// new server never meets an old script.
type assets struct {
	files http.Handler
	tags  map[string]string // by path
}

func newAssets(files fs.FS) http.Handler {
	a := assets{files: http.FileServerFS(files), tags: map[string]string{}}
	_ = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		sum := sha256.Sum256(text)
		a.tags[path] = `"` + hex.EncodeToString(sum[:8]) + `"`
		return err
	})
	return a
}

func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tag, ok := a.tags[r.URL.Path]
	if !ok { // nor are folders listed
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "no-cache")
	a.files.ServeHTTP(w, r)
}
