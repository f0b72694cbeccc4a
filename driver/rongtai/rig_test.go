package rongtai

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
)

// patience is how long a test waits for what takes milliseconds on a machine that has time.
const patience = 20 * time.Second

// closePatience is how long Close waits for a chair that never says that it stops, while the test's clock stands still.
const closePatience = time.Second

// rig is a stand-in on a D-Bus of its own, and the time that it and the driver live by.
type rig struct {
	*testing.T
	bus     *standin.Bus
	station *standin.Station
	profile chair.Profile
	now     atomic.Int64
	chair   *Chair
}

func (r *rig) clock() time.Duration { return time.Duration(r.now.Load()) }

func newRig(t *testing.T, o standin.Options) *rig {
	t.Helper()
	p, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "lumbar-bus-") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	bus, err := standin.StartBus(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(bus.Stop)
	s, err := standin.Open(bus.Address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	r := &rig{T: t, bus: bus, station: s, profile: p}
	r.now.Store(int64(time.Minute))
	return r
}

// open opens the driver on the stand-in.
func (r *rig) open() *Chair {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	c, err := Open(ctx, Options{Profile: &r.profile, Clock: r.clock, Bus: r.bus.Address, Patient: closePatience})
	if err != nil {
		r.Fatal(err)
	}
	r.chair = c
	r.Cleanup(func() { _ = c.Close() }) // what Close must return is tested elsewhere
	return c
}

// pass lets time pass for the chair and the driver, step by step, and waits until the driver has what the chair notified.
func (r *rig) pass(d time.Duration) {
	r.Helper()
	for d > 0 {
		step := min(d, 100*time.Millisecond)
		d -= step
		r.now.Add(int64(step))
		r.station.Pass(step)
		r.heard()
	}
}

// heard waits until the driver has what the chair notified.
func (r *rig) heard() {
	r.Helper()
	r.until("the driver hears what was notified", func() bool {
		if !r.station.Listening() {
			return true
		}
		n := r.chair.Counts()
		return n.Frames+n.Foreign >= r.station.Emitted()
	})
}

// until waits for a state.
func (r *rig) until(what string, is func() bool) {
	r.Helper()
	for end := time.Now().Add(patience); !is(); {
		if time.Now().After(end) {
			r.Fatalf("not within %v: %s (%s)", patience, what, r.is())
		}
		time.Sleep(200 * time.Microsecond) // between looks; nothing depends on how long
	}
}

// leave takes the chair away and waits until the driver knows.
func (r *rig) leave(mains bool) {
	r.Helper()
	r.station.Leave(mains)
	r.until("the link is seen to be down", func() bool { return r.chair.link.why() != nil })
}

func (r *rig) is() string {
	state, tech, speed, area, carriage, heat := r.station.Chair.Is()
	s := fmt.Sprintf("the chair is at %d, technique %d, speed %d, area %d, carriage %d, heat %v; keys % X", state, tech, speed, area, carriage, heat, r.station.Chair.Pressed())
	if r.chair != nil {
		r.chair.mu.Lock()
		s += fmt.Sprintf("; the driver: %q, action %+v", r.chair.desk.state(), r.chair.desk.action)
		r.chair.mu.Unlock()
	}
	return s
}
