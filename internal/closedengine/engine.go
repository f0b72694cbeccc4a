package closedengine

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// Options is what an engine needs. Profile, Open, Clock and Programme are required.
type Options struct {
	Profile *chair.Profile // of a closed chair
	// Open makes the link with the chair; ctx ends the try. It is called by a goroutine of the engine's, one at a time.
	Open      func(ctx context.Context) (driver.Chair, error)
	Simulated bool
	// Tested says why no person may sit in a real chair of this profile: it was not tried as it is now. nil refuses every real
	// chair. It may read a file.
	Tested func(*chair.Profile) error
	// Tried, if set, takes a test down that is over, and says for people what became of it. The chair has stopped then, and its
	// link is let go of: it may write a file.
	Tried func(*tryout.Tried) (note string, err error)
	Clock *Clock
	// Programme finds a compiled programme, with what is chosen of its variables; the error is for people.
	Programme func(name string, set map[string]string) (*programme.Plan, error)
	// Observe, if set, is called from the engine's goroutine with every event. It must not wait.
	Observe func(*wire.Event)
	// Keep, if set, keeps what must outlive the engine.
	Keep Keeper
	// Record, if set, takes down everything that crosses this engine in a session.
	Record *recording.Recorder
	// Latched is the fault that an earlier engine left behind; nil is none.
	Latched *chair.Fault
	// Cut is what an earlier engine left of a session in which it ended; nil: it ended in none.
	Cut *Cut
	// HostWatch ends a session when no request came for HostSilence, or none of the page that started it for PageSilence.
	HostWatch bool
	// Linger, if above 0, ends Run when nobody has asked anything for so long, and nothing is under way.
	Linger time.Duration
	// First is requests that are taken before anything else.
	First  []wire.Request
	Logger *slog.Logger // nil: discards. It must not wait
}

// Cut is a session that an engine's end has cut off. The zero Cut is nobody's.
type Cut struct {
	Person  string        // empty: nobody's, or a guest's
	Session uint64        // as Keeper.Spend had it
	Spent   time.Duration // that was counted of it
	Ago     time.Duration // since it was last counted
}

// Keeper keeps what must outlive the engine. None of its methods waits for a disk.
type Keeper interface {
	Event(*wire.Event)
	Latch(chair.Fault)
	Clear()
	Spend(person string, session uint64, t time.Duration)
	Spent(person string) chair.Spent
	Forget(person string)
}

// Engine runs one chair. Make it with New, run it with Run, talk to it with Do.
type Engine struct {
	o        Options
	requests chan *call
	urgent   chan *call // stops: taken before all others
	stopped  chan struct{}

	// Only the engine's goroutine touches what follows.
	link   link
	loop   *closed.Loop
	notes  []closed.Event
	report chair.Report
	lost   error // why reports stopped coming; nil: they come
	asks   []closed.Ask
	wrong  bool
	end    string // why the session is to end in order
	wait   *pending
	tryout tryout.Test
	took   bool // in a test: the chair has confirmed what was sent last
	given  given
	state  wire.Stage
	reason string // of a session that has not come about
	seen   bool   // a stop that was not confirmed: the chair says now that it has stopped
	told   chair.Fault
	fault  *wire.Fault
	host   host
	seq    uint64 // of the last event
	looks  uint64 // of the last snapshot
	last   time.Duration
	again  time.Duration // on the wall: when the chair is looked for again
	counts counts
}

// given is whose session is under way, or was the last.
type given struct {
	owner   string // who started it
	person  string // whose budget it counts towards; empty is nobody's
	session uint64
	before  time.Duration // of the same session, from before this engine
	spent   time.Duration // as last put on record
	limits  chair.Limits
	plan    planned
	ended   time.Duration // on the wall; never is long ago
	over    bool
}

// ErrStopped is returned by Do when the engine no longer runs.
var ErrStopped = errors.New("engine: stopped")

// never is longer ago than anything that is asked for.
const never = -365 * 24 * time.Hour

