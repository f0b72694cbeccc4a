package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/httpapi"
	"github.com/openlumbar/lumbar/internal/link"
	"github.com/openlumbar/lumbar/internal/minder"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
)

// closing is how long requests under way may take when the server ends.
const closing = 3 * time.Second

// server is the page's process while it serves.
type server struct {
	app      *app
	conf     config.Config
	chair    string // profile's name
	what     string // the chair, for people
	listener net.Listener
	build    func() (*httpapi.Server, error) // makes the page
	page     *httpapi.Server                 // once it is made
	door     *access.Door
	client   *link.Client
	room     *guided.Room
	house    house
	starts   *starter
	minder   *minder.Minder
	super    *supervisor
	change   *change
	kept     *store.Store
}

// serve keeps an engine running, connects to it and serves the page, until ctx is done or something fails. Then the
// engine is asked to end, rollers home first.
func (s *server) serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	after := context.WithoutCancel(ctx)
	talking, quiet := context.WithCancel(after)
	defer quiet()
	failed, ready := make(chan error, 2), make(chan struct{})
	clientDone, minderDone, pumpDone := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(minderDone)
		if err := s.minder.Run(ctx, ready); err != nil {
			failed <- err
		}
	}()
	var err error
	if s.page, err = s.build(); err == nil {
		select {
		case <-ready: // now: a connection that was tried before would wait before it is tried again
		case err = <-failed: // it never ran
		case <-ctx.Done():
		}
	}
	if err != nil {
		return err // an engine that was started all the same ends when nobody talks to it
	}
	go func() { defer close(clientDone); s.client.Run(talking) }()
	err = s.agrees(ctx)
	switch {
	case s.change.unsure():
		if err == nil {
			err = s.answers(ctx)
		}
	case err != nil && s.starts.lacks() != "":
		err = nil // its own engine, which does not stay: the page has the ways out
	}
	if err != nil && ctx.Err() == nil {
		cancel()
		if s.change.unsure() { // another round follows, with an engine of its own
			asking, asked := context.WithTimeout(after, closing)
			_ = s.client.End(asking) // one that is gone needs no end
			asked()
			<-minderDone
		}
		quiet()
		<-clientDone
		return err
	}
	err = nil
	http := &http.Server{Handler: s.page, ReadHeaderTimeout: 5 * time.Second}
	go func() { defer close(pumpDone); s.page.Serve(ctx) }()
	roomDone := make(chan struct{})
	go func() { defer close(roomDone); s.room.Run(ctx) }()
	defer func() { <-roomDone }() // ctx has ended by then
	houseDone := make(chan struct{})
	go func() {
		defer close(houseDone)
		if s.house.bridge != nil {
			s.house.bridge.Run(ctx)
		}
	}()
	defer func() { <-houseDone }() // the same
	go func() {
		if err := http.Serve(s.listener); !isClosed(err) {
			failed <- err
		}
	}()
	s.greet()
	s.super.ready()
	tidied := make(chan struct{})
	go func() { defer close(tidied); s.tidy(ctx) }()
	defer func() { <-tidied }() // ctx has ended by then
	s.change.isUp()
	changing := false
	select {
	case <-ctx.Done():
	case err = <-failed:
	case <-s.change.asked:
		changing = true
	}
	if !changing {
		s.super.stopping()
	}
	cancel() // the chair first: what is printed may have no reader any more
	asking, asked := context.WithTimeout(after, closing)
	defer asked()
	if end := s.client.End(asking); end != nil {
		err = errors.Join(err, fmt.Errorf("the engine could not be asked to end: %w", end))
	}
	if changing {
		err = errors.Join(err, errAnother)
		fmt.Fprintln(s.app.out, "\nanother chair was chosen: rollers home first")
	} else {
		fmt.Fprintln(s.app.out, "\nstopping: rollers home, then off")
	}
	if s.room.Active() {
		fmt.Fprintln(s.app.out, "A massager without a link may be running: switch it off by its own key. Lumbar asks at its next start.")
	}
	<-minderDone
	select {
	case gone := <-failed:
		err = errors.Join(err, gone)
	default:
	}
	quiet()
	<-clientDone
	<-pumpDone
	stopping, done := context.WithTimeout(after, closing)
	defer done()
	return errors.Join(err, http.Shutdown(stopping))
}

