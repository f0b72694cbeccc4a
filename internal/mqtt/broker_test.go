package mqtt_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/internal/discovery"
	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// soon is how long anything here may take on a busy machine; it takes milliseconds.
const soon = 20 * time.Second

// broker is a real one: Debian's mosquitto, which knows nothing of Lumbar.
type broker struct {
	t    *testing.T
	dir  string
	port string
	more string // lines of its configuration
	cmd  *exec.Cmd
	out  chan struct{} // closed at its end
}

// program is where one of mosquitto's is: Debian has the broker outside of the usual path.
func program(t *testing.T, name string) string {
	t.Helper()
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/sbin", "/usr/local/sbin") {
		if path := filepath.Join(dir, name); executable(path) {
			return path
		}
	}
	if testing.Short() {
		t.Skipf("%s is not installed", name)
	}
	t.Fatalf("%s is not installed: make mosquitto", name)
	return ""
}

func executable(path string) bool {
	i, err := os.Stat(path)
	return err == nil && !i.IsDir() && i.Mode()&0o111 != 0
}

// startBroker starts one on a port of its own, with more lines of configuration; it is gone when the test is.
func startBroker(t *testing.T, more string) *broker {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	b := &broker{t: t, dir: t.TempDir(), port: port, more: more}
	b.start()
	t.Cleanup(b.end)
	return b
}

func (b *broker) start() {
	b.t.Helper()
	conf := fmt.Sprintf("listener %s 127.0.0.1\npersistence false\nlog_dest stderr\nlog_type all\n%s\n", b.port, b.more)
	if os.Geteuid() == 0 {
		conf += "user root\n" // else it gives up the right to read what the test has written
	}
	if !strings.Contains(b.more, "allow_anonymous") {
		conf += "allow_anonymous true\n"
	}
	path := filepath.Join(b.dir, "mosquitto.conf")
	if err := os.WriteFile(path, []byte(conf), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.cmd = exec.Command(program(b.t, "mosquitto"), "-c", path)
	log, err := os.OpenFile(filepath.Join(b.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		b.t.Fatal(err)
	}
	defer log.Close()
	b.cmd.Stdout, b.cmd.Stderr = log, log
	if err := b.cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.out = make(chan struct{})
	go func() { defer close(b.out); _ = b.cmd.Wait() }()
	until(b.t, "the broker listens", func() bool {
		conn, err := net.Dial("tcp", "127.0.0.1:"+b.port)
		if err != nil {
			return false
		}
		return conn.Close() == nil
	})
}

func (b *broker) end() {
	_ = b.cmd.Process.Kill()
	<-b.out
	if text, err := os.ReadFile(filepath.Join(b.dir, "log")); err == nil && b.t.Failed() {
		b.t.Logf("the broker: %s", text)
	}
}

func (b *broker) url() *url.URL { return &url.URL{Scheme: "mqtt", Host: "127.0.0.1:" + b.port} }

// until waits for a condition.
func until(t *testing.T, what string, met func() bool) {
	t.Helper()
	tick, end := time.NewTicker(5*time.Millisecond), time.After(soon)
	defer tick.Stop()
	for !met() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("waited %v in vain: %s", soon, what)
		}
	}
}

// publish sends a message by mosquitto_pub, as some other program of the house would.
func (b *broker) publish(topic, payload string, more ...string) {
	b.t.Helper()
	args := append([]string{"-V", "5", "-p", b.port, "-q", "1", "-t", topic, "-m", payload}, more...)
	if payload == "" {
		args = append([]string{"-V", "5", "-p", b.port, "-q", "1", "-t", topic, "-n"}, more...)
	}
	if out, err := exec.Command(program(b.t, "mosquitto_pub"), args...).CombinedOutput(); err != nil {
		b.t.Fatalf("mosquitto_pub: %v: %s", err, out)
	}
}

// ask sends an order as Home Assistant writes it.
func (b *broker) ask(id, do string) {
	b.publish("lumbar/chair/do/"+id, fmt.Sprintf(`{"do":%q,"at":%.3f}`, do, float64(time.Now().UnixMilli())/1000))
}

// house is a foreign client that listens, as Home Assistant does: mosquitto_sub.
type house struct {
	mu   sync.Mutex
	seen map[string]string // the newest by topic
	when map[string]time.Time
	all  []string
}

func (b *broker) listen(topics ...string) *house {
	b.t.Helper()
	args := []string{"-V", "5", "-p", b.port, "-F", "%r %t %p"}
	for _, topic := range topics {
		args = append(args, "-t", topic)
	}
	cmd := exec.Command(program(b.t, "mosquitto_sub"), args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	h := &house{seen: map[string]string{}, when: map[string]time.Time{}}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		scan := bufio.NewScanner(out)
		scan.Buffer(nil, 1<<20)
		for scan.Scan() {
			_, rest, _ := strings.Cut(scan.Text(), " ")
			topic, payload, _ := strings.Cut(rest, " ")
			h.mu.Lock()
			h.seen[topic], h.when[topic] = payload, time.Now()
			h.all = append(h.all, scan.Text())
			h.mu.Unlock()
		}
		_ = cmd.Wait()
	}()
	b.t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
	return h
}

