// Package engine owns a chair: one goroutine ticks session, control, guard and driver; everybody else sends
// requests and gets copies.
package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// HostSilence is how long nobody may ask anything before the engine counts its host as gone. In one process the
// host is a goroutine beside the engine; assumption.
const HostSilence = 3 * time.Second

// Options is what an engine needs. The zero values that have defaults say so.
type Options struct {
	// Open opens the chair, with the body and seed of a simulated one; a real chair ignores them. label names
	// the body for people.
	Open  func(ctx context.Context, body string, seed uint64) (c driver.Chair, label string, err error)
	Clock Clock
	// Programme finds a compiled programme; the error is for people.
	Programme func(name string) (*programme.Plan, error)
	// Limits is the person's; the zero value means chair.Everyone.
	Limits *chair.Limits
	// Observe, if set, is called from the engine's goroutine with every event. It must not wait.
	Observe func(*wire.Event)
	// HostWatch ends a session when no request came for HostSilence.
	HostWatch bool
	// First is requests that are taken before the first tick, so that a run does not depend on when they arrive.
	First []wire.Request
	// IdleRest is true when a virtual clock shall run at the wall's pace between sessions.
	IdleRest bool
	Logger   *slog.Logger // nil: discards
}

// Engine runs one chair. Make it with New, run it with Run, talk to it with Do.
type Engine struct {
	o        Options
	requests chan call
	stopped  chan struct{}

	// Only the engine's goroutine touches what follows.
	chair   driver.Chair
	profile chair.Profile
	loop    *loop.Loop
	fitted  fit.Result
	report  chair.Report
	asks    []session.Ask // one a tick, in their order; a stop goes before all
	asked   bool          // the stop was asked for
	body    string
	label   string
	seed    uint64
	started time.Duration
	ended   bool
	lost    error  // why reports stopped coming
	seq     uint64 // of the last event
	looks   uint64 // of the last snapshot
	heard   time.Time
	notes   []session.Note
	pace    float64
	stopAt  time.Duration
}

type call struct {
	request wire.Request
	reply   chan wire.Reply
}

// ErrStopped is returned by Do when the engine no longer runs.
var ErrStopped = errors.New("engine: stopped")

// New returns an engine that does not run yet.
func New(o Options) *Engine {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	pace := 1.0
	if v, ok := o.Clock.(*Virtual); ok {
		pace = v.Pace()
	}
	return &Engine{o: o, requests: make(chan call), stopped: make(chan struct{}), ended: true, pace: pace}
}

// Do asks the engine for something and waits for the answer. Any goroutine may call it.
func (e *Engine) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	c := call{request: r, reply: make(chan wire.Reply, 1)}
	select {
	case e.requests <- c:
	case <-ctx.Done():
		return wire.Reply{}, ctx.Err()
	case <-e.stopped:
		return wire.Reply{}, ErrStopped
	}
	select {
	case reply := <-c.reply:
		return reply, nil
	case <-ctx.Done():
		return wire.Reply{}, ctx.Err()
	case <-e.stopped:
		return wire.Reply{}, ErrStopped
	}
}

// Run owns the chair until ctx is done; then it stops a session in order, closes the chair and returns. body
// and seed are what a simulated chair starts with.
func (e *Engine) Run(ctx context.Context, body string, seed uint64) error {
	defer close(e.stopped)
	if err := e.open(ctx, body, seed); err != nil {
		return err
	}
	e.heard = time.Now()
	e.rest()
	for _, r := range e.o.First {
		if err := e.heed(r); err != nil {
			return errors.Join(err, e.chair.Close())
		}
	}
	for ctx.Err() == nil {
		e.answer()
		if err := e.tick(ctx); err != nil && ctx.Err() == nil {
			e.o.Logger.Warn("chair", "err", err)
		}
	}
	return e.shut(context.WithoutCancel(ctx))
}

// shut brings the chair home whatever was going on, then lets go of it.
func (e *Engine) shut(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, shutMost)
	defer cancel()
	if v, ok := e.o.Clock.(*Virtual); ok {
		v.SetPace(MaxPace)
	}
	e.asks = []session.Ask{session.Stop}
	for e.loop.Active() && ctx.Err() == nil {
		if err := e.tick(ctx); err != nil {
			e.o.Logger.Warn("chair", "err", err)
		}
	}
	return e.chair.Close()
}

// shutMost is how long closing may take: several times a retreat.
const shutMost = 20 * time.Second

// open opens the chair and makes its guard.
func (e *Engine) open(ctx context.Context, body string, seed uint64) error {
	c, label, err := e.o.Open(ctx, body, seed)
	if err != nil {
		return err
	}
	if e.chair != nil {
		if err := e.chair.Close(); err != nil {
			e.o.Logger.Warn("closing the chair", "err", err)
		}
	}
	e.chair, e.profile, e.body, e.label, e.seed = c, c.Profile(), body, label, seed
	limits := chair.Everyone()
	if e.o.Limits != nil {
		limits = limits.Tighten(*e.o.Limits)
	}
	e.loop = loop.New(&e.profile, limits, guard.New(&e.profile, limits))
	e.report = chair.Report{}
	return nil
}