// settled is so long after the start that all that it needed has been done: the first page has been read, the house is told.
// Then, and every so often, what was used once is given back.
const (
	settled   = 10 * time.Second
	tidyEvery = time.Minute
)

// tidy gives back the memory that only the start has used, and from then on what of the program nobody uses any more; and has
// it noticed when the clock was set.
func (s *server) tidy(ctx context.Context) {
	wait := time.NewTimer(settled)
	defer wait.Stop()
	for first := true; ; first = false {
		select {
		case <-wait.C:
		case <-ctx.Done():
			return
		}
		if first {
			debug.FreeOSMemory()
		}
		if err := s.kept.HeedClock(ctx); err != nil && ctx.Err() == nil {
			s.client.Logger.Warn("the record", "err", err)
		}
		if err := realtime.LetGo(); err != nil {
			s.client.Logger.Debug("memory that is not needed stays", "err", err)
		}
		wait.Reset(tidyEvery)
	}
}

func isClosed(err error) bool { return errors.Is(err, http.ErrServerClosed) }

// agrees makes sure that the engine, which may run already, has the chair and the body that are wanted.
func (s *server) agrees(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, closing)
	defer cancel()
	h, err := s.client.Hello(ctx)
	if err != nil {
		return err
	}
	if h.Chair != s.chair || h.Link != s.conf.Link || h.Body != s.conf.Body {
		return &status{exitRefused, fmt.Errorf(
			"an engine with chair %s, link %s and body %s still runs here, process %d: it ends by itself %s after its session; start again then",
			h.Chair, h.Link, h.Body, h.PID, linger)}
	}
	return nil
}

// comesUp is how long an engine may take to have its chair, and a little more.
const comesUp = apartWithin + 5*time.Second

// answers makes sure that the engine has its chair: it hears nobody before.
func (s *server) answers(ctx context.Context) error {
	for late := time.Now().Add(comesUp); ; {
		asking, asked := context.WithTimeout(ctx, time.Second)
		_, err := s.client.Do(asking, wire.Request{V: wire.Version, Verb: wire.Look, By: "server"})
		asked()
		if err == nil || ctx.Err() != nil {
			return err
		}
		if time.Now().After(late) {
			if said := s.minder.Why(); said != "" {
				err = errors.New(said)
			}
			return fmt.Errorf("its engine does not answer: %w", err)
		}
		select {
		case <-time.After(knockEvery):
		case <-ctx.Done():
		}
	}
}

// knockEvery is how long is waited between two tries to be heard.
const knockEvery = 100 * time.Millisecond

// greet says where the page is.
func (s *server) greet() {
	addr := s.listener.Addr()
	url := browsable(addr.String())
	fmt.Fprintf(s.app.out, "Lumbar %s with %s: %s\n", version, s.what, url)
	if others := addresses(addr); len(others) > 0 {
		fmt.Fprintf(s.app.out, "Other devices: %s\n", strings.Join(others, ", "))
		if code, until, err := s.door.Open(access.Owner, time.Now()); err == nil {
			fmt.Fprintf(s.app.out, "Each is let in once. The code for the first: %s %s, until %s; more on the page, under Devices.\n",
				code[:3], code[3:], until.Format("15:04"))
		}
		fmt.Fprintln(s.app.out, "Without it a device may press STOP and nothing else.")
	}
	if s.house.left != "" {
		fmt.Fprintln(s.app.out, s.house.left)
	}
	if why := s.starts.lacks(); why != "" {
		fmt.Fprintf(s.app.out, "The chair is not reached yet: %s. It is tried again all the time; other ways stand on the page, under Chair.\n", strings.TrimSuffix(why, "."))
	}
	fmt.Fprintln(s.app.out, "Ctrl-C ends it.")
	if s.conf.Open {
		openBrowser(url)
	}
}
