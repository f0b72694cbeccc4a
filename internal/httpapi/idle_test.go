package httpapi

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// sessioner is an engine that counts looks and is in a session once it was started.
type sessioner struct {
	counter
	at sync.Mutex
	on bool
}

func (e *sessioner) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	e.at.Lock()
	defer e.at.Unlock()
	reply, err := wire.Reply{V: wire.Version}, error(nil)
	switch r.Verb {
	case wire.Look:
		reply, err = e.counter.Do(ctx, r)
	case wire.Start:
		e.on = true
	case wire.Stop:
		e.on = false
	}
	if reply.Snapshot.Stage = wire.Idle; e.on {
		reply.Snapshot.Stage = wire.Massage
	}
	return reply, err
}

// TestPumpIdles: while nothing is under way and nobody watches the pump looks seldom, and often from the moment on at which
// something is asked that may begin something, whoever asks.
func TestPumpIdles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &sessioner{}
		s, err := New(Options{Engine: e, Unwatched: 250 * time.Millisecond, Idle: 750 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); s.Serve(ctx) }()
		defer func() { cancel(); <-ended }()
		ask := func(v wire.Verb) {
			t.Helper()
			if _, err := s.Do(ctx, wire.Request{V: wire.Version, Verb: v}); err != nil {
				t.Fatal(err)
			}
		}
		e.during(time.Second)
		if n := e.during(30 * time.Second); n < 38 || n > 42 {
			t.Errorf("idle: %d looks in 30 s, want 40", n)
		}
		ask(wire.Count) // a monitoring program
		if n := e.during(300 * time.Millisecond); n > 1 {
			t.Errorf("counting made the pump look %d times", n)
		}
		ask(wire.Start)
		if n := e.during(0); n != 1 {
			t.Errorf("%d looks at once after a start, want one", n)
		}
		if n := e.during(30 * time.Second); n < 118 || n > 122 {
			t.Errorf("in a session: %d looks in 30 s, want 120", n)
		}
		ask(wire.Stop)
		e.during(time.Second)
		if n := e.during(30 * time.Second); n < 38 || n > 42 {
			t.Errorf("after the session: %d looks in 30 s, want 40", n)
		}
	})
}
