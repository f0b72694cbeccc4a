package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestNewer: a binary that was replaced says its version, once; one that cannot leaves the last.
func TestNewer(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lumbar")
	put := func(text string, at time.Time) {
		t.Helper()
		fresh := path + ".new" // as a package does it: a file of its own in the old one's place
		if err := os.WriteFile(fresh, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(fresh, at, at); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(fresh, path); err != nil {
			t.Fatal(err)
		}
	}
	at := time.Unix(1_800_000_000, 0)
	put("echo lumbar 1.0.0", at)
	seen, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	n := &newer{path: path, seen: seen, last: "1.0.0"}
	want := func(v string) {
		t.Helper()
		if got := n.version(context.Background()); got != v {
			t.Errorf("version %q, want %q", got, v)
		}
	}
	want("1.0.0")
	put("echo lumbar 1.1.0", at.Add(time.Hour))
	want("1.1.0")
	put("exit 1", at.Add(2*time.Hour))
	want("1.1.0")
	put("echo something else", at.Add(3*time.Hour))
	want("1.1.0")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	want("1.1.0")
	put("echo lumbar 1.2.0-3-gabc", at.Add(4*time.Hour))
	want("1.2.0-3-gabc")
	if n := newNewer(); n.path == "" || n.version(context.Background()) != version {
		t.Errorf("of this very binary: %+v", n)
	}
}
