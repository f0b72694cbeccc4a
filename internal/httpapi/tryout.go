package httpapi

import (
	"net/http"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// mayTry says why a device must not try the chair; "" is that it may. A test moves every actuator, and whoever runs it looks:
// it is a maker's, and where back or leg rest move it is done at the machine itself, for those are never moved from afar.
// Anybody may see how a test stands, or give it up.
func mayTry(who asker, p *chair.Profile, do wire.TestDo) string {
	moves := p == nil || p.Axes[chair.Recline].Fitted || p.Axes[chair.LegRest].Fitted
	switch {
	case do == wire.TestLook || do == wire.TestEnd || who.here:
		return ""
	case p != nil && p.Closed != nil: // what its own computer does when it wakes is its own business
		return "A test wakes this chair, and its own computer may move back and leg rest then, which are never moved from afar: try the chair at the machine that runs Lumbar, in its own browser or with lumbar chair test. STOP works from here."
	case moves:
		return "A test moves back and leg rest, and those are never moved from afar: try the chair at the machine that runs Lumbar, in its own browser or with lumbar chair test. STOP works from here."
	case who.role < access.Maker || who.bySign:
		return "A chair is tried at the machine that runs Lumbar, or from a device that was let in as maker. STOP works from here."
	}
	return ""
}

// tryoutOf is what the view Chair shows of trying it; nil where there is nothing to try here.
func (s *Server) tryoutOf(r *http.Request) *web.Tryout {
	p := s.o.Chair
	if p == nil {
		return nil
	}
	v := &web.Tryout{
		Why: mayTry(s.askerOf(r), p, wire.TestBegin), Keys: p.Closed != nil, Push: p.Rollers.CellRange > 0, Room: p.Heat.Max > 0, // as commission asks
	}
	switch {
	case p.Simulated || s.o.Simulated && p.Closed != nil:
		v.Record = "Simulated: no record needed. It can be tried all the same."
	case s.o.Tested == nil:
	default:
		v.Record = "The record of its last test holds: this profile, this link, this driver."
		if err := s.o.Tested(); err != nil {
			v.Record = capital(err.Error()) + "."
		}
	}
	return v
}
