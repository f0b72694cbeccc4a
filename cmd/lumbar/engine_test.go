package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/keep"
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
			p, err := os.FindProcess(enginePID(t, dir))
			told = err == nil && p.Signal(syscall.SIGTERM) == nil
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

// readEvents reads a spool or a record. Every whole line must be an event, or the header.
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
