package people

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
)

func TestBudget(t *testing.T) {
	const h, min = time.Hour, time.Minute
	everyone := chair.Everyone() // 30 min and 2 sessions a day, 7 a week, 4 h between
	gentle := everyone
	gentle.DaySessions.Max, gentle.WeekSessions.Max, gentle.Gap.Min, gentle.Session.Max = 1, 3, 24*h, 10*min
	at := func(ago, contact time.Duration) had { return had{morning.Add(-ago), contact} }
	for name, c := range map[string]struct {
		limits    chair.Limits
		past      []had
		notBefore time.Duration
		used      time.Duration
		next      time.Duration // from now; 0: now
		session   time.Duration
		stop      bool
	}{
		"nothing yet":            {limits: everyone, session: 20 * min},
		"a while ago":            {everyone, []had{at(5*h, 12*min)}, 0, 12 * min, 0, 18 * min, false},
		"just now":               {everyone, []had{at(h, 12*min)}, 0, 12 * min, 3 * h, 18 * min, false},
		"twice today":            {everyone, []had{at(10*h, 12*min), at(5*h, 12*min)}, 0, 24 * min, 14*h + time.Millisecond, 6 * min, false},
		"all minutes used":       {everyone, []had{at(20*h, 30*min)}, 0, 30 * min, 4*h + time.Millisecond, 0, false},
		"yesterday at this time": {everyone, []had{at(24*h, 12*min), at(24*h+time.Millisecond, 12*min)}, 0, 12 * min, 0, 18 * min, false},
		"once a day":             {gentle, []had{at(5*h, 9*min)}, 0, 9 * min, 19*h + time.Millisecond, 10 * min, false},
		"three a week":           {gentle, []had{at(160*h, min), at(80*h, min), at(30*h, min)}, 0, 0, 8*h + time.Millisecond, 10 * min, false},
		"sore after the last":    {everyone, []had{at(30*h, 12*min)}, 18 * h, 0, 18 * h, 20 * min, false},
		"the clock was set back": {everyone, []had{at(-h, 12*min)}, 0, 12 * min, 5 * h, 18 * min, false},
		"nothing is allowed":     {chair.Limits{}, nil, 0, 0, 0, 0, true},
	} {
		notBefore := time.Time{}
		if c.notBefore > 0 {
			notBefore = morning.Add(c.notBefore)
		}
		b := budget(c.past, c.limits, notBefore, morning)
		next := time.Duration(0)
		if !b.Next.IsZero() {
			next = b.Next.Sub(morning)
		}
		if b.Used != c.used || next != c.next || b.Session != c.session || b.Stop != c.stop {
			t.Errorf("%s: used %v, next in %v, %v long, stop %v; want %v, %v, %v, %v", name, b.Used, next, b.Session, b.Stop, c.used, c.next, c.session, c.stop)
		}
	}
}

// TestNextIsFirst: at Next, and not a moment before, the limits allow a session.
func TestNextIsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := chair.Everyone()
		l.DaySessions.Max, l.WeekSessions.Max = chair.Count(rapid.IntRange(1, 3).Draw(t, "day")), chair.Count(rapid.IntRange(1, 7).Draw(t, "week"))
		l.Gap.Min = time.Duration(rapid.IntRange(0, 48).Draw(t, "gap")) * time.Hour
		var past []had
		for range rapid.IntRange(0, 9).Draw(t, "n") {
			past = append(past, had{morning.Add(-time.Duration(rapid.IntRange(0, 200*60).Draw(t, "ago")) * time.Minute), time.Duration(rapid.IntRange(1, 20).Draw(t, "lasted")) * time.Minute})
		}
		b := budget(past, l, time.Time{}, morning)
		if b.Stop {
			t.Fatal("there is always a next one")
		}
		next := b.Next
		if next.IsZero() {
			next = morning
		}
		if !allows(&l, spentBy(past, next)) {
			t.Fatal("not allowed at the moment that is told")
		}
		for d := time.Minute; d < next.Sub(morning); d += 7 * time.Minute {
			if allows(&l, spentBy(past, morning.Add(d))) {
				t.Fatalf("allowed already %v from now, %v is told", d, next.Sub(morning))
			}
		}
	})
}

