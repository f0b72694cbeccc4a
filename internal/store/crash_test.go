//go:build unix

package store

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/wire"
)

var kills = flag.Int("kills", 40, "how often TestKilled kills the writer; make crash asks for 1000")

// child writes a record as the server does: what the spool has, in batches, each acknowledged, by a line, once it is on
// record. With an environment's limit on files it goes on until one is full, and then without the limit.
func child(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	_, last, err := s.Last(ctx)
	if err != nil {
		return err
	}
	if text := os.Getenv(childMode + "_LIMIT"); text != "" {
		return full(ctx, s, text, last)
	}
	for {
		if last, err = more(ctx, s, last); err != nil {
			return err
		}
		fmt.Println(last)
	}
}

// more appends one to three events, some of which the record has already.
func more(ctx context.Context, s *Store, last uint64) (uint64, error) {
	var events []wire.Event
	for n := last; n <= last+1+last%3; n++ {
		if n > 0 {
			events = append(events, scripted(n))
		}
	}
	return events[len(events)-1].Seq, s.Append(ctx, "spool", events)
}

// full appends until the disk is full, and goes on when there is room again.
func full(ctx context.Context, s *Store, text string, last uint64) error {
	signal.Ignore(syscall.SIGXFSZ) // then a write fails, as on a full disk
	most, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return err
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: was.Max}); err != nil {
		return err
	}
	for refused := 0; refused < 5; {
		next, err := more(ctx, s, last)
		if err != nil {
			refused++
			continue
		}
		last = next
	}
	fmt.Println(last)
	if _, err := s.Sessions(ctx); err != nil {
		return fmt.Errorf("a full disk cannot be read: %w", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return err
	}
	if last, err = more(ctx, s, last); err != nil {
		return fmt.Errorf("there is room again: %w", err)
	}
	fmt.Println(last)
	return nil
}

// writer starts a child.
func writer(t *testing.T, dir string, env ...string) (*exec.Cmd, *bufio.Scanner, *strings.Builder) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(append(os.Environ(), childMode+"="+dir), env...)
	errs := &strings.Builder{}
	cmd.Stderr = errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out), errs
}

// TestKilled kills a server's writer at random moments, again and again over the same record: also while it opens, and
// while SQLite moves its log into the file. What was acknowledged is there, and all of it makes sense.
func TestKilled(t *testing.T) {
	n := *kills
	if testing.Short() && n == 40 {
		n = 10
	}
	var kill *exec.Cmd
	t.Cleanup(func() {
		if kill != nil && kill.ProcessState == nil {
			_ = kill.Process.Kill()
		}
	})
	random := rand.New(rand.NewPCG(1, 2))
	dir, total, opening := t.TempDir(), uint64(0), 0
	for i := range n {
		if total > 2000 { // a new record, so that checking stays quick
			dir, total = t.TempDir(), 0
		}
		cmd, lines, errs := writer(t, dir)
		kill = cmd
		acknowledged := uint64(0)
		wait, most := time.Duration(random.IntN(60_000))*time.Microsecond, 1+random.IntN(40)
		if i%2 == 0 { // by the clock: often in the middle of opening
			timer := time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
			defer timer.Stop()
			most = 1 << 20
		}
		for ; most > 0 && lines.Scan(); most-- {
			var err error
			if acknowledged, err = strconv.ParseUint(lines.Text(), 10, 64); err != nil {
				t.Fatalf("%q: %v", lines.Text(), err)
			}
		}
		for stop := time.Now().Add(time.Duration(random.IntN(2000)) * time.Microsecond); i%2 == 1 && time.Now().Before(stop); {
		}
		_ = cmd.Process.Kill()
		for lines.Scan() { // what it said before it was dead
			if v, err := strconv.ParseUint(lines.Text(), 10, 64); err == nil {
				acknowledged = v
			}
		}
		_ = cmd.Wait() // it was killed
		if errs.Len() > 0 {
			t.Fatalf("kill %d: the writer said %s", i, errs)
		}
		if acknowledged == 0 {
			opening++
		}
		s := openAt(t, dir, &clock{noon})
		last := wholeRecord(t, s)
		if last < max(acknowledged, total) {
			t.Fatalf("kill %d: %d were acknowledged, %d before, and the record ends at %d", i, acknowledged, total, last)
		}
		total = last
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("killed %d times, %d of them before the first event", n, opening)
}

// TestDiskFull: a full disk refuses, what was acknowledged stays, and all goes on when there is room again.
func TestDiskFull(t *testing.T) {
	for _, room := range []int64{0, 1, 4096, 30_000, 200_000} {
		dir := t.TempDir()
		s := openAt(t, dir, &clock{noon})
		last := uint64(0)
		for last < 50 {
			var err error
			if last, err = more(context.Background(), s, last); err != nil {
				t.Fatal(err)
			}
		}
		// The writer is killed by nobody, so its log is moved into the file as it is closed; here it stays.
		most := max(size(filepath.Join(dir, Name+"-wal")), size(filepath.Join(dir, Name)), 32<<10) + room
		cmd, lines, errs := writer(t, dir, fmt.Sprintf("%s_LIMIT=%d", childMode, most))
		var said []string
		for lines.Scan() {
			said = append(said, lines.Text())
		}
		if err := cmd.Wait(); err != nil || len(said) != 2 {
			t.Fatalf("%d bytes of room: %v, said %v, %s", room, err, said, errs)
		}
		if got := fmt.Sprint(wholeRecord(t, s)); got != said[1] {
			t.Errorf("%d bytes of room: the record ends at %s, want %s", room, got, said[1])
		}
	}
}
