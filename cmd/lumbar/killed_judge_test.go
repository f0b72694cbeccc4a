//go:build unix

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/simlink"
	"github.com/openlumbar/lumbar/internal/engine"
	"github.com/openlumbar/lumbar/internal/keep"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/internal/wire"
)

// reference is the same session when nobody kills it. The simulated chair is deterministic, so that it is what the
// killed one did until then.
type reference struct {
	events  []wire.Event
	length  time.Duration
	contact touched // after the start
}

// touched is a span of contact, and what is certain about either end.
type touched struct{ from, fromLatest, until, untilLatest time.Duration }

// Between these true forces a chair's cells may count a roller as touching or not: the guard's figure is 5 N.
const surelyNot, surely = 3, 7

// felt is a chair whose truth is looked at in every tick.
type felt struct {
	driver.Chair
	truth func() twin.Truth
	look  func(twin.Truth)
}

func (f felt) Read(ctx context.Context) (chair.Report, error) {
	f.look(f.truth())
	return f.Chair.Read(ctx)
}

func (v victim) reference(t *testing.T) (r reference) {
	t.Helper()
	profile, err := findChair("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	clock := engine.NewVirtual(engine.MaxPace)
	sim := &simulation{profile: profile, clock: clock}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	e := engine.New(engine.Options{
		Open: func(ctx context.Context, body string, seed uint64) (driver.Chair, string, error) {
			c, label, err := sim.open(ctx, body, seed)
			return felt{c, sim.chair.Truth, func(now twin.Truth) {
				if f := max(now.Force[chair.Left], now.Force[chair.Right]); f > surelyNot && r.contact.from == 0 {
					r.contact.from = clock.Now()
				} else if f > surely && r.contact.fromLatest == 0 {
					r.contact.fromLatest = clock.Now()
				}
			}}, label, err
		},
		Clock: clock, Programme: library.Library{}.Plan, Sitter: sim.enough,
		Observe: func(ev *wire.Event) {
			sim.observe(ev)
			if r.events = append(r.events, *ev); ev.Summary != nil {
				end()
			}
		},
		First: []wire.Request{{V: wire.Version, Verb: wire.Start, Programme: v.programme, Body: v.body, Seed: v.seed, Calibrate: v.calibrate, Person: v.person}},
	})
	if err := e.Run(ctx, v.body, v.seed); err != nil {
		t.Fatal(err)
	}
	begun := time.Duration(r.events[0].AtMS) * time.Millisecond
	r.length = time.Duration(r.events[len(r.events)-1].AtMS)*time.Millisecond - begun
	r.contact.from -= begun
	r.contact.fromLatest -= begun
	return r
}

// union is what a directory has of events: on record, and in the engine's spool.
func union(t *testing.T, dir string) []wire.Event {
	t.Helper()
	all := map[uint64]wire.Event{}
	for _, ev := range slices.Concat(readEvents(t, filepath.Join(dir, keep.SpoolName)), recorded(t, dir)) {
		all[ev.Seq] = ev
	}
	return slices.SortedFunc(maps.Values(all), func(a, b wire.Event) int { return cmp.Compare(a.Seq, b.Seq) })
}

// endsIt says whether a session ends with an event.
func endsIt(e *wire.Event) bool { return e.Summary != nil || e.Event == "interrupted" }

// patiently is await for what costs something to look at.
func patiently(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for late := time.Now().Add(3 * soon); !ok(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("not within %v: %s", 3*soon, what)
		}
	}
}

// begun is when the session began, on the engine's clock.
func (v victim) begun(t *testing.T, events []wire.Event) (at int, ms int64) {
	t.Helper()
	at = index(events, func(e *wire.Event) bool { return e.Event == "start" })
	if at < 0 {
		t.Fatalf("none of %d events is the session's start", len(events))
	}
	return at, events[at].AtMS
}

