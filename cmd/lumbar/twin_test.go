package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/simlink"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/wire"
)

// hostMain is a process that gives one session on a chair at a socket, with the engine as it ships. It is called
// chairhost, and takes the socket's path and the chair's profile.
func hostMain() {
	ctx, end := context.WithCancel(context.Background())
	defer end()
	clock := engine.NewReal()
	e := engine.New(engine.Options{
		Open: func(ctx context.Context, body string, _ uint64) (driver.Chair, string, error) {
			p, err := findChair(os.Args[2])
			if err != nil {
				return nil, "", err
			}
			ctx, cancel := context.WithTimeout(ctx, soon)
			defer cancel()
			c, err := simlink.Dial(ctx, os.Args[1], simlink.Options{Profile: &p, Clock: clock.Now})
			if err != nil {
				return nil, "", err
			}
			return c, body, nil
		},
		Clock: clock, Programme: library.Library{}.Plan,
		Observe: func(ev *wire.Event) {
			text, _ := json.Marshal(ev)
			fmt.Println(string(text))
			if ev.Event == "summary" {
				end()
			}
		},
		First: []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: "break", Body: "ansur:1", Seed: 1}},
	})
	fmt.Println("closed:", e.Run(ctx, "ansur:1", 1))
}

// truth is the log of a twin's process, read while it is written.
type truth struct {
	*testing.T
	r    *bufio.Reader
	all  []simlink.Entry
	rest string
}

func openLogOf(t *testing.T, path string) *truth {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return &truth{T: t, r: bufio.NewReader(f)}
}

// next is the next entry; it waits for it.
func (l *truth) next() simlink.Entry {
	l.Helper()
	for end := time.Now().Add(3 * soon); ; {
		part, err := l.r.ReadString('\n')
		l.rest += part
		if err == nil {
			var e simlink.Entry
			if err := json.Unmarshal([]byte(l.rest), &e); err != nil {
				l.Fatalf("%q: %v", l.rest, err)
			}
			l.rest = ""
			l.all = append(l.all, e)
			return e
		}
		if time.Now().After(end) {
			l.Fatalf("the log ends: %+v", l.all[max(0, len(l.all)-1):])
		}
		time.Sleep(time.Millisecond) // the other process writes on
	}
}

// until reads on to an entry that is so.
func (l *truth) until(is func(*simlink.Entry) bool) simlink.Entry {
	l.Helper()
	for end := time.Now().Add(3 * soon); time.Now().Before(end); {
		if e := l.next(); is(&e) {
			return e
		}
	}
	l.Fatalf("it has not come to that in %v; the last: %+v", 3*soon, l.last())
	return simlink.Entry{}
}

func event(name string) func(*simlink.Entry) bool {
	return func(e *simlink.Entry) bool { return e.Event == name }
}

func after(ms float64) func(*simlink.Entry) bool {
	return func(e *simlink.Entry) bool { return e.TimeMS >= ms }
}

func hardest(e *simlink.Entry) float64 { return max(e.ForceN[chair.Left], e.ForceN[chair.Right]) }

