package httpapi

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// counter is an engine that counts looks.
type counter struct {
	mu    sync.Mutex
	looks int
	err   error
	still bool // its snapshots do not change
}

func (c *counter) Do(context.Context, wire.Request) (wire.Reply, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looks++
	s := wire.Snapshot{V: wire.Version, Seq: uint64(c.looks), Stage: wire.Idle}
	if c.still {
		s.Seq = 1
	}
	return wire.Reply{V: wire.Version, Snapshot: s}, c.err
}

// during counts looks in a span of the bubble's time.
func (c *counter) during(d time.Duration) int {
	c.mu.Lock()
	before := c.looks
	c.mu.Unlock()
	time.Sleep(d) // of a bubble: no time passes outside
	synctest.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.looks - before
}

func (c *counter) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
}

// reader is a browser's end of a stream.
type reader struct {
	mu     sync.Mutex
	text   bytes.Buffer
	header http.Header
	fails  bool
}

func (r *reader) Header() http.Header { return r.header }
func (r *reader) WriteHeader(int)     {}
func (r *reader) Flush()              {}

func (r *reader) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fails {
		return 0, errors.New("the reader is gone")
	}
	return r.text.Write(p)
}

// take is what was written since the last take.
func (r *reader) take() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer r.text.Reset()
	return r.text.String()
}

// bubble runs a server's pump and returns ways to open a stream and to end the pump.
func bubble(t *testing.T, o Options) (watch func() (*reader, context.CancelFunc, chan struct{}), end func()) {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Serve(ctx)
	}()
	watch = func() (*reader, context.CancelFunc, chan struct{}) {
		ctx, leave := context.WithCancel(t.Context())
		r, gone := &reader{header: http.Header{}}, make(chan struct{})
		request := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/events", nil)
		go func() {
			defer close(gone)
			s.ServeHTTP(r, request)
		}()
		synctest.Wait()
		return r, leave, gone
	}
	return watch, func() { cancel(); <-ended }
}

func TestPumpPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		watch, end := bubble(t, Options{Engine: c})
		defer end()
		if got := c.during(10 * time.Second); got < 9 || got > 11 {
			t.Errorf("unwatched: %d looks in 10 s, want 10", got)
		}
		_, leave, gone := watch()
		if got := c.during(10 * time.Second); got < 195 || got > 205 {
			t.Errorf("watched: %d looks in 10 s, want 200", got)
		}
		leave()
		<-gone
		synctest.Wait()
		if got := c.during(10 * time.Second); got < 9 || got > 11 {
			t.Errorf("unwatched again: %d looks in 10 s, want 10", got)
		}
	})
}

func TestStreamFansOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watch, end := bubble(t, Options{Engine: &counter{}})
		defer end()
		a, leaveA, _ := watch()
		defer leaveA()
		b, leaveB, goneB := watch()
		synctest.Wait()
		a.take()
		b.take()
		time.Sleep(time.Second)
		synctest.Wait()
		textA, textB := a.take(), b.take()
		if textA != textB {
			t.Errorf("two watchers read different things:\n%s\n---\n%s", textA, textB)
		}
		if n := strings.Count(textA, "data: {"); n < 18 || n > 22 {
			t.Errorf("%d snapshots in a second, want 20", n)
		}
		if !strings.HasPrefix(textA, "id: ") {
			t.Errorf("a snapshot has no id: %.40q", textA)
		}
		leaveB()
		<-goneB
		synctest.Wait()
		if text := a.take(); !strings.Contains(text, "event: viewers\ndata: 1\n\n") {
			t.Errorf("the one who stays is not told of it: %q", text)
		}
	})
}

func TestStreamEndsWithThePump(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watch, end := bubble(t, Options{Engine: &counter{}})
		_, leave, gone := watch()
		defer leave()
		end()
		<-gone // or the bubble deadlocks
	})
}

func TestStreamEndsWithItsReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watch, end := bubble(t, Options{Engine: &counter{}})
		defer end()
		r, leave, gone := watch()
		defer leave()
		r.mu.Lock()
		r.fails = true
		r.mu.Unlock()
		<-gone
	})
}

func TestStreamSaysThatTheEngineIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{}
		watch, end := bubble(t, Options{Engine: c})
		defer end()
		r, leave, _ := watch()
		defer leave()
		c.fail(errors.New("gone"))
		r.take()
		time.Sleep(1200 * time.Millisecond)
		synctest.Wait()
		// Often enough that a page, which waits 1.5 s, does not take it for a lost stream.
		if n := strings.Count(r.take(), "event: silent\n"); n < 2 {
			t.Errorf("%d words of a silent engine in 1.2 s, want at least 2", n)
		}
		c.fail(nil)
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		if text := r.take(); !strings.Contains(text, "data: {\"v\"") {
			t.Errorf("no snapshot once the engine is back: %q", text)
		}
	})
}

func TestStreamOfAStillEngine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watch, end := bubble(t, Options{Engine: &counter{still: true}})
		defer end()
		r, leave, _ := watch()
		defer leave()
		r.take()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if n := strings.Count(r.take(), "data: {"); n < 18 || n > 22 {
			t.Errorf("%d snapshots of a still engine in 10 s, want one each 500 ms", n)
		}
	})
}

func TestTooManyScreens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watch, end := bubble(t, Options{Engine: &counter{}, Watchers: 1})
		defer end()
		_, leave, _ := watch()
		defer leave()
		r, _, gone := watch()
		<-gone
		if text := r.take(); !strings.Contains(text, "Too many screens") || r.header.Get("Retry-After") == "" {
			t.Errorf("the second of one screen is told %q", text)
		}
	})
}
