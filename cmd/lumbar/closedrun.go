package main

import (
	"context"
	"errors"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/closedengine"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
)

// closedRun is one session on a closed chair, in this terminal. The engine's goroutine only calls observe; everything else
// happens in the goroutine of give.
type closedRun struct {
	app     *app
	engine  *closedengine.Engine
	profile *chair.Profile
	json    bool
	q       *asker // single keys, and the page that is written; its keys are nil where nobody can press any
	by      string
	events  chan wire.Event
	every   time.Duration // between two lines of progress, where the last line is not written anew
	tape    *tape
	waits   bool // a stop that is not confirmed waits for somebody's word

	shot    wire.Snapshot
	summary *wire.Summary
	refused string
	stopped bool // asked for here
	said    string
}

// runClosed gives one session on a closed chair: on the simulated one at once, on a real one after the safety check.
func (c *runCmd) runClosed(ctx context.Context, a *app, p *chair.Profile) error {
	var wrong problems
	pace, err := parsePace(c.Pace)
	wrong.add(err)
	plan, err := findSet(c.Programme, c.setFlag)
	wrong.add(err)
	by, err := secretName()
	wrong.add(err)
	clock := closedClock(c.Link, pace)
	open, simulated, err := closedLink(p, c.Link, clock.Now)
	wrong.add(err)
	wrong.add(c.closedOnly(simulated, pace))
	if err := wrong.refuse(a); err != nil {
		return err
	}
	outliveReaders()
	r := &closedRun{app: a, profile: p, json: c.JSON, by: by, events: make(chan wire.Event, mostEvents), every: lineEvery}
	o := closedengine.Options{
		Profile: p, Open: open, Simulated: simulated, HostWatch: !simulated, Clock: clock, Observe: func(ev *wire.Event) { r.events <- *ev },
		Programme: func(string, map[string]string) (*programme.Plan, error) { return plan, nil },
	}
	restore, err := r.keys(ctx, c.JSON)
	if err != nil {
		return err
	}
	defer restore()
	limits := chair.Everyone()
	if !simulated {
		let, done, err := r.admit(c, p, &o)
		if err != nil {
			return err
		}
		defer done()
		limits = let
	}
	if err := r.before(p, plan, limits, simulated); err != nil {
		return err
	}
	start := wire.Request{V: wire.Version, Verb: wire.Start, Programme: plan.Name, By: by, Limits: &limits}
	if !r.left(&o) {
		o.First = []wire.Request{start}
	}
	take := takeWhile
	if simulated {
		take = takeInto
	}
	record, err := take(c.Record)
	if err != nil {
		return &status{exitRefused, err}
	}
	r.tape, o.Record = record, record.recorder()
	r.engine = closedengine.New(o)
	return r.give(ctx)
}

// closedOnly refuses what a closed chair does not have.
func (c *runCmd) closedOnly(simulated bool, pace float64) error {
	switch {
	case c.Calibrate || c.Measure || c.Known != "" || c.Found != "":
		return errors.New("--calibrate, --measure, --known and --found are for a chair that feels how it presses; this one reports no force")
	case !simulated && pace != 1:
		return errors.New("--pace is for a simulated chair: leave out --link")
	}
	return nil
}

// keys makes the terminal ready for single keys, if there is one; restore puts it back.
func (r *closedRun) keys(ctx context.Context, json bool) (restore func(), err error) {
	r.q = &asker{page: page{out: r.app.out, colour: style(r.app.out).Colour}, ctx: ctx}
	if json {
		r.q.out = r.app.err
	}
	if json || !r.app.lively() {
		return func() {}, nil
	}
	check, err := checkfile.Load()
	if err != nil {
		return nil, err
	}
	q, back, err := newAsker(ctx, r.app, check)
	if err != nil {
		return nil, err
	}
	r.q, r.every, r.waits = q, 250*time.Millisecond, true
	return func() { _ = back() }, nil
}

// admit is for a real chair: nobody else drives it, what must last is kept, and the safety check is asked, as of a guest.
func (r *closedRun) admit(c *runCmd, p *chair.Profile, o *closedengine.Options) (l chair.Limits, done func(), err error) {
	if c.JSON || !r.q.raw {
		return l, nil, &status{exitRefused, errors.New("a real chair is begun by whoever sits in it, after the safety check: run this in a terminal, or use the page, lumbar serve. To try it without a chair leave out --link")}
	}
	dir, err := c.dir(r.app)
	if err != nil {
		return l, nil, err
	}
	own, err := ownHere(dir, p, c.Link)
	if err != nil {
		return l, nil, err
	}
	o.Tested, o.Keep, o.Latched, o.Cut = own.proven.tested, own.kept, own.found.Latched, cutOff(&own.found)
	if r.left(o) { // of before: nothing begins until that is answered
		return chair.Everyone(), own.free, nil
	}
	if l, err = r.q.admitted(p); err != nil {
		own.free()
		return l, nil, err
	}
	return l, own.free, nil
}

// left says whether something of before has to be answered first.
func (r *closedRun) left(o *closedengine.Options) bool { return o.Latched != nil || o.Cut != nil }
