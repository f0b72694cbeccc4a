package simlink

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
)

// Options opens a chair at the far end of a socket. Profile and Clock are required.
type Options struct {
	Profile *chair.Profile       // must be that of the far end
	Clock   func() time.Duration // the engine's, which must run on by itself; called from two goroutines

	// Answer is how long Apply waits for the chair's answer before the command counts as unverified; 0 is a quarter of
	// the profile's heartbeat. A socket on one machine answers within a millisecond or so: what takes longer is a
	// process that does not run.
	Answer time.Duration
}

// Chair is a driver.Chair over a socket. As with every driver, one goroutine uses it. A link that has ended stays so:
// open another.
type Chair struct {
	profile chair.Profile
	clock   func() time.Duration
	patient time.Duration
	link    *link
	timer   *time.Timer // Apply's

	number   uint64 // of the last frame sent
	sequence uint64 // of the last Cleared taken since the zero Cleared
	buf      [largest]byte
	closed   bool
}

var _ driver.Chair = (*Chair)(nil)

// Dial connects to the chair that listens at a Unix socket's path, and returns once it has sent its first report. ctx
// bounds the wait.
func Dial(ctx context.Context, path string, o Options) (*Chair, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("no chair listens at %s (%w): start one with lumbar twin --socket %s", path, err, path)
	}
	c, err := open(ctx, conn, o)
	if err != nil {
		return nil, fmt.Errorf("opening the chair at %s: %w", path, err)
	}
	return c, nil
}

// open drives a chair over a connection, which is the driver's from then on.
func open(ctx context.Context, conn net.Conn, o Options) (*Chair, error) {
	c := &Chair{profile: *o.Profile, clock: o.Clock, patient: o.Answer, link: newLink(conn, o.Clock), timer: time.NewTimer(time.Hour)}
	if c.patient == 0 {
		c.patient = c.profile.Heartbeat / 4
	}
	c.timer.Stop()
	if err := c.link.greet(ctx, &c.profile); err != nil {
		c.link.close()
		return nil, err
	}
	return c, nil
}

// Profile is what the driver was opened with; the chair has said that it goes by the same.
func (c *Chair) Profile() chair.Profile { return c.profile }

// Counts is what has come over the link so far.
func (c *Chair) Counts() Counts {
	c.link.mu.Lock()
	defer c.link.mu.Unlock()
	return c.link.counts
}

var errNoAnswer = errors.New("no answer in time")

// Apply implements driver.Chair. Without an answer it returns after Options.Answer, whatever ctx allows: the caller has
// a tick to keep. The zero Cleared is sent, and its answer waited for, even if ctx is done.
func (c *Chair) Apply(ctx context.Context, cleared guard.Cleared) error {
	if idle, err := driver.Refuse(ctx, cleared, driver.State{Now: c.clock(), Last: c.sequence, Closed: c.closed}); idle || err != nil {
		return err
	}
	cmd := command{sequence: cleared.Sequence(), what: cleared.Command()}
	if !finite(&cmd.what) {
		return fmt.Errorf("apply: the command is %w", errNumbers)
	}
	if cmd.sequence != 0 {
		cmd.expires = c.link.notLater(cleared.Expires())
	}
	v, err := c.send(ctx, &cmd)
	if v == taken || errors.As(err, new(*driver.Unverified)) { // it may have been taken
		c.sequence = cleared.Sequence()
	}
	return err
}

// send sends a command and waits for what became of it.
func (c *Chair) send(ctx context.Context, cmd *command) (verdict, error) {
	done := ctx.Done()
	if cmd.sequence == 0 {
		if ctx.Err() != nil {
			done = nil
		}
	} else if err := c.link.why(); err != nil {
		return 0, fmt.Errorf("apply: the link has ended, open the chair again: %w", err)
	}
	c.number++
	cmd.number = c.number
	frame := cmd.frame(c.buf[:0])
	_ = c.link.conn.SetWriteDeadline(time.Now().Add(c.patient)) // a socket that has no deadlines says so in Write
	c.link.leaving(c.number)
	if n, err := c.link.conn.Write(frame); err != nil {
		if n > 0 {
			_ = c.link.conn.Close() // half a frame: what came after it would be torn
		}
		return 0, fmt.Errorf("apply: writing to the chair: %w", err)
	}
	c.timer.Reset(c.patient)
	defer c.timer.Stop()
	for {
		select {
		case a := <-c.link.answers:
			if a.number == cmd.number { // otherwise it came too late for the frame before
				return a.verdict, refused(a.verdict)
			}
		case <-done:
			return 0, &driver.Unverified{Doing: "apply", Err: ctx.Err()}
		case <-c.link.ended:
			return 0, &driver.Unverified{Doing: "apply", Err: c.link.why()}
		case <-c.timer.C:
			return 0, &driver.Unverified{Doing: "apply", Err: errNoAnswer}
		}
	}
}

// refused is what a verdict on a command means.
func refused(v verdict) error {
	switch v {
	case taken:
		return nil
	case late:
		return fmt.Errorf("apply: %w: when it came to the chair", driver.ErrExpired)
	case outOfOrder:
		return fmt.Errorf("apply: %w: the chair has had a newer one", driver.ErrExpired)
	}
	return errors.New("apply: the chair answered with something else")
}

// finite says whether a command is made of numbers.
func finite(c *chair.Command) bool {
	sum := float64(c.Heat)
	for i := range c.Axes {
		sum += 0*float64(c.Axes[i].Pos) + 0*float64(c.Axes[i].Vel)
	}
	for _, p := range c.Air {
		sum += 0 * float64(p)
	}
	return !math.IsNaN(sum - sum)
}

// Read implements driver.Chair.
func (c *Chair) Read(ctx context.Context) (chair.Report, error) {
	switch {
	case c.closed:
		return c.link.look(false), fmt.Errorf("read: %w", driver.ErrClosed)
	case ctx.Err() != nil:
		return c.link.look(false), fmt.Errorf("read: %w", ctx.Err())
	}
	r := c.link.look(true)
	if age := c.clock() - r.At; age > c.profile.Stale {
		err := fmt.Errorf("read: %w: it is %v old, at most %v is fresh", driver.ErrStale, age, c.profile.Stale)
		if why := c.link.why(); why != nil {
			err = fmt.Errorf("%w; the link has ended: %w", err, why)
		}
		return r, err
	}
	return r, nil
}
