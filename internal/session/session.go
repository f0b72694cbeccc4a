package session

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/comfort"
	"github.com/openlumbar/lumbar/internal/control"
	"github.com/openlumbar/lumbar/internal/scan"
	"github.com/openlumbar/lumbar/internal/stiffness"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Stage is where a session stands. The zero value is before its first step.
type Stage uint8

// The stages, in their order.
const (
	Fresh Stage = iota
	Homing
	Taring
	Settling
	Scanning
	Comfort   // only where it was asked for
	Measuring // the same
	Massage
	Remeasuring // only where it was measured before
	Finishing
	Retreating
	Done
)

// Ask is what somebody wants of the session. The zero value is nothing.
type Ask uint8

// What may be asked.
const (
	Nothing Ask = iota
	Pause
	Resume
	Softer
	Stronger
	Skip
	Finish
	Stop
	Enough  // it presses as hard as it should
	Nudge   // a level lies elsewhere: Input.Nudge says which
	Mine    // it is the person whose back is known
	Other   // it is somebody else
	Unheard // nobody who could stop it is heard: gently, until Heard
	Heard   // somebody is again
	Forsake // nobody has been for too long: a slow finish
	AskEnd  // how many there are
)

// Outcome is how a session ended.
type Outcome uint8

// The outcomes.
const (
	Open     Outcome = iota // not ended
	Finished                // to the plan's end, or by Finish
	Stopped                 // by STOP
	Faulted                 // by the guard
	Ended                   // could not go on: Reason says why
)

// String is the outcome's one name.
func (o Outcome) String() string {
	return [...]string{"", "finished", "stopped", "fault", "ended"}[o]
}

// IntensityMost is how many steps softer or stronger one may go; IntensityStep is the share of a plan's force
// that one step is. Assumptions.
const (
	IntensityMost = 3
	IntensityStep = 0.15
)

// Options is what a session is of.
type Options struct {
	Plan    *programme.Plan // fitted
	Profile *chair.Profile
	Limits  chair.Limits
	// Calibrate asks the person after the scan how firm is enough.
	Calibrate bool
	// Measure measures stiffness before and after the massage.
	Measure bool
	// Known is what was found in earlier sessions of the person who is expected to sit.
	Known Known
}

// Extra is what these options add to a session besides the scan, within somebody's limits: time from first to last
// contact, and contact of any part of the back.
func (o *Options) Extra(l chair.Limits) (during, contact time.Duration) {
	most := min(l.Force[chair.ZoneMuscle].Max, l.BothForce.Max/2)
	if o.Calibrate {
		rise := comfort.Longest(most)
		during, contact = during+calibrationWays+time.Duration(len(risesAt))*rise, contact+calibrationEase+2*rise
	}
	if o.Measure && most >= stiffness.Needed {
		during, contact = during+2*measureTime, contact+2*measureContact
	} else if o.Measure { // nothing is pressed, but the way is gone
		during, contact = during+2*measureWays, contact+2*measureWays/2
	}
	if (o.Calibrate || o.Measure) && o.Known.Scan != nil { // they wait for who it is
		during, contact = during+answerMost, contact+answerMost
	}
	return during, contact
}

// Input is what a step is told.
type Input struct {
	At, Dt  time.Duration
	Report  *chair.Report
	Control control.Status
	Ask     Ask
	Nudge   LevelNudge   // of an ask that is one
	Fault   *chair.Fault // the guard's, if it has one
	Off     bool         // the guard's retreat is over, or it is not armed
	Refused string       // why the guard refused a tare or a map of the last step; empty if it did not
}

