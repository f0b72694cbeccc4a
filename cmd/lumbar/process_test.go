//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// enginePID is the process of a directory's engine.
func enginePID(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "engine.lock"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// endEngine ends the engine of a directory, if one runs, and waits for that.
func endEngine(t *testing.T, dir string) {
	t.Helper()
	if _, err := os.Stat(dir); err != nil {
		return
	}
	told := false
	await(t, "the engine ends", func() bool {
		lock, err := keep.Hold(dir, "engine")
		var held *keep.Held
		switch {
		case err == nil:
			_ = lock.Release()
			return true
		case !errors.As(err, &held):
			return true // no engine could run here
		case !told:
			told = syscall.Kill(enginePID(t, dir), syscall.SIGTERM) == nil
		}
		return false
	})
}

// await looks again and again until something is so.
func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for late := time.Now().Add(soon); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("not within %v: %s", soon, what)
		}
	}
}

// readEvents reads a spool. Every whole line must be an event, or the header.
func readEvents(t *testing.T, path string) []wire.Event {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var all []wire.Event
	for line := range bytes.Lines(text[:bytes.LastIndexByte(text, '\n')+1]) {
		var ev wire.Event
		if err := json.Unmarshal(line, &ev); err != nil {
			t.Fatalf("%s: broken line %q: %v", path, line, err)
		}
		if ev.Event != "" {
			all = append(all, ev)
		}
	}
	return all
}

// recorded is what a directory's server has on record.
func recorded(t *testing.T, dir string) []wire.Event {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.All(t.Context())
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return all
}

// index is where an event is that is as wanted; -1 is nowhere.
func index(events []wire.Event, ok func(*wire.Event) bool) int {
	for i := range events {
		if ok(&events[i]) {
			return i
		}
	}
	return -1
}

// whole checks that no number is missing and none comes twice.
func whole(t *testing.T, events []wire.Event) {
	t.Helper()
	for i := range events {
		if events[i].Seq != events[0].Seq+uint64(i) {
			t.Fatalf("event %d has number %d after %d", i, events[i].Seq, events[max(0, i-1)].Seq)
		}
	}
}

// seen is what the page sees; false while the engine does not answer.
func seen(t *testing.T, page string) (wire.Snapshot, bool) {
	t.Helper()
	status, answer := do(t, page, wire.Request{Verb: wire.Look})
	var r wire.Reply
	if status != http.StatusOK {
		return wire.Snapshot{}, false
	}
	if err := json.Unmarshal([]byte(answer), &r); err != nil {
		t.Fatal(err)
	}
	return r.Snapshot, true
}

// pausedThenRetreated checks an engine's events of a session whose host fell silent.
func pausedThenRetreated(t *testing.T, events []wire.Event) {
	t.Helper()
	silent := index(events, func(e *wire.Event) bool { return e.Event == "host" && e.Text == "silent" })
	paused := index(events, func(e *wire.Event) bool { return e.Event == "ask" && e.Text == "pause" })
	fault := index(events, func(e *wire.Event) bool { return e.Fault != nil && e.Fault.Code == string(chair.FaultHost) })
	summary := index(events, func(e *wire.Event) bool { return e.Summary != nil && e.Outcome == "fault" })
	if silent < 0 || paused < silent || fault < paused || summary < fault {
		t.Errorf("silent at %d, paused at %d, fault at %d, summary at %d of %d events; want them in this order", silent, paused, fault, summary, len(events))
	}
}

// TestServerKilled: the engine goes on, pauses, retreats, and keeps what it could not tell. The next server finds it,
// and puts on record what is missing.
func TestServerKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	massaging(t, p.page())
	engine := enginePID(t, dir)
	if one, other := pgid(t, engine), pgid(t, p.cmd.Process.Pid); one == other {
		t.Errorf("engine and server are both of process group %d: Ctrl-C would hit the engine", one)
	}
	p.signal(os.Kill)
	p.ends()
	over := func(e *wire.Event) bool { return e.Summary != nil }
	spool := filepath.Join(dir, keep.SpoolName)
	await(t, "the session is over", func() bool { return index(readEvents(t, spool), over) >= 0 })
	whole(t, readEvents(t, spool))

	again := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	page := again.page()
	if now := enginePID(t, dir); now != engine {
		t.Errorf("the engine is process %d, want %d still", now, engine)
	}
	await(t, "the record is whole", func() bool { return index(recorded(t, dir), over) >= 0 })
	whole(t, recorded(t, dir))
	pausedThenRetreated(t, recorded(t, dir))

	s, ok := seen(t, page)
	if !ok || s.Fault == nil || s.Fault.Code != string(chair.FaultHost) || s.DepthMM > 5 {
		t.Errorf("answers %v, fault %+v, depth %.1f mm; want %s and rollers at home", ok, s.Fault, s.DepthMM, chair.FaultHost)
	}
	begin := wire.Request{Verb: wire.Start, Programme: "break", Body: "ansur:1", Pace: 60}
	if status, _ := do(t, page, begin); status != http.StatusConflict {
		t.Errorf("a start over the fault: %d, want %d", status, http.StatusConflict)
	}
	if status, answer := do(t, page, wire.Request{Verb: wire.Clear}); status != http.StatusOK {
		t.Errorf("clear: %d %s", status, answer)
	}
	if status, answer := do(t, page, begin); status != http.StatusOK {
		t.Errorf("a start after clearing: %d %s", status, answer)
	}
	again.signal(os.Interrupt)
	if code, _ := again.ends(); code != exitDone {
		t.Errorf("exit status %d, want %d: %s", code, exitDone, again.errs.String())
	}
	whole(t, recorded(t, dir))
}