func (h *house) last(topic string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seen[topic]
}

func (h *house) at(topic string) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.when[topic]
}

func (h *house) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.seen)
	h.all = nil
}

func (h *house) state(t *testing.T) mqtt.State {
	t.Helper()
	var s mqtt.State
	if text := h.last("lumbar/chair/state"); text != "" {
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	return s
}

// whole are the topics without which some entity would be missing.
var whole = []string{"homeassistant/device/lumbar_chair/config", "lumbar/chair/state", "lumbar/chair/diagnostics", "lumbar/chair/update",
	"lumbar/chair/availability", "lumbar/chair/bridge/availability"}

// back says whether every entity is back.
func (h *house) back() bool {
	for _, topic := range whole {
		if h.last(topic) == "" {
			return false
		}
	}
	return h.last("lumbar/chair/availability") == "online" && h.last("lumbar/chair/bridge/availability") == "online"
}

// chairs is an engine that takes what it is asked, and a pump that lets the bridge hear.
type chairs struct {
	mu    sync.Mutex
	asked []wire.Verb
	now   wire.Snapshot
	away  bool
	deaf  chan struct{} // an order is not answered before it is closed

	silent bool // nothing is answered
}

func (c *chairs) do(ctx context.Context, r wire.Request) (wire.Reply, error) {
	c.mu.Lock()
	deaf := c.deaf
	c.mu.Unlock()
	if deaf != nil && r.Verb != wire.Stop {
		select {
		case <-deaf:
		case <-ctx.Done():
			return wire.Reply{}, ctx.Err()
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.silent {
		return wire.Reply{}, context.DeadlineExceeded
	}
	c.asked = append(c.asked, r.Verb)
	switch r.Verb {
	case wire.Pause:
		c.now.Paused = true
	case wire.Resume:
		c.now.Paused = false
	case wire.Stop:
		c.now.Stage, c.now.Stop = wire.Retreat, wire.StopSent
	}
	return wire.Reply{V: wire.Version, Snapshot: c.now}, nil
}

func (c *chairs) set(change func(*wire.Snapshot)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.now)
}

func (c *chairs) verbs() []wire.Verb {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.asked)
}

func (c *chairs) count(v wire.Verb) (n int) {
	for _, asked := range c.verbs() {
		if asked == v {
			n++
		}
	}
	return n
}

// massage is a session under way.
func massage() wire.Snapshot {
	return wire.Snapshot{V: wire.Version, Stage: wire.Massage, Programme: "after-desk", Phase: "work", ElapsedS: 60, LeftS: 780, ReclineDeg: 125, Seated: true, Intensity: -1}
}

// bridged runs a bridge to a broker, and a pump; both are gone when the test is.
func bridged(t *testing.T, o mqtt.Options, c *chairs) *mqtt.Bridge {
	t.Helper()
	if o.Topic == "" {
		o.Home = home()
	}
	o.Do = c.do
	b, err := mqtt.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() { b.Run(ctx) })
	both.Go(func() {
		pump := time.NewTicker(20 * time.Millisecond)
		defer pump.Stop()
		for {
			c.mu.Lock()
			s, away := c.now, c.away
			c.mu.Unlock()
			b.Hear(s, !away)
			select {
			case <-ctx.Done():
				return
			case <-pump.C:
			}
		}
	})
	t.Cleanup(func() { cancel(); both.Wait() })
	return b
}

