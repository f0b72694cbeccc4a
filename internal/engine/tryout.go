package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/wire"
)

// Tried is a chair's test that is over.
type Tried struct {
	Profile      *chair.Profile
	Who          string // who tried it, as they said
	Began, Ended time.Time
	Outcome      commission.Outcome
	Why          string
	Results      []commission.Result
}

// Stagehand does on a simulated chair what a person is asked to do on a real one. A Simulation may be one.
type Stagehand interface {
	// Help is called in every tick of a test, with how it stands; said is true in the tick of a yes.
	Help(v *commission.View, said bool)
}

// askerSilence is how long whoever tries a chair may say nothing: a page looks several times a second. Assumption.
const askerSilence = 5 * time.Second

// tryout is a test of the chair. The zero value is none.
type tryout struct {
	test   *commission.Bench
	by     string // who began it
	who    string
	began  time.Time
	heard  time.Duration // when they last asked; on the wall's clock
	held   time.Duration // until when the key counts as held; the same
	yes    bool
	no     bool
	stop   bool
	took   bool // the chair has confirmed what was sent last
	record string
	done   bool
}

// trying says whether the chair is being tried.
func (e *Engine) trying() bool { return e.tryout.test != nil && !e.tryout.done }

var (
	errTrying = errors.New("the chair is being tried, with nobody in it: end that first")
	errNoTest = errors.New("the chair is not being tried: begin a test first")
)

// tested says why no person may sit in this chair, or nil.
func (e *Engine) tested() error {
	switch {
	case e.profile.Simulated:
		return nil // no record is needed
	case e.o.Tested == nil:
		return fmt.Errorf("%s is a real chair, and nobody here knows whether it was tried: run lumbar chair test first", e.profile.Title)
	}
	return e.o.Tested(&e.profile)
}

// test does what is asked of a test.
func (e *Engine) test(r *wire.Request) error {
	b, a := &e.tryout, r.Test
	if a == nil {
		return errors.New("a test is asked for with what is to be done: begin, look, hold, yes, no or end")
	}
	switch a.Do {
	case wire.TestBegin:
		return e.beginTest(r)
	case wire.TestLook:
		if b.test != nil && r.By == b.by {
			b.heard = e.host.now()
		}
		return nil
	}
	switch {
	case b.test != nil && b.done && r.By == b.by:
		return nil // it was under way when it was asked: the answer says that it is over
	case !e.trying():
		return errNoTest
	case r.By != b.by:
		return errors.New("somebody else tries the chair now")
	case e.host.deaf:
		return errors.New("nobody is heard in this trial")
	}
	b.heard = e.host.now()
	v := b.test.View()
	if a.Do != wire.TestEnd && a.Step != v.Name {
		return nil // of a step that is over: what it asked is no more
	}
	switch a.Do {
	case wire.TestHold:
		b.held = e.host.now() + HoldFor
	case wire.TestYes:
		b.yes = true
	case wire.TestNo:
		b.no = true
	case wire.TestEnd:
		b.stop = true
	default:
		return fmt.Errorf("%q is nothing that can be asked of a test: begin, look, hold, yes, no or end", a.Do)
	}
	return nil
}

// What is said beforehand is kept to what can be.
const (
	mostName            = 80     // bytes
	leastPush, mostPush = 5, 100 // N
	coldRoom, warmRoom  = 5, 40  // °C
)

// beginTest begins a test.
func (e *Engine) beginTest(r *wire.Request) error {
	a := r.Test
	switch {
	case e.loop.Active():
		return errors.New("a session is under way; stop it first")
	case e.trying():
		return errTrying
	case e.byHand():
		return errors.New("something is moved by hand: let go first")
	case e.loop.Fault() != nil:
		return errors.New("a fault is latched; clear it first")
	case e.trial.broken != "":
		return fmt.Errorf("the simulated chair is still broken (%s): mend it first", e.trial.broken)
	case owner(r.By) == "":
		return errors.New("a chair is tried from a page or a terminal, which says who it is")
	case strings.TrimSpace(a.Who) == "":
		return errors.New("who tries the chair? Their name goes into its record")
	case len(a.Who) > mostName || strings.ContainsFunc(a.Who, unicode.IsControl):
		return fmt.Errorf("that is no name for a record: at most %d letters, on one line", mostName)
	case a.PushN != 0 && !(a.PushN >= leastPush && a.PushN <= mostPush):
		return fmt.Errorf("a push of %g N is not one from %d to %d", a.PushN, leastPush, mostPush)
	case a.RoomC != 0 && !(a.RoomC >= coldRoom && a.RoomC <= warmRoom):
		return fmt.Errorf("a room of %g °C is not one from %d to %d", a.RoomC, coldRoom, warmRoom)
	}
	e.tryout = tryout{
		test: commission.New(commission.Options{Profile: &e.profile, Push: a.PushN, Room: a.RoomC}),
		by:   r.By, who: a.Who, began: time.Now(), heard: e.host.now(),
	}
	e.hold = hold{}
	return nil
}

