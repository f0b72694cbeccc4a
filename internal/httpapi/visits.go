package httpapi

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/people"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/wire"
)

// mostVisits is how many may be under way at a time. Each is one page that somebody holds open.
const mostVisits = 32

// back is how soon a page that was left has to be there again, as a reload is, before its visit is forgotten. Our own
// choice: the next person at a shared screen finds nothing.
const back = 2 * time.Minute

var (
	errCrowded = errors.New("not available now: many people are getting ready at once; try again in some minutes")
	errRunning = errors.New("a session of yours is under way, on another page: end it first")
)

// visits is who is on the way to a session, by the secret name of their page. What guests have answered is nowhere
// else; what of other people's answers is kept goes through due.
type visits struct {
	o visit.Options // of every visit
	// guided is how a page's session on a massager without a link stands; nil: there are none.
	guided func(by string) *wire.Snapshot

	mu  sync.Mutex
	all map[string]*sitting
	gen uint64 // of the last start
	due []due

	wake    chan struct{} // something is due
	keeping sync.Mutex    // of who writes what is due; before mu
}

// sitting is one visit and what it will ask the engine for.
type sitting struct {
	*visit.Visit
	start  wire.Request // programme, body, seed, pace: without limits
	gen    uint64       // of its own start; looks from before it tell nothing of its session
	as     someone
	back   *wire.Known  // of the person's back, to bring along; nil: nothing, or a guest
	first  bool         // a person's own first time: how firm feels right is to be found
	held   chair.Limits // of the session that was granted last
	asking bool         // the engine is asked for it
	deaf   bool         // it has not answered; gen is of looks from then on
	moved  bool         // since then it was seen in a session, which may be this one
	found  *wire.Known  // what its session has found of the back
	told   string       // what is said once, and was
	ended  string       // why its session ended, where the person did not end it; empty: nothing is to be said of that
	gone   time.Time    // since when its page is not there; zero: it is
	empty  time.Time    // since when the seat is empty after its session; zero: it is not
}

// someone is whose visit it is. The zero someone is a guest.
type someone struct {
	name   string
	known  people.Known
	keeper *people.Keeper // nil: a guest, of whom nothing is kept
	seat   string         // the secret of the browser at which they were unlocked
}

func newVisits(o visit.Options) *visits {
	return &visits{o: o, all: map[string]*sitting{}, wake: make(chan struct{}, 1)}
}

// begin begins a visit for a page; one that the page had before is forgotten.
func (vs *visits) begin(by string, start wire.Request, as someone, at time.Time) error {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if _, has := vs.all[by]; !has && len(vs.all) >= mostVisits {
		return errCrowded
	}
	o := vs.o
	if as.keeper != nil {
		o.Person, o.Facts = as.keeper.Person(), &as.known.Facts
		if err := vs.alone(o.Person, at); err != nil { // again: another page may have been as fast
			return err
		}
	} else {
		id, err := newGuest()
		if err != nil {
			return err
		}
		o.Person = id
	}
	if start.Massager != "" {
		o.Chair = anybody
	}
	v, err := visit.New(o, at)
	if err != nil {
		return err
	}
	vs.forget(by, at)
	vs.all[by] = &sitting{Visit: v, start: start, as: as, back: as.known.Back}
	return nil
}

// newGuest is an id that is nobody's.
func newGuest() (string, error) {
	var id [16]byte
	_, err := rand.Read(id[:])
	return wire.GuestPrefix + hex.EncodeToString(id[:]), err
}

// only ends what other pages have of a person, as one can only sit once. A session that runs is waited for.
func (vs *visits) only(person string, at time.Time) error {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	return vs.alone(person, at)
}

// alone is only. The mutex is held.
func (vs *visits) alone(person string, at time.Time) error {
	for by, g := range vs.all {
		switch {
		case g.as.keeper == nil || g.Person() != person:
		case g.Step() == visit.InSession || g.asking:
			return errRunning
		default:
			vs.forget(by, at)
		}
	}
	return nil
}

// rise ends what a browser's visits are, once who was unlocked there is locked. A session that runs is waited for.
func (vs *visits) rise(seat string, at time.Time) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for by, g := range vs.all {
		if g.as.keeper != nil && g.as.seat == seat && g.Step() != visit.InSession && !g.asking {
			vs.forget(by, at)
		}
	}
}

// with does something with a page's visit, alone; false if there is none. A visit that is over then is forgotten.
func (vs *visits) with(by string, at time.Time, do func(*sitting)) bool {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	g, ok := vs.all[by]
	if !ok || g.left(at) {
		vs.forget(by, at)
		return false
	}
	g.gone = time.Time{}
	vs.note(g, at) // an answer may end the visit, and with it what is known
	do(g)
	if g.Step() == visit.Over {
		vs.forget(by, at)
		return true
	}
	vs.note(g, at)
	return true
}

// away notes that a page was left; a reload is back soon.
func (vs *visits) away(by string, at time.Time) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if g, ok := vs.all[by]; ok {
		g.gone = at
	}
}

