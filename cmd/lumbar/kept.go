package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/store"
)

// dataFlag is for the commands that work on what is kept.
type dataFlag struct {
	Data string `placeholder:"DIR" help:"Where it is kept; as lumbar serve has it otherwise."`
}

// dir is the data directory that lumbar serve would use.
func (d dataFlag) dir(a *app) (string, error) {
	conf, wrong := (&serveCmd{Data: d.Data}).configure(a.env)
	if err := wrong.refuse(a); err != nil {
		return "", err
	}
	return dataDir(conf.Data)
}

// open opens the store that is there; it does not make one.
func (d dataFlag) open(ctx context.Context, a *app) (*store.Store, error) {
	dir, err := d.dir(a)
	if err != nil {
		return nil, err
	}
	return openKept(ctx, dir)
}

func openKept(ctx context.Context, dir string) (*store.Store, error) {
	if _, err := os.Stat(filepath.Join(dir, store.Name)); errors.Is(err, fs.ErrNotExist) {
		return nil, &status{exitRefused, fmt.Errorf("nothing is kept in %s: name another directory with --data DIR", dir)}
	}
	s, err := store.Open(ctx, dir, store.Options{})
	return s, storeError(err)
}

// storeError makes what the store refuses a refusal.
func storeError(err error) error {
	for _, refused := range []error{store.ErrNewer, store.ErrNoPerson, store.ErrLocked, store.ErrWrongPIN, store.ErrExists, store.ErrFull} {
		if errors.Is(err, refused) {
			return &status{exitRefused, err}
		}
	}
	var wait *store.Wait
	if errors.As(err, &wait) {
		return &status{exitRefused, err}
	}
	return err
}

// alone holds a data directory against server and engine, until release.
func alone(dir string) (release func(), err error) {
	var locks []*keep.Lock
	release = func() {
		for _, l := range locks {
			_ = l.Release()
		}
	}
	for _, name := range []string{"server", "engine"} {
		l, err := keep.Hold(dir, name)
		if err != nil {
			release()
			var held *keep.Held
			if errors.As(err, &held) {
				return nil, &status{exitRefused, fmt.Errorf("%w: end lumbar first (its engine ends within a minute), then do this again", err)}
			}
			return nil, err
		}
		locks = append(locks, l)
	}
	return release, nil
}

// unlock finds a person by name or id and opens what they said; where there is a PIN, it is asked for.
func unlock(ctx context.Context, a *app, s *store.Store, who string) (*store.Key, error) {
	p, err := s.Find(ctx, who)
	if err != nil {
		return nil, storeError(err)
	}
	pin := ""
	if p.PIN {
		if pin, err = a.ask("PIN of "+p.Name+": ", true); err != nil {
			return nil, err
		}
	}
	k, err := s.Unlock(ctx, p.ID, store.PIN(pin))
	return k, storeError(err)
}

// ask asks for one line; a secret one is not shown in a terminal. What is asked goes to the errors' stream: the other
// may be a file.
func (a *app) ask(question string, secret bool) (string, error) {
	fmt.Fprint(a.err, question)
	if f, ok := a.in.(*os.File); ok && secret && term.IsTerminal(f.Fd()) {
		line, err := term.ReadPassword(f.Fd())
		fmt.Fprintln(a.err)
		return string(line), err
	}
	line, err := bufio.NewReader(a.in).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil // the last line, or no answer
	}
	return strings.TrimRight(line, "\r\n"), err
}

// create makes a private file that was not there.
func create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
}
