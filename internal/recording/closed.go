package recording

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/closed"
	"github.com/openlumbar/lumbar/internal/fit"
)

// Topics of a closed chair's session. It has four ticks a second, and they are JSON.
const (
	TopicClosedStart = "/closed_start"
	TopicClosedTick  = "/closed_tick"
	TopicFelt        = "/felt"
)

// ClosedStart is a session on a closed chair that begins, or goes on: everything it is of. It must not change after it was handed
// over.
type ClosedStart struct {
	At      time.Duration // the engine's clock
	Again   bool          // it goes on with the session before, whose budgets go on
	Profile chair.Profile
	Limits  chair.Limits // in force, as the guard is given them
	Spent   chair.Spent  // what the person has had before

	Programme string
	Title     string
	Steps     []fit.ClosedStep // as fitted
}

// ClosedReading is what of a report is of a closed chair. Keys are in it: what was sent, seen and verified.
type ClosedReading struct {
	At     time.Duration
	Seq    uint64
	Lost   bool
	Stop   bool
	Says   bool // Status holds what the chair said of itself
	Status chair.ClosedReport
}

// ClosedTick is one control tick of a closed chair: what came in, what was asked for, what the guard let through, and what the
// driver made of that. It is comparable and shares nothing.
type ClosedTick struct {
	// What came in.
	At     time.Duration
	Report ClosedReading
	Heard  bool // the report is fresh
	Ask    closed.Ask
	Wrong  bool
	Alive  bool
	End    string // why the session is to end in order

	// What came of it.
	Step     int           // of the plan, from 1; 0: all are over
	Asked    chair.Setting // by the session; zero is stopped
	Sent     chair.Setting // by the guard
	Sequence uint64        // of what was sent; 0: to stop
	Expires  time.Duration
	State    guard.State
	Seen     bool        // the chair has said that it stops
	Fault    chair.Fault // latched; no code is none

	// What the driver made of it.
	Applied bool // it was given to the driver
	There   bool // which has seen the setting reached
}

// Felt is that something felt wrong in the session that was over.
type Felt struct{ At time.Duration }

// Take fills t with the tick that l has just taken of in, and with what came of it; Applied and There are the caller's.
func (t *ClosedTick) Take(in *closed.Input, l *closed.Loop, cleared *guard.Cleared) {
	r := &in.Report
	*t = ClosedTick{
		At: in.At, Heard: in.Heard, Ask: in.Ask, Wrong: in.Wrong, Alive: in.Alive, End: in.End,
		Report: ClosedReading{At: r.At, Seq: r.Seq, Lost: r.Lost, Stop: r.Stop},
		Sent:   cleared.Setting(), Sequence: cleared.Sequence(), Expires: cleared.Expires(), State: l.Guard().State(), Seen: l.Guard().Seen(),
	}
	if r.Closed != nil {
		t.Report.Says, t.Report.Status = true, *r.Closed
	}
	v := l.View(in.At)
	t.Step, t.Asked = v.Step, v.Asked
	if f := l.Guard().Fault(); f != nil {
		t.Fault = *f
	}
}

// Input is what the tick was told, for a loop to be told once more.
func (t *ClosedTick) Input() closed.Input {
	in := closed.Input{
		At: t.At, Heard: t.Heard, Ask: t.Ask, Wrong: t.Wrong, Alive: t.Alive, End: t.End,
		Report: chair.Report{At: t.Report.At, Seq: t.Report.Seq, Lost: t.Report.Lost, Stop: t.Report.Stop},
	}
	if t.Report.Says {
		status := t.Report.Status
		in.Report.Closed = &status
	}
	return in
}

// impersonal is s without whatever tells who it is of.
func (s *ClosedStart) impersonal() ClosedStart {
	out := *s
	out.Limits = impersonal(s.Limits)
	return out
}

// StartClosed begins a recording of a session on a closed chair, or says that the session of the last one is gone on with.
func (r *Recorder) StartClosed(s *ClosedStart) {
	if s.Again && !r.on {
		return // it was over
	}
	r.on, r.left, r.quiet = true, false, false
	r.say(s.impersonal())
}

// TickClosed takes a copy. There are few of them, so that none is left out.
func (r *Recorder) TickClosed(t *ClosedTick) {
	if r.on {
		r.say(*t)
	}
}

// check says whether a session can be of this.
func (s *ClosedStart) check() error {
	switch {
	case s.Profile.Closed == nil:
		return errors.New("a chair that is not closed")
	case !(s.Profile.Control > 0 && s.Profile.Period() > 0):
		return errors.New("a chair without a control rate")
	case len(s.Steps) == 0:
		return errors.New("a session without a plan")
	}
	for i := range s.Steps {
		if x := &s.Steps[i]; x.For <= 0 || x.Setting.Mode < 1 || x.Setting.Mode > len(s.Profile.Closed.Modes) {
			return fmt.Errorf("step %d, which is none", i+1)
		}
	}
	return nil
}

// check says whether a tick's small numbers are of what there is.
func (t *ClosedTick) check() error {
	if t.Ask > closed.Stop || t.State > guard.Off {
		return errors.New("a number that stands for nothing")
	}
	return nil
}
