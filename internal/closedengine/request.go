package closedengine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/wire"
)

// call is a request under way.
type call struct {
	request wire.Request
	reply   wire.Reply
	done    chan struct{}
}

// Do asks the engine for something and waits for the answer. Any goroutine may call it. A stop goes before everything else
// that waits.
func (e *Engine) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	c := &call{request: r, done: make(chan struct{})}
	to := e.requests
	if r.Verb.Urgent() {
		to = e.urgent
	}
	select {
	case to <- c:
	case <-ctx.Done():
		return wire.Reply{}, ctx.Err()
	case <-e.stopped:
		return wire.Reply{}, ErrStopped
	}
	select {
	case <-c.done:
		return c.reply, nil
	case <-ctx.Done():
		return wire.Reply{}, ctx.Err()
	case <-e.stopped:
		return wire.Reply{}, ErrStopped
	}
}

// reply answers a call.
func (e *Engine) reply(c *call) {
	if c.request.Verb != wire.Count { // whoever counts need not be there to stop
		e.host.hear()
		e.hearPage(&c.request)
	}
	c.reply.V = wire.Version
	if err := e.heed(&c.request); err != nil {
		c.reply.Error = err.Error()
	}
	e.takeRequest(&c.request)
	e.fill(&c.reply.Snapshot, e.owns(c.request.By))
	if c.request.Verb == wire.Count {
		c.reply.Counts = e.counts.told()
	}
	if c.request.Verb == wire.Test {
		c.reply.Test = e.testing(c.request.By)
	}
	close(c.done)
}

// cannot is what a chair with axes does and this one does not, with the way out.
var cannot = map[wire.Verb]string{
	wire.Pause:    "this chair cannot pause: STOP sends it home, and a start within ten minutes goes on with the same session",
	wire.Resume:   "this chair cannot pause",
	wire.Stronger: "Lumbar goes no higher than the programme on a chair that reports no force",
	wire.Enough:   "this chair reports no force",
	wire.Nudge:    "this chair does not know where your back is",
	wire.Mine:     "this chair feels nobody's back", wire.Other: "this chair feels nobody's back",
	wire.Up:   "this chair comes upright by itself when it stops",
	wire.Move: "no key is known that moves it by hand: use its own remote",
	wire.Pace: "only a simulated chair's time can run faster",
}

// heed does what a request asks.
func (e *Engine) heed(r *wire.Request) error {
	if r.V != wire.Version {
		return fmt.Errorf("message version %d is not known here; this engine speaks %d", r.V, wire.Version)
	}
	switch r.Verb {
	case wire.Look, wire.Beat, wire.Count:
		return nil
	case wire.Test:
		return e.test(r)
	case wire.Start:
		return e.start(r)
	case wire.Stop:
		return e.stop()
	case wire.Wrong:
		return e.feltWrong()
	case wire.Softer:
		return e.ask(closed.Softer)
	case wire.Skip:
		return e.ask(closed.Skip)
	case wire.Finish:
		return e.ask(closed.Finish)
	case wire.Clear:
		return e.clear()
	case wire.Forget:
		return e.forget(r.Person)
	case wire.Pace:
		return e.setPace(r.Pace)
	}
	if why := cannot[r.Verb]; why != "" {
		return errors.New(why)
	}
	return fmt.Errorf("%q is nothing that this chair does", r.Verb)
}

// mostAsks is how many asks may wait for their tick: more than anybody presses in one.
const mostAsks = 16

// errNoSession is what an ask without a session is answered.
var errNoSession = errors.New("no session is under way; start one first")

func (e *Engine) ask(a closed.Ask) error {
	switch {
	case !e.loop.Active():
		return errNoSession
	case len(e.asks) >= mostAsks:
		return errors.New("too many requests at once; try again")
	}
	e.asks = append(e.asks, a)
	return nil
}

// stop is never an error: what is only being reached is given up.
func (e *Engine) stop() error {
	if e.wait != nil {
		e.refuse("stopped before it began")
		e.link.giveUp()
	}
	if e.trying() {
		e.stopTest()
	}
	if e.loop.Active() {
		e.asks = append(e.asks[:0], closed.Stop)
	}
	return nil
}

// wrongWithin is how long after a session it can still be said that something felt wrong.
const wrongWithin = 10 * time.Minute

// feltWrong stops a session and latches that something felt wrong.
func (e *Engine) feltWrong() error {
	switch {
	case e.loop.Active():
		e.wrong = true
		return nil
	case e.wait != nil || e.trying():
		return e.stop()
	case e.host.now()-e.given.ended > wrongWithin:
		return fmt.Errorf("no session is under way, and none ended within the last %.0f minutes", wrongWithin.Minutes())
	}
	now := e.o.Clock.Now()
	e.loop.Wrong(now)
	e.takeWord(recording.Felt{At: now})
	e.watchFault(now)
	return nil
}

// clear clears a latched fault, on purpose. Of a stop that is not confirmed it is somebody's word that the chair has stopped.
func (e *Engine) clear() error {
	if err := e.loop.Clear(); err != nil {
		return err
	}
	e.takeWord(recording.Clear{At: e.o.Clock.Now()})
	code := e.told.Code
	e.told, e.fault, e.seen = chair.Fault{}, nil, false
	if code == "" {
		return nil
	}
	e.emit(e.o.Clock.Now(), &wire.Event{Event: "cleared", Text: string(code)})
	if e.o.Keep != nil {
		e.o.Keep.Clear()
	}
	e.spend()
	e.link.giveUp()
	e.link.letGo()
	return nil
}

// forget forgets a person; not while their session runs.
func (e *Engine) forget(person string) error {
	switch {
	case person == "":
		return errors.New("nobody is named")
	case e.given.person == person && (e.loop.Active() || e.wait != nil):
		return errors.New("their session is under way")
	}
	if e.given.person == person {
		e.given.person = ""
	}
	if e.o.Keep != nil {
		e.o.Keep.Forget(person)
	}
	if e.o.Record != nil { // none says whose it is
		e.o.Record.Forget(e.loop.Active())
	}
	return nil
}

// setPace changes how fast a simulated chair's time runs.
func (e *Engine) setPace(pace float64) error {
	switch {
	case !e.o.Simulated:
		return errors.New(cannot[wire.Pace])
	case !(pace >= 1 && pace <= 60):
		return fmt.Errorf("pace %g is not within 1 to 60 times real time", pace)
	}
	if e.o.Clock.Pace() > 0 {
		e.o.Clock.SetPace(pace)
	}
	return nil
}
