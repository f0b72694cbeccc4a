package engine

import (
	"errors"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// Simulation is what a simulated chair lets be done to it, and what only it knows. The engine's goroutine calls it.
type Simulation interface {
	// Knows says whether there is a failure of this name. The error is for people.
	Knows(failure string) error
	// Break begins a failure by its name.
	Break(failure string) error
	// Mend ends all of them.
	Mend()
	// Truth is what really is, at the moment of the last tick.
	Truth() Truth
}

// Truth is what a trial is measured by.
type Truth struct {
	Force [chair.SideEnd]unit.Newton // contact of each roller
	Depth unit.Millimetre            // driven side
	Air   [chair.BagEnd]unit.Kilopascal
	Lost  bool // the chair goes home by itself
}

const (
	trialBefore = 500 * time.Millisecond // taken down before anything breaks, and shown before the retreat
	trialUnseen = 2 * time.Minute        // of the chair's time; then the trial presses STOP
	trialAfter  = 4 * time.Second        // watched from the retreat on, at least
	trialMost   = 20 * time.Second       // and at most: several times a retreat
	trialStep   = 20 * time.Millisecond  // between two points
	trialPoints = int((trialBefore + trialAfter) / trialStep)

	forceGone unit.Newton     = 5   // what the product promises within 400 ms
	bagEmpty  unit.Kilopascal = 0.5 // as the fault campaign counts
)

// trial is a fault that is tried. The zero value is none.
type trial struct {
	wire.Trial
	broken        string        // what is broken now
	at, broke     time.Duration // asked for; happened
	began         time.Duration // the retreat
	sample        wire.TrialPoint
	sampled       time.Duration
	force         time.Duration // since when it has held; -1 it does not
	home, emptied time.Duration
}

func onTrial(v wire.Verb) bool { return v == wire.Break || v == wire.Mend || v == wire.Tried }

// told is a copy of the trial, or nil if there is none.
func (t *trial) told() *wire.Trial {
	if t.State == "" {
		return nil
	}
	out := t.Trial
	out.Points = make([]wire.TrialPoint, 0, len(t.Points))
	for _, p := range t.Points {
		if t.State == wire.TrialRetreat || t.State == wire.TrialDone {
			p.MS -= t.began.Milliseconds()
		} else {
			p.MS -= t.broke.Milliseconds()
		}
		out.Points = append(out.Points, p)
	}
	return &out
}

// tryFault breaks or mends a simulated chair, or tells what came of it. A real chair refuses.
func (e *Engine) tryFault(r *wire.Request) error {
	switch {
	case e.o.Simulation == nil || !e.profile.Simulated:
		return errors.New("faults can be tried on a simulated chair only: this one is real")
	case r.Verb == wire.Tried:
		return nil
	case r.Verb == wire.Mend:
		return e.mend()
	case !e.loop.Active():
		return errors.New("no session is under way; start one first, so that there is something to see")
	case e.trial.broken != "" || e.trial.State == wire.TrialWaits:
		return errors.New("something is broken already: mend it first")
	case r.Failure == wire.FailHost && !e.o.HostWatch:
		return errors.New("nobody watches here whether the host is silent: start lumbar serve")
	}
	if r.Failure != wire.FailHost && r.Failure != wire.FailStop {
		if err := e.o.Simulation.Knows(r.Failure); err != nil {
			return err
		}
	}
	points := e.trial.Points[:0]
	if points == nil {
		points = make([]wire.TrialPoint, 0, trialPoints+2)
	}
	now := e.o.Clock.Now()
	e.trial = trial{
		Trial: wire.Trial{Failure: r.Failure, State: wire.TrialWaits, NoticedMS: -1, ForceMS: -1, HomeMS: -1, BagsMS: -1, Points: points},
		at:    now, broke: now + trialBefore, sampled: now, force: -1, home: -1, emptied: -1,
	}
	return nil
}

// mend makes the chair whole again.
func (e *Engine) mend() error {
	e.host.deaf = false
	e.host.hear()
	e.o.Simulation.Mend()
	if was := e.trial.broken; was != "" {
		e.emit(e.o.Clock.Now(), &wire.Event{Event: "mended", Text: was})
	}
	e.trial.broken = ""
	switch e.trial.State {
	case wire.TrialWaits, wire.TrialBroken: // before anybody noticed: the session goes on
		e.trial.State = wire.TrialDone
	}
	return nil
}

// watchTrial lets the fault happen, and takes down what comes of it.
func (e *Engine) watchTrial(at time.Duration) {
	t := &e.trial
	if t.State == "" || t.State == wire.TrialDone {
		return
	}
	truth := e.o.Simulation.Truth()
	if t.State == wire.TrialWaits && at >= t.broke {
		e.breakNow(at)
	}
	if t.State == wire.TrialBroken {
		e.watchNotice(at, &truth)
	}
	t.take(at, &truth)
	if t.State == wire.TrialRetreat {
		e.watchRetreat(at, &truth)
	}
}

// breakNow is the moment of the fault.
func (e *Engine) breakNow(at time.Duration) {
	t := &e.trial
	t.State, t.broke = wire.TrialBroken, at
	if !e.loop.Active() {
		t.State, t.By = wire.TrialDone, "session" // it ended before
		return
	}
	switch t.Failure {
	case wire.FailStop:
		e.asks = append(e.asks[:0], session.Stop)
		e.stopAsked()
	case wire.FailHost:
		e.host.deaf, t.broken = true, t.Failure
		e.slow()
	default:
		if err := e.o.Simulation.Break(t.Failure); err != nil {
			t.State = wire.TrialDone
			e.o.Logger.Warn("a fault could not be tried", "failure", t.Failure, "err", err)
			return
		}
		t.broken = t.Failure
	}
	e.emit(at, &wire.Event{Event: "broken", Text: t.Failure})
}

// watchNotice waits for somebody to begin the retreat: guard, session or chair, or STOP in the end.
func (e *Engine) watchNotice(at time.Duration, truth *Truth) {
	t := &e.trial
	switch f := e.loop.Fault(); {
	case (e.asked || e.report.Stop) && e.loop.Guard().State() != guard.Armed:
		t.By = "stop"
	case f != nil:
		t.By, t.Code, t.Line = "guard", string(f.Code), f.Error()
	case truth.Lost:
		t.By = "chair"
	case e.loop.Guard().State() != guard.Armed || e.loop.Session().Stage() >= session.Finishing:
		t.By = "session"
	case at-t.broke > trialUnseen && !t.Unseen:
		t.Unseen = true
		e.asks = append(e.asks[:0], session.Stop)
		e.stopAsked()
		return
	default:
		return
	}
	t.State, t.began, t.NoticedMS = wire.TrialRetreat, at, (at - t.broke).Milliseconds()
	for _, p := range t.Points {
		t.BeforeN = max(t.BeforeN, p.ForceN)
	}
	t.BeforeN = max(t.BeforeN, t.sample.ForceN)
	e.host.deaf = false
	e.slow()
}

// watchRetreat sees the retreat through.
func (e *Engine) watchRetreat(at time.Duration, truth *Truth) {
	t, since := &e.trial, at-e.trial.began
	if f := e.loop.Fault(); f != nil && t.Code == "" {
		t.Code, t.Line = string(f.Code), f.Error()
	}
	t.PeakN = max(t.PeakN, tenth(float64(truth.most())))
	mark(&t.force, max(truth.Force[chair.Left], truth.Force[chair.Right]) < forceGone, since)
	mark(&t.home, truth.Depth < e.profile.Rollers.Cover, since)
	mark(&t.emptied, truth.Air[chair.BagSeat] < bagEmpty && truth.Air[chair.BagLegs] < bagEmpty, since)
	t.ForceMS, t.HomeMS, t.BagsMS = inMS(t.force), inMS(t.home), inMS(t.emptied)
	if since >= trialAfter && !e.loop.Active() || since >= trialMost {
		t.State = wire.TrialDone
	}
}

// slow lets a retreat be watched in real time.
func (e *Engine) slow() {
	if e.pace > 1 {
		_ = e.setPace(1) // a simulated chair's clock takes it
	}
}

// mark remembers since when something has held without a break.
func mark(from *time.Duration, holds bool, since time.Duration) {
	switch {
	case !holds:
		*from = -1
	case *from < 0:
		*from = since
	}
}

func inMS(d time.Duration) int64 {
	if d < 0 {
		return -1
	}
	return d.Milliseconds()
}

func (t *Truth) most() unit.Newton {
	return max(t.Force[chair.Left], t.Force[chair.Right])
}

// take adds what is true to the points: the greatest force of each step, everything else as it is at its end. Before the
// retreat only the last half second is kept.
func (t *trial) take(at time.Duration, truth *Truth) {
	t.sample.ForceN = max(t.sample.ForceN, tenth(float64(truth.most())))
	if at-t.sampled < trialStep {
		return
	}
	t.sampled = at
	t.sample.MS, t.sample.DepthMM = at.Milliseconds(), tenth(float64(truth.Depth))
	t.sample.AirKPa = tenth(float64(max(truth.Air[chair.BagSeat], truth.Air[chair.BagLegs])))
	if before := int(trialBefore / trialStep); t.State != wire.TrialRetreat && len(t.Points) >= before {
		t.Points = append(t.Points[:0], t.Points[len(t.Points)-before+1:]...)
	}
	if len(t.Points) < cap(t.Points) {
		t.Points = append(t.Points, t.sample)
	}
	t.sample = wire.TrialPoint{}
}
