package mqtt_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestReturns: the broker ends and starts again with nothing kept, and Home Assistant is born: all entities return. How long
// it took is told; the house wants it within 2 s.
func TestReturns(t *testing.T) {
	b, c := startBroker(t, ""), &chairs{now: massage()}
	h := b.listen("#")
	bridge := bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: b.url()}}, c)
	until(t, "every entity is there", h.back)
	for range 5 {
		h.forget()
		from := time.Now()
		b.publish("homeassistant/status", "online")
		until(t, "every entity is back after the birth", h.back)
		t.Logf("after Home Assistant's birth: %v", since(h, from))
	}
	b.publish("homeassistant/status", "offline") // says nothing to us
	for range 5 {
		_ = b.cmd.Process.Kill()
		<-b.out
		until(t, "the bridge has noticed", func() bool { return !bridge.Status().Connected })
		h.forget()
		b.start()
		from := time.Now()
		// Who listens now sees what is retained at the new broker, as Home Assistant does when it is back.
		again := b.listen("#")
		until(t, "every entity is back after the broker", again.back)
		t.Logf("after the broker's start: %v", since(again, from))
	}
	if c.count(wire.Stop)+c.count(wire.Pause) > 0 {
		t.Errorf("the session was asked for %v: it goes on whatever the broker does", c.verbs())
	}
}

// since is how long it took until the last of the entities was there.
func since(h *house, from time.Time) (longest time.Duration) {
	for _, topic := range whole {
		longest = max(longest, h.at(topic).Sub(from))
	}
	return longest.Round(time.Millisecond)
}

// TestKeptOrders: orders that the broker has kept come with every connection, and are never followed.
func TestKeptOrders(t *testing.T) {
	b, c := startBroker(t, ""), &chairs{now: massage()}
	for _, id := range []string{"stop", "pause", "resume", "softer", "prepare", "programme"} {
		b.publish("lumbar/chair/do/"+id, id, "-r")
	}
	h := b.listen("#")
	bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: b.url()}}, c)
	until(t, "every entity is there", h.back)
	b.ask("softer", "softer")
	until(t, "an order that is not kept", func() bool { return c.count(wire.Softer) == 1 })
	if got := c.verbs(); len(got) != 1 {
		t.Errorf("the engine was asked for %v", got)
	}
}

// TestLastWill: a bridge that ends without a word is told to be away by the broker, and one that ends in order says so itself.
func TestLastWill(t *testing.T) {
	b, c := startBroker(t, ""), &chairs{}
	h := b.listen("#")
	var conn atomic.Pointer[net.TCPConn]
	dead := make(chan struct{}) // closed: the network is gone
	bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: b.url(), Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
		select {
		case <-dead:
			return nil, syscall.ECONNREFUSED
		default:
		}
		x, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		if err == nil {
			conn.Store(x.(*net.TCPConn))
		}
		return x, err
	}}}, c)
	until(t, "every entity is there", h.back)
	close(dead)
	_ = conn.Load().SetLinger(0)
	_ = conn.Load().Close()
	until(t, "the broker says that the bridge is away", func() bool { return h.last("lumbar/chair/bridge/availability") == "offline" })
}

func TestGoodbye(t *testing.T) {
	b, c := startBroker(t, ""), &chairs{}
	h := b.listen("#")
	t.Run("served", func(t *testing.T) {
		bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: b.url()}}, c)
		until(t, "every entity is there", h.back)
	})
	until(t, "the bridge says that it is away", func() bool { return h.last("lumbar/chair/bridge/availability") == "offline" })
}

// TestRemoval: after a change of names, and after a removal, nothing is left at the broker.
func TestRemoval(t *testing.T) {
	b, c := startBroker(t, ""), &chairs{}
	old, now := home(), home()
	old.ID, now.Topic = "old", "study"
	t.Run("old", func(t *testing.T) {
		h := b.listen("#")
		bridged(t, mqtt.Options{Home: old, Broker: mqtt.Broker{URL: b.url()}}, c)
		until(t, "it is announced", func() bool { return h.last("lumbar/old/bridge/availability") == "online" })
	})
	t.Run("new", func(t *testing.T) {
		announced := make(chan struct{})
		h := b.listen("#")
		bridged(t, mqtt.Options{Home: now, Broker: mqtt.Broker{URL: b.url()}, Before: &old.Names, Announced: func() { close(announced) }}, c)
		<-announced
		until(t, "it is announced", func() bool { return h.last("study/chair/bridge/availability") == "online" })
	})
	if left := b.kept(t); strings.Contains(left, "old") || !strings.Contains(left, "study/chair") {
		t.Errorf("left at the broker: %s", left)
	}
	broker := mqtt.Broker{URL: b.url()}
	if err := mqtt.Send(context.Background(), &broker, "remove", now.Removal()); err != nil {
		t.Fatal(err)
	}
	if left := b.kept(t); left != "" {
		t.Errorf("left at the broker: %s", left)
	}
}

