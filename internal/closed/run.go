package closed

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
)

// Ending is how a session ended. The zero value is invalid.
type Ending uint8

// The endings. Only NotConfirmed leaves a chair behind of which it is not known that it has stopped.
const (
	_            Ending = iota
	Finished            // the plan's end, and the chair has said that it stops
	Stopped             // by somebody, or because the chair did not do what was asked; it has said that it stops
	Faulted             // by the guard; it has said that it stops
	NotConfirmed        // it has not said that it stops
)

// String is the ending in words for people.
func (e Ending) String() string {
	return [...]string{"ending?", "finished", "stopped", "stopped by a fault", "not confirmed: press the chair's own power key", "ending?"}[min(e, NotConfirmed+1)]
}

// Event is something that a record of the session needs: an action's progress, or a step's begin.
type Event struct {
	At      time.Duration
	Phase   string
	Setting chair.Setting
	Action  chair.Action // of the driver, when it changed
	Stop    bool         // the stop was asked for
}

// Outcome is how it went.
type Outcome struct {
	Ending  Ending
	Why     string        // in words, if not finished
	Fault   *chair.Fault  // of the guard, if any
	Took    time.Duration // from begin to the end
	StopIn  time.Duration // from when the stop was asked for until it was seen; 0 if it was not
	Presses int           // of the stop
}

// Options is a session. Chair, Plan, Clock and Wait are required.
type Options struct {
	Chair  driver.Chair // of a closed chair; it stays open
	Plan   *fit.ClosedResult
	Limits chair.Limits
	Had    chair.Spent
	Clock  func() time.Duration
	Wait   func()      // until the next control period; it may not fail
	Stop   func() bool // somebody wants to stop; nil: only ctx stops it
	Tell   func(Event) // may be nil; called by Run's own goroutine
}

// ErrNothing is what Run returns for a plan without steps.
var ErrNothing = errors.New("nothing of this programme can be done with this chair now")

// Run holds a session until it is over. ctx done is a STOP. An error means that nothing was started.
func Run(ctx context.Context, o Options) (Outcome, error) {
	p := o.Chair.Profile()
	if len(o.Plan.Steps) == 0 {
		return Outcome{}, ErrNothing
	}
	g := guard.NewClosed(&p, o.Limits)
	r := &run{Options: o, guard: g, session: New(o.Plan.Steps), began: o.Clock()}
	if err := g.Begin(r.began, o.Had); err != nil {
		return Outcome{}, fmt.Errorf("beginning the session: %w", err)
	}
	r.last = r.began
	for !r.tick(ctx) {
		o.Wait()
	}
	return r.outcome(), nil
}

// run is a session under way.
type run struct {
	Options
	guard   *guard.Closed
	session *Session
	began   time.Duration
	last    time.Duration
	there   bool
	asked   chair.Setting
	action  chair.Action
	stopAt  time.Duration // when the stop was asked for; 0: not yet
	presses int
	seen    bool // a report says that it stops
	seenAt  time.Duration
	why     string
}

// tick is one control period; it says whether the session is over.
func (r *run) tick(ctx context.Context) (over bool) {
	now := r.Clock()
	dt := now - r.last
	r.last = now
	rep, err := r.Chair.Read(context.WithoutCancel(ctx))
	in := guard.ClosedInput{Report: rep, HostAlive: true}
	if err == nil {
		r.follow(now, rep.Closed)
	}
	if r.guard.State() == guard.Armed {
		set, end := r.session.Step(dt, rep.Closed, r.there)
		in.Setting = set
		switch {
		case ctx.Err() != nil || r.Options.Stop != nil && r.Options.Stop():
			in.Stop, r.why = true, "stopped by somebody"
		case end && r.session.Done():
			r.guard.End()
		case end:
			gave := r.session.Gave()
			r.why = gave.What + ": " + gave.Progress.String()
			r.guard.End()
		case rep.Closed != nil && rep.Closed.Taken:
			r.why = "somebody else works the chair"
		}
		if set != r.asked {
			r.asked = set
			r.tell(now, chair.Action{})
		}
	}
	cleared, _ := r.guard.Vet(now, &in)
	if r.guard.State() != guard.Armed && r.stopAt == 0 {
		r.stopAt = max(now, 1)
		r.asked = chair.Setting{}
		r.tell(now, chair.Action{})
	}
	r.there = r.Chair.Apply(context.WithoutCancel(ctx), cleared) == nil
	if r.guard.State() != guard.Off {
		return false
	}
	r.seen = err == nil && rep.Closed != nil && rep.Closed.Run.Still()
	r.seenAt = now
	return true
}

// follow tells of the driver's actions as they come on.
func (r *run) follow(now time.Duration, c *chair.ClosedReport) {
	if c == nil || c.Action == r.action {
		return
	}
	r.action = c.Action
	if r.stopAt > 0 {
		r.presses = max(r.presses, c.Action.Presses)
	}
	r.tell(now, c.Action)
}

func (r *run) tell(now time.Duration, a chair.Action) {
	if r.Tell == nil {
		return
	}
	phase, _ := r.session.Phase()
	r.Tell(Event{At: now, Phase: phase, Setting: r.asked, Action: a, Stop: r.stopAt > 0})
}

func (r *run) outcome() Outcome {
	out := Outcome{Fault: r.guard.Fault(), Why: r.why, Took: r.last - r.began, Presses: r.presses}
	if r.seen {
		out.StopIn = r.seenAt - r.stopAt
	}
	switch {
	case !r.seen:
		out.Ending = NotConfirmed
	case out.Fault != nil:
		out.Ending = Faulted
	case r.session.Done():
		out.Ending = Finished
	default:
		out.Ending = Stopped
	}
	if out.Fault != nil {
		out.Why = out.Fault.Error()
	}
	return out
}
