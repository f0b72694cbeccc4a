package manual

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/technique"
)

// Stage is where a guided session stands. The zero Stage is none.
type Stage uint8

// The stages. From Asking to Pausing, and in Stopping, the massager may be running; in Paused and Done the person has
// said that it is off.
const (
	Asking   Stage = iota + 1 // to be set to a step
	Running                   // the person says that it is
	Pausing                   // to be switched off for a while
	Paused                    // the person says that it is off
	Stopping                  // to be switched off for good
	Done                      // the person says that it has stopped
)

// String is the stage's one name.
func (s Stage) String() string {
	return [...]string{"stage?", "asking", "running", "pausing", "paused", "stopping", "done"}[min(s, 6)]
}

// Verb is what a person says. The zero Verb is nothing.
type Verb string

// The verbs.
const (
	Pressed Verb = "pressed" // what was asked for; in Pausing: it is off
	Skip    Verb = "skip"    // to the next step
	Softer  Verb = "softer"  // one strength lower from now on
	Pause   Verb = "pause"   // to be switched off for a while
	Resume  Verb = "resume"  // go on after a pause
	Finish  Verb = "finish"  // enough: to be switched off, and that was it
	Stop    Verb = "stop"    // to be switched off at once
	Wrong   Verb = "wrong"   // the same, and something felt wrong; also once it is over
	Stopped Verb = "stopped" // it has stopped
)

// Verbs are all verbs.
func Verbs() []Verb {
	return []Verb{Pressed, Skip, Softer, Pause, Resume, Finish, Stop, Wrong, Stopped}
}

// PausedMost is how long a pause may last until the session is over. Our own choice.
const PausedMost = 10 * time.Minute

// The outcomes, as the record has them.
const (
	Finished    = "finished"
	Halted      = "stopped"
	Interrupted = "interrupted"
)

// ErrNotNow is what Do returns when a verb does not fit where the session stands. Nothing has changed.
var ErrNotNow = errors.New("that is not asked now")

// ErrWeakest is what Softer returns at the weakest strength.
var ErrWeakest = errors.New("it has no weaker strength: a folded towel between makes it softer, or stop")

// EventKind is what sort of thing happened.
type EventKind string

// The kinds of events.
const (
	Began EventKind = "stage" // the first is asked for: from here on the dose counts
	Phase EventKind = "phase"
	Turn  EventKind = "stroke" // a step is asked for
	Asked EventKind = "ask"
	Heard EventKind = "heard" // what the person said
	Ended EventKind = "ended" // early
	Over  EventKind = "over"  // and off, as the person says
)

// Event is one thing that happened, for the record.
type Event struct {
	At        time.Duration
	Kind      EventKind
	Phase     string
	Step      int // from 1
	Technique technique.Kind
	Text      string
}

// Machine is one guided session. Make it with Begin or Adopt; hand it the time. One caller uses it.
type Machine struct {
	plan  Plan
	stage Stage
	step  int // of plan.Steps, from 0
	soft  int // strengths lower than planned

	now   time.Duration
	began time.Duration
	set   Setting       // what it is believed to be set to
	left  time.Duration // of the step, once it is said to run
	used  time.Duration // of the step, in which it may have been running
	whole time.Duration // left, when it was asked for
	asked time.Duration // when what is asked now was asked first
	again int           // how often it was asked again
	on    time.Duration // the last word after which it may have been switched on: its own clock ends it from there
	dose  time.Duration
	ended time.Duration // since when it may be off by itself, or is

	why     string // of an end before the plan's
	outcome string
	wrong   bool
	events  []Event
}

// Begin begins a session at a moment: the first step is asked for.
func Begin(p *Plan, at time.Duration) *Machine {
	m := &Machine{plan: *p, now: at, began: at, step: -1}
	m.tell(Event{Kind: Began})
	m.next()
	return m
}

// Adopt takes up a session that somebody else has kept until a moment, without a word since: it is to be switched off, and
// the dose has gone on. On is when it may last have been switched on.
func Adopt(m Massager, began, on, at time.Duration) *Machine {
	a := &Machine{plan: Plan{Massager: m}, now: on, began: began, on: on, dose: on - began, ended: on, set: Setting{On: true}}
	a.halt(Interrupted, "nobody was there")
	a.Tick(at)
	return a
}

