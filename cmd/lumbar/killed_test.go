//go:build unix

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/link"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

var sessions = flag.Int("sessions", 12, "at how many moments TestSessionKilled kills a session; make crash asks for 1000")

var firstKill = flag.Int("first-kill", 0, "from which of the row of moments on: a long run can be done in pieces")

// What is killed.
const (
	theEngine = "engine"
	theServer = "server"
	both      = "both"
)

// victim is one session that is killed.
type victim struct {
	n         int
	what      string
	apart     bool    // the chair is a process of its own, in real time, and outlives the engine
	at        float64 // share of the time in which it may be killed
	programme string
	body      string
	seed      uint64
	calibrate bool
	person    string // id
}

const (
	// killPace is how many times real time a session runs whose chair is simulated in the engine. A second of it, which
	// is what may be forgotten, is 50 ms for the disk.
	killPace = 20
	// apartFor is the time after a start in which a session on a chair of its own is killed: homing, scan and the
	// first half minute of the massage.
	apartFor = 80 * time.Second
	// mostApart is how many chairs of their own live at once: each wakes a thousand times a second.
	mostApart = 3
	// mostLost is how much of a session may be forgotten.
	mostLost = time.Second
)

// victims is the first n of an endless, fixed row. Every 50th has a chair of its own.
func victims(n int) []victim {
	all := make([]victim, n)
	for i := range all {
		random := rand.New(rand.NewPCG(uint64(i), 20))
		v := victim{
			n: i, what: []string{theEngine, theServer, both}[random.IntN(3)], apart: i%50 == 4, at: random.Float64(),
			programme: []string{"break", "gentle", "after-desk"}[random.IntN(3)],
			body:      fmt.Sprintf("ansur:%d", 1+random.IntN(6000)), seed: 2 + random.Uint64N(1<<40),
			calibrate: random.IntN(4) == 0,
		}
		if v.apart {
			v.body, v.seed, v.calibrate = "ansur:1", 1, false // who sits is the chair's
		}
		all[i] = v
	}
	return all
}

// found is what came of a kill.
type found struct {
	what  string
	apart bool
	stage wire.Stage    // as last seen
	lost  time.Duration // of the dose, at most; of the session's time
	ahead time.Duration // that the dose is more than what happened, at least
	gone  int           // events of the last second that are not on record
	home  time.Duration // of a chair of its own: from the kill until its rollers were home; 0: they were
	eased time.Duration // the same, until nothing pressed with 5 N any more
}

// TestSessionKilled kills the engine, the server or both of a real lumbar serve at random moments of a session. What
// happened until the second before is on record, the session shows as interrupted, the dose is what was had, and the
// chair goes home.
func TestSessionKilled(t *testing.T) {
	n := *sessions
	if testing.Short() && n == 12 {
		n = 4
	}
	var mu sync.Mutex
	var all []found
	slow := make(chan struct{}, mostApart)
	began := time.Now()
	t.Cleanup(func() { summarise(t.Logf, all) })
	for _, v := range victims(*firstKill + n)[*firstKill:] {
		name := fmt.Sprintf("%d %s", v.n, v.what)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if v.apart {
				slow <- struct{}{}
				defer func() { <-slow }()
			}
			defer func() {
				if t.Failed() { // as it happens: the whole takes long
					fmt.Fprintf(os.Stderr, "%s failed\n", t.Name())
				}
			}()
			f := v.kill(t)
			mu.Lock()
			defer mu.Unlock()
			if all = append(all, f); len(all)%50 == 0 {
				left := time.Since(began) * time.Duration(n-len(all)) / time.Duration(len(all))
				fmt.Fprintf(os.Stderr, "%d of %d killed, %s left\n", len(all), n, left.Round(time.Second))
				summarise(func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }, all)
			}
		})
	}
}

