package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/testrecord"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

type chairTestCmd struct {
	Name  string  `arg:"" help:"A chair that was added, one that ships, or a profile's file."`
	Link  string  `placeholder:"LINK" help:"How it is reached, if not as it was added."`
	Who   string  `placeholder:"NAME" help:"Who tries it, for the record; asked for otherwise."`
	Push  float64 `default:"20" placeholder:"N" help:"How hard each roller will be pressed by hand, in newtons: a kitchen scale shows 2 kg for 20."`
	Room  float64 `placeholder:"°C" help:"How warm the room is, for the pad's thermometer."`
	Trace string  `placeholder:"FILE" help:"Write every frame on its link down, in hex and in words, in a new file: for who writes a driver, or reports what is wrong with one."`
	Auto  bool    `help:"On the simulated chair alone: everything is answered and held by itself."`
	Show  bool    `help:"Show the record of the last test, and whether it still holds. Nothing moves."`
	JSON  bool    `help:"With --show: the record as JSON."`
	dataFlag
}

// Help teaches more than the flags.
func (chairTestCmd) Help() string {
	return `Tries a chair with nobody in it, before anybody sits there: its link first, then each actuator for as long as you hold h, each
judged by what the chair reports; then its sensors, then STOP, its own red button, and silence. Stay beside the chair. The
space bar is STOP at any time.

What comes of it is a signed record, of exactly this profile, link and driver. Without one that holds, no session begins on a
real chair. A test that fails says what is wrong, and its record takes the place of an older one.

A closed chair has keys instead of axes: they are pressed one by one, when you say yes.

Exit status: 0 it passed, or with --show the record holds; 1 an error on this machine, 2 refused (nothing moved), or with
--show no record holds; 3 something is wrong with the chair, 4 given up.

  lumbar chair test bench-4d --auto --who me
  lumbar chair test my-chair --who "A. Maker" --room 21
  lumbar chair test my-chair --show
  lumbar chair test my-chair --trace frames.txt     over Bluetooth and on Modbus; nothing of anybody is in it`
}

// Run tries the chair, or shows its record.
func (c *chairTestCmd) Run(ctx context.Context, a *app) error {
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	l, err := findLink(dir, c.Name, c.Link)
	if err != nil {
		return problems{err}.refuse(a)
	}
	p, err := proofOf(dir, &l.profile, l.address)
	if err != nil {
		return &status{exitRefused, err}
	}
	if c.Show {
		return c.show(a, &p)
	}
	switch {
	case c.Auto && links.Apart(l.address):
		err = errors.New("--auto is for the simulated chair in this process: beside any other stands a person, who looks")
	case !c.Auto && !a.lively():
		err = errors.New("a chair is tried from a terminal that shows it: somebody stands beside it and holds a key. For the simulated chair there is --auto")
	case c.Who == "" && !a.lively():
		err = errors.New("who tries it? Say --who NAME: it goes into the record")
	}
	if err != nil {
		return &status{exitRefused, err}
	}
	if c.Who == "" {
		if c.Who = askName(a); c.Who == "" {
			return &status{exitRefused, errors.New("without a name there is no record: say --who NAME")}
		}
	}
	if c.Trace != "" && !links.Traced(l.address, &l.profile) {
		return &status{exitRefused, fmt.Errorf("--trace: %w", links.ErrUntold)}
	}
	lock, err := keep.Hold(dir, "engine") // whatever else drives the chair
	if err != nil {
		return heldBy(err)
	}
	defer lock.Release()
	if c.Trace == "" {
		return c.try(ctx, a, &l, &p, nil)
	}
	frames, err := openFrames(c.Trace, &l, time.Now())
	if err != nil {
		return &status{exitRefused, err}
	}
	err = c.try(ctx, a, &l, &p, frames.trace)
	if wrong := frames.close(); wrong != nil {
		return errors.Join(err, wrong)
	}
	fmt.Fprintf(a.err, "What crossed the link is in %s.\n", c.Trace)
	return err
}

