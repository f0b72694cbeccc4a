package keep

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

// TestForget: somebody's doses are gone and their id is, others keep theirs, and no event is lost.
func TestForget(t *testing.T) {
	dir := t.TempDir()
	if err := Forget(dir, "a"); err != nil {
		t.Errorf("nothing there: %v", err)
	}
	k, _ := open(t, dir)
	k.Spend("7f3a", 1, time.Minute)
	k.Spend("99c1", 2, time.Hour)
	for _, id := range []string{"7f3a", "99c1"} {
		k.Event(&wire.Event{V: wire.Version, Event: "start", Person: id})
	}
	k.Event(&wire.Event{V: wire.Version, Event: "summary"})
	flush(t, k)
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Forget(dir, "7f3a"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{SpoolName, dosesName} {
		text := read(t, dir, name)
		if bytes.Contains(text, []byte("7f3a")) || !bytes.Contains(text, []byte("99c1")) {
			t.Errorf("%s has %s", name, text)
		}
	}
	k, _ = open(t, dir)
	if seqs, _ := since(k, 0); len(seqs) != 3 {
		t.Errorf("%d events, want 3", len(seqs))
	}
	if k.Spent("7f3a").WeekSessions != 0 || k.Spent("99c1").Day != time.Hour {
		t.Errorf("spent: %+v and %+v", k.Spent("7f3a"), k.Spent("99c1"))
	}

	// What cannot be read is still there for the next engine to find.
	for _, name := range []string{SpoolName, dosesName} {
		if err := os.WriteFile(filepath.Join(dir, name), append(read(t, dir, name), "broken\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Forget(dir, "99c1"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{SpoolName, dosesName} {
		if text := read(t, dir, name); bytes.Contains(text, []byte("99c1")) || !bytes.HasSuffix(text, []byte("broken\n")) {
			t.Errorf("%s has %s", name, text)
		}
	}
}

// TestForgetWhileItRuns: an engine's keeper forgets one person at once and on the disk, also what was not written yet, and
// what the disk refused; everybody else has had what they had.
func TestForgetWhileItRuns(t *testing.T) {
	dir := t.TempDir()
	k, _ := open(t, dir)
	k.Spend("7f3a", 1, time.Minute)
	k.Spend("99c1", 2, time.Hour)
	flush(t, k)
	k.Spend("7f3a", 3, time.Minute)
	k.Spend("99c1", 4, time.Minute)
	before := k.Spent("99c1")
	k.Forget("7f3a")
	if got := k.Spent("7f3a"); got.WeekSessions != 0 || got.Day != 0 {
		t.Errorf("the forgotten have had %+v", got)
	}
	flush(t, k)
	if text := read(t, dir, dosesName); bytes.Contains(text, []byte("7f3a")) || bytes.Count(text, []byte("99c1")) != 2 {
		t.Errorf("the file has %s", text)
	}
	if after := k.Spent("99c1"); after.Day != before.Day || after.DaySessions != before.DaySessions || after.WeekSessions != before.WeekSessions {
		t.Errorf("somebody else has had %+v, and %+v before", after, before)
	}
	k.Forget("nobody")
	flush(t, k)
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	k, _ = open(t, dir)
	if k.Spent("7f3a").WeekSessions != 0 || k.Spent("99c1").Day != before.Day {
		t.Errorf("opened anew: %+v and %+v", k.Spent("7f3a"), k.Spent("99c1"))
	}
}
