package store

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/wire"
)

// events is the script's from one number to another.
func events(from, to uint64) (all []wire.Event) {
	for n := from; n <= to; n++ {
		all = append(all, scripted(n))
	}
	return all
}

// TestAppendTwice: whatever is said twice, in whatever pieces and over restarts, is on record once.
func TestAppendTwice(t *testing.T) {
	ctx := t.Context()
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		c := &clock{noon}
		s, err := Open(ctx, dir, Options{Now: c.now})
		if err != nil {
			rt.Fatal(err)
		}
		last := uint64(0)
		for range rapid.IntRange(1, 8).Draw(rt, "pieces") {
			from := rapid.Uint64Range(1, last+1).Draw(rt, "from")
			to := rapid.Uint64Range(from, from+30).Draw(rt, "to")
			if err := (Record{s}).Append("spool", events(from, to)); err != nil {
				rt.Fatal(err)
			}
			last = max(last, to)
			if spool, n := (Record{s}).Last(); spool != "spool" || n != last {
				rt.Fatalf("last is %s, %d, want %d", spool, n, last)
			}
			if rapid.Bool().Draw(rt, "restart") {
				if err := s.Close(); err != nil {
					rt.Fatal(err)
				}
				if s, err = Open(ctx, dir, Options{Now: c.now}); err != nil {
					rt.Fatal(err)
				}
			}
		}
		wholeRecord(t, s)
		if err := s.Close(); err != nil {
			rt.Fatal(err)
		}
	})
}

// TestAppendAllOrNothing: a batch that cannot be put on record whole leaves nothing.
func TestAppendAllOrNothing(t *testing.T) {
	s, _ := fresh(t)
	if err := s.Append(t.Context(), "spool", events(1, 5)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec(`CREATE TRIGGER no BEFORE INSERT ON events WHEN new.seq = 9 BEGIN SELECT raise(ABORT, 'no'); END`); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), "spool", events(6, 12)); err == nil {
		t.Error("appended, over a refusal")
	}
	if last := wholeRecord(t, s); last != 5 {
		t.Errorf("the record ends at %d, want 5", last)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.Append(ended, "spool", events(6, 8)); err == nil {
		t.Error("appended, after the context had ended")
	}
}

// TestSessionOf: sessions belong to who is here, and count; events between sessions belong to none.
func TestSessionOf(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	p, k, err := s.AddPerson(ctx, "Robin", "")
	if err != nil {
		t.Fatal(err)
	}
	tell := func(seq uint64, event, person string, at time.Duration, stage wire.Stage, sum *wire.Summary) {
		t.Helper()
		ev := wire.Event{V: 1, Event: event, Seq: seq, Person: person, AtMS: at.Milliseconds(), Stage: stage, Summary: sum, Programme: "break",
			Time: c.at.Add(at).Format(time.RFC3339Nano)}
		if err := s.Append(ctx, "spool", []wire.Event{ev}); err != nil {
			t.Fatal(err)
		}
	}
	const m = time.Minute
	tell(1, "start", p.ID, 0, "", nil)
	tell(2, "stage", "", m, wire.Homing, nil)
	tell(3, "stage", "", 2*m, wire.Scan, nil)
	tell(4, "stage", "", 3*m, wire.Massage, nil)
	tell(5, "summary", "", 10*m, "", &wire.Summary{Outcome: "stopped"})
	tell(6, "cleared", "", 11*m, "", nil)
	tell(7, "start", "nobody-here", 12*m, "", nil)
	tell(8, "start", p.ID, 13*m, "", nil)
	tell(9, "stage", "", 14*m, wire.Scan, nil)
	tell(10, "stroke", "", 15*m, "", nil)
	all, err := s.Sessions(ctx)
	if err != nil || len(all) != 3 {
		t.Fatalf("%d sessions, %v", len(all), err)
	}
	at := func(d time.Duration) time.Time { return c.at.Add(d) }
	for i, want := range []Session{
		{"spool/1", p.ID, "break", at(0), at(10 * m), 8 * m, false, "stopped", time.Time{}},
		{"spool/7", "", "break", at(12 * m), at(12 * m), 0, false, "interrupted", time.Time{}},
		{"spool/8", p.ID, "break", at(13 * m), at(15 * m), m, true, "interrupted", time.Time{}},
	} {
		if all[i] != want {
			t.Errorf("session %d is\n%+v, want\n%+v", i, all[i], want)
		}
	}
	if got, err := s.Events(ctx, "spool/1"); err != nil || len(got) != 5 || got[0].Person != "" || got[4].Summary == nil {
		t.Errorf("%d events of the first session, want 5: %+v, %v", len(got), got, err)
	}
	for after, want := range map[time.Duration]chair.Spent{
		15 * m:           {Day: 9 * m, DaySessions: 2, WeekSessions: 2},
		12 * m:           {Day: 9 * m, DaySessions: 2, WeekSessions: 2}, // a clock that was set back
		25*time.Hour + m: {WeekSessions: 2, Since: 25*time.Hour - 14*m},
		8 * day:          {},
	} {
		c.at = noon.Add(after)
		if got, err := s.Spent(ctx, p.ID); err != nil || got != want {
			t.Errorf("after %v: %+v, want %+v, %v", after, got, want, err)
		}
	}
	_ = k
}

// TestTakeOver: the record of a Lumbar without a store comes over once, whatever stops it in between.
func TestTakeOver(t *testing.T) {
	s, _ := fresh(t)
	path := filepath.Join(s.dir, LegacyName)
	if n, bad, err := s.TakeOver(t.Context()); n != 0 || bad != 0 || err != nil {
		t.Errorf("nothing there: %d, %d, %v", n, bad, err)
	}
	text := "{\"spool\":\"one\"}\n"
	for _, ev := range events(1, 45) {
		line, err := json.Marshal(&ev)
		if err != nil {
			t.Fatal(err)
		}
		text += string(line) + "\n"
		if ev.Seq == 30 {
			text += "torn\n{\"spool\":\"two\"}\n"
		}
	}
	if err := s.Append(t.Context(), "one", events(1, 7)); err != nil { // as if cut off half-way
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, bad, err := s.TakeOver(t.Context()); n != 45 || bad != 1 || err != nil {
		t.Errorf("took over %d, bad %d, %v; want 45 and 1", n, bad, err)
	}
	if last := wholeRecord(t, s); last != 45 {
		t.Errorf("the record ends at %d", last)
	}
	if spool, _, _ := s.Last(t.Context()); spool != "two" {
		t.Errorf("the last spool is %q", spool)
	}
	if size(path) != 0 || size(path+takenOver) != int64(len(text)) {
		t.Error("the file was not renamed")
	}
}

// TestReaders: many read while one writes; what they see is whole.
func TestReaders(t *testing.T) {
	s, c := fresh(t)
	other := openAt(t, s.dir, c)
	done := make(chan error, 5)
	for i := range 4 {
		from := []*Store{s, other}[i%2]
		go func() {
			for last := 0; last < 200; {
				all, err := from.All(context.Background())
				if err == nil && len(all) < last {
					err = fmt.Errorf("%d events after %d", len(all), last)
				}
				if err != nil {
					done <- err
					return
				}
				last = len(all)
			}
			done <- nil
		}()
	}
	go func() {
		for n := uint64(1); n <= 200; n++ {
			if err := s.Append(context.Background(), "spool", events(n, n)); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 5 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	wholeRecord(t, s)
}
