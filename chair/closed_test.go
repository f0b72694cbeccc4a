package chair_test

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

func TestClosedNames(t *testing.T) {
	for want, got := range map[string]string{
		"area?": chair.Area(0).String(), "whole": chair.Whole.String(), "part": chair.Part.String(), "spot": chair.Spot.String(),
		"not known": chair.RunUnknown.String(), "idle": chair.Idle.String(), "broken": chair.Broken.String(), "run?": chair.Run(9).String(),
		"none": chair.Progress(0).String(), "asked": chair.Asked.String(), "not confirmed": chair.Unverified.String(),
		"failed": chair.Failed.String(), "progress?": chair.Progress(99).String(),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if chair.Area(77).String() != "area?" {
		t.Error("an unknown area has a name")
	}
}

// TestClosedAt: a setting is reached only when the chair says all of it.
func TestClosedAt(t *testing.T) {
	s := chair.Setting{Mode: 2, Speed: 3, Area: chair.Part, From: 1, To: 3, Heat: true}
	at := chair.ClosedReport{Run: chair.Running, Mode: 2, Speed: 3, Area: chair.Part, Carriage: 1, Heat: true}
	if !at.At(s) {
		t.Error("not at what it says it is")
	}
	for name, change := range map[string]func(*chair.ClosedReport){
		"run": func(r *chair.ClosedReport) { r.Run = chair.Waiting }, "mode": func(r *chair.ClosedReport) { r.Mode = 1 },
		"speed": func(r *chair.ClosedReport) { r.Speed = 2 }, "area": func(r *chair.ClosedReport) { r.Area = chair.Spot },
		"below": func(r *chair.ClosedReport) { r.Carriage = 0 }, "above": func(r *chair.ClosedReport) { r.Carriage = 4 },
		"heat": func(r *chair.ClosedReport) { r.Heat = false },
	} {
		r := at
		if change(&r); r.At(s) {
			t.Errorf("%s differs, and counts as the same", name)
		}
	}
	at.Area, at.Carriage, s.Area = chair.Whole, 9, chair.Whole
	if !at.At(s) {
		t.Error("anywhere is right for the whole back")
	}
	for run, still := range map[chair.Run]bool{chair.Idle: true, chair.Returning: true, chair.Waiting: false, chair.Running: false, chair.Broken: false, chair.RunUnknown: false} {
		if r := (chair.ClosedReport{Run: run}); r.At(chair.Setting{}) != still {
			t.Errorf("%v: stopped is %v", run, !still)
		}
	}
}

func TestClosedRate(t *testing.T) {
	p := chair.ClosedProfile{Speeds: 5, Modes: []chair.ClosedMode{{Slowest: 1, Fastest: 3}}}
	for speed, want := range map[int]unit.Hertz{-1: 0, 0: 0, 1: 1, 3: 2, 5: 3, 9: 3} {
		if got := p.Rate(1, speed); got != want {
			t.Errorf("speed %d: %v Hz, want %v", speed, got, want)
		}
	}
	if p.Rate(0, 1) != 0 || p.Rate(2, 1) != 0 {
		t.Error("a mode that it does not have has a rate")
	}
	if p.Speeds = 1; p.Rate(1, 1) != 1 {
		t.Error("its one speed is not the slowest")
	}
}

// TestClosedLimits: lower than those of a chair that measures, and what a person's limits withhold is withheld.
func TestClosedLimits(t *testing.T) {
	p := &chair.ClosedProfile{Speeds: 6, Depths: 5, Timer: 30 * time.Minute}
	everyone := chair.Everyone()
	c := everyone.Closed(p)
	if c.Depth.Max != 3 || c.Speed.Max != 4 {
		t.Errorf("depth %v, speed %v: want 3 and 4", c.Depth.Max, c.Speed.Max)
	}
	for name, b := range map[string][2]time.Duration{
		"session": {c.Session.Max, everyone.Session.Max}, "zone": {c.Zone.Max, everyone.Zone.Max}, "spot": {c.Spot.Max, everyone.Spot.Max},
		"tapping": {c.Tapping.Max, everyone.Tapping.Max}, "heat": {c.Heat.Max, everyone.HeatTime.Max},
	} {
		if !(b[0] > 0 && b[0] < b[1]) {
			t.Errorf("%s: %v, where a chair that measures has %v", name, b[0], b[1])
		}
	}
	brief := *p
	brief.Timer = 10 * time.Minute
	if got := everyone.Closed(&brief).Session; got != (chair.Bound[time.Duration]{Max: 9*time.Minute + 30*time.Second, By: chair.ByChair}) {
		t.Errorf("with a timer of 10 min: a session of %v by %s", got.Max, got.By)
	}
	if brief.Timer = 10 * time.Second; everyone.Closed(&brief).Session.Max != 0 {
		t.Errorf("with a timer of 10 s: a session of %v", everyone.Closed(&brief).Session.Max)
	}
	gentle := everyone
	gentle.Force[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: 30, By: chair.ByAnswers}
	gentle.Heat = chair.Bound[unit.Celsius]{Max: 38, By: chair.ByAnswers}
	gentle.Tapping.Max, gentle.Session = 0, chair.Bound[time.Duration]{Max: 8 * time.Minute, By: chair.ByAnswers}
	c = gentle.Closed(p)
	if c.Depth != (chair.Bound[chair.Count]{Max: 1, By: chair.ByAnswers}) || c.Heat.Max != 0 || c.Heat.By != chair.ByAnswers || c.Tapping.Max != 0 || c.Session.Max != 8*time.Minute {
		t.Errorf("of 30 N, 38 °C, no tapping, 8 min: %+v", c)
	}
	if gentle.Force[chair.ZoneMuscle].Max = 10; gentle.Closed(p).Depth.Max != 0 {
		t.Errorf("10 N: depth %v, want 0", gentle.Closed(p).Depth.Max)
	}
	if none := (&chair.Limits{}).Closed(p); none.Session.Max != 0 || none.Depth.Max != 0 {
		t.Errorf("no limits allow %+v", none)
	}
}
