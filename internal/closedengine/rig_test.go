package closedengine

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/rongtai"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// patience is how long a test waits for what takes milliseconds on a machine that has time.
const patience = 20 * time.Second

// rig is an engine on a simulated chair whose time does not wait.
type rig struct {
	*testing.T
	o      Options
	engine *Engine
	sim    *standin.Chair
	end    context.CancelFunc
	ended  chan error

	mu     sync.Mutex
	air    *rongtai.Simulation
	events []wire.Event
	every  func(*wire.Event) // called in the engine's goroutine
	fails  error             // the link is not made
	links  int
}

// shelf keeps in memory what must outlive an engine.
type shelf struct {
	mu     sync.Mutex
	latch  *chair.Fault
	spent  map[string]map[uint64]time.Duration
	starts []wire.Event
}

func (s *shelf) Event(ev *wire.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ev.Event == "start" {
		s.starts = append(s.starts, *ev)
	}
}

func (s *shelf) Latch(f chair.Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latch = &f
}

func (s *shelf) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latch = nil
}

func (s *shelf) Spend(person string, session uint64, t time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spent[person] == nil {
		s.spent[person] = map[uint64]time.Duration{}
	}
	s.spent[person][session] = t
}

func (s *shelf) Spent(person string) (had chair.Spent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.spent[person] {
		had.Day += t
		had.DaySessions++
		had.WeekSessions++
	}
	return had
}

func (s *shelf) Forget(person string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.spent, person)
}

func (s *shelf) latched() *chair.Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latch
}

func newShelf() *shelf { return &shelf{spent: map[string]map[uint64]time.Duration{}} }

// newRig is an engine that does not run yet.
func newRig(t *testing.T, change func(*Options)) *rig {
	t.Helper()
	p, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, sim: standin.NewChair(), ended: make(chan error, 1)}
	r.o = Options{
		Profile: &p, Clock: NewClock(0), Simulated: true, Open: r.open, Observe: r.observe,
		Programme: func(name string, set map[string]string) (*programme.Plan, error) {
			return library.Library{}.Plan(name, set)
		},
	}
	if change != nil {
		change(&r.o)
	}
	r.engine = New(r.o)
	return r
}

func (r *rig) open(context.Context) (driver.Chair, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.links++
	if r.fails != nil {
		return nil, r.fails
	}
	c, air, err := rongtai.Simulated(rongtai.Options{Profile: r.o.Profile, Clock: r.o.Clock.Now, Patient: time.Millisecond}, r.sim)
	if err != nil {
		return nil, err
	}
	r.air = air
	return c, nil
}

func (r *rig) observe(ev *wire.Event) {
	r.mu.Lock()
	r.events = append(r.events, *ev)
	every := r.every
	r.mu.Unlock()
	if every != nil {
		every(ev)
	}
}

// run runs the engine until the test ends.
func (r *rig) run() *rig {
	ctx, cancel := context.WithCancel(context.Background())
	r.end = cancel
	go func() { r.ended <- r.engine.Run(ctx) }()
	r.Cleanup(func() {
		r.mu.Lock()
		if r.air != nil {
			r.air.Lose(false)
			r.air.Deafen(false)
		}
		r.mu.Unlock()
		cancel()
		if err := <-r.ended; err != nil {
			r.Error(err)
		}
	})
	return r
}

// do asks for something and wants it taken.
func (r *rig) do(req wire.Request) wire.Snapshot {
	r.Helper()
	s, why := r.ask(req)
	if why != "" {
		r.Fatalf("%s: %s", req.Verb, why)
	}
	return s
}

func (r *rig) ask(req wire.Request) (wire.Snapshot, string) {
	r.Helper()
	req.V = wire.Version
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	reply, err := r.engine.Do(ctx, req)
	if err != nil {
		r.Fatalf("%s: %v", req.Verb, err)
	}
	return reply.Snapshot, reply.Error
}

// until looks until a snapshot is as wanted.
func (r *rig) until(what string, is func(*wire.Snapshot) bool) wire.Snapshot {
	r.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(200 * time.Microsecond) { // between looks; nothing depends on how long
		s := r.do(wire.Request{Verb: wire.Look})
		if is(&s) {
			return s
		}
		if time.Now().After(end) {
			r.Fatalf("never: %s; %+v, %+v, fault %+v", what, s, s.Closed, s.Fault)
		}
	}
}

// at does something in the engine's own goroutine, when an event of a kind comes the n-th time.
func (r *rig) at(kind string, n int, do func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.every = func(ev *wire.Event) {
		if ev.Event != kind {
			return
		}
		if n--; n == 0 {
			do()
		}
	}
}

// kinds are the events so far.
func (r *rig) kinds() (all []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.events {
		all = append(all, r.events[i].Event)
	}
	return all
}

// summary is the last one; nil without.
func (r *rig) summary() *wire.Summary {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, ev := range slices.Backward(r.events) {
		if ev.Summary != nil {
			return ev.Summary
		}
	}
	return nil
}

const me = "a name that is long enough to own a session"

func begin(person string) wire.Request {
	return wire.Request{Verb: wire.Start, Programme: "after-desk", By: me, Person: person}
}

var errReach = errors.New("no such chair is in reach")
