package standin

import (
	"context"
	"time"
)

// slipsAfter is how far a stand-in may fall behind before it gives the time up: half the shortest silence that a shipped
// profile sets. A board's own controller does not stop: what was missed is made up for. Only if the machine stops this process
// for longer, the stand-in must not take that for a host that fell silent.
const slipsAfter = 60 * time.Millisecond

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
			d := now.Sub(was).Truncate(time.Millisecond)
			if was = was.Add(d); d > 0 {
				u.Pass(min(d, slipsAfter))
			}
		}
	}
}