// kept is the topics on which the broker keeps something.
func (b *broker) kept(t *testing.T) string {
	t.Helper()
	h := b.listen("homeassistant/#", "lumbar/#", "study/#", "end")
	b.publish("end", "x", "-r")
	until(t, "the broker has given what it keeps", func() bool { return h.last("end") != "" })
	h.mu.Lock()
	defer h.mu.Unlock()
	var topics []string
	for topic := range h.seen {
		if topic != "end" {
			topics = append(topics, topic)
		}
	}
	return strings.Join(topics, " ")
}

// TestGone: a broker that is gone for days, with the clock running fast: attempts grow rare, nothing piles up, and the
// control is not asked for anything.
func TestGone(t *testing.T) {
	var total time.Duration
	waits := mqtt.Waits(30_000, syscall.ECONNREFUSED)
	for i, w := range waits {
		total += w
		if w < 0 || w > 10*time.Second || i > 0 && i < 600 && w > time.Second {
			t.Fatalf("wait %d is %v", i, w)
		}
	}
	if days := total.Hours() / 24; days < 3 {
		t.Errorf("30,000 attempts last %.1f days", days)
	}

	var attempts atomic.Int64
	u := (&broker{port: "1"}).url()
	c := &chairs{now: massage()}
	bridge := bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: u, Dial: func(context.Context, string, string) (net.Conn, error) {
		attempts.Add(1)
		return nil, syscall.ECONNREFUSED
	}}}, c)
	until(t, "it has tried", func() bool { return attempts.Load() > 0 })
	memory := func() (uint64, int) {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc, runtime.NumGoroutine()
	}
	for range 1000 {
		bridge.Hear(massage(), true)
	}
	was, routines := memory()
	for i := range 1_000_000 { // three days at four a second
		s := massage()
		s.ElapsedS = float64(i)
		bridge.Hear(s, i%7 != 0)
	}
	is, now := memory()
	t.Logf("a million snapshots: memory %d kB, then %d kB; goroutines %d, then %d", was>>10, is>>10, routines, now)
	if is > was+1<<20 || now > routines+2 || bridge.Heard() > 2 {
		t.Errorf("it piles up: memory %d to %d, goroutines %d to %d, waiting %d", was, is, routines, now, bridge.Heard())
	}
	if got := c.verbs(); len(got) > 0 {
		t.Errorf("the engine was asked for %v", got)
	}
}

// TestDeafBroker: one that takes a connection and never says a word holds up nobody who lets the bridge hear.
func TestDeafBroker(t *testing.T) {
	c := &chairs{now: massage()}
	met := make(chan struct{}, 100)
	bridge := bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: (&broker{port: "1"}).url(), Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() { _, _ = io.Copy(io.Discard, theirs) }()
		select {
		case met <- struct{}{}:
		default:
		}
		t.Cleanup(func() { _ = theirs.Close(); _ = ours.Close() })
		return ours, nil
	}}}, c)
	<-met
	for range 100_000 {
		bridge.Hear(massage(), true)
	}
	if bridge.Status().Connected {
		t.Error("it says that it is connected")
	}
}

// TestFlood: a house that sends more orders than can be followed cannot keep a stop from being heard.
func TestFlood(t *testing.T) {
	b, c := startBroker(t, ""), &chairs{now: massage(), deaf: make(chan struct{})}
	h := b.listen("#")
	bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: b.url()}}, c)
	until(t, "every entity is there", h.back)
	flood := exec.Command(program(t, "mosquitto_pub"), "-V", "5", "-p", b.port, "-t", "lumbar/chair/do/pause", "-l")
	flood.Stdin = strings.NewReader(strings.Repeat("pause\n", 5000))
	if out, err := flood.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b.publish("lumbar/chair/do/stop", "stop")
	until(t, "the stop is heard", func() bool { return c.count(wire.Stop) == 1 })
	close(c.deaf)
}

// TestTwoOfOneName: two of one name at a broker take each other's place, and say so rather than go on so for ever.
func TestTwoOfOneName(t *testing.T) {
	b := startBroker(t, "")
	var log lines
	for range 2 {
		bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: b.url()}, Logger: slog.New(slog.NewTextHandler(&log, nil))}, &chairs{})
	}
	until(t, "one of them says so", func() bool { return strings.Contains(log.String(), "does another Lumbar have the id chair there?") })
}

var errOdd = errors.New("odd")

// TestToldAgain: what is told does not depend on when, but on what.
func TestToldAgain(t *testing.T) {
	h, s := home(), massage()
	var first mqtt.State
	if err := json.Unmarshal(mqtt.Told(&h, &s), &first); err != nil {
		t.Fatal(err)
	}
	s.Seq, s.AtMS, s.Reason, s.Outcome, s.LimitBy, s.LimitN, s.TripN = 9, 9, "r", "stopped", "your answers", 9, 9
	s.Changed, s.Title, s.Body, s.Comfort, s.Levels = []string{"c"}, "t", "b", []wire.Comfort{{Name: "L5"}}, []wire.Level{{Name: "L5"}}
	var second mqtt.State
	if err := json.Unmarshal(mqtt.Told(&h, &s), &second); err != nil || first != second {
		t.Errorf("told %+v, then %+v (%v)", first, second, err)
	}
}
