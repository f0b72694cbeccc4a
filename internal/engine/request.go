package engine

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/unit"
)

// call is a request under way. The reply has room for all that a snapshot holds, made by whoever asks: the
// engine's goroutine only fills it in.
type call struct {
	request wire.Request
	reply   wire.Reply
	done    chan struct{}
}

// Do asks the engine for something and waits for the answer. Any goroutine may call it. A stop goes before
// everything else that waits.
func (e *Engine) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	c := &call{request: r, done: make(chan struct{})}
	c.reply.Snapshot.Levels = make([]wire.Level, 0, body.LevelEnd)
	c.reply.Snapshot.Comfort = make([]wire.Comfort, 0, body.LevelEnd)
	c.reply.Snapshot.Contour = make([]wire.Point, 0, chair.ContourBins)
	if owner(r.By) != "" {
		c.reply.Snapshot.Found = roomFor()
	}
	to := e.requests
	if r.Verb.Urgent() {
		to = e.urgent
	}
	if err := e.ask(ctx, to, c); err != nil {
		return wire.Reply{}, err
	}
	return c.reply, nil
}

// mostAnswers is how many requests are answered between two ticks; the others wait for the next.
const mostAnswers = 8

// next is a request that is waiting, or nil: stops first, then whoever ended a doze.
func (e *Engine) next() (c *call) {
	select {
	case c = <-e.urgent:
		return c
	default:
	}
	if c, e.woken = e.woken, nil; c != nil {
		return c
	}
	select {
	case c = <-e.urgent:
	case c = <-e.requests:
	default:
	}
	return c
}

// answer takes the requests that are waiting.
func (e *Engine) answer() {
	for range mostAnswers {
		c := e.next()
		if c == nil {
			return
		}
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
		if onTrial(c.request.Verb) {
			c.reply.Trial = e.trial.told()
		}
		if c.request.Verb == wire.Test {
			c.reply.Test = e.tryout.Testing(c.request.By, e.host.now())
		}
		close(c.done)
	}
}

// leastOwner is how long the name of whoever starts a session must be to own it: shorter ones, such as "terminal",
// are everybody's.
const leastOwner = 20

// owner is the name by which a session is owned; empty is nobody.
func owner(by string) string {
	if len(by) < leastOwner {
		return ""
	}
	return by
}

// owns says whether somebody started the session.
func (e *Engine) owns(by string) bool {
	return e.owner != "" && subtle.ConstantTimeCompare([]byte(by), []byte(e.owner)) == 1
}

// heed does what a request asks.
func (e *Engine) heed(r *wire.Request) error {
	if r.V != wire.Version {
		return fmt.Errorf("message version %d is not known here; this engine speaks %d", r.V, wire.Version)
	}
	if ask := askOf(r.Verb); ask != session.Nothing {
		return e.askSession(ask)
	}
	switch r.Verb {
	case wire.Nudge:
		return e.askNudge(r)
	case wire.Mine, wire.Other:
		return e.askWho(r)
	case wire.Look, wire.Beat, wire.Count:
		return nil
	case wire.Start:
		return e.start(r)
	case wire.Wrong:
		return e.feltWrong()
	case wire.Up:
		if e.trying() {
			return tryout.ErrBusy
		}
		e.host.upUntil = e.host.now() + upHeld
		return nil
	case wire.Move:
		return e.move(r)
	case wire.Test:
		return e.test(r)
	case wire.Clear:
		return e.clear()
	case wire.Forget:
		return e.forget(r.Person)
	case wire.Pace:
		return e.setPace(r.Pace)
	case wire.Break, wire.Mend, wire.Tried:
		return e.tryFault(r)
	}
	return fmt.Errorf("%q is not a request that the engine knows", r.Verb)
}

// mostAsks is how many requests may wait for their tick: more than anybody presses in one.
const mostAsks = 16

// askOf is what a verb asks of the session; nothing for verbs that are the engine's own.
func askOf(v wire.Verb) session.Ask {
	switch v {
	case wire.Pause:
		return session.Pause
	case wire.Resume:
		return session.Resume
	case wire.Softer:
		return session.Softer
	case wire.Stronger:
		return session.Stronger
	case wire.Skip:
		return session.Skip
	case wire.Finish:
		return session.Finish
	case wire.Enough:
		return session.Enough
	case wire.Stop:
		return session.Stop
	}
	return session.Nothing
}

// askSession hands what was asked to the session, in one of the next ticks.
func (e *Engine) askSession(ask session.Ask) error {
	e.hold.over = e.hold.over || ask == session.Stop
	switch {
	case ask == session.Stop && e.trying():
		e.tryout.Stop()
		return nil
	case ask == session.Stop && !e.loop.Active() && e.home() && !e.byHand():
		return nil // nothing moves; a stop is never an error
	case ask == session.Stop && !e.loop.Active(): // something moves by hand, or the rollers are still out: the guard tries again
		e.asks = append(e.asks[:0], session.Stop)
		e.asked, e.stopAt, e.host.upUntil = true, e.o.Clock.Now(), 0
		return nil
	case !e.loop.Active():
		return errors.New("no session is under way; start one first")
	case ask == session.Stop:
		e.asks = append(e.asks[:0], session.Stop)
		e.stopAsked()
		return nil
	case len(e.asks) >= mostAsks:
		return errors.New("too many requests at once; try again")
	}
	e.asks = append(e.asks, ask)
	return nil
}

