package recording

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
)

// Options is what a Recorder needs. Shelf is required.
type Options struct {
	Shelf   Shelf
	Version string // of the binary
	// Patient lets the caller wait for room, for a simulation whose clock stands between ticks. Nothing real waits.
	Patient bool
	Logger  *slog.Logger // nil: discards
}

// room is how many ticks may wait for the writer: 16 s of a chair of 250 Hz. rouseAt is how many make it look.
const (
	room     = 4096
	rouseAt  = 64
	mostSaid = 1024 // events and requests
)

// SameSession is how long after its end a session may be gone on with; until then its recording goes on too, without the
// ticks in which nothing happens. It is the guard's figure.
const SameSession = 10 * time.Minute

// Recorder takes down a chair's sessions. One goroutine, the engine's, hands it what crosses; Run writes. But for a
// Patient one, nothing here waits for a disk, and a tick makes no garbage.
type Recorder struct {
	o    Options
	wake chan struct{}

	// Only the engine's goroutine touches what follows.
	on    bool
	idle  Tick // the last one in which nothing happened, and which was left out
	left  bool // there is one
	quiet bool // the last one that was not left out was such
	since time.Duration

	mu    sync.Mutex // what follows; held for moments only, never over the disk
	space *sync.Cond // a patient caller waits for it
	ticks []numbered
	said  []said
	count uint64 // of all that was handed over
	lost  Missing
	done  bool // nobody writes any more
}

// numbered is a tick in its place among what was said.
type numbered struct {
	n    uint64
	tick Tick
}

// said is everything but ticks: a Start, Clear, Zones, Event, Request, Missing, or what follows.
type said struct {
	n    uint64
	what any
}

type (
	over   struct{}              // the recording is
	forget struct{ others bool } // take all away, or all others than the one under way
)

// New returns a recorder that writes nothing before Run.
func New(o Options) *Recorder {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	r := &Recorder{o: o, wake: make(chan struct{}, 1), ticks: make([]numbered, 0, room), said: make([]said, 0, mostSaid)}
	r.space = sync.NewCond(&r.mu)
	return r
}

// Start begins a recording, or says that the session of the last one is gone on with.
func (r *Recorder) Start(s *Start) {
	if s.Again && !r.on {
		return // it was over
	}
	r.on, r.left, r.quiet = true, false, false
	r.say(s.impersonal())
}

// Say takes down a Clear, Zones, Event or Request, if a recording is under way.
func (r *Recorder) Say(what any) {
	if r.on {
		r.say(what)
	}
}

// End ends the recording under way, if one is.
func (r *Recorder) End() {
	if r.on {
		r.on = false
		r.say(over{})
	}
}

// Forget takes away every recording, because none says whose it is: also the one under way, unless its session is active,
// which then is somebody else's.
func (r *Recorder) Forget(active bool) {
	r.on = r.on && active
	r.say(forget{others: active})
}

// Tick takes a copy. Those after a session in which nothing happens are left out, except the last before something does:
// with it, whatever happens is judged by the time that passed as it was.
func (r *Recorder) Tick(t *Tick) {
	if !r.on {
		return
	}
	quiet := t.uneventful()
	if quiet && r.quiet {
		r.idle, r.left = *t, true
		if t.At-r.since > SameSession {
			r.End()
		}
		return
	}
	if r.left {
		r.left = false
		r.push(&r.idle)
	}
	if r.quiet = quiet; quiet {
		r.since = t.At
	}
	r.push(t)
}

// uneventful says whether nothing happens in a tick: the session is over, nothing is asked, nothing is driven.
func (t *Tick) uneventful() bool {
	return t.Stage == session.Done && (t.State == guard.Off || t.State == guard.Disarmed) && t.Sequence == 0 &&
		t.Ask == session.Nothing && !t.Wrong && !t.Up && t.Move == (guard.Move{}) && !t.Report.Stop
}

// push hands a tick to the writer. Without room it is counted as missing, which is said in its place.
func (r *Recorder) push(t *Tick) {
	r.mu.Lock()
	for r.o.Patient && len(r.ticks) == room && !r.done {
		r.rouse()
		r.space.Wait()
	}
	if len(r.ticks) == room {
		if r.lost.Ticks == 0 {
			r.lost.At = t.At
		}
		r.lost.Ticks++
		r.mu.Unlock()
		return
	}
	r.tellLost()
	r.count++
	r.ticks = append(r.ticks, numbered{r.count, *t})
	full := len(r.ticks)%rouseAt == 0
	r.mu.Unlock()
	if full {
		r.rouse()
	}
}

// tellLost puts what is missing in its place. The mutex is held.
func (r *Recorder) tellLost() {
	if r.lost.Ticks == 0 {
		return
	}
	r.count++
	r.said = append(r.said, said{r.count, r.lost})
	r.lost = Missing{}
}

// say hands over what is not a tick. Words for readers are left out when there is no room; what a replay needs never is.
func (r *Recorder) say(what any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.o.Patient && len(r.said) >= mostSaid && !r.done {
		r.rouse()
		r.space.Wait()
	}
	switch what.(type) {
	case Event, Request:
		if len(r.said) >= mostSaid {
			return
		}
	}
	r.tellLost()
	r.count++
	r.said = append(r.said, said{r.count, what})
	r.rouse()
}

// rouse wakes the writer.
func (r *Recorder) rouse() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run writes until ctx is done and all that was handed over is written. The error is the first thing that could not be.
func (r *Recorder) Run(ctx context.Context) error {
	w := writer{shelf: r.o.Shelf, version: r.o.Version, buf: make([]byte, 0, 1<<10)}
	ticks, words := make([]numbered, 0, room), make([]said, 0, mostSaid)
	var all error
	note := func(err error) {
		if err != nil {
			all = errors.Join(all, err)
			r.o.Logger.Error("the recording cannot be written; the session goes on without", "err", err)
		}
	}
	for {
		last := ctx.Err() != nil
		r.mu.Lock()
		r.ticks, ticks = ticks[:0], r.ticks
		r.said, words = words[:0], r.said
		missing := r.lost
		if last {
			r.done = true
		}
		r.space.Broadcast()
		r.mu.Unlock()
		if missing.Ticks > 0 {
			r.o.Logger.Warn("ticks could not be recorded: the disk is too slow", "ticks", missing.Ticks)
		}
		note(w.writeAll(ticks, words))
		clear(words)
		if last {
			note(w.end())
			return all
		}
		select {
		case <-r.wake:
		case <-ctx.Done():
		}
	}
}
