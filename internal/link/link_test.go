package link

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/internal/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

// soon is how long anything here may take; most takes microseconds.
const soon = 20 * time.Second

// desk is an engine that answers when the test lets it.
type desk struct {
	mu    sync.Mutex
	asked []wire.Request
	hold  chan struct{} // requests other than stops wait for it; nil: none
	long  int           // bytes of text in an answer
}

func (d *desk) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	d.mu.Lock()
	d.asked = append(d.asked, r)
	hold := d.hold
	d.mu.Unlock()
	if hold != nil && !r.Verb.Urgent() {
		select {
		case <-hold:
		case <-ctx.Done():
			return wire.Reply{}, ctx.Err()
		}
	}
	if r.Verb == "fail" {
		return wire.Reply{}, errors.New("the engine has ended")
	}
	return wire.Reply{V: wire.Version, Error: strings.Repeat("x", d.long), Snapshot: wire.Snapshot{V: wire.Version, Seq: r.Seed}}, nil
}

func (d *desk) heard(v wire.Verb) (n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range d.asked {
		if r.Verb == v {
			n++
		}
	}
	return n
}

// spool is numbered events in memory.
type spool struct {
	mu      sync.Mutex
	events  []wire.Event
	last    uint64
	changed chan struct{}
	met     []string
}

func newSpool() *spool { return &spool{changed: make(chan struct{})} }

func (s *spool) add(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.last++
		s.events = append(s.events, wire.Event{V: wire.Version, Event: "stroke", Seq: s.last})
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *spool) Since(after uint64, most int) (out []wire.Event, more <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.events {
		if e.Seq > after && len(out) < most {
			out = append(out, e)
		}
	}
	return out, s.changed
}

func (s *spool) Meet(id string, after uint64) error {
	s.mu.Lock()
	s.met = append(s.met, fmt.Sprint(id, " ", after))
	s.mu.Unlock()
	return s.Ack(after)
}

func (s *spool) Ack(n uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = slices.DeleteFunc(s.events, func(e wire.Event) bool { return e.Seq <= n })
	return nil
}

func (s *spool) left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.events)
}

// record is a record in memory.
type record struct {
	mu     sync.Mutex
	spool  string
	seqs   []uint64
	refuse bool
}

func (r *record) Last() (string, uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.seqs) == 0 {
		return "", 0
	}
	return r.spool, r.seqs[len(r.seqs)-1]
}

func (r *record) Append(spool string, events []wire.Event) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refuse {
		return errors.New("disk full")
	}
	r.spool = spool
	for _, e := range events {
		r.seqs = append(r.seqs, e.Seq)
	}
	return nil
}

func (r *record) got() []uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seqs)
}

// pair is both ends.
type pair struct {
	t      *testing.T
	socket string
	desk   *desk
	spool  *spool
	record *record
	client *Client
	ended  chan struct{} // by End
	stop   func()        // the host, in order
}

func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{t: t, socket: filepath.Join(t.TempDir(), "run", "s"), desk: &desk{}, spool: newSpool(), record: &record{}, ended: make(chan struct{}, 9)}
	p.serve()
	p.client = &Client{Socket: p.socket, Record: p.record, Logger: quiet}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); p.client.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-done
		p.stop()
	})
	return p
}

// serve starts the host's end.
func (p *pair) serve() {
	p.t.Helper()
	l, err := Listen(p.socket)
	if err != nil {
		p.t.Fatal(err)
	}
	h := &Host{
		Engine: p.desk, Events: p.spool, End: func() { p.ended <- struct{}{} }, Logger: quiet,
		Hello: Hello{PID: 7, Spool: "6f", Chair: "bench-4d", Body: "ansur:1"},
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Serve(ctx, l) }()
	p.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			p.t.Error("host:", err)
		}
	})
}

func (p *pair) do(r wire.Request) (wire.Reply, error) {
	ctx, cancel := context.WithTimeout(context.Background(), soon)
	defer cancel()
	return p.client.Do(ctx, r)
}