// patientChair is the reference chair with the longest heartbeat that a profile may have. A machine that is busy with
// other tests stops a process for longer than the 100 ms of its own; the rule that is tried is the same. more is other changes,
// what was and what is.
func patientChair(t *testing.T, more ...string) (path string, p chair.Profile) {
	t.Helper()
	src, err := profile.Source("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	changes := map[string]string{`heartbeat     = "100 ms"`: `heartbeat = "1 s"`, `stale         = "40 ms"`: `stale = "500 ms"`}
	for i := 1; i < len(more); i += 2 {
		changes[more[i-1]] = more[i]
	}
	for was, is := range changes {
		if strings.Count(text, was) != 1 {
			t.Fatalf("the profile has no %s", was)
		}
		text = strings.Replace(text, was, is, 1)
	}
	path = filepath.Join(t.TempDir(), "patient.hcl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err = findChair(path); err != nil {
		t.Fatal(err)
	}
	return path, p
}

// twinProcess starts a simulated chair, and gives its socket, its log and its standard input.
func twinProcess(t *testing.T, model string) (socket string, log *truth, tell io.Writer) {
	t.Helper()
	dir := t.TempDir()
	socket = filepath.Join(dir, "chair")
	path := filepath.Join(dir, "truth.jsonl")
	in, tell := io.Pipe()
	t.Cleanup(func() { _ = in.Close() })
	p := startWith(t, in, "lumbar", "twin", "--socket", socket, "--log", path, "--chair", model)
	p.line("listens at")
	return socket, openLogOf(t, path), tell
}

// cable is between a host and a chair, and can be cut.
type cable struct {
	path  string
	mu    sync.Mutex
	conns []net.Conn
}

func newCable(t *testing.T, to string) *cable {
	t.Helper()
	c := &cable{path: filepath.Join(t.TempDir(), "cable")}
	l, err := net.Listen("unix", c.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close(); c.cut() })
	go func() {
		for { // one host after the other
			host, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("unix", to)
			if err != nil {
				_ = host.Close()
				return
			}
			c.mu.Lock()
			c.conns = []net.Conn{host, far}
			c.mu.Unlock()
			go func() { _, _ = io.Copy(host, far); _ = host.Close() }()
			_, _ = io.Copy(far, host)
			_ = far.Close()
		}
	}()
	return c
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		_ = conn.Close()
	}
}

// pressing lets a host drive a chair until its rollers press, and gives the host. A machine that keeps a process
// from running for half a second ends the session before that, rightly; then another is begun.
func pressing(t *testing.T, socket, model string, log *truth) *process {
	t.Helper()
	return pressingBy(t, log, "chairhost", socket, model)
}

// pressingBy is pressing with a command of its own.
func pressingBy(t *testing.T, log *truth, name string, args ...string) *process {
	t.Helper()
	for range 5 {
		host := startWith(t, nil, name, args...)
		log.until(event(simlink.EventHost))
		last := log.until(func(e *simlink.Entry) bool {
			return e.Event == simlink.EventGone || hardest(e) > 8 && !e.Lost
		})
		if last.Event == "" {
			return host
		}
		_, said := host.ends()
		t.Logf("the session ended before anything was pressed; once more: %s %s", strings.Join(said, "\n"), host.errs.String())
	}
	t.Fatal("no session came to press")
	return nil
}

// TestEngineLost: whatever becomes of the process that drives, the chair sees the silence and brings its rollers home by
// itself. Everything is judged by the chair's own log and its own time: how long this test waits does not matter.
func TestEngineLost(t *testing.T) {
	if testing.Short() {
		t.Skip("homes a chair in real time")
	}
	for _, tt := range []struct {
		name string
		lose func(t *testing.T, host *process, c *cable)
		then func(t *testing.T, host *process, log *truth, lost simlink.Entry) // while rollers are out, or nil
		end  func(t *testing.T, host *process, log *truth, socket string, p *chair.Profile)
	}{
		{"killed", func(t *testing.T, host *process, c *cable) { host.signal(syscall.SIGKILL) }, nil, takenOver},
		{"stopped", func(t *testing.T, host *process, c *cable) { host.signal(syscall.SIGSTOP) }, nil, goesOn},
		{"stopped for a moment", func(t *testing.T, host *process, c *cable) { host.signal(syscall.SIGSTOP) },
			func(t *testing.T, host *process, log *truth, lost simlink.Entry) { host.signal(syscall.SIGCONT) }, staysHome},
		{"cut off", func(t *testing.T, host *process, c *cable) { c.cut() }, nil, noticed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			model, p := patientChair(t)
			socket, log, _ := twinProcess(t, model)
			c := newCable(t, socket)
			host := pressing(t, c.path, model, log)
			tt.lose(t, host, c)
			lost := log.until(event(simlink.EventLinkLost))
			if tt.then != nil {
				tt.then(t, host, log, lost)
			}
			retreats(t, &p, log, lost)
			tt.end(t, host, log, socket, &p)
		})
	}
}

