package closedengine

import (
	"context"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/wire"
)

// fill fills in everything that is shown at this moment. Own is true for the one who started the session.
func (e *Engine) fill(s *wire.Snapshot, own bool) {
	e.looks++
	now, p := e.o.Clock.Now(), e.o.Profile
	*s = wire.Snapshot{
		V: wire.Version, Seq: e.looks, AtMS: now.Milliseconds(), Chair: p.Title, Simulated: e.o.Simulated, Pace: e.o.Clock.Pace(),
		Stage: e.state, Fault: e.fault, Programme: e.given.plan.name, Title: e.given.plan.title, Chosen: e.given.plan.chosen,
		Changed: e.given.plan.all, Page: e.pageState(), Yours: own, Alone: e.report.Lost,
	}
	if own {
		s.Changed = e.given.plan.own
	}
	if e.state == wire.Done {
		s.Outcome, s.Reason = e.outcome()
	}
	v := e.loop.View(now)
	s.Closed = e.closed(&v)
	s.Stop = e.stopState(&v)
	if v.Plan == nil || e.wait != nil || e.reason != "" {
		return
	}
	s.Phases, s.Phase = len(v.Plan.Steps), v.Phase
	s.PhaseIndex, s.StrokeIndex = max(0, v.Step-1), max(0, v.Step-1)
	s.ElapsedS, s.LeftS = tenth(e.used().Seconds()), tenth(v.Left.Seconds())
	s.HeatOn = e.report.Closed != nil && e.report.Closed.Heat && e.loop.Active()
	if m := v.Asked.Mode; m > 0 {
		s.Technique = p.Closed.Modes[m-1].Technique
	}
}

// stopState is what is known of the last stop, where one was asked for or the chair has to be stopped.
func (e *Engine) stopState(v *closed.View) wire.StopState {
	switch {
	case e.counting():
		return wire.StopUnconfirmed
	case !v.Stopping:
		return wire.StopNone
	case e.loop.Guard().Seen():
		return wire.StopConfirmed
	}
	return wire.StopSent
}

// closed is what is shown of the chair.
func (e *Engine) closed(v *closed.View) *wire.Closed {
	p, g := e.o.Profile.Closed, e.loop.Guard()
	own := g.Limits()
	c := &wire.Closed{
		Track: p.Steps - 1, Depths: p.Depths, DepthMost: int(own.Depth.Max), Speeds: p.Speeds, SpeedMost: int(own.Speed.Max),
		Run: chair.RunUnknown.String(), Stopped: e.seen && e.unconfirmed(), SpentS: tenth(e.used().Seconds()), MostS: tenth(own.Session.Max.Seconds()),
		HeatS: tenth(g.Used().Heat.Seconds()), Asked: *e.setting(v.Asked), There: v.There, Action: *action(v.Action), Step: v.Step,
		Refused: e.reason != "" && e.wait == nil, Begins: !e.loop.Active() && !e.trying() && e.wait == nil && g.Fault() == nil,
	}
	c.Link, c.LinkWhy = e.linkState()
	if v.Plan != nil {
		c.Steps = len(v.Plan.Steps)
		c.Slowest = v.Slowest
	}
	if v.Action.Number == 0 {
		c.Action = wire.Action{}
	}
	if o := e.loop.Outcome(); o.Ending != 0 {
		c.StopS, c.Presses = tenth(o.StopIn.Seconds()), o.Presses
	} else if v.StopFor > 0 {
		c.StopS = tenth(v.StopFor.Seconds())
	}
	if r := e.report.Closed; r != nil && e.lost == nil && e.link.chair != nil {
		c.Run, c.Carriage, c.Depth, c.OwnLeftS, c.Remote = r.Run.String(), r.Carriage, r.Depth, tenth(r.Left.Seconds()), r.Taken
		c.Seen = *e.setting(chair.Setting{Mode: r.Mode, Speed: r.Speed, Area: r.Area, Heat: r.Heat})
		if c.Seen.Mode == "" {
			c.Seen = wire.Setting{Speed: r.Speed, Heat: r.Heat}
		}
	}
	return c
}

// context is for what may not be cut short and does not wait.
func (e *Engine) context() context.Context { return context.Background() }
