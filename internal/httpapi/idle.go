package httpapi

import (
	"context"

	"github.com/openlumbar/lumbar/internal/wire"
)

// stirring is an engine that says when something was asked of it that may begin something: from then on the pump looks as
// often as it does in a session.
type stirring struct {
	Engine
	stirred chan struct{}
}

// Do asks, and then says so: a look before the answer would still find nothing under way.
func (e stirring) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	switch r.Verb {
	case wire.Look, wire.Count, wire.Beat:
	default:
		defer func() {
			select {
			case e.stirred <- struct{}{}:
			default: // it has not heard of the one before
			}
		}()
	}
	return e.Engine.Do(ctx, r)
}
