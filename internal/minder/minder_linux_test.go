package minder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// role makes the test binary an engine's process.
const role = "LUMBAR_MINDER_ENGINE"

func TestMain(m *testing.M) {
	switch socket := os.Getenv(role); socket {
	case "":
		goleak.VerifyTestMain(m)
	case "refuse":
		fmt.Fprintln(os.Stderr, "no chair here")
		os.Exit(2)
	case "away":
		os.Exit(3)
	default:
		play(socket)
	}
}

// play listens until it is told to end, as an engine does.
func play(socket string) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	_ = os.Remove(socket)
	l, err := net.Listen("unix", socket)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() {
		for {
			if _, err := l.Accept(); err != nil {
				return
			}
		}
	}()
	<-ctx.Done()
	_ = l.Close()
}

// minded is a minder, and the processes that it started.
type minded struct {
	*Minder
	t       *testing.T
	started atomic.Int32
	as      atomic.Value // what the next one plays
	ready   chan struct{}
	ended   chan error
	cancel  context.CancelFunc
}

func mind(t *testing.T, socket, as string, more ...func(*Minder)) *minded {
	t.Helper()
	m := &minded{t: t, ready: make(chan struct{}), ended: make(chan error, 1)}
	words := filepath.Join(t.TempDir(), "words")
	m.as.Store(as)
	m.Minder = &Minder{
		Socket: socket, Logger: slog.New(slog.DiscardHandler),
		Command: func() (*exec.Cmd, error) {
			f, err := os.Create(words)
			if err != nil {
				return nil, err
			}
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), role+"="+m.as.Load().(string))
			cmd.Stderr, cmd.SysProcAttr = f, Apart()
			m.started.Add(1)
			return cmd, nil
		},
		Why: func() string {
			text, _ := os.ReadFile(words)
			return strings.TrimSpace(string(text))
		},
	}
	for _, set := range more {
		set(m.Minder)
	}
	ctx, cancel := context.WithCancel(context.Background())
	m.cancel = cancel
	go func() { m.ended <- m.Run(ctx, m.ready) }()
	t.Cleanup(cancel)
	return m
}

// engine waits for an engine that answers and is not the process before; it tells which it is.
func (m *minded) engine(before int) int {
	m.t.Helper()
	for late := time.Now().Add(20 * time.Second); time.Now().Before(late); time.Sleep(5 * time.Millisecond) {
		conn, err := net.Dial("unix", m.Socket)
		if err != nil {
			continue
		}
		pid := peer(m.t, conn)
		_ = conn.Close()
		if pid != before {
			return pid
		}
	}
	m.t.Fatal("no engine")
	return 0
}

func (m *minded) end() error {
	m.t.Helper()
	select {
	case err := <-m.ended:
		return err
	case <-time.After(20 * time.Second):
		m.t.Fatal("the minder does not end")
		return nil
	}
}

// TestStartsAgain: an engine that is killed has a successor, and only one at a time. In the end it waits for the last.
func TestStartsAgain(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	m := mind(t, socket, socket)
	<-m.ready
	pid := 0
	for range 3 {
		pid = m.engine(pid)
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	pid = m.engine(pid)
	if n := m.started.Load(); n != 4 {
		t.Errorf("started %d engines, want 4", n)
	}
	m.cancel()
	select {
	case err := <-m.ended:
		t.Fatal("did not wait for the engine's end:", err)
	case <-time.After(50 * time.Millisecond):
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := m.end(); err != nil {
		t.Error(err)
	}
	if n := m.started.Load(); n != 4 {
		t.Errorf("%d engines after the end", n)
	}
}

// TestAttaches: an engine that runs already is left to run; when it goes, an own one takes its place.
func TestAttaches(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	first := mind(t, socket, socket)
	<-first.ready
	pid := first.engine(0)
	second := mind(t, socket, socket)
	<-second.ready
	if n := second.started.Load(); n != 0 {
		t.Fatalf("started %d engines beside the one that runs", n)
	}
	first.cancel() // it waits for its child, and starts no other
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := first.end(); err != nil {
		t.Error(err)
	}
	pid = second.engine(pid)
	if n := second.started.Load(); n != 1 {
		t.Errorf("started %d engines, want 1", n)
	}
	second.cancel()
	_ = syscall.Kill(pid, syscall.SIGTERM)
	if err := second.end(); err != nil {
		t.Error(err)
	}
}

// TestWorthAnother: one that ended in a way that passes has another after it, and at once if somebody says so.
func TestWorthAnother(t *testing.T) {
	now, socket := make(chan struct{}, 1), filepath.Join(t.TempDir(), "s")
	m := mind(t, socket, "away", func(m *Minder) {
		m.Now = now
		m.Again = func(ended error) bool {
			var exit *exec.ExitError
			return errors.As(ended, &exit) && exit.ExitCode() == 3
		}
	})
	hurry := func() {
		select {
		case now <- struct{}{}:
		default:
		}
		time.Sleep(time.Millisecond)
	}
	<-m.ready
	for m.started.Load() < 8 { // the waits between so many are longer than a test
		hurry()
	}
	m.as.Store(socket)
	for up := false; !up; hurry() {
		conn, err := net.Dial("unix", socket)
		if up = err == nil; up {
			_ = conn.Close()
		}
	}
	pid := m.engine(0)
	m.cancel()
	_ = syscall.Kill(pid, syscall.SIGTERM)
	if err := m.end(); err != nil {
		t.Error(err)
	}
}

// TestRefused: the first engine's words are the minder's; a later one is tried again and again.
func TestRefused(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	m := mind(t, socket, socket)
	<-m.ready
	m.as.Store("refuse")
	pid := m.engine(0)
	_ = syscall.Kill(pid, syscall.SIGKILL)
	for m.started.Load() < 3 {
		time.Sleep(time.Millisecond)
	}
	m.as.Store(socket)
	pid = m.engine(pid)
	m.cancel()
	_ = syscall.Kill(pid, syscall.SIGTERM)
	if err := m.end(); err != nil {
		t.Error(err)
	}

	never := mind(t, filepath.Join(t.TempDir(), "s"), "refuse")
	if err := never.end(); err == nil || err.Error() != "no chair here" {
		t.Errorf("got %v, want the engine's own words", err)
	}
	gone := &Minder{Socket: socket, Logger: never.Logger, Command: func() (*exec.Cmd, error) { return nil, io.ErrUnexpectedEOF }}
	if err := gone.Run(context.Background(), make(chan struct{})); err == nil {
		t.Error("an engine that cannot be started is no error")
	}
}
