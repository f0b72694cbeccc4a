//go:build unix

package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/link"
	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// leap is the clock of a chair that lives a week: without waiting in a session, and standing still at rest until somebody asks
// for something. Then all that has passed meanwhile has passed.
type leap struct {
	*engine.Virtual
	mu     sync.Mutex
	passed time.Duration
}

// pass lets time pass at rest.
func (c *leap) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passed += d
}

// now is the time, what has passed at rest included.
func (c *leap) now() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Virtual.Now() + c.passed
}

// Wall says that the next idle tick is far away.
func (*leap) Wall(time.Duration) (time.Duration, bool) { return realtime.Now() + time.Hour, true }

// Pass lets what has passed pass here, and one step.
func (c *leap) Pass(step, _ time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.passed - c.passed%step + step
	c.passed %= step
	_ = c.Until(context.Background(), c.Virtual.Now()+d)
	return d
}

// Due has no wall.
func (*leap) Due(_, _ time.Duration) {}

// home is the machine of a week: what is kept, the time, and the server and the engine that run on it now.
type home struct {
	t       *testing.T
	dir     string
	profile chair.Profile
	library *library.Library
	shipped readily
	port    string // of the broker

	place *time.Location
	began time.Time
	gone  atomic.Int64 // time since then, but for the engine's that runs
	clock atomic.Pointer[leap]
	boots int
	boot  time.Duration // gone, at this boot

	server *weekServer
	engine *weekEngine
}

// since is how long the week has lasted.
func (h *home) since() time.Duration {
	d := time.Duration(h.gone.Load())
	if c := h.clock.Load(); c != nil {
		d += c.now()
	}
	return d
}

func (h *home) now() time.Time { return h.began.Add(h.since()).In(h.place) }

// mortal is what an engine's process leaves on the disk until it is killed.
type mortal struct {
	*keep.Keeper
	dead atomic.Bool
}

func (m *mortal) Event(ev *wire.Event) {
	if !m.dead.Load() {
		m.Keeper.Event(ev)
	}
}

func (m *mortal) Spend(person string, session uint64, t time.Duration) {
	if !m.dead.Load() {
		m.Keeper.Spend(person, session, t)
	}
}

func (m *mortal) Latch(f chair.Fault) {
	if !m.dead.Load() {
		m.Keeper.Latch(f)
	}
}

// weekEngine is an engine's process, but for the process.
type weekEngine struct {
	kept *mortal
	sums chan string // outcomes
	stop func()
}

