package engine

import (
	"context"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
)

// How long nobody may ask anything. The page's server looks at least four times a second; what holds it up for
// longer, its end among it, holds up a STOP as well. Assumptions.
const (
	PauseSilence = time.Second     // then a session pauses: the rollers leave the back
	HostSilence  = 3 * time.Second // then the host is gone, and the guard retreats
)

// upHeld is how long "let me up" goes on after each request: it is repeated every 300 ms while it is held.
const upHeld = 400 * time.Millisecond

// host is what the engine knows of whoever talks to it, on the wall's monotonic clock.
type host struct {
	now     func() time.Duration
	heard   time.Duration // when the last request came
	alive   bool
	silent  bool // the session was told so
	deaf    bool // a trial: nobody is heard
	upUntil time.Duration
}

func newHost() host { return host{now: realtime.Now, alive: true} }

func (h *host) hear() {
	if !h.deaf {
		h.heard = h.now()
	}
}

// silence is how long nobody has asked anything.
func (h *host) silence() time.Duration { return h.now() - h.heard }

// up says whether "let me up" is held.
func (h *host) up() bool { return h.upUntil > 0 && h.now() < h.upUntil }

// watchHost pauses a session whose host falls silent. Whoever lies there goes on by themselves when it is back.
func (e *Engine) watchHost(at time.Duration) {
	if !e.o.HostWatch {
		return
	}
	silence := e.host.silence()
	e.host.alive = silence < HostSilence
	switch {
	case silence < PauseSilence:
		if e.host.silent {
			e.host.silent = false
			e.emit(at, &wire.Event{Event: "host", Text: "back"})
		}
		return
	case !e.loop.Active():
		return
	case !e.host.silent:
		e.host.silent = true
		e.emit(at, &wire.Event{Event: "host", Text: "silent"})
	}
	if s := e.loop.Session(); s.Stage() == session.Massage && len(e.asks) == 0 && !s.View().Paused {
		e.asks = append(e.asks, session.Pause)
	}
}

// forsaken says whether nobody talks to the engine any more and nothing keeps it: no session, no rollers out.
func (e *Engine) forsaken() bool {
	return e.o.Linger > 0 && e.host.silence() > e.o.Linger && !e.loop.Active() && !e.trying() && e.home()
}

// home says whether the depth is reported at home; without a depth axis it is.
func (e *Engine) home() bool {
	p, r := &e.profile.Axes[chair.Depth], &e.report.Axes[chair.Depth]
	return !p.Fitted || e.lost == nil && r.Pos <= p.Home+homeWithin
}

// latch is the fault that people are told of.
type latch struct {
	code chair.Code
	at   time.Duration
	told *wire.Fault
}

// latched takes up the guard's fault, and says whether it is a new one.
func (e *Engine) latched() bool {
	f := e.loop.Fault()
	if f == nil {
		e.latch = latch{}
		return false
	}
	if f.Code == e.latch.code && f.At == e.latch.at {
		return false
	}
	e.latch = latch{f.Code, f.At, faultFor(f)}
	return true
}

// watchFault keeps a new fault. The session puts its own on record.
func (e *Engine) watchFault(at time.Duration) {
	if !e.latched() {
		return
	}
	e.faulted = true
	f := e.loop.Fault()
	if e.o.Keep != nil {
		e.o.Keep.Latch(*f)
	}
	if !e.loop.Active() {
		e.emit(at, &wire.Event{Event: "fault", Text: f.Error(), Fault: e.latch.told})
	}
}

// clear clears a latched fault, on purpose.
func (e *Engine) clear() error {
	if err := e.loop.Clear(); err != nil {
		return err
	}
	e.o.Latched = nil
	e.takeWord(recording.Clear{At: e.o.Clock.Now()})
	if e.latch.code == "" {
		return nil
	}
	e.emit(e.o.Clock.Now(), &wire.Event{Event: "cleared", Text: string(e.latch.code)})
	e.latch = latch{}
	if e.o.Keep != nil {
		e.o.Keep.Clear()
	}
	return nil
}

// ask puts one question and waits for its answer.
func (e *Engine) ask(ctx context.Context, to chan *call, c *call) error {
	select {
	case to <- c:
	case <-ctx.Done():
		return ctx.Err()
	case <-e.stopped:
		return ErrStopped
	}
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-e.stopped:
		return ErrStopped
	}
}
