package httpapi

import (
	"context"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/wire"
)

// anybody is whom a massager is built for of which nobody has said so: its own instructions come first.
var anybody = chair.PersonRange{MaxWeight: 300, MaxHeight: 3000}

// beside is the engine together with the room of massagers without a link: a start that names one goes there and never to
// the engine; STOP goes to both. What somebody has had there counts at the linked chair too.
type beside struct {
	Engine
	room *guided.Room
}

// Do asks whom a request is for.
func (b beside) Do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	switch {
	case r.Verb == wire.Start && r.Massager != "":
		return b.start(ctx, &r), nil
	case r.Verb == wire.Stop:
		_ = b.room.Do(ctx, manual.Stop, 0) // where nothing runs there is nothing to stop
	case r.Verb == wire.Wrong && b.room.Mine(r.By):
		_ = b.room.Do(ctx, manual.Wrong, 0) // said twice is said
		return wire.Reply{V: wire.Version}, nil
	}
	return b.Engine.Do(ctx, r)
}

func (b beside) start(ctx context.Context, r *wire.Request) wire.Reply {
	reply := wire.Reply{V: wire.Version}
	if r.Limits == nil { // without a safety check
		reply.Error = "a massager is begun through the safety check"
		return reply
	}
	err := b.room.Begin(ctx, &guided.Start{By: r.By, Person: r.Person, Massager: r.Massager, Programme: r.Programme, Set: r.Set, Limits: *r.Limits})
	if err != nil {
		reply.Error = err.Error()
	}
	return reply
}

// guidedNow is how the session of a page stands that it has begun on a massager.
func (s *Server) guidedNow(by string) *wire.Snapshot {
	outcome, wrong, ok := s.o.Guided.End(by)
	switch {
	case !ok && s.o.Guided.Mine(by):
		return &wire.Snapshot{Stage: wire.Massage}
	case !ok: // another has begun since
		return &wire.Snapshot{Stage: wire.Done}
	}
	now := &wire.Snapshot{Stage: wire.Done, Outcome: outcome}
	if wrong {
		now.Fault = &wire.Fault{Code: feltWrong}
	}
	return now
}

// massagerTitle is what a massager is called; empty if the visit is for none.
func (s *Server) massagerTitle(name string) string {
	if name == "" || s.o.Shelf == nil {
		return ""
	}
	m, err := s.o.Shelf.Get(name)
	if err != nil {
		return "Your massager"
	}
	return m.Title
}
