package engine

import (
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
)

// tape is what the engine needs for taking a session down.
type tape struct {
	tick  recording.Tick // the room for one
	zones chair.ZoneMap  // as last taken down
}

// takeStart begins a recording of the session that has just begun, or goes on with it. A guest is not recorded: nothing of
// them is to outlive their visit.
func (e *Engine) takeStart(at time.Duration, r *wire.Request, o *session.Options, spent chair.Spent, limits chair.Limits, again bool) {
	if e.o.Record == nil {
		return
	}
	e.tape.zones = chair.ZoneMap{}
	if strings.HasPrefix(r.Person, wire.GuestPrefix) {
		e.o.Record.End()
		return
	}
	e.o.Record.Start(&recording.Start{
		At: at, Again: again, Profile: e.profile, Limits: limits, Spent: spent, Plan: o.Plan, Calibrate: o.Calibrate, Measure: o.Measure,
		Known: o.Known, Body: e.body, Seed: r.Seed,
	})
}

// takeDown takes down the tick that was just taken. It makes no garbage, and waits for nobody.
func (e *Engine) takeDown(cleared *guard.Cleared) {
	if e.o.Record == nil {
		return
	}
	e.tape.tick.Take(&e.input, e.loop, cleared)
	e.o.Record.Tick(&e.tape.tick)
	if s := e.loop.Session(); s != nil {
		if m := s.Zones(); m != e.tape.zones {
			e.tape.zones = m
			e.o.Record.Say(recording.Zones{At: e.input.At, Map: m})
		}
	}
}

// takeEvent takes down an event, for readers: what it says of a person's back is in the ticks, and who it is nowhere.
func (e *Engine) takeEvent(at time.Duration, ev *wire.Event) {
	if e.o.Record == nil {
		return
	}
	out := recording.Event{
		At: at, Event: ev.Event, Text: ev.Text, Stage: string(ev.Stage), Phase: ev.Phase, Technique: ev.Technique, Stroke: ev.Stroke,
	}
	if ev.Fault != nil {
		out.Fault = ev.Fault.Code
	}
	if ev.Summary != nil {
		out.Outcome, out.Reason = ev.Outcome, ev.Reason
	}
	e.o.Record.Say(out)
}

// takeRequest takes down what somebody asked, and not who. Looks and beats say nothing.
func (e *Engine) takeRequest(r *wire.Request) {
	if e.o.Record == nil || r.Verb == wire.Look || r.Verb == wire.Beat || r.Verb == wire.Forget || r.Verb == wire.Test {
		return
	}
	e.o.Record.Say(recording.Request{
		At: e.o.Clock.Now(), Verb: string(r.Verb), Level: r.Level, MM: r.MM, Axis: r.Axis, Out: r.Out, Failure: r.Failure, Pace: r.Pace,
	})
}

// takeWord takes down anything else.
func (e *Engine) takeWord(what any) {
	if e.o.Record != nil {
		e.o.Record.Say(what)
	}
}

// takeOff ends the recording: another chair comes, with a guard of its own.
func (e *Engine) takeOff() {
	if e.o.Record != nil {
		e.o.Record.End()
	}
}
