package closedengine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/wire"
)

// link is the chair while it is held. Making the link and letting go of it take seconds, each in a goroutine that ends with
// it: its result comes through a channel. Whoever is asked to end waits for both.
type link struct {
	chair  driver.Chair // nil: not held
	opened chan opened  // gets the result of the try under way; nil: none is
	cancel context.CancelFunc
	closed chan error // the same of letting go
}

// opened is what a try came to.
type opened struct {
	chair driver.Chair
	err   error
}

// Times of the link, on the wall. Assumptions: a chair is found within 15 s and linked within 25 s (package rongtai).
const (
	openMost = 45 * time.Second
	seekMost = 20 * time.Second // between two tries, while a stop is not confirmed
)

// errNotHeld is why nothing is read.
var errNotHeld = errors.New("the chair is not linked")

func (l *link) read(ctx context.Context) (chair.Report, error) {
	if l.chair == nil {
		return chair.Report{}, errNotHeld
	}
	return l.chair.Read(ctx)
}

// busy says whether a try is under way, or letting go.
func (l *link) busy() bool { return l.opened != nil || l.closed != nil }

// open begins a try.
func (l *link) open(ctx context.Context, how func(context.Context) (driver.Chair, error)) {
	ctx, l.cancel = context.WithTimeout(ctx, openMost)
	done := make(chan opened, 1)
	l.opened = done
	go func() {
		c, err := how(ctx)
		done <- opened{c, err}
	}()
}

// giveUp ends the try under way, and waits for that.
func (l *link) giveUp() {
	if l.opened == nil {
		return
	}
	l.cancel()
	o := <-l.opened
	l.opened = nil
	if o.chair != nil {
		l.chair = o.chair
		l.letGo()
	}
}

// letGo lets go of the chair.
func (l *link) letGo() {
	if l.chair == nil {
		return
	}
	c, done := l.chair, make(chan error, 1)
	l.chair, l.closed = nil, done
	go func() { done <- c.Close() }()
}

// seek makes the link that is needed: for a session that is to begin, and to see a stop through.
func (e *Engine) seek(ctx context.Context) {
	if e.link.chair != nil || e.link.busy() {
		return
	}
	switch now := e.host.now(); {
	case e.wait != nil || e.tryout.Away():
		e.link.open(ctx, e.o.Open)
	case e.counting() && now >= e.again:
		e.again = now + seekMost
		e.link.open(ctx, e.o.Open)
	}
}

// open takes the result of a try.
func (e *Engine) open(o opened) {
	e.link.opened, e.link.chair = nil, o.chair
	e.link.cancel()
	switch {
	case e.tryout.Away():
		e.reachedTest(o.err)
	case o.err != nil:
		e.lost = o.err
		e.again = e.host.now() + seekMost
		e.o.Logger.Warn("reaching the chair", "err", o.err)
		if e.wait != nil {
			e.refuse("the chair was not reached: " + o.err.Error())
		}
	case e.wait != nil:
		e.lost = nil
		e.begin()
	case !e.counting():
		e.link.letGo() // nobody needs it any more
	}
}

// linkState is whether the chair is linked, and what is wrong with that.
func (e *Engine) linkState() (wire.LinkState, string) {
	why := ""
	switch {
	case errors.Is(e.lost, driver.ErrStale):
		why = fmt.Sprintf("the chair was last heard %.0f s ago", (e.o.Clock.Now() - e.report.At).Seconds())
	case e.lost != nil:
		why = e.lost.Error()
	}
	switch {
	case e.link.chair != nil && e.lost == nil:
		return wire.Linked, ""
	case e.link.chair != nil:
		return wire.LinkLost, why
	case e.link.opened != nil || e.wait != nil || e.tryout.Away():
		return wire.Linking, ""
	case e.counting():
		return wire.LinkLost, why
	case e.link.closed != nil:
		return wire.LinkEnds, ""
	}
	return wire.LinkFree, ""
}