// retreats judges the chair's own retreat, from the moment that it counted itself as left alone until its depth is home.
func retreats(t *testing.T, p *chair.Profile, log *truth, lost simlink.Entry) {
	t.Helper()
	depth := p.Axes[chair.Depth]
	beat := float64(p.Heartbeat / time.Millisecond)
	if silent := lost.TimeMS - lost.CommandMS; silent > beat+1 {
		t.Errorf("the chair acted %v ms after the last command, want %v and a tick", silent, beat)
	}
	// Its own time: the travel at full speed, speeding up and slowing down, and its lag until it has settled.
	most := 1000*(float64(depth.Max-depth.Home)/float64(depth.Vel)+2*float64(depth.Vel)/float64(depth.Acc)) + 10*float64(depth.Lag/time.Millisecond)
	var begun, eased float64
	was := lost
	home := log.until(func(e *simlink.Entry) bool {
		if !e.Lost {
			t.Errorf("at %v ms, depth %.1f mm: taken back before it was home", e.TimeMS, e.DepthMM)
		}
		if e.DepthMM > was.DepthMM+0.3 {
			t.Errorf("at %v ms: depth from %.2f mm out to %.2f", e.TimeMS, was.DepthMM, e.DepthMM)
		}
		if begun == 0 && e.DepthMM < lost.DepthMM-0.1 {
			begun = e.TimeMS
		}
		if hardest(e) >= 5 {
			eased = e.TimeMS
		}
		was = *e
		return e.Event == simlink.EventHome
	})
	t.Logf("last command %.0f ms before; %.1f N, depth %.1f mm; moving %.0f ms, under 5 N %.0f ms, home %.0f ms after that",
		lost.TimeMS-lost.CommandMS, hardest(&lost), lost.DepthMM, begun-lost.TimeMS, max(eased, lost.TimeMS)-lost.TimeMS+1, home.TimeMS-lost.TimeMS)
	if lost.DepthMM <= float64(p.Rollers.Cover) { // how hard they press where they stand, breath and tissue decide
		t.Errorf("depth %.1f mm when it was left alone, behind the cover: nothing was tried", lost.DepthMM)
	}
	// The drive's lag, and its backlash until the driven side moves.
	if begun == 0 || begun-lost.TimeMS > 3*float64(depth.Lag/time.Millisecond) {
		t.Errorf("the rollers move back %v ms after that", begun-lost.TimeMS)
	}
	if eased > lost.TimeMS+400 {
		t.Errorf("%v ms after that it still presses with 5 N", eased-lost.TimeMS)
	}
	if took := home.TimeMS - lost.TimeMS; took > most {
		t.Errorf("home after %v ms, want at most %.0f", took, most)
	}
}

// takenOver: the dead host's place is free; a new one finds a chair that says what happened, and can have it back.
func takenOver(t *testing.T, host *process, log *truth, socket string, p *chair.Profile) {
	host.ends()
	clock := engine.NewReal()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	c, err := simlink.Dial(ctx, socket, simlink.Options{Profile: p, Clock: clock.Now, Answer: soon})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := c.Read(ctx); err != nil && !errors.Is(err, driver.ErrStale) || !r.Lost || !r.Axes[chair.Depth].Homed {
		t.Errorf("got %+v, %v; want a chair that was left alone, homed", r, err)
	}
	for r := (chair.Report{Lost: true}); r.Lost && ctx.Err() == nil; { // its drive still settles: then it is taken back
		if err := c.Apply(ctx, guard.Cleared{}); err != nil {
			t.Fatal(err)
		}
		_ = clock.Until(ctx, clock.Now()+p.Period())
		r, _ = c.Read(ctx) // a machine that is busy may make it stale
	}
	log.until(event(simlink.EventBack))
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// goesOn: stopped for 2 s in all, then continued: nothing that had been decided before moves a roller any more.
func goesOn(t *testing.T, host *process, log *truth, socket string, p *chair.Profile) {
	was := log.until(after(log.last().TimeMS + 2000))
	if was.CommandMS > was.TimeMS-2000 {
		t.Errorf("at %v ms a stopped host sent a command", was.CommandMS)
	}
	host.signal(syscall.SIGCONT)
	staysHome(t, host, log, socket, p)
}

// staysHome: the host that goes on sees what happened, and ends by a fault. The rollers stay at home.
func staysHome(t *testing.T, host *process, log *truth, _ string, _ *chair.Profile) {
	var out, force float64
	log.until(func(e *simlink.Entry) bool {
		out, force = max(out, e.DepthMM), max(force, hardest(e), e.PeakN)
		return e.Event == simlink.EventGone
	})
	if out > 1 || force > 0.5 {
		t.Errorf("after it was home the depth came out to %.1f mm, with %.1f N", out, force)
	}
	noticed(t, host, log, "", nil)
}

// noticed: the host ends its session by a fault, and says so.
func noticed(t *testing.T, host *process, _ *truth, _ string, _ *chair.Profile) {
	code, said := host.ends()
	text := strings.Join(said, "\n")
	if code != 0 || !strings.Contains(text, `"fault"`) {
		t.Errorf("the host ended with status %d and said %s %s", code, text, host.errs.String())
	}
	t.Log(said[max(0, len(said)-2):])
}

func (l *truth) last() simlink.Entry {
	if len(l.all) == 0 {
		return simlink.Entry{CommandMS: math.NaN()}
	}
	return l.all[len(l.all)-1]
}

// startWith runs a command, with an input if there is one.
func startWith(t *testing.T, in io.Reader, name string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(name, args...)
	if in != nil {
		pipe, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = io.Copy(pipe, in); _ = pipe.Close() }()
	}
	return launch(t, cmd)
}

