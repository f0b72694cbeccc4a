package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/link"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/realtime"
)

type engineCmd struct {
	Data   string        `placeholder:"DIR" help:"Where the engine keeps what must outlive it; the platform's state directory otherwise."`
	Socket string        `placeholder:"PATH" help:"Where it listens; run/engine.sock in the data directory otherwise."`
	Chair  string        `default:"bench-4d" help:"The simulated chair's profile: a name that ships, or a file."`
	Body   string        `default:"ansur:1" help:"Who sits until a session says otherwise: ansur:ROW, or a body file."`
	Seed   string        `default:"1" help:"Decides everything about this person and chair that measures do not; 0 to 2^53."`
	Pace   string        `default:"1" help:"How many times real time a simulated chair runs in a session, 1 to 60."`
	Link   string        `default:"simulated" placeholder:"LINK" help:"How the chair is reached: simulated, or in real time unix:/path/to/socket, where a lumbar twin has its own body and seed."`
	Twin   string        `placeholder:"PATH" help:"The same as --link unix:PATH."`
	Record string        `default:"never" enum:"never,faults,always" help:"Take sessions down, tick by tick, in recordings in the data directory: never, faults (those that a fault ended), always. A guest's never."`
	Linger time.Duration `placeholder:"TIME" help:"End when nobody has talked to it for so long and the rollers are at home; without it, never."`
}

// Help teaches more than the flags.
func (engineCmd) Help() string {
	return `The process that owns the chair, and nothing else: session, control, guard, driver. The page's server starts it,
watches it and talks to it over a socket that only you may open; you need not start it yourself.

It goes on when the server dies. After 1 s in which nobody asks anything a session pauses, after 3 s the guard takes
the rollers home. A latched fault, the events that are not on record yet, and what each person has had are in the data
directory, and outlive it. One engine runs in a data directory; SIGTERM ends it in order, rollers home first.

Exit status: 0 ended in order, 1 an error on this machine, 2 refused (nothing was started), 3 the chair is not reached.

  lumbar engine --data ./state
  lumbar engine --data ./state --body ansur:tallest-man --linger 1m
  lumbar engine --data ./state --twin ./chair`
}

// linger is after how long an engine that serve started ends when it is left alone.
const linger = time.Minute

// engineArgs is the command line of an engine for a configuration.
func engineArgs(conf config.Config, dir, socket string) []string {
	return []string{
		"engine", "--data=" + dir, "--socket=" + socket, "--chair=" + conf.Chair, "--link=" + conf.Link, "--body=" + conf.Body,
		fmt.Sprintf("--seed=%d", conf.Seed), fmt.Sprintf("--pace=%g", conf.Pace), "--linger=" + linger.String(), "--record=" + conf.Record,
	}
}

// Run owns the chair until it is told to end.
func (c *engineCmd) Run(ctx context.Context, a *app) error {
	var wrong problems
	if c.Twin != "" {
		c.Link = "unix:" + c.Twin
	}
	profile, err := findLinked(c.Chair, c.Link)
	wrong.add(err)
	_, _, err = findBody(c.Body)
	wrong.add(err)
	seed, err := parseSeed(c.Seed)
	wrong.add(err)
	pace, err := parsePace(c.Pace)
	if err == nil && pace == engine.MaxPace {
		err = errors.New("--pace=max is for lumbar run: write a number from 1 to 60")
	}
	wrong.add(err)
	if err := wrong.refuse(a); err != nil {
		return err
	}
	dir, err := dataDir(c.Data)
	if err != nil {
		return err
	}
	socket := c.Socket
	if socket == "" {
		if socket, err = link.SocketPath(dir); err != nil {
			return err
		}
	}
	lock, err := keep.Hold(dir, "engine")
	if err != nil {
		return heldBy(err)
	}
	defer lock.Release()
	outliveReaders()
	log, closeLog, err := openLateLog(dir)
	if err != nil {
		return err
	}
	defer closeLog()
	setGarbage()
	err = c.own(ctx, profile, seed, pace, dir, socket, log)
	var away *unreached
	if errors.As(err, &away) {
		return &status{exitUnreached, err}
	}
	return err
}

// heldBy says what to do about another process.
func heldBy(err error) error {
	var held *keep.Held
	if errors.As(err, &held) {
		return &status{exitRefused, fmt.Errorf("%w already: end it first, or choose another directory with --data DIR", err)}
	}
	return err
}

// Garbage collection of this process. The ticking goroutine makes no garbage while nothing changes, so that it never
// has to help collecting; what a connection makes, some 10 kB for each of 20 looks a second, is collected beside it.
// About 1 MB is in use. Go lets 4 MB come together at 100 % before it collects at all, half of that at 50 %: a collection every
// ten seconds of a session, of a millisecond or two, for 6 MB less that is locked in RAM than at 200 %. The limit keeps that
// small whatever happens.
const (
	gcPercent   = 50
	memoryLimit = 256 << 20
)

func setGarbage() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
}

