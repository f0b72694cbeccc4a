//go:build unix

package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

var days = flag.Int("days", 1, "how many days TestWeek lives; make week asks for 7")

const (
	aDay        = 10 // sessions
	sitsEvery   = 84 * time.Minute
	firstSits   = 7 * time.Hour // after midnight, by a clock that nobody sets
	weekOwner   = "a-page-of-the-week-%04d"
	brokerGone  = 2 // the days on which it is
	brokerAgain = 4 // and is not any more
)

// living is a week as it goes.
type living struct {
	*home
	people  []string
	begun   map[string]int // sessions by person
	all     int
	rand    *rand.Rand
	faults  int
	kills   int
	refused int
}

// TestWeek is days of a home in accelerated time: server, engine and bridge as they are, a real broker, ten sessions a day by
// ten people, stops, faults and clears, viewers that come and go, both processes killed in sessions and begun anew every
// night, the broker gone for two days, the clocks set back on the fifth. Nothing grows, and every session and every dose is on
// record exactly once.
func TestWeek(t *testing.T) {
	if testing.Short() {
		t.Skip("a day in accelerated time takes half a minute")
	}
	l := &living{home: newHome(t), begun: map[string]int{}, rand: rand.New(rand.NewPCG(7, 7))}
	endBroker := aBroker(t, l.port)
	l.startEngine()
	l.startServer()
	defer func() {
		if l.server != nil {
			l.stopServer()
		}
		if l.engine != nil {
			l.stopEngine(false)
		}
	}()
	for i := range aDay {
		p, _, err := l.server.kept.AddPerson(t.Context(), fmt.Sprint("Person ", i), "")
		if err != nil {
			t.Fatal(err)
		}
		l.people = append(l.people, p.ID)
	}
	l.session("", "") // nobody's: what is made once is made
	l.night(firstSits)
	stocks := []stock{takeStock(l.dir)}
	t.Log("before:", stocks[0])
	for day := range *days {
		switch day {
		case brokerGone:
			endBroker()
		case brokerAgain:
			aBroker(t, l.port)
		}
		l.day(day)
		l.night(time.Duration(day+1)*24*time.Hour + firstSits)
		stocks = append(stocks, takeStock(l.dir))
		t.Logf("day %d, %s: %v", day+1, l.now().Format("Mon 15:04 MST"), stocks[day+1])
		l.counts()
	}
	for _, w := range grown(stocks, aDay**days) {
		t.Error(w)
	}
	if *days > 1 && *days <= brokerGone || *days > brokerAgain || *days == 1 {
		patiently(t, "the house is connected", func() bool { _, well := l.server.house.status(); return well })
	}
	t.Logf("%d sessions, of which %d ended by a fault and %d were cut by a kill; %d starts were refused by a budget", l.all, l.faults, l.kills, l.refused)
}

// pass lets time pass in which nothing happens: as soon as the chair is at rest.
func (l *living) pass(d time.Duration) {
	l.t.Helper()
	l.ask(wire.Request{Verb: wire.Look}) // the tick in which a session ended is over: its last word has its time
	clock := l.clock.Load()
	clock.pass(d)
	await(l.t, "the chair is at rest", func() bool { return clock.now()-clock.Virtual.Now() < time.Second })
}

// day is one day of sessions.
func (l *living) day(day int) {
	order := l.rand.Perm(len(l.people))
	at := time.Duration(day)*24*time.Hour + firstSits + time.Minute
	for i, who := range order {
		if wait := at + time.Duration(i)*sitsEvery - l.since(); wait > 0 {
			l.pass(wait)
		}
		how := [aDay]string{"", "stop", "kill server", "", "fault", "kill engine", "", "stop", "power cut", "look"}[i]
		l.session(l.people[who], how)
		l.tooSoon(l.people[who])
	}
}

// night is an update: both are ended in order and, in the morning, begun anew.
func (l *living) night(morning time.Duration) {
	l.t.Helper()
	l.delivered()
	l.stopServer()
	l.stopEngine(false)
	l.gone.Add(int64(max(0, morning-l.since())))
	l.startEngine()
	l.startServer()
	l.view()
}

// ask asks as the page does.
func (l *living) ask(r wire.Request) wire.Reply {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*soon)
	defer cancel()
	r.V = wire.Version
	reply, err := l.server.page.Do(ctx, r)
	if err != nil {
		l.t.Fatal(r.Verb, err)
	}
	return reply
}

