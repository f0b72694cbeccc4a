package engine

import (
	"time"

	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
)

// How long the page that started a session may be silent on a chair without a stop button: a screen that sleeps has taken STOP
// with it. Assumptions: time to wake a phone up, and time to notice that the rollers press less.
const (
	GentleSilence = 10 * time.Second // then nothing presses harder than gently
	PageSilence   = 30 * time.Second // then the session pauses: the rollers leave the back,
	leaveAfter    = 3 * time.Second  // and then it finishes
)

// page is what the engine knows of the page that started the session, on the wall's clock.
type page struct {
	heard time.Duration // when its last request came
	state wire.PageState
	left  bool // the session was told to finish
}

// hearPage takes note of a request of the page that started the session. A session that nobody owns is everybody's: anybody's
// beat counts. A look does not: the page's server looks by itself.
func (e *Engine) hearPage(r *wire.Request) {
	if r.Verb == wire.Look || e.host.deaf {
		return
	}
	if e.owns(r.By) || e.owner == "" && r.Verb == wire.Beat {
		e.page.heard = e.host.now()
	}
}

// watchPage makes a session gentle, and then ends it in order, when the page that could stop it is not heard any more and the
// chair has no button that could.
func (e *Engine) watchPage(at time.Duration) {
	if !e.o.HostWatch || e.profile.StopButton || !e.loop.Active() {
		e.page.state = ""
		return
	}
	state, silence := wire.PageHeard, e.host.now()-e.page.heard
	switch {
	case silence >= PageSilence:
		state = wire.PageGone
	case silence >= GentleSilence:
		state = wire.PageUnheard
	}
	if state != e.page.state && len(e.asks) < mostAsks {
		first := e.page.state == ""
		switch state {
		case wire.PageHeard: // a session that has paused waits for somebody to go on
			if !first {
				e.asks = append(e.asks, session.Heard)
			}
		case wire.PageUnheard:
			e.asks = append(e.asks, session.Unheard)
		case wire.PageGone:
			e.asks = append(e.asks, session.Pause)
		}
		if e.page.state = state; !first {
			e.emit(at, &wire.Event{Event: "page", Text: string(state)})
		}
	}
	if state != wire.PageGone {
		e.page.left = false
	} else if silence >= PageSilence+leaveAfter && !e.page.left && len(e.asks) < mostAsks {
		e.page.left = true
		e.asks = append(e.asks, session.Forsake)
	}
}
