package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/openlumbar/lumbar/internal/wire"
)

// childMode makes the test binary a server that only writes a record, until it is killed; see crash_test.go.
const childMode = "LUMBAR_STORE_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childMode); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// clock is a clock that tests set.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// noon is some day.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// opened opens the store of a directory for a test.
func openAt(t testing.TB, dir string, c *clock) *Store {
	t.Helper()
	s, err := Open(context.Background(), dir, Options{Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// fresh is an empty store.
func fresh(t testing.TB) (*Store, *clock) {
	t.Helper()
	c := &clock{noon}
	return openAt(t, t.TempDir(), c), c
}

// length is how many events a script's session has.
const length = 20

// scripted is the n-th event, from 1, of sessions that follow one another: of three one finishes, one is interrupted by
// an engine's end, and one is never heard of again. Each scans from its second event on, a second an event.
func scripted(n uint64) wire.Event {
	session, at := (n-1)/length, (n-1)%length
	ev := wire.Event{
		V: wire.Version, Seq: n, AtMS: int64(1000 * (at + 1)), Event: "stroke", Stroke: int(at), Technique: "knead",
		Time: noon.Add(time.Duration(n) * time.Second).Format(time.RFC3339Nano),
	}
	switch {
	case at == 0:
		ev.Event, ev.Programme = "start", fmt.Sprint("programme-", session)
	case at == 1:
		ev.Event, ev.Stage = "stage", wire.Scan
	case at == length-1 && session%3 == 0:
		ev.Event, ev.Summary = "summary", &wire.Summary{Outcome: "finished", Faults: []string{}, Changed: []string{}, Contact: []wire.LevelSummary{}}
	case at == length-1 && session%3 == 1:
		ev.Event = "interrupted"
	}
	return ev
}

// scriptedSession is what must be on record of a session once n events are.
func scriptedSession(session, n uint64) (outcome string, contact time.Duration, open bool) {
	got := min(n-session*length, length)
	outcome, open = "interrupted", n <= (session+1)*length
	events := got
	if got == length && session%3 == 0 {
		outcome, open = "finished", false
	}
	if got == length && session%3 == 1 {
		events, open = length-1, false
	}
	return outcome, time.Duration(max(events, 2)-2) * time.Second, open
}

// wholeRecord checks that a record has the script's events up to its last one, each once, and the sessions that follow
// from them; it returns the last one's number.
func wholeRecord(t testing.TB, s *Store) uint64 {
	t.Helper()
	ctx := context.Background()
	_, last, err := s.Last(ctx)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.All(ctx)
	if err != nil || uint64(len(all)) != last {
		t.Fatalf("%d events on record, the last is %d: %v", len(all), last, err)
	}
	for i := range all {
		want := scripted(uint64(i) + 1)
		if all[i].Event != want.Event || all[i].Seq != want.Seq || all[i].AtMS != want.AtMS || all[i].Programme != want.Programme || all[i].Time != want.Time {
			t.Fatalf("event %d is %+v, want %+v", i, all[i], want)
		}
	}
	sessions, err := s.Sessions(ctx)
	if err != nil || uint64(len(sessions)) != (last+length-1)/length {
		t.Fatalf("%d sessions of %d events: %v", len(sessions), last, err)
	}
	for i, x := range sessions {
		outcome, contact, open := scriptedSession(uint64(i), last)
		if x.Outcome != outcome || x.Contact != contact || x.Open != open || x.Programme != fmt.Sprint("programme-", i) {
			t.Fatalf("session %d of %d events is %+v, want %s after %v, open %v", i, last, x, outcome, contact, open)
		}
	}
	return last
}

// size is how long a file is; 0 if it is not there.
func size(path string) int64 {
	if info, err := os.Stat(path); err == nil {
		return info.Size()
	}
	return 0
}

// files is the content of all files in a directory.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = text
	}
	return all
}