// onRecord checks that nothing is missing of what happened until a second before the kill.
func (v victim) onRecord(t *testing.T, when string, events []wire.Event, w *watch, ref *reference, f *found) {
	t.Helper()
	whole(t, events)
	at, began := v.begun(t, events)
	least, _ := w.span(v.pace())
	until := least.Milliseconds() - mostLost.Milliseconds()
	for _, s := range w.stages {
		seen := func(e *wire.Event) bool { return e.Stage == s.stage }
		if s.stage != wire.Idle && s.stage != wire.Done && s.ms <= until && index(events[at:], seen) < 0 {
			t.Errorf("%s: the stage %s was seen %d ms before the kill, and is not on record", when, s.stage, least.Milliseconds()-s.ms)
		}
	}
	f.gone = 0
	for i, want := range ref.events {
		rel := want.AtMS - ref.events[0].AtMS
		if rel > least.Milliseconds()-began || at+i < len(events) && starved(&events[at+i]) {
			break
		}
		if at+i < len(events) && same(&events[at+i], &want, rel+began) {
			continue
		}
		if f.gone++; rel <= until-began {
			t.Fatalf("%s: event %d of the session, %d ms before the kill, is not on record as it was:\nwant %s\ngot  %s",
				when, i, least.Milliseconds()-began-rel, encoded(&want), encoded(&events[min(at+i, len(events)-1)]))
		}
	}
}

// starved says that this machine kept the server from running for a second, in a session that goes on otherwise from
// there than the one that nobody killed.
func starved(e *wire.Event) bool { return e.Event == "host" }

// same says whether an event is another of the session that nobody killed, at a moment of the engine's clock.
func same(got, want *wire.Event, ms int64) bool {
	g, w := *got, *want
	g.Seq, g.Time, g.Person, w.Seq, w.Person, w.AtMS = 0, "", "", 0, "", ms
	return encoded(&g) == encoded(&w)
}

func encoded(ev *wire.Event) string {
	text, err := json.Marshal(ev)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// session checks what the record says of the session as a whole.
func (v victim) session(t *testing.T, dir string, events []wire.Event) {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all, err := s.SessionsOf(t.Context(), v.person)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d sessions of the person (%v), want 1", len(all), err)
	}
	want := "interrupted"
	if i := index(events, func(e *wire.Event) bool { return e.Summary != nil }); i >= 0 {
		if want = events[i].Outcome; v.what != theServer && want != "finished" && !v.apart && index(events, starved) < 0 { // a busy machine may end one before, rightly
			t.Errorf("the session came to %q", want)
		}
	}
	if x := all[0]; x.Open || x.Outcome != want || x.Programme != v.programme {
		t.Errorf("on record: %+v, want %s", x, want)
	}
}

// contact is what was had, from the session that nobody killed, and the span of the kill.
func (v victim) contact(events []wire.Event, w *watch, ref *reference) touched {
	at := index(events, func(e *wire.Event) bool { return e.Event == "start" })
	began := time.Duration(events[at].AtMS) * time.Millisecond
	c := ref.contact
	least, most := w.span(v.pace())
	c.until, c.untilLatest = least-began, most-began
	if i := index(events, starved); i >= 0 && time.Duration(events[i].AtMS)*time.Millisecond < began+c.fromLatest {
		c.from, c.fromLatest = 0, c.untilLatest // nobody knows when it first touched
	}
	if i := index(events, func(e *wire.Event) bool { return e.Summary != nil }); i >= 0 { // it came to its end
		c.untilLatest = time.Duration(events[i].AtMS)*time.Millisecond - began
		c.until = min(c.until, c.untilLatest)
	}
	return c
}