// TestBudgetOfPerson: a person's own limits count, those of a refusal only by their gap, and the record's minutes.
func TestBudgetOfPerson(t *testing.T) {
	m, k := memory(t)
	budget := func(at time.Time) Budget {
		t.Helper()
		b, err := m.Budget(t.Context(), k, at)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if b := budget(morning); !b.NothingYet || b.Session != 10*time.Minute {
		t.Errorf("new here: %+v", b)
	}
	record(t, m.Store, k.Person(), morning.Add(-time.Hour), 8*time.Minute)
	record(t, m.Store, "nobody", morning.Add(-time.Hour), 8*time.Minute)
	b := budget(morning)
	if b.Used != 8*time.Minute || b.Sessions != 1 || b.Next.IsZero() {
		t.Errorf("after 8 minutes: %+v", b)
	}
	spent, err := m.Store.Spent(t.Context(), k.Person())
	if err != nil || spent.Day != b.Used || int(spent.DaySessions) != b.Sessions {
		t.Errorf("the store counts %+v, %v", spent, err)
	}
	known, err := m.Known(t.Context(), k, morning)
	if err != nil || !known.Facts.NotBefore.Equal(b.Next) {
		t.Errorf("a visit may begin at %v, the budget says %v: %v", known.Facts.NotBefore, b.Next, err)
	}
	m.visit(t, k, morning.Add(72*time.Hour)).toCheck(3, 3, 1).cards("RF-AAA-2")
	if b := budget(morning.Add(72 * time.Hour)); b.Stop || !b.NothingYet {
		t.Errorf("refused: %+v", b)
	}
}

// TestExit: after four weeks without a change it is said, once; something worse is said again.
func TestExit(t *testing.T) {
	m, k := memory(t)
	at := morning
	note := func(day time.Time, pain int) {
		t.Helper()
		n := store.Note{At: day, Note: outcome.Note{Day: outcome.DayOf(day), Kind: outcome.Daily, Pain: rate(pain)}}
		if err := m.Store.PutNote(t.Context(), k, n); err != nil {
			t.Fatal(err)
		}
	}
	for d := -14; d < 28; d++ {
		note(at.AddDate(0, 0, d), 4)
	}
	for i := range 8 {
		dose := store.Dose{Ended: at.AddDate(0, 0, 3*i), Level: 2, PainBefore: 4, PainNext: 4, Soreness: 1, Asked: true}
		if err := m.Store.PutVisit(t.Context(), k, &store.Visit{ID: string(rune('a' + i)), At: dose.Ended, Session: &dose}); err != nil {
			t.Fatal(err)
		}
	}
	exit := func(at time.Time) Exit {
		t.Helper()
		known, err := m.Known(t.Context(), k, at)
		if err != nil {
			t.Fatal(err)
		}
		return known.Exit
	}
	if e := exit(at.AddDate(0, 0, 20)); e != (Exit{}) {
		t.Errorf("too early: %q", e.Text)
	}
	now := at.AddDate(0, 0, 29)
	e := exit(now)
	if !strings.Contains(e.Text, "does not seem to be helping") {
		t.Fatalf("after four weeks: %q", e.Text)
	}
	v := m.visit(t, k, now)
	if err := v.keep.Keep(t.Context(), Word{At: now, Told: e.Key}); err != nil {
		t.Fatal(err)
	}
	if again := exit(now); again != (Exit{}) {
		t.Errorf("said twice: %q", again.Text)
	}
	for d := 14; d < 28; d++ {
		for range 9 { // several notes of one day count as their mean
			note(at.AddDate(0, 0, d), 10)
		}
	}
	if worse := exit(now); worse.Key == e.Key || !strings.Contains(worse.Text, "worse") {
		t.Errorf("worse: %q", worse.Text)
	}
	if screening.Exit(nil, false, now) {
		t.Error("without sessions")
	}
}
