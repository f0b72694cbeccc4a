package httpapi

import (
	"context"
	"encoding/json"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// repeat is how long an unchanged snapshot is held back: pages take silence for a lost stream after 1.5 s.
const repeat = 500 * time.Millisecond

// Serve asks the engine for snapshots, often while anybody watches and seldom otherwise, and hands them to all
// streams. It runs until ctx ends, closes every stream and returns. Call it once.
func (s *Server) Serve(ctx context.Context) {
	defer close(s.done)
	if s.memory != nil {
		kept := make(chan struct{})
		go func() { defer close(kept); s.keepAlong(ctx) }()
		defer func() { <-kept }()
	}
	tick := time.NewTicker(s.o.Unwatched)
	defer tick.Stop()
	var trouble, watched bool
	pace := s.o.Unwatched
	for {
		n, err := s.news(ctx)
		s.lock(s.o.Now()) // after whoever is in a session was heard
		if ctx.Err() != nil {
			return
		}
		if (err != nil) != trouble {
			trouble = err != nil
			s.o.Logger.Warn("engine answers", "ok", !trouble, "err", err)
		}
		s.hub.publish(n, time.Now())
		s.o.Turned()
		if next := s.pace(watched, err == nil && !n.active); next != pace {
			pace = next
			tick.Reset(pace)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.stirred: // looks at once
		case watched = <-s.hub.watched:
		}
	}
}

// pace is how often to look. What is not known is not idle.
func (s *Server) pace(watched, idle bool) time.Duration {
	switch {
	case watched:
		return s.o.Watched
	case idle:
		return s.o.Idle
	}
	return s.o.Unwatched
}

// news is the next thing to tell: a snapshot, or that there is none.
func (s *Server) news(ctx context.Context) (news, error) {
	var gen uint64
	if s.visits != nil {
		gen = s.visits.generation()
	}
	snapshot, err := s.look(ctx)
	if s.o.Heard != nil && ctx.Err() == nil {
		s.o.Heard(snapshot, err == nil)
	}
	s.tellVisits(ctx, gen, &snapshot, err)
	if err != nil {
		return news{silent: true, unreached: s.unreached()}, err
	}
	text, err := json.Marshal(snapshot)
	if err != nil {
		return news{silent: true}, err
	}
	return news{seq: snapshot.Seq, snapshot: text, active: active(snapshot.Stage)}, nil
}

// tellVisits lets visits know where the session stands, and forgets those that nobody goes on with.
func (s *Server) tellVisits(ctx context.Context, gen uint64, snapshot *wire.Snapshot, err error) {
	if s.visits == nil {
		return
	}
	if err != nil {
		snapshot = nil
	}
	s.hearVisits(ctx, gen, snapshot)
}
