package simlink

import (
	"context"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/twin"
)

// engineAhead is what the engine's clock reads when the chair's reads 0.
const engineAhead = 5 * time.Minute

// patience is how long a test waits for what takes microseconds on a machine that has time.
const patience = 20 * time.Second

// manual is a clock that a test moves. The station's After sends when the test has moved it.
type manual struct {
	mu   sync.Mutex
	now  time.Duration
	wake chan time.Time
}

func (m *manual) Now() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *manual) After(time.Duration) <-chan time.Time { return m.wake }

// engine is the engine's clock.
func (m *manual) engine() time.Duration { return m.Now() + engineAhead }

// tick lets the least time pass that the station can be woken for.
func (m *manual) tick() { m.leap(twin.Tick) }

// leap lets the station be woken only after d.
func (m *manual) leap(d time.Duration) {
	m.mu.Lock()
	m.now += d
	m.mu.Unlock()
	m.wake <- time.Time{}
}

// rig is a station on a real socket and a clock that a test moves.
type rig struct {
	*testing.T
	clock   *manual
	station *Station
	profile chair.Profile
	path    string
}

func bench(t *testing.T) chair.Profile {
	t.Helper()
	p, diags := profile.Load("bench-4d")
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func newRig(t *testing.T, change func(*chair.Profile)) *rig {
	t.Helper()
	r := &rig{T: t, clock: &manual{wake: make(chan time.Time)}, profile: bench(t)}
	if change != nil {
		change(&r.profile)
	}
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	r.station = NewStation(StationOptions{
		Twin: twin.New(twin.Options{Profile: &r.profile, Body: m.Back(), Seed: 1}), Clock: r.clock,
	})
	r.path = serve(t, r.station)
	r.truth() // it lives
	return r
}

// serve lets a station serve a socket until the test ends.
func serve(t *testing.T, s *Station) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "chair")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return path
}

// dial opens the station's chair.
func (r *rig) dial() *Chair {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	c, err := Dial(ctx, r.path, Options{Profile: &r.profile, Clock: r.clock.engine, Answer: patience})
	if err != nil {
		r.Fatal(err)
	}
	return c
}

// pass lets time pass for both, and waits until the chair has lived through it.
func (r *rig) pass(d time.Duration) {
	r.Helper()
	for ; d > 0; d -= twin.Tick {
		r.clock.tick()
	}
	r.truth()
}

// heard waits until what the chair has reported has arrived.
func (r *rig) heard(c *Chair) {
	r.Helper()
	s := r.station // it rests until the next tick
	if s.host == nil || !s.twin.Answers() {
		return
	}
	sent := s.twin.Now().Truncate(s.period) + engineAhead
	late := time.After(patience)
	for c.link.look(false).At < sent-twin.Tick {
		select {
		case <-c.link.news:
		case <-c.link.ended:
			return
		case <-late:
			r.Fatalf("no report within %v", patience)
		}
	}
}

func (r *rig) inject(f twin.Failure, on bool) {
	r.Helper()
	if err := r.station.Inject(f, on); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) truth() twin.Truth {
	r.Helper()
	truth, err := r.station.Truth()
	if err != nil {
		r.Fatal(err)
	}
	return truth
}
