package verify

import (
	"context"
	"runtime"
	"sync"
)

// Run plays bodies, given by their indices in the population, on every core and hands each outcome to seen, one at a
// time and in no order, until all are played or ctx is done; then it returns ctx's error. Its goroutines have ended when
// it returns. An error of a body, or of seen, ends the run.
func (s *Setting) Run(ctx context.Context, bodies []int, seen func(Outcome) error) error {
	return s.each(ctx, bodies, s.Play, seen)
}

// each is Run for any way to play a body.
func (s *Setting) each(ctx context.Context, bodies []int, play func(context.Context, *Person) (Outcome, error), seen func(Outcome) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	todo, done := make(chan int), make(chan Outcome)
	go func() { // ends when ctx does, or all are handed out
		defer close(todo)
		for _, i := range bodies {
			select {
			case todo <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	var players sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		players.Go(func() {
			for i := range todo {
				p, err := s.Population.Body(i)
				if err != nil {
					cancel(err)
					return
				}
				o, err := play(ctx, &p)
				if err != nil {
					return // ctx's own
				}
				done <- o
			}
		})
	}
	go func() { players.Wait(); close(done) }()
	for o := range done {
		if err := seen(o); err != nil {
			cancel(err)
		}
	}
	return context.Cause(ctx)
}

// Retrace plays a body again, with its trace.
func (s *Setting) Retrace(ctx context.Context, p *Person) (Outcome, *Trace, error) {
	r := s.rigOf(p, false)
	r.trace = &Trace{}
	o, err := r.run(ctx, nil)
	return o, r.trace, err
}
