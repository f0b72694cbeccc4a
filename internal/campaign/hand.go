package campaign

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/twin"
)

// letGo is how long a hand holds on after something has gone wrong, as a page's lease does.
const letGo = 300 * ms

// byHand is what is moved in a state that is of no session.
func byHand(m Moment) guard.Move {
	switch m {
	case BackByHand:
		return guard.Move{Axis: chair.Recline, Out: true}
	case RollersByHand:
		return guard.Move{Axis: chair.Depth, Out: true}
	}
	return guard.Move{}
}

// reachByHand finds the axes' places by the beginning of a session, stops it, and moves an axis by hand.
func (w *watcher) reachByHand() bool {
	for w.at < reachMost && w.loop.Session().Stage() < session.Settling {
		w.tick(session.Nothing)
	}
	w.tick(session.Stop)
	for w.at < reachMost && w.guard.State() != guard.Off {
		w.tick(session.Nothing)
	}
	if w.c.Moment == RollersByHand {
		w.twin.Inject(twin.SitterLeaves, true)
		for end := w.at + 4*time.Second; w.at < end; {
			w.tick(session.Nothing)
		}
	}
	w.tick(session.Nothing) // a hand that was there before it is over moves nothing
	w.move = byHand(w.c.Moment)
	for end := w.at + w.c.Into; w.at < end; {
		w.tick(session.Nothing)
	}
	return w.guard.State() == guard.Moving
}

// still says whether no axis has moved since the last look, by more than a screw's play.
func (w *watcher) still() bool {
	still := true
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		still = still && math.Abs(float64(w.truth.Axes[a]-w.places[a])) < crawl*w.profile.Period().Seconds()
	}
	w.places = w.truth.Axes
	return still
}

// crawl is the speed below which an axis counts as standing, mm/s or °/s.
const crawl = 0.5
