package realtime

import (
	"context"
	"time"
)

// heed is how long a sleep may go without looking at its context.
const heed = 50 * time.Millisecond

// Until sleeps to the moment t of Now, or until ctx is done, which it notices within 50 ms. A sleep of one control
// period is a single one: the context is looked at before it and after it, and nothing wakes the thread in between.
func Until(ctx context.Context, t time.Duration) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := Now()
		if t <= now+heed {
			SleepUntil(t)
			return ctx.Err()
		}
		SleepUntil(now + heed)
	}
}