// TestTwin: the chair's process by itself: it can be broken and mended by name, keeps its socket for itself, takes over
// one that was left behind, and ends when it is told to.
func TestTwin(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	socket, path := filepath.Join(dir, "chair"), filepath.Join(dir, "truth.jsonl")
	killed := start(t, "twin", "--socket", socket)
	killed.line("listens at")
	killed.signal(syscall.SIGKILL)
	killed.ends()

	in, tell := io.Pipe()
	p := startWith(t, in, "lumbar", "twin", "--socket", socket, "--log", path, "--body", "ansur:tallest-man")
	p.line("the tallest man")
	log := openLogOf(t, path)
	for _, tt := range []struct{ say, want string }{
		{"fail bag_stuk", `no failure is called "bag_stuk"`}, {"fail bag_stuck", "fail bag_stuck"}, {"mend bag_stuck", "mend bag_stuck"},
		{"power off", "power off"}, {"power of", "power off, or power on"}, {"power on", "power on"}, {"press left 20", "press left 20"}, {"press left 0", "press left 0"}, {"press both 3", "press left or press right"}, {"break it", `"break" is nothing that can be done`}, {"help", "encoder_jump"},
	} {
		if _, err := fmt.Fprintln(tell, tt.say); err != nil {
			t.Fatal(err)
		}
		p.line(tt.want)
	}
	for _, want := range []string{"begins bag_stuck", "ends bag_stuck", "begins power_lost", "ends power_lost"} {
		e := log.until(func(e *simlink.Entry) bool { return e.Event != "" && e.Event != simlink.EventSlipped })
		if got := e.Event + " " + e.Note; got != want {
			t.Errorf("logged %q, want %q", got, want)
		}
	}
	second := start(t, "twin", "--socket", socket)
	if code, _ := second.ends(); code != exitRefused || !strings.Contains(second.errs.String(), "listens at "+socket+" already") {
		t.Errorf("a second one: exit status %d: %s", code, second.errs.String())
	}
	if code, _ := start(t, "twin", "--socket", path).ends(); code != exitRefused {
		t.Errorf("a file in the socket's place: exit status %d, want %d", code, exitRefused)
	}
	if err := tell.Close(); err != nil { // nobody talks to it any more: it lives on
		t.Fatal(err)
	}
	log.until(after(log.last().TimeMS + 50))
	p.signal(syscall.SIGTERM)
	if code, rest := p.ends(); code != exitDone {
		t.Errorf("exit status %d: %s %s", code, rest, p.errs.String())
	}
	if _, err := os.Stat(socket); err == nil {
		t.Error("the socket was left behind")
	}
}