func (p *pair) await(what string, ok func() bool) {
	p.t.Helper()
	for late := time.Now().Add(soon); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			p.t.Fatalf("not within %v: %s", soon, what)
		}
	}
}

func TestDo(t *testing.T) {
	p := newPair(t)
	h, err := p.client.Hello(t.Context())
	if err != nil || h != (Hello{PID: 7, Spool: "6f", Chair: "bench-4d", Body: "ansur:1"}) {
		t.Errorf("greeted with %+v, %v", h, err)
	}
	want := wire.Request{V: wire.Version, Verb: wire.Start, Programme: "break", Body: "ansur:1", Seed: 9, Pace: 8, By: "me", Person: "7f", Set: map[string]string{"minutes": "3 min"}}
	reply, err := p.do(want)
	if err != nil || reply.Snapshot.Seq != 9 || len(p.desk.asked) != 1 || !reflect.DeepEqual(p.desk.asked[0], want) {
		t.Errorf("%+v, %v; asked %+v", reply, err, p.desk.asked)
	}
	if _, err := p.do(wire.Request{Verb: "fail"}); !errors.Is(err, ErrAway) || !strings.Contains(err.Error(), "has ended") {
		t.Errorf("a request that the engine did not take: %v", err)
	}
	p.desk.long = 2 * longest
	if _, err := p.do(wire.Request{Verb: wire.Look}); err == nil {
		t.Error("an answer that is too long arrived")
	}
	p.desk.long = 0
	if _, err := p.do(wire.Request{Verb: wire.Look}); err != nil {
		t.Error("after it:", err)
	}
	if err := p.client.End(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-p.ended
}

// TestStopNeverWaits: with as many requests under way as there may be, and more refused, a stop gets through.
func TestStopNeverWaits(t *testing.T) {
	p := newPair(t)
	hold := make(chan struct{})
	p.desk.hold = hold
	var all sync.WaitGroup
	refused := make(chan error, 2*mostRequests)
	for range 2 * mostRequests {
		all.Go(func() {
			if _, err := p.do(wire.Request{Verb: wire.Look}); err != nil {
				refused <- err
			}
		})
	}
	p.await("the engine is busy", func() bool { return p.desk.heard(wire.Look) == mostRequests && len(refused) == mostRequests })
	for _, v := range []wire.Verb{wire.Stop, wire.Wrong} {
		if _, err := p.do(wire.Request{Verb: v}); err != nil {
			t.Errorf("%s: %v", v, err)
		}
	}
	close(hold)
	all.Wait()
	if err := <-refused; !strings.Contains(err.Error(), "too many requests") {
		t.Error(err)
	}
}

// TestRepliesByID: answers come as they are ready, each to whoever asked.
func TestRepliesByID(t *testing.T) {
	p := newPair(t)
	var all sync.WaitGroup
	for i := range uint64(50) {
		all.Go(func() {
			for k := range uint64(20) {
				if r, err := p.do(wire.Request{Verb: wire.Look, Seed: 1000*i + k}); err != nil || r.Snapshot.Seq != 1000*i+k {
					t.Errorf("asked %d, got %d, %v", 1000*i+k, r.Snapshot.Seq, err)
				}
			}
		})
	}
	all.Wait()
}

// TestHostGoes: what is under way fails at once, and the client comes back by itself.
func TestHostGoes(t *testing.T) {
	p := newPair(t)
	p.desk.hold = make(chan struct{})
	failed := make(chan error, 1)
	go func() { _, err := p.do(wire.Request{Verb: wire.Look}); failed <- err }()
	p.await("it is under way", func() bool { return p.desk.heard(wire.Look) == 1 })
	close(p.desk.hold)
	<-failed
	p.stop()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := p.client.Do(ctx, wire.Request{Verb: wire.Look}); !errors.Is(err, ErrAway) {
		t.Errorf("without an engine: %v", err)
	}
	p.desk.hold = nil
	waited := make(chan error, 1)
	go func() { _, err := p.do(wire.Request{Verb: wire.Stop}); waited <- err }()
	p.serve()
	if err := <-waited; err != nil {
		t.Errorf("a stop while the engine comes back: %v", err)
	}
}

// TestEventsOnce: every event arrives, in order and once, over connections that break at any moment.
func TestEventsOnce(t *testing.T) {
	p := newPair(t)
	const rounds, each = 12, 150
	for range rounds {
		p.spool.add(each)
		p.stop() // waits for what is under way, or cuts it off
		p.serve()
	}
	p.await("all events", func() bool { return p.spool.left() == 0 })
	for i, n := range p.record.got() {
		if n != uint64(i+1) {
			t.Fatalf("event %d has number %d", i, n)
		}
	}
	if n := len(p.record.got()); n != rounds*each {
		t.Errorf("%d events, want %d", n, rounds*each)
	}
}

// TestRecordRefuses: what is not on record is not acknowledged, and comes when it can be.
func TestRecordRefuses(t *testing.T) {
	p := newPair(t)
	p.record.refuse = true
	p.spool.add(3)
	if _, err := p.do(wire.Request{Verb: wire.Look}); err != nil {
		t.Fatal(err)
	}
	if p.spool.left() != 3 {
		t.Error("acknowledged without a record")
	}
	p.record.mu.Lock()
	p.record.refuse = false
	p.record.mu.Unlock()
	p.await("they are on record", func() bool { return p.spool.left() == 0 })
	if got := p.record.got(); !slices.Equal(got, []uint64{1, 2, 3}) {
		t.Errorf("on record %v", got)
	}
}

// TestRecordBehind: a record that refuses for long costs no connection, over which a stop goes; when it is back everything is
// on it, once and in order.
func TestRecordBehind(t *testing.T) {
	p := newPair(t)
	p.record.mu.Lock()
	p.record.refuse = true
	p.record.mu.Unlock()
	look := func() {
		t.Helper()
		if _, err := p.do(wire.Request{Verb: wire.Look}); err != nil {
			t.Fatal(err)
		}
	}
	look()
	const events = 3 * batch
	for range events { // one a line
		p.spool.add(1)
		look()
	}
	p.spool.mu.Lock()
	met := len(p.spool.met)
	p.spool.mu.Unlock()
	if met != 1 || p.spool.left() != events {
		t.Errorf("%d connections, and %d events wait; want one, and %d", met, p.spool.left(), events)
	}
	p.record.mu.Lock()
	p.record.refuse = false
	p.record.mu.Unlock()
	p.await("they are on record", func() bool { return p.spool.left() == 0 })
	p.spool.add(2)
	p.await("and what comes then", func() bool { return p.spool.left() == 0 })
	for i, n := range p.record.got() {
		if n != uint64(i+1) {
			t.Fatalf("event %d has number %d", i, n)
		}
	}
	if n := len(p.record.got()); n != events+2 {
		t.Errorf("%d events on record, want %d", n, events+2)
	}
}

// TestStrangers: whatever somebody says who is no client, it is told nothing and the others go on.
func TestStrangers(t *testing.T) {
	p := newPair(t)
	for _, text := range []string{
		"GET / HTTP/1.1\r\n\r\n", "\n", "null\n", "[]\n", "{}\n", `{"v":1}` + "\n", `{"v":2,"end":true}` + "\n", `{"v":1,"end":true,"got":1}` + "\n",
		`{"v":1,"request":{"v":1,"verb":"stop"}}` + "\n", `{"v":1,"id":1,"end":true}` + "\n", `{"v":1,"end":true}{"v":1,"end":true}` + "\n",
		`{"v":1,"id":1,"request":{"v":1,"verb":"stop","force":9}}` + "\n", `{"v":1,"follow":{"spool":"","after":0}}` + "\n" + `{"v":1,"follow":{"spool":"","after":0}}` + "\n",
		strings.Repeat("x", longest+1) + "\n",
	} {
		conn, err := net.Dial("unix", p.socket)
		if err != nil {
			t.Fatal(err)
		}
		lines := newReader(conn)
		var first said
		if err := lines.next(&first); err != nil || first.Hello == nil {
			t.Fatalf("greeted with %+v, %v", first, err)
		}
		_, _ = conn.Write([]byte(text)) // it may be cut off before the end
		var more said
		if err := lines.next(&more); err == nil {
			t.Errorf("%.60q was answered with %+v", text, more)
		}
		_ = conn.Close()
	}
	if n := len(p.ended) + p.desk.heard(wire.Stop); n > 0 {
		t.Errorf("%d things done for strangers", n)
	}
	if _, err := p.do(wire.Request{Verb: wire.Look}); err != nil {
		t.Error(err)
	}
}

// TestVersion: an engine of another version is not talked to, and the reason is told.
func TestVersion(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte(`{"v":9,"hello":{"pid":1,"spool":"","chair":"","body":""}}` + "\n"))
			_ = conn.Close()
		}
	}()
	c := &Client{Socket: socket, Logger: quiet}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	running, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); c.Run(running) }()
	if _, err := c.Do(ctx, wire.Request{Verb: wire.Look}); err == nil || !strings.Contains(err.Error(), "version 9") {
		t.Errorf("got %v, want that its version is 9", err)
	}
	stop()
	<-ended
	_ = l.Close()
	<-done
}

