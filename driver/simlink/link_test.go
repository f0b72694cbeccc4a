package simlink

import (
	"context"
	"errors"
	"math"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/unit"
)

// raw is a host that sends what it likes.
type raw struct {
	*rig
	conn net.Conn
	scan scanner
}

// greeted is a raw host that the chair has welcomed.
func (r *rig) greeted() *raw {
	r.Helper()
	conn, err := net.Dial("unix", r.path)
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() { _ = conn.Close() })
	h := &raw{rig: r, conn: conn}
	g := greet{print(&r.profile)}
	h.write(g.frame(nil))
	var w welcome
	if err := w.read(h.wait(kindWelcome)); err != nil || w.verdict != taken {
		r.Fatalf("got %+v, %v; want a welcome", w, err)
	}
	return h
}

func (h *raw) write(b []byte) {
	h.Helper()
	if _, err := h.conn.Write(b); err != nil {
		h.Fatal(err)
	}
}

// wait is the next frame of a kind.
func (h *raw) wait(want kind) []byte {
	h.Helper()
	_ = h.conn.SetReadDeadline(time.Now().Add(patience))
	for {
		for k, body, ok := h.scan.next(); ok; k, body, ok = h.scan.next() {
			if k == want {
				return body
			}
		}
		if err := h.scan.fill(h.conn); err != nil {
			h.Fatalf("waiting for a frame of kind %d: %v", want, err)
		}
	}
}

// send sends a command and gives what became of it.
func (h *raw) send(c command) verdict {
	h.Helper()
	h.write(c.frame(nil))
	var a answer
	if err := a.read(h.wait(kindAnswer)); err != nil || a.number != c.number {
		h.Fatalf("got %+v, %v; want the answer to %d", a, err, c.number)
	}
	return a.verdict
}

// heating is a command that can be seen to have been acted on.
func heating(number, sequence uint64, expires time.Duration) command {
	return command{number: number, sequence: sequence, expires: expires, what: chair.Command{Heat: 40}}
}

// What does not belong to the protocol is not answered, not acted on, and no heartbeat.
func TestForeignFrames(t *testing.T) {
	r := newRig(t, nil)
	h := r.greeted()
	good := heating(1, 1, time.Hour)
	if v := h.send(good); v != taken {
		t.Fatalf("verdict %d", v)
	}
	spoilt := heating(2, 2, time.Hour)
	spoilt.what.Axes[chair.Carriage] = chair.Setpoint{On: true, Pos: 300}
	bit := spoilt.frame(nil)
	bit[40] ^= 4
	other := spoilt.frame(nil)
	other[4]++ // of another version, with the sum that it should have
	other = finish(other[:len(other)-sumSize])
	nan := spoilt
	nan.what.Axes[chair.Depth].Pos = chair.Coord(math.NaN())
	for range 30 {
		h.write(bit)
		h.write(other)
		h.write(nan.frame(nil))
		h.write([]byte("GET / HTTP/1.1\r\n\r\n"))
		h.write(spoilt.frame(nil)[:60])
		r.pass(4 * twin.Tick)
	}
	truth := r.truth()
	if !truth.Lost || truth.Axes[chair.Carriage] > 110 {
		t.Errorf("lost %v, carriage at %.1f mm; want a chair that has heard nothing", truth.Lost, truth.Axes[chair.Carriage])
	}
	last := heating(3, 3, time.Hour)
	if v := h.send(last); v != taken {
		t.Errorf("a whole frame after that: verdict %d", v)
	}
}

// The chair judges by its own clock and by order, whatever the host believes.
func TestTooOld(t *testing.T) {
	r := newRig(t, nil)
	h := r.greeted()
	r.pass(time.Second)
	now := r.clock.Now()
	for i, tt := range []struct {
		sequence uint64
		expires  time.Duration
		want     verdict
	}{
		{5, now - 1, late}, {5, now, taken}, {5, now + time.Second, outOfOrder}, {4, now + time.Second, outOfOrder},
		{6, now + time.Second, taken}, {0, 0, taken}, {1, now + time.Second, taken},
	} {
		if got := h.send(heating(uint64(i+1), tt.sequence, tt.expires)); got != tt.want {
			t.Errorf("command %d, sequence %d, over in %v: verdict %d, want %d", i, tt.sequence, tt.expires-now, got, tt.want)
		}
	}
}

