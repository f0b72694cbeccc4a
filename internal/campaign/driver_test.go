package campaign

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/unit"
)

// badDriver lies about the chair, or twists what it is told. What catches it is a fault, or an orderly end, or nothing.
type badDriver struct {
	name  string
	lie   func(k *lying, r *chair.Report)
	twist func(k *lying, c *chair.Command)

	codes  []chair.Code // that may latch; "" is an end in order, or nothing to notice
	beyond string       // why software cannot bound the harm once rollers press; empty if it can
}

// lying is what a bad driver remembers.
type lying struct {
	*rig
	report chair.Report // the first
	before []chair.Command
}

var badDrivers = []badDriver{
	{name: "always 0 N", lie: func(k *lying, r *chair.Report) {
		r.Force, r.Peak = [chair.SideEnd]unit.Newton{}, [chair.SideEnd]unit.Newton{}
	}, codes: []chair.Code{chair.FaultForceCell, ""}},
	{name: "always what the first report weighed", lie: func(k *lying, r *chair.Report) {
		r.Force, r.Peak = k.report.Force, k.report.Force
	}, codes: []chair.Code{chair.FaultForceCell, ""}},
	{name: "always home", lie: func(k *lying, r *chair.Report) {
		r.Axes[chair.Depth].Pos, r.Axes[chair.Depth].Vel = 0, 0
	}, codes: []chair.Code{chair.FaultTracking, chair.FaultForceCell, chair.FaultReport}},
	{name: "always seated", lie: func(k *lying, r *chair.Report) { r.Seated = true }, codes: []chair.Code{""}},
	{name: "never seated", lie: func(k *lying, r *chair.Report) { r.Seated = false }, codes: []chair.Code{"", chair.FaultPresence}},
	{name: "sides changed over", lie: func(k *lying, r *chair.Report) {
		r.Force[0], r.Force[1] = r.Force[1], r.Force[0]
		r.Peak[0], r.Peak[1] = r.Peak[1], r.Peak[0]
		a := &r.Axes
		a[chair.TapLeft], a[chair.TapRight] = a[chair.TapRight], a[chair.TapLeft]
	}, codes: []chair.Code{"", chair.FaultForceCell, chair.FaultTracking}},
	{name: "places in inches", lie: func(k *lying, r *chair.Report) {
		for a := range r.Axes {
			r.Axes[a].Pos /= 25.4
		}
	}, codes: []chair.Code{chair.FaultTracking, chair.FaultReport, chair.FaultJump, ""}},
	{name: "places of twice the size", lie: func(k *lying, r *chair.Report) {
		for a := range r.Axes {
			r.Axes[a].Pos *= 2
		}
	}, codes: []chair.Code{chair.FaultTracking, chair.FaultReport, chair.FaultJump, ""}},
	{name: "numbers that stand still", lie: func(k *lying, r *chair.Report) {
		r.Seq = k.report.Seq
	}, codes: []chair.Code{chair.FaultReport}},
	{name: "times in the future", lie: func(k *lying, r *chair.Report) {
		r.At += time.Second
	}, codes: []chair.Code{chair.FaultReport}},
	{name: "commands 60 ms late", twist: func(k *lying, c *chair.Command) {
		k.before = append(k.before, *c)
		*c = k.before[max(0, len(k.before)-16)]
	}, codes: []chair.Code{"", chair.FaultTracking, chair.FaultForce, chair.FaultForceBoth, chair.FaultForceCell, chair.FaultReport}},
	{name: "setpoints doubled", twist: func(k *lying, c *chair.Command) {
		for a := range c.Axes {
			c.Axes[a].Pos *= 2
			c.Axes[a].Vel *= 2
		}
	}, codes: []chair.Code{chair.FaultTracking, chair.FaultForce, chair.FaultReport, chair.FaultSpeed, chair.FaultForceCell, chair.FaultApproach, ""},
		beyond: "a drive that goes to twice its place presses before anybody can act"},
	{name: "carriage and depth changed over", twist: func(k *lying, c *chair.Command) {
		a := &c.Axes
		a[chair.Carriage], a[chair.Depth] = a[chair.Depth], a[chair.Carriage]
	}, codes: []chair.Code{chair.FaultTracking, chair.FaultForce, chair.FaultForceCell, chair.FaultApproach, chair.FaultSpeed, ""},
		beyond: "a drive that is given another drive's place goes there"},
	{name: "the other way", twist: func(k *lying, c *chair.Command) {
		for a := range c.Axes {
			x := &k.profile.Axes[a]
			c.Axes[a].Pos, c.Axes[a].Vel = 2*x.Home-c.Axes[a].Pos, -c.Axes[a].Vel
		}
	}, codes: []chair.Code{chair.FaultTracking, chair.FaultReport, ""}},
	{name: "depth the other way from where it stands", twist: func(k *lying, c *chair.Command) {
		d := &c.Axes[chair.Depth]
		if k.before == nil {
			k.before = []chair.Command{*c}
		}
		d.Pos, d.Vel = 2*k.before[0].Axes[chair.Depth].Pos-d.Pos, -d.Vel
	}, codes: []chair.Code{chair.FaultTracking, chair.FaultForce, chair.FaultForceCell, chair.FaultReport, chair.FaultAxis, ""},
		beyond: "a drive that runs out when told to run home cannot be brought home"},
	{name: "the zero command ignored", twist: func(k *lying, c *chair.Command) {
		if *c == (chair.Command{}) && len(k.before) > 0 {
			*c = k.before[0]
			return
		}
		k.before = append(k.before[:0], *c)
	}, codes: []chair.Code{""}},
	{name: "every command ignored from here on", twist: func(k *lying, c *chair.Command) {
		if k.before == nil {
			k.before = []chair.Command{*c}
		}
		*c = k.before[0]
	}, codes: []chair.Code{chair.FaultTracking, chair.FaultForce, ""},
		beyond: "a driver that does nothing and keeps the heartbeat up leaves the rollers where they are"},
}

