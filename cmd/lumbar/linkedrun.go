package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/wire"
)

// reach finds the chair and how it is reached: as was asked for, else as it was added, else simulated.
func (c *runCmd) reach(a *app) (l linkedChair, err error) {
	if !looksLikePath(c.Chair) && !slices.Contains(chairNames(), c.Chair) { // one that was added, or none
		dir, err := c.dir(a)
		if err != nil {
			return l, err
		}
		return findLink(dir, c.Chair, c.Link)
	}
	if looksLikePath(c.Chair) {
		l.file = c.Chair
	}
	if l.profile, err = readChair(c.Chair); err != nil {
		return l, err
	}
	if l.address = c.Link; l.address == "" {
		l.address = addressOf(&l)
	}
	if l.address == "" {
		l.address = links.Simulated
	}
	return l, links.Check(l.address, &l.profile)
}

// runLinked gives one session on a chair whose axes are driven and that lives outside this process: on a simulated one at
// once, on a real one after the safety check, and only by a record of its test.
func (c *runCmd) runLinked(ctx context.Context, a *app, l *linkedChair) error {
	p := &l.profile
	var wrong problems
	plan, err := findSet(c.Programme, c.setFlag)
	wrong.add(err)
	known, err := readKnown(c.Known)
	wrong.add(err)
	by, err := secretName()
	wrong.add(err)
	wrong.add(c.linkedOnly(a, p))
	if err := wrong.refuse(a); err != nil {
		return err
	}
	warn(a, c.Programme, c.setFlag)
	clock := engine.NewReal()
	start := wire.Request{V: wire.Version, Verb: wire.Start, Programme: plan.Name, Calibrate: c.Calibrate, Measure: c.Measure, By: by, Known: known}
	o := engine.Options{Open: apart(l.address, links.Options{Profile: p, Clock: clock.Now}), Clock: clock, HostWatch: true}
	limits := chair.Everyone()
	if !p.Simulated {
		given, own, err := c.sitDown(ctx, a, l)
		if err != nil {
			return err
		}
		defer own.free()
		limits, start.Limits = given, &given
		start.Told = true // sitDown has said what moves first, and somebody has agreed
		o.Keep, o.Tested, o.Latched, o.Cut = own.kept, own.proven.tested, own.found.Latched, own.found.Cut
		if o.Latched != nil { // somebody has just said that it is looked after
			o.First = []wire.Request{{V: wire.Version, Verb: wire.Clear, By: by}}
		}
	}
	fitted := fit.Fit(plan, p, limits)
	if len(fitted.Plan.Phases) == 0 {
		return &status{exitRefused, fmt.Errorf("nothing of %s is left for this chair and these limits", plan.Name)}
	}
	record, err := takeWhile(c.Record)
	if err != nil {
		return &status{exitRefused, err}
	}
	outliveReaders()
	s := &session{app: a, linked: true, start: &start, tape: record, json: c.JSON, every: lineEvery, by: by, found: c.Found, given: plan, plan: fitted.Plan, events: make(chan wire.Event, mostEvents)}
	o.Programme, o.Observe, o.Record = s.programme, s.observe, record.recorder()
	s.engine = engine.New(o)
	return s.give(ctx, "", 0, !c.JSON && a.lively())
}

// takeWhile records one session into a file while it goes on: the chair's time does not wait for the disk. nil without a path.
func takeWhile(path string) (*tape, error) {
	f, err := recordingFile(path)
	if f == nil {
		return nil, err
	}
	return takeDown(recording.Options{Shelf: recording.Into(f)}), nil
}

// linkedOnly refuses what a chair in real time, outside this process, does not have.
func (c *runCmd) linkedOnly(a *app, p *chair.Profile) error {
	switch pace, err := parsePace(c.Pace); {
	case err != nil:
		return err
	case pace != 1:
		return errors.New("--pace is for a simulated chair in this process: leave out --link")
	case c.Sweep:
		return errors.New("--sweep draws a simulated person, and the person at this link is there already: leave out --link")
	case !p.Simulated && (c.JSON || !a.lively()):
		return errReal
	}
	return nil
}

