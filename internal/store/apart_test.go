package store

import (
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestApart: a guided session goes on beside the engine's. Neither ends the other, both count, and one that nobody has ended
// is found again.
func TestApart(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	p, _, err := s.AddPerson(ctx, "Robin", "")
	if err != nil {
		t.Fatal(err)
	}
	const m = time.Minute
	spool := ApartSpool("one")
	event := func(seq uint64, event string, at time.Duration, stage wire.Stage, sum *wire.Summary) []wire.Event {
		ev := wire.Event{V: 1, Event: event, Seq: seq, AtMS: at.Milliseconds(), Stage: stage, Summary: sum, Programme: "break", Time: c.at.Add(at).Format(time.RFC3339Nano)}
		if event == "start" {
			ev.Person = p.ID
		}
		return []wire.Event{ev}
	}
	engine := func(seq uint64, what string, at time.Duration, stage wire.Stage, sum *wire.Summary) {
		t.Helper()
		if err := s.Append(ctx, "spool", event(seq, what, at, stage, sum)); err != nil {
			t.Fatal(err)
		}
	}
	guided := func(seq uint64, what string, at time.Duration, stage wire.Stage, sum *wire.Summary) {
		t.Helper()
		for range 2 { // twice is once
			if err := s.AppendApart(ctx, spool, event(seq, what, at, stage, sum)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, _, ok, err := s.OpenApart(ctx); ok || err != nil {
		t.Fatalf("there is one: %v", err)
	}
	engine(1, "start", 0, "", nil)
	guided(1, "start", 0, "", nil)
	guided(2, "stage", m, wire.Massage, nil)
	engine(2, "stage", m, wire.Scan, nil)
	engine(3, "stage", 2*m, wire.Massage, nil)
	guided(3, "ask", 3*m, "", nil)
	engine(4, "summary", 4*m, "", &wire.Summary{Outcome: "finished"})
	engine(5, "start", 5*m, "", nil)
	x, events, ok, err := s.OpenApart(ctx)
	if err != nil || !ok || x.Key != "guided-one/1" || x.Contact != 2*m || x.Person != p.ID || len(events) != 3 {
		t.Fatalf("%+v, %d events, %v, %v", x, len(events), ok, err)
	}
	guided(4, "summary", 6*m, "", &wire.Summary{Outcome: "stopped", Unverified: true})
	if _, _, ok, err := s.OpenApart(ctx); ok || err != nil {
		t.Errorf("it is still open: %v", err)
	}
	c.at = c.at.Add(10 * m)
	got, err := s.Spent(ctx, p.ID)
	if want := (chair.Spent{Day: 8 * m, DaySessions: 2, WeekSessions: 2, Since: 4 * m}); got != want || err != nil {
		t.Errorf("%+v, want %+v, %v", got, want, err)
	}
	all, err := s.Sessions(ctx)
	if err != nil || len(all) != 3 || !all[2].Open || all[1].Open || all[1].Outcome != "stopped" {
		t.Errorf("%+v, %v", all, err)
	}
	if err := s.AppendApart(ctx, "spool", nil); err == nil {
		t.Error("an engine's spool is taken for a guided one")
	}
}