// Session is one massage. It is used by one caller.
type Session struct {
	Options
	stage   Stage
	since   time.Duration // when the goal was set that this stage waits for
	seen    int           // steps since then, up to lookedAt
	now     time.Duration
	goal    control.Goal
	outcome Outcome
	reason  string
	faulted bool // the guard's fault is on record

	tare    tarer
	sampler scan.Sampler
	balance scan.Balance
	passes  int
	scan    scan.Estimate
	felt    scan.Estimate // the scan without nudges
	scanned bool
	zones   chair.ZoneMap

	nudged     [body.LevelEnd]unit.Millimetre // in all
	pending    [body.LevelEnd]unit.Millimetre // not yet told to the guard
	hasPending bool
	unfelt     time.Duration // while scanning, since a roller last touched

	asked  Aside // to sit in the middle, from that side of it
	aside  Aside // sits there still: the session is held to AsideForce
	skew   float64
	skewed bool

	rising  rising
	found   comfort.Limit // by the calibration under way
	comfort comfort.Limit
	doubted comfort.Limit // brought along, and only heeded where it is softer than without

	who        Who
	unanswered time.Duration // of what waits for who it is
	unheard    bool          // nobody who could stop it is heard
	unmeasured bool          // there was no answer in time for a measurement

	measuring     measuring
	before, after stiffness.Back
	rounds        [2]bool // before, after: that stage is over

	strokes   []placed
	cur       cursor
	paused    bool
	pausedFor time.Duration
	intensity int
	ceiling   int           // of intensity
	elapsed   time.Duration // of the massage, without pauses
	tally     Tally
	share     float64 // of the stage that is done, outside the massage
}

// New returns a session before its first step.
func New(o Options) *Session {
	return &Session{Options: o, ceiling: IntensityMost, strokes: placedIn(o.Plan)}
}

// Step takes one tick. Effects are appended to out in the order in which they must be performed.
func (s *Session) Step(in *Input, out []Effect) []Effect {
	s.now = in.At
	s.seen = min(s.seen+1, lookedAt)
	if s.stage == Done {
		return out
	}
	if in.Fault != nil && !s.faulted {
		out = s.fault(in.Fault, out)
	}
	out = s.heed(in, out)
	if in.Refused != "" && s.stage < Finishing {
		out = s.end(in.Refused, out)
	}
	switch s.stage {
	case Fresh:
		out = s.enter(Homing, out)
	case Homing:
		s.goal = control.Goal{Kind: control.Home}
		if s.ready(in) {
			out = s.enter(Taring, out)
		}
	case Taring:
		out = s.stepTare(in, out)
	case Settling:
		out = s.stepSettle(in, out)
	case Scanning:
		out = s.stepScan(in, out)
	case Comfort:
		out = s.stepComfort(in, out)
	case Measuring, Remeasuring:
		out = s.stepMeasure(in, out)
	case Massage:
		out = s.stepMassage(in, out)
	case Finishing:
		if s.ready(in) {
			if s.outcome == Open {
				s.outcome = Finished
			}
			out = s.enter(Done, append(out, Effect{Kind: Disarm}))
		}
	case Retreating:
		s.goal = control.Goal{}
		if in.Off {
			out = s.enter(Done, out)
		}
	}
	s.share = max(s.share, s.stageShare(in))
	return s.watch(out)
}

// stageShare is about how much of a stage is done, for people who wait.
func (s *Session) stageShare(in *Input) float64 {
	switch s.stage {
	case Homing:
		homed, fitted := 0.0, 0.0
		for a := chair.Carriage; a < chair.AxisEnd; a++ {
			if s.Profile.Axes[a].Fitted {
				fitted++
				if in.Report.Axes[a].Homed {
					homed++
				}
			}
		}
		return homed / max(1, fitted)
	case Taring:
		if s.tare.done {
			return 0.5
		}
		return 0
	case Scanning:
		p := s.place()
		way := float64(unit.Millimetre(in.Report.Axes[chair.Carriage].Pos)-p.Lowest) / float64(p.Highest-p.Lowest)
		if s.passes == 0 {
			return 0
		}
		if s.passes%2 == 0 {
			way = 1 - way
		}
		return min((float64(s.passes-1)+min(max(way, 0), 1))/scanPasses, 1)
	case Comfort:
		return float64(s.rising.index) / float64(len(risesAt))
	case Measuring, Remeasuring:
		return (float64(s.measuring.index) + s.measuring.course.Share()) / float64(len(measuresAt))
	}
	return 0
}