// own opens the chair, and lets others talk to it, until ctx is done, End is asked for, or nobody is there.
func (c *engineCmd) own(ctx context.Context, profile chair.Profile, seed uint64, pace float64, dir, socket string, log *slog.Logger) error {
	kept, found, err := keep.Open(dir, log)
	if err != nil {
		return fmt.Errorf("what earlier engines kept cannot be read: %w; choose another directory with --data DIR", err)
	}
	defer kept.Close()
	listener, err := link.Listen(socket)
	if err != nil {
		return fmt.Errorf("the engine cannot listen: %w", err)
	}
	defer os.Remove(socket)

	owns := c.axes
	if profile.Closed != nil {
		owns = c.closed
	}
	o, err := owns(&owning{profile: profile, seed: seed, pace: pace, dir: dir, log: log, kept: kept, found: found})
	if err != nil {
		return err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	host := &link.Host{
		Engine: o.engine, Events: kept, End: end, Logger: log,
		Hello: link.Hello{PID: os.Getpid(), Spool: kept.Spool(), Chair: profile.Name, Link: c.Link, Body: c.Body},
	}
	log.Info("engine", "version", version, "chair", profile.Name, "socket", socket)

	// The chair goes home before what is kept is closed, and the last events leave before the link does.
	writing, written := context.WithCancel(context.WithoutCancel(ctx))
	defer written()
	talking, quiet := context.WithCancel(context.WithoutCancel(ctx))
	defer quiet()
	keeperDone, hostDone := make(chan struct{}), make(chan error, 1)
	go func() { defer close(keeperDone); kept.Run(writing) }()
	go func() { hostDone <- host.Serve(talking, listener) }()
	err = o.run(ctx)
	written()
	<-keeperDone
	quiet()
	err = errors.Join(err, <-hostDone)
	log.Info("engine ended", "err", errText(err))
	return err
}

// owning is what an engine is made of.
type owning struct {
	profile chair.Profile
	seed    uint64
	pace    float64
	dir     string
	log     *slog.Logger
	kept    *keep.Keeper
	found   keep.Found
}

// owner is whoever owns the chair: what others talk to, and how it runs until its context is done.
type owner struct {
	engine link.Engine
	run    func(context.Context) error
}

// axes is the engine of a chair whose axes are driven.
func (c *engineCmd) axes(of *owning) (owner, error) {
	granted := enterLoop()
	of.log.Info("real time", "full", granted.Full(), "report", granted.String())
	proven, err := proofOf(of.dir, &of.profile, c.Link)
	if err != nil {
		return owner{}, err
	}
	tape := takeAll(c.Record, of.dir, of.log)
	o := engine.Options{
		Record: tape.recorder(), Programme: library.Library{Dir: filepath.Join(of.dir, programmesDir)}.Plan, Keep: of.kept, Tested: proven.tested, Tried: proven.tried, Latched: of.found.Latched, Cut: of.found.Cut,
		HostWatch: true, Linger: c.Linger, Realtime: refused(&granted), Logger: of.log,
	}
	if links.Apart(c.Link) {
		clock := engine.NewReal()
		open := apart(c.Link, links.Options{Profile: &of.profile, Clock: clock.Now})
		o.Clock, o.Open = clock, func(ctx context.Context, body string, seed uint64) (driver.Chair, string, error) {
			chair, label, err := open(ctx, body, seed)
			if err != nil {
				err = &unreached{err}
			}
			return chair, label, err
		}
	} else {
		clock := engine.NewVirtual(of.pace)
		sim := &simulation{profile: of.profile, clock: clock}
		o.Clock, o.Open, o.Observe, o.Sitter, o.IdleRest = clock, known(c.Body, sim.open), sim.observe, sim.enough, true
		o.Simulation = sim
	}
	e := engine.New(o)
	return owner{e, func(ctx context.Context) error {
		defer realtime.Leave()
		err := e.Run(ctx, c.Body, of.seed)
		if err := tape.finish(); err != nil {
			of.log.Error("recording", "err", err)
		}
		return err
	}}, nil
}

// refused is what of real time this machine does not grant, and how to allow it; empty if nothing is refused.
func refused(r *realtime.Report) string {
	var all []string
	for _, g := range r.Grants() {
		if !g.Granted {
			all = append(all, fmt.Sprintf("no %s: %s. To allow it: %s.", g.What, g.Detail, g.Allow))
		}
	}
	return strings.Join(all, " ")
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// programmesDir is where saved programmes are, in the data directory. Whoever reaches the page must not have other files of
// this machine opened.
const programmesDir = "programmes"

// known lets open seat the configured body and those of the population, and no other file of this machine.
func known(configured string, open opener) opener {
	return func(ctx context.Context, name string, seed uint64) (driver.Chair, string, error) {
		if name != configured && !strings.HasPrefix(name, ansurPrefix) {
			return nil, "", fmt.Errorf("no person is called %q here: choose one of the page's, or start lumbar with another body", name)
		}
		return open(ctx, name, seed)
	}
}