// dose checks what counts towards the person's day.
func (v victim) dose(t *testing.T, dir string, had touched, f *found) {
	t.Helper()
	k, _, err := keep.Open(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	got := k.Spent(v.person).Day
	least, most := max(0, had.until-had.fromLatest), max(0, had.untilLatest-had.from)
	if had.fromLatest == 0 {
		least = 0 // nothing ever pressed
	}
	f.lost, f.ahead = max(0, least-got), max(0, got-most)
	if f.lost > mostLost {
		t.Errorf("%v of at least %v of contact count: %v are forgotten, at most %v may be", got, least, f.lost, mostLost)
	}
	if f.ahead > 0 {
		t.Errorf("%v of contact count, and at most %v happened", got, most)
	}
}

// readOn reads what is there of a log, and waits for nothing.
func (l *truth) readOn() {
	l.Helper()
	for {
		part, err := l.r.ReadString('\n')
		if l.rest += part; err != nil {
			return
		}
		var e simlink.Entry
		if err := json.Unmarshal([]byte(l.rest), &e); err != nil {
			l.Fatalf("%q: %v", l.rest, err)
		}
		l.rest = ""
		l.all = append(l.all, e)
	}
}

// homeAfter is how long after the kill of a server the rollers may be out: the engine's patience, the retreat, and a
// machine that is busy with other sessions.
const homeAfter = engine.HostSilence + 3*time.Second

// chair judges a chair of its own by its log, and gives the contact that there was.
func (v victim) chair(t *testing.T, p *chair.Profile, log *truth, w *watch, f *found) (c touched) {
	t.Helper()
	log.readOn()
	depth := p.Axes[chair.Depth]
	beat := float64(p.Heartbeat / time.Millisecond)
	// Its own time: the travel at full speed, speeding up and slowing down, and its lag until it has settled.
	most := 1000*(float64(depth.Max-depth.Home)/float64(depth.Vel)+2*float64(depth.Vel)/float64(depth.Acc)) + 10*float64(depth.Lag/time.Millisecond)
	killed, out, gone := w.chairMS, false, v.what != theServer
	from := killed // of the retreat
	var was simlink.Entry
	var slipped time.Duration
	for _, e := range log.all {
		at := time.Duration(e.TimeMS * float64(time.Millisecond))
		if hard := max(hardest(&e), e.PeakN); hard > surelyNot && c.from == 0 {
			c.from = at - 10*time.Millisecond // since the line before
		}
		if hardest(&e) > surely && c.fromLatest == 0 {
			c.fromLatest = at
		}
		if e.Event == simlink.EventSlipped {
			if words := strings.Fields(e.Note); len(words) > 0 {
				d, _ := time.ParseDuration(words[len(words)-1])
				slipped += d
			}
		}
		if e.TimeMS < killed {
			was = e
			out = e.DepthMM > float64(depth.Home)+1
			continue
		}
		if gone && e.Event == simlink.EventLinkLost {
			if silent := e.TimeMS - e.CommandMS; silent > beat+1 {
				t.Errorf("the chair acted %v ms after the last command, want %v and a tick", silent, beat)
			}
			killed, from, gone = e.CommandMS, e.TimeMS, false
			out = e.DepthMM > float64(depth.Home)+1
			was = e
			continue
		}
		if gone || !out || f.home > 0 {
			continue
		}
		if v.what != theServer && e.DepthMM > was.DepthMM+0.3 {
			t.Errorf("at %v ms: depth from %.2f mm out to %.2f", e.TimeMS, was.DepthMM, e.DepthMM)
		}
		since := time.Duration((e.TimeMS - killed) * float64(time.Millisecond))
		if hardest(&e) >= 5 {
			f.eased = since
		}
		if e.Event == simlink.EventHome {
			f.home = since
			if v.what != theServer && e.TimeMS-from > most {
				t.Errorf("home %v ms after the chair was left alone, want at most %.0f", e.TimeMS-from, most)
			}
		}
		was = e
	}
	switch {
	case gone && out:
		t.Errorf("the engine was killed while the rollers were out, and the chair has not noticed")
	case out && f.home == 0:
		t.Errorf("the rollers were out, and have not come home: depth %.1f mm", log.last().DepthMM)
	case v.what == theServer && f.home > homeAfter:
		t.Errorf("home %v after the server was killed, want at most %v", f.home, homeAfter)
	case v.what != theServer && f.eased > p.Heartbeat+400*time.Millisecond:
		t.Errorf("%v after the engine was killed it still presses with 5 N", f.eased)
	}
	c.until = time.Duration(killed * float64(time.Millisecond))
	c.untilLatest = c.until + p.Period() + slipped
	if v.what == theServer { // it goes on until the rollers are home, and a moment
		c.untilLatest += f.home + homeAfter
	}
	return c
}