// New returns an engine that does not run yet.
func New(o Options) *Engine {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	e := &Engine{
		o: o, requests: make(chan *call), urgent: make(chan *call), stopped: make(chan struct{}),
		state: wire.Idle, given: given{ended: never, over: true}, host: newHost(), counts: newCounts(),
	}
	e.loop = closed.NewLoop(o.Profile, o.Clock.Now(), e.inherit())
	return e
}

// inherit is the fault to begin with: of a session that was cut off, that its stop is not confirmed.
func (e *Engine) inherit() *chair.Fault {
	if e.o.Cut == nil {
		return e.o.Latched
	}
	f := chair.Fault{Code: chair.FaultUnconfirmed}
	if c := e.o.Cut; c.Person != "" {
		e.given.person, e.given.session = c.Person, c.Session
		e.given.before = min(c.Spent+c.Ago, max(c.Spent, e.o.Profile.Closed.Timer)) // it may have gone on
	}
	if e.o.Keep != nil {
		e.o.Keep.Latch(f)
	}
	return &f
}

// Run owns the chair until ctx is done, or nobody asks any more; then it stops a session, lets go of the link and returns.
func (e *Engine) Run(ctx context.Context) error {
	defer close(e.stopped)
	e.host.hear()
	e.latched()
	for i := range e.o.First {
		if err := e.heed(&e.o.First[i]); err != nil {
			return err
		}
	}
	var tick <-chan time.Time
	for ctx.Err() == nil && !e.forsaken() {
		e.seek(ctx)
		e.takeOff()
		if e.link.chair == nil && !e.counting() {
			tick = nil
		} else if tick == nil {
			tick = e.o.Clock.after(e.o.Profile.Period())
		}
		if e.turn(ctx, tick) {
			tick = nil
		}
	}
	return e.shut(context.WithoutCancel(ctx))
}

// idles is how often the engine looks around while nothing is linked, on the wall.
const idles = time.Second

// turn waits for the next thing to do and does it; it says whether a control period is over.
func (e *Engine) turn(ctx context.Context, tick <-chan time.Time) (ticked bool) {
	select {
	case c := <-e.urgent:
		e.reply(c)
		return e.soon(ctx)
	default:
	}
	idle := time.NewTimer(idles)
	defer idle.Stop()
	select {
	case c := <-e.urgent:
		e.reply(c)
		return e.soon(ctx)
	case c := <-e.requests:
		e.reply(c)
	case o := <-e.link.opened:
		e.open(o)
	case err := <-e.link.closed:
		e.link.closed = nil
		if err != nil {
			e.o.Logger.Warn("letting go of the chair", "err", err)
		}
	case <-tick:
		e.o.Clock.pass(e.o.Profile.Period())
		e.tick(ctx)
		return true
	case <-idle.C:
	case <-ctx.Done():
	}
	return false
}

// soon lets a stop wait for no control period, where time has passed since the last.
func (e *Engine) soon(ctx context.Context) (ticked bool) {
	asked := e.loop.Active() && (len(e.asks) > 0 || e.wrong) || e.trying() && e.tryout.Stopped()
	if e.link.chair == nil || !asked || e.o.Clock.Now() <= e.last {
		return false
	}
	e.tick(ctx)
	return true
}

