package campaign

import (
	"errors"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/loop"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/programme"
)

// All that this package asks of guard and loop is in this file.

// core is the loop and its guard.
type core struct {
	profile *chair.Profile
	guard   *guard.Guard
	loop    *loop.Loop
	notes   []session.Note
	input   loop.Input
	move    guard.Move // held by hand
}

func newCore(p *chair.Profile) core {
	g := guard.New(p, chair.Everyone())
	return core{profile: p, guard: g, loop: loop.New(p, chair.Everyone(), g)}
}

func (c *core) start(at time.Duration, p *programme.Plan) error {
	return c.loop.Start(at, p, chair.Spent{})
}

// tick is one tick of the whole core.
func (c *core) tick(at time.Duration, r *chair.Report, ask session.Ask, alive bool) guard.Cleared {
	var cleared guard.Cleared
	c.input = loop.Input{At: at, Dt: c.profile.Period(), Report: r, Ask: ask, Alive: alive, Move: c.move}
	cleared, c.notes = c.loop.Tick(&c.input, c.notes[:0])
	return cleared
}

// vet is one tick of the guard alone, with somebody else's command.
func (c *core) vet(at time.Duration, cmd *chair.Command, r *chair.Report) guard.Cleared {
	cleared, _ := c.guard.Vet(at, &guard.Input{Command: *cmd, Report: *r, HostAlive: true})
	return cleared
}

// latched says whether a new session is refused because of the latched fault.
func (c *core) latched(at time.Duration) bool {
	return errors.Is(c.guard.Begin(at, chair.Spent{}), guard.ErrLatched)
}
