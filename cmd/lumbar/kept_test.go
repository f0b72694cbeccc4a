package main

import (
	"bytes"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/store"
)

// TestExportAsksForPIN: who has a PIN is asked for it, and nothing is told without.
func TestExportAsksForPIN(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.AddPerson(t.Context(), "Robin", "4711")
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		typed  string
		status int
		says   string
	}{
		{"", exitRefused, "this person has a PIN"},
		{"4711\n", exitDone, "PIN of Robin: "},
		{"0815", exitRefused, "the PIN is wrong; the next attempt is possible at "},
		{"4711\n", exitRefused, "this one was not tried; the next attempt is possible at "},
	} {
		if c.typed == "0815" { // as after many wrong ones: a wait that a slow machine does not sit out
			db, err := sql.Open("sqlite", filepath.Join(dir, store.Name))
			if err == nil {
				_, err = db.Exec(`UPDATE people SET failures = 8`)
			}
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
		}
		var out, errs bytes.Buffer
		got := run([]string{"export", "Robin", "--json", "--data", dir}, strings.NewReader(c.typed), &out, &errs)
		if got != c.status || !strings.Contains(errs.String(), c.says) || (out.Len() > 0) != (got == exitDone) || strings.Contains(errs.String(), "4711") {
			t.Errorf("typed %q: exit status %d, %d bytes, %s; want %d and %q", c.typed, got, out.Len(), &errs, c.status, c.says)
		}
	}
}

// TestNewerStore: every command refuses a store of a newer Lumbar, and says what to do.
func TestNewerStore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, store.Name)) // the store's driver
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"serve", "--addr", "127.0.0.1:0"}, {"backup", filepath.Join(dir, "b")}, {"export", "Robin", "--csv"}, {"forget", "Robin", "--yes"},
	} {
		var out, errs bytes.Buffer
		if got := run(append(args, "--data", dir), nil, &out, &errs); got != exitRefused || !strings.Contains(errs.String(), "written by a newer Lumbar") {
			t.Errorf("%s: exit status %d, want %d: %s", args[0], got, exitRefused, &errs)
		}
	}
}