// tick reads, decides and applies.
func (e *Engine) tick(ctx context.Context) {
	e.counts.ticks++
	r, err := e.link.read(ctx)
	now := e.o.Clock.Now() // after it: a report that comes while we read must not be of the future
	e.last = now
	if err == nil || errors.Is(err, driver.ErrStale) {
		e.report = r
	}
	e.lost = err
	e.watchHost(now)
	if err != nil {
		e.counts.readFails++
	}
	if e.trying() {
		e.tickTried(ctx, err == nil)
		return
	}
	in := closed.Input{At: now, Report: e.report, Heard: err == nil, Alive: e.host.alive, Wrong: e.wrong, End: e.end}
	if len(e.asks) > 0 {
		in.Ask = e.asks[0]
		e.asks = append(e.asks[:0], e.asks[1:]...)
	}
	e.wrong, e.end = false, ""
	was := e.loop.Active()
	var cleared guard.Cleared
	cleared, e.notes = e.loop.Tick(&in, e.notes[:0])
	sent, there := e.link.chair != nil && (was || e.unconfirmed()), false
	if sent {
		applied := e.link.chair.Apply(context.WithoutCancel(ctx), cleared)
		there = applied == nil
		if applied != nil && !errors.As(applied, new(*driver.Unverified)) {
			e.counts.appFails++
		}
	}
	e.takeDown(&in, &cleared, sent, there)
	if sent {
		e.loop.Applied(there)
	}
	e.tell(now, was)
}

// tell puts what has happened in a tick on record, and lets go of a chair that has stopped.
func (e *Engine) tell(now time.Duration, was bool) {
	for i := range e.notes {
		e.record(&e.notes[i])
	}
	e.watchFault(now)
	e.spend()
	if !e.given.over && !e.loop.Active() {
		e.given.over, e.given.ended = true, e.host.now()
		e.state = wire.Done
		e.counts.over(e.used())
		e.emit(now, e.summary(now))
	}
	if e.unconfirmed() && e.loop.Guard().Seen() && !e.seen {
		e.seen = true
		e.emit(now, &wire.Event{Event: "stopping", Text: "the chair says now that it has stopped"})
	}
	if !e.loop.Active() && (e.loop.Guard().Seen() || !e.unconfirmed()) {
		e.link.letGo()
	}
}

// unconfirmed says whether a stop is not confirmed, and nobody has said that the chair has stopped.
func (e *Engine) unconfirmed() bool {
	f := e.loop.Guard().Fault()
	return f != nil && f.Code == chair.FaultUnconfirmed
}

// counting says whether what may be running counts although no session is under way.
func (e *Engine) counting() bool { return e.unconfirmed() && !e.loop.Guard().Seen() }

// used is what counts for the session so far.
func (e *Engine) used() time.Duration {
	used := e.loop.Guard().Used().Session
	if e.given.before > 0 && used > 0 && e.o.Cut != nil && e.given.session == e.o.Cut.Session {
		return min(e.given.before+used, max(e.given.before, e.o.Profile.Closed.Timer))
	}
	return used
}

// doseStep is how much more of a session is put on record at a time.
const doseStep = 500 * time.Millisecond

// spend puts on record what the person has had, now and then and at the end.
func (e *Engine) spend() {
	g := &e.given
	if g.person == "" || e.o.Keep == nil {
		return
	}
	t := e.used()
	if t == 0 || t == g.spent || e.loop.Active() && t < g.spent+doseStep {
		return
	}
	g.spent = t
	e.o.Keep.Spend(g.person, g.session, t)
}

// shutMost is how long closing may take, on the wall: the guard's own patience with a stop, and the driver's.
const shutMost = 25 * time.Second

// shut stops a session whatever was going on, then lets go of the chair.
func (e *Engine) shut(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, shutMost)
	defer cancel()
	if e.wait != nil {
		e.refuse("Lumbar has ended")
	}
	e.link.giveUp()
	if e.o.Simulated && e.o.Clock.Pace() > 0 {
		e.o.Clock.SetPace(0) // nobody need wait for what is simulated
	}
	e.asks = append(e.asks[:0], closed.Stop)
	e.stopTest()
	for e.link.chair != nil && (e.loop.Active() || e.trying()) && ctx.Err() == nil {
		select {
		case c := <-e.urgent:
			e.reply(c)
		case c := <-e.requests:
			e.reply(c)
		case <-e.o.Clock.after(e.o.Profile.Period()):
			e.o.Clock.pass(e.o.Profile.Period())
			e.tick(ctx)
		}
	}
	e.link.letGo()
	if e.link.closed != nil {
		return <-e.link.closed
	}
	return nil
}
