package httpapi

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/wire"
)

// mostVisits is how many may be under way at a time. Each is one page that somebody holds open.
const mostVisits = 32

var errCrowded = errors.New("not available now: many people are getting ready at once; try again in some minutes")

// visits is who is on the way to a session, by the secret name of their page. What they have answered is nowhere else.
type visits struct {
	o visit.Options // of every visit

	mu  sync.Mutex
	all map[string]*guest
	gen uint64 // of the last start
}

// guest is one visit and what it will ask the engine for.
type guest struct {
	*visit.Visit
	start wire.Request // programme, body, seed, pace: without limits
	gen   uint64       // of its own start; looks from before it tell nothing of its session
}

func newVisits(o visit.Options) *visits { return &visits{o: o, all: map[string]*guest{}} }

// begin begins a visit for a page; one that the page had before is forgotten.
func (vs *visits) begin(by string, start wire.Request, at time.Time) error {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if _, has := vs.all[by]; !has && len(vs.all) >= mostVisits {
		return errCrowded
	}
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		return err
	}
	o := vs.o
	o.Person = hex.EncodeToString(id[:])
	v, err := visit.New(o, at)
	if err != nil {
		return err
	}
	vs.forget(by)
	vs.all[by] = &guest{Visit: v, start: start}
	return nil
}

// with does something with a page's visit, alone; false if there is none. A visit that is over then is forgotten.
func (vs *visits) with(by string, at time.Time, do func(*guest)) bool {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	g, ok := vs.all[by]
	if !ok || g.Idle(at) {
		vs.forget(by)
		return false
	}
	do(g)
	if g.Step() == visit.Over {
		vs.forget(by)
	}
	return true
}

// forget wipes a page's visit. The mutex is held.
func (vs *visits) forget(by string) {
	if g, ok := vs.all[by]; ok {
		g.Forget()
		delete(vs.all, by)
	}
}

// generation is that of the last start, to be taken before a look at the engine.
func (vs *visits) generation() uint64 {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	return vs.gen
}

// started notes that a page has started a session, its visit's own or another: whoever was in one is not any more.
func (vs *visits) started(by string, own bool, at time.Time) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	vs.gen++
	for name, g := range vs.all {
		switch {
		case name == by && own:
			g.gen = vs.gen
			_ = g.Began(at) // it was asked for a grant
		case g.Step() == visit.InSession:
			_ = g.Ended(at, visit.Broken) // the step was asked for
		}
	}
}

// hear takes a look at the engine that was taken at a generation: a session that is over ends its visit's, and who
// went away is forgotten.
func (vs *visits) hear(gen uint64, s *wire.Snapshot, at time.Time) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for by, g := range vs.all {
		if s != nil && g.Step() == visit.InSession && gen >= g.gen && !active(s.Stage) {
			_ = g.Ended(at, endOf(s)) // the step was asked for
		}
		if g.Idle(at) {
			vs.forget(by)
		}
	}
}

// endOf is how a session ended, as a snapshot tells it.
func endOf(s *wire.Snapshot) visit.End {
	switch {
	case s.Fault != nil && s.Fault.Code == feltWrong:
		return visit.Hurt
	case s.Fault != nil:
		return visit.Broken
	case s.Outcome == "finished":
		return visit.Finished
	case s.Outcome == "stopped":
		return visit.Halted
	}
	return visit.Broken
}