func pgid(t *testing.T, pid int) int {
	t.Helper()
	id, err := syscall.Getpgid(pid)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestServerStopped: a server that stands still is as good as none.
func TestServerStopped(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	page := p.page()
	massaging(t, page)
	p.signal(syscall.SIGSTOP)
	spool := filepath.Join(dir, keep.SpoolName)
	await(t, "the session is over", func() bool {
		return index(readEvents(t, spool), func(e *wire.Event) bool { return e.Summary != nil }) >= 0
	})
	pausedThenRetreated(t, readEvents(t, spool))
	p.signal(syscall.SIGCONT)
	await(t, "the page tells of the fault", func() bool {
		s, ok := seen(t, page)
		return ok && s.Fault != nil && s.Fault.Code == string(chair.FaultHost)
	})
}

// TestEngineKilled: the server starts it again. The record says that the session was interrupted, and what was latched
// still is.
func TestEngineKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	page := p.page()
	killed := func() {
		t.Helper()
		pid := enginePID(t, dir)
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		await(t, "another engine answers", func() bool {
			_, ok := seen(t, page)
			return ok && enginePID(t, dir) != pid
		})
	}
	massaging(t, page)
	killed()
	interrupted := func(e *wire.Event) bool { return e.Event == "interrupted" && e.Programme == "break" }
	await(t, "the record says that the session was interrupted", func() bool { return index(recorded(t, dir), interrupted) >= 0 })

	if status, answer := do(t, page, wire.Request{Verb: wire.Wrong}); status != http.StatusOK {
		t.Fatalf("wrong, right after the interruption: %d %s", status, answer)
	}
	latch := filepath.Join(dir, keep.LatchName)
	await(t, "the fault is on the disk", func() bool { _, err := os.Stat(latch); return err == nil })
	killed()
	if s, ok := seen(t, page); !ok || s.Fault == nil || s.Fault.Code != string(chair.FaultFelt) {
		t.Errorf("answers %v, fault %+v, want %s", ok, s.Fault, chair.FaultFelt)
	}
	if status, answer := do(t, page, wire.Request{Verb: wire.Clear}); status != http.StatusOK {
		t.Errorf("clear: %d %s", status, answer)
	}
	await(t, "the fault is gone from the disk", func() bool { _, err := os.Stat(latch); return errors.Is(err, fs.ErrNotExist) })
	killed()
	if s, ok := seen(t, page); !ok || s.Fault != nil {
		t.Errorf("answers %v, fault %+v, want none after it was cleared", ok, s.Fault)
	}
	whole(t, recorded(t, dir))
	events := recorded(t, dir)
	if begun := index(events, func(e *wire.Event) bool { return e.Event == "start" }); begun < 0 || begun > index(events, interrupted) {
		t.Errorf("the session's start is event %d of %d, want it before the interruption", begun, len(events))
	}
}

// TestTwoEngines: the second of a directory is refused, and says why.
func TestTwoEngines(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start(t, "engine", "--data", dir)
	await(t, "the engine listens", func() bool { _, err := os.Stat(filepath.Join(dir, "run", "engine.sock")); return err == nil })
	second := start(t, "engine", "--data", dir)
	if code, _ := second.ends(); code != exitRefused || !strings.Contains(second.errs.String(), "is the engine of "+dir+" already") {
		t.Errorf("exit status %d, want %d: %s", code, exitRefused, second.errs.String())
	}
	for path, want := range map[string]fs.FileMode{"run": 0o700 | fs.ModeDir, "run/engine.sock": 0o600 | fs.ModeSocket} {
		if info, err := os.Stat(filepath.Join(dir, path)); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v; want mode %v", path, info.Mode(), err, want)
		}
	}
}

// TestEngineLeftAlone: it ends by itself, and its last words are none.
func TestEngineLeftAlone(t *testing.T) {
	t.Parallel()
	p := start(t, "engine", "--data", t.TempDir(), "--linger", "50ms")
	if code, rest := p.ends(); code != exitDone || len(rest) > 0 || p.errs.Len() > 0 {
		t.Errorf("exit status %d, want %d: %q, %s", code, exitDone, rest, p.errs.String())
	}
}

// TestServeCannotStartItsEngine: the server says what the engine said, and ends.
func TestServeCannotStartItsEngine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "run"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	if code, rest := p.ends(); code != exitError || len(rest) > 0 || !strings.Contains(p.errs.String(), "the engine cannot listen") {
		t.Errorf("exit status %d, want %d: %q, %s", code, exitError, rest, p.errs.String())
	}
}

// TestKeptWhileServing: a backup and an export may be made while lumbar runs; what would pull the store from under it is
// refused, also while only the engine is left.
func TestKeptWhileServing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	massaging(t, p.page())
	file := filepath.Join(t.TempDir(), "a.backup")
	lumbar := func(args ...string) (int, string) {
		t.Helper()
		one := start(t, append(args, "--data", dir)...)
		code, _ := one.ends()
		return code, one.errs.String()
	}
	if code, errs := lumbar("backup", file); code != exitDone {
		t.Errorf("backup: exit status %d: %s", code, errs)
	}
	refused := func(when string) {
		t.Helper()
		for _, args := range [][]string{{"restore", file}, {"forget", "Robin", "--yes"}} {
			if code, errs := lumbar(args...); code != exitRefused || !strings.Contains(errs, "end lumbar first") {
				t.Errorf("%s, %s: exit status %d, want %d: %s", args[0], when, code, exitRefused, errs)
			}
		}
	}
	refused("while lumbar runs")
	p.signal(os.Kill)
	p.ends()
	refused("while the engine is left")
	endEngine(t, dir)
	if code, errs := lumbar("restore", file); code != exitDone {
		t.Errorf("restore, afterwards: exit status %d: %s", code, errs)
	}
	whole(t, recorded(t, dir))
}
