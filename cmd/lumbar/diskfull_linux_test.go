package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/openlumbar/lumbar/internal/wire"
)

// smallDisk is a disk of a few megabytes, and how to fill and empty it.
func smallDisk(t *testing.T) (dir string, fill, free func()) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("lumbar", dir, "tmpfs", 0, "size=4m,mode=700"); err != nil {
		t.Skipf("a disk of its own is needed to be filled, which root may mount: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error("unmounting the disk:", err)
		}
	})
	path := filepath.Join(dir, "fill")
	fill = func() {
		t.Helper()
		f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for block := make([]byte, 4096); err == nil; {
			_, err = f.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal("filling the disk:", err)
		}
	}
	return dir, fill, func() {
		t.Helper()
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// looked is a snapshot.
func looked(t *testing.T, page string) wire.Snapshot {
	t.Helper()
	status, answer := do(t, page, wire.Request{Verb: wire.Look})
	var r wire.Reply
	if err := json.Unmarshal([]byte(answer), &r); status != http.StatusOK || err != nil {
		t.Fatalf("a look: %d %s", status, answer)
	}
	return r.Snapshot
}

// TestDiskFull: the disk fills up in a session. It goes on to its end, STOP and page work, the next is refused with a word
// why, and once there is room again everything is put on record that has happened, without a restart.
func TestDiskFull(t *testing.T) {
	if testing.Short() {
		t.Skip("sessions of two processes")
	}
	t.Parallel()
	dir, fill, free := smallDisk(t)
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	page := p.page()
	massaging(t, page)
	fill()
	await(t, "the session ends", func() bool {
		fill() // whatever the server let go of meanwhile
		return looked(t, page).Stage == wire.Done
	})
	if s := looked(t, page); s.Outcome != "finished" || s.Fault != nil || s.DepthMM > 1 {
		t.Errorf("the session %s, fault %v, depth at %g mm", s.Outcome, s.Fault, s.DepthMM)
	}
	again := wire.Request{Verb: wire.Start, Programme: "break", Body: "ansur:1", Pace: 60}
	await(t, "a start is refused", func() bool {
		fill()
		status, answer := do(t, page, again)
		if status == http.StatusOK { // the writer has not tried since
			do(t, page, wire.Request{Verb: wire.Stop})
			return false
		}
		return status == http.StatusConflict && strings.Contains(answer, "cannot be put on record now") && strings.Contains(answer, "the disk is")
	})
	if r, err := http.Get(page + "/"); err != nil || r.StatusCode != http.StatusOK {
		t.Errorf("the page: %v", err)
	} else if _, err := io.Copy(io.Discard, r.Body); err != nil || r.Body.Close() != nil {
		t.Error("the page:", err)
	}
	if status, answer := do(t, page, wire.Request{Verb: wire.Stop}); status != http.StatusOK {
		t.Errorf("STOP: %d %s", status, answer)
	}
	free()
	await(t, "a start is taken again", func() bool { status, _ := do(t, page, again); return status == http.StatusOK })
	await(t, "the second session ends", func() bool { return looked(t, page).Stage == wire.Done })
	p.signal(os.Interrupt)
	if code, rest := p.ends(); code != exitDone {
		t.Errorf("ended with %d: %v %s", code, rest, p.errs.String())
	}
	events := recorded(t, dir)
	whole(t, events)
	starts, ends := 0, 0
	for i := range events {
		switch ev := &events[i]; {
		case ev.Event == "start":
			starts++
		case ev.Summary != nil:
			ends++
		case ev.Event == "lost", ev.Event == "interrupted":
			t.Errorf("on record: %s %s", ev.Event, ev.Text)
		}
	}
	if starts < 2 || starts != ends {
		t.Errorf("%d sessions began and %d ended, by the record", starts, ends)
	}
}

// TestStartOnFullDisk: a start on a full disk is refused with a word, and the next one works when there is room again.
func TestStartOnFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("processes")
	}
	t.Parallel()
	dir, fill, free := smallDisk(t)
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	p.page()
	p.signal(os.Interrupt)
	p.ends()
	fill()
	p = start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	if code, _ := p.ends(); code == exitDone || !strings.Contains(p.errs.String(), "the disk is full") && !strings.Contains(p.errs.String(), "no space left") {
		t.Errorf("ended with %d: %s", code, p.errs.String())
	}
	free()
	p = start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	looked(t, p.page())
	p.signal(os.Interrupt)
	if code, _ := p.ends(); code != exitDone {
		t.Errorf("ended with %d: %s", code, p.errs.String())
	}
}
