package guided_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/driver/manual/massagerfile"
	"github.com/openlumbar/lumbar/internal/guided"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// clock is a wall clock that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func compile(name string, set map[string]string) (*programme.Plan, error) {
	file, src, _ := programmes.Source(name)
	p, list := programme.Compile(file, src, programme.Options{Set: set})
	return p, list.Err()
}

// house is a data directory with one massager of each kind, and one person.
type house struct {
	dir    string
	clock  clock
	store  *store.Store
	shelf  *guided.Shelf
	person string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{dir: t.TempDir(), clock: clock{at: time.Unix(1_800_000_000, 0)}}
	h.shelf = guided.ShelfIn(h.dir)
	for _, k := range manual.Kinds() {
		_, m, err := massagerfile.Template(k)
		if err != nil {
			t.Fatal(err)
		}
		if k == manual.Chair {
			m.AutoOff = 0
		}
		if err := h.shelf.Put(&m); err != nil {
			t.Fatal(err)
		}
	}
	h.open(t)
	p, _, err := h.store.AddPerson(t.Context(), "Robin", "")
	if err != nil {
		t.Fatal(err)
	}
	h.person = p.ID
	return h
}

// open opens the store, anew after a process has ended.
func (h *house) open(t *testing.T) {
	t.Helper()
	if h.store != nil {
		if err := h.store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	var err error
	if h.store, err = store.Open(t.Context(), h.dir, store.Options{Now: h.clock.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
}

func (h *house) room(t *testing.T) *guided.Room {
	t.Helper()
	r, err := guided.Open(t.Context(), guided.Options{Shelf: h.shelf, Record: h.store, Programme: compile, Now: h.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (h *house) begin(t *testing.T, r *guided.Room, massager string) {
	t.Helper()
	if err := r.Begin(t.Context(), &guided.Start{By: "page", Person: h.person, Massager: massager, Programme: "after-desk", Limits: chair.Everyone()}); err != nil {
		t.Fatal(err)
	}
}

// spent is what the person has had, and how the last session stands on record.
func (h *house) spent(t *testing.T) (chair.Spent, store.Session) {
	t.Helper()
	s, err := h.store.Spent(t.Context(), h.person)
	if err != nil {
		t.Fatal(err)
	}
	all, err := h.store.Sessions(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatalf("no session on record: %v", err)
	}
	return s, all[len(all)-1]
}

func say(t *testing.T, r *guided.Room, v manual.Verb) {
	t.Helper()
	if err := r.Do(t.Context(), v, 0); err != nil {
		t.Fatalf("%s: %v", v, err)
	}
}

// TestRecord: what happens is on record as it happens, as of any session, and unverified.
func TestRecord(t *testing.T) {
	h := newHouse(t)
	r := h.room(t)
	if _, ok := r.Look(t.Context()); ok || r.Active() {
		t.Fatal("there is a session")
	}
	if err := r.Do(t.Context(), manual.Stop, 0); !errors.Is(err, guided.ErrNone) {
		t.Errorf("a stop of nothing: %v", err)
	}
	h.begin(t, r, "chair")
	if err := r.Begin(t.Context(), &guided.Start{Massager: "chair", Programme: "break", Limits: chair.Everyone()}); !errors.Is(err, guided.ErrBusy) {
		t.Errorf("a second one: %v", err)
	}
	if _, x := h.spent(t); !x.Open || x.Person != h.person || x.Programme != "after-desk" || x.Outcome != "interrupted" {
		t.Errorf("on record: %+v", x)
	}
	h.clock.pass(10 * time.Second)
	say(t, r, manual.Pressed)
	h.clock.pass(3 * time.Minute)
	r.Look(t.Context())
	if s, _ := h.spent(t); s.Day < 2*time.Minute {
		t.Errorf("%v counts in the middle", s.Day)
	}
	say(t, r, manual.Stop)
	h.clock.pass(90 * time.Second)
	say(t, r, manual.Wrong)
	say(t, r, manual.Stopped)
	const all = 280 * time.Second
	if s, x := h.spent(t); s.Day != all || x.Open || x.Outcome != "stopped" || x.Contact != all {
		t.Errorf("%+v, %+v", s, x)
	}
	if outcome, wrong, ok := r.End("page"); outcome != "stopped" || !wrong || !ok {
		t.Errorf("%s, %v, %v", outcome, wrong, ok)
	}
	if _, _, ok := r.End("another page"); ok {
		t.Error("another page's session has ended")
	}
	_, x := h.spent(t)
	events, err := h.store.Events(t.Context(), x.Key)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for i, ev := range events {
		kinds[ev.Event]++
		if ev.Seq != uint64(i+1) || ev.V != wire.Version || ev.Time == "" {
			t.Errorf("event %d: %+v", i, ev)
		}
	}
	last := events[len(events)-1]
	if events[0].Event != "start" || events[0].Massager != "chair" || last.Summary == nil || !last.Unverified || last.MassageS != all.Seconds() || last.Faults[0] != "felt_wrong" ||
		kinds["phase"] < 1 || kinds["stroke"] < 1 || kinds["ask"] != 1 || kinds["heard"] != 4 || kinds["ended"] != 1 || kinds["mark"] < 1 {
		t.Errorf("%v\n%+v", kinds, last.Summary)
	}
	h.begin(t, r, "cushion") // and the next
}

// TestKilled: whatever ends the process in the middle, the next one asks whether it still runs, and the dose counts until that
// is answered, or to the end of the massager's own timer.
func TestKilled(t *testing.T) {
	for _, c := range []struct {
		massager string
		away     time.Duration
		counts   time.Duration // by the moment of the answer
	}{
		{"chair", 5 * time.Minute, 7*time.Minute + 20*time.Second},
		{"chair", 26 * time.Hour, 26*time.Hour + 2*time.Minute + 20*time.Second},
		{"cushion", 5 * time.Minute, 7*time.Minute + 20*time.Second},
		{"cushion", 26 * time.Hour, 17 * time.Minute}, // 2 min, and the 15 of its timer from the last sign
	} {
		t.Run(c.massager+" "+c.away.String(), func(t *testing.T) {
			h := newHouse(t)
			r := h.room(t)
			h.begin(t, r, c.massager)
			h.clock.pass(time.Minute)
			r.Look(t.Context())
			h.clock.pass(time.Minute)
			r.Look(t.Context()) // the last that the record hears
			h.clock.pass(10 * time.Second)
			h.open(t) // killed
			if s, x := h.spent(t); s.Day < 70*time.Second || s.Day > 2*time.Minute || x.Outcome != "interrupted" || !x.Open {
				t.Errorf("after the end: %+v, %+v", s, x)
			}
			h.clock.pass(c.away)
			again := h.room(t)
			v, ok := again.Look(t.Context())
			if !ok || v.Stage != "stopping" || v.Outcome != manual.Interrupted || !again.Active() {
				t.Fatalf("%+v", v)
			}
			if err := again.Begin(t.Context(), &guided.Start{Massager: "chair", Programme: "break", Limits: chair.Everyone()}); !errors.Is(err, guided.ErrBusy) {
				t.Errorf("another begins: %v", err)
			}
			h.clock.pass(10 * time.Second)
			h.open(t) // and killed again, before anybody has answered
			again = h.room(t)
			say(t, again, manual.Stopped)
			_, x := h.spent(t)
			if x.Contact != c.counts || x.Open || x.Outcome != manual.Interrupted {
				t.Errorf("%+v, want %v", x, c.counts)
			}
			if again.Active() || h.room(t).Active() {
				t.Error("it is still asked")
			}
		})
	}
}

// TestKilledAndTakenAway: the massager's file is gone by then; it is asked all the same.
func TestKilledAndTakenAway(t *testing.T) {
	h := newHouse(t)
	h.begin(t, h.room(t), "hand-held")
	if err := h.shelf.Remove("hand-held"); err != nil {
		t.Fatal(err)
	}
	r := h.room(t)
	if v, _ := r.Look(t.Context()); v.Stage != "stopping" || v.Massager != "Hand-held massager" || v.Now.Large == "" {
		t.Errorf("%+v", v)
	}
	say(t, r, manual.Stopped)
}

// broken is a record that cannot be written.
type broken struct{ guided.Record }

func (broken) AppendApart(context.Context, string, []wire.Event) error {
	return errors.New("the disk is full")
}
func (broken) OpenApart(context.Context) (x store.Session, e []wire.Event, ok bool, err error) {
	return
}

// TestNoRecord: what cannot be put on record does not begin.
func TestNoRecord(t *testing.T) {
	h := newHouse(t)
	r, err := guided.Open(t.Context(), guided.Options{Shelf: h.shelf, Record: broken{}, Programme: compile, Now: h.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	err = r.Begin(t.Context(), &guided.Start{Massager: "chair", Programme: "break", Limits: chair.Everyone()})
	if err == nil || !strings.Contains(err.Error(), "not begun") || r.Active() {
		t.Errorf("%v", err)
	}
}

// TestShelf: massagers are kept, listed, changed and taken away; a name stays within the folder.
func TestShelf(t *testing.T) {
	h := newHouse(t)
	all, err := h.shelf.All()
	if err != nil || len(all) != 3 || all[0].Name != "hand-held" {
		t.Fatalf("%v, %v", all, err)
	}
	if got := h.shelf.Name("Hand held"); got != "hand-held-2" {
		t.Errorf("a name that is taken: %s", got)
	}
	for title, want := range map[string]string{"Mum's chair (old)": "mum-s-chair-old", "按摩": "massager", "x/../y": "x-y"} {
		if got := h.shelf.Name(title); got != want {
			t.Errorf("%q is %q", title, got)
		}
	}
	m := all[0]
	m.Title = "Mine"
	if err := h.shelf.Put(&m); err != nil {
		t.Fatal(err)
	}
	if got, err := h.shelf.Get("hand-held"); err != nil || got.Title != "Mine" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, name := range []string{"", "../secret", "a/b", `a\b`, "nobody", "."} {
		if _, err := h.shelf.Get(name); !errors.Is(err, guided.ErrUnknown) {
			t.Errorf("%q: %v", name, err)
		}
		if err := h.shelf.Remove(name); !errors.Is(err, guided.ErrUnknown) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := os.WriteFile(h.shelf.Path("bad"), []byte("massager {"), 0o600); err != nil {
		t.Fatal(err)
	}
	if all, err := h.shelf.All(); len(all) != 3 || err == nil {
		t.Errorf("%d, and of the one that cannot be read: %v", len(all), err)
	}
	m.Title = ""
	if err := h.shelf.Put(&m); err == nil {
		t.Error("one without a title is kept")
	}
}

// TestBudget: what a person has had by the record counts, on whatever it was; who starts afresh soon goes on with the session
// that was.
func TestBudget(t *testing.T) {
	h := newHouse(t)
	r, err := guided.Open(t.Context(), guided.Options{Shelf: h.shelf, Record: h.store, Programme: compile, Now: h.clock.now, Spent: h.store.Spent})
	if err != nil {
		t.Fatal(err)
	}
	begin := func() error {
		return r.Begin(t.Context(), &guided.Start{By: "page", Person: h.person, Massager: "chair", Programme: "after-desk", Limits: chair.Everyone()})
	}
	whole := func() time.Duration {
		v, _ := r.Look(t.Context())
		return time.Duration(v.EndS * float64(time.Second))
	}
	if err := begin(); err != nil {
		t.Fatal(err)
	}
	all := whole()
	h.clock.pass(12 * time.Minute) // the steps are over: it is to be switched off
	say(t, r, manual.Stopped)
	h.clock.pass(time.Minute)
	if err := begin(); err != nil { // the same session: eight minutes of twenty are left
		t.Fatal(err)
	}
	if left := whole(); left > 8*time.Minute || left >= all {
		t.Errorf("%v, the first had %v", left, all)
	}
	h.clock.pass(time.Minute)
	say(t, r, manual.Stop)
	say(t, r, manual.Stopped)
	h.clock.pass(time.Hour)
	if err := begin(); !errors.Is(err, guided.ErrEnough) {
		t.Errorf("two sessions, and a third: %v", err)
	}
	h.clock.pass(25 * time.Hour)
	if err := begin(); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

// TestBesideALinkedChair: what a person has had on a massager counts at a linked chair, whose engine does not know of it: the
// time between, the day's dose and sessions; the first it gives is as long as what is left of the day.
func TestBesideALinkedChair(t *testing.T) {
	h := newHouse(t)
	r, err := guided.Open(t.Context(), guided.Options{
		Shelf: h.shelf, Record: h.store, Programme: compile, Now: h.clock.now, Spent: h.store.Spent, Guided: h.store.SpentGuided,
	})
	if err != nil {
		t.Fatal(err)
	}
	l := chair.Everyone()
	beside := func() (chair.Limits, error) { return r.Beside(t.Context(), h.person, l) }
	if got, err := beside(); err != nil || got != l {
		t.Errorf("without a session: %v, %v", got.Day, err)
	}
	if err := r.Begin(t.Context(), &guided.Start{By: "page", Person: h.person, Massager: "chair", Programme: "after-desk", Limits: l}); err != nil {
		t.Fatal(err)
	}
	h.clock.pass(12 * time.Minute)
	say(t, r, manual.Stopped)
	had, err := h.store.SpentGuided(t.Context(), h.person)
	if err != nil || had.Day < 10*time.Minute || had.DaySessions != 1 || had.WeekSessions != 1 {
		t.Fatalf("on record %+v, %v", had, err)
	}
	if _, err := beside(); !errors.Is(err, guided.ErrEnough) {
		t.Errorf("a minute later: %v", err)
	}
	h.clock.pass(5 * time.Hour)
	got, err := beside()
	if err != nil || got.Day.Max != l.Day.Max-had.Day || got.DaySessions.Max != 1 || got.WeekSessions.Max != 6 || got.Session.Max != min(l.Session.Max, got.Day.Max) {
		t.Errorf("five hours later: day %v, session %v, %v and %v sessions, %v", got.Day.Max, got.Session.Max, got.DaySessions.Max, got.WeekSessions.Max, err)
	}
	l.Day.Max = had.Day + 3*time.Minute
	if got, err := beside(); err != nil || got.Session.Max != 3*time.Minute {
		t.Errorf("three minutes are left: a session of %v, %v", got.Session.Max, err)
	}
	l.Day.Max = had.Day
	if _, err := beside(); !errors.Is(err, guided.ErrEnough) {
		t.Errorf("nothing is left: %v", err)
	}
	if got, err := r.Beside(t.Context(), "", l); err != nil || got != l {
		t.Errorf("nobody: %v", err)
	}
}
