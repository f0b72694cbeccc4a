// Package sim drives the simulated chair: the port of package driver over internal/twin.
//
// The twin has no time of its own. Read and Apply first let it run up to the moment that the clock tells, so that a
// caller who stays away finds a chair that noticed: it has missed its heartbeat and retracted by itself.
package sim

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/unit"
)

// Options opens a simulated chair. Both are required.
type Options struct {
	Twin  *twin.Twin
	Clock func() time.Duration // the engine's; time that stands still or runs backwards lets nothing happen
}

// Chair is a driver.Chair over a twin. As with every driver, one goroutine uses it.
type Chair struct {
	twin    *twin.Twin
	profile chair.Profile
	clock   func() time.Duration
	since   time.Duration // the clock's time at which the twin's was 0

	sequence uint64        // of the last Cleared taken since the zero Cleared
	command  chair.Command // what arrives with the next step
	waiting  bool
	report   chair.Report               // the newest reading
	hand     [chair.SideEnd]unit.Newton // that presses on a roller, for trying its cell
	closed   bool

	assistant assistant
}

var _ driver.Chair = (*Chair)(nil)

// New is the chair as it stands now.
func New(o Options) *Chair {
	return &Chair{twin: o.Twin, profile: o.Twin.Profile(), clock: o.Clock, since: o.Clock() - o.Twin.Now()}
}

// Profile is the twin's.
func (c *Chair) Profile() chair.Profile { return c.profile }

var errNoAnswer = errors.New("its cable is pulled, or it has no power")

// Apply implements driver.Chair.
func (c *Chair) Apply(ctx context.Context, cleared guard.Cleared) error {
	if idle, err := driver.Refuse(ctx, cleared, driver.State{Now: c.clock(), Last: c.sequence, Closed: c.closed}); idle || err != nil {
		return err
	}
	c.catchUp()
	c.sequence = cleared.Sequence() // the zero Cleared begins anew: another guard may follow
	if !c.twin.Answers() {
		return &driver.Unverified{Doing: "apply", Err: errNoAnswer}
	}
	c.command, c.waiting = cleared.Command(), true
	return nil
}

// Read implements driver.Chair.
func (c *Chair) Read(ctx context.Context) (chair.Report, error) {
	switch {
	case c.closed:
		return c.report, fmt.Errorf("read: %w", driver.ErrClosed)
	case ctx.Err() != nil:
		return c.report, fmt.Errorf("read: %w", ctx.Err())
	}
	c.catchUp()
	now := c.since + c.twin.Now()
	if c.report.Seq == 0 || c.report.At != now {
		c.read()
	}
	if age := c.clock() - c.report.At; c.report.Seq == 0 || age > c.profile.Stale {
		return c.report, fmt.Errorf("read: %w: it is %v old, at most %v is fresh", driver.ErrStale, age, c.profile.Stale)
	}
	return c.report, nil
}

// read takes a new reading, if the chair answers, and puts it on the engine's clock.
func (c *Chair) read() bool {
	if !c.twin.Report(&c.report) {
		return false
	}
	c.report.At += c.since
	c.feel(&c.report)
	return true
}

// catchUp lets the twin run up to the clock, with the command that waits for its next step.
func (c *Chair) catchUp() {
	n := int((c.clock() - c.since - c.twin.Now()) / twin.Tick)
	switch {
	case n <= 0:
	case c.waiting:
		c.waiting = false
		c.twin.Run(&c.command, n)
	default:
		c.twin.Run(nil, n)
	}
}

// step lets one tick of the twin pass, with the command that waits for it.
func (c *Chair) step() {
	if !c.waiting {
		c.twin.Step(nil)
		return
	}
	c.waiting = false
	c.twin.Step(&c.command)
}

// closeWithin is how long Close lets the simulated chair go on, in simulated time, until its depth is at home.
const closeWithin = 5 * time.Second

// Close implements driver.Chair. The simulated chair's own means are its missed heartbeat: Close switches its drives off
// and lets it go on in silence, ahead of the clock by at most closeWithin of simulated time.
func (c *Chair) Close() error {
	if c.closed {
		return nil
	}
	c.catchUp()
	c.closed = true
	c.command, c.waiting = chair.Command{}, true
	for end := c.twin.Now() + closeWithin; c.twin.Now() < end; {
		c.step()
		if c.home() {
			break
		}
	}
	c.command, c.waiting = chair.Command{}, true
	c.step()
	switch {
	case !c.read():
		return &driver.Unverified{Doing: "close", Err: errNoAnswer}
	case !c.home():
		return driver.NotHome(&c.profile, &c.report)
	}
	return nil
}

// home says whether the depth is reported to be at home; without a depth axis it is.
func (c *Chair) home() bool {
	return !c.profile.Axes[chair.Depth].Fitted || c.read() && driver.Home(&c.profile, &c.report)
}

// Truth is what really is in the simulation, for tests and for pictures marked as such. It is of the moment of the
// last Read or Apply.
func (c *Chair) Truth() twin.Truth { return c.twin.Truth() }

// Answer is what the simulated person says now.
func (c *Chair) Answer() twin.Answer { return c.twin.Answer() }

// Inject begins or ends a failure.
func (c *Chair) Inject(f twin.Failure, on bool) {
	if !c.closed {
		c.catchUp()
	}
	c.twin.Inject(f, on)
}
