package engine

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/session"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

// asked is limits that somebody's answers might set.
func asked(change func(*chair.Limits)) *chair.Limits {
	l := chair.Everyone()
	change(&l)
	return &l
}

func gentle(l *chair.Limits) {
	l.Force[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: 12, By: chair.ByAnswers}
	l.Trip[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: 50, By: chair.ByAnswers}
}

// end stops the session under way and waits for its end.
func end(t *testing.T, e *Engine) {
	t.Helper()
	e.asks = append(e.asks[:0], session.Stop)
	for e.loop.Active() {
		quietTick(t, e)
	}
}

// TestLimitsOfStart: fit, control and guard are held to what a start asks for; the next start is free of it.
func TestLimitsOfStart(t *testing.T) {
	e, _, k := onWall(t, Options{})
	const me = "a-page-with-a-name-of-its-own"
	massaging(t, e, wire.Request{By: me, Person: "7f3a", Limits: asked(gentle)})
	var own, other wire.Snapshot
	e.fill(&own, true)
	e.fill(&other, false)
	if own.LimitN > 12 || own.LimitBy != string(chair.ByAnswers) || own.TripN > 50 {
		t.Errorf("got limit %v N by %q, trip %v N; want at most 12 by the answers, and 50", own.LimitN, own.LimitBy, own.TripN)
	}
	if other.LimitBy != aLimit || strings.Contains(strings.Join(other.Changed, " "), string(chair.ByAnswers)) {
		t.Errorf("others are told: by %q, changed %q", other.LimitBy, other.Changed)
	}
	if !strings.Contains(strings.Join(own.Changed, " "), "12 N") {
		t.Errorf("the person is not told what was fitted: %q", own.Changed)
	}
	end(t, e)
	for _, ev := range k.events {
		if ev.Summary != nil && strings.Contains(strings.Join(ev.Changed, " "), string(chair.ByAnswers)) {
			t.Errorf("the record says %q", ev.Changed)
		}
	}
	massaging(t, e, wire.Request{})
	if l := e.loop.Guard().TripLimit().Max; l <= 50 {
		t.Errorf("the next session, of nobody, trips at %v N still", l)
	}
}

// TestLimitsNeverLoosen: what a start asks for beyond what holds for everyone is not heard.
func TestLimitsNeverLoosen(t *testing.T) {
	e, _, _ := onWall(t, Options{Limits: asked(gentle)})
	loose := asked(func(l *chair.Limits) {
		l.Force[chair.ZoneMuscle].Max, l.Trip[chair.ZoneMuscle].Max, l.Session.Max = 500, 500, time.Hour
	})
	if got := e.limits(loose); got != e.limits(nil) {
		t.Errorf("looser limits changed %+v to %+v", e.limits(nil), got)
	}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1, Limits: &chair.Limits{}}); err == nil || e.loop.Active() {
		t.Errorf("a start within nothing: %v", err)
	}
}

// TestGoesOn: a person's fresh start within ten minutes is the same session, and as soft as the stricter of both asked.
func TestGoesOn(t *testing.T) {
	e, _, k := onWall(t, Options{})
	day := func(l *chair.Limits) { l.Gap.Min = 24 * time.Hour; l.Tapping = chair.Bound[time.Duration]{} }
	massaging(t, e, wire.Request{Person: "7f3a", Limits: asked(day)})
	end(t, e)
	used, id := e.loop.Guard().SessionTime(), e.session
	k.had = chair.Spent{Day: used, DaySessions: 1, WeekSessions: 1, Since: time.Second}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1, Person: "someone else", Limits: asked(day)}); err == nil {
		t.Fatal("a session of somebody who has had enough begins")
	}
	massaging(t, e, wire.Request{Person: "7f3a", Limits: asked(func(l *chair.Limits) { day(l); gentle(l) })})
	if e.session != id {
		t.Error("the record has another session")
	}
	if got := e.loop.Guard().SessionTime(); got <= used {
		t.Errorf("the session has lasted %v, %v before the fresh start", got, used)
	}
	if got := e.loop.Control().Cap.Max; got > 12 {
		t.Errorf("the cap is %v N, want 12 at most", got)
	}
	end(t, e)
	massaging(t, e, wire.Request{Person: "7f3a", Limits: asked(day)})
	if got := e.loop.Control().Cap.Max; got > 12 {
		t.Errorf("the third start is looser than the second: %v N", got)
	}
	end(t, e)
	for end := e.o.Clock.Now() + 10*time.Minute + time.Second; e.o.Clock.Now() < end; {
		quietTick(t, e)
	}
	if err := e.heed(&wire.Request{V: wire.Version, Verb: wire.Start, Programme: "short", Seed: 1, Person: "7f3a", Limits: asked(day)}); err == nil {
		t.Error("after ten minutes the same session goes on still")
	}
}

// TestLeft: what is planned for a session that goes on leaves out what it has used.
func TestLeft(t *testing.T) {
	e, _, _ := onWall(t, Options{})
	massaging(t, e, wire.Request{Person: "7f3a"})
	g, all := e.loop.Guard(), chair.Everyone()
	l := e.left(all)
	if got := all.Session.Max - l.Session.Max; got != g.SessionTime() || got == 0 {
		t.Errorf("%v less of the session, which has lasted %v", got, g.SessionTime())
	}
	if got := all.Zone.Max - l.Zone.Max; got != g.MostZoneTime() || got == 0 {
		t.Errorf("%v less for one part of the back, which has had %v", got, g.MostZoneTime())
	}
	all.Session.Max = time.Second
	if l := e.left(all); l.Session.Max != 0 {
		t.Errorf("%v left of a session that is over", l.Session.Max)
	}
	if reflect.DeepEqual(l, chair.Everyone()) {
		t.Error("nothing is used")
	}
}