// TestBadDrivers runs sessions over bad drivers, bad from the beginning and bad from the massage on: the guard latches
// what fits or the session ends in order, the rollers come home, and true force stays within the trip at their true
// place. Some that turn bad with the rollers on the back are beyond software: bad from the beginning they are caught
// before any contact.
func TestBadDrivers(t *testing.T) {
	s, err := NewSetting()
	if err != nil {
		t.Fatal(err)
	}
	bodies := 6
	if testing.Short() {
		bodies = 1
	}
	for _, d := range badDrivers {
		for _, from := range []Moment{Homing, Kneading} {
			t.Run(fmt.Sprintf("%s from %v", d.name, from), func(t *testing.T) {
				t.Parallel()
				for i := range bodies {
					row := 1 + i*977
					o := s.misdrive(t, &d, from, row, uint64(i+1))
					t.Logf("ansur:%d: latched %q, %v %s, after %v; true force at most %.1f N, %.1f over the trip; home after %v",
						row, o.Code, o.Outcome, o.Reason, o.Noticed, max(o.Until, o.Then), o.Over, o.Home)
					if !slices.Contains(d.codes, o.Code) || o.Code != "" && !o.Latched {
						t.Errorf("ansur:%d: latched %q (refuses a new session: %v), want one of %q", row, o.Code, o.Latched, d.codes)
					}
					if d.beyond != "" && from != Homing {
						continue
					}
					if !(o.Over <= 0) {
						t.Errorf("ansur:%d: true force %.1f N over the trip of its place", row, o.Over)
					}
					if o.Force < 0 || o.Home < 0 {
						t.Errorf("ansur:%d: force gone after %v, home after %v", row, o.Force, o.Home)
					}
				}
			})
		}
	}
}

// misdrive plays a session over a bad driver for a while, or to its end, and then stops it.
func (s *Setting) misdrive(t *testing.T, d *badDriver, from Moment, row int, seed uint64) Result {
	t.Helper()
	c := Case{Name: d.name, Programme: s.programmes[0], Moment: Kneading, Into: into[Kneading].usual, Faults: []Fault{{}}, After: []time.Duration{0}}
	w := &watcher{c: &c, began: -1, out: Result{Case: &c, Noticed: -1, Force: -1, Home: -1, Bags: -1, Over: -Unbounded}}
	var err error
	if w.rig, err = newRig(&s.profile, row, seed); err != nil {
		t.Fatal(err)
	}
	k := &lying{rig: w.rig, report: w.raw}
	spoil := func() {
		k.report = w.newest
		if d.lie != nil {
			w.lie = func(r *chair.Report) { d.lie(k, r) }
		}
		if d.twist != nil {
			w.twist = func(c *chair.Command) { d.twist(k, c) }
		}
	}
	plan, _ := short(s.plans[c.Programme], c.Moment)
	if err := w.start(w.now(), plan); err != nil {
		t.Fatal(err)
	}
	lasts := 30 * time.Second
	if from == Homing {
		lasts = 2 * time.Minute
		k.report = w.raw
	} else if !w.reach() {
		t.Fatalf("ansur:%d: %v was not reached", row, from)
	}
	w.receive()
	spoil()
	w.fault = w.at
	for end := w.at + lasts; w.began < 0; w.look() {
		if w.at >= end {
			w.stopping = true
			w.retreats()
		}
		w.tick(session.Nothing)
		if w.began < 0 && (w.guard.State() != guard.Armed || w.loop.Session().Stage() >= session.Finishing) {
			w.retreats()
		}
	}
	for end := w.at + 30*time.Second; w.at < end; w.look() {
		w.tick(session.Nothing)
	}
	v := w.loop.Session().View()
	w.out.Outcome, w.out.Reason = v.Outcome, v.Reason
	if f := w.guard.Fault(); f != nil {
		w.out.Code, w.out.Latched = f.Code, w.latched(w.now())
	}
	return w.out
}
