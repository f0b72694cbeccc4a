package engine

import (
	"errors"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/tryout"
	"github.com/openlumbar/lumbar/internal/wire"
)

// How long what is held by hand goes on. Assumptions: a page asks every 100 ms, so that two may be lost; and shows 20 moments
// a second, so that one of half a second ago is of a connection too slow to stop anything by.
const (
	HoldFor = tryout.HoldFor         // after each request
	SeenFor = 500 * time.Millisecond // how old may be what its sender has seen of the chair
)

// hold is one axis that somebody moves by hand: a lease, which ends by itself.
type hold struct {
	by    string
	move  guard.Move
	until time.Duration // on the wall's clock
	given bool          // the guard has heard of it
	over  bool          // whatever is asked, until it has been quiet for as long as a lease
}

// Why a hold does not go on.
var (
	errHeld    = errors.New("somebody else moves the chair by hand now")
	errStopped = errors.New("it has stopped: let go, then press again")
)

// move begins or renews a lease. What was long under way moves nothing: it must have seen the chair a moment ago.
func (e *Engine) move(r *wire.Request) error {
	now, h := e.host.now(), &e.hold
	m, err := moveOf(r)
	if err != nil {
		return err
	}
	live := now < h.until
	switch age := e.o.Clock.Now() - time.Duration(r.SeenMS)*time.Millisecond; {
	case owner(r.By) == "":
		return errors.New("an axis is moved by hand from a page, which says who it is")
	case e.host.deaf:
		return errors.New("nobody is heard in this trial")
	case age > SeenFor || age < -time.Millisecond:
		return errors.New("the connection is too slow to move the chair by hand: what this page shows is too old")
	case live && r.By != h.by:
		return errHeld
	case live && (h.over || m != h.move):
		h.until, h.over = now+HoldFor, true
		return errStopped
	case live && h.given && e.loop.Guard().State() != guard.Moving:
		h.until, h.over = now+HoldFor, true
		if err := e.canMove(m); err != nil {
			return err
		}
		return errStopped
	case live:
		h.until = now + HoldFor
		return nil
	}
	if err := e.canMove(m); err != nil {
		return err
	}
	*h = hold{by: r.By, move: m, until: now + HoldFor}
	return nil
}

// canMove says why a move cannot begin, in words for people; nil is that it can.
func (e *Engine) canMove(m guard.Move) error {
	if e.loop.Active() {
		return errors.New("a session is under way; stop it first")
	}
	if e.trying() {
		return tryout.ErrBusy
	}
	if err := e.tested(); err != nil {
		return err
	}
	if err := e.loop.Guard().CanMove(m, &e.report); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "guard: "))
	}
	return nil
}

// moveOf is what a request asks to move.
func moveOf(r *wire.Request) (guard.Move, error) {
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if a.String() == r.Axis {
			return guard.Move{Axis: a, Out: r.Out}, nil
		}
	}
	return guard.Move{}, errors.New("there is no such axis; say carriage, depth, recline or leg_rest")
}

// held is the move that is held in this tick.
func (e *Engine) held() guard.Move {
	h := &e.hold
	if h.until == 0 || e.host.now() >= h.until {
		*h = hold{move: h.move} // the snapshot names what still comes to a stand
		return guard.Move{}
	}
	if h.over {
		return guard.Move{}
	}
	h.given = true
	return h.move
}

// byHand says whether the guard moves something for as long as it is held.
func (e *Engine) byHand() bool {
	st := e.loop.Guard().State()
	return st == guard.Rising || st == guard.Moving
}
