// Package engine owns a chair: one goroutine ticks session, control, guard and driver; everybody else sends
// requests and gets copies.
package engine

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// Options is what an engine needs. The zero values that have defaults say so.
type Options struct {
	// Open opens the chair, with the body and seed of a simulated one; a real chair ignores them. label names
	// the body for people.
	Open  func(ctx context.Context, body string, seed uint64) (c driver.Chair, label string, err error)
	Clock Clock
	// Programme finds a compiled programme, with what is chosen of its variables; the error is for people.
	Programme func(name string, set map[string]string) (*programme.Plan, error)
	// Limits is the person's; the zero value means chair.Everyone.
	Limits *chair.Limits
	// Observe, if set, is called from the engine's goroutine with every event. It must not wait.
	Observe func(*wire.Event)
	// Sitter, if set, is asked in every tick of a calibration whether a simulated person has had enough.
	Sitter func() bool
	// Simulation, if set, lets faults be tried on the chair. A real chair has none.
	Simulation Simulation
	// Tested says why no person may sit in a real chair of this profile: it was not tried as it is now. nil refuses every real
	// chair. It may read a file.
	Tested func(p *chair.Profile) error
	// Tried, if set, takes a test down that is over, and says for people what became of it. The chair is at rest then.
	Tried func(*tryout.Tried) (note string, err error)
	// Keep, if set, keeps what must outlive the engine.
	Keep Keeper
	// Record, if set, takes down everything that crosses this engine in a session.
	Record *recording.Recorder
	// Latched is the fault that an earlier engine left behind; nil is none.
	Latched *chair.Fault
	// Cut is true when an earlier engine ended in a session: it counts as ended now.
	Cut bool
	// HostWatch pauses a session when no request came for PauseSilence, and ends it after HostSilence.
	HostWatch bool
	// Linger, if above 0, ends Run when nobody has asked anything for so long, no session is under way and the
	// rollers are at home.
	Linger time.Duration
	// First is requests that are taken before the first tick, so that a run does not depend on when they arrive.
	First []wire.Request
	// IdleRest is true when a virtual clock shall run at the wall's pace between sessions.
	IdleRest bool
	// Realtime is what of real time this machine refuses, for snapshots.
	Realtime string
	Logger   *slog.Logger // nil: discards. It must not wait
}

// Keeper keeps what must outlive the engine. None of its methods waits for a disk.
type Keeper interface {
	// Event takes a copy and numbers it.
	Event(*wire.Event)
	// Latch keeps a fault until Clear.
	Latch(chair.Fault)
	Clear()
	// Spend says how long a session of a person has lasted since first contact. session tells the sessions apart.
	Spend(person string, session uint64, t time.Duration)
	// Spent is what a person has had.
	Spent(person string) chair.Spent
	// Forget takes away what a person has had, and nobody else's.
	Forget(person string)
	// Trouble is why nothing can be kept now, for people; nil: all is well.
	Trouble() error
}

// Engine runs one chair. Make it with New, run it with Run, talk to it with Do.
type Engine struct {
	o        Options
	requests chan *call
	urgent   chan *call // stops: taken before all others
	stopped  chan struct{}

	// Only the engine's goroutine touches what follows.
	chair   driver.Chair
	profile chair.Profile
	loop    *loop.Loop
	input   loop.Input
	fitted  fit.Result
	chosen  []wire.Choice // of the programme of this session
	changed told
	report  chair.Report
	asks    []session.Ask      // one a tick, in their order; a stop goes before all
	nudge   session.LevelNudge // of the ask that is one
	asked   bool               // a stop was asked for
	stopAt  time.Duration
	wrong   bool         // something felt wrong: for the next tick
	owner   string       // who started the session
	person  string       // whose budget it counts towards; empty is nobody's
	limited chair.Limits // what the guard holds to
	session uint64
	spent   time.Duration // of that budget, as last put on record
	body    string
	label   string
	seed    uint64
	started time.Duration
	ended   bool
	endedAt time.Duration // on the wall's clock; never is long ago
	lost    error         // why reports stopped coming
	seq     uint64        // of the last event
	looks   uint64        // of the last snapshot
	notes   []session.Note
	pace    float64
	host    host
	page    page
	latch   latch
	hold    hold
	trial   trial
	tryout  tryout.Test
	took    bool // in a test: the chair has confirmed what was sent last
	tape    tape
	trouble string // that was logged last
	counts  counts
	stirred time.Duration // when anything last moved, or was not known
	alarm   *time.Timer   // of a doze
	woken   *call         // who ended it, and is answered after the next tick
	napped  bool          // it has slept through more than one tick
	homing  string        // what moves when this chair finds its places, for people
	faulted bool          // the last session ended by a fault, or an earlier engine left one: where everything stands is to be found anew
	untold  bool          // this session began with the seat empty, and nobody was told what moves
	why     string        // this session is stopped, if not by somebody
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
	pace := 1.0
	if v, ok := o.Clock.(*Virtual); ok {
		pace = v.Pace()
	}
	return &Engine{
		o: o, requests: make(chan *call), urgent: make(chan *call), stopped: make(chan struct{}),
		ended: true, endedAt: never, pace: pace,
		asks: make([]session.Ask, 0, mostAsks), notes: make([]session.Note, 0, 8), host: newHost(), counts: newCounts(o.Clock),
		alarm: time.NewTimer(restsAfter), faulted: o.Latched != nil || o.Cut,
	}
}

