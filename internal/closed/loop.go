package closed

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
)

// Input is what a Loop gets in one control period.
type Input struct {
	At     time.Duration
	Report chair.Report
	Heard  bool // the report is fresh
	Ask    Ask
	Wrong  bool   // "something felt wrong"
	Alive  bool   // whoever could press STOP is heard
	End    string // why the session is to end in order; empty: it need not
}

// Loop is sessions on one chair, each with the guard: what is asked for, what of it may be, and how it ended. One caller
// uses it. The zero Loop is not one: make it with NewLoop.
type Loop struct {
	profile chair.Profile
	guard   *guard.Closed
	session *Session
	plan    *fit.ClosedResult

	began   time.Duration
	last    time.Duration
	there   bool // the driver says that the setting is reached
	asked   chair.Setting
	step    int
	action  chair.Action
	stopAt  time.Duration // when the stop was asked for
	stops   bool
	presses int
	why     string
	by      bool // somebody asked for the stop
	outcome Outcome
}

// NewLoop is a loop without a session. A fault that was latched before a restart is taken up.
func NewLoop(p *chair.Profile, at time.Duration, latched *chair.Fault) *Loop {
	l := &Loop{profile: *p, guard: guard.NewClosed(p, chair.Everyone())}
	if latched != nil {
		l.guard.Latch(at, *latched)
	}
	return l
}

// ErrNothing is why a plan without steps does not begin, ErrBusy that a session is under way.
var (
	ErrNothing = errors.New("nothing of this programme can be done with this chair now")
	ErrBusy    = errors.New("a session is under way; stop it first")
)

// Begin begins a session of a plan within limits. Had is what the person has had before.
func (l *Loop) Begin(at time.Duration, plan *fit.ClosedResult, limits chair.Limits, had chair.Spent) error {
	if err := l.may(plan); err != nil {
		return err
	}
	g := guard.NewClosed(&l.profile, limits)
	if err := g.Begin(at, had); err != nil {
		return fmt.Errorf("beginning the session: %w", err)
	}
	l.guard = g
	l.enter(at, plan)
	return nil
}

// Check says why a session would not begin, without beginning it, or nil.
func (l *Loop) Check(plan *fit.ClosedResult, limits chair.Limits, had chair.Spent) error {
	if err := l.may(plan); err != nil {
		return err
	}
	return guard.NewClosed(&l.profile, limits).Begin(0, had)
}

// MayResume says whether the last session ended so lately that it can be gone on with.
func (l *Loop) MayResume(at time.Duration) bool {
	return l.session != nil && l.guard.MayResume(at)
}

// Resume begins a session that goes on with what the last one has used. It is guard.ErrTooLate if there is none.
func (l *Loop) Resume(at time.Duration, plan *fit.ClosedResult, limits chair.Limits) error {
	if err := l.may(plan); err != nil {
		return err
	}
	if err := l.guard.Resume(at, limits); err != nil {
		return err
	}
	l.enter(at, plan)
	return nil
}

func (l *Loop) may(plan *fit.ClosedResult) error {
	switch {
	case l.Active():
		return ErrBusy
	case l.guard.Fault() != nil:
		return guard.ErrLatched
	case len(plan.Steps) == 0:
		return ErrNothing
	}
	return nil
}

func (l *Loop) enter(at time.Duration, plan *fit.ClosedResult) {
	*l = Loop{profile: l.profile, guard: l.guard, session: New(plan.Steps), plan: plan, began: at, last: at, step: -1}
}

// Active says whether a session is under way, its stop included.
func (l *Loop) Active() bool {
	s := l.guard.State()
	return s == guard.Armed || s == guard.Retreating
}

