package modbus

import (
	"context"
	"time"

	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// Patience sets how long units may take to answer from now on.
func (c *Chair) Patience(d time.Duration) { c.bus.patience(d) }

// Wire is an open link, request by request.
type Wire struct{ line }

// Wire opens a link.
func (l Link) Wire(ctx context.Context) (Wire, error) {
	w, err := l.open(ctx, nil)
	return Wire{w}, err
}

// Do exchanges one request for its answer.
func (w Wire) Do(q *frame.Request, a *frame.Answer, within time.Duration) error {
	_, err := w.exchange(q, a, within)
	return err
}

// Close lets go of the link.
func (w Wire) Close() error { return w.close() }

// Asks and Says are a request and its answer in words.
var (
	Asks = asks
	Says = says
)

// Tell has a trace told of a request and what came of it.
func Tell(trace driver.Trace, q *frame.Request, came []byte, err error) {
	t := newTap(trace, func() time.Duration { return 0 })
	t.sends(q, []byte{1})
	t.got(came)
	t.over(q, &frame.Answer{}, err)
	t.over(q, &frame.Answer{}, err) // of nothing
}
