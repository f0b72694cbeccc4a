package closed

import (
	"errors"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/fit"
)

// perfect is a chair that is at once at whatever it is asked for.
type perfect struct {
	*testing.T
	loop   *Loop
	at     time.Duration
	seq    uint64
	says   chair.ClosedReport
	deaf   bool
	events []Event
}

func newPerfect(t *testing.T, steps ...fit.ClosedStep) *perfect {
	t.Helper()
	p, list := profile.Load("infinity")
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	r := &perfect{T: t, loop: NewLoop(&p, time.Minute, nil), at: time.Minute, says: chair.ClosedReport{Run: chair.Idle}}
	if err := r.loop.Begin(r.at, &fit.ClosedResult{Steps: steps}, chair.Everyone(), chair.Spent{}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *perfect) tick(in Input) {
	r.at += 250 * time.Millisecond
	r.seq++
	says := r.says
	says.Carriage = int(r.at/(2*time.Second)) % 3
	in.At, in.Heard, in.Alive = r.at, true, true
	in.Report = chair.Report{Seq: r.seq, At: r.at, Closed: &says}
	var cleared guard.Cleared
	cleared, r.events = r.loop.Tick(&in, r.events)
	if set := cleared.Setting(); !r.deaf {
		action := r.says.Action
		r.says = chair.ClosedReport{Run: chair.Running, Mode: set.Mode, Speed: set.Speed, Area: set.Area, Heat: set.Heat, Depth: 1, Action: action}
		if set.Mode == 0 {
			r.says.Run = chair.Returning
		}
	}
	r.loop.Applied(!r.deaf)
}

func (r *perfect) run(d time.Duration) {
	for end := r.at + d; r.at < end && r.loop.Active(); {
		r.tick(Input{})
	}
}

func quick(speed int, long time.Duration) fit.ClosedStep {
	return fit.ClosedStep{Phase: "work", Setting: chair.Setting{Mode: 1, Speed: speed, Area: chair.Part, To: 3}, For: long}
}

// TestLoop: steps are told as they are asked for, the stop when it begins, and the end when it is seen.
func TestLoop(t *testing.T) {
	r := newPerfect(t, quick(1, time.Minute), quick(2, time.Minute))
	r.run(time.Hour)
	o := r.loop.Outcome()
	if o.Ending != Finished || o.Fault != nil || o.Asked || o.StopIn <= 0 || o.StopIn > time.Second || o.Took < 2*time.Minute || o.Took > 2*time.Minute+5*time.Second {
		t.Errorf("%+v", o)
	}
	var kinds []EventKind
	for _, e := range r.events {
		kinds = append(kinds, e.Kind)
	}
	if len(kinds) != 4 || kinds[0] != Step || kinds[1] != Step || kinds[2] != Stopping || kinds[3] != Over || r.events[1].Step != 2 {
		t.Errorf("%+v", r.events)
	}
	v := r.loop.View(r.at)
	if !v.Over || !v.Stopping || v.Step != 0 || v.Left != 0 || v.Took != o.Took || !v.There {
		t.Errorf("%+v", v)
	}
}

// TestLoopAsks: slower from now on, on, to the last minute, and STOP.
func TestLoopAsks(t *testing.T) {
	r := newPerfect(t, quick(3, time.Minute), quick(2, time.Minute), quick(1, 5*time.Minute))
	r.run(10 * time.Second)
	view := func() View { return r.loop.View(r.at) }
	if v := view(); v.Asked.Speed != 3 || v.Slowest || v.Step != 1 {
		t.Fatalf("%+v", v)
	}
	r.tick(Input{Ask: Softer})
	r.tick(Input{Ask: Softer})
	if v := view(); v.Asked.Speed != 1 || !v.Slowest {
		t.Errorf("%+v", v)
	}
	r.tick(Input{Ask: Softer}) // nothing is slower
	r.tick(Input{Ask: Skip})
	if v := view(); v.Step != 2 || v.Asked.Speed != 1 {
		t.Errorf("%+v", v)
	}
	r.tick(Input{Ask: Finish})
	if v := view(); v.Step != 3 || v.Left > time.Minute || v.Left < 55*time.Second {
		t.Errorf("%+v", v)
	}
	r.tick(Input{Ask: Stop})
	if v := view(); !v.Stopping || v.StopFor <= 0 {
		t.Errorf("%+v", v)
	}
	r.run(time.Minute)
	if o := r.loop.Outcome(); o.Ending != Stopped || !o.Asked || o.Why != "stopped by somebody" {
		t.Errorf("%+v", o)
	}
	s := New(nil)
	s.Do(Skip) // after the end nothing comes of it
	if !s.Slowest() {
		t.Error("a session without steps can be slower")
	}
	r = newPerfect(t, quick(1, time.Minute))
	r.run(5 * time.Second)
	r.tick(Input{Ask: Skip})
	r.run(time.Minute)
	if o := r.loop.Outcome(); o.Ending != Finished {
		t.Errorf("skipped to the end: %+v", o)
	}
}

// TestLoopEnds: each way out has its words, and a stop that is not seen its fault.
func TestLoopEnds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		do     func(r *perfect)
		ending Ending
		why    string
		code   chair.Code
	}{
		{"in order", func(r *perfect) { r.tick(Input{End: "the page is gone"}) }, Stopped, "the page is gone", ""},
		{"taken over", func(r *perfect) { r.says.Taken = true; r.tick(Input{}) }, Stopped, "somebody else works the chair, by its own remote", ""},
		{"felt wrong", func(r *perfect) { r.tick(Input{Wrong: true}) }, Faulted, "felt_wrong: something felt wrong", chair.FaultFelt},
		{"broken", func(r *perfect) { r.says.Run = chair.Broken; r.tick(Input{}) }, Faulted, "chair_error: the chair reports an error", chair.FaultChair},
		{"a key failed", func(r *perfect) {
			r.says.Action = chair.Action{Number: 3, What: "heat", Progress: chair.Failed}
			r.tick(Input{})
		}, Stopped, "heat: failed", ""},
		{"not seen", func(r *perfect) { r.deaf = true; r.tick(Input{Ask: Stop}) }, NotConfirmed, "stop_unconfirmed: stop not confirmed: 7.75, allowed 7.5 s", chair.FaultUnconfirmed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newPerfect(t, quick(1, time.Minute))
			r.run(10 * time.Second)
			tt.do(r)
			r.run(time.Minute)
			o := r.loop.Outcome()
			code := chair.Code("")
			if o.Fault != nil {
				code = o.Fault.Code
			}
			if o.Ending != tt.ending || o.Why != tt.why || code != tt.code {
				t.Errorf("%v, %q, %q", o.Ending, o.Why, code)
			}
			err := r.loop.Begin(r.at, &fit.ClosedResult{Steps: steps}, chair.Everyone(), chair.Spent{})
			if (tt.code != "") != errors.Is(err, guard.ErrLatched) {
				t.Errorf("the next begins: %v", err)
			}
		})
	}
}