// Tick is one control period. Events are appended to out.
func (l *Loop) Tick(in *Input, out []Event) (guard.Cleared, []Event) {
	dt := in.At - l.last
	l.last = in.At
	active := l.Active()
	if in.Heard {
		out = l.follow(in.At, in.Report.Closed, out)
	}
	v := guard.ClosedInput{Report: in.Report, Wrong: in.Wrong, HostAlive: in.Alive}
	if l.guard.State() == guard.Armed {
		l.stepOn(in, dt, &v)
	}
	cleared, _ := l.guard.Vet(in.At, &v)
	if !active {
		return cleared, out
	}
	if l.guard.State() == guard.Armed {
		if l.session.at != l.step || v.Setting != l.asked {
			l.asked, l.step = v.Setting, l.session.at
			out = append(out, l.event(Step, in.At))
		}
	} else if !l.stops {
		l.stops, l.stopAt, l.asked = true, in.At, chair.Setting{}
		if f := l.guard.Fault(); f != nil {
			l.why = f.Error()
		}
		e := l.event(Stopping, in.At)
		e.Why = l.why
		out = append(out, e)
	}
	if l.guard.State() == guard.Off {
		l.close(in.At)
		out = append(out, l.event(Over, in.At))
	}
	return cleared, out
}

// stepOn takes the session on, and says what the guard shall judge.
func (l *Loop) stepOn(in *Input, dt time.Duration, v *guard.ClosedInput) {
	if in.Ask != Nothing && in.Ask != Stop {
		l.session.Do(in.Ask)
	}
	set, end := l.session.Step(dt, in.Report.Closed, l.there)
	v.Setting = set
	gave := l.session.Gave()
	switch {
	case in.Ask == Stop || in.Wrong:
		v.Stop, l.by, l.why = true, true, "stopped by somebody"
		if in.Wrong {
			l.why = "something felt wrong"
		}
	case in.Report.Closed != nil && in.Report.Closed.Taken:
		l.why = "somebody else works the chair, by its own remote"
	case in.End != "":
		l.why = in.End
		l.guard.End()
	case end && l.session.Done():
		l.guard.End()
	case end:
		l.why = gave.What + ": " + gave.Progress.String()
		l.guard.End()
	}
}

// Applied tells whether the driver has seen the setting reached.
func (l *Loop) Applied(there bool) { l.there = there }

// follow tells of the driver's actions as they come on.
func (l *Loop) follow(at time.Duration, c *chair.ClosedReport, out []Event) []Event {
	if c == nil || c.Action == l.action || c.Action.Number == 0 || l.session == nil {
		return out
	}
	l.action = c.Action
	if l.stops {
		l.presses = max(l.presses, c.Action.Presses)
	}
	e := l.event(Key, at)
	e.Action = c.Action
	return append(out, e)
}

func (l *Loop) event(kind EventKind, at time.Duration) Event {
	phase, _ := l.session.Phase()
	return Event{Kind: kind, At: at, Phase: phase, Step: min(l.session.at, len(l.plan.Steps)-1) + 1, Setting: l.asked}
}

// close notes how it ended.
func (l *Loop) close(at time.Duration) {
	o := Outcome{Fault: l.guard.Fault(), Cause: l.guard.Cause(), Why: l.why, Asked: l.by, Took: at - l.began, Presses: l.presses}
	switch {
	case !l.guard.Seen():
		o.Ending = NotConfirmed
	case o.Fault != nil:
		o.Ending = Faulted
	case l.session.Done():
		o.Ending = Finished
	default:
		o.Ending = Stopped
	}
	if l.guard.Seen() {
		o.StopIn = at - l.stopAt
	}
	if o.Fault != nil && o.Ending == NotConfirmed || o.Why == "" && o.Fault != nil {
		o.Why = o.Fault.Error()
	}
	l.outcome = o
}

// Outcome is how the last session ended; zero while one is under way or before the first.
func (l *Loop) Outcome() Outcome { return l.outcome }

// Wrong takes it that something felt wrong in the session that is over.
func (l *Loop) Wrong(at time.Duration) {
	l.guard.Vet(at, &guard.ClosedInput{Wrong: true, HostAlive: true})
}

// Guard is the guard, to be asked.
func (l *Loop) Guard() *guard.Closed { return l.guard }

// Clear clears a latched fault, on purpose; of a stop that is not confirmed it is somebody's word that the chair has stopped.
func (l *Loop) Clear() error { return l.guard.Clear() }
