package modbus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
)

// Options opens a chair. Profile, Template, Link and Clock are required.
type Options struct {
	Profile  *chair.Profile
	Template *Template // of the same text as the profile
	Link     Link
	Clock    func() time.Duration // the engine's, which must run on by itself

	Answer time.Duration       // how long a unit may take to answer; 0 is as the template says
	Trace  driver.Trace        // is told of every request, and of what came of it; nil: nobody is
	Wait   func(time.Duration) // lets time pass while Close waits for the chair; nil is time.Sleep
}

// Chair is a driver.Chair over Modbus. As with every driver, one goroutine uses it.
type Chair struct {
	profile  chair.Profile
	template *Template
	clock    func() time.Duration
	wait     func(time.Duration)
	bus      *bus
	drive    *plan // writes and reads
	watch    *plan // only reads
	quiet    time.Duration

	sequence  uint64
	report    chair.Report
	handed    bool          // the report has been
	commanded bool          // a Cleared has been sent, and the units have not acted by themselves since
	asked     time.Duration // when something was last sent
	alone     bool          // the units have been left alone for so long that they have acted by themselves
	unmoved   bool          // they say that they have not: they get their time again, and more
	again     bool          // units were put back into service by the last cycle
	closed    bool
}

var _ driver.Chair = (*Chair)(nil)

// opening is how long a unit may take to answer while a chair is opened: nothing moves then, and some have to wake up.
const opening = time.Second

// Open connects to a chair, has its units' settings put right, and takes the first reading. Nothing is driven by it, and
// what the chair does by itself at that moment goes on. ctx bounds the wait.
func Open(ctx context.Context, o Options) (*Chair, error) {
	if takes, period := o.Template.Takes(o.Link), o.Profile.Period(); takes > period {
		return nil, fmt.Errorf("one cycle takes at least %v on a line of %d baud, and the profile wants one each %v: a faster line, several behind a gateway, or fewer units on it",
			takes.Round(100*time.Microsecond), o.Link.Baud, period)
	}
	l, err := o.Link.open(ctx, newTap(o.Trace, o.Clock))
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", o.Profile.Name, err)
	}
	c := &Chair{
		profile: *o.Profile, template: o.Template, clock: o.Clock, wait: o.Wait, quiet: o.Template.quiet(), handed: true,
		drive: makePlan(o.Template, true), watch: makePlan(o.Template, false),
	}
	if c.wait == nil {
		c.wait = time.Sleep
	}
	answer := o.Answer
	if answer == 0 {
		answer = o.Template.answer
	}
	patient := max(answer, opening)
	if err := o.Template.settle(ctx, l, patient); err != nil {
		_ = l.close() // the error before it counts
		return nil, fmt.Errorf("opening %s: %w", o.Profile.Name, err)
	}
	c.bus = newBus(l, patient, o.Profile)
	if err := c.look(ctx); err != nil {
		c.bus.close()
		return nil, fmt.Errorf("opening %s: the first reading: %w", o.Profile.Name, err)
	}
	c.bus.patience(answer)
	return c, nil
}

// Profile is what the driver was opened with.
func (c *Chair) Profile() chair.Profile { return c.profile }

// Counts is what the link has carried so far.
func (c *Chair) Counts() Counts { return c.bus.look() }

// Apply implements driver.Chair. It sends the command and takes the next reading in one cycle. Without an answer it returns
// when every unit has had the time that the template gives it. The zero Cleared is sent even if ctx is done.
func (c *Chair) Apply(ctx context.Context, cleared guard.Cleared) error {
	if idle, err := driver.Refuse(ctx, cleared, driver.State{Now: c.clock(), Last: c.sequence, Closed: c.closed}); idle || err != nil {
		return err
	}
	zero := cleared.Sequence() == 0
	if zero && ctx.Err() != nil {
		ctx = context.Background()
	}
	if !c.bus.ready() && !zero {
		return fmt.Errorf("apply: %w", errBusy)
	}
	return c.send(ctx, cleared, zero)
}

