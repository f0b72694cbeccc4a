package httpapi

import (
	"context"
	"errors"
	"time"

	"github.com/openlumbar/lumbar/internal/people"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/wire"
)

// due is the last word of a visit that is not kept yet.
type due struct {
	keeper *people.Keeper
	word   people.Word
}

// note takes down what there is to keep of a visit, in place of what was due of it. The disk is not waited for: keep
// does that. The mutex is held.
func (vs *visits) note(g *sitting, at time.Time) {
	if g.as.keeper == nil || g.Step() == visit.Over {
		return
	}
	select {
	case vs.wake <- struct{}{}:
	default:
	}
	w := people.Word{At: at, Record: g.Record(g.as.known.Quiet), Open: g.asking || g.Open(), Limits: g.held, Found: g.found, Told: g.told}
	for i := range vs.due {
		if vs.due[i].keeper == g.as.keeper {
			vs.due[i].word = w
			return
		}
	}
	vs.due = append(vs.due, due{g.as.keeper, w})
}

// noteAll takes down every visit, for the end of the server.
func (vs *visits) noteAll(at time.Time) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for _, g := range vs.all {
		vs.note(g, at)
	}
}

// keep writes what is due, and returns when it is on the disk. What the disk refuses stays due. Whoever was forgotten
// meanwhile has no visit any more.
func (vs *visits) keep(ctx context.Context) error {
	if vs == nil {
		return nil
	}
	vs.keeping.Lock()
	defer vs.keeping.Unlock()
	vs.mu.Lock()
	waiting := vs.due
	vs.due = nil
	vs.mu.Unlock()
	var errs []error
	for _, d := range waiting {
		err := d.keeper.Keep(ctx, d.word)
		switch {
		case errors.Is(err, store.ErrNoPerson):
			vs.drop(d.keeper)
		case err != nil:
			vs.takeBack(d)
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// takeBack makes a word due again, unless there is a newer one.
func (vs *visits) takeBack(d due) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for i := range vs.due {
		if vs.due[i].keeper == d.keeper {
			return
		}
	}
	vs.due = append(vs.due, d)
}

// drop wipes the visit of a keeper whose person is not here any more.
func (vs *visits) drop(k *people.Keeper) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for by, g := range vs.all {
		if g.as.keeper == k {
			g.Forget()
			delete(vs.all, by)
		}
	}
}

// keepNow writes what is due and says so in the log where it cannot: it is tried again with the next word.
func (s *Server) keepNow(ctx context.Context) {
	if err := s.visits.keep(context.WithoutCancel(ctx)); err != nil {
		s.o.Logger.Error("what a visit leaves behind could not be kept; it is tried again", "err", err)
	}
}

// keepAlong writes what becomes due without a page that asks, such as a session's end, until ctx is done; then, for the
// last time, everything that is known.
func (s *Server) keepAlong(ctx context.Context) {
	again := time.NewTicker(time.Second)
	defer again.Stop()
	for {
		select {
		case <-s.visits.wake:
		case <-again.C: // what was refused
		case <-ctx.Done():
			s.visits.noteAll(s.o.Now())
			s.keepNow(ctx)
			return
		}
		s.keepNow(ctx)
	}
}

// hearVisits lets visits know where the session stands. What a session that has just ended has found is told to nobody
// but the page that began it: it is asked for in that page's name, and kept.
func (s *Server) hearVisits(ctx context.Context, gen uint64, snapshot *wire.Snapshot) {
	at := s.o.Now()
	seated, ended := s.visits.hear(gen, snapshot, at)
	s.sitters.hear(seated, at)
	for _, by := range ended {
		reply, err := s.ask(ctx, wire.Request{V: wire.Version, Verb: wire.Look, By: by})
		if err != nil {
			s.o.Logger.Warn("what a session has found was not told, and is not kept", "err", err)
			continue
		}
		s.visits.finds(by, reply.Snapshot.Found, at)
	}
}