// Stage is where the session stands.
func (m *Machine) Stage() Stage { return m.stage }

// Outcome is how it ended, once it is stopping: finished, stopped, or interrupted.
func (m *Machine) Outcome() string { return m.outcome }

// Wrong says whether the person said that something felt wrong.
func (m *Machine) Wrong() bool { return m.wrong }

// Why is why it ended early, in words; empty if it did not.
func (m *Machine) Why() string { return m.why }

// Dose is how long the massager may have been running.
func (m *Machine) Dose() time.Duration { return m.dose }

// Last is the last moment at which the massager may have been running.
func (m *Machine) Last() time.Duration { return m.ended }

// Steps is how many there are, and how many are over.
func (m *Machine) Steps() (over, all int) { return max(0, m.step), len(m.plan.Steps) }

// Events is what has happened since it was last asked for.
func (m *Machine) Events() []Event {
	e := m.events
	m.events = nil
	return e
}

// mayRun says whether the massager may be running, whatever the person has said.
func (m *Machine) mayRun() bool { return m.stage != Paused && m.stage != Done && m.stage != 0 }

// Tick lets time go on to a moment; an earlier one changes nothing.
func (m *Machine) Tick(at time.Duration) {
	for m.now < at && m.stage != Done {
		to := min(at, m.deadline())
		m.pass(max(to-m.now, 0))
		m.now = to
		m.due()
	}
	m.now = max(m.now, at)
}

// deadline is the next moment at which time alone changes something.
func (m *Machine) deadline() time.Duration {
	const never = 1<<62 - 1
	next := time.Duration(never)
	if len(m.plan.Steps) > 0 && m.stage != Stopping {
		next = max(m.began+m.plan.Session, m.now)
	}
	switch m.stage {
	case Asking, Running:
		next = min(next, m.now+min(m.left, m.plan.Steps[m.step].For+Patience-m.used))
	case Pausing:
		next = min(next, m.now+m.plan.Steps[m.step].For+Patience-m.used)
	case Paused:
		next = min(next, m.asked+PausedMost)
	}
	if m.stage == Asking || m.stage == Pausing || m.stage == Stopping {
		next = min(next, m.asked+time.Duration(m.again+1)*Patience)
	}
	return max(next, m.now)
}

// pass lets a time pass in which nothing changes.
func (m *Machine) pass(d time.Duration) {
	if !m.mayRun() {
		return
	}
	m.used += d
	if m.stage == Asking || m.stage == Running {
		m.left -= d
	}
	runs := d
	if off := m.plan.Massager.AutoOff; off > 0 { // by its own clock it is off then
		runs = max(0, min(d, m.on+off-m.now))
	}
	m.dose += runs
	if runs > 0 {
		m.ended = m.now + runs
	}
}

// due does what is due by time alone.
func (m *Machine) due() {
	switch m.stage {
	case Asking, Running:
		switch s := &m.plan.Steps[m.step]; {
		case m.now >= m.began+m.plan.Session:
			m.halt(Finished, "the time of a session is over")
			return
		case m.left <= 0 || m.used >= s.For+Patience:
			m.next()
			return
		}
	case Pausing:
		if s := &m.plan.Steps[m.step]; m.used >= s.For+Patience || m.now >= m.began+m.plan.Session {
			m.halt(Halted, "it was not said to be off")
			return
		}
	case Paused:
		if m.now >= m.asked+PausedMost || m.now >= m.began+m.plan.Session {
			m.outcome, m.why = Halted, "it was paused for long"
			m.over()
			return
		}
	}
	if (m.stage == Asking || m.stage == Pausing || m.stage == Stopping) && m.now >= m.asked+time.Duration(m.again+1)*Patience {
		if m.again++; m.stage != Stopping { // one that nobody has pressed may be pressed still
			m.on = m.now
		}
	}
}

// next asks for the next step, or to switch it off after the last.
func (m *Machine) next() {
	if m.step++; m.step >= len(m.plan.Steps) {
		m.halt(Finished, "")
		return
	}
	s := &m.plan.Steps[m.step]
	m.left, m.used = s.For, 0
	if m.step == 0 || m.plan.Steps[m.step-1].Phase != s.Phase {
		m.tell(Event{Kind: Phase, Phase: s.Phase})
	}
	m.tell(Event{Kind: Turn, Phase: s.Phase, Step: m.step + 1, Technique: m.plan.Massager.Modes[s.Mode].Kind, Text: m.plan.Massager.sets(m.wanted())})
	m.ask()
}