// TestHouse is a day of a chair at a real broker, as a foreign client sees it.
func TestHouse(t *testing.T) {
	b, c := startBroker(t, ""), &chairs{now: massage()}
	h := b.listen("#")
	bridge := bridged(t, mqtt.Options{Broker: mqtt.Broker{URL: b.url()}}, c)
	until(t, "every entity is there", h.back)
	const config = "homeassistant/device/lumbar_chair/config"
	for _, f := range discovery.Lint("homeassistant", config, []byte(h.last(config))) { // as it came through the broker
		t.Error(f)
	}
	s := h.state(t)
	want := mqtt.State{Session: mqtt.Massage, Running: "after-desk", Phase: "work", LeftMin: 13, Intensity: -1, Heat: true, Back: mqtt.Reclined,
		Seated: true, Fault: mqtt.NoFault, Programme: "after-desk", Stop: mqtt.NoStop,
		Guided: mqtt.Idle, GuidedRunning: mqtt.NoProgramme, GuidedPhase: mqtt.NoPhase}
	if s != want {
		t.Errorf("told %+v, want %+v", s, want)
	}
	if st := bridge.Status(); !st.Connected || !strings.Contains(st.Text, "Connected to mqtt://127.0.0.1") {
		t.Errorf("status %+v", st)
	}

	t.Run("orders", func(t *testing.T) {
		b.ask("softer", "softer")
		until(t, "softer", func() bool { return c.count(wire.Softer) == 1 })
		b.ask("pause", "pause")
		until(t, "it is told that it is paused", func() bool { return h.state(t).Session == mqtt.Paused })
		b.ask("resume", "resume")
		until(t, "it is told that it goes on", func() bool { return h.state(t).Session == mqtt.Massage })
		b.publish("lumbar/chair/do/stop", "PRESS")
		until(t, "it is told that it was stopped", func() bool { return h.state(t).Stop == mqtt.StopSent })
		c.set(func(s *wire.Snapshot) { s.Stage, s.Stop = wire.Done, wire.StopConfirmed })
		until(t, "it is told that the stop was confirmed", func() bool { return h.state(t).Stop == mqtt.StopConfirmed && h.state(t).Session == mqtt.Idle })
		b.ask("programme", "break")
		until(t, "the programme is chosen", func() bool { return h.state(t).Programme == "break" })
		b.ask("prepare", "prepare")
		until(t, "it is prepared", func() bool { return h.state(t).Prepared })
		c.set(func(s *wire.Snapshot) { *s = massage() })
		until(t, "what was prepared has begun", func() bool { s := h.state(t); return !s.Prepared && s.Stop == mqtt.NoStop && s.Session == mqtt.Massage })
		if c.count(wire.Start) > 0 {
			t.Error("something from afar has started a session")
		}
	})

	t.Run("refused", func(t *testing.T) {
		before := len(c.verbs())
		b.publish("lumbar/chair/do/stop", "stop", "-r") // retained: whoever comes back would stop for ever
		b.publish("lumbar/chair/do/pause", "pause", "-r")
		b.publish("lumbar/chair/do/resume", "resume")
		b.publish("lumbar/chair/do/prepare", `{"do":"prepare","at":1700000000}`)
		b.publish("lumbar/chair/do/start", `{"do":"start"}`)
		b.publish("lumbar/chair/do/pause", "")
		b.ask("programme", "nobody's")
		b.ask("softer", "softer") // is taken after all that came before
		until(t, "softer", func() bool { return c.count(wire.Softer) == 2 })
		if got := c.verbs()[before:]; !slices.Equal(got, []wire.Verb{wire.Softer}) {
			t.Errorf("the engine was asked for %v, want softer alone", got)
		}
		b.publish("lumbar/chair/do/stop", "", "-r")
		b.publish("lumbar/chair/do/pause", "", "-r")
	})

	t.Run("told for a while", func(t *testing.T) { // who comes later is told, and nobody is told what is old
		out, err := exec.Command(program(t, "mosquitto_sub"), "-V", "5", "-p", b.port, "-t", "lumbar/chair/state", "-C", "1", "-F", "%r %E").Output()
		var kept, seconds int
		if _, scanned := fmt.Sscan(string(out), &kept, &seconds); err != nil || scanned != nil || kept != 1 || seconds < 1 || seconds > 60 {
			t.Errorf("kept and expires: %q, %v; want 1 and at most 60 s", out, err)
		}
	})

	t.Run("unheard", func(t *testing.T) { // a stop that the control does not answer is not told as sent
		c.mu.Lock()
		c.silent = true
		c.mu.Unlock()
		b.publish("lumbar/chair/do/stop", "stop")
		until(t, "it is told that nothing is known of it", func() bool { return h.state(t).Stop == mqtt.StopUnconfirmed })
		c.mu.Lock()
		c.silent = false
		c.mu.Unlock()
		b.publish("lumbar/chair/do/stop", "stop")
		until(t, "it is told that it was sent", func() bool { return h.state(t).Stop == mqtt.StopSent })
		c.set(func(s *wire.Snapshot) { *s = wire.Snapshot{Stage: wire.Idle} })
		until(t, "it is over", func() bool { return h.state(t).Session == mqtt.Idle })
	})

	t.Run("engine away", func(t *testing.T) {
		c.mu.Lock()
		c.away = true
		c.mu.Unlock()
		until(t, "the chair is away", func() bool { return h.last("lumbar/chair/availability") == "offline" })
		if h.last("lumbar/chair/bridge/availability") != "online" {
			t.Error("the bridge is away, too")
		}
		c.mu.Lock()
		c.away = false
		c.mu.Unlock()
		until(t, "and there again", func() bool { return h.last("lumbar/chair/availability") == "online" })
	})
}