// errReal: nobody sits here who could be asked, or press STOP.
var errReal = errors.New("a real chair is begun by whoever sits in it, after the safety check: run this in a terminal, or use the page, lumbar serve. To try it without a chair leave out --link")

// sitDown takes a real chair into this process, has what an earlier session left looked after, and asks the safety check.
func (c *runCmd) sitDown(ctx context.Context, a *app, l *linkedChair) (limits chair.Limits, own owned, err error) {
	dir, err := c.dir(a)
	if err != nil {
		return limits, own, err
	}
	if own, err = ownHere(dir, &l.profile, l.address); err != nil {
		return limits, own, err
	}
	check, err := checkfile.Load()
	if err != nil {
		own.free()
		return limits, own, err
	}
	q, restore, err := newAsker(ctx, a, check)
	if err != nil {
		own.free()
		return limits, own, err
	}
	if err = q.lookAfter(own.found.Latched); err == nil {
		if limits, err = q.admitted(&l.profile); err == nil {
			err = q.ready(&l.profile)
		}
	}
	if err = errors.Join(err, restore()); err != nil {
		own.free()
	}
	return limits, own, err
}

// lookAfter says what an earlier session was ended by, and waits for somebody's word that it is looked after.
func (q *asker) lookAfter(f *chair.Fault) error {
	if f == nil {
		return nil
	}
	i := f.Code.Info()
	q.say(alarm, "From before: "+i.Title+". "+i.Text)
	q.say(ink, i.Do)
	return q.agree("It is looked after", "the fault stays until it is cleared; nothing was started")
}

// ready says what moves first, before anything does.
func (q *asker) ready(p *chair.Profile) error {
	q.blank()
	q.say(strong, "Next, "+p.Title+" moves before the massage.")
	q.say(ink, engine.Homing(p))
	q.say(ink, "Sit still, off the back rest, until it says that you can lean back. The space bar is STOP from now on.")
	return q.agree("Begin", "nothing was started")
}

// agree waits for y; anything that might be hit in a hurry, or to leave, is a no.
func (q *asker) agree(what, otherwise string) error {
	q.blank()
	q.line(calm.of(&q.page, "y") + " " + lower(what) + soft.of(&q.page, "    space, q leave"))
	for {
		key, err := q.key()
		switch {
		case err != nil || key == ' ' || key == 'q' || key == 'n' || key == '\x1b':
			return &status{exitStopped, errors.New(otherwise)}
		case key == 'y':
			return nil
		}
	}
}

// How long a chair that an earlier host has left alone may take to come back into service, and how often it is looked at.
const (
	backWithin = 10 * time.Second
	backEvery  = 50 * time.Millisecond
)

// begin begins the session once the chair is in service: one that was left alone has acted by itself, and is given back by commands
// that drive nothing. The error is why nothing was started; an engine that has ended says why by itself.
func (s *session) begin(ctx context.Context) error {
	tick := time.NewTicker(backEvery)
	defer tick.Stop()
	late := time.NewTimer(backWithin)
	defer late.Stop()
	for looks := 0; ; looks++ {
		now, ok := s.ask(wire.Beat)
		if !ok {
			return nil
		}
		if looks > 2 && !now.Alone { // the first are of before its first tick
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.New("nothing was started")
		case <-late.C:
			return errors.New("the chair has acted by itself, left alone before, and does not come back into service: look at it, then try again")
		}
	}
	reply, err := s.engine.Do(context.Background(), *s.start)
	if err != nil || reply.Error == "" {
		return nil
	}
	return errors.New(reply.Error)
}

// beatEvery is how often the engine hears that whoever could stop the session is here, where no live view looks.
const beatEvery = 250 * time.Millisecond