// try runs an engine for the test alone.
func (c *chairTestCmd) try(ctx context.Context, a *app, l *linkedChair, p *proof, trace driver.Trace) error {
	by, err := secretName()
	if err != nil {
		return err
	}
	outliveReaders()
	o := engine.Options{
		Tried: p.tried, Tested: p.tested,
		Programme: func(string, map[string]string) (*programme.Plan, error) {
			return nil, errors.New("the chair is only tried here")
		},
		First: []wire.Request{{V: wire.Version, Verb: wire.Test, By: by, Test: &wire.TestAsk{Do: wire.TestBegin, Who: c.Who, PushN: c.Push, RoomC: c.Room}}},
	}
	own := links.Apart(l.address)
	switch {
	case own:
		clock := engine.NewReal()
		o.Clock, o.Open = clock, apart(l.address, links.Options{Profile: &l.profile, Clock: clock.Now, Trace: trace})
	case l.profile.Closed != nil:
		clock := c.virtual()
		o.Clock, o.Open = clock, apart(l.address, links.Options{Profile: &l.profile, Clock: clock.Now, Trace: trace})
	default:
		clock := c.virtual()
		s := &simulation{profile: l.profile, clock: clock, push: c.Push}
		o.Clock, o.Open, o.Simulation = clock, s.open, s
	}
	e := engine.New(o)
	running, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	ended := make(chan error, 1)
	go func() {
		if own { // in the goroutine that ticks
			enterLoop()
			defer realtime.Leave()
		}
		ended <- e.Run(running, "ansur:1", 1)
	}()
	t := &terminalTry{engine: e, by: by, ended: ended}
	if c.Auto {
		err = t.auto(ctx, a.out)
	} else {
		err = t.live(ctx, a)
	}
	end()
	if gone := t.wait(); err == nil {
		err = gone
	}
	if err != nil {
		return &status{exitError, err}
	}
	return t.tell(a.out, l)
}

// autoPace is how fast a simulated chair is tried by itself: answers come in time, and a closed chair's session lasts.
const autoPace = 60

// virtual is the clock of a simulated chair.
func (c *chairTestCmd) virtual() *engine.Virtual {
	if c.Auto {
		return engine.NewVirtual(autoPace)
	}
	return engine.NewVirtual(1)
}

// terminalTry is one test, as the terminal shows it.
type terminalTry struct {
	engine *engine.Engine
	by     string
	last   *wire.Testing // as it was seen last
	ended  chan error
	gone   bool
	err    error // of the engine's end
}

// wait waits for the engine's end.
func (t *terminalTry) wait() error {
	if !t.gone {
		t.gone, t.err = true, <-t.ended
	}
	return t.err
}

// ask asks for something of the test; false when the engine has ended.
func (t *terminalTry) ask(do wire.TestDo, step string) (*wire.Testing, string, bool) {
	reply, err := t.engine.Do(context.Background(), wire.Request{V: wire.Version, Verb: wire.Test, By: t.by, Test: &wire.TestAsk{Do: do, Step: step}})
	if err != nil || reply.Test == nil {
		return nil, "", false
	}
	return reply.Test, reply.Error, true
}

// stop is STOP.
func (t *terminalTry) stop() {
	_, _ = t.engine.Do(context.Background(), wire.Request{V: wire.Version, Verb: wire.Stop, By: t.by}) // an engine that has ended has stopped
}

// autoEvery is how often the simulated chair's test is looked at: its clock does not wait.
const autoEvery = 2 * time.Millisecond

// auto answers and holds by itself, and prints each step as it ends.
func (t *terminalTry) auto(ctx context.Context, w io.Writer) error {
	tick := time.NewTicker(autoEvery)
	defer tick.Stop()
	do, step, told := wire.TestLook, "", 0
	for {
		s, _, ok := t.ask(do, step)
		if !ok {
			return t.wait()
		}
		t.last = s
		for ; told < len(s.Results); told++ {
			if err := tellStep(w, &s.Results[told]); err != nil {
				return err
			}
		}
		if s.Outcome != "" {
			return nil
		}
		do, step = wire.TestLook, s.Name
		switch s.How {
		case "confirm":
			do = wire.TestYes
		case "hold":
			do = wire.TestHold
		}
		select {
		case <-ctx.Done():
			do = wire.TestEnd
		case <-tick.C:
		}
	}
}

