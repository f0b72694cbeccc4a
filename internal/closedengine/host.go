package closedengine

import (
	"crypto/subtle"
	"time"

	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/wire"
)

// How long nobody may ask anything, and the page that started a session nothing. The chair has a power key of its own, on its
// remote; a screen that sleeps takes STOP with it all the same. As of a chair with axes; it has no gentle in between.
const (
	HostSilence = 3 * time.Second
	PageSilence = 30 * time.Second
)

// host is what the engine knows of whoever talks to it, on the wall's monotonic clock.
type host struct {
	now   func() time.Duration
	heard time.Duration // when the last request came
	page  time.Duration // and the last of the page that started the session
	alive bool
}

func newHost() host { return host{now: realtime.Now, alive: true} }

func (h *host) hear() { h.heard = h.now() }

// hearPage takes note of a request of the page that started the session; of one that nobody owns, anybody's beat counts.
func (e *Engine) hearPage(r *wire.Request) {
	if r.Verb != wire.Look && (e.owns(r.By) || e.given.owner == "" && r.Verb == wire.Beat) {
		e.host.page = e.host.now()
	}
}

// watchHost ends a session that nobody could stop any more.
func (e *Engine) watchHost(time.Duration) {
	e.host.alive = !e.o.HostWatch || e.host.now()-e.host.heard < HostSilence
	if e.o.HostWatch && e.loop.Active() && e.host.now()-e.host.page >= PageSilence {
		e.end = "the page that started it was not heard for 30 s"
	}
}

// pageState is whether the page that started the session is heard.
func (e *Engine) pageState() wire.PageState {
	switch {
	case !e.o.HostWatch || !e.loop.Active():
		return ""
	case e.host.now()-e.host.page >= PageSilence:
		return wire.PageGone
	case e.host.now()-e.host.page >= PageSilence/3:
		return wire.PageUnheard
	}
	return wire.PageHeard
}

// forsaken says whether nobody talks to the engine any more and nothing keeps it.
func (e *Engine) forsaken() bool {
	return e.o.Linger > 0 && e.host.now()-e.host.heard > e.o.Linger && !e.loop.Active() && !e.trying() && e.wait == nil && !e.link.busy() &&
		(!e.counting() || e.used() >= e.o.Profile.Closed.Timer)
}

// leastOwner is how long the name of whoever starts a session must be to own it: shorter ones are everybody's.
const leastOwner = 20

func owner(by string) string {
	if len(by) < leastOwner {
		return ""
	}
	return by
}

// owns says whether somebody started the session.
func (e *Engine) owns(by string) bool {
	return e.given.owner != "" && subtle.ConstantTimeCompare([]byte(by), []byte(e.given.owner)) == 1
}
