package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/programme"
)

// guideHere is a session on a massager without a link, in this terminal: the safety check as a guest, then one instruction
// after the other.
func guideHere(ctx context.Context, a *app, c *runCmd, m *manual.Massager) error {
	plan, err := findSet(c.Programme, c.setFlag)
	if err != nil {
		return problems{err}.refuse(a)
	}
	if err := tooSoon(plan); err != nil {
		return &status{exitRefused, err}
	}
	if c.JSON || !a.terminal() {
		return &status{exitRefused, errors.New("a massager without a link is worked by a person: run this in a terminal, or use the page; lumbar plan shows what would be asked")}
	}
	dir, err := c.dir(a)
	if err != nil {
		return err
	}
	lock, err := keep.Hold(dir, "server") // the page's server holds sessions of its own
	var held *keep.Held
	if errors.As(err, &held) {
		return &status{exitRefused, errors.New("lumbar runs already: use its page, /guide, or end it first")}
	}
	if err != nil {
		return err
	}
	defer lock.Release()
	kept, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return storeError(err)
	}
	defer kept.Close()
	check, err := checkfile.Load()
	if err != nil {
		return err
	}
	q, restore, err := newAsker(ctx, a, check)
	if err != nil {
		return err
	}
	defer func() { _ = restore() }()
	room, err := guided.Open(ctx, guided.Options{Shelf: guided.ShelfIn(dir), Record: kept, Programme: func(string, map[string]string) (*programme.Plan, error) { return plan, nil }})
	if err != nil {
		return err
	}
	g := &guide{q: q, room: room, now: time.NewTicker(guideEvery)}
	defer g.now.Stop()
	if room.Active() { // of before: nothing begins until that is answered
		return g.follow(ctx)
	}
	limits, err := g.checked(check)
	if err != nil {
		return err
	}
	if err := room.Begin(ctx, &guided.Start{By: "terminal", Massager: m.Name, Programme: plan.Name, Limits: limits}); err != nil {
		return &status{exitRefused, err}
	}
	return g.follow(ctx)
}

// tooSoon refuses a programme that is too much to begin with: whoever is asked in a terminal is a guest, whose sessions nobody
// has counted.
func tooSoon(plan *programme.Plan) error {
	if plan.Quiet == 0 {
		return nil
	}
	return fmt.Errorf("%s is not for a guest: only after %d quiet sessions, and in a terminal nobody knows of yours; start it as yourself on the page, lumbar serve, choose another one, or watch it on the simulated chair: lumbar run %s",
		plan.Title, plan.Quiet, plan.Name)
}

// guideEvery is how often the terminal is written anew.
const guideEvery = 250 * time.Millisecond

// guide is a guided session in the terminal.
type guide struct {
	q    *asker
	room *guided.Room
	now  *time.Ticker
	told string // what was last asked for
	rung int    // how often it has been asked again
}

// checked asks the safety check, as of a guest, and gives the limits.
func (g *guide) checked(check *screening.Check) (l chair.Limits, err error) {
	given, err := g.q.all()
	if err != nil {
		return l, &status{exitRefused, err}
	}
	anybody := chair.PersonRange{MaxWeight: 300, MaxHeight: 3000} // its own instructions say whom it is for
	v := check.Judge(&screening.Input{Answers: given.Answers, Approvals: given.Approvals, History: screening.History{Guest: true}, Chair: anybody, Today: time.Now()})
	dose, _ := check.Dose(screening.History{Guest: true})
	v.Limits = v.Limits.Tighten(dose)
	g.q.say(outcomeLook(v.Outcome), v.Say)
	for _, line := range v.Advice {
		g.q.say(ink, line)
	}
	if v.Outcome.Refused() {
		return l, &status{exitRefused, nil}
	}
	return v.Limits, nil
}

// follow shows what is asked and takes keys until it is said to have stopped.
func (g *guide) follow(ctx context.Context) error {
	g.q.say(soft, "Enter: it is set. Space or Ctrl-C: STOP. - softer, p pause, n next, w something feels wrong.")
	for {
		v, _ := g.room.Look(ctx)
		if v.Stage == manual.Done.String() {
			g.q.say(calm, "It has stopped, as you say. It is on record, unverified.")
			if v.Outcome == manual.Finished {
				return g.q.err
			}
			return &status{exitStopped, g.q.err}
		}
		g.show(&v)
		if g.q.err != nil {
			_ = g.room.Do(ctx, manual.Stop, 0)
			return fmt.Errorf("what to press can no longer be shown: switch the massager off: %w", g.q.err)
		}
		select {
		case <-ctx.Done():
			_ = g.room.Do(context.WithoutCancel(ctx), manual.Stop, 0)
			g.q.say(alarm, v.Off.Large+". Nobody has said that it has stopped: lumbar asks at its next start.")
			return &status{exitStopped, g.q.err}
		case key, more := <-g.q.keys:
			if !more {
				key = keyInterrupt
				g.q.keys = nil
			}
			if why := g.key(ctx, key, v.Stage); why != nil && !errors.Is(why, manual.ErrNotNow) {
				g.q.say(warm, strings.ToUpper(why.Error()[:1])+why.Error()[1:]+".")
			}
		case <-g.now.C:
		}
	}
}

// key takes one.
func (g *guide) key(ctx context.Context, key rune, stage string) error {
	main := map[string]manual.Verb{"asking": manual.Pressed, "pausing": manual.Pressed, "paused": manual.Resume, "stopping": manual.Stopped}
	verbs := map[rune]manual.Verb{' ': manual.Stop, keyInterrupt: manual.Stop, '-': manual.Softer, 'p': manual.Pause, 'n': manual.Skip, 'w': manual.Wrong,
		'\r': main[stage], keyEnter: main[stage]}
	if v := verbs[key]; v != "" {
		return g.room.Do(ctx, v, 0)
	}
	return nil
}

// show writes what is new, and in a terminal the time that is left. What is asked rings.
func (g *guide) show(v *manual.View) {
	key := fmt.Sprint(v.Stage, v.Step, v.Now.Large)
	stopping := v.Stage == manual.Stopping.String()
	if key != g.told {
		g.told, g.rung = key, 0
		g.clearLine()
		g.q.blank()
		g.q.say(map[bool]look{true: alarm, false: strong}[stopping], v.Now.Large)
		if v.Stage != manual.Running.String() {
			for _, line := range v.Now.Do {
				g.q.say(ink, "- "+line)
			}
			g.ring()
		}
		if v.Never != "" && !stopping {
			g.q.say(soft, v.Never)
		}
	} else if rung := int(v.Waits) / 3; stopping && rung > g.rung || v.Again > g.rung && !stopping {
		g.rung = max(rung, v.Again)
		g.ring()
	}
	if g.q.raw {
		text := clock(v.LeftS) + " left; then: " + v.Next
		if stopping || v.Stage == manual.Pausing.String() {
			text = "asked " + clock(v.Waits) + " ago: Enter once it is off"
		}
		g.clearLine()
		g.q.echo(pageIndent + cut(text, g.q.width())) // one that wraps could not be taken back
	}
}

func (g *guide) clearLine() { g.q.echo("\r\x1b[K") }

func (g *guide) ring() {
	if g.q.raw && g.q.err == nil {
		_, g.q.err = io.WriteString(g.q.out, "\a")
	}
}
