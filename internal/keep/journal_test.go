package keep

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/wire"
)

func numbered(seqs ...uint64) (all []wire.Event) {
	for _, n := range seqs {
		all = append(all, wire.Event{V: wire.Version, Event: "stage", Seq: n})
	}
	return all
}

// TestJournal: each event once, whatever is said twice, over restarts, and a torn last line is cut off.
func TestJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), JournalName)
	say := func(spool string, seqs ...uint64) (string, uint64) {
		t.Helper()
		j, err := OpenJournal(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(j.Append(spool, numbered(seqs...)), j.Append(spool, numbered(seqs...))); err != nil {
			t.Fatal(err)
		}
		id, last := j.Last()
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		return id, last
	}
	if id, last := say("one"); id != "" || last != 0 {
		t.Errorf("a fresh record has %q, %d", id, last)
	}
	say("one", 1, 2)
	say("one", 2, 3)
	say("two", 4)
	if id, last := say("two", 3, 4); id != "two" || last != 4 {
		t.Errorf("last is %q, %d, want two, 4", id, last)
	}
	want := strings.Join([]string{
		`{"spool":"one"}`, `{"event":"stage","v":1,"seq":1,"at_ms":0}`, `{"event":"stage","v":1,"seq":2,"at_ms":0}`,
		`{"event":"stage","v":1,"seq":3,"at_ms":0}`, `{"spool":"two"}`, `{"event":"stage","v":1,"seq":4,"at_ms":0}`, "",
	}, "\n")
	text, err := os.ReadFile(path)
	if err != nil || string(text) != want {
		t.Fatalf("got %s, %v; want %s", text, err, want)
	}
	for cut := range len(text) {
		if err := os.WriteFile(path, text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := OpenJournal(path)
		if err != nil {
			t.Fatal(err)
		}
		id, last := j.Last()
		events := numbered(1, 2, 3, 4)[last:]
		if err := errors.Join(j.Append("two", events), j.Close()); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if n := bytes.Count(got, []byte(`"seq"`)); err != nil || n != 4 || !bytes.HasSuffix(got, []byte("\n")) {
			t.Fatalf("cut at %d (%q, %d): %d events in %s", cut, id, last, n, got)
		}
	}
}
