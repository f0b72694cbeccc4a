package link

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Record is where events go. Its methods are called by one goroutine at a time.
type Record interface {
	// Last is the number of the last event on record, and the spool that gave it.
	Last() (spool string, seq uint64)
	// Append puts events on record and returns when they last. It may be told the same twice.
	Append(spool string, events []wire.Event) error
}

// Client is the other end of the link. Do may be used by any goroutine; Run keeps the connection.
type Client struct {
	Socket string       // path
	Record Record       // nil: events are not followed
	Logger *slog.Logger // required

	once   sync.Once
	urgent chan []byte // goes before lines
	lines  chan []byte

	mu      sync.Mutex
	up      chan struct{} // closed while connected
	down    chan struct{} // closed when the connection has ended
	hello   Hello
	why     error // why there is no connection
	id      uint64
	pending map[uint64]chan said
}

// ErrAway is returned when the engine cannot be asked; whether it did something is then not known.
var ErrAway = errors.New("the engine does not answer")

// Waits between two attempts to connect.
const (
	backoffLeast = 20 * time.Millisecond
	backoffMost  = 500 * time.Millisecond
	helloTime    = 5 * time.Second // for the engine's first line
)

func (c *Client) begin() {
	c.once.Do(func() {
		c.urgent, c.lines = make(chan []byte), make(chan []byte)
		c.up, c.down, c.pending = make(chan struct{}), make(chan struct{}), map[uint64]chan said{}
		close(c.down)
		c.why = errors.New("not connected yet")
	})
}

// Run connects, again and again, until ctx is done. Call it once.
func (c *Client) Run(ctx context.Context) {
	c.begin()
	wait := backoffLeast
	said := ""
	for ctx.Err() == nil {
		met, err := c.connection(ctx)
		if met {
			wait, said = backoffLeast, ""
		}
		if text := err.Error(); text != said && ctx.Err() == nil {
			said = text
			c.Logger.Warn("no connection to the engine", "err", text)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
		wait = min(2*wait, backoffMost)
	}
}

// connection is one connection from beginning to end; met says whether the engine greeted.
func (c *Client) connection(ctx context.Context) (met bool, err error) {
	defer func() { c.ended(err) }()
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", c.Socket)
	if err != nil {
		return false, err
	}
	var workers sync.WaitGroup
	defer workers.Wait()
	closed := make(chan struct{})
	var once sync.Once
	end := func() { once.Do(func() { close(closed); _ = conn.Close() }) }
	defer end()
	stop := context.AfterFunc(ctx, end)
	defer stop()

	from := newReader(conn)
	_ = conn.SetReadDeadline(time.Now().Add(helloTime))
	var first said
	if err := from.next(&first); err != nil {
		return false, fmt.Errorf("the engine's greeting: %w", err)
	}
	if first.Hello == nil {
		return false, errors.New("the engine did not greet")
	}
	_ = conn.SetReadDeadline(time.Time{})
	c.Logger.Info("connected to the engine", "engine", first.Hello.PID)

	arrived := make(chan []wire.Event, batch)
	var missed atomic.Bool // some of them, as the record did not keep up
	workers.Go(func() { defer end(); c.write(conn, closed) })
	if c.Record != nil && first.Hello.Spool != "" {
		workers.Go(func() { defer end(); c.record(first.Hello.Spool, arrived, closed, &missed) })
	}
	c.connected(*first.Hello)
	for {
		var m said
		if err := from.next(&m); err != nil {
			return true, err
		}
		switch {
		case m.ID > 0:
			c.answer(m)
		case len(m.Events) > 0 && !missed.Load():
			select {
			case arrived <- m.Events:
			default: // the record is behind: it ends the connection when it is not any more, and they come again with the next
				missed.Store(true)
			}
		}
	}
}

func (c *Client) connected(h Hello) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hello, c.down = h, make(chan struct{})
	close(c.up)
}

// ended tells whoever waits that nothing comes any more.
func (c *Client) ended(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.why = err
	select {
	case <-c.up:
		c.up = make(chan struct{})
		close(c.down)
	default:
	}
	clear(c.pending)
}

// write sends what is asked, stops first.
func (c *Client) write(conn net.Conn, closed <-chan struct{}) {
	for {
		var line []byte
		select {
		case line = <-c.urgent:
		default:
			select {
			case line = <-c.urgent:
			case line = <-c.lines:
			case <-closed:
				return
			}
		}
		_ = conn.SetWriteDeadline(time.Now().Add(writeTime))
		if _, err := conn.Write(line); err != nil {
			return
		}
	}
}

