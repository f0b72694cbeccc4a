package simlink

import (
	"context"
	"errors"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
)

// How long Close may take in all, and how long it listens to a chair that says nothing.
const (
	closeWithin  = 5 * time.Second
	closeSilence = time.Second
)

// Close implements driver.Chair. The chair's own means are its missed heartbeat: Close takes the power away, falls silent
// and listens until the depth is reported at home, at most closeWithin. Then it takes the power away once more,
// because what the chair did by itself left its drives on.
func (c *Chair) Close() error {
	if c.closed {
		return nil
	}
	var zero guard.Cleared
	off := func() error { return c.Apply(context.Background(), zero) }
	home := func() bool { r := c.link.look(false); return driver.Home(&c.profile, &r) }
	err := driver.Leave(off, home, c.watch)
	c.closed = true
	c.link.close()
	return err
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
			case driver.Home(&c.profile, &r):
				return nil
			case r.Lost && c.profile.OnSilence == chair.Holds:
				return driver.NotHome(&c.profile, &r)
			}
		case <-silent.C:
			return &driver.Unverified{Doing: "close", Err: errors.New("the chair says nothing")}
		case <-c.link.ended:
			return &driver.Unverified{Doing: "close", Err: c.link.why()}
		case <-late.C:
			r := c.link.look(false)
			return driver.NotHome(&c.profile, &r)
		}
	}
}
