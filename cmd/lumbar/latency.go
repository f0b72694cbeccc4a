package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/realtime"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/unit"
)

type latencyCmd struct {
	For      time.Duration `default:"30s" help:"How long to measure, 1s to 10m."`
	Rate     int           `placeholder:"HZ" help:"Ticks a second: 50, 100, 125, 200, 250, 500 or 1000; otherwise the chair's own."`
	Chair    string        `default:"bench-4d" help:"The simulated chair's profile: a name that ships, or a file."`
	Load     bool          `help:"Keep every core of this machine busy meanwhile."`
	Viewers  int           `placeholder:"N" help:"Also serve the page in a process beside this one, with a session and 1 to 64 readers."`
	Ordinary bool          `help:"Ask for no real-time permission, to compare."`
	Plain    bool          `help:"No live view."`
	JSON     bool          `help:"The result as one JSON object."`
}

// Help teaches more than the flags.
func (latencyCmd) Help() string {
	return `The engine runs a massage on the simulated chair, by the wall's clock, as fast as a real chair needs. For every tick it is
measured how late the thread was woken, and how long the tick took. Ctrl-C ends it early with what was measured.

Exit status: 0 measured, also when ended early, 1 an error on this machine, 2 refused (nothing was started).

  lumbar latency
  lumbar latency --rate 1000 --for 60s --load --viewers 20
  lumbar latency --ordinary --json`
}

// What can be measured: long enough for a figure, and not past the end of the programme.
const (
	leastFor     = time.Second
	mostFor      = 10 * time.Minute
	mostViewers  = 64 // streams that the page has room for
	latencyPlan  = "after-desk"
	latencyBody  = "ansur:1"
	simulatedHz  = 1000 // the simulated chair's steps a second: ticks must be whole ones
	latencySeed  = 1
	warmUpWithin = 2 * time.Minute // the minutes before the massage, which fly past in a second
)

// Run measures.
func (c *latencyCmd) Run(ctx context.Context, a *app) error {
	profile, plan, err := c.prepare(a)
	if err != nil {
		return err
	}
	outliveReaders()
	m := measured{Hz: float64(profile.Control), Period: profile.Period(), Chair: profile.Title, Cores: runtime.NumCPU(), Load: c.Load, Viewers: c.Viewers}
	beside, err := startLoads(ctx, c.Load, c.Viewers)
	defer beside.end()
	if err != nil {
		return err
	}
	g := &gauge{
		period: m.Period, moments: uint64(c.For / m.Period), enter: enterLoop, began: make(chan struct{}),
		free: make(chan *reading, 1), shown: make(chan *reading, 1),
	}
	if c.Ordinary {
		g.enter = realtime.Ordinary
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	g.end = cancel
	sim := &simulation{profile: profile, clock: g}
	e := engine.New(engine.Options{
		Clock: g, Observe: g.observe,
		Open: func(ctx context.Context, body string, seed uint64) (driver.Chair, string, error) {
			chair, label, err := sim.open(ctx, body, seed)
			return &timed{Chair: chair, gauge: g}, label, err
		},
		Programme: func(string, map[string]string) (*programme.Plan, error) { return plan, nil },
		First:     []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: plan.Name, Body: latencyBody, Seed: latencySeed}},
	})
	ended := make(chan error, 1)
	go func() { ended <- e.Run(running, latencyBody, latencySeed) }()
	err = c.watch(ctx, a, g, &m, ended, cancel)
	if err == nil && g.lost != "" {
		err = fmt.Errorf("the session ended while it was measured (%s); see: lumbar run %s", g.lost, latencyPlan)
	}
	if err == nil && g.reading.all.Count() == 0 {
		err = errors.New("nothing was measured")
	}
	if err != nil {
		return err
	}
	m.reading, m.Granted = g.reading, g.granted
	return m.tell(a, c.JSON)
}

// prepare finds out what is wanted, and everything that is wrong with it.
func (c *latencyCmd) prepare(a *app) (chair.Profile, *programme.Plan, error) {
	var wrong problems
	if c.For < leastFor || c.For > mostFor {
		wrong.add(fmt.Errorf("--for=%v is not within %v and %v", c.For, leastFor, mostFor))
	}
	if c.Viewers < 0 || c.Viewers > mostViewers {
		wrong.add(fmt.Errorf("--viewers=%d is not within 1 and %d", c.Viewers, mostViewers))
	}
	profile, err := findChair(c.Chair)
	wrong.add(err)
	if c.Rate != 0 {
		profile.Control = unit.Hertz(c.Rate)
	}
	if hz := int(profile.Control); err == nil && (hz < 50 || hz > simulatedHz || float64(hz) != float64(profile.Control) || simulatedHz%hz != 0) {
		wrong.add(fmt.Errorf("%g ticks a second cannot be measured: choose --rate 50, 100, 125, 200, 250, 500 or 1000", float64(profile.Control)))
	}
	plan, err := findProgramme(latencyPlan)
	wrong.add(err)
	return profile, plan, wrong.refuse(a)
}

// watch shows what is measured until the engine has ended.
func (c *latencyCmd) watch(ctx context.Context, a *app, g *gauge, m *measured, ended <-chan error, end func()) error {
	began, interrupted := (<-chan struct{})(g.began), ctx.Done()
	live := !c.JSON && !c.Plain && a.lively()
	late := time.NewTimer(warmUpWithin)
	defer late.Stop()
	var collections uint32
	for {
		select {
		case err := <-ended:
			if live && began == nil {
				fmt.Fprint(a.out, "\x1b[?1049l")
			}
			m.Collections = garbage() - collections
			if err == nil && began != nil && ctx.Err() == nil {
				err = errors.New("the session ended before its massage began; see: lumbar run " + latencyPlan)
			}
			return err
		case <-began:
			began = nil
			late.Stop()
			collections = garbage()
			switch {
			case live:
				fmt.Fprint(a.out, "\x1b[?1049h")
				g.free <- &reading{}
			case !c.JSON:
				fmt.Fprintf(a.out, "measuring for %v; Ctrl-C ends it early\n", c.For)
			}
		case r := <-g.shown:
			now := *m
			now.reading = *r
			show(a, &now, c.For)
			g.free <- r
		case <-interrupted:
			interrupted = nil
			if g.halt(); began != nil {
				end()
			}
		case <-late.C:
			end()
		}
	}
}

// show draws the live view.
func show(a *app, m *measured, length time.Duration) {
	left := length - time.Duration(m.reading.moments())*m.Period
	lines := append(m.lines(style(a.err).Colour), "", fmt.Sprintf("%s left; Ctrl-C ends it early", clock(left.Seconds())))
	if f, ok := a.out.(*os.File); ok {
		if _, height, err := term.GetSize(f.Fd()); err == nil && len(lines) > height {
			lines = lines[:height]
		}
	}
	fmt.Fprint(a.out, "\x1b[H\x1b[J"+strings.Join(lines, "\r\n"))
}

// garbage is how many garbage collections there were.
func garbage() uint32 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.NumGC
}
