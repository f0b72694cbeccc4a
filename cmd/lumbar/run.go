package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/verify"
	"github.com/openlumbar/lumbar/internal/wire"
)

type runCmd struct {
	Programme string `arg:"" help:"A programme that ships (see: lumbar programmes), or a file."`
	Body      string `default:"ansur:1" help:"Who sits: ansur:ROW (1 to 6068), ansur:shortest-woman and the like, nhanes:ROW (1 to 8704), or a body file."`
	Chair     string `default:"bench-4d" help:"The chair: one that was added, a profile's name that ships, or its file; or a massager without a link, which you work yourself."`
	Link      string `placeholder:"LINK" help:"How it is reached, if not as it was added: simulated, unix:/path/to/socket of a lumbar twin, modbus-tcp://host:502, ble:AA:BB:CC:DD:EE:FF, and what else lumbar chair list names."`
	Pace      string `default:"real" help:"real, max, or how many times real time (1 to 60)."`
	Seed      string `default:"1" help:"Decides everything about this person and chair that measures do not; 0 to 2^53."`
	Sweep     bool   `help:"Draw the person as lumbar verify --sweep does: what is little known, the more widely."`
	Calibrate bool   `help:"After the scan, press slowly harder until the simulated person says enough."`
	Measure   bool   `help:"Measure stiffness before and after the massage."`
	Known     string `placeholder:"FILE" help:"What is known of the back of whoever is expected to sit, as --found has written it."`
	Found     string `placeholder:"FILE" help:"Write what this session finds of the back, for --known of a later one."`
	JSON      bool   `help:"One event a line, a summary last. Same seed, same bytes."`
	Record    string `placeholder:"FILE" help:"Take the session down, tick by tick, for lumbar replay and other tools (MCAP)."`
	setFlag
	dataFlag
}

// Help teaches more than the flags.
func (runCmd) Help() string {
	return `In a terminal the session is shown live, and the space bar is STOP; after a stop, hold u to come up. Elsewhere there is
a line for each event, and one every 20 s.

With --known the scan is compared with an earlier one. A back that feels different gets gentle massage only, until m says "it
is me", or o "somebody else", which finishes. Only the live view can be answered.

Exit status: 0 finished, also gently before its end, 1 an error on this machine, 2 refused (nothing was started),
3 stopped by a fault, 4 stopped by somebody or ended early.

  lumbar run after-desk
  lumbar run break --body ansur:tallest-man --pace 8
  lumbar run break --pace max --record break.mcap
  lumbar run my.lumbar.hcl --pace max --json
  lumbar run after-desk --chair old-chair    guided, after the safety check
  lumbar run after-desk --chair infinity --pace 8        a chair that takes keys, simulated
  lumbar run after-desk --chair infinity --link ble      the same over Bluetooth, after the safety check
  lumbar run after-desk --chair my-chair     one that was added and tried, over its link, after the safety check
  lumbar run break --link unix:./chair       the simulated chair of a lumbar twin, in real time`
}

// Run gives one session: on the simulated chair here, or on another over its link.
func (c *runCmd) Run(ctx context.Context, a *app) error {
	if m, ok, err := c.massager(a, c.Chair); err != nil {
		return &status{exitRefused, err}
	} else if ok {
		return guideHere(ctx, a, c, &m)
	}
	at, unreached := c.reach(a)
	switch {
	case unreached != nil:
	case at.profile.Closed != nil:
		c.Link = at.address
		return c.runClosed(ctx, a, &at.profile)
	case links.Apart(at.address):
		return c.runLinked(ctx, a, &at)
	}
	profile := at.profile
	var wrong problems
	pace, err := parsePace(c.Pace)
	wrong.add(err)
	seed, err := parseSeed(c.Seed)
	wrong.add(err)
	wrong.add(unreached)
	who, _, err := findBody(c.Body)
	wrong.add(err)
	plan, err := findSet(c.Programme, c.setFlag)
	wrong.add(err)
	known, err := readKnown(c.Known)
	wrong.add(err)
	by, err := secretName()
	wrong.add(err)
	if err := wrong.refuse(a); err != nil {
		return err
	}
	warn(a, c.Programme, c.setFlag)
	if text := outOfRange(&who, &profile.Person); text != "" {
		fmt.Fprintln(a.err, text)
	}
	record, err := takeInto(c.Record)
	if err != nil {
		return &status{exitRefused, err}
	}

	outliveReaders()
	clock := engine.NewVirtual(pace)
	s := &session{
		app: a, sim: &simulation{profile: profile, clock: clock, sweep: c.Sweep, meter: &verify.Meter{}}, tape: record, json: c.JSON, every: lineEvery,
		by: by, found: c.Found,
		given: plan, plan: fit.Fit(plan, &profile, chair.Everyone()).Plan, events: make(chan wire.Event, mostEvents),
	}
	s.engine = engine.New(engine.Options{
		Open: s.sim.open, Clock: clock, Programme: s.programme, Observe: s.observe,
		First: []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: plan.Name, Body: c.Body, Seed: seed, Calibrate: c.Calibrate, Measure: c.Measure,
			By: by, Known: known}},
		Sitter: s.sim.enough, Record: record.recorder(),
	})
	return s.give(ctx, c.Body, seed, !c.JSON && pace != engine.MaxPace && a.lively())
}

// warn says that a programme probably does something other than was meant; lumbar check tells what.
func warn(a *app, name string, chosen setFlag) {
	if _, list, _, err := findings(name, chosen); err == nil && len(list) > 0 {
		fmt.Fprintf(a.err, "%s has %s; see: lumbar check %s\n", name, list.Tally(), name)
	}
}

// lively says whether the live view can be shown: somebody can see it, and press STOP.
func (a *app) lively() bool {
	in, readable := a.in.(*os.File)
	out, writable := a.out.(*os.File)
	kind, _ := a.env("TERM")
	return readable && writable && term.IsTerminal(in.Fd()) && term.IsTerminal(out.Fd()) && kind != "dumb"
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

// mostSeed is that of the configuration: whole numbers up to 2^53 are the same in every JSON reader.
const mostSeed = 1 << 53

// parseSeed reads a whole number.
func parseSeed(text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > mostSeed {
		return 0, fmt.Errorf("--seed=%s is not a seed: write a whole number from 0 to %d", text, uint64(mostSeed))
	}
	return n, nil
}
