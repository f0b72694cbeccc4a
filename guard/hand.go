package guard

import (
	"errors"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// Move is an axis that somebody moves by hand, between sessions. The zero value is none.
type Move struct {
	Axis chair.Axis
	Out  bool // to its greater places: the back down, the legs down, the carriage up, the depth towards the person
}

// hand is a move by hand: for as long as it is held, and no longer.
type hand struct {
	origin State // where it began, and ends
	move   Move
	seated bool                       // somebody sat there when it began
	bears  [chair.SideEnd]unit.Newton // what the cells read then
	over   bool                       // not once more before it is let go
}

const (
	// handSpeed is how fast rollers are moved by hand, mm/s: a finger can get out of their way. Assumption.
	handSpeed = 20
	// handNear is how near its end an axis counts as there, mm or degrees.
	handNear chair.Coord = 0.5
)

// Why an axis is not moved by hand.
var (
	ErrMoving = errors.New("guard: an axis is being moved by hand; let go first")
	ErrNoHand = errors.New("guard: this axis is not moved by hand")
	ErrPlace  = errors.New("guard: the axis does not know its place; a session's beginning finds it")
	ErrOut    = errors.New("guard: the rollers are not at home; press STOP to bring them there")
	ErrSeat   = errors.New("guard: rollers are moved by hand only on a chair that knows that its seat is empty")
	ErrEnd    = errors.New("guard: it is as far as it goes")
)

// CanMove says why an axis cannot be moved by hand now, or nil. Back and leg rest may take somebody along; rollers move
// behind the cover, and only with the seat empty.
func (g *Guard) CanMove(m Move, r *chair.Report) error {
	roller := false
	switch m.Axis {
	case chair.Recline, chair.LegRest:
	case chair.Carriage, chair.Depth:
		roller = true
	default:
		return ErrNoHand
	}
	if err := g.idle(); err != nil {
		return err
	}
	switch {
	case r.Stop:
		return ErrStopHeld
	case !g.fresh(r):
		return errNoReport
	case !g.movable(m.Axis, r):
		return ErrPlace
	case m.Axis != chair.Depth && !g.rollersHome(r):
		return ErrOut
	case roller && (r.Seated || !g.profile.SeatSensor):
		return ErrSeat
	}
	left := g.endOf(m) - r.Axes[m.Axis].Pos
	if !m.Out {
		left = -left
	}
	if !(left > handNear) {
		return ErrEnd
	}
	return nil
}

// rollersHome says whether the depth is reported at home.
func (g *Guard) rollersHome(r *chair.Report) bool {
	x, p := &g.axes[chair.Depth], &r.Axes[chair.Depth]
	return !x.fitted || p.Homed && !p.Fault && p.Pos <= x.home+homeBand
}

// endOf is how far a move may go: rollers stay behind the cover.
func (g *Guard) endOf(m Move) chair.Coord {
	x := &g.axes[m.Axis]
	switch {
	case !m.Out:
		return x.min
	case m.Axis == chair.Depth:
		return min(x.max, g.behind)
	}
	return x.max
}

// grip begins a move.
func (g *Guard) grip(in *Input) {
	r := &in.Report
	g.hand = hand{origin: g.state, move: in.Move, seated: r.Seated, bears: g.weighs(r)}
	g.state = Moving
	g.ramps[in.Move.Axis] = g.axes[in.Move.Axis].ramp(&r.Axes[in.Move.Axis])
	g.strayed[in.Move.Axis], g.gap = false, false // it begins where the chair is now
}

// carry is one tick of a move: to its end while held, otherwise to a stand, within the axis's jerk. It is over, until it
// is let go, when somebody sits down or gets up, when something holds the axis back or presses on the rollers, and when
// reports or the host fail.
func (g *Guard) carry(in *Input) Cleared {
	r, h := &in.Report, &g.hand
	a := h.move.Axis
	fresh := g.fresh(r)
	if fresh {
		g.last = *r
	}
	x, p, w := &g.axes[a], &g.last.Axes[a], &g.ramps[a]
	if !g.movable(a, &g.last) {
		g.state, h.over = h.origin, true
		return Cleared{}
	}
	astray, again := g.follow(a)
	h.over = h.over || astray
	if again {
		g.state = h.origin
		return Cleared{}
	}
	if !fresh || !in.HostAlive || r.Seated != h.seated || g.heavier(r, &h.bears) || a != chair.Depth && !g.rollersHome(&g.last) {
		h.over = true
	}
	b := bounds{vel: float64(x.vel), acc: float64(x.acc), jerk: float64(x.jerk)}
	if a == chair.Carriage || a == chair.Depth {
		b.vel = min(b.vel, handSpeed)
	}
	held := in.Move == h.move && !in.Up && !h.over
	goal := float64(g.endOf(h.move))
	if !held {
		goal = w.stand(b)
	}
	w.goHome(b, goal, min(max(g.step, 0), 2*g.period))
	w.keep(float64(min(x.min, p.Pos)), float64(max(x.top, p.Pos)))
	if w.vel == 0 {
		g.state = h.origin
		return Cleared{}
	}
	var c chair.Command
	c.Axes[a] = chair.Setpoint{On: true, Pos: chair.Coord(w.pos), Vel: chair.CoordRate(w.vel)}
	return g.clear(&c)
}

// stand is where a motion comes to rest when it brakes from now on.
func (r *ramp) stand(b bounds) float64 {
	if r.vel < 0 {
		return r.pos - b.stopping(-r.vel, -r.acc)
	}
	return r.pos + b.stopping(r.vel, r.acc)
}
