//go:build unix

package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/link"
	"github.com/openlumbar/lumbar/internal/testrecord"
	"github.com/openlumbar/lumbar/internal/wire"
)

// closedHouse is a chair in reach over a D-Bus of the test's own, which lives by the wall's clock, and where engines keep things.
type closedHouse struct {
	*testing.T
	dir     string
	bus     string
	station *standin.Station
	client  *link.Client
}

// inTheAir is a chair in reach over a D-Bus of the test's own, whose address it gives, and which lives so many times as fast
// as the wall.
func inTheAir(t *testing.T, times time.Duration) (s *standin.Station, at string) {
	t.Helper()
	bus, err := standin.StartBus(shortDir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bus.Stop)
	s, err = standin.Open(bus.Address, standin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ctx, cancel := context.WithCancel(context.Background())
	lived := make(chan struct{})
	go func() {
		defer close(lived)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for last := time.Now(); ; {
			select {
			case <-ctx.Done():
				return
			case now := <-tick.C:
				s.Pass(times * now.Sub(last))
				last = now
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-lived })
	return s, bus.Address
}

func newClosedHouse(t *testing.T) *closedHouse {
	t.Helper()
	h := &closedHouse{T: t, dir: shortDir(t)}
	h.station, h.bus = inTheAir(t, 1)
	h.tried()
	return h
}

// tried puts the record of a test that ended well on the shelf of the house, so that somebody may sit there.
func (h *closedHouse) tried() {
	h.Helper()
	p, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		h.Fatal(err)
	}
	proven, err := proofOf(h.dir, &p, "ble")
	if err != nil {
		h.Fatal(err)
	}
	now := time.Now().UTC()
	err = proven.Shelf.Put(proven.Of, testrecord.Record{Procedure: commission.Version, Lumbar: version, Who: "a test", Began: now, Ended: now, Outcome: commission.Passed.String()})
	if err != nil {
		h.Fatal(err)
	}
}

// shortDir is a folder whose name is short enough for a socket's path.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lumbar-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// engine starts one, and talks to it from then on.
func (h *closedHouse) engine() *process {
	h.Helper()
	p := startOn(h.T, h.bus, "engine", "--data", h.dir, "--chair", "infinity", "--link", "ble")
	socket, err := link.SocketPath(h.dir)
	if err != nil {
		h.Fatal(err)
	}
	h.client = &link.Client{Socket: socket, Logger: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithCancel(context.Background())
	quiet := make(chan struct{})
	client := h.client
	go func() { defer close(quiet); client.Run(ctx) }()
	h.Cleanup(func() { cancel(); <-quiet })
	return p
}

// ask asks the engine; false while it does not answer.
func (h *closedHouse) ask(r wire.Request) (wire.Reply, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	r.V = wire.Version
	reply, err := h.client.Do(ctx, r)
	return reply, err == nil
}

func (h *closedHouse) until(what string, is func(*wire.Snapshot) bool) {
	h.Helper()
	await(h.T, what, func() bool {
		reply, ok := h.ask(wire.Request{Verb: wire.Look})
		return ok && is(&reply.Snapshot)
	})
}

// works begins a session and waits until the chair works on somebody, as the engine says and as it is.
func (h *closedHouse) works() {
	h.Helper()
	limits := chair.Everyone()
	await(h.T, "the session is taken", func() bool {
		reply, ok := h.ask(wire.Request{Verb: wire.Start, Programme: "break", Person: "robin", Limits: &limits})
		if ok && reply.Error != "" {
			h.Fatal(reply.Error)
		}
		return ok
	})
	h.until("the chair works, and it counts", func(s *wire.Snapshot) bool {
		return s.Closed.Run == chair.Running.String() && s.Closed.SpentS >= 1 && !h.station.Chair.Stopped()
	})
}

func unconfirmed(s *wire.Snapshot) bool {
	return s.Fault != nil && s.Fault.Code == string(chair.FaultUnconfirmed)
}

// TestClosedEngineKilled: the chair runs on, as its profile says. The next engine says that nobody knows whether it has
// stopped, looks for it and stops it; what it ran meanwhile counts, and only somebody's word lets anything else begin.
func TestClosedEngineKilled(t *testing.T) {
	t.Parallel()
	h := newClosedHouse(t)
	p := h.engine()
	h.works()
	await(t, "what robin had is on the disk", func() bool { return strings.Contains(string(h.read("doses.jsonl")), "robin") })
	if err := p.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	if h.station.Chair.Stopped() {
		t.Fatal("the chair has stopped by itself: nothing is tried")
	}
	h.station.Drop() // BlueZ ends the notifications of a client that has gone
	h.engine()
	h.until("it says that the stop is not confirmed", unconfirmed)
	if reply, ok := h.ask(wire.Request{Verb: wire.Start, Programme: "break", Limits: &chair.Limits{}}); ok && reply.Error == "" {
		t.Error("a session begins")
	}
	h.until("the chair is found, and says that it has stopped", func(s *wire.Snapshot) bool { return unconfirmed(s) && s.Closed.Stopped })
	if !h.station.Chair.Stopped() {
		t.Error("the chair moves")
	}
	latch := filepath.Join(h.dir, keep.LatchName)
	await(t, "the fault is on the disk", func() bool { _, err := os.Stat(latch); return err == nil })
	if reply, ok := h.ask(wire.Request{Verb: wire.Clear}); !ok || reply.Error != "" {
		t.Errorf("somebody says that it has stopped: %v, %s", ok, reply.Error)
	}
	await(t, "the fault is gone from the disk", func() bool { _, err := os.Stat(latch); return errors.Is(err, fs.ErrNotExist) })
	h.until("it is let go of", func(s *wire.Snapshot) bool { return s.Fault == nil && s.Closed.Link == wire.LinkFree })
	if h.station.Listening() {
		t.Error("the chair's one link is held")
	}
}

func (h *closedHouse) read(name string) []byte {
	text, err := os.ReadFile(filepath.Join(h.dir, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.Fatal(err)
	}
	return text
}

// TestClosedLinkLost: something else takes the chair's one link in the middle of a session. The stop is not confirmed; once the
// link is back the chair is stopped, and says so.
func TestClosedLinkLost(t *testing.T) {
	t.Parallel()
	h := newClosedHouse(t)
	h.engine()
	h.works()
	h.station.Fail(standin.Faults{OtherHolds: true})
	h.station.Drop()
	h.until("it says that the stop is not confirmed", func(s *wire.Snapshot) bool {
		return unconfirmed(s) && s.Stage == wire.Done && s.Stop == wire.StopUnconfirmed && s.Closed.Link == wire.LinkLost
	})
	if h.station.Chair.Stopped() {
		t.Fatal("the chair has stopped by itself: nothing is tried")
	}
	h.station.Fail(standin.Faults{})
	h.until("the chair says that it has stopped", func(s *wire.Snapshot) bool { return unconfirmed(s) && s.Closed.Stopped })
	if !h.station.Chair.Stopped() {
		t.Error("the chair moves")
	}
}

// TestClosedServerGone: nobody asks the engine anything any more: it stops the chair by itself.
func TestClosedServerGone(t *testing.T) {
	t.Parallel()
	h := newClosedHouse(t)
	h.engine()
	h.works()
	await(t, "the chair is stopped", h.station.Chair.Stopped) // by nobody's request
	h.until("the engine says why", func(s *wire.Snapshot) bool {
		return s.Fault != nil && s.Fault.Code == string(chair.FaultHost) && s.Stop == wire.StopConfirmed
	})
}
