package modbus_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/drivertest"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/twin"
)

// patience is how long a test waits for what takes microseconds on a machine that has time.
const patience = 20 * time.Second

// rig is a stand-in with a clock that a test moves, for it and for the driver.
type rig struct {
	*testing.T
	board    *standin.Board // of open-board
	units    units          // the same, or those of another model
	profile  chair.Profile
	template *modbus.Template

	settled func() // waits for a peer; nil: there is none

	mu  sync.Mutex
	now time.Duration
}

// units is a stand-in.
type units interface {
	standin.Units
	Pass(d time.Duration)
	Deaf()
	Truth() twin.Truth
}

func load(t testing.TB, name string) (chair.Profile, *modbus.Template) {
	t.Helper()
	src, err := modbus.Source(name)
	if err != nil {
		t.Fatal(err)
	}
	p, m, list := modbus.Read(name, src)
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return p, m
}

func simulated(t testing.TB, p *chair.Profile) twin.Options {
	t.Helper()
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	return twin.Options{Profile: p, Body: m.Back(), Seed: 1}
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{T: t, now: 5 * time.Minute}
	r.profile, r.template = load(t, "open-board")
	r.board = standin.NewBoard(1, simulated(t, &r.profile))
	r.units = r.board
	return r
}

func newRetrofit(t *testing.T) *rig {
	t.Helper()
	r := &rig{T: t, now: 5 * time.Minute}
	r.profile, r.template = load(t, "retrofit-az")
	r.units = standin.NewRetrofit(simulated(t, &r.profile))
	return r
}

func (r *rig) clock() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) pass(d time.Duration) {
	if r.settled != nil {
		r.settled()
	}
	r.units.Pass(d)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now += d
}

// tcp serves the stand-in over TCP until the test ends.
func (r *rig) tcp(noise standin.Noise) modbus.Link {
	r.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		r.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		standin.ServeTCP(l, r.units, noise)
	}()
	r.Cleanup(func() {
		_ = l.Close() // ends the server
		<-done
	})
	return modbus.Link{TCP: l.Addr().String()}
}

func (r *rig) open(l modbus.Link) *modbus.Chair {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	c, err := modbus.Open(ctx, modbus.Options{Profile: &r.profile, Template: r.template, Link: l, Clock: r.clock, Answer: patience, Wait: r.pass})
	if err != nil {
		r.Fatal(err)
	}
	return c
}

func (r *rig) bench(c *modbus.Chair) drivertest.Bench {
	return drivertest.Bench{
		Chair: c,
		Now:   r.clock,
		Pass:  r.pass,
		Deaf: func() {
			r.units.Deaf()
			c.Patience(20 * time.Millisecond) // no answer will come, however long a slow machine may need
		},
		Depth: func() chair.Coord { return r.units.Truth().Axes[chair.Depth] },
	}
}

// mostTests is at least how many tests the suite has: each takes a stand-in of its own, which is there before it so that only
// what the driver leaves behind counts as left behind.
const mostTests = 24

// suite runs drivertest on chairs that serve makes reachable.
func suite(t *testing.T, make func(*testing.T) *rig, serve func(r *rig) (l modbus.Link, foreign, begin func())) {
	type served struct {
		*rig
		link           modbus.Link
		foreign, begin func()
	}
	var all []served
	for range mostTests {
		r := make(t)
		link, foreign, begin := serve(r)
		all = append(all, served{r, link, foreign, begin})
	}
	drivertest.Run(t, func(t *testing.T) drivertest.Bench {
		if len(all) == 0 {
			t.Fatal("the suite has grown: raise mostTests")
		}
		r := all[0]
		all = all[1:]
		r.T = t
		if r.begin != nil {
			r.begin()
		}
		c := r.open(r.link)
		t.Cleanup(func() { _ = c.Close() }) // a test that was skipped has not
		b := r.bench(c)
		b.Foreign = r.foreign
		return b
	})
}

// foreign puts what is no answer before answers once it is on.
type foreign struct {
	on   atomic.Bool
	n    atomic.Uint64
	what func(frame []byte) [][]byte
}

func (f *foreign) noise(frame []byte) []byte {
	if !f.on.Load() {
		return frame
	}
	what := f.what(frame)
	return append(slices.Clone(what[f.n.Add(1)%uint64(len(what))]), frame...)
}

// overTCP is what another sender's frames can do to a stream that loses nothing.
func overTCP(frame []byte) [][]byte {
	later, other := slices.Clone(frame), slices.Clone(frame)
	later[1]++
	other[6]++
	return [][]byte{{0xff}, {0x00, 0x00}, []byte("HTTP/1.1 400 Bad Request\r\n\r\n"), later, other}
}

func TestDriverTCP(t *testing.T) {
	suite(t, newRig, func(r *rig) (modbus.Link, func(), func()) {
		f := &foreign{what: overTCP}
		return r.tcp(f.noise), func() { f.on.Store(true) }, nil
	})
}

func TestDriverRetrofit(t *testing.T) {
	suite(t, newRetrofit, func(r *rig) (modbus.Link, func(), func()) {
		f := &foreign{what: overTCP}
		return r.tcp(f.noise), func() { f.on.Store(true) }, nil
	})
}

// newReleasing is a board whose chair lets go when left alone.
func newReleasing(t *testing.T) *rig {
	t.Helper()
	src, err := modbus.Source("open-board")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(src), `"retracts"`, `"releases"`)
	text = strings.Replace(text, "register = 65\n        value    = 1\n", "register = 65\n        value    = 2\n", 1)
	r := &rig{T: t, now: 5 * time.Minute}
	var list diag.List
	if r.profile, r.template, list = modbus.Read("releasing", []byte(text)); list.Err() != nil {
		t.Fatal(list)
	}
	r.board = standin.NewBoard(1, simulated(t, &r.profile))
	r.units = r.board
	return r
}

func TestDriverReleases(t *testing.T) {
	suite(t, newReleasing, func(r *rig) (modbus.Link, func(), func()) { return r.tcp(nil), nil, nil })
}
