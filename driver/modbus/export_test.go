package modbus

import (
	"context"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// Patience sets how long units may take to answer from now on.
func (c *Chair) Patience(d time.Duration) { c.bus.patience(d) }

// Wire is an open link, request by request.
type Wire struct{ line }

// Wire opens a link.
func (l Link) Wire(ctx context.Context) (Wire, error) {
	w, err := l.open(ctx)
	return Wire{w}, err
}

// Do exchanges one request for its answer.
func (w Wire) Do(q *frame.Request, a *frame.Answer, within time.Duration) error {
	_, err := w.exchange(q, a, within)
	return err
}

// Close lets go of the link.
func (w Wire) Close() error { return w.close() }
