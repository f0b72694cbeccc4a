//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/openlumbar/lumbar/internal/replay"
)

// recordings are the paths of a directory's.
func recordings(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, recordingsDir, "*.mcap"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestKilledRecording kills an engine in mid-session: its recording plays up to the last whole chunk, comes out the same, and
// the command says that it ends before its end. Whoever is forgotten takes all recordings along.
func TestKilledRecording(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, configName), []byte("record = \"always\"\npace = 60\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := victim{programme: "break", body: "ansur:1", seed: 2, person: enrolled(t, dir)}
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", dir)
	page := p.page()
	beginFor(t, dir, v)
	const enough = 1_000_000 // bytes: the massage has begun
	patiently(t, "something is recorded", func() bool {
		all := recordings(t, dir)
		if len(all) == 0 {
			return false
		}
		info, err := os.Stat(all[0])
		return err == nil && info.Size() > enough
	})
	pid := enginePID(t, dir)
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	path := recordings(t, dir)[0]
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	res, err := replay.Play(bytes.NewReader(file))
	if err != nil || !res.Same() || !res.Torn || res.Ticks < 5000 || res.About.Programme != "break" {
		t.Fatalf("%+v, %v", res, err)
	}
	if bytes.Contains(file, []byte(v.person)) || bytes.Contains(file, []byte("Robin")) {
		t.Error("the recording names somebody")
	}
	var out, errw bytes.Buffer
	if code := run([]string{"replay", path}, nil, &out, &errw); code != exitDone || !strings.Contains(out.String(), "The recording ends before its end") {
		t.Errorf("exit status %d: %s%s", code, out.String(), errw.String())
	}
	patiently(t, "another engine answers, which can be asked to end", func() bool {
		_, ok := seen(t, page)
		return ok && enginePID(t, dir) != pid
	})
	p.signal(os.Interrupt)
	if code, _ := p.ends(); code != exitDone {
		t.Errorf("exit status %d: %s", code, p.errs.String())
	}
	endEngine(t, dir)
	if code := run([]string{"forget", "Robin", "--yes", "--data", dir}, nil, &out, &errw); code != exitDone {
		t.Fatalf("exit status %d: %s", code, errw.String())
	}
	if all := recordings(t, dir); len(all) > 0 {
		t.Errorf("still there: %v", all)
	}
}
