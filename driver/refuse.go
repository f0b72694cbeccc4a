package driver

import (
	"context"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/guard"
)

// State is what of a driver decides whether it takes a Cleared.
type State struct {
	Now    time.Duration // on the clock that it was opened with
	Last   uint64        // sequence of the last one taken since the zero Cleared
	Closed bool
}

// Refuse says why a driver must not send a Cleared, as Chair.Apply asks of all of them, or nil. idle says that nothing is to be sent
// and nothing is wrong: the zero Cleared, which is never refused, after Close.
func Refuse(ctx context.Context, c guard.Cleared, s State) (idle bool, err error) {
	zero := c.Sequence() == 0
	switch {
	case s.Closed && zero:
		return true, nil
	case s.Closed:
		return false, fmt.Errorf("apply: %w", ErrClosed)
	case zero:
		return false, nil
	case ctx.Err() != nil:
		return false, fmt.Errorf("apply: %w", ctx.Err())
	case c.Expired(s.Now):
		return false, fmt.Errorf("apply: %w: it expired %v ago", ErrExpired, s.Now-c.Expires())
	case c.Sequence() <= s.Last:
		return false, fmt.Errorf("apply: %w: it is number %d, after %d", ErrExpired, c.Sequence(), s.Last)
	}
	return false, nil
}