// Run owns the chair until ctx is done, or nobody asks any more; then it stops a session in order, closes the
// chair and returns. body and seed are what a simulated chair starts with.
func (e *Engine) Run(ctx context.Context, body string, seed uint64) error {
	defer close(e.stopped)
	if err := e.open(ctx, body, seed); err != nil {
		return err
	}
	e.host.hear()
	if e.o.Cut {
		e.endedAt = e.host.now()
	}
	e.rest()
	for _, r := range e.o.First {
		if err := e.heed(&r); err != nil {
			return errors.Join(err, e.chair.Close())
		}
	}
	for ctx.Err() == nil && !e.forsaken() {
		e.answer()
		if e.doze(ctx) {
			e.note(e.take(ctx), ctx)
		} else {
			e.note(e.tick(ctx), ctx)
		}
	}
	return e.shut(context.WithoutCancel(ctx))
}

// note logs what is wrong with the chair when it changes.
func (e *Engine) note(err error, ctx context.Context) {
	text := ""
	if err != nil {
		if ctx.Err() != nil {
			return
		}
		text = err.Error()
	}
	if text != e.trouble {
		e.trouble = text
		e.o.Logger.Warn("chair", "err", text)
	}
}

// shut brings the chair home whatever was going on, then lets go of it.
func (e *Engine) shut(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, shutMost)
	defer cancel()
	if v, ok := e.o.Clock.(*Virtual); ok {
		v.SetPace(MaxPace)
	}
	e.asks = append(e.asks[:0], session.Stop)
	e.tryout.Stop()
	for (e.loop.Active() || e.trying()) && ctx.Err() == nil {
		e.note(e.tick(ctx), ctx)
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
	e.homing, e.untold, e.why = Homing(&e.profile), false, ""
	limits := e.limits(nil)
	e.limited = limits
	g := guard.New(&e.profile, limits)
	if e.o.Latched != nil {
		g.Latch(*e.o.Latched)
	}
	e.loop = loop.New(&e.profile, limits, g)
	e.takeOff()
	e.latched()
	e.report, e.trial, e.hold, e.tryout = chair.Report{}, trial{}, hold{}, tryout.Test{} // another simulated chair is whole
	e.stirred = e.o.Clock.Now()
	return nil
}

// limits is what holds for a session that is asked for with limits of its own, or nil.
func (e *Engine) limits(asked *chair.Limits) chair.Limits {
	l := chair.Everyone()
	if e.o.Limits != nil {
		l = l.Tighten(*e.o.Limits)
	}
	if asked != nil {
		l = l.Tighten(*asked)
	}
	return l
}

// tick waits for the next moment and takes it. It makes no garbage while nothing changes.
func (e *Engine) tick(ctx context.Context) error {
	if err := e.o.Clock.Until(ctx, e.o.Clock.Now()+e.profile.Period()); err != nil {
		return err
	}
	return e.take(ctx)
}

// take takes the tick that is due: it reads, decides and applies.
func (e *Engine) take(ctx context.Context) error {
	period := e.profile.Period()
	e.counts.tick()
	r, readErr := e.chair.Read(ctx)
	at := e.o.Clock.Now() // after it: a report that comes while we read must not be of the future
	if readErr == nil || errors.Is(readErr, driver.ErrStale) {
		e.report = r
	}
	e.lost = readErr
	e.watchHost(at)
	if e.trying() {
		return e.tickTried(ctx, at, readErr)
	}
	e.watchPage(at)
	e.hearSitter()
	e.watchSeat()
	e.input = loop.Input{
		At: at, Dt: period, Report: &e.report, Ask: e.nextAsk(), Nudge: e.nudge, Alive: e.host.alive || !e.o.HostWatch,
		Wrong: e.wrong, Up: e.host.up(), Move: e.held(),
	}
	e.wrong = false
	var cleared guard.Cleared
	e.notes = e.loop.TickInto(&cleared, &e.input, e.notes[:0])
	applyErr := e.chair.Apply(ctx, cleared)
	e.takeDown(&cleared)
	if readErr != nil {
		e.counts.readFails++
	}
	if applyErr != nil {
		e.counts.appFails++
	}
	for i := range e.notes {
		e.record(at, &e.notes[i])
	}
	e.watchFault(at)
	e.watchTrial(at)
	e.watchRest(at, readErr != nil || applyErr != nil)
	e.spend()
	if !e.ended && !e.loop.Active() {
		e.ended, e.endedAt = true, e.host.now()
		e.counts.over(e.loop.Guard().SessionTime())
		e.emit(at, e.summary(at))
		e.rest()
	}
	if readErr == nil && applyErr == nil {
		return nil
	}
	return errors.Join(readErr, applyErr)
}

// hearSitter asks a simulated person, while the force rises, whether it is enough.
func (e *Engine) hearSitter() {
	if e.o.Sitter != nil && e.o.Sitter() && e.loop.Active() && e.loop.Session().Stage() == session.Comfort && len(e.asks) < mostAsks {
		e.asks = append(e.asks, session.Enough)
	}
}

// nextAsk is what the session is asked in this tick.
func (e *Engine) nextAsk() session.Ask {
	if len(e.asks) == 0 {
		return session.Nothing
	}
	ask := e.asks[0]
	e.asks = append(e.asks[:0], e.asks[1:]...)
	return ask
}

// rest lets a virtual clock run at the wall's pace between sessions.
func (e *Engine) rest() {
	if v, ok := e.o.Clock.(*Virtual); ok && e.o.IdleRest {
		v.SetPace(1)
	}
}

// doseStep is how much more of a session is put on record at a time: what a kill forgets is less than a second, the
// writer's time in it.
const doseStep = 500 * time.Millisecond

// spend puts on record what the person has had, now and then and at the end.
func (e *Engine) spend() {
	if e.person == "" || e.ended || e.o.Keep == nil {
		return
	}
	t := e.loop.Guard().SessionTime()
	over := !e.loop.Active()
	if t == 0 || !over && t < e.spent+doseStep {
		return
	}
	e.spent = t
	e.o.Keep.Spend(e.person, e.session, t)
}