// answer takes the requests that are waiting.
func (e *Engine) answer() {
	for {
		select {
		case c := <-e.requests:
			e.heard = time.Now()
			text := ""
			if err := e.heed(c.request); err != nil {
				text = err.Error()
			}
			c.reply <- wire.Reply{V: wire.Version, Error: text, Snapshot: e.snapshot()}
		default:
			return
		}
	}
}

// tick waits for the next moment, reads, decides and applies.
func (e *Engine) tick(ctx context.Context) error {
	period := e.profile.Period()
	if err := e.o.Clock.Until(ctx, e.o.Clock.Now()+period); err != nil {
		return err
	}
	r, readErr := e.chair.Read(ctx)
	at := e.o.Clock.Now() // after it: a report that comes while we read must not be of the future
	if readErr == nil || errors.Is(readErr, driver.ErrStale) {
		e.report = r
	}
	e.lost = readErr
	alive := !e.o.HostWatch || time.Since(e.heard) < HostSilence
	ask := session.Nothing
	if len(e.asks) > 0 {
		ask, e.asks = e.asks[0], e.asks[1:]
	}
	var cleared guard.Cleared
	cleared, e.notes = e.loop.Tick(at, period, &e.report, ask, alive, e.notes[:0])
	applyErr := e.chair.Apply(ctx, cleared)
	for i := range e.notes {
		e.note(at, &e.notes[i])
	}
	if !e.ended && !e.loop.Active() {
		e.ended = true
		e.emit(at, e.summary(at))
		e.rest()
	}
	return errors.Join(readErr, applyErr)
}

// rest lets a virtual clock run at the wall's pace between sessions.
func (e *Engine) rest() {
	if v, ok := e.o.Clock.(*Virtual); ok && e.o.IdleRest {
		v.SetPace(1)
	}
}

// heed does what a request asks.
func (e *Engine) heed(r wire.Request) error {
	if r.V != wire.Version {
		return fmt.Errorf("message version %d is not known here; this engine speaks %d", r.V, wire.Version)
	}
	if ask, ok := asks[r.Verb]; ok {
		if !e.loop.Active() {
			if r.Verb == wire.Stop {
				return nil // nothing moves; a stop is never an error
			}
			return errors.New("no session is under way; start one first")
		}
		if ask == session.Stop {
			e.asks = []session.Ask{session.Stop}
			if !e.asked {
				e.asked, e.stopAt = true, e.o.Clock.Now()
			}
			return nil
		}
		if len(e.asks) >= mostAsks {
			return errors.New("too many requests at once; try again")
		}
		e.asks = append(e.asks, ask)
		return nil
	}
	switch r.Verb {
	case wire.Look, wire.Beat:
		return nil
	case wire.Start:
		return e.start(r)
	case wire.Clear:
		return e.loop.Clear()
	case wire.Pace:
		return e.setPace(r.Pace)
	}
	return fmt.Errorf("%q is not a request that the engine knows", r.Verb)
}

// mostAsks is how many requests may wait for their tick: more than anybody presses in one.
const mostAsks = 16

var asks = map[wire.Verb]session.Ask{
	wire.Pause: session.Pause, wire.Resume: session.Resume, wire.Softer: session.Softer,
	wire.Stronger: session.Stronger, wire.Skip: session.Skip, wire.Finish: session.Finish, wire.Stop: session.Stop,
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
func (e *Engine) start(r wire.Request) error {
	if e.loop.Active() {
		return loop.ErrBusy
	}
	plan, err := e.o.Programme(r.Programme)
	if err != nil {
		return err
	}
	if r.Body == "" {
		r.Body = e.body
	}
	if r.Pace != 0 {
		if err := e.setPace(r.Pace); err != nil {
			return err
		}
	}
	if e.profile.Simulated && (r.Body != e.body || r.Seed != e.seed) {
		if e.loop.Fault() != nil {
			return errors.New("a fault is latched; clear it first")
		}
		if err := e.open(context.Background(), r.Body, r.Seed); err != nil {
			return err
		}
	}
	limits := chair.Everyone()
	if e.o.Limits != nil {
		limits = limits.Tighten(*e.o.Limits)
	}
	e.fitted = fit.Fit(plan, &e.profile, limits)
	if len(e.fitted.Plan.Phases) == 0 {
		return fmt.Errorf("nothing of %q is left for this chair and these limits", plan.Name)
	}
	if err := e.loop.Start(e.o.Clock.Now(), e.fitted.Plan); err != nil {
		return err
	}
	e.started, e.ended, e.asked, e.asks = e.o.Clock.Now(), false, false, nil
	if v, ok := e.o.Clock.(*Virtual); ok && e.o.IdleRest {
		v.SetPace(e.pace)
	}
	e.emit(e.started, &wire.Event{Event: "start", Programme: plan.Name})
	return nil
}
