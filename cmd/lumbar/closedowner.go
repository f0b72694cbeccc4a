package main

import (
	"context"
	"path/filepath"

	"github.com/openlumbar/lumbar/internal/closedengine"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/links"
)

// closed is the engine of a chair that moves by its own computer. It has no body and no seed, and a control period that every
// machine keeps.
func (c *engineCmd) closed(of *owning) (owner, error) {
	clock := closedClock(c.Link, of.pace)
	open, simulated, err := closedLink(&of.profile, c.Link, clock.Now)
	if err != nil {
		return owner{}, err
	}
	proven, err := proofOf(of.dir, &of.profile, c.Link)
	if err != nil {
		return owner{}, err
	}
	tape := takeAll(c.Record, of.dir, of.log)
	e := closedengine.New(closedengine.Options{
		Record:  tape.recorder(),
		Profile: &of.profile, Open: open, Simulated: simulated, Tested: proven.tested, Tried: proven.tried, Clock: clock, Programme: library.Library{Dir: filepath.Join(of.dir, programmesDir)}.Plan,
		Keep: of.kept, Latched: of.found.Latched, Cut: cutOff(&of.found), HostWatch: true, Linger: c.Linger, Logger: of.log,
	})
	return owner{e, func(ctx context.Context) error {
		err := e.Run(ctx)
		if err := tape.finish(); err != nil {
			of.log.Error("recording", "err", err)
		}
		return err
	}}, nil
}

// cutOff is the session in which an earlier engine ended, if it did.
func cutOff(found *keep.Found) *closedengine.Cut {
	if !found.Cut {
		return nil
	}
	l := &found.Last
	return &closedengine.Cut{Person: l.Person, Session: l.Session, Spent: l.Spent, Ago: l.Ago}
}

// closedClock is the time of the chair at an address: its own if it is simulated.
func closedClock(address string, pace float64) *closedengine.Clock {
	if address == links.Simulated {
		return closedengine.NewClock(pace)
	}
	return closedengine.NewReal()
}
