package standin

import (
	"context"
	"time"
)

// Live lets time pass for a stand-in as it passes for everybody, until ctx is done.
func Live(ctx context.Context, u interface{ Pass(time.Duration) }) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	was := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if d := now.Sub(was).Truncate(time.Millisecond); d > 0 {
				u.Pass(d)
				was = was.Add(d)
			}
		}
	}
}
