package driver

import (
	"context"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/guard"
)

// Refuse says why an open driver must not send a Cleared at the moment now, as Chair.Apply asks of all of them, or nil.
// last is the sequence of the last one taken since the zero Cleared, which is never refused.
func Refuse(ctx context.Context, c guard.Cleared, now time.Duration, last uint64) error {
	switch {
	case c.Sequence() == 0:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("apply: %w", ctx.Err())
	case c.Expired(now):
		return fmt.Errorf("apply: %w: it expired %v ago", ErrExpired, now-c.Expires())
	case c.Sequence() <= last:
		return fmt.Errorf("apply: %w: it is number %d, after %d", ErrExpired, c.Sequence(), last)
	}
	return nil
}