// TestLoopBegins: what does not begin says why.
func TestLoopBegins(t *testing.T) {
	r := newPerfect(t, quick(1, time.Minute))
	if err := r.loop.Begin(r.at, &fit.ClosedResult{Steps: steps}, chair.Everyone(), chair.Spent{}); !errors.Is(err, ErrBusy) {
		t.Errorf("%v", err)
	}
	r.run(time.Hour)
	if err := r.loop.Check(&fit.ClosedResult{}, chair.Everyone(), chair.Spent{}); !errors.Is(err, ErrNothing) {
		t.Errorf("%v", err)
	}
	if err := r.loop.Check(&fit.ClosedResult{Steps: steps}, chair.Everyone(), chair.Spent{DaySessions: 2}); !errors.Is(err, guard.ErrDose) {
		t.Errorf("%v", err)
	}
	if !r.loop.MayResume(r.at) || r.loop.MayResume(r.at+11*time.Minute) {
		t.Error("ten minutes are not ten minutes")
	}
	if err := r.loop.Resume(r.at, &fit.ClosedResult{Steps: steps}, chair.Everyone()); err != nil || !r.loop.Active() {
		t.Errorf("%v", err)
	}
	latched := NewLoop(&r.loop.profile, 0, &chair.Fault{Code: chair.FaultChair})
	if err := latched.Begin(0, &fit.ClosedResult{Steps: steps}, chair.Everyone(), chair.Spent{}); !errors.Is(err, guard.ErrLatched) || latched.View(0).Plan != nil || latched.Outcome().Ending != 0 {
		t.Errorf("%v", err)
	}
	if err := latched.Clear(); err != nil || latched.Guard().Fault() != nil {
		t.Errorf("%v", err)
	}
}
