// Package minder starts the engine's process, watches it, and starts it again when it dies. It never kills one: an
// engine brings its session to an end by itself. One that runs already, after a server's crash, is left to run.
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
	"time"
)

// Minder is for one engine. Socket, Command and Logger are required; Run once.
type Minder struct {
	Socket string
	// Command is a new engine, not started yet. A file that it writes its errors to is closed here once it runs.
	Command func() (*exec.Cmd, error)
	// Why tells what an engine that ended said last, for people; nil says nothing.
	Why func() string
	// Again says of how an engine ended whether the next one may do better, so that one is tried though none was met yet. nil:
	// none is: what the first one is refused, the next would be.
	Again func(ended error) bool
	// Now ends the wait before the next engine is started; nil: nobody does.
	Now    <-chan struct{}
	Logger *slog.Logger
}

// Waits. An engine is up within tens of milliseconds; one that ran for long enough starts again at once.
const (
	backoffLeast = 100 * time.Millisecond
	backoffMost  = 5 * time.Second
	awayMost     = 30 * time.Second // after one that ended in a way that passes: it may do so all night
	ranWell      = 10 * time.Second
	knock        = 10 * time.Millisecond // between two looks for the socket
	upWithin     = 15 * time.Second
	endWithin    = 40 * time.Second // twice what the engine takes to bring a chair home
)

// child is an engine that this process started.
type child struct {
	pid   int
	ended chan struct{} // closed when it has
	err   error         // how; after ended
}

// Run keeps an engine running until ctx is done; ready is closed when the first one answers, or has ended and is worth another
// one. When ctx is done it starts no more and waits for the end of the one that runs, which is the caller's to ask for. The
// error says why there is no engine, or that it did not end.
func (m *Minder) Run(ctx context.Context, ready chan<- struct{}) error {
	var mine *child
	wait, met, started := backoffLeast, false, false
	for {
		conn, err := m.meet(mine)
		switch {
		case err == nil:
			if mine == nil {
				m.Logger.Info("an engine runs already")
			}
			if !met {
				met = true
				close(ready)
			}
			began := time.Now()
			if err := m.watch(ctx, conn, mine); err != nil || ctx.Err() != nil {
				return err
			}
			if time.Since(began) > ranWell && !m.worth(mine) { // one that has tried for so long did not run well
				wait = backoffLeast
			}
			m.Logger.Error("the engine has gone; it is started again", "how", how(mine), "in", wait.String())
		case mine == nil: // none runs
		case !met && !m.worth(mine):
			return m.refused(mine)
		default:
			if !met {
				met = true
				close(ready)
			}
			m.Logger.Error("the engine did not start; it is tried again", "how", how(mine), "said", m.why(), "in", wait.String())
		}
		most := backoffMost
		if m.worth(mine) {
			most = awayMost
		}
		mine = nil
		if started || met {
			select {
			case <-time.After(wait):
			case <-m.Now:
			case <-ctx.Done():
			}
			wait = min(2*wait, most)
		}
		if ctx.Err() != nil {
			return nil
		}
		if conn, err := m.dial(); err == nil { // another one came up meanwhile
			_ = conn.Close()
			continue
		}
		if mine, err = m.start(); err != nil {
			return fmt.Errorf("the engine cannot be started: %w", err)
		}
		started = true
	}
}

// start starts an engine. A goroutine of its own waits for its end.
func (m *Minder) start() (*child, error) {
	cmd, err := m.Command()
	if err != nil {
		return nil, err
	}
	err = cmd.Start()
	if f, ok := cmd.Stderr.(*os.File); ok {
		err = errors.Join(err, f.Close()) // the engine has its own
	}
	if err != nil {
		return nil, err
	}
	c := &child{pid: cmd.Process.Pid, ended: make(chan struct{})}
	m.Logger.Info("started the engine", "engine", c.pid)
	go func() {
		c.err = cmd.Wait()
		close(c.ended)
	}()
	return c, nil
}

func (m *Minder) dial() (net.Conn, error) { return net.DialTimeout("unix", m.Socket, time.Second) }

// meet connects to the engine that runs. With one of our own it waits until that one listens, or has ended.
func (m *Minder) meet(mine *child) (net.Conn, error) {
	for late := time.Now().Add(upWithin); ; {
		conn, err := m.dial()
		if err == nil || mine == nil {
			return conn, err
		}
		select {
		case <-mine.ended:
			return nil, err
		case <-time.After(knock):
		}
		if time.Now().After(late) {
			return nil, fmt.Errorf("it does not listen within %s", upWithin)
		}
	}
}

// watch waits until the engine at the other end has gone; after ctx is done, for a while.
func (m *Minder) watch(ctx context.Context, conn net.Conn, mine *child) error {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = io.Copy(io.Discard, conn)
		if mine != nil {
			<-mine.ended // its process goes too
		}
	}()
	defer conn.Close()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
	}
	select {
	case <-gone:
		return nil
	case <-time.After(endWithin):
		return fmt.Errorf("the engine does not end within %s; it goes on by itself until the rollers are home", endWithin)
	}
}

// worth says whether an engine ended in a way after which the next one may do better, so that one is tried even if nobody has
// met it.
func (m *Minder) worth(c *child) bool {
	if c == nil { // of another server: it is not known how it ended
		return false
	}
	select {
	case <-c.ended:
		return m.Again != nil && m.Again(c.err)
	default: // it runs, and does not listen
		return false
	}
}

// refused says why the first engine did not come up.
func (m *Minder) refused(c *child) error {
	if said := m.why(); said != "" {
		return errors.New(said)
	}
	return fmt.Errorf("the engine did not start: %s", how(c))
}

func (m *Minder) why() string {
	if m.Why == nil {
		return ""
	}
	return m.Why()
}

// how says how an engine ended, as far as it is known.
func how(c *child) string {
	if c == nil {
		return "another server had started it"
	}
	select {
	case <-c.ended:
	default:
		return fmt.Sprintf("process %d still runs", c.pid)
	}
	if c.err != nil {
		return c.err.Error()
	}
	return "in order"
}
