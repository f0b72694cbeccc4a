package screening_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

func by[T ~float64 | ~int64](most T) chair.Bound[T] {
	return chair.Bound[T]{Max: most, By: chair.ByAnswers}
}

// TestRecord: each thing that a rule can say changes what it should in the limits, and nothing else.
func TestRecord(t *testing.T) {
	force := func(n unit.Newton) func(*chair.Limits) {
		return func(l *chair.Limits) {
			for z := range l.Force {
				if n < l.Force[z].Max {
					l.Force[z] = by(n)
				}
			}
			if 2*n < l.BothForce.Max {
				l.BothForce = by(2 * n)
			}
		}
	}
	for _, c := range []struct {
		name   string
		record screening.Record
		change func(*chair.Limits)
	}{
		{"nothing", screening.Record{}, func(*chair.Limits) {}},
		{"level 1", screening.Record{Level: 1}, force(10)},
		{"level 3", screening.Record{Level: 3}, force(30)},
		{"the highest level", screening.Record{Level: 4}, force(40)},
		{"force", screening.Record{Force: 25}, force(25)},
		{"more force than everyone", screening.Record{Force: 600}, func(*chair.Limits) {}},
		{"level and force", screening.Record{Level: 2, Force: 25}, force(20)},
		{"trip", screening.Record{Trip: 50}, func(l *chair.Limits) {
			l.Trip[chair.ZoneMuscle], l.Trip[chair.ZoneSacrum], l.BothTrip = by(unit.Newton(50)), by(unit.Newton(50)), by(unit.Newton(100))
		}},
		{"excluded", screening.Record{Exclude: []chair.Zone{chair.ZoneRibs, chair.ZoneSacrum}}, func(l *chair.Limits) {
			l.Force[chair.ZoneRibs], l.Force[chair.ZoneSacrum] = by(unit.Newton(0)), by(unit.Newton(0))
		}},
		{"no heat", screening.Record{NoHeat: true}, func(l *chair.Limits) {
			l.Heat, l.HeatTime = by(unit.Celsius(0)), by(time.Duration(0))
		}},
		{"no heat, whatever the target", screening.Record{NoHeat: true, HeatTarget: 38, HeatMax: time.Minute}, func(l *chair.Limits) {
			l.Heat, l.HeatTime = by(unit.Celsius(0)), by(time.Duration(0))
		}},
		{"low heat", screening.Record{HeatTarget: 38, HeatMax: 5 * time.Minute}, func(l *chair.Limits) {
			l.Heat, l.HeatTime = by(unit.Celsius(38)), by(5*time.Minute)
		}},
		{"no tapping", screening.Record{NoTapping: true}, func(l *chair.Limits) { l.Tapping = by(time.Duration(0)) }},
		{"short tapping", screening.Record{TappingMax: time.Minute}, func(l *chair.Limits) { l.Tapping = by(time.Minute) }},
		{"no stretch", screening.Record{NoStretch: true}, func(l *chair.Limits) { l.Stretch = by(time.Duration(0)) }},
		{"short stretch", screening.Record{StretchMax: time.Minute}, func(l *chair.Limits) { l.Stretch = by(time.Minute) }},
		{"no air", screening.Record{NoAir: true}, func(l *chair.Limits) { l.Air = by(unit.Kilopascal(0)) }},
		{"no leg air", screening.Record{NoLegAir: true}, func(l *chair.Limits) { l.Air = by(unit.Kilopascal(0)) }},
		{"session", screening.Record{Session: 10 * time.Minute}, func(l *chair.Limits) { l.Session = by(10 * time.Minute) }},
		{"spot", screening.Record{Spot: time.Minute}, func(l *chair.Limits) { l.Spot = by(time.Minute) }},
		{"zone", screening.Record{Zone: time.Minute}, func(l *chair.Limits) { l.Zone = by(time.Minute) }},
		{"still", screening.Record{Still: time.Second}, func(l *chair.Limits) { l.Still = by(time.Second) }},
		{"gap", screening.Record{Gap: 24 * time.Hour}, func(l *chair.Limits) {
			l.Gap = chair.Floor[time.Duration]{Min: 24 * time.Hour, By: chair.ByAnswers}
		}},
		{"a gap shorter than for everyone", screening.Record{Gap: time.Hour}, func(*chair.Limits) {}},
		{"a day", screening.Record{PerDay: 1}, func(l *chair.Limits) { l.DaySessions = by(chair.Count(1)) }},
		{"a week", screening.Record{PerWeek: 1}, func(l *chair.Limits) { l.WeekSessions = by(chair.Count(1)) }},
		{"recline", screening.Record{Recline: 120}, func(l *chair.Limits) { l.Recline = by(unit.Degree(120)) }},
	} {
		check, err := screening.New(only(c.record))
		if err != nil {
			t.Fatal(err)
		}
		v := check.Judge(&screening.Input{Answers: sheet(adult(), map[string]screening.Answer{"B-1": screening.Yes})})
		want := chair.Everyone()
		c.change(&want)
		if diff := cmp.Diff(want, v.Limits); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestSay: the sentence of the gentle version names what it is without.
func TestSay(t *testing.T) {
	for _, c := range []struct {
		record screening.Record
		want   string
	}{
		{screening.Record{}, "says M low force, shorter."},
		{screening.Record{NoHeat: true}, "says M no heat, low force, shorter."},
		{screening.Record{NoTapping: true, NoStretch: true}, "says M low force, no tapping, shorter, no stretch."},
		{screening.Record{NoAir: true}, "says M low force, shorter, no airbags."},
	} {
		check, err := screening.New(only(c.record))
		if err != nil {
			t.Fatal(err)
		}
		v := check.Judge(&screening.Input{Answers: sheet(adult(), map[string]screening.Answer{"B-1": screening.Yes})})
		if v.Say != c.want {
			t.Errorf("says %q, want %q", v.Say, c.want)
		}
	}
}

// TestWaits: the longest wait holds, every reason is told once, and only what W waits for.
func TestWaits(t *testing.T) {
	r := small()
	longer := rule("B-3", screening.W)
	longer.Wait, longer.After, longer.Advice = 2*time.Hour, "a nap", "Sleep."
	same := rule("B-4", screening.W)
	same.Advice = "Sleep."
	r.Cards[1].Rules = append(r.Cards[1].Rules, longer, same)
	r.Cards[0].Rules[0].Advice = "Go."
	check, err := screening.New(r)
	if err != nil {
		t.Fatal(err)
	}
	yes := screening.Yes
	v := check.Judge(&screening.Input{Answers: sheet(adult(), map[string]screening.Answer{"B-2": yes, "B-3": yes, "B-4": yes})})
	want := screening.Verdict{Outcome: screening.W, Rules: []string{"B-2", "B-3", "B-4"}, Say: "says W a while, and a nap.",
		Advice: []string{"Sleep."}, Wait: 2 * time.Hour, Limits: chair.Limits{Gap: chair.Everyone().Gap}}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Errorf("three waits (-want +got):\n%s", diff)
	}
	v = check.Judge(&screening.Input{Answers: sheet(adult(), map[string]screening.Answer{"A-1": yes, "B-3": yes})})
	want = screening.Verdict{Outcome: screening.S, Rules: []string{"A-1", "B-3"}, Say: "says S", Limits: chair.Limits{Gap: chair.Everyone().Gap}}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Errorf("S beside a wait (-want +got):\n%s", diff)
	}
}