// tickTest is the part of a tick that decides, while the chair is tried. It gives what is to be sent, and whether anything
// is.
func (e *Engine) tickTest(at time.Duration, fresh bool) (guard.Cleared, bool) {
	b := &e.tryout
	now := e.host.now()
	in := commission.In{
		At: at, Report: &e.report, Fresh: fresh, Took: b.took, Held: now < b.held, Yes: b.yes, No: b.no, Stop: b.stop,
		Alive: now-b.heard < askerSilence && (e.host.alive || !e.o.HostWatch),
	}
	if h, ok := e.o.Simulation.(Stagehand); ok && e.profile.Simulated {
		v := b.test.View()
		h.Help(&v, b.yes)
	}
	b.yes, b.no = false, false
	return b.test.Tick(&in)
}

// tickTried is what is left of a tick while the chair is tried.
func (e *Engine) tickTried(ctx context.Context, at time.Duration, readErr error) error {
	cleared, send := e.tickTest(at, readErr == nil)
	applyErr := e.applyTest(ctx, cleared, send)
	if readErr != nil {
		e.counts.readFails++
	}
	if applyErr != nil {
		e.counts.appFails++
	}
	e.watchTest()
	return errors.Join(readErr, applyErr)
}

// applyTest sends what a test lets through, if anything.
func (e *Engine) applyTest(ctx context.Context, c guard.Cleared, send bool) error {
	if !send {
		e.tryout.took = false
		return nil
	}
	err := e.chair.Apply(ctx, c)
	e.tryout.took = err == nil
	return err
}

// watchTest takes a test down when it is over. The chair is at rest then, and waits for a disk without harm.
func (e *Engine) watchTest() {
	b := &e.tryout
	if !b.test.Over() {
		return
	}
	b.done = true
	v := b.test.View()
	if h, ok := e.o.Simulation.(Stagehand); ok && e.profile.Simulated {
		h.Help(&v, false)
	}
	if e.o.Tried == nil {
		return
	}
	note, err := e.o.Tried(&Tried{Profile: &e.profile, Who: b.who, Began: b.began, Ended: time.Now(), Outcome: v.Outcome, Why: v.Why, Results: v.Results})
	if err != nil {
		e.o.Logger.Error("the record of a chair's test", "err", err)
		note = "The record could not be written, so that the chair does not count as tried: " + err.Error()
	}
	b.record = note
}

// testing is the test for whoever asks; nil is none.
func (e *Engine) testing(by string) *wire.Testing {
	b := &e.tryout
	if b.test == nil {
		return nil
	}
	v := b.test.View()
	t := &wire.Testing{
		Step: v.Step, Steps: v.Steps, Name: v.Name, Title: v.Title, Text: v.Prompt.Text, Moving: v.Moving, Held: e.host.now() < b.held,
		Yours: by == b.by, Why: v.Why, Record: b.record, Results: make([]wire.TestResult, 0, len(v.Results)),
	}
	if v.Prompt.How != 0 {
		t.How = v.Prompt.How.String()
	}
	if v.Prompt.Axis != 0 {
		t.Axis = v.Prompt.Axis.String()
	}
	if v.Outcome != commission.UnderWay {
		t.Outcome = v.Outcome.String()
	}
	for _, x := range v.Results {
		r := wire.TestResult{Name: x.Name, Title: x.Title, Passed: x.Passed, Why: x.Why}
		for _, f := range x.Figures {
			r.Figures = append(r.Figures, f.String())
		}
		t.Results = append(t.Results, r)
	}
	return t
}