// startEngine starts the engine, as lumbar engine does.
func (h *home) startEngine() {
	h.t.Helper()
	boot := h.boot
	kept, found, err := keep.OpenBy(h.dir, quiet, keep.Clock{
		Boot: string(rune('a' + h.boots)), Since: func() time.Duration { return h.since() - boot }, Wall: h.now,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	socket, err := link.SocketPath(h.dir)
	if err != nil {
		h.t.Fatal(err)
	}
	listener, err := link.Listen(socket)
	if err != nil {
		h.t.Fatal(err)
	}
	w := &weekEngine{kept: &mortal{Keeper: kept}, sums: make(chan string, 16)}
	clock := &leap{Virtual: engine.NewVirtual(engine.MaxPace)}
	h.clock.Store(clock)
	sim := &simulation{profile: h.profile, clock: clock}
	e := engine.New(engine.Options{
		Open: sim.open, Clock: clock, Programme: library.Library{Dir: h.library.Dir}.Plan, Keep: w.kept, Latched: found.Latched, Cut: found.Cut,
		Simulation: sim, Sitter: sim.enough, Logger: quiet,
		Observe: func(ev *wire.Event) {
			if sim.observe(ev); ev.Summary != nil {
				w.sums <- ev.Outcome
			}
		},
	})
	run, stop := context.WithCancel(context.Background())
	writing, written := context.WithCancel(context.Background())
	talking, quietly := context.WithCancel(context.Background())
	host := &link.Host{Engine: e, Events: kept, Logger: quiet, Hello: link.Hello{PID: os.Getpid(), Spool: kept.Spool(), Chair: h.profile.Name, Body: "ansur:1"}}
	ran, wrote, hosted := make(chan error, 1), make(chan struct{}), make(chan error, 1)
	go func() { ran <- e.Run(run, "ansur:1", 1) }()
	go func() { defer close(wrote); kept.Run(writing) }()
	go func() { hosted <- host.Serve(talking, listener) }()
	w.stop = func() {
		stop()
		err := <-ran
		written()
		<-wrote
		quietly()
		if err := errors.Join(err, <-hosted, kept.Close()); err != nil {
			h.t.Error("the engine:", err)
		}
		h.clock.Store(nil)
		h.gone.Add(int64(clock.now()))
	}
	h.engine = w
}

// stopEngine ends it in order, or as a kill does.
func (h *home) stopEngine(killed bool) {
	h.engine.kept.dead.Store(killed)
	h.engine.stop()
	h.engine = nil
}

// weekServer is a server's process, but for the process.
type weekServer struct {
	kept  *store.Store
	page  *httpapi.Server
	http  *httptest.Server
	house house
	stop  func()
}

// startServer starts the server, as lumbar serve does.
func (h *home) startServer() {
	h.t.Helper()
	must := func(err error) {
		h.t.Helper()
		if err != nil {
			h.t.Fatal(err)
		}
	}
	kept, err := store.Open(context.Background(), h.dir, store.Options{Now: h.now})
	must(err)
	socket, err := link.SocketPath(h.dir)
	must(err)
	w, client := &weekServer{kept: kept}, &link.Client{Socket: socket, Record: store.Record{Store: kept}, Logger: quiet}
	conf := config.Config{Chair: h.profile.Name, MQTT: config.MQTT{Broker: "mqtt://127.0.0.1:" + h.port, ID: "chair", Topic: "lumbar", Prefix: "homeassistant"}}
	room, err := guided.Open(context.Background(), guided.Options{Shelf: guided.ShelfIn(h.dir), Record: kept, Programme: h.library.Plan, Spent: kept.Spent, Guided: kept.SpentGuided, Logger: quiet})
	must(err)
	prepared := &mqtt.Prepared{}
	w.house, err = openHouse(conf, &h.profile, h.dir, "", kept, quiet,
		func(ctx context.Context, r wire.Request) (wire.Reply, error) { return w.page.Do(ctx, r) },
		func(ctx context.Context) (time.Duration, error) { return w.page.Lateness(ctx) }, prepared, room)
	must(err)
	w.page, err = httpapi.New(httpapi.Options{
		Engine: client, Programmes: h.shipped.cards, Bodies: bodies("ansur:1"), Unwatched: 20 * time.Millisecond, Check: h.shipped.check,
		Built: h.profile.Person, Store: kept, Chair: &h.profile, Library: h.library, Heard: w.house.hear, Prepared: prepared.Name, House: w.house.status,
		Now: h.now, Answer: soon,
	})
	must(err)
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { client.Run(ctx) })
	all.Go(func() { w.page.Serve(ctx) })
	all.Go(func() { w.house.bridge.Run(ctx) })
	w.http = httptest.NewServer(w.page)
	w.stop = func() {
		stop()
		w.http.CloseClientConnections()
		all.Wait()
		w.http.Close()
		if err := kept.Close(); err != nil {
			h.t.Error("the server:", err)
		}
	}
	h.server = w
}

func (h *home) stopServer() {
	h.server.stop()
	h.server = nil
}

var quiet = slog.New(slog.DiscardHandler)

// newHome is a machine that is switched on for the first time.
func newHome(t *testing.T) *home {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	profile, err := findChair("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	// On its fifth day the clocks go back.
	h := &home{t: t, dir: t.TempDir(), profile: profile, place: berlin, began: time.Date(2026, 10, 21, 0, 0, 0, 0, berlin)}
	h.library = &library.Library{Dir: filepath.Join(h.dir, programmesDir), Compiled: &library.Compiled{}}
	if _, err := h.library.Save([]byte(weekProgramme)); err != nil {
		t.Fatal(err)
	}
	if h.shipped = <-readShipped(h.library); h.shipped.err != nil {
		t.Fatal(h.shipped.err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, h.port, _ = net.SplitHostPort(l.Addr().String())
	_ = l.Close()
	return h
}

const weekProgramme = `programme "of-the-week" {
  title = "Of the week"
  about = "A short one, for a week of them."
  needs = ["carriage", "depth", "kneading"]
  phase "one" {
    knead {
      over  = "L5..L2"
      force = "medium"
      pace  = "20 /min"
      for   = "60 s"
    }
  }
  phase "two" {
    glide {
      over  = "L5..L1"
      force = "gentle"
      speed = "30 mm/s"
      for   = "30 s"
    }
  }
}
`