// tell says how the test came out, and what comes next.
func (t *terminalTry) tell(w io.Writer, l *linkedChair) error {
	s := t.last
	switch {
	case s == nil || s.Outcome == "":
		return &status{exitStopped, errors.New("the test did not come to an end; nothing counts as tried")}
	case s.Outcome == "passed":
		fmt.Fprintf(w, "\n%s passed, %d steps. %s\n", l.profile.Title, s.Steps, s.Record)
		if links.Apart(l.address) && l.profile.Closed == nil {
			fmt.Fprintf(w, "Next, in lumbar.hcl:\n\n  chair = %q\n  link  = %q\n", chairWord(l), l.address)
		}
		return nil
	case s.Outcome == "failed":
		fmt.Fprintf(w, "\n%s did not pass.\n  %s\n%s\n", l.profile.Title, s.Why, s.Record)
		return &status{exitFault, nil}
	}
	fmt.Fprintf(w, "\nThe test was given up: %s.\n%s\n", s.Why, s.Record)
	return &status{exitStopped, nil}
}

// chairWord is what lumbar.hcl calls the chair.
func chairWord(l *linkedChair) string {
	if l.file != "" {
		return l.file
	}
	return l.profile.Name
}

// tellStep writes how one step came out.
func tellStep(w io.Writer, r *wire.TestResult) error {
	mark := "passed"
	if !r.Passed {
		mark = "FAILED"
	}
	if _, err := fmt.Fprintf(w, "%s  %s\n", mark, r.Title); err != nil {
		return err
	}
	for _, f := range r.Figures {
		if _, err := fmt.Fprintf(w, "          %s\n", f); err != nil {
			return err
		}
	}
	return nil
}

// show prints the record, and whether it holds.
func (c *chairTestCmd) show(a *app, p *proof) error {
	r, wrong := p.Shelf.Read(p.Of)
	if errors.Is(wrong, testrecord.ErrNone) {
		if p.simulated() {
			out := a.out
			if c.JSON {
				fmt.Fprintln(a.out, "null") // there is no record
				out = a.err
			}
			_, err := fmt.Fprintf(out, "%s: %s.\n", p.Of.Profile.Title, needless)
			return err
		}
		return &status{exitRefused, p.tested(p.Of.Profile)}
	}
	if c.JSON {
		if err := a.json(&r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.out, "%s, tried by %s on %s, %s\n", r.Title, r.Who, r.Ended.Format("2 January 2006, 15:04 MST"), r.Outcome)
		fmt.Fprintf(a.out, "link %s, driver %s %d, procedure %d, lumbar %s\nprofile %s\n\n", r.Link, r.Driver.Name, r.Driver.Version, r.Procedure, r.Lumbar, r.Profile)
		for _, s := range r.Steps {
			x := wire.TestResult{Title: s.Title, Passed: s.Passed}
			for _, f := range s.Figures {
				x.Figures = append(x.Figures, f.String())
			}
			if s.Why != "" {
				x.Figures = append(x.Figures, s.Why)
			}
			if err := tellStep(a.out, &x); err != nil {
				return err
			}
		}
		fmt.Fprintln(a.out)
	}
	switch {
	case wrong != nil && p.simulated():
		fmt.Fprintf(a.err, "It does not hold: %v (%s).\n", wrong, needless)
		return &status{exitRefused, nil}
	case wrong != nil:
		return &status{exitRefused, fmt.Errorf("this record does not hold: %w. With nobody in the chair, run: lumbar chair test %s", wrong, c.Name)}
	case !c.JSON:
		fmt.Fprintln(a.out, "The record holds: it is signed here, and of this profile, link and driver.")
	}
	return nil
}
