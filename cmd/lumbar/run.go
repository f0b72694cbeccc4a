package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/wire"
)

type runCmd struct {
	Programme string `arg:"" help:"A programme that ships (see: lumbar programmes), or a file."`
	Body      string `default:"ansur:1" help:"Who sits: ansur:ROW (1 to 6068), ansur:shortest-woman and the like, or a body file."`
	Chair     string `default:"bench-4d" help:"The simulated chair's profile: a name that ships, or a file."`
	Pace      string `default:"real" help:"real, max, or how many times real time (1 to 60)."`
	Seed      uint64 `default:"1" help:"Decides everything about this person and chair that measures do not."`
	JSON      bool   `help:"One event a line, a summary last. Same seed, same bytes."`
	Record    string `placeholder:"FILE" help:"Also write the events to a file, as JSON lines."`
}

// Help teaches more than the flags.
func (runCmd) Help() string {
	return `Exit status: 0 finished, 2 refused (nothing was started), 3 stopped by a fault, 4 stopped by somebody.

  lumbar run after-desk
  lumbar run break --body ansur:tallest-man --pace 8
  lumbar run my.lumbar.hcl --pace max --json`
}

// Run gives one session on the simulated chair.
func (c *runCmd) Run(ctx context.Context, a *app) error {
	pace, err := parsePace(c.Pace)
	if err != nil {
		return &status{exitRefused, err}
	}
	profile, err := findChair(c.Chair)
	if err != nil {
		return refused(a, err)
	}
	plan, err := findProgramme(c.Programme)
	if err != nil {
		return refused(a, err)
	}
	if _, _, err := findBody(c.Body); err != nil {
		return refused(a, err)
	}
	record, err := openRecord(c.Record)
	if err != nil {
		return &status{exitRefused, err}
	}

	s := &session{app: a, json: c.JSON, record: record, plan: plan, done: make(chan *wire.Summary, 1)}
	clock := engine.NewVirtual(pace)
	s.sim = &simulation{profile: profile, clock: clock}
	e := engine.New(engine.Options{
		Open: s.sim.open, Clock: clock, Programme: s.programme, Observe: s.observe,
		First: []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: plan.Name, Body: c.Body, Seed: c.Seed}},
	})
	if f, ok := a.out.(*os.File); ok && !c.JSON && pace != engine.MaxPace && term.IsTerminal(f.Fd()) {
		s.screen = true
	}
	return s.give(ctx, e, c.Body, c.Seed)
}

// parsePace reads real, max, or a number.
func parsePace(text string) (float64, error) {
	switch text {
	case "real":
		return 1, nil
	case "max":
		return engine.MaxPace, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= 1 && n <= 60) {
		return 0, fmt.Errorf("--pace=%s is not a pace: write real, max, or a number from 1 to 60", text)
	}
	return n, nil
}

// refused prints diagnostics in full and gives the exit status of a refusal.
func refused(a *app, err error) error {
	var f *faulty
	if errors.As(err, &f) {
		if werr := f.list.Write(a.err, f.sources, style(a.err)); werr != nil {
			return werr
		}
		return &status{exitRefused, nil}
	}
	return &status{exitRefused, err}
}

// record is a file of events.
type record struct {
	file *os.File
	buf  *bufio.Writer
}

func openRecord(path string) (*record, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("the recording cannot be written: %w", err)
	}
	return &record{f, bufio.NewWriter(f)}, nil
}

func (r *record) close() error {
	if r == nil {
		return nil
	}
	return errors.Join(r.buf.Flush(), r.file.Close())
}

// give runs the engine until the session has ended, and shows it.
func (s *session) give(ctx context.Context, e *engine.Engine, body string, seed uint64) error {
	if s.json {
		s.lines = bufio.NewWriter(s.app.out)
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- e.Run(running, body, seed) }()
	if s.screen {
		s.watch(e, ended)
	}
	summary, err := s.wait(ctx, e, ended, cancel)
	if err = errors.Join(err, s.record.close()); err != nil {
		return &status{exitError, err}
	}
	if s.json {
		if err := s.lines.Flush(); err != nil {
			return err
		}
	} else if err := tell(s.app.out, summary); err != nil {
		return err
	}
	switch summary.Outcome {
	case "finished":
		return nil
	case "fault":
		return &status{exitFault, nil}
	}
	return &status{exitStopped, nil}
}

// watch shows the live view until the session is over.
func (s *session) watch(e *engine.Engine, ended chan error) {
	p := tea.NewProgram(live{ctx: context.Background(), engine: e}, tea.WithInput(s.app.in), tea.WithOutput(s.app.out))
	if _, err := p.Run(); err != nil {
		fmt.Fprintln(s.app.err, "lumbar: the live view failed, the session goes on:", err)
	}
}

// wait waits for the summary; an interrupt stops the session in order.
func (s *session) wait(ctx context.Context, e *engine.Engine, ended chan error, cancel func()) (*wire.Summary, error) {
	interrupted := ctx.Done()
	for {
		select {
		case sum := <-s.done:
			cancel()
			return sum, <-ended
		case err := <-ended:
			if err == nil {
				err = errors.New("the engine ended without a session")
			}
			return nil, err
		case <-interrupted:
			interrupted = nil
			go func() {
				_, err := e.Do(context.WithoutCancel(ctx), wire.Request{V: wire.Version, Verb: wire.Stop, By: "interrupt"})
				if err != nil && !errors.Is(err, engine.ErrStopped) {
					fmt.Fprintln(s.app.err, "lumbar: stop:", err)
				}
			}()
		}
	}
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
