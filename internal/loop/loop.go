// Package loop is one control tick, whole: report -> session -> control -> guard -> cleared command. The engine
// runs it on a real clock, verify and the tests run it as fast as they can; it is the same code, and it has no
// clock of its own.
package loop

import (
	"errors"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/programme"
)

// ErrBusy is returned when a session is asked for while another is under way.
var ErrBusy = errors.New("a session is under way; stop it first")

// Loop ties one chair's session, control and guard together. It is used by one caller.
type Loop struct {
	profile *chair.Profile
	limits  chair.Limits
	guard   *guard.Guard
	control *control.Controller
	session *session.Session
	stop    bool
	effects []session.Effect
	input   guard.Input
	fault   *chair.Fault
	refused string // by the guard, since the session was last asked
}

// New returns a loop without a session. The guard is the caller's to make: few may.
func New(p *chair.Profile, l chair.Limits, g *guard.Guard) *Loop {
	return &Loop{profile: p, limits: l, guard: g, control: control.New(p, l), fault: g.Fault()}
}

// Start begins a session of a fitted plan for somebody who has had spent before.
func (l *Loop) Start(at time.Duration, plan *programme.Plan, spent chair.Spent) error {
	return l.Begin(at, session.Options{Plan: plan}, spent)
}

// Begin is Start with a session's further options; chair and limits are the loop's own.
func (l *Loop) Begin(at time.Duration, o session.Options, spent chair.Spent) error {
	if l.Active() {
		return ErrBusy
	}
	if err := l.guard.Begin(at, spent); err != nil {
		return err
	}
	l.begin(o)
	return nil
}

// Resume goes on with the session that ended last, with another fitted plan: its budgets are those of before.
func (l *Loop) Resume(at time.Duration, o session.Options) error {
	if l.Active() {
		return ErrBusy
	}
	if err := l.guard.Resume(at); err != nil {
		return err
	}
	l.begin(o)
	return nil
}

// Change puts other limits in force for sessions to come, the guard's among them.
func (l *Loop) Change(limits chair.Limits) error {
	if l.Active() {
		return ErrBusy
	}
	if err := l.guard.Change(limits); err != nil {
		return err
	}
	l.limits, l.control = limits, control.New(l.profile, limits)
	return nil
}

// Tighten tightens the limits, the guard's among them.
func (l *Loop) Tighten(limits chair.Limits) {
	l.limits = l.limits.Tighten(limits)
	l.guard.Tighten(limits)
}

// begin begins a session whose guard is armed.
func (l *Loop) begin(o session.Options) {
	l.stop, l.fault, l.refused = false, nil, ""
	o.Profile, o.Limits = l.profile, l.limits
	l.control = control.New(l.profile, l.limits)
	l.session = session.New(o)
}

// Active says whether a session is under way.
func (l *Loop) Active() bool { return l.session != nil && l.session.Stage() != session.Done }

// Session is the session under way, or the last one, or nil.
func (l *Loop) Session() *session.Session { return l.session }

// Control is the control's status after the last tick.
func (l *Loop) Control() control.Status { return l.control.Status() }

// Guard is the guard, for its read-outs.
func (l *Loop) Guard() *guard.Guard { return l.guard }

// Fault is the guard's latched fault, or nil.
func (l *Loop) Fault() *chair.Fault { return l.fault }

// Asked is what control asked for in the last tick, before the guard judged it.
func (l *Loop) Asked() *chair.Command { return &l.input.Command }

// Clear clears a latched fault.
func (l *Loop) Clear() error {
	if err := l.guard.Clear(); err != nil {
		return err
	}
	l.fault = nil
	return nil
}

// Input is what one tick is told.
type Input struct {
	At, Dt time.Duration
	Report *chair.Report
	Ask    session.Ask
	Nudge  session.LevelNudge // of an ask that is one
	Alive  bool               // the host still wants the session
	Wrong  bool               // somebody says that something felt wrong
	Up     bool               // somebody holds "let me up"
	Move   guard.Move         // somebody holds an axis
}

// Tick takes one tick. Notes for the record are appended to notes.
func (l *Loop) Tick(in *Input, notes []session.Note) (cleared guard.Cleared, _ []session.Note) {
	notes = l.TickInto(&cleared, in, notes)
	return cleared, notes
}

// TickInto is Tick for whom has room for what is cleared.
func (l *Loop) TickInto(cleared *guard.Cleared, in *Input, notes []session.Note) []session.Note {
	l.stop = l.stop || in.Ask == session.Stop
	if l.session == nil {
		l.input.Command = chair.Command{}
	} else {
		st := l.guard.State()
		step := session.Input{
			At: in.At, Dt: in.Dt, Report: in.Report, Control: l.control.Status(), Ask: in.Ask, Nudge: in.Nudge, Fault: l.fault,
			Off: st == guard.Off || st == guard.Disarmed, Refused: l.refused,
		}
		l.refused = ""
		l.effects = l.session.Step(&step, l.effects[:0])
		for i := range l.effects {
			notes = l.perform(in.At, &l.effects[i], notes)
		}
		l.control.Plan(&l.input.Command, l.session.Goal(), in.Report, in.Dt.Seconds())
	}
	l.input.Report, l.input.Stop, l.input.HostAlive = *in.Report, l.stop, in.Alive
	l.input.Wrong, l.input.Up, l.input.Move = in.Wrong, in.Up, in.Move
	l.fault = l.guard.VetInto(cleared, in.At, &l.input)
	if !l.Active() {
		l.stop = false // it has done its work; while it was held nobody could be let up
	}
	return notes
}

// perform does what the session decided.
func (l *Loop) perform(at time.Duration, e *session.Effect, notes []session.Note) []session.Note {
	switch e.Kind {
	case session.SetTare:
		if err := l.guard.Tare(e.Tare); err != nil {
			return l.refuse(err, notes)
		}
		l.control.Tare(e.Tare)
	case session.Register:
		if err := l.guard.Register(e.Map, at); err != nil {
			return l.refuse(err, notes)
		}
		l.control.Register(e.Map, *e.Contour)
	case session.Learn:
		l.control.Register(chair.ZoneMap{}, *e.Contour)
	case session.Halt:
		l.stop = true
	case session.Disarm:
		l.guard.End()
	case session.Gentle:
		l.control.Limit(session.Gently(l.limits, e.By))
	case session.Usual:
		l.control.Limit(l.limits)
	case session.Noted:
		notes = append(notes, e.Note)
	}
	return notes
}

// refuse keeps for the session, and for the record, what the guard refused.
func (l *Loop) refuse(err error, notes []session.Note) []session.Note {
	l.refused = err.Error()
	return append(notes, session.Note{Kind: "refused", Text: l.refused})
}
