package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/openlumbar/lumbar/internal/mqtt"
	"github.com/openlumbar/lumbar/internal/wire"
)

// mosquitto is one of Debian's programs; without it make test is not whole.
func mosquitto(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		path, err = exec.LookPath("/usr/sbin/" + name)
	}
	switch {
	case err == nil:
	case testing.Short():
		t.Skipf("%s is not installed", name)
	default:
		t.Fatalf("%s is not installed: make mosquitto", name)
	}
	return path
}

// aBroker is a broker on a port, until it is ended.
func aBroker(t *testing.T, port string) (end func()) {
	t.Helper()
	conf := filepath.Join(t.TempDir(), "conf")
	if err := os.WriteFile(conf, fmt.Appendf(nil, "listener %s 127.0.0.1\nallow_anonymous true\npersistence false\n", port), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(mosquitto(t, "mosquitto"), "-c", conf)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end = sync.OnceFunc(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	t.Cleanup(end)
	await(t, "the broker listens", func() bool {
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		return err == nil && c.Close() == nil
	})
	return end
}

// ear listens to everything at a broker.
type ear struct {
	mu   sync.Mutex
	last map[string]string
}

func listenAt(t *testing.T, port string) *ear {
	t.Helper()
	cmd := exec.Command(mosquitto(t, "mosquitto_sub"), "-V", "5", "-p", port, "-t", "#", "-F", "%t %p")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	e, ended := &ear{last: map[string]string{}}, make(chan struct{})
	go func() {
		defer close(ended)
		scan := bufio.NewScanner(out)
		scan.Buffer(nil, 1<<20)
		for scan.Scan() {
			topic, payload, _ := strings.Cut(scan.Text(), " ")
			e.mu.Lock()
			e.last[topic] = payload
			e.mu.Unlock()
		}
	}()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended; _ = cmd.Wait() })
	return e
}

func (e *ear) said(topic string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.last[topic]
}

func (e *ear) state() (s mqtt.State) {
	_ = json.Unmarshal([]byte(e.said("lumbar/chair/state")), &s) // nothing was said yet: the zero State
	return s
}

// TestHouse is the whole of Lumbar beside a real broker: it is announced, tells of a session, goes on when the broker ends,
// comes back with it, is stopped from there, says goodbye, and can be taken out again.
func TestHouse(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_ = l.Close()
	end := aBroker(t, port)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "lumbar.hcl"), fmt.Appendf(nil, "pace = 60\nmqtt {\n  broker = \"mqtt://127.0.0.1:%s\"\n}\n", port), 0o600); err != nil {
		t.Fatal(err)
	}
	before := listenAt(t, port)
	p := start(t, "serve", "--data", dir, "--addr", "127.0.0.1:0")
	page := p.page()
	await(t, "the chair is announced and there", func() bool {
		return before.said("homeassistant/device/lumbar_chair/config") != "" && before.said("lumbar/chair/availability") == "online" &&
			before.said("lumbar/chair/bridge/availability") == "online" && before.state().Session == mqtt.Idle
	})
	if status, answer := do(t, page, wire.Request{Verb: wire.Start, Programme: "after-desk"}); status != 200 {
		t.Fatal(answer)
	}
	await(t, "the house is told of the massage", func() bool { return before.state().Session == mqtt.Massage })
	if s := before.state(); s.Running != "after-desk" || s.Back != mqtt.Reclined || !s.Seated || s.LeftMin < 1 || s.LeftMin > 20 {
		t.Errorf("told %+v", s)
	}

	end() // the broker is gone
	snapshot := func() (s wire.Snapshot) {
		_, answer := do(t, page, wire.Request{Verb: wire.Look})
		var r wire.Reply
		if err := json.Unmarshal([]byte(answer), &r); err != nil {
			t.Fatal(err)
		}
		return r.Snapshot
	}
	from := snapshot()
	await(t, "the session goes on without the broker", func() bool { return snapshot().ElapsedS > from.ElapsedS+20 || snapshot().Stage != wire.Massage })
	if s := snapshot(); s.Stage != wire.Massage || s.Paused {
		t.Fatalf("without a broker the session is %s, paused %v", s.Stage, s.Paused)
	}
	aBroker(t, port)
	after := listenAt(t, port)
	await(t, "the chair is there again", func() bool {
		return after.said("homeassistant/device/lumbar_chair/config") != "" && after.said("lumbar/chair/bridge/availability") == "online" && after.state().Session == mqtt.Massage
	})
	if out, err := exec.Command(mosquitto(t, "mosquitto_pub"), "-V", "5", "-p", port, "-q", "1", "-t", "lumbar/chair/do/stop", "-m", "stop").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	await(t, "the stop is confirmed", func() bool { return after.state().Stop == mqtt.StopConfirmed })
	await(t, "the session is over", func() bool { return after.state().Session == mqtt.Idle })
	if s := snapshot(); s.Outcome != "stopped" {
		t.Errorf("the session is %q", s.Outcome)
	}

	if code := run([]string{"mqtt", "remove", "--data", dir}, nil, os.Stderr, os.Stderr); code != exitRefused {
		t.Errorf("removed beside a running lumbar: exit status %d", code)
	}
	p.signal(os.Interrupt)
	if code, _ := p.ends(); code != exitDone {
		t.Errorf("exit status %d: %s", code, p.errs.String())
	}
	await(t, "it says goodbye", func() bool { return after.said("lumbar/chair/bridge/availability") == "offline" })
	if _, err := os.Stat(filepath.Join(dir, announcedName)); err != nil {
		t.Error(err)
	}
	if code := run([]string{"mqtt", "remove", "--data", dir}, nil, os.Stderr, os.Stderr); code != exitDone {
		t.Errorf("it is not removed: exit status %d", code)
	}
	left := listenAt(t, port)
	if out, err := exec.Command(mosquitto(t, "mosquitto_pub"), "-V", "5", "-p", port, "-t", "end", "-m", "x", "-r").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	await(t, "the broker has given what it keeps", func() bool { return left.said("end") != "" })
	left.mu.Lock()
	defer left.mu.Unlock()
	if len(left.last) != 1 {
		t.Errorf("left at the broker: %v", left.last)
	}
}
