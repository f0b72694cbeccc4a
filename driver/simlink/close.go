package simlink

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
)

// How long Close may take in all; how long it listens to a chair that says nothing; and how near home is.
const (
	closeWithin              = 5 * time.Second
	closeSilence             = time.Second
	homeBand     chair.Coord = 0.5 // mm
)

// Close implements driver.Chair. The chair's own means are its missed heartbeat: Close takes the power away, falls silent
// and listens until the depth is reported at home, at most closeWithin. Then it takes the power away once more,
// because what the chair did by itself left its drives on.
func (c *Chair) Close() error {
	if c.closed {
		return nil
	}
	err := c.leave()
	c.closed = true
	c.link.close()
	return err
}

func (c *Chair) leave() error {
	var zero guard.Cleared
	off := c.Apply(context.Background(), zero)
	if !c.home(c.link.look(false)) {
		if err := c.watch(); err != nil {
			return err
		}
		off = c.Apply(context.Background(), zero)
	}
	if off != nil {
		return &driver.Unverified{Doing: "close", Err: off}
	}
	return nil
}

// watch listens until the chair says that its depth is at home.
func (c *Chair) watch() error {
	late := time.NewTimer(closeWithin)
	defer late.Stop()
	silent := time.NewTimer(closeSilence)
	defer silent.Stop()
	for {
		select {
		case <-c.link.news:
			silent.Reset(closeSilence)
			r := c.link.look(false)
			switch {
			case c.home(r):
				return nil
			case r.Lost && c.profile.OnSilence == chair.Holds:
				return c.out(&r)
			}
		case <-silent.C:
			return &driver.Unverified{Doing: "close", Err: errors.New("the chair says nothing")}
		case <-c.link.ended:
			return &driver.Unverified{Doing: "close", Err: c.link.why()}
		case <-late.C:
			r := c.link.look(false)
			return c.out(&r)
		}
	}
}

func (c *Chair) out(r *chair.Report) error {
	return fmt.Errorf("close: the depth is at %.1f mm and does not go home; the chair %v when left alone",
		r.Axes[chair.Depth].Pos, c.profile.OnSilence)
}

// home says whether the depth is reported to be at home; without a depth axis it is.
func (c *Chair) home(r chair.Report) bool {
	depth := &c.profile.Axes[chair.Depth]
	is := r.Axes[chair.Depth]
	return !depth.Fitted || is.Homed && is.Pos-depth.Home <= homeBand
}
