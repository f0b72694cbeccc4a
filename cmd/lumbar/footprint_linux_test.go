package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

var footprint = flag.Bool("footprint", false, "measure the start and the idle processor too, for two minutes; make footprint asks for it")

// mostResident is how much memory the server and the engine may have together while a session runs, each page that both have
// counted twice.
const mostResident = 64 << 20

// TestFootprint measures what Lumbar takes of a machine, as it ships: a program built for it, server and engine of their own,
// a broker, a page that watches, and a session in real time. Memory is held against its limit; how fast a start is and how
// much an idle processor does goes by the machine, and is only told.
func TestFootprint(t *testing.T) {
	if testing.Short() {
		t.Skip("half a minute in real time, and a program is built")
	}
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "lumbar")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as .goreleaser.yaml
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	port := freePort(t)
	aBroker(t, port)
	both := func(dir string) (p *process, page string, pids []int, took time.Duration) {
		conf := fmt.Sprintf("mqtt {\n  broker = \"mqtt://127.0.0.1:%s\"\n}\n", port)
		if err := os.WriteFile(filepath.Join(dir, "lumbar.hcl"), []byte(conf), 0o600); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		p = launch(t, exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--data", dir))
		line := p.line("http://")
		page = line[strings.Index(line, "http://"):]
		read(t, page)
		took = time.Since(began)
		return p, page, []int{p.cmd.Process.Pid, enginePID(t, dir)}, took
	}
	if *footprint {
		var all []time.Duration
		for range 10 {
			p, _, _, took := both(t.TempDir())
			all = append(all, took)
			p.signal(os.Interrupt)
			p.ends()
		}
		slices.Sort(all)
		t.Logf("start to page read: median %v, %v to %v", all[len(all)/2].Round(time.Millisecond), all[0].Round(time.Millisecond), all[len(all)-1].Round(time.Millisecond))
	}
	_, page, pids, _ := both(t.TempDir())
	time.Sleep(settled + time.Second)
	if *footprint {
		const idle = time.Minute
		before, began := []time.Duration{onProcessor(t, pids[0]), onProcessor(t, pids[1])}, time.Now()
		time.Sleep(idle)
		for i, name := range []string{"server", "engine"} {
			t.Logf("idle: %s %.2f %% of a core", name, 100*float64(onProcessor(t, pids[i])-before[i])/float64(time.Since(began)))
		}
	}
	t.Log("idle:    ", memoryOf(t, pids))
	for _, path := range []string{"/", "/static/app.js", "/static/style.css", "/programmes", "/chair", "/mine"} {
		read(t, page+path)
	}
	stream, err := http.Get(page + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	go func() { _, _ = io.Copy(io.Discard, stream.Body) }() // ends with the body
	if status, answer := do(t, page, wire.Request{Verb: wire.Start, Programme: "after-desk"}); status != http.StatusOK {
		t.Fatal(status, answer)
	}
	var most resident
	for range 10 {
		time.Sleep(2 * time.Second)
		if m := memoryOf(t, pids); m.sum() > most.sum() {
			most = m
		}
	}
	t.Log("session: ", most)
	if most.sum() > mostResident {
		t.Errorf("%d MB are resident in a session, at most %d may be", most.sum()>>20, mostResident>>20)
	}
	if s, ok := seen(t, page); !ok || s.Stage == wire.Idle || s.Stage == "" {
		t.Errorf("no session was under way: %+v", s)
	}
}

// resident is the memory of the two processes, in bytes.
type resident struct{ rss, anon, pss [2]int }

func (m resident) sum() int { return m.rss[0] + m.rss[1] }

func (m resident) String() string {
	one := func(i int) string {
		return fmt.Sprintf("%4.1f MB (%.1f of the program, %.1f its own)", mb(m.rss[i]), mb(m.rss[i]-m.anon[i]), mb(m.anon[i]))
	}
	return fmt.Sprintf("server %s, engine %s; added %.1f MB, shared pages once (PSS) %.1f MB", one(0), one(1), mb(m.sum()), mb(m.pss[0]+m.pss[1]))
}

func mb(bytes int) float64 { return float64(bytes) / (1 << 20) }

// memoryOf reads it.
func memoryOf(t *testing.T, pids []int) (m resident) {
	t.Helper()
	for i, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			f := strings.Fields(line)
			into := map[string]*int{"Rss:": &m.rss[i], "Anonymous:": &m.anon[i], "Pss:": &m.pss[i]}[f[0]]
			if into == nil {
				continue
			}
			kb, err := strconv.Atoi(f[1])
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			*into = kb << 10
		}
		if m.rss[i] == 0 {
			t.Fatalf("process %d has no memory: %s", pid, text)
		}
	}
	return m
}

// onProcessor is how long all threads of a process have run: to the nanosecond, where its ticks of 10 ms would miss what is
// shorter.
func onProcessor(t *testing.T, pid int) (all time.Duration) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		t.Fatal("no threads", err)
	}
	for _, path := range threads {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		ns, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		all += time.Duration(ns)
	}
	return all
}

// read reads a page to its end.
func read(t *testing.T, url string) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
		t.Fatal(url, r.StatusCode, err)
	}
}

// freePort is one that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
