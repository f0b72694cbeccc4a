package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// session is one run of one session, as the terminal shows it. The engine's goroutine only calls programme and
// observe; everything else happens in the goroutine of give.
type session struct {
	app    *app
	sim    *simulation   // nil: the chair lives elsewhere
	linked bool          // over a link, in real time
	start  *wire.Request // of the session, if the engine has not had it first
	engine *engine.Engine
	given  *programme.Plan
	plan   *programme.Plan // as fitted to this chair, for showing
	json   bool
	tape   *tape
	by     string          // the name that owns the session
	found  string          // the file for what it finds; empty: none
	every  time.Duration   // between two lines of progress
	events chan wire.Event // closed when the engine has ended

	view    chan error // gets the live view's end; nil when there is none
	fault   *wire.Fault
	summary *wire.Summary
	failed  error // the first thing that could not be written
}

// mostEvents is more than a session has, so that a terminal that stands still never holds the engine up: the longest
// plan, 17.5 min, has about 200 strokes of 5 s.
const mostEvents = 1024

// lineEvery is how often a line of progress is printed where there is no live view.
const lineEvery = 20 * time.Second

func (s *session) programme(string, map[string]string) (*programme.Plan, error) { return s.given, nil }

// observe takes every event, in the engine's goroutine.
func (s *session) observe(ev *wire.Event) {
	if s.sim != nil {
		s.sim.observe(ev)
	}
	s.events <- *ev
}

// give runs the engine until the session has ended, and shows it.
func (s *session) give(ctx context.Context, body string, seed uint64, live bool) error {
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		defer close(s.events)
		if s.linked { // in the goroutine that ticks
			realtime.Enter()
			defer realtime.Leave()
		}
		ended <- s.engine.Run(running, body, seed)
	}()
	if s.start != nil {
		if err := s.begin(ctx); err != nil {
			cancel()
			return &status{exitRefused, errors.Join(err, <-ended, s.tape.finish())}
		}
	}
	if live {
		view := make(chan error, 1)
		go func() { view <- s.show() }()
		s.view = view
	}
	s.follow(ctx, cancel)
	err := <-ended
	if s.view != nil {
		<-s.view // the terminal is as it was
	}
	if s.summary == nil && err == nil {
		err = errors.New("the engine ended without a session")
	}
	unseen := s.summary != nil && s.linked && err != nil // the session is over, and how the chair was left is not known
	if unseen {
		fmt.Fprintf(s.app.err, "lumbar: NOT CONFIRMED: the chair has not said that it is at rest: %v. Look at it; its own red button takes its power away.\n", err)
		err = nil
	}
	err = errors.Join(err, s.tape.finish())
	if err == nil && !s.json && s.failed == nil {
		err = tell(s.app.out, s.summary, s.fault)
	}
	if err = errors.Join(err, s.failed); err != nil {
		return &status{exitError, err}
	}
	switch {
	case unseen || s.summary.Outcome == "fault":
		return &status{exitFault, nil}
	case s.summary.Outcome == "finished":
		return nil
	}
	return &status{exitStopped, nil}
}

// follow shows what happens until the engine has ended. An interrupt, and whatever cannot be written, stop the
// session in order.
func (s *session) follow(ctx context.Context, end context.CancelFunc) {
	tick := time.NewTicker(s.every)
	defer tick.Stop()
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	interrupted := ctx.Done()
	for {
		select {
		case ev, more := <-s.events:
			if !more {
				return
			}
			s.take(&ev)
			if ev.Summary != nil {
				s.keepFound()
			}
			if ev.Summary != nil && (s.view == nil || interrupted == nil || s.failed != nil || ev.Outcome == "finished") {
				end() // otherwise the view ends it, when the person is up
			}
		case <-beat.C:
			if s.linked && s.view == nil {
				s.ask(wire.Beat)
			}
		case <-tick.C:
			s.progress()
		case <-interrupted:
			interrupted = nil
			s.ask(wire.Stop)
			if s.summary != nil {
				end()
			}
		case err := <-s.view:
			if s.view = nil; err != nil {
				fmt.Fprintln(s.app.err, "lumbar: the live view failed, the session goes on in lines:", err)
			}
			if s.summary != nil {
				end()
			}
		}
	}
}

// take shows one event.
func (s *session) take(ev *wire.Event) {
	if ev.Fault != nil {
		s.fault = ev.Fault
	}
	if ev.Summary != nil {
		s.summary = ev.Summary
	}
	switch {
	case s.json:
		s.written("event", encode(s.app.out, ev))
	case s.view == nil:
		s.written("event", say(s.app.out, ev, s.plan))
		if ev.Event == "scan" {
			s.tellWho()
		}
	}
}

// progress prints a line that says where the session stands, for people without a live view. Among JSON events it
// would have no place: the same seed gives the same bytes.
func (s *session) progress() {
	if s.json || s.view != nil {
		return
	}
	if now, ok := s.ask(wire.Look); ok {
		s.written("progress", sayNow(s.app.out, &now))
	}
}

// ask asks the engine; false when it has ended.
func (s *session) ask(verb wire.Verb) (wire.Snapshot, bool) {
	reply, err := s.engine.Do(context.Background(), wire.Request{V: wire.Version, Verb: verb, By: s.by})
	return reply.Snapshot, err == nil
}

// written remembers the first thing that could not be written, and stops the session then: nobody can follow it.
func (s *session) written(what string, err error) {
	if err != nil && s.failed == nil {
		s.failed = fmt.Errorf("stopped, because the %s could not be written: %w", what, err)
		s.ask(wire.Stop)
	}
}

// show runs the live view until the session is over. Signals are give's.
func (s *session) show() error {
	_, err := tea.NewProgram(live{engine: s.engine, plan: s.plan, by: s.by},
		tea.WithInput(s.app.in), tea.WithOutput(s.app.out), tea.WithoutSignalHandler()).Run()
	return err
}

// encode writes one event as a line.
func encode(w io.Writer, ev *wire.Event) error {
	line, err := json.Marshal(ev)
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}
