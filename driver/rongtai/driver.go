package rongtai

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
)

// Options opens a chair. Profile and Clock are required.
type Options struct {
	Profile *chair.Profile       // of a closed chair whose protocol is rongtai
	Clock   func() time.Duration // the engine's; called from the driver's goroutines too
	Address string               // such as AA:BB:CC:00:10:13; empty: the one whose name begins as the profile says
	Adapter string               // hci0 by default
	Bus     string               // a D-Bus address; empty: the system's
	Trace   driver.Trace         // is told of every frame; nil: nobody is
	Patient time.Duration        // how long Close waits for a stop to be seen; 0 is 10 s, four of the chair's stopping times
}

// Counts is what came over the link.
type Counts struct {
	Frames  int // believed
	Foreign int // dropped: of wrong length, marker or checksum
}

// Chair is a driver.Chair over Bluetooth LE. One goroutine uses it. It has two of its own, the link's and the watch's, which
// end with Close.
//
// Apply brings the chair to the Cleared's setting key by key, one a call. It returns nil once the chair's own report shows
// all of it; until then, and when nothing can be seen, an *driver.Unverified says how far it has come. When no Cleared comes
// before the last one expires, the driver stops the chair itself and says so in Report.Lost. When this process ends, the
// chair goes on until its own timer: its profile says runs_on.
type Chair struct {
	profile chair.Profile
	clock   func() time.Duration
	link    carrier
	passes  func() // of a simulated chair: lets its time pass until now; nil otherwise
	patient time.Duration
	trace   driver.Trace
	end     context.CancelFunc
	ended   sync.WaitGroup
	first   chan struct{} // closed with the first report
	news    chan struct{} // holds one: a report came, or the link changed

	mu       sync.Mutex
	desk     desk
	report   chair.Report
	counts   Counts
	sequence uint64
	expires  time.Duration
	beats    bool // a Cleared was taken, so that silence means something
	lost     bool
	touched  bool // something was applied: the chair is to be stopped before it is let go of
	closed   bool
}

var _ driver.Chair = (*Chair)(nil)

// carrier carries frames between the driver and the chair, and hands on what the chair notifies.
type carrier interface {
	run(ctx context.Context)                                        // until ctx is done
	why() error                                                     // why the link is down, or nil
	write(ctx context.Context, frame []byte) (left bool, err error) // as link.write
}

// Open connects to the chair and returns once it has said what it is at. ctx bounds the wait, and the error says why it was
// in vain.
func Open(ctx context.Context, o Options) (*Chair, error) {
	c, err := newChair(&o)
	if err != nil {
		return nil, err
	}
	c.link = &link{bus: o.Bus, adapter: o.Adapter, address: o.Address, names: o.Profile.Closed.Names, heard: c.hear, changed: c.tell, err: errConnecting}
	c.begin(ctx)
	select {
	case <-c.first:
		return c, nil
	case <-ctx.Done():
		why := c.link.why()
		c.end()
		c.ended.Wait()
		return nil, fmt.Errorf("opening %s: %w", o.Profile.Name, errors.Join(why, ctx.Err()))
	}
}

// newChair is a chair that has no link yet.
func newChair(o *Options) (*Chair, error) {
	p := o.Profile.Closed
	if p == nil || p.Protocol != "rongtai" {
		return nil, fmt.Errorf("opening %s: its profile is not of a closed chair of the protocol rongtai", o.Profile.Name)
	}
	c := &Chair{profile: *o.Profile, clock: o.Clock, trace: o.Trace, first: make(chan struct{}), news: make(chan struct{}, 1)}
	if c.patient = o.Patient; c.patient == 0 {
		c.patient = closeTime
	}
	c.desk = desk{profile: p, stale: o.Profile.Stale}
	for _, m := range p.Modes {
		k, ok := modeKey(m.Name)
		if !ok {
			return nil, fmt.Errorf("opening %s: no key of this chair is called %q: knead, shiatsu or tap", o.Profile.Name, m.Name)
		}
		c.desk.keys = append(c.desk.keys, k)
	}
	return c, nil
}

// begin starts the driver's own goroutines.
func (c *Chair) begin(ctx context.Context) {
	var running context.Context
	running, c.end = context.WithCancel(context.WithoutCancel(ctx))
	c.ended.Go(func() { c.link.run(running) })
	c.ended.Go(func() { c.watch(running) })
}

// Profile is what it was opened with.
func (c *Chair) Profile() chair.Profile { return c.profile }

// Counts is what has come over the link so far.
func (c *Chair) Counts() Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts
}

// tell wakes whoever waits for news.
func (c *Chair) tell() {
	select {
	case c.news <- struct{}{}:
	default:
	}
}

// hear takes what the chair notified. What is no status frame is dropped and counted.
func (c *Chair) hear(frame []byte) {
	defer c.tell()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.crossed(false, frame, nil)
	s, err := DecodeStatus(frame)
	if err != nil {
		c.counts.Foreign++
		return
	}
	at := c.clock()
	c.counts.Frames++
	if c.report.Seq == 0 {
		close(c.first)
	}
	c.desk.hear(at, s)
	if at > c.report.At || c.report.Seq == 0 { // two at one moment, as on a clock that stands still, are one reading
		c.report.Seq++
	}
	c.report.At, c.report.Closed = at, c.desk.report()
	c.alone(context.Background(), at)
}

// crossed tells of a frame, if anybody listens. why is what is known to be wrong with its sending.
func (c *Chair) crossed(toChair bool, frame []byte, why error) {
	if c.trace == nil {
		return
	}
	meaning, wrong := Meaning(frame)
	c.trace(driver.Frame{At: c.clock(), ToChair: toChair, Bytes: frame, Meaning: meaning, Why: errors.Join(why, wrong)})
}