// session is one of a person, in which something happens or nothing.
func (l *living) session(person, how string) {
	l.t.Helper()
	if reply := l.ask(wire.Request{Verb: wire.Start, Programme: "of-the-week", By: fmt.Sprintf(weekOwner, l.all), Person: person}); reply.Error != "" {
		l.t.Fatalf("session %d on %s: %s", l.all+1, l.now(), reply.Error)
	}
	l.all++
	l.begun[person]++
	if how != "" {
		await(l.t, "the rollers are at work", func() bool {
			s := l.ask(wire.Request{Verb: wire.Look}).Snapshot.Stage
			return s == wire.Massage || s == wire.Done || s == wire.Ending
		})
	}
	switch how {
	case "stop":
		l.ask(wire.Request{Verb: wire.Stop})
	case "look":
		l.view()
	case "fault":
		l.ask(wire.Request{Verb: wire.Break, Failure: "depth_jam"})
	case "kill server":
		l.stopServer()
		defer l.startServer()
	case "kill engine", "power cut":
		l.cut(how == "power cut")
		return
	}
	var outcome string
	select {
	case outcome = <-l.engine.sums:
	case <-time.After(3 * soon):
		l.t.Fatalf("session %d does not end", l.all)
	}
	if how == "fault" && outcome == "fault" {
		l.faults++
		l.ask(wire.Request{Verb: wire.Mend})
		l.ask(wire.Request{Verb: wire.Stop}) // the rollers stayed where they were jammed
		await(l.t, "the rollers are home", func() bool { return l.ask(wire.Request{Verb: wire.Look}).Snapshot.DepthMM < 1 })
		await(l.t, "the fault is cleared", func() bool { return l.ask(wire.Request{Verb: wire.Clear}).Error == "" })
	}
}

// cut kills the engine, and with the power the server too.
func (l *living) cut(power bool) {
	if power {
		l.stopServer()
	}
	l.stopEngine(true) // what it says at its end nobody hears
	if power {
		l.boots++
		l.boot = l.since()
	}
	l.startEngine()
	if power {
		l.startServer()
	}
	l.kills++
}

// tooSoon is a person who wants once more at once: within ten minutes that goes on with the session; an hour later the guard
// refuses.
func (l *living) tooSoon(person string) {
	l.t.Helper()
	l.pass(time.Hour)
	r := l.ask(wire.Request{Verb: wire.Start, Programme: "of-the-week", By: fmt.Sprintf(weekOwner, 9999), Person: person})
	if r.Error == "" {
		l.t.Fatalf("a second session of a person within the gap was begun, on %s, after %+v: %+v", l.now(), l.engine.kept.Spent(person), r.Snapshot)
	}
	l.refused++
}

// view is somebody who looks: Home, and a few moments of its stream.
func (l *living) view() {
	l.t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 3 * soon}
	for _, path := range []string{"/", "/programmes", "/chair", "/metrics"} {
		r, err := client.Get(l.server.http.URL + path)
		if err != nil {
			l.t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, r.Body)
		if err != nil || r.Body.Close() != nil || r.StatusCode != http.StatusOK {
			l.t.Errorf("%s: %s, %v", path, r.Status, err)
		}
	}
	r, err := client.Get(l.server.http.URL + "/events")
	if err != nil {
		l.t.Fatal(err)
	}
	for scan, n := bufio.NewScanner(r.Body), 0; n < 5 && scan.Scan(); n++ {
		continue
	}
	_ = r.Body.Close() // they leave
}

// delivered waits until the server's record has all that the engine has kept.
func (l *living) delivered() {
	l.t.Helper()
	await(l.t, "everything is on record", func() bool {
		left, _ := l.engine.kept.Since(0, 1)
		return len(left) == 0
	})
}

// counts holds the record, and the doses, against what has happened.
func (l *living) counts() {
	l.t.Helper()
	ctx := l.t.Context()
	l.delivered()
	sessions, err := l.server.kept.Sessions(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	by, keys := map[string]int{}, map[string]bool{}
	for i := range sessions {
		by[sessions[i].Person]++
		keys[sessions[i].Key] = true
		if sessions[i].Open {
			l.t.Errorf("session %s of %s counts as under way", sessions[i].Key, sessions[i].Began)
		}
	}
	if len(sessions) != l.all || len(keys) != l.all {
		l.t.Errorf("%d sessions on record, %d different ones; there were %d", len(sessions), len(keys), l.all)
	}
	for _, p := range l.people {
		if by[p] != l.begun[p] {
			l.t.Errorf("%d sessions of a person on record, and they had %d", by[p], l.begun[p])
		}
		record, err := l.server.kept.Spent(ctx, p)
		if err != nil {
			l.t.Fatal(err)
		}
		if dose := l.engine.kept.Spent(p); !alike(dose, record) || int(dose.WeekSessions) > l.begun[p] {
			l.t.Errorf("on %s: the engine counts %+v of a person, and the record %+v", l.now(), dose, record)
		}
	}
	events, err := l.server.kept.All(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	whole(l.t, events)
	if i := slices.IndexFunc(events, func(e wire.Event) bool { return e.Event == "lost" }); i >= 0 {
		l.t.Errorf("lost: %+v", events[i])
	}
}

// alike says whether two counts of what somebody had are of the same sessions. The record counts from the scan's beginning to
// the last event, the engine from first contact to the end: of a session that was cut a stroke of a minute lies between.
func alike(a, b chair.Spent) bool {
	const between = 90 * time.Second
	near := func(x, y time.Duration, n chair.Count) bool {
		d := x - y
		return max(d, -d) <= time.Duration(n)*between
	}
	return a.DaySessions == b.DaySessions && a.WeekSessions == b.WeekSessions && near(a.Day, b.Day, a.DaySessions) && near(a.Since, b.Since, 1)
}