// left says whether nobody goes on with a visit.
func (g *sitting) left(at time.Time) bool {
	return g.Idle(at) || !g.gone.IsZero() && g.Step() != visit.InSession && !at.Before(g.gone.Add(back))
}

// forget wipes a page's visit, once what is to be kept of it is noted. The mutex is held.
func (vs *visits) forget(by string, at time.Time) {
	if g, ok := vs.all[by]; ok {
		vs.note(g, at)
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
	own = own && vs.all[by] != nil
	guided := own && vs.all[by].start.Massager != "" // which the engine's sessions do not notice, nor it them
	for name, g := range vs.all {
		switch {
		case name == by && own:
			g.gen, g.asking, g.deaf, g.ended = vs.gen, false, false, ""
			_ = g.Began(at) // it was asked for a grant
		case g.Step() == visit.InSession && g.start.Massager == "" && !guided:
			g.ended = cutOff
			_ = g.Ended(at, visit.Broken) // the step was asked for
		case g.deaf && !g.moved && !guided: // the engine was free for another
			g.asking, g.deaf = false, false
		default:
			continue
		}
		vs.note(g, at)
	}
}

// notStarted notes that the engine has not begun the session that a page asked for.
func (vs *visits) notStarted(by string, at time.Time) {
	vs.with(by, at, func(g *sitting) { g.asking = false })
}

// unanswered notes that nobody knows whether the engine has begun the session that a page asked for: a look tells.
func (vs *visits) unanswered(by string) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if g, ok := vs.all[by]; ok && g.asking {
		vs.gen++
		g.gen, g.deaf, g.moved = vs.gen, true, false
	}
}

// learns is what a look tells a visit whose start was not answered. The engine at rest has not begun it: the visit stands
// where it stood. After a session that may have been this one the visit is over, and what is kept of it stays that its
// session has begun. The mutex is held.
func (vs *visits) learns(by string, g *sitting, s *wire.Snapshot, at time.Time) {
	switch {
	case active(s.Stage):
		g.moved = true
	case g.moved:
		vs.forget(by, at)
	default:
		g.asking, g.deaf = false, false
		vs.note(g, at)
	}
}

// has says whether a page has a visit.
func (vs *visits) has(by string) bool {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	return vs.all[by] != nil
}

// hear takes a look at the engine that was taken at a generation: a session that is over ends its visit's, and who
// went away is forgotten. It returns the browsers whose people are in a session, and the pages whose person's session has
// just ended.
func (vs *visits) hear(gen uint64, s *wire.Snapshot, at time.Time) (seated, ended []string) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for by, g := range vs.all {
		now, gen := s, gen
		if g.start.Massager != "" && vs.guided != nil {
			now, gen = vs.guided(by), g.gen
		}
		if now != nil && g.deaf && gen >= g.gen {
			vs.learns(by, g, now, at)
		}
		if now != nil && g.Step() == visit.InSession && gen >= g.gen && !active(now.Stage) {
			if c := now.Closed; c != nil && c.Refused {
				_, g.asking = g.NotBegun(at), false
				vs.note(g, at)
				continue
			}
			if g.ended = whyOf(now); g.start.Massager != "" {
				g.ended = "" // its person works it
			}
			_ = g.Ended(at, endOf(now)) // the step was asked for
			vs.note(g, at)
			if g.as.keeper != nil {
				ended = append(ended, by)
			}
		}
		if g.Step() == visit.InSession && g.as.keeper != nil {
			seated = append(seated, g.as.seat)
		}
		if g.left(at) || vs.o.Shared && g.stoodUp(now, at) {
			vs.forget(by, at)
		}
	}
	return seated, ended
}

// finds notes what the session of a page has found of its person's back.
func (vs *visits) finds(by string, found *wire.Known, at time.Time) {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if g, ok := vs.all[by]; ok && !found.Empty() {
		g.found = found
		vs.note(g, at)
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

// cutOff is why a session ended of which nobody knows more.
const cutOff = "The session ended before its time: what moves the chair had to begin anew."

// whyOf is why a session ended that neither its person nor its programme has ended, as a sentence; empty: whoever sits there
// knows, or a fault's own words have said it.
func whyOf(s *wire.Snapshot) string {
	switch {
	case s.Fault != nil, s.Outcome == "finished", s.Outcome == "stopped" && s.Reason == "":
		return ""
	case s.Reason != "":
		return "The session ended early: " + s.Reason + "."
	}
	return cutOff
}

// wipe is how long what was answered in a shared place is kept after the person got up: the time to say how it was. Our own
// choice.
const wipe = 2 * time.Minute

// stoodUp says whether the person of a session that is over got up a while ago, and has said nothing since.
func (g *sitting) stoodUp(now *wire.Snapshot, at time.Time) bool {
	if g.gen == 0 || g.Step() == visit.InSession || now == nil || now.Seated {
		g.empty = time.Time{}
		return false
	}
	if g.empty.IsZero() || at.Before(g.empty) {
		g.empty = at
	}
	return at.Sub(g.empty) >= wipe && g.Silent(at) >= wipe
}
