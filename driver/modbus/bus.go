package modbus

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/internal/latency"
)

// Counts is what a bus has done so far.
type Counts struct {
	Cycles     uint64
	Missed     uint64 // cycles that came more than half a period late
	NoAnswer   uint64 // requests that nobody answered in time
	Exceptions uint64 // requests that a unit refused
	Broken     uint64 // requests that the link did not carry
	Foreign    uint64 // bytes that belonged to no answer
	Beyond     uint64 // readings with a sensor beyond its limits
	Silent     uint64 // units that should have acted by themselves and did not say so

	Jitter latency.Histogram // how far a cycle began from a period after the one before
	Took   latency.Histogram // from a cycle's first byte to its last
}

// bus is the one goroutine that talks on a link. It does nothing by itself: a cycle is what somebody asks it for, so that a
// host that hangs leaves the line silent, and the units act by themselves.
type bus struct {
	jobs chan *plan
	done chan struct{} // has room for one
	quit chan struct{}
	over chan struct{} // closed when the goroutine has ended

	answer time.Duration
	period time.Duration
	most   time.Duration // that a cycle may take, unless one answer may take longer
	idle   bool          // the owner's: nothing is under way

	mu     sync.Mutex
	counts Counts
	began  time.Time // the last cycle
}

func newBus(l line, answer time.Duration, p *chair.Profile) *bus {
	b := &bus{jobs: make(chan *plan), done: make(chan struct{}, 1), quit: make(chan struct{}), over: make(chan struct{}), answer: answer, period: p.Period(), most: p.Heartbeat / 4, idle: true}
	go b.serve(l)
	return b
}

func (b *bus) serve(l line) {
	defer close(b.over)
	defer func() { _ = l.close() }() // nothing is kept back that could be lost
	for {
		select {
		case p := <-b.jobs:
			b.cycle(l, p)
			b.done <- struct{}{}
		case <-b.quit:
			return
		}
	}
}

// close ends the goroutine, at the latest when what is under way has had its time.
func (b *bus) close() {
	close(b.quit)
	<-b.over
}

// Why a step was not sent.
var (
	errDead = errors.New("it was asked nothing more after that")
	errLong = errors.New("it was not asked: others kept the line for too long")
)

// cycle carries out a plan's steps. A unit that does not answer is asked nothing more in it, and after most the rest is left
// out, so that whoever waits can go on; but for a plan that takes the power away every unit is tried.
func (b *bus) cycle(l line, p *plan) {
	began := time.Now()
	b.mu.Lock()
	answer := b.answer
	b.mu.Unlock()
	most := max(b.most, answer)
	var c Counts // of this cycle
	dead := -1
	for i := range p.steps {
		s := &p.steps[i]
		s.sent = false
		switch {
		case s.unit == dead:
			s.err = errDead
			continue
		case !p.all && i > 0 && time.Since(began) > most:
			s.err = errLong
			continue
		}
		if s.sent, s.err = l.exchange(&s.q, &s.a, answer); s.err != nil && !c.failed(s.err) {
			dead = s.unit
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	n := &b.counts
	n.Cycles++
	n.Exceptions += c.Exceptions
	n.NoAnswer += c.NoAnswer
	n.Broken += c.Broken
	n.Foreign = l.lost()
	n.Took.Add(time.Since(began))
	if late := began.Sub(b.began) - b.period; n.Cycles > 1 && late < 10*b.period { // longer is a pause, and nobody's lateness
		n.Jitter.Add(max(late, -late))
		if late > b.period/2 {
			n.Missed++
		}
	}
	b.began = began
}

// failed counts one request, and says whether it was answered all the same.
func (c *Counts) failed(err error) (answered bool) {
	var e frame.Exception
	switch {
	case errors.As(err, &e):
		c.Exceptions++
		return true
	case errors.Is(err, errNoAnswer):
		c.NoAnswer++
	default:
		c.Broken++
	}
	return false
}

// errBusy: what was asked for before is still under way.
var errBusy = errors.New("the line is still busy with the cycle before")

// run has a plan carried out by a bus that is ready. The error is ctx's, and the plan is the bus's then until it is ready
// again.
func (b *bus) run(ctx context.Context, p *plan) error {
	b.idle = false
	b.jobs <- p // the goroutine waits for it
	return b.free(ctx)
}

// free waits until nothing is under way, or for ctx.
func (b *bus) free(ctx context.Context) error {
	if b.ready() {
		return nil
	}
	select {
	case <-b.done:
		b.idle = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ready says whether nothing is under way.
func (b *bus) ready() bool {
	if !b.idle {
		select {
		case <-b.done:
			b.idle = true
		default:
		}
	}
	return b.idle
}

func (b *bus) look() Counts {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.counts
}

// beyond counts a reading that was not believed.
func (b *bus) beyond() {
	b.mu.Lock()
	b.counts.Beyond++
	b.mu.Unlock()
}

// silent counts units that did not act.
func (b *bus) silent() {
	b.mu.Lock()
	b.counts.Silent++
	b.mu.Unlock()
}

// patience is how long a unit may take to answer from now on.
func (b *bus) patience(answer time.Duration) {
	b.mu.Lock()
	b.answer = answer
	b.mu.Unlock()
}
