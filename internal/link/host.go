package link

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Engine is what a host talks to.
type Engine interface {
	Do(ctx context.Context, r wire.Request) (wire.Reply, error)
}

// Events is the spool that is sent.
type Events interface {
	// Since is up to most events after a number, and what is closed when there are more.
	Since(after uint64, most int) ([]wire.Event, <-chan struct{})
	// Meet is told what a record holds already, by the spool that gave the number.
	Meet(spool string, after uint64) error
	// Ack lets go of the events up to a number.
	Ack(n uint64) error
}

// Host is the engine's end of the link. Engine and Hello are required.
type Host struct {
	Engine Engine
	Events Events // nil: there are none
	Hello  Hello
	End    func() // what a client asks for by End; nil: refused
	Logger *slog.Logger

	acks chan struct{} // something was acknowledged
	all  sync.WaitGroup

	mu    sync.Mutex
	conns map[*hosted]struct{}
}

// Limits of a connection.
const (
	mostRequests = 64 // under way at a time; stops have as many again of their own
	mostConns    = 32
	batch        = 64               // events in a line
	mostUnread   = 4 * mostRequests // lines that wait for a client to read them; one that lets more wait floods
	writeTime    = 2 * time.Second
	answerTime   = 5 * time.Second
	drainTime    = 2 * time.Second // for the last events to be acknowledged
)

// Serve takes connections until ctx is done; then it sends the last events, waits a moment for their
// acknowledgement, and closes the listener and every connection. Call it once.
func (h *Host) Serve(ctx context.Context, l net.Listener) error {
	h.acks, h.conns = make(chan struct{}, 1), map[*hosted]struct{}{}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	var err error
	for {
		var c net.Conn
		if c, err = l.Accept(); err != nil {
			break
		}
		h.take(c)
	}
	if ctx.Err() != nil {
		err = nil
		h.drain()
	}
	h.mu.Lock()
	for c := range h.conns {
		c.close()
	}
	h.mu.Unlock()
	h.all.Wait()
	return errors.Join(err, ignoreClosed(l.Close()))
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// drain waits until followers have acknowledged everything, or for a while.
func (h *Host) drain() {
	late := time.NewTimer(drainTime)
	defer late.Stop()
	for h.Events != nil && h.followed() {
		left, _ := h.Events.Since(0, 1)
		if len(left) == 0 {
			return
		}
		select {
		case <-h.acks:
		case <-late.C:
			return
		}
	}
}

// followed says whether anybody follows the events.
func (h *Host) followed() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.conns {
		if c.follows {
			return true
		}
	}
	return false
}

// hosted is one connection at the engine's end.
type hosted struct {
	host    *Host
	conn    net.Conn
	out     chan []byte
	done    chan struct{} // closed with the connection
	once    sync.Once
	slots   chan struct{} // requests under way
	stops   chan struct{} // stops under way
	workers sync.WaitGroup
	follows bool // under the host's mutex
}

// take runs a connection in goroutines of its own.
func (h *Host) take(conn net.Conn) {
	c := &hosted{
		host: h, conn: conn, out: make(chan []byte, mostUnread), done: make(chan struct{}),
		slots: make(chan struct{}, mostRequests), stops: make(chan struct{}, mostRequests),
	}
	h.mu.Lock()
	full := len(h.conns) >= mostConns
	if !full {
		h.conns[c] = struct{}{}
	}
	h.mu.Unlock()
	if full {
		h.Logger.Warn("too many connections to the engine", "most", mostConns)
		_ = conn.Close()
		return
	}
	h.all.Go(func() {
		c.workers.Go(c.write)
		hello := h.Hello
		c.say(&said{V: Version, Hello: &hello})
		if err := c.read(); !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
			h.Logger.Warn("a client of the engine was not understood", "err", err)
		}
		c.close()
		c.workers.Wait()
		h.mu.Lock()
		delete(h.conns, c)
		h.mu.Unlock()
		c.acked() // whoever waits for it need not any more
	})
}

// close ends the connection; any goroutine may.
func (c *hosted) close() {
	c.once.Do(func() {
		close(c.done)
		_ = c.conn.Close()
	})
}

// write sends what is said, in its order.
func (c *hosted) write() {
	for {
		select {
		case line := <-c.out:
			_ = c.conn.SetWriteDeadline(time.Now().Add(writeTime))
			if _, err := c.conn.Write(line); err != nil {
				c.close() // it reads no more
				return
			}
		case <-c.done:
			return
		}
	}
}

// say queues one message.
func (c *hosted) say(m *said) {
	line, err := encode(m)
	if err != nil {
		c.host.Logger.Error("a message could not be sent", "err", err)
		if m.ID == 0 {
			return
		}
		if line, err = encode(&said{V: Version, ID: m.ID, Refused: "the answer could not be written"}); err != nil {
			return
		}
	}
	select {
	case c.out <- line:
	case <-c.done:
	}
}

// trySay queues one message if there is room.
func (c *hosted) trySay(m *said) bool {
	line, err := encode(m)
	if err != nil {
		return false
	}
	select {
	case c.out <- line:
		return true
	default:
		return false
	}
}

// read takes what the client says. It never waits for an answer: the next line may be a stop.
func (c *hosted) read() error {
	lines := newReader(c.conn)
	for {
		var m asked
		if err := lines.next(&m); err != nil {
			return err
		}
		switch {
		case m.Request != nil:
			c.request(m.ID, *m.Request)
		case m.Follow != nil:
			if err := c.follow(*m.Follow); err != nil {
				return err
			}
		case m.Got > 0 && c.host.Events != nil:
			if err := c.host.Events.Ack(m.Got); err != nil {
				c.host.Logger.Error("letting go of events", "err", err)
			}
			c.acked()
		case m.End && c.host.End != nil:
			c.host.End()
		}
	}
}

func (c *hosted) acked() {
	select {
	case c.host.acks <- struct{}{}:
	default:
	}
}

// request hands a request on. A stop has room of its own.
func (c *hosted) request(id uint64, r wire.Request) {
	slots := c.slots
	if r.Verb.Urgent() {
		slots = c.stops
	}
	select {
	case slots <- struct{}{}:
	default:
		if !c.trySay(&said{V: Version, ID: id, Refused: "too many requests are under way; try again"}) {
			c.close() // it floods, and does not even read
		}
		return
	}
	c.workers.Go(func() {
		defer func() { <-slots }()
		ctx, cancel := context.WithTimeout(context.Background(), answerTime)
		defer cancel()
		reply, err := c.host.Engine.Do(ctx, r)
		if err != nil {
			c.say(&said{V: Version, ID: id, Refused: err.Error()})
			return
		}
		c.say(&said{V: Version, ID: id, Reply: &reply})
	})
}

// follow begins to send events, once.
func (c *hosted) follow(f follow) error {
	h := c.host
	h.mu.Lock()
	again := c.follows
	c.follows = h.Events != nil
	h.mu.Unlock()
	if again || h.Events == nil {
		return errors.New("events are followed once, where there are any")
	}
	if err := h.Events.Meet(f.Spool, f.After); err != nil {
		return err
	}
	c.workers.Go(func() {
		for sent := f.After; ; {
			events, more := h.Events.Since(sent, batch)
			if len(events) > 0 {
				c.say(&said{V: Version, Events: events})
				sent = events[len(events)-1].Seq
				select {
				case <-c.done:
					return
				default:
					continue
				}
			}
			select {
			case <-more:
			case <-c.done:
				return
			}
		}
	})
	return nil
}