// alone sees a stop through that nobody else may press on with, and begins one when the caller has fallen silent. The caller
// holds the lock.
func (c *Chair) alone(ctx context.Context, at time.Duration) {
	c.silent(at)
	if c.desk.setting.Mode == 0 && c.beats {
		_ = c.press(ctx) // what came of it is in the next report
	}
}

// silent stops the chair when the last Cleared has expired: no heartbeat comes any more. The caller holds the lock.
func (c *Chair) silent(at time.Duration) {
	if c.beats && at > c.expires && !c.lost {
		c.lost = true
		c.desk.ask(chair.Setting{})
	}
}

// watchEvery is how often the watch looks whether a stop is under way that nobody else presses on with.
const watchEvery = 100 * time.Millisecond

// watch stops a chair that is left alone, and sees every stop through.
func (c *Chair) watch(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		c.mu.Lock()
		c.alone(ctx, c.clock())
		c.mu.Unlock()
	}
}

// press presses the key that is due, if one is. The caller holds the lock.
func (c *Chair) press(ctx context.Context) error {
	at := c.clock()
	w, ok := c.desk.next(at)
	if !ok {
		return nil
	}
	frame := Command{FromLink, w.key()}.Encode()
	left, err := c.link.write(ctx, frame[:])
	c.crossed(true, frame[:], err)
	if left {
		c.desk.sent(at, w)
	}
	return err
}

// Apply implements driver.Chair.
func (c *Chair) Apply(ctx context.Context, cleared guard.Cleared) error {
	zero := cleared.Sequence() == 0
	c.mu.Lock()
	defer c.mu.Unlock()
	if idle, err := driver.Refuse(ctx, cleared, driver.State{Now: c.clock(), Last: c.sequence, Closed: c.closed}); idle || err != nil {
		return err
	}
	if why := c.link.why(); why != nil && !zero {
		return fmt.Errorf("apply: %w", why)
	}
	set := cleared.Setting()
	if set.Mode > len(c.desk.keys) {
		return fmt.Errorf("apply: mode %d of %d", set.Mode, len(c.desk.keys))
	}
	c.touched = true
	c.sequence, c.expires = cleared.Sequence(), cleared.Expires()
	c.beats = c.beats && zero || !zero
	if zero {
		c.expires = c.clock() + c.profile.Heartbeat
	} else {
		c.lost = false
	}
	c.desk.ask(set)
	if zero {
		ctx = context.WithoutCancel(ctx)
	}
	return c.outcome(c.press(ctx))
}

// outcome is how things stand with the setting. The caller holds the lock.
func (c *Chair) outcome(err error) error {
	at := c.clock()
	if err == nil {
		err = c.link.why()
	}
	if age := at - c.desk.heardAt; err == nil && age > c.profile.Stale {
		err = fmt.Errorf("the chair was last heard %v ago", age)
	}
	if state := c.desk.state(); err == nil && state != "" {
		err = errors.New(state)
	}
	if err == nil {
		return nil
	}
	return &driver.Unverified{Doing: "apply", Err: err}
}

// Read implements driver.Chair.
func (c *Chair) Read(ctx context.Context) (chair.Report, error) {
	if c.passes != nil {
		c.passes()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.report
	r.Lost = c.lost
	switch {
	case c.closed:
		return r, fmt.Errorf("read: %w", driver.ErrClosed)
	case ctx.Err() != nil:
		return r, fmt.Errorf("read: %w", ctx.Err())
	}
	if age := c.clock() - r.At; age > c.profile.Stale {
		err := fmt.Errorf("read: %w: it is %v old, at most %v is fresh", driver.ErrStale, age, c.profile.Stale)
		if why := c.link.why(); why != nil {
			err = fmt.Errorf("%w; %w", err, why)
		}
		return r, err
	}
	return r, nil
}

// How long Close waits for a stop to be seen: for a chair that answers, and for one whose link is down and may come back.
const (
	closeTime = 10 * time.Second
	downTime  = 2 * time.Second
)

// Close implements driver.Chair. It ends within Options.Patient and 3 s. A chair of which nothing was ever asked here is let go
// of as it is: whoever works it by its own remote goes on.
func (c *Chair) Close() error {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil
	}
	c.closed = true
	touched := c.touched
	if touched {
		c.desk.ask(chair.Setting{})
	}
	c.mu.Unlock()
	var err error
	if touched {
		err = c.stop()
	}
	c.end()
	c.ended.Wait()
	return err
}

// stop presses until a stop is seen, or time is up.
func (c *Chair) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), c.patient)
	defer cancel()
	down := time.NewTimer(downTime)
	defer down.Stop()
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		if c.passes != nil {
			c.passes()
		}
		c.mu.Lock()
		err := c.outcome(c.press(ctx))
		busy := underWay(c.desk.action.Progress)
		c.mu.Unlock()
		if err == nil && !busy {
			return nil
		}
		if c.link.why() == nil {
			down.Reset(downTime)
		}
		select {
		case <-c.news:
		case <-tick.C:
		case <-ctx.Done():
			return closing(err)
		case <-down.C:
			return closing(err)
		}
	}
}

// closing is an outcome of Apply as one of Close.
func closing(err error) error {
	var u *driver.Unverified
	if errors.As(err, &u) {
		err = u.Err
	}
	return &driver.Unverified{Doing: "close", Err: fmt.Errorf("press the chair's own power key if it moves: %w", err)}
}