// kill gives one session, kills it, and judges what is left.
func (v victim) kill(t *testing.T) found {
	dir := t.TempDir()
	v.person = enrolled(t, dir)
	var seat *truth // the log of a chair of its own
	var profile chair.Profile
	args := []string{"serve", "--addr", "127.0.0.1:0", "--data", dir}
	if v.apart {
		var model string
		model, profile = patientChair(t)
		socket, log, _ := twinProcess(t, model)
		seat, args = log, append(args, "--twin", socket)
		if err := os.WriteFile(filepath.Join(dir, configName), fmt.Appendf(nil, "chair = %q\n", model), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	serve := func() (*process, string) {
		p := start(t, args...)
		return p, p.page()
	}
	p, page := serve()
	pid := enginePID(t, dir)
	length := apartFor
	var whole reference
	if !v.apart {
		whole = v.reference(t)
		length = whole.length / killPace
	}
	beginFor(t, dir, v)

	w := watch{t: t, page: page}
	due := time.Duration((1 + v.at*length.Seconds()*v.pace()) / v.pace() * float64(time.Second)) // a second in, at least
	server := p.cmd.Process.Pid
	killing := time.AfterFunc(due, func() {
		w.before()
		if v.what != theServer {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		if v.what != theEngine {
			_ = syscall.Kill(server, syscall.SIGKILL)
		}
		w.after()
	})
	defer killing.Stop()
	w.until(time.Now().Add(due), seat)
	f := found{what: v.what, apart: v.apart, stage: w.last.Stage}

	// What is on the disk right now is all there is when both are gone.
	if v.what == both {
		p.ends()
		v.onRecord(t, "right after", union(t, dir), &w, &whole, &f)
	}
	spool := filepath.Join(dir, keep.SpoolName)
	switch v.what {
	case theServer:
		p.ends()
		patiently(t, "the session is over", func() bool { return index(readEvents(t, spool), endsIt) >= 0 || index(recorded(t, dir), endsIt) >= 0 })
		p, page = serve()
	case both:
		p, page = serve()
	}
	patiently(t, "its end is on record", func() bool { return index(recorded(t, dir), endsIt) >= 0 })
	patiently(t, "an engine answers", func() bool { return answers(page) })
	p.signal(os.Interrupt)
	if code, _ := p.ends(); code != exitDone {
		t.Errorf("exit status %d: %s", code, p.errs.String())
	}
	events := recorded(t, dir)
	v.onRecord(t, "in the end", events, &w, &whole, &f)
	v.session(t, dir, events)
	var had touched
	if v.apart {
		had = v.chair(t, &profile, seat, &w, &f)
		if i := index(events, func(e *wire.Event) bool { return e.Summary != nil }); i >= 0 && events[i].AtMS <= w.last.AtMS {
			had.until = 0 // it was over before
		}
	} else {
		had = v.contact(events, &w, &whole)
	}
	v.dose(t, dir, had, &f)
	return f
}

// enrolled adds a person to a directory's store, and gives the id.
func enrolled(t *testing.T, dir string) string {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := s.AddPerson(t.Context(), "Robin", "")
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// beginFor asks the engine for the session, as the server does for somebody whose safety check it has.
func beginFor(t *testing.T, dir string, v victim) {
	t.Helper()
	socket, err := link.SocketPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	client := &link.Client{Socket: socket, Logger: slog.New(slog.DiscardHandler)}
	done := make(chan struct{})
	go func() { defer close(done); client.Run(ctx) }()
	r := wire.Request{V: wire.Version, Verb: wire.Start, Programme: v.programme, Body: v.body, Seed: v.seed, Calibrate: v.calibrate, Person: v.person}
	if !v.apart {
		r.Pace = killPace
	}
	reply, err := client.Do(ctx, r)
	cancel()
	<-done
	if err != nil || reply.Error != "" {
		t.Fatalf("start: %v %s", err, reply.Error)
	}
}

// watch looks at a session as a page does, until it is killed.
type watch struct {
	t    *testing.T
	page string

	mu      sync.Mutex
	last    wire.Snapshot // the newest that came before the kill
	asked   time.Time     // when it was asked for
	killed  time.Time     // just before
	gone    time.Time     // just after
	chairMS float64       // the chair's time at the kill, at least
	stages  []stageAt     // as seen
}

// stageAt is a stage and when it was first seen, on the engine's clock.
type stageAt struct {
	stage wire.Stage
	ms    int64
}

func (w *watch) before() {
	w.mu.Lock()
	w.killed = time.Now()
	w.mu.Unlock()
}

func (w *watch) after() {
	w.mu.Lock()
	w.gone = time.Now()
	w.mu.Unlock()
}

// until looks on until the kill, which is due at a moment.
func (w *watch) until(due time.Time, log *truth) {
	client := http.Client{Timeout: 2 * time.Second}
	defer client.CloseIdleConnections()
	body := fmt.Sprintf(`{"v":%d,"verb":"look"}`, wire.Version)
	for {
		if time.Until(due) > 500*time.Millisecond {
			time.Sleep(100 * time.Millisecond) // closer towards the end: that is what is judged by
		} else {
			time.Sleep(3 * time.Millisecond)
		}
		w.mu.Lock()
		over := !w.gone.IsZero()
		w.mu.Unlock()
		if over {
			return
		}
		if log != nil {
			log.readOn()
			w.chairMS = log.last().TimeMS
		}
		asked := time.Now()
		resp, err := client.Post(w.page+"/do", "application/json", strings.NewReader(body))
		if err != nil {
			continue
		}
		var r wire.Reply
		text, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || json.Unmarshal(text, &r) != nil || r.Snapshot.V == 0 {
			continue
		}
		w.mu.Lock()
		if w.killed.IsZero() {
			if len(w.stages) == 0 || r.Snapshot.Stage != w.last.Stage {
				w.stages = append(w.stages, stageAt{r.Snapshot.Stage, r.Snapshot.AtMS})
			}
			w.last, w.asked = r.Snapshot, asked
		}
		w.mu.Unlock()
	}
}

// span is between which moments of the engine's clock the kill was.
func (w *watch) span(pace float64) (least, most time.Duration) {
	least = time.Duration(w.last.AtMS) * time.Millisecond
	return least, least + time.Duration(pace*float64(w.gone.Sub(w.asked))) + paceAhead
}

// paceAhead is how far a paced clock may be ahead of the wall's, in its own time, and the milliseconds of a snapshot.
const paceAhead = killPace*2*time.Millisecond + time.Millisecond

func (v victim) pace() float64 {
	if v.apart {
		return 1
	}
	return killPace
}

// answers says whether an engine answers a page.
func answers(page string) bool {
	client := http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Post(page+"/do", "application/json", strings.NewReader(fmt.Sprintf(`{"v":%d,"verb":"look"}`, wire.Version)))
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// summarise tells what came of all kills.
func summarise(say func(format string, args ...any), all []found) {
	row := func(name string, fs []found) {
		if len(fs) == 0 {
			return
		}
		var lost, home, eased []time.Duration
		gone := 0
		stages := map[wire.Stage]int{}
		for _, f := range fs {
			lost, gone = append(lost, f.lost), gone+f.gone
			stages[f.stage]++
			if f.home > 0 {
				home, eased = append(home, f.home), append(eased, f.eased)
			}
		}
		var at []string
		for s, n := range stages {
			at = append(at, fmt.Sprintf("%s %d", s, n))
		}
		slices.Sort(at)
		say("%-24s %4d kills; dose behind by: median %v, p95 %v, most %v; %d events of the last second lost; home after: %d times, median %v, most %v; under 5 N: most %v; in %s",
			name, len(fs), middleOf(lost, .5), middleOf(lost, .95), middleOf(lost, 1), gone, len(home), middleOf(home, .5), middleOf(home, 1), middleOf(eased, 1), strings.Join(at, ", "))
	}
	for _, apart := range []bool{false, true} {
		for _, what := range []string{theEngine, theServer, both} {
			var fs []found
			for _, f := range all {
				if f.what == what && f.apart == apart {
					fs = append(fs, f)
				}
			}
			name := what + ", chair in it"
			if apart {
				name = what + ", chair apart"
			}
			row(name, fs)
		}
	}
	row("all", all)
}

// middleOf is a quantile, rounded for reading.
func middleOf(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	return all[min(len(all)-1, int(q*float64(len(all))))].Round(time.Millisecond)
}