// settledFor is how long a stage must have lasted before its goal counts as reached: one look at fresh reports.
const settledFor = 50 * time.Millisecond

// lookedAt is how many steps it takes until control speaks of a new goal: a goal is set in the step after its stage
// was entered, control looks at it after that step, and the step after that hears of it. However late a tick comes.
const lookedAt = 2

// ready says whether control has reached the goal that this stage set.
func (s *Session) ready(in *Input) bool {
	return in.Control.Ready && s.seen >= lookedAt && s.now-s.since > settledFor
}

// anew begins to wait for a new goal.
func (s *Session) anew() { s.since, s.seen = s.now, 0 }

// fault stands by while the guard retreats. A stop that ends in a fault stays a stop.
func (s *Session) fault(f *chair.Fault, out []Effect) []Effect {
	s.faulted = true
	if s.outcome != Stopped {
		s.outcome, s.reason = Faulted, f.Error()
	}
	out = append(out, Effect{Kind: Noted, Note: Note{Kind: "fault", Text: f.Error(), Fault: f}})
	if s.stage == Retreating {
		return out
	}
	return s.enter(Retreating, out)
}

// enter goes to a stage and notes it.
func (s *Session) enter(st Stage, out []Effect) []Effect {
	s.stage, s.share = st, 0
	s.anew()
	s.paused = s.paused && st.pausable()
	if st == Finishing {
		s.goal = s.pose(unit.Degree(s.Profile.Axes[chair.Recline].Home), s.legRest())
	}
	return append(out, Effect{Kind: Noted, Note: Note{Kind: "stage", Stage: st}})
}

// end gives up in order: a slow finish with a reason.
func (s *Session) end(reason string, out []Effect) []Effect {
	s.outcome, s.reason = Ended, reason
	return s.finish(append(out, Effect{Kind: Noted, Note: Note{Kind: "ended", Text: reason}}))
}

// finish ends in order: rollers home, back upright. Before the axes know where they are, only the guard's retreat can
// do that.
func (s *Session) finish(out []Effect) []Effect {
	if s.stage > Homing {
		return s.enter(Finishing, out)
	}
	if s.outcome == Open {
		s.outcome = Finished
	}
	return s.enter(Retreating, append(out, Effect{Kind: Disarm}))
}

// heed does what was asked, by request or by the chair's own button.
func (s *Session) heed(in *Input, out []Effect) []Effect {
	ask := in.Ask
	if in.Report.Stop {
		ask = Stop
	}
	if ask == Nothing || s.stage == Retreating {
		return out
	}
	note := Note{Kind: "ask", Text: ask.String()}
	massage := s.stage == Massage
	switch ask {
	case Stop:
		s.outcome = Stopped
		out = append(out, Effect{Kind: Noted, Note: note}, Effect{Kind: Halt})
		return s.enter(Retreating, out)
	case Finish:
		if s.stage < Finishing {
			out = append(out, Effect{Kind: Noted, Note: note})
			return s.finish(out)
		}
		return out
	case Pause:
		s.paused = s.paused || s.stage.pausable()
	case Resume:
		s.paused = false
	case Softer:
		s.intensity = max(-IntensityMost, s.intensity-1)
	case Stronger:
		s.intensity = min(s.ceiling, s.intensity+1)
	case Skip:
		s.cur.skip = massage
		switch s.stage {
		case Comfort:
			s.rising.index = len(risesAt)
		case Measuring, Remeasuring:
			s.measuring.index = len(measuresAt)
		}
	case Enough:
		if massage { // too hard: one step softer now, and no more than that today
			s.intensity = max(-IntensityMost, s.intensity-1)
			s.ceiling = s.intensity
		}
	case Nudge:
		out = s.nudge(in.Nudge, out)
	case Mine:
		out = s.mine(out)
	case Unheard:
		s.unheard = true
		by := chair.ByPage
		if s.aside != InTheMiddle { // that is the softer
			by = chair.BySeat
		}
		out = append(out, Effect{Kind: Gentle, By: by})
	case Heard:
		if s.unheard && !s.gentle() {
			out = s.usual(out)
		}
		s.unheard = false
	case Forsake:
		if s.stage < Finishing {
			return s.end(forsaken, append(out, Effect{Kind: Noted, Note: note}))
		}
		return out
	case Other:
		s.who = OtherOne
		if out = append(out, Effect{Kind: Noted, Note: note}); s.stage < Finishing {
			return s.finish(out)
		}
		return out
	}
	return append(out, Effect{Kind: Noted, Note: note})
}

