package campaign

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// Run plays cases on every core and hands each result to seen, one at a time and in no order, until all are played or
// ctx is done. It returns when its goroutines have ended.
func (s *Setting) Run(ctx context.Context, cases []Case, seen func(*Result)) error {
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		next = make(chan []*Case)
	)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for together := range next {
				s.play(ctx, together, func(r *Result) {
					mu.Lock()
					defer mu.Unlock()
					seen(r)
				})
			}
		})
	}
	defer wg.Wait()
	defer close(next)
	for _, together := range ways(cases) {
		select {
		case next <- together:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// mostTogether is how many cases are played at a time at most, so that every core has work to the end.
const mostTogether = 50

// ways puts those cases together that share their way to the first fault, in the order of the first of each.
func ways(cases []Case) [][]*Case {
	var out [][]*Case
	last := map[prefix]int{}
	for i := range cases {
		c := &cases[i]
		k := prefix{c.Programme, c.Moment, c.Into, c.Row, c.Seed}
		n, ok := last[k]
		if !ok || len(out[n]) == mostTogether {
			n = len(out)
			last[k] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], c)
	}
	return out
}

// prefix is what decides the way to the first fault.
type prefix struct {
	programme string
	moment    Moment
	into      time.Duration
	row       int
	seed      uint64
}
