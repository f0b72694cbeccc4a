package closedengine

import (
	"context"
	"errors"
	"time"

	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
)

// A test takes the chair's one link as a session does: it is made when the test begins, and let go of when it is over. Until
// the link is there nothing was tried, and giving up leaves no record.

// trying says whether the chair is being tried, or reached for that.
func (e *Engine) trying() bool { return e.tryout.Active() }

// test does what is asked of a test.
func (e *Engine) test(r *wire.Request) error {
	if r.Test != nil && r.Test.Do == wire.TestBegin {
		return e.beginTest(r)
	}
	err := e.tryout.Heed(r, e.host.now())
	if e.tryout.Stopped() {
		e.missTest("it was given up before")
	}
	return err
}

// beginTest begins a test: the link is made next.
func (e *Engine) beginTest(r *wire.Request) error {
	switch {
	case e.loop.Active() || e.wait != nil:
		return closed.ErrBusy
	case e.trying():
		return tryout.ErrBusy
	case e.loop.Guard().Fault() != nil:
		return errors.New("a fault is latched; clear it first")
	}
	t, err := tryout.Begin(e.o.Profile, r, e.host.now(), time.Now())
	if err != nil {
		return err
	}
	t.Reaching(true)
	e.tryout, e.took, e.lost = t, false, nil
	if e.state == wire.Done && e.reason != "" { // of a start that has not come about: another thing is done now
		e.state, e.reason = wire.Idle, ""
	}
	return nil
}

// stopTest gives a test up.
func (e *Engine) stopTest() {
	e.tryout.Stop()
	e.missTest("STOP was pressed before")
}

// missTest ends a test of a chair that is not reached yet.
func (e *Engine) missTest(why string) {
	if e.tryout.Away() {
		e.tryout.Missed(why)
		e.link.giveUp()
	}
}

// reachedTest takes up a test whose chair was reached, or not.
func (e *Engine) reachedTest(err error) {
	if err != nil {
		e.tryout.Missed(err.Error())
		return
	}
	e.lost, e.last = nil, e.o.Clock.Now()
	e.tryout.Reaching(false)
}

// tickTried is a tick while the chair is tried: the test's own guard decides what is sent, and whether anything is.
func (e *Engine) tickTried(ctx context.Context, fresh bool) {
	cleared, send := e.tryout.Tick(&tryout.Moment{
		At: e.last, Now: e.host.now(), Report: &e.report, Fresh: fresh, Took: e.took, Alive: e.host.alive,
	})
	e.took = false
	if send {
		applied := e.link.chair.Apply(context.WithoutCancel(ctx), cleared)
		e.took = applied == nil
	}
	over := e.tryout.Over(e.o.Profile, time.Now())
	if over == nil {
		return
	}
	e.link.letGo()
	if err := e.tryout.TakeDown(over, e.o.Tried); err != nil {
		e.o.Logger.Error("the record of a chair's test", "err", err)
	}
}

// testing is the test for whoever asks, with the key that is under way; nil is none.
func (e *Engine) testing(by string) *wire.Testing {
	t := e.tryout.Testing(by, e.host.now())
	if r := e.report.Closed; t != nil && t.Outcome == "" && !e.tryout.Away() && r != nil && r.Action.Number > 0 {
		t.Action = action(r.Action)
	}
	return t
}