// send carries a Cleared out.
func (c *Chair) send(ctx context.Context, cleared guard.Cleared, zero bool) error {
	if err := c.bus.free(ctx); err != nil {
		return &driver.Unverified{Doing: "apply", Err: err} // of what was under way
	}
	cmd := cleared.Command()
	c.again = zero && !c.again && c.takenBack() // for one cycle at a time: some units want to see it rise
	c.drive.all = zero
	if err := c.template.encode(c.drive, &cmd, &c.report, c.again); err != nil {
		return fmt.Errorf("apply: nothing was sent: %w", err)
	}
	began := c.clock()
	err := c.bus.run(ctx, c.drive)
	c.sequence, c.commanded, c.alone, c.unmoved, c.asked = cleared.Sequence(), true, false, false, c.clock()
	if err != nil {
		return &driver.Unverified{Doing: "apply", Err: err}
	}
	if c.drive.heard() {
		c.take(c.drive, began)
	}
	no, unknown, left := c.drive.outcome(c.template)
	switch {
	case unknown != nil && left:
		return &driver.Unverified{Doing: "apply", Err: unknown}
	case unknown != nil:
		return fmt.Errorf("apply: nothing was sent: %w", unknown)
	case no != nil:
		return fmt.Errorf("apply: %w", no)
	}
	return nil
}

// takenBack says whether units that have acted by themselves may be put back into service: what retracts has done so.
func (c *Chair) takenBack() bool {
	return c.report.Lost && (c.profile.OnSilence != chair.Retracts || c.home())
}

// Read implements driver.Chair. While commands come, a reading comes with each, and nothing else is sent: units take every
// frame for a sign of life of their host. Left alone for as long as they need to act by themselves, they are asked again.
func (c *Chair) Read(ctx context.Context) (chair.Report, error) {
	switch {
	case c.closed:
		return c.report, fmt.Errorf("read: %w", driver.ErrClosed)
	case ctx.Err() != nil:
		return c.report, fmt.Errorf("read: %w", ctx.Err())
	}
	now := c.clock()
	var err error
	if c.bus.ready() && now-c.report.At >= c.profile.Period() && c.mayAsk(now) {
		if err = c.look(ctx); ctx.Err() != nil {
			return c.report, fmt.Errorf("read: %w", ctx.Err())
		}
	}
	c.handed = true
	if age := c.clock() - c.report.At; age > c.profile.Stale {
		stale := fmt.Errorf("read: %w: it is %v old, at most %v is fresh", driver.ErrStale, age, c.profile.Stale)
		if err != nil {
			stale = fmt.Errorf("%w; %w", stale, err)
		}
		return c.report, stale
	}
	return c.report, nil
}

// mayAsk says whether a frame that is no command may be sent.
func (c *Chair) mayAsk(now time.Duration) bool {
	if c.commanded && now-c.asked >= c.quiet {
		c.commanded, c.alone = false, true
	}
	return !c.commanded && (!c.unmoved || now-c.asked >= c.quiet)
}

// look takes a reading without a command.
func (c *Chair) look(ctx context.Context) error {
	began := c.clock()
	err := c.bus.run(ctx, c.watch)
	if c.asked = c.clock(); err != nil {
		return err
	}
	if !c.watch.heard() {
		_, unknown, _ := c.watch.outcome(c.template)
		return unknown
	}
	return c.take(c.watch, began)
}

// take makes a report of what a cycle has read that began then.
func (c *Chair) take(p *plan, began time.Duration) error {
	next := c.report
	if err := c.template.decode(p, &next, (began - c.report.At).Seconds()); err != nil {
		c.bus.beyond()
		return err
	}
	if c.report.Seq > 0 && began <= c.report.At {
		return nil // a clock that stands still has nothing new to say
	}
	if c.unmoved = c.alone && !next.Lost && c.template.tells(); c.unmoved {
		c.bus.silent()
		c.template.disobedient(&next)
	}
	next.Lost = next.Lost || c.alone
	next.Seq, next.At = c.report.Seq+1, began
	if !c.handed {
		for s, peak := range c.report.Peak {
			next.Peak[s] = max(next.Peak[s], peak)
		}
	}
	c.report, c.handed = next, false
	return nil
}

// home says whether the depth is reported to be at home; without a depth axis it is.
func (c *Chair) home() bool { return driver.Home(&c.profile, &c.report) }

var errSilent = errors.New("the chair says nothing")