// A host that comes back during the chair's own retreat does not stop it; what it had decided before is refused.
func TestComesBackDuringRetreat(t *testing.T) {
	r := newRig(t, nil)
	h := r.greeted()
	number := uint64(0)
	drive := func(pos chair.Coord, expires time.Duration) verdict {
		number++
		c := command{number: number, sequence: number, expires: expires}
		c.what.Axes[chair.Depth] = chair.Setpoint{On: true, Pos: pos}
		return h.send(c)
	}
	for _, pos := range []chair.Coord{0, 60} { // finds its home, then comes out
		for range 500 {
			drive(pos, r.clock.Now()+100*time.Millisecond)
			r.pass(4 * twin.Tick)
		}
	}
	out := r.truth().Axes[chair.Depth]
	decided := r.clock.Now() + r.profile.Heartbeat
	r.pass(r.profile.Heartbeat + 30*twin.Tick)
	if v := drive(60, decided); v != late {
		t.Errorf("what was decided before the silence: verdict %d", v)
	}
	was := out
	for lost := true; lost; {
		drive(60, r.clock.Now()+100*time.Millisecond)
		r.pass(4 * twin.Tick)
		truth := r.truth()
		at := truth.Axes[chair.Depth]
		if lost = truth.Lost; lost && at > was+0.01 {
			t.Fatalf("depth from %.2f to %.2f mm during the chair's own retreat", was, at)
		} else if !lost && was > 0.5 {
			t.Fatalf("taken back at %.1f mm", was)
		}
		was = at
	}
	if out < 40 {
		t.Errorf("the depth was at %.1f mm: nothing was tried", out)
	}
}

func TestDialSaysWhy(t *testing.T) {
	r := newRig(t, nil)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	o := Options{Profile: &r.profile, Clock: r.clock.engine}
	if _, err := Dial(ctx, r.path+"2", o); err == nil || !strings.Contains(err.Error(), "lumbar twin --socket") {
		t.Errorf("nobody there: %v", err)
	}
	other := r.profile
	other.Heartbeat *= 2
	if _, err := Dial(ctx, r.path, Options{Profile: &other, Clock: r.clock.engine}); err == nil || !strings.Contains(err.Error(), "another profile") {
		t.Errorf("another profile: %v", err)
	}
	first := r.dial()
	if _, err := Dial(ctx, r.path, o); err == nil || !strings.Contains(err.Error(), "another host") {
		t.Errorf("a second host: %v", err)
	}
	first.link.close() // as a process that dies
	for r.hosted() {
		time.Sleep(time.Millisecond)
	}
	second := r.dial()
	second.link.close()
	r.inject(twin.PowerLost, true)
	short, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if _, err := Dial(short, r.path, o); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("no power: %v", err)
	}
}

// hosted says whether the station has a host. It rests between asks, as its clock stands.
func (r *rig) hosted() bool { r.truth(); return r.station.host != nil }

// A link that has ended stays so, and every method says it.
func TestLinkEnds(t *testing.T) {
	r := newRig(t, nil)
	c := r.dial()
	_ = c.link.conn.Close()
	<-c.link.ended
	if err := c.Apply(t.Context(), guard.Cleared{}); err == nil {
		t.Error("Apply: want an error")
	}
	r.clock.mu.Lock()
	r.clock.now += time.Second
	r.clock.mu.Unlock()
	if _, err := c.Read(t.Context()); !errors.Is(err, driver.ErrStale) || !strings.Contains(err.Error(), "link has ended") {
		t.Errorf("Read: %v", err)
	}
	if err := c.Close(); !errors.As(err, new(*driver.Unverified)) {
		t.Errorf("Close: got %v, want Unverified", err)
	}
}

// Peaks that no Read has seen are in the next report that one sees.
func TestPeaksAreKept(t *testing.T) {
	l := link{handed: true, news: make(chan struct{}, 1)}
	take := func(seq uint64, peak unit.Newton) {
		r := report{what: chair.Report{Seq: seq, At: time.Duration(seq) * time.Millisecond}, sent: time.Duration(seq) * time.Millisecond}
		r.what.Peak[chair.Right] = peak
		if err := l.report(&r, r.sent+time.Second); err != nil {
			t.Fatal(err)
		}
	}
	take(1, -3)
	take(2, -4)
	if r := l.look(true); r.Seq != 2 || r.Peak[chair.Right] != -3 {
		t.Errorf("got Seq %d, peak %v; want 2 and the greater, -3", r.Seq, r.Peak[chair.Right])
	}
	take(3, -5)
	if r := l.look(true); r.Peak[chair.Right] != -5 {
		t.Errorf("got peak %v, want -5: the greater one has been seen", r.Peak[chair.Right])
	}
}

// TestNoAllocation: a tick costs the collector nothing, at either end.
func TestNoAllocation(t *testing.T) {
	r := newRig(t, nil)
	c := r.dial()
	tick := func() {
		r.clock.tick()
		if _, err := c.Read(t.Context()); err != nil && !errors.Is(err, driver.ErrStale) {
			t.Fatal(err)
		}
		if err := c.Apply(t.Context(), guard.Cleared{}); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		tick()
	}
	if n := testing.AllocsPerRun(2000, tick); n > 0 {
		t.Errorf("%v allocations a tick", n)
	}
	c.link.close()
}
