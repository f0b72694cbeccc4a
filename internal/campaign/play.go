package campaign

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
)

// Result is what really happened in a case. Durations of -1 are never.
type Result struct {
	Case    *Case
	Reached bool // the state was reached, so that the fault came

	Code    chair.Code // the latched fault; empty if none
	Outcome session.Outcome
	Reason  string
	Ended   bool // the session came to its end while it was watched
	Latched bool // a fault that is latched refuses a new session

	Noticed time.Duration // from the first fault to the retreat; -1 if STOP had to end it
	Before  float64       // N, greatest true force in the second before the first fault
	Until   float64       // from the fault to the retreat
	Last    float64       // in the second before the retreat
	Then    float64       // from the retreat on
	Over    float64       // greatest excess over the trip at the rollers' true place, from the fault on
	Force   time.Duration // from the retreat until under 5 N
	Home    time.Duration
	Bags    time.Duration
	Stand   time.Duration // from the retreat until all axes stand; of what is moved by hand
	Drag    float64       // mm that the carriage went on from the retreat on, while the rollers were out
	Skin    float64       // °C, greatest until the session ended
	Pad     float64

	Broken []string // the claims that did not hold
}

// How long a case is watched. A fault that is not noticed by then is ended by STOP, which must work in spite of it.
const (
	reachMost   = 4 * time.Minute
	watch       = 8 * time.Second
	watchSlow   = 60 * time.Second
	watchHeat   = 90 * time.Second
	settleLeast = 4 * time.Second
	settleMost  = 100 * time.Second // longer than a session gives itself for any way home
	gone        = 5.0               // N
)

// watched is how long the case is watched for somebody to notice.
func (c *Case) watched() time.Duration {
	d := watch
	for i := range c.Faults {
		f := &c.Faults[i]
		d = max(d, c.After[i]+2*time.Second)
		switch {
		case f.kind == sensing && f.way.slow():
			d = max(d, watchSlow)
		case f.class == Heat:
			d = max(d, watchHeat)
		}
	}
	return d
}

// watcher looks at the plant while a case goes on.
type watcher struct {
	*rig
	c      *Case
	out    Result
	second [250]float64 // true forces of the last one
	ticks  int
	fault  time.Duration              // when the first came
	began  time.Duration              // when the retreat did; -1 not yet
	place  chair.Coord                // of the carriage then
	places [chair.AxisEnd]chair.Coord // at the last look
}

// Play plays a case and judges it.
func (s *Setting) Play(c *Case) Result {
	var out Result
	s.play(context.Background(), []*Case{c}, func(r *Result) { out = *r })
	return out
}

// play plays cases that share their way to the first fault: the way is gone once, and every case begins where it ends. It stops
// between two cases when ctx is done.
func (s *Setting) play(ctx context.Context, cases []*Case, seen func(*Result)) {
	w := s.approach(cases[0])
	var begin *saved
	if w.out.Reached {
		begin = w.save()
	}
	for _, c := range cases {
		if ctx.Err() != nil {
			return
		}
		if begin != nil {
			w.restore(begin, c)
			w.run()
		}
		out := w.out
		out.Case = c
		out.judge()
		seen(&out)
	}
}

// approach goes the way of a case to its first fault. A body too small for a map gives its place to another.
func (s *Setting) approach(c *Case) *watcher {
	var w *watcher
	for try := range 8 {
		w = &watcher{c: c, began: -1, out: Result{Noticed: -1, Force: -1, Home: -1, Bags: -1, Stand: -1, Over: -Unbounded}}
		var err error
		if w.rig, err = newRig(&s.profile, 1+(c.Row-1+try*977)%body.ANSURRows(), c.Seed+uint64(try)); err != nil {
			w.out.Reason = err.Error()
			return w
		}
		plan, _ := short(s.plans[c.Programme], c.Moment)
		if err := w.start(w.now(), plan); err != nil {
			w.out.Reason = err.Error()
			return w
		}
		reach := w.reach
		if c.Moment >= sessionEnd {
			reach = w.reachByHand
		}
		if w.out.Reached = reach(); w.out.Reached {
			return w
		}
		w.out.Reason = w.loop.Session().View().Reason
	}
	return w
}

