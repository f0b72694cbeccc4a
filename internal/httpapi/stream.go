package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

const (
	// heartbeat keeps boxes between page and server from closing a quiet stream.
	heartbeat = 10 * time.Second
	// writeTime is how long one write may take: a reader that is gone must not hold its goroutine.
	writeTime = 5 * time.Second
	// reconnect is how soon a browser asks again, in ms.
	reconnect = 500
)

// events streams snapshots as server-sent events: unnamed events hold one Snapshot each, "viewers" how many
// streams are open, "silent" comes instead of a snapshot while the engine does not answer, "chair" first of all: which one this
// server has, so that a page of another one notices.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	mail, leave, ok := s.hub.join()
	if !ok {
		w.Header().Set("Retry-After", "5")
		s.refuse(w, r, http.StatusServiceUnavailable, "Too many screens",
			fmt.Sprintf("%d screens are watching already. Close one of them; this one tries again by itself.", s.o.Watchers))
		return
	}
	defer leave()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	out := &eventWriter{w: w, rc: http.NewResponseController(w)}
	out.raw("retry: %d\n\n", reconnect)
	if s.served.ID != "" {
		if text, err := json.Marshal(s.served); err == nil { // two texts
			out.raw("event: chair\ndata: %s\n\n", text)
		}
	}

	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for out.flush() {
		select {
		case n := <-mail:
			out.tell(n)
		case <-beat.C:
			out.raw(": still here\n\n")
		case <-r.Context().Done():
			return
		case <-s.done:
			return
		}
	}
}

// quiet is what a page hears instead of a snapshot.
type quiet struct {
	Unreached string `json:"unreached,omitempty"` // the chair that the control is known not to reach
}

// eventWriter writes news to one reader and leaves out what that reader knows.
type eventWriter struct {
	w       http.ResponseWriter
	rc      *http.ResponseController
	viewers int
	err     error
}

func (e *eventWriter) tell(n news) {
	if n.viewers != e.viewers {
		e.viewers = n.viewers
		e.raw("event: viewers\ndata: %d\n\n", n.viewers)
	}
	switch {
	case n.silent:
		text, err := json.Marshal(quiet{n.unreached})
		if err != nil { // of a text
			text = []byte("{}")
		}
		e.raw("event: silent\ndata: %s\n\n", text)
	case n.snapshot != nil:
		e.raw("id: %d\ndata: %s\n\n", n.seq, n.snapshot)
	}
}

func (e *eventWriter) raw(format string, args ...any) {
	if e.err != nil {
		return
	}
	// A writer without deadlines (a test's recorder) is written without one.
	_ = e.rc.SetWriteDeadline(time.Now().Add(writeTime))
	_, e.err = fmt.Fprintf(e.w, format, args...)
}

// flush sends what was written and says whether the reader is still there.
func (e *eventWriter) flush() bool {
	if e.err == nil {
		e.err = e.rc.Flush()
	}
	return e.err == nil
}