// wanted is the step's setting, as soft as was asked for.
func (m *Machine) wanted() Setting {
	s := m.plan.Steps[m.step].Setting
	s.Strength = max(1, s.Strength-m.soft)
	return s
}

// ask asks for the step's setting; if it is what the massager is set to already, nothing has to be pressed.
func (m *Machine) ask() {
	m.stage, m.asked, m.again, m.whole, m.on = Asking, m.now, 0, m.left, m.now
	if m.set == m.wanted() {
		m.stage = Running
	}
}

// halt asks to switch it off for good.
func (m *Machine) halt(outcome, why string) {
	if m.stage == Paused { // it is off already
		m.outcome, m.why = outcome, why
		m.over()
		return
	}
	m.outcome, m.why, m.stage, m.asked, m.again = outcome, why, Stopping, m.now, 0
	if why != "" {
		m.tell(Event{Kind: Ended, Text: why})
	}
	m.tell(Event{Kind: Asked, Text: m.plan.Massager.Halt().Large})
}

// over ends it.
func (m *Machine) over() {
	m.stage, m.set = Done, Setting{}
	m.tell(Event{Kind: Over})
}

func (m *Machine) tell(e Event) {
	e.At = m.now
	m.events = append(m.events, e)
}

// Do takes what a person says at a moment. Step is the step that they said it of, from 1; 0 is the one that stands. One
// behind it is out of date; one ahead of it comes from a page that has kept time alone, and is gone on to.
func (m *Machine) Do(at time.Duration, v Verb, step int) error {
	m.Tick(at)
	if step < 0 || step > len(m.plan.Steps) {
		return fmt.Errorf("%w: there is no step %d", ErrNotNow, step)
	}
	if moves := v == Pressed || v == Skip || v == Softer || v == Pause; moves && step > 0 && m.step >= 0 {
		if m.step >= step || m.stage > Running && m.step < step-1 {
			return ErrNotNow
		}
		for (m.stage == Asking || m.stage == Running) && m.step < step-1 {
			m.next()
		}
	}
	return m.take(v)
}

// take does what was said.
func (m *Machine) take(v Verb) error {
	heard := func() { m.tell(Event{Kind: Heard, Step: m.step + 1, Text: string(v)}) }
	active := m.stage == Asking || m.stage == Running
	switch v {
	case Pressed:
		switch m.stage {
		case Asking:
			heard()
			m.set, m.stage, m.on = m.wanted(), Running, m.now
			if m.again == 0 { // in time: it runs from now on
				m.left = m.whole
			}
			return nil
		case Pausing:
			heard()
			m.stage, m.asked, m.set = Paused, m.now, Setting{}
			return nil
		}
	case Skip:
		if active {
			heard()
			m.next()
			return nil
		}
	case Softer:
		if !active {
			break
		}
		if m.wanted().Strength <= 1 {
			return ErrWeakest
		}
		heard()
		m.soft = m.plan.Steps[m.step].Strength - m.wanted().Strength + 1
		m.ask()
		return nil
	case Pause:
		if active {
			heard()
			m.stage, m.asked, m.again = Pausing, m.now, 0
			m.tell(Event{Kind: Asked, Text: m.plan.Massager.Halt().Large})
			return nil
		}
	case Resume:
		if m.stage == Paused || m.stage == Pausing {
			heard()
			m.ask()
			return nil
		}
	case Finish, Stop:
		if m.stage != Stopping && m.stage != Done {
			heard()
			m.halt(map[Verb]string{Finish: Finished, Stop: Halted}[v], "the person wanted to stop")
			return nil
		}
	case Wrong:
		if !m.wrong {
			heard()
			m.wrong, m.outcome = true, Halted
			if m.stage != Stopping && m.stage != Done {
				m.halt(Halted, "something felt wrong")
			}
			return nil
		}
	case Stopped:
		if m.stage == Stopping {
			heard()
			m.over()
			return nil
		}
	}
	return ErrNotNow
}