// reach runs the session to the moment of the first fault.
func (w *watcher) reach() bool {
	p := path{to: w.c.Moment, from: -1}
	for w.at < reachMost && w.loop.Active() {
		v := w.loop.Session().View()
		ask, in := p.step(w.at, &v)
		if in && w.at-p.from >= w.c.Into {
			return true
		}
		w.tick(ask)
		w.remember()
	}
	return false
}

func (w *watcher) remember() {
	w.second[w.ticks%len(w.second)] = w.force()
	w.ticks++
}

// run lets the faults come, waits for the retreat, and sees it through.
func (w *watcher) run() {
	w.fault, w.out.Before = w.at, slices.Max(w.second[:])
	next := 0
	if w.c.Moment >= Finishing {
		w.retreats()
	}
	for end := w.fault + w.c.watched(); ; {
		for next < len(w.c.Faults) && w.at-w.fault >= w.c.After[next] {
			f := &w.c.Faults[next]
			w.begin(f)
			if next++; w.began < 0 && f.silences(w.profile.Heartbeat) {
				w.retreats()
			}
		}
		if w.at-w.fault >= letGo {
			w.move = guard.Move{}
		}
		if w.began < 0 && w.at >= end {
			w.stopping = true
			w.retreats()
			w.out.Noticed = -1
		}
		w.tick(session.Nothing)
		if w.began < 0 && w.noticed() {
			w.retreats()
		}
		w.look()
		w.remember()
		if w.done(next) {
			break
		}
	}
	w.finish()
}

// noticed says whether somebody has begun to bring the rollers home: guard, session or chair.
func (w *watcher) noticed() bool {
	return w.guard.State() != guard.Armed || w.loop.Session().Stage() >= session.Finishing || w.heard && w.raw.Lost
}

// retreats marks the moment from which the retreat is judged.
func (w *watcher) retreats() {
	w.began, w.out.Noticed, w.out.Last = w.at, w.at-w.fault, slices.Max(w.second[:])
	w.place = w.truth.Axes[chair.Carriage]
}

// look takes the figures of a tick.
func (w *watcher) look() {
	o, f := &w.out, w.force()
	o.Over = max(o.Over, w.over())
	if w.loop.Active() {
		o.Skin, o.Pad = max(o.Skin, float64(w.truth.Skin)), max(o.Pad, float64(w.truth.Pad))
	}
	if w.began < 0 {
		o.Until = max(o.Until, f)
		return
	}
	o.Then = max(o.Then, f)
	if !w.home() {
		o.Drag = max(o.Drag, math.Abs(float64(w.truth.Axes[chair.Carriage]-w.place)))
	}
	since := w.at - w.began
	mark(&o.Force, max(w.truth.Force[0], w.truth.Force[1]) < gone, since)
	mark(&o.Home, w.home(), since)
	mark(&o.Bags, w.empty(), since)
	mark(&o.Stand, w.still(), since)
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

// done says whether there is no more to see.
func (w *watcher) done(faults int) bool {
	if w.began < 0 || faults < len(w.c.Faults) {
		return false
	}
	least := max(w.began, w.pausedUntil, w.fault+w.c.After[len(w.c.After)-1]) + settleLeast
	rests := w.killed || !w.loop.Active() && w.guard.State() != guard.Retreating
	return w.at >= least && rests || w.at >= least+settleMost
}

// finish writes down how it ended.
func (w *watcher) finish() {
	o, v := &w.out, w.loop.Session().View()
	o.Outcome, o.Reason, o.Ended = v.Outcome, v.Reason, !w.loop.Active()
	if f := w.loop.Fault(); f != nil {
		o.Code = f.Code
		o.Latched = w.killed || w.latched(w.now())
	}
	o.Ended = o.Ended || w.killed // nobody is left who could say so
}
