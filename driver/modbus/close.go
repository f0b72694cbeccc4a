package modbus

import (
	"context"
	"errors"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
)

// closeWithin is how long Close watches a chair that goes home by itself, over the time that it needs to notice.
const closeWithin = 5 * time.Second

// Close implements driver.Chair. The chair's own means are its units' missed master: Close takes the power away, falls
// silent for as long as they need to notice, and then watches until the depth is reported at home, at most closeWithin. Then
// it takes the power away once more, because what the units did by themselves may have left them on.
func (c *Chair) Close() error {
	if c.closed {
		return nil
	}
	ctx := context.Background()
	var zero guard.Cleared
	err := driver.Leave(func() error { return c.send(ctx, zero, true) }, c.home, func() error { return c.retract(ctx) })
	c.closed = true
	c.bus.close()
	return err
}

// retract leaves the chair alone until it has brought its depth home.
func (c *Chair) retract(ctx context.Context) error {
	c.wait(c.quiet)
	c.commanded, c.alone = false, true
	for end := c.clock() + closeWithin; ; c.wait(c.pause()) {
		err := c.look(ctx)
		switch {
		case err == nil && c.home():
			return nil
		case err == nil && c.profile.OnSilence == chair.Holds, c.clock() >= end:
			if err != nil {
				return &driver.Unverified{Doing: "close", Err: err}
			}
			return driver.NotHome(&c.profile, &c.report)
		case err != nil && c.clock()-c.report.At > c.profile.Stale+c.quiet+time.Second:
			return &driver.Unverified{Doing: "close", Err: errors.Join(errSilent, err)}
		}
	}
}

// pause is how long nothing is asked of a chair that is left alone, so that units which have not acted yet get their time.
func (c *Chair) pause() time.Duration {
	if c.unmoved {
		return c.quiet
	}
	return c.profile.Period()
}