func TestSocket(t *testing.T) {
	dir := t.TempDir()
	path, err := SocketPath(dir)
	if err != nil || path != filepath.Join(dir, "run", "engine.sock") {
		t.Fatal(path, err)
	}
	if long, err := SocketPath(filepath.Join(dir, strings.Repeat("d", 120))); err != nil || len(long) > longestPath || strings.HasPrefix(long, dir) {
		t.Errorf("of a long path: %s, %v", long, err)
	}
	for range 2 { // the second time over what a killed engine left behind
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: "@unused" + filepath.Base(dir)})
		if err == nil {
			_ = l.Close()
		}
		made, err := Listen(path)
		if err != nil {
			t.Fatal(err)
		}
		made.(*net.UnixListener).SetUnlinkOnClose(false)
		for p, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
			if info, err := os.Stat(p); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: %v, %v; want %v", p, info.Mode(), err, want)
			}
		}
		if err := made.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(path); err == nil {
		t.Error("a file that is no socket was taken away")
	}
	link := filepath.Join(dir, "elsewhere")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(filepath.Join(link, "s")); err == nil {
		t.Error("listens in a directory that somebody's link points to")
	}
}

// FuzzAsked: whatever a client says, it is refused with a reason or is a message that reads back the same.
func FuzzAsked(f *testing.F) {
	for _, seed := range []string{
		`{"v":1,"id":3,"request":{"v":1,"verb":"look"}}`, `{"v":1,"follow":{"spool":"6f","after":41}}`, `{"v":1,"got":43}`, `{"v":1,"end":true}`,
		`{"v":1,"id":18446744073709551615,"request":{}}`, `{"V":1,"END":true}`, `{"v":1,"got":1e0}`, `{"v":1,"end":true}x`, "", "{", "\x00", "[[[[",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var m asked
		if decode(line, &m) == nil {
			again(t, &m, &asked{})
		}
	})
}

// FuzzSaid is the same for what the engine says.
func FuzzSaid(f *testing.F) {
	for _, seed := range []string{
		`{"v":1,"hello":{"pid":7,"spool":"6f","chair":"bench-4d","body":"ansur:1"}}`, `{"v":1,"id":3,"refused":"busy"}`,
		`{"v":1,"id":3,"reply":{"v":1,"snapshot":{"v":1,"seq":1}}}`, `{"v":1,"events":[{"event":"summary","outcome":"finished","seq":1}]}`, `{"v":1,"events":[]}`, "{}", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var m said
		if decode(line, &m) == nil {
			again(t, &m, &said{})
		}
	})
}

// again writes a message and reads it back.
func again(t *testing.T, m, into message) {
	t.Helper()
	line, err := encode(m)
	if err != nil {
		t.Fatalf("%+v cannot be written: %v", m, err)
	}
	if err := decode(line, into); err != nil {
		t.Fatalf("%s is not read back: %v", line, err)
	}
	second, err := json.Marshal(into)
	if err != nil || string(second)+"\n" != string(line) {
		t.Fatalf("%s reads back as %s", line, second)
	}
}
