package closed

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
)

// View is how the session stands, for people. The zero View is of none.
type View struct {
	Plan     *fit.ClosedResult
	Stopping bool // it is to stop
	Over     bool
	Phase    string
	Step     int           // of the plan, from 1; 0 once all are over
	Left     time.Duration // at settings
	Took     time.Duration
	Asked    chair.Setting // zero is stopped
	There    bool          // the chair says that it is at all of it
	Action   chair.Action
	Slowest  bool          // softer does nothing any more
	StopFor  time.Duration // since the stop was asked for; 0: it was not
}

// View is how the session stands at a moment.
func (l *Loop) View(at time.Duration) View {
	if l.session == nil {
		return View{}
	}
	v := View{
		Plan: l.plan, Stopping: l.stops, Over: !l.Active(), Took: l.last - l.began, Asked: l.asked, Action: l.action,
		There: l.there && l.guard.State() == guard.Armed || l.stops && l.guard.Seen(),
	}
	v.Phase, v.Left = l.session.Phase()
	v.Slowest = l.session.Slowest()
	if !l.session.Done() {
		v.Step = l.session.at + 1
	}
	if v.Over {
		v.Left, v.Took = 0, l.outcome.Took
	}
	if l.stops {
		v.StopFor = max(at-l.stopAt, 1)
	}
	return v
}
