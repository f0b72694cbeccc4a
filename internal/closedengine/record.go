package closedengine

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/wire"
)

// emit numbers an event and hands it to the observer, to what keeps it, and to the log.
func (e *Engine) emit(at time.Duration, ev *wire.Event) {
	e.seq++
	ev.V, ev.Seq, ev.AtMS = wire.Version, e.seq, at.Milliseconds()
	e.counts.event(ev)
	e.takeEvent(at, ev)
	if e.o.Observe != nil {
		e.o.Observe(ev)
	}
	if e.o.Keep != nil {
		kept := *ev
		if kept.Event == "start" {
			kept.Person = e.given.person
		}
		e.o.Keep.Event(&kept)
	}
	e.o.Logger.Info(ev.Event, "event", ev)
}

// record turns what a loop tells into an event.
func (e *Engine) record(n *closed.Event) {
	ev := wire.Event{Phase: n.Phase}
	switch n.Kind {
	case closed.Step:
		ev.Event, ev.Stroke, ev.Asked = "stroke", n.Step, e.setting(n.Setting)
		if m := n.Setting.Mode; m > 0 {
			ev.Technique = e.o.Profile.Closed.Modes[m-1].Technique
		}
	case closed.Key:
		ev.Event, ev.Action = "key", action(n.Action)
		ev.Text = n.Action.What + ": " + n.Action.Progress.String()
	case closed.Stopping:
		e.state = wire.Retreat
		ev.Event, ev.Stage, ev.Text = "stage", wire.Retreat, n.Why
	default: // the summary says that it is over
		return
	}
	e.emit(n.At, &ev)
}

func action(a chair.Action) *wire.Action {
	return &wire.Action{What: a.What, Progress: a.Progress.String(), Presses: a.Presses}
}

// setting is a setting in words.
func (e *Engine) setting(s chair.Setting) *wire.Setting {
	p := e.o.Profile.Closed
	if s.Mode < 1 || s.Mode > len(p.Modes) {
		return &wire.Setting{}
	}
	return &wire.Setting{Mode: p.Modes[s.Mode-1].Name, Speed: s.Speed, Area: s.Area.String(), From: s.From, To: s.To, Heat: s.Heat}
}

// latched takes up the guard's fault, and says whether it is a new one.
func (e *Engine) latched() bool {
	f := e.loop.Guard().Fault()
	if f == nil {
		e.told, e.fault = chair.Fault{}, nil
		return false
	}
	if *f == e.told {
		return false
	}
	i := f.Code.ClosedInfo()
	e.told = *f
	e.fault = &wire.Fault{
		Code: string(f.Code), Title: i.Title, Text: i.Text, Does: i.Does, Do: i.Do, AtMS: f.At.Milliseconds(), Line: f.Error(),
		Severity: i.Severity.String(), Clears: i.Clear.String(),
	}
	return true
}

// watchFault keeps a new fault and tells it.
func (e *Engine) watchFault(at time.Duration) {
	if !e.latched() {
		return
	}
	if e.o.Keep != nil {
		e.o.Keep.Latch(e.told)
	}
	e.emit(at, &wire.Event{Event: "fault", Text: e.told.Error(), Fault: e.fault})
}

// summary is what the session that just ended came to.
func (e *Engine) summary(at time.Duration) *wire.Event {
	o, v := e.loop.Outcome(), e.loop.View(at)
	outcome, reason := e.outcome()
	sum := &wire.Summary{
		Outcome: outcome, Reason: reason, Unverified: o.Ending == closed.NotConfirmed,
		DurationS: tenth(o.Took.Seconds()), MassageS: tenth(e.used().Seconds()),
		PhasesDone: v.Step - 1, Phases: len(v.Plan.Steps), Faults: []string{}, Contact: []wire.LevelSummary{},
		Changed: append([]string{}, e.given.plan.all...),
	}
	if v.Step == 0 {
		sum.PhasesDone = sum.Phases
	}
	for _, f := range []*chair.Fault{o.Cause, o.Fault} {
		if f != nil {
			sum.Faults = append(sum.Faults, string(f.Code))
		}
	}
	return &wire.Event{Event: "summary", Programme: e.given.plan.name, Summary: sum}
}

// outcome is how the last session ended, in the words of all sessions, and why if it is not finished.
func (e *Engine) outcome() (outcome, why string) {
	if e.reason != "" {
		return "ended", e.reason
	}
	o := e.loop.Outcome()
	switch {
	case o.Ending == 0:
		return "", ""
	case o.Ending == closed.Finished:
		return "finished", ""
	case o.Fault != nil && o.Fault.Code == chair.FaultFelt:
		return "stopped", o.Why
	case o.Ending == closed.Faulted || o.Ending == closed.NotConfirmed:
		return "fault", o.Why
	case o.Asked:
		return "stopped", ""
	}
	return "ended", o.Why
}

// tenth rounds for people and for equal bytes everywhere.
func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// counts is what the engine counts.
type counts struct {
	began     time.Time
	ticks     uint64
	readFails uint64
	appFails  uint64
	contact   time.Duration
	counted   time.Duration // of the session under way, which may go on after its end
	faults    map[string]uint64
	sessions  map[string]uint64
}

func newCounts() counts {
	return counts{began: time.Now(), faults: map[string]uint64{}, sessions: map[string]uint64{}}
}

// over counts a session that has lasted so long since it first ran.
func (n *counts) over(lasted time.Duration) {
	n.contact += max(0, lasted-n.counted)
	n.counted = lasted
}

func (n *counts) event(ev *wire.Event) {
	switch {
	case ev.Event == "fault" && ev.Fault != nil:
		n.faults[ev.Fault.Code]++
	case ev.Event == "summary" && ev.Summary != nil:
		n.sessions[ev.Summary.Outcome]++
	}
}

// told is a copy for whoever asks. A control period of 250 ms is late for nobody: lateness is not counted.
func (n *counts) told() *wire.Counts {
	c := &wire.Counts{
		BeganMS: n.began.UnixMilli(), Ticks: n.ticks, ReadFails: n.readFails, ApplyFails: n.appFails, ContactS: n.contact.Seconds(),
		Faults: map[string]uint64{}, Sessions: map[string]uint64{},
	}
	for code, k := range n.faults {
		c.Faults[code] = k
	}
	for outcome, k := range n.sessions {
		c.Sessions[outcome] = k
	}
	return c
}
