package closedengine

import (
	"strings"
	"time"

	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/wire"
)

// takeStart begins a recording of the session that has just begun, or goes on with it. A guest is not recorded: nothing of them is
// to outlive their visit.
func (e *Engine) takeStart(at time.Duration, w *pending, plan *fit.ClosedResult, again bool) {
	if e.o.Record == nil {
		return
	}
	if strings.HasPrefix(w.request.Person, wire.GuestPrefix) {
		e.o.Record.End()
		return
	}
	e.o.Record.StartClosed(&recording.ClosedStart{
		At: at, Again: again, Profile: *e.o.Profile, Limits: w.limits, Spent: w.had, Programme: w.plan.Name, Title: plan.Title, Steps: plan.Steps,
	})
}

// takeDown takes down the tick that was just taken, and what the driver made of it.
func (e *Engine) takeDown(in *closed.Input, cleared *guard.Cleared, applied, there bool) {
	if e.o.Record == nil {
		return
	}
	var t recording.ClosedTick
	t.Take(in, e.loop, cleared)
	t.Applied, t.There = applied, there
	e.o.Record.TickClosed(&t)
}

// takeEvent takes down an event, for readers, and who it is of nowhere.
func (e *Engine) takeEvent(at time.Duration, ev *wire.Event) {
	if e.o.Record == nil {
		return
	}
	out := recording.Event{At: at, Event: ev.Event, Text: ev.Text, Stage: string(ev.Stage), Phase: ev.Phase, Technique: ev.Technique, Stroke: ev.Stroke}
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
	switch r.Verb {
	case wire.Look, wire.Beat, wire.Count, wire.Forget, wire.Test:
		return
	}
	e.takeWord(recording.Request{At: e.o.Clock.Now(), Verb: string(r.Verb), Pace: r.Pace})
}

// takeWord takes down anything else.
func (e *Engine) takeWord(what any) {
	if e.o.Record != nil {
		e.o.Record.Say(what)
	}
}

// takeOff ends a recording whose session is over and cannot be gone on with any more.
func (e *Engine) takeOff() {
	if e.o.Record != nil && e.wait == nil && !e.loop.Active() && !e.counting() && !e.loop.MayResume(e.o.Clock.Now()) {
		e.o.Record.End()
	}
}