// againAfter is how long the record may catch its breath when it refused events.
const againAfter = time.Second

// record follows the events, puts them on record and acknowledges them.
func (c *Client) record(spool string, arrived <-chan []wire.Event, closed <-chan struct{}, missed *atomic.Bool) {
	from, after := c.Record.Last()
	if !c.tell(&asked{V: Version, Follow: &follow{Spool: from, After: after}}, closed) {
		return
	}
	for {
		var events []wire.Event
		select {
		case events = <-arrived:
		case <-closed:
			return
		}
		for err := c.Record.Append(spool, events); err != nil; err = c.Record.Append(spool, events) {
			c.Logger.Error("events could not be put on record; it is tried again", "err", err)
			select {
			case <-time.After(againAfter):
			case <-closed:
				return
			}
		}
		if !c.tell(&asked{V: Version, Got: events[len(events)-1].Seq}, closed) {
			return
		}
		if missed.Load() && len(arrived) == 0 {
			return // what was missed comes with another connection; until now this one was needed: a stop goes over it
		}
	}
}

// tell queues a message that has no answer.
func (c *Client) tell(m *asked, closed <-chan struct{}) bool {
	line, err := encode(m)
	if err != nil {
		return false
	}
	select {
	case c.lines <- line:
		return true
	case <-closed:
		return false
	}
}

func (c *Client) answer(m said) {
	c.mu.Lock()
	to := c.pending[m.ID]
	delete(c.pending, m.ID)
	c.mu.Unlock()
	if to != nil { // else nobody waits for it any more
		to <- m
	}
}

// connect waits until there is a connection; down is closed with it.
func (c *Client) connect(ctx context.Context) (h Hello, down <-chan struct{}, err error) {
	c.begin()
	for {
		c.mu.Lock()
		up, down, hello := c.up, c.down, c.hello
		met := false
		select {
		case <-up: // asked under the lock: up and down change together
			met = true
		default:
		}
		c.mu.Unlock()
		if met {
			return hello, down, nil
		}
		select {
		case <-up:
		case <-ctx.Done():
			c.mu.Lock()
			why := c.why
			c.mu.Unlock()
			return hello, nil, fmt.Errorf("%w: %w (%w)", ErrAway, why, ctx.Err())
		}
	}
}

// Hello waits for a connection and says who answers.
func (c *Client) Hello(ctx context.Context) (Hello, error) {
	h, _, err := c.connect(ctx)
	return h, err
}

// Do asks the engine for something and waits for the answer; while there is no connection, for that. Any goroutine
// may call it. The error is ErrAway, or says why the engine was not asked.
func (c *Client) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	_, down, err := c.connect(ctx)
	if err != nil {
		return wire.Reply{}, err
	}
	got := make(chan said, 1)
	c.mu.Lock()
	c.id++
	id := c.id
	c.pending[id] = got
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.pending, id)
		c.mu.Unlock()
	}()
	line, err := encode(&asked{V: Version, ID: id, Request: &r})
	if err != nil {
		return wire.Reply{}, err
	}
	to := c.lines
	if r.Verb.Urgent() {
		to = c.urgent
	}
	for to != nil {
		select {
		case to <- line:
			to = nil
		case <-down:
			return wire.Reply{}, fmt.Errorf("%w: the connection ended", ErrAway)
		case <-ctx.Done():
			return wire.Reply{}, fmt.Errorf("%w: %w", ErrAway, ctx.Err())
		}
	}
	select {
	case m := <-got:
		if m.Refused != "" {
			return wire.Reply{}, fmt.Errorf("%w: %s", ErrAway, m.Refused)
		}
		return *m.Reply, nil
	case <-down:
		return wire.Reply{}, fmt.Errorf("%w: the connection ended", ErrAway)
	case <-ctx.Done():
		return wire.Reply{}, fmt.Errorf("%w: %w", ErrAway, ctx.Err())
	}
}

// End asks the engine to stop in order and to end.
func (c *Client) End(ctx context.Context) error {
	_, down, err := c.connect(ctx)
	if err != nil {
		return err
	}
	if !c.tell(&asked{V: Version, End: true}, down) {
		return ErrAway
	}
	return nil
}

var _ Engine = (*Client)(nil)
