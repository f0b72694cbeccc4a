package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Stagehand does on a simulated chair what a person is asked to do on a real one. A Simulation may be one.
type Stagehand interface {
	// Help is called in every tick of a test, with how it stands; said is true in the tick of a yes.
	Help(v *commission.View, said bool)
}

// Tried is a chair's test that is over.
type Tried = tryout.Tried

// trying says whether the chair is being tried.
func (e *Engine) trying() bool { return e.tryout.Active() }

// tested says why no person may sit in this chair, or nil.
func (e *Engine) tested() error {
	switch {
	case e.profile.Simulated:
		return nil // no record is needed
	case e.o.Tested == nil:
		return fmt.Errorf("%s is a real chair, and nobody here knows whether it was tried: run lumbar chair test first", e.profile.Title)
	}
	return e.o.Tested(&e.profile)
}

// test does what is asked of a test.
func (e *Engine) test(r *wire.Request) error {
	switch {
	case r.Test != nil && r.Test.Do == wire.TestBegin:
		return e.beginTest(r)
	case r.Test != nil && r.Test.Do != wire.TestLook && e.trying() && e.host.deaf:
		return errors.New("nobody is heard in this trial")
	}
	return e.tryout.Heed(r, e.host.now())
}

// beginTest begins a test.
func (e *Engine) beginTest(r *wire.Request) error {
	switch {
	case e.loop.Active():
		return errors.New("a session is under way; stop it first")
	case e.trying():
		return tryout.ErrBusy
	case e.byHand():
		return errors.New("something is moved by hand: let go first")
	case e.loop.Fault() != nil:
		return errors.New("a fault is latched; clear it first")
	case e.trial.broken != "":
		return fmt.Errorf("the simulated chair is still broken (%s): mend it first", e.trial.broken)
	}
	t, err := tryout.Begin(&e.profile, r, e.host.now(), time.Now())
	if err != nil {
		return err
	}
	e.tryout, e.took, e.hold = t, false, hold{}
	return nil
}

// tickTest is the part of a tick that decides, while the chair is tried. It gives what is to be sent, and whether anything
// is.
func (e *Engine) tickTest(at time.Duration, fresh bool) (guard.Cleared, bool) {
	if h, ok := e.o.Simulation.(Stagehand); ok && e.profile.Simulated {
		v, said := e.tryout.View()
		h.Help(&v, said)
	}
	return e.tryout.Tick(&tryout.Moment{At: at, Now: e.host.now(), Report: &e.report, Fresh: fresh, Took: e.took, Alive: e.host.alive || !e.o.HostWatch})
}

// tickTried is what is left of a tick while the chair is tried.
func (e *Engine) tickTried(ctx context.Context, at time.Duration, readErr error) error {
	cleared, send := e.tickTest(at, readErr == nil)
	applyErr := e.applyTest(ctx, cleared, send)
	if readErr != nil {
		e.counts.readFails++
	}
	if applyErr != nil {
		e.counts.appFails++
	}
	e.watchTest()
	return errors.Join(readErr, applyErr)
}

// applyTest sends what a test lets through, if anything.
func (e *Engine) applyTest(ctx context.Context, c guard.Cleared, send bool) error {
	if !send {
		e.took = false
		return nil
	}
	err := e.chair.Apply(ctx, c)
	e.took = err == nil
	return err
}

// watchTest takes a test down when it is over. The chair is at rest then, and waits for a disk without harm.
func (e *Engine) watchTest() {
	over := e.tryout.Over(&e.profile, time.Now())
	if over == nil {
		return
	}
	if h, ok := e.o.Simulation.(Stagehand); ok && e.profile.Simulated {
		v, _ := e.tryout.View()
		h.Help(&v, false)
	}
	if err := e.tryout.TakeDown(over, e.o.Tried); err != nil {
		e.o.Logger.Error("the record of a chair's test", "err", err)
	}
}