// String is the ask's one name.
func (a Ask) String() string {
	return [...]string{"", "pause", "resume", "softer", "stronger", "skip", "finish", "stop", "enough", "nudge", "mine", "other", "unheard", "heard", "forsake"}[a]
}

// forsaken is why a session ends that nobody could stop any more.
const forsaken = "the page that started the session was not heard any more, and this chair has no button of its own to stop it"

// patience is how long a stage may last before the session gives up: several times what bench-4d needs.
var patience = [Done + 1]time.Duration{
	Homing: 90 * time.Second, Taring: 30 * time.Second, Settling: 2 * time.Minute, Scanning: 3 * time.Minute, Comfort: 4 * time.Minute,
	Measuring: 2 * time.Minute, Remeasuring: 2 * time.Minute,
	Finishing: 90 * time.Second, Retreating: 15 * time.Second,
}

// watch gives up on a stage that does not come to its end.
func (s *Session) watch(out []Effect) []Effect {
	most := patience[s.stage]
	if most == 0 || s.now-s.since < most {
		return out
	}
	switch s.stage {
	case Finishing, Retreating:
		if s.outcome == Open || s.outcome == Finished {
			s.outcome, s.reason = Ended, "the chair did not come home in time"
		}
		return s.enter(Done, append(out, Effect{Kind: Disarm}))
	}
	return s.end(fmt.Sprintf("%s took longer than %s", s.stage, most), out)
}

// pausable says whether a stage can wait, with the rollers hardly touching.
func (st Stage) pausable() bool {
	return st == Comfort || st == Measuring || st == Massage || st == Remeasuring
}

var stageNames = [...]string{"fresh", "homing", "taring", "settling", "scanning", "comfort", "measuring", "massage", "remeasuring", "finishing", "retreating", "done"}

// String is the stage's one name.
func (st Stage) String() string { return stageNames[st] }

// pose is the goal of rollers home in a posture, carriage at its home.
func (s *Session) pose(recline unit.Degree, legs chair.Coord) control.Goal {
	return control.Goal{
		Kind: control.Pose, Recline: recline, LegRest: legs, Width: scanWidth,
		Along: unit.Millimetre(s.Profile.Axes[chair.Carriage].Home) + s.Profile.Rollers.KneadAlong,
	}
}

// legRest is the leg rest during a massage: as it is at home.
func (s *Session) legRest() chair.Coord { return s.Profile.Axes[chair.LegRest].Home }

// place tells techniques where this person's levels are.
func (s *Session) place() technique.Place {
	c := &s.Profile.Axes[chair.Carriage]
	reach := s.Profile.Rollers.KneadAlong
	p := technique.Place{
		Lowest: unit.Millimetre(c.Min) + reach, Highest: unit.Millimetre(c.Max) - reach,
		Carry: technique.Reach{
			Vel:  unit.MMPerSecond(control.Headroom * float64(c.Vel)),
			Acc:  unit.MMPerSecond2(control.Headroom * float64(c.Acc)),
			Jerk: unit.MMPerSecond3(control.Headroom * float64(c.Jerk)),
		},
		Massage: s.Profile.Massage,
		Flat:    min(s.Limits.Recline.Max, unit.Degree(s.Profile.Axes[chair.Recline].Max)),
		LegRest: s.legRest(),
	}
	for l := body.S1; l < body.LevelEnd; l++ {
		p.Levels[l] = s.scan.Levels[l].Along
	}
	return p
}
