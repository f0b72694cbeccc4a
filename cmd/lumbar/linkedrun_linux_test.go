package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/twin"
)

// screenOf is a command in a terminal of its own.
type screenOf struct {
	*testing.T
	cmd   *exec.Cmd
	keys  *os.File
	ended chan struct{}

	mu   sync.Mutex
	text bytes.Buffer // all that it has shown
}

// inTerminal runs lumbar in a terminal.
func inTerminal(t *testing.T, args ...string) *screenOf {
	t.Helper()
	end, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("NOT TRIED: no pseudo terminals here: %v", err)
	}
	t.Cleanup(func() { _ = end.Close() })
	raw, err := end.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	var failed error
	if err := raw.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			n, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
		if failed == nil {
			failed = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 110})
		}
	}); err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	tty, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := &screenOf{T: t, keys: end, ended: make(chan struct{}), cmd: exec.Command("lumbar", args...)}
	s.cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_STATE_HOME=", "TERM=xterm-256color")
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = tty.Close() // the command has it
	go func() {
		b := make([]byte, 4096)
		for {
			n, err := end.Read(b)
			s.mu.Lock()
			s.text.Write(b[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	go func() { defer close(s.ended); _ = s.cmd.Wait() }()
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); <-s.ended })
	return s
}

func (s *screenOf) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// until waits until something was shown, presses a key, and forgets what was shown before.
func (s *screenOf) until(text, press string) {
	s.Helper()
	for late := time.Now().Add(3 * soon); !strings.Contains(s.shown(), text); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(late) {
			s.Fatalf("not shown within %v: %q; shown:\n%s", 3*soon, text, s.shown())
		}
	}
	s.mu.Lock()
	s.text.Reset()
	s.mu.Unlock()
	if _, err := s.keys.WriteString(press); err != nil {
		s.Fatal(err)
	}
}

// end waits for the command's end, and gives its status.
func (s *screenOf) end() int {
	s.Helper()
	select {
	case <-s.ended:
	case <-time.After(3 * soon):
		s.Fatalf("it does not end; shown:\n%s", s.shown())
	}
	return s.cmd.ProcessState.ExitCode()
}

// patientBoard is the open board with more patience than a machine that is busy with other tests takes, added as a chair with its
// link, and the stand-in that plays it.
func patientBoard(t *testing.T) (dir string, p chair.Profile, address string, board *standin.Board) {
	t.Helper()
	src, err := modbus.Source("open-board")
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	for was, is := range map[string]string{
		`heartbeat     = "250 ms"`: `heartbeat = "1 s"`, `stale         = "200 ms"`: `stale = "900 ms"`, `answer     = "20 ms"`: `answer = "500 ms"`,
		`control       = "100 Hz"`: `control = "50 Hz"`,
	} {
		if strings.Count(text, was) != 1 {
			t.Fatalf("the profile has no %s", was)
		}
		text = strings.Replace(text, was, is, 1)
	}
	text = strings.ReplaceAll(text, "250", "1000") // the board's own timer
	text = strings.Replace(text, `chair "open-board"`, `chair "patient"`, 1)
	dir = t.TempDir()
	if err := os.MkdirAll(filepath.Dir(chairFile(dir, "patient")), 0o700); err != nil {
		t.Fatal(err)
	}
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(chairFile(dir, "patient"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err = readChair(chairFile(dir, "patient")); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	board = standin.NewBoard(1, twin.Options{Profile: &p, Body: m.Back(), Seed: 1})
	ctx, end := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() { standin.Live(ctx, board) })
	both.Go(func() { standin.ServeTCP(l, board, nil) })
	t.Cleanup(func() { end(); _ = l.Close(); both.Wait() })
	address = "modbus-tcp://" + l.Addr().String()
	if err := os.WriteFile(strings.TrimSuffix(chairFile(dir, "patient"), chairEnd)+addressEnd, []byte(address+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, p, address, board
}

// TestRunOnABoard: on a real chair, here a board on Modbus, a session in the terminal begins only by the record of its test and
// after the safety check; the space bar takes the rollers home.
func TestRunOnABoard(t *testing.T) {
	if testing.Short() {
		t.Skip("homes a chair in real time")
	}
	t.Parallel()
	dir, p, address, board := patientBoard(t)
	run := []string{"run", "break", "--chair", "patient", "--data", dir}
	s := inTerminal(t, run...)
	s.until("lumbar chair test", "")
	if code := s.end(); code != exitRefused {
		t.Errorf("without a record: status %d", code)
	}
	proven, err := proofOf(dir, &p, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := proven.tried(&engine.Tried{Profile: &p, Who: "the maker", Began: time.Now(), Ended: time.Now(), Outcome: commission.Passed}); err != nil {
		t.Fatal(err)
	}
	check := func(s *screenOf) {
		t.Helper()
		s.until("Your age, in years", "40\r")
		s.until("Your height, in cm", "170\r")
		s.until("Your weight, in kg", "70\r")
		for i := 1; i <= 10; i++ {
			s.until(fmt.Sprintf("%d of 10", i), "n")
		}
	}
	s = inTerminal(t, run...)
	check(s)
	was := board.Truth().Axes[chair.Depth]
	s.until("moves before the massage", "q")
	if code, at := s.end(), board.Truth().Axes[chair.Depth]; code != exitStopped || at != was {
		t.Errorf("left before it began: status %d, and the depth went from %v mm to %v", code, was, at)
	}
	s = inTerminal(t, run...)
	check(s)
	s.until("moves before the massage", "y")
	pressed := func() {
		t.Helper()
		for late := time.Now().Add(6 * soon); ; time.Sleep(5 * time.Millisecond) { // the chair lives by itself
			if f := board.Truth().Force; max(f[chair.Left], f[chair.Right]) > 8 {
				return
			}
			if time.Now().After(late) {
				t.Fatalf("nothing is pressed: %+v\n%s", board.Truth(), s.shown())
			}
		}
	}
	pressed()
	s.until("", " ")
	s.until("Stopped", "q") // the view stays, so that one can come up
	if code := s.end(); code != exitStopped {
		t.Errorf("after STOP: status %d, shown:\n%s", code, s.shown())
	}
	if truth := board.Truth(); truth.Axes[chair.Depth] > 1 || truth.Force[chair.Left] > 1 {
		t.Errorf("the rollers are not at home: %+v", truth)
	}

	// The line is cut: the board brings the rollers home by itself, and what is not known is said. The next one is told of it.
	s = inTerminal(t, run...)
	check(s)
	s.until("moves before the massage", "y")
	pressed()
	board.Deaf()
	s.until("FAULT", "")
	s.until("NOT CONFIRMED", "")
	if code := s.end(); code != exitFault {
		t.Errorf("cut off: status %d, shown:\n%s", code, s.shown())
	}
	if truth := board.Truth(); truth.Axes[chair.Depth] > 1 || truth.Force[chair.Left] > 1 {
		t.Errorf("the rollers are not at home by themselves: %+v", truth)
	}
	s = inTerminal(t, run...)
	s.until("From before:", "q")
	if code := s.end(); code != exitStopped {
		t.Errorf("what was before was not looked after: status %d", code)
	}
}