// askNudge hands the session a level that lies elsewhere, one at a time.
func (e *Engine) askNudge(r *wire.Request) error {
	l, _ := body.ParseLevel(r.Level)
	n := session.LevelNudge{Level: l, By: unit.Millimetre(r.MM)}
	if err := n.Check(); err != nil {
		return err
	}
	if slices.Contains(e.asks, session.Nudge) {
		return errors.New("one nudge at a time; try again")
	}
	e.nudge = n
	return e.askSession(session.Nudge)
}

// askWho hands the session who sits there. Only the one who started it can say, and is asked: a word of somebody else
// could let it press harder.
func (e *Engine) askWho(r *wire.Request) error {
	if !e.owns(r.By) {
		return errors.New("who sits there is for the one who started this session to say")
	}
	if r.Verb == wire.Mine {
		return e.askSession(session.Mine)
	}
	return e.askSession(session.Other)
}

func (e *Engine) stopAsked() {
	if !e.asked {
		e.asked, e.stopAt = true, e.o.Clock.Now()
	}
}

// wrongWithin is how long after a session it can still be said that something felt wrong.
const wrongWithin = 10 * time.Minute

// feltWrong stops a session and latches that something felt wrong.
func (e *Engine) feltWrong() error {
	switch {
	case e.loop.Active():
		e.stopAsked()
	case e.host.now()-e.endedAt > wrongWithin:
		return fmt.Errorf("no session is under way, and none ended within the last %.0f minutes", wrongWithin.Minutes())
	}
	e.wrong = true
	return nil
}

// setPace changes how fast a simulated chair's time runs.
func (e *Engine) setPace(pace float64) error {
	v, ok := e.o.Clock.(*Virtual)
	if !ok {
		return errors.New("only a simulated chair's time can run faster")
	}
	if !(pace >= 1 && pace <= 60) {
		return fmt.Errorf("pace %g is not within 1 to 60 times real time", pace)
	}
	e.pace = pace
	if e.loop.Active() {
		v.SetPace(pace)
	}
	return nil
}

// start begins a session.
func (e *Engine) start(r *wire.Request) error {
	if e.loop.Active() {
		return loop.ErrBusy
	}
	if e.trying() {
		return tryout.ErrBusy
	}
	if err := e.tested(); err != nil {
		return err
	}
	if err := e.toldFirst(r); err != nil {
		return err
	}
	untold := !r.Told && e.homesFirst() && !e.profile.Simulated
	if e.o.Keep != nil {
		if err := e.o.Keep.Trouble(); err != nil {
			return fmt.Errorf("a session cannot be put on record now, so none is begun: %w. Make room on the machine that runs Lumbar, then start again", err)
		}
	}
	if r.Known != nil && owner(r.By) == "" {
		return errors.New("what is known of a back comes with a name of the one who starts the session, that nobody else knows")
	}
	plan, err := e.o.Programme(r.Programme, r.Set)
	if err != nil {
		return err
	}
	seat := r.Body
	if seat == "" {
		seat = e.body
	}
	if r.Pace != 0 {
		if err := e.setPace(r.Pace); err != nil {
			return err
		}
	}
	if e.profile.Simulated && (seat != e.body || r.Seed != e.seed) {
		if e.loop.Fault() != nil {
			return errors.New("a fault is latched; clear it first")
		}
		if err := e.open(context.Background(), seat, r.Seed); err != nil {
			return err
		}
	}
	if e.trial.broken != "" {
		return fmt.Errorf("the simulated chair is still broken (%s): mend it first", e.trial.broken)
	}
	now := e.o.Clock.Now()
	fitted, again, err := e.begin(now, plan, r)
	if err != nil {
		return err
	}
	e.fitted, e.changed, e.chosen = fitted, tell(fitted.Changes), choices(plan)
	e.started, e.ended, e.asked, e.asks, e.wrong = now, false, false, e.asks[:0], false
	e.owner, e.person = owner(r.By), r.Person
	e.untold, e.faulted, e.why = untold, false, ""
	e.page = page{heard: e.host.now()}
	if !again {
		e.session, e.spent, e.counts.counted = uint64(time.Now().UnixNano()), 0, 0
	}
	if v, ok := e.o.Clock.(*Virtual); ok && e.o.IdleRest {
		v.SetPace(e.pace)
	}
	e.emit(e.started, &wire.Event{Event: "start", Programme: plan.Name, Chosen: e.chosen})
	return nil
}

// choices is a plan's variables, as it has them.
func choices(p *programme.Plan) (all []wire.Choice) {
	for i := range p.Variables {
		v := &p.Variables[i]
		all = append(all, wire.Choice{Name: v.Name, About: v.Description, Value: v.Value, Usual: v.Value == v.Default})
	}
	return all
}
