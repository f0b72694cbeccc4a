package people

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/wire"
)

var (
	morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	bench   = chair.PersonRange{MaxWeight: 150, MinHeight: 1400, MaxHeight: 2100}
)

// fatal is a test, or a rapid one.
type fatal interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// memory is an empty one, and Robin's key.
func memory(t testing.TB) (Memory, *store.Key) {
	t.Helper()
	check, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), t.TempDir(), store.Options{Now: func() time.Time { return morning }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	m := Memory{Store: s, Check: check}
	return m, m.add(t, "Robin")
}

func (m Memory) add(t fatal, name string) *store.Key {
	t.Helper()
	_, k, err := m.Store.AddPerson(context.Background(), name, "")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// seen is one visit being walked; every step is kept as it is taken.
type seen struct {
	fatal
	*visit.Visit
	m     Memory
	keep  *Keeper
	known Known
	at    time.Time
	held  chair.Limits
}

var visits = 0

func (m Memory) visit(t fatal, k *store.Key, at time.Time) *seen {
	t.Helper()
	known, err := m.Known(context.Background(), k, at)
	if err != nil {
		t.Fatal(err)
	}
	v, err := visit.New(visit.Options{Check: m.Check, Chair: bench, Person: k.Person(), Facts: &known.Facts}, at)
	if err != nil {
		t.Fatal(err)
	}
	visits++
	return &seen{fatal: t, Visit: v, m: m, keep: m.Keeper(k, fmt.Sprint("visit-", visits), known), known: known, at: at}
}

func (s *seen) must(err error) *seen {
	s.Helper()
	if err != nil {
		s.Fatalf("at %v: %v", s.Step(), err)
	}
	return s.kept()
}

// kept keeps what is known so far, twice.
func (s *seen) kept() *seen {
	s.Helper()
	for range 2 {
		w := Word{At: s.at, Record: s.Record(routine.Quiet{}), Open: s.Open(), Limits: s.held}
		if err := s.keep.Keep(context.Background(), w); err != nil {
			s.Fatal(err)
		}
	}
	return s
}

func (s *seen) stands(at visit.Step) *seen {
	s.Helper()
	if s.Step() != at {
		s.Fatalf("stands at %v, want %v", s.Step(), at)
	}
	return s
}

func rate(n int) outcome.Rating {
	r, _ := outcome.Rate(n)
	return r
}

// cards goes through a check; what is named is answered with yes.
func (s *seen) cards(chosen ...string) *seen {
	s.Helper()
	for s.Step() == visit.Cards || s.Step() == visit.Question {
		if s.Step() == visit.Question {
			s.must(s.Answer(s.at, screening.Yes))
			continue
		}
		var ids []string
		for _, l := range s.Card().Lines {
			if slices.Contains(chosen, l.ID) {
				ids = append(ids, l.ID)
			}
		}
		s.must(s.Choose(s.at, ids))
	}
	return s
}

// toCheck goes to the check, over what comes before it.
func (s *seen) toCheck(pain, next, sore int) *seen {
	s.Helper()
	for s.Step() == visit.NextDay || s.Step() == visit.About {
		if s.Step() == visit.About {
			s.must(s.About(s.at, 40, 1700, 70))
			continue
		}
		s.must(s.NextDay(s.at, rate(next), rate(sore)))
		s.must(s.Choose(s.at, nil))
	}
	return s.stands(visit.Feel).must(s.Feel(s.at, rate(pain), outcome.Rating{}, rate(4)))
}

// begin goes from the warm-up into a session.
func (s *seen) begin() chair.Limits {
	s.Helper()
	if s.Step() == visit.WarmUp {
		s.must(s.Skip(s.at))
	}
	s.stands(visit.Water).must(s.Next(s.at)).must(s.Next(s.at)).stands(visit.Ready)
	g, err := s.Grant(s.at)
	s.held = g.Limits
	s.must(err).must(s.Began(s.at))
	return g.Limits
}

// end goes from the session's end to the visit's.
func (s *seen) end() {
	s.Helper()
	s.at = s.at.Add(10 * time.Minute)
	s.must(s.Ended(s.at, visit.Finished)).stands(visit.Rate).must(s.Rate(s.at, rate(2), rate(3), rate(7))).cards().stands(visit.Rest).must(s.Next(s.at))
}

// TestThreeVisits: the first three sessions are first ones, with a short check from the second on; then more opens.
// Each is kept for the dose, and asked about the next day.
func TestThreeVisits(t *testing.T) {
	m, k := memory(t)
	at := morning
	for i := range 5 {
		v := m.visit(t, k, at)
		wantKind, wantForce, wantTime := screening.Short, 24.0, 10*time.Minute
		if i == 0 {
			v.stands(visit.About)
			wantKind = screening.Full
		} else {
			v.stands(visit.NextDay)
		}
		if i >= 3 {
			wantForce, wantTime = 36, 15*time.Minute
		}
		v.toCheck(3, 3, 1)
		if v.Kind() != wantKind {
			t.Fatalf("visit %d: the check is %v, want %v", i+1, v.Kind(), wantKind)
		}
		l := v.cards().begin()
		if got := float64(l.Force[chair.ZoneMuscle].Max); got != wantForce || l.Session.Max != wantTime {
			t.Errorf("visit %d: %g N for %v, want %g N for %v", i+1, got, l.Session.Max, wantForce, wantTime)
		}
		v.end()
		doses, err := m.Store.Doses(t.Context(), k)
		if err != nil || len(doses) != i+1 {
			t.Fatalf("visit %d: %d doses, %v", i+1, len(doses), err)
		}
		if d := doses[i]; d.Asked || d.PainBefore != 3 || d.Stopped || !d.AskAt.Equal(routine.NextDay(v.at, routine.Quiet{})) {
			t.Errorf("visit %d: its dose is not as it was said", i+1)
		}
		if i > 0 && (!doses[i-1].Asked || doses[i-1].Soreness != 1) {
			t.Errorf("visit %d: the day after the last one is not kept", i+1)
		}
		at = at.Add(49 * time.Hour)
	}
	notes, err := m.Store.Notes(t.Context(), k)
	if err != nil || len(notes) != 5+5+4 {
		t.Errorf("%d notes of five visits, want 14: %v", len(notes), err)
	}
}

// TestCut: whatever ends a visit at whatever step, as a kill does, what follows is never less careful than if it had
// gone on.
func TestCut(t *testing.T) {
	for name, c := range map[string]struct {
		to       func(*seen)
		kind     screening.Kind
		sessions int
		stopped  bool
	}{
		"before the check":       {func(v *seen) { v.toCheck(3, 3, 1) }, screening.Full, 0, false},
		"after the check":        {func(v *seen) { v.toCheck(3, 3, 1).cards() }, screening.Short, 0, false},
		"refused":                {func(v *seen) { v.toCheck(3, 3, 1).cards("RF-AAA-2").stands(visit.Refused) }, screening.Full, 0, false},
		"in the session":         {func(v *seen) { v.toCheck(3, 3, 1).cards().begin() }, screening.Full, 1, true},
		"finished":               {func(v *seen) { v.toCheck(3, 3, 1).cards().begin(); v.must(v.Ended(v.at, visit.Finished)) }, screening.Short, 1, false},
		"stopped without a word": {func(v *seen) { v.toCheck(3, 3, 1).cards().begin(); v.must(v.Ended(v.at, visit.Halted)) }, screening.Full, 1, true},
		"just stopped": {func(v *seen) {
			v.toCheck(3, 3, 1).cards().begin()
			v.must(v.Ended(v.at, visit.Halted)).must(v.Why(v.at, visit.JustStop))
		}, screening.Short, 1, false},
		"by a fault": {func(v *seen) { v.toCheck(3, 3, 1).cards().begin(); v.must(v.Ended(v.at, visit.Broken)) }, screening.Full, 1, true},
		"a fresh start, then cut": {func(v *seen) {
			v.toCheck(3, 3, 1).cards().begin()
			v.must(v.Ended(v.at, visit.Halted)).must(v.Why(v.at, visit.JustStop))
			v.at = v.at.Add(time.Minute)
			_, err := v.Grant(v.at)
			v.must(err).must(v.Began(v.at))
		}, screening.Full, 1, true},
		"felt wrong at the end": {func(v *seen) {
			v.toCheck(3, 3, 1).cards().begin()
			v.must(v.Ended(v.at, visit.Finished)).must(v.Felt(v.at))
		}, screening.Full, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			m, k := memory(t)
			c.to(m.visit(t, k, morning))
			known, err := m.Known(t.Context(), k, morning.Add(49*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			f := &known.Facts
			due := screening.Due(f.Past, morning.Add(49*time.Hour))
			if f.Let.Refused() { // as a visit does
				due = screening.Full
			}
			if due != c.kind || len(f.Sessions) != c.sessions {
				t.Errorf("the next check is %v, after %d sessions; want %v, %d", due, len(f.Sessions), c.kind, c.sessions)
			}
			if c.sessions > 0 && f.Sessions[0].Stopped != c.stopped {
				t.Errorf("stopped: %v, want %v", f.Sessions[0].Stopped, c.stopped)
			}
			// A full check is all that it takes.
			v := m.visit(t, k, morning.Add(49*time.Hour))
			v.toCheck(3, 3, 1).cards().stands(visit.WarmUp)
			if known, err = m.Known(t.Context(), k, v.at.Add(time.Hour)); err != nil || screening.Due(known.Facts.Past, v.at.Add(time.Hour)) != screening.Short || len(known.Facts.Sessions) != c.sessions {
				t.Errorf("after the check the next one is not short, or sessions are lost: %v", err)
			}
		})
	}
}

// TestFullAgain: a full check after 90 days, with another rule set, after the clock was set back, and when a
// professional's word ends.
func TestFullAgain(t *testing.T) {
	m, k := memory(t)
	m.visit(t, k, morning).toCheck(3, 3, 1).cards().stands(visit.WarmUp)
	due := func(m Memory, at time.Time) screening.Kind {
		t.Helper()
		known, err := m.Known(t.Context(), k, at)
		if err != nil {
			t.Fatal(err)
		}
		return screening.Due(known.Facts.Past, at)
	}
	if got := due(m, morning.Add(screening.FullEvery-time.Minute)); got != screening.Short {
		t.Errorf("before 90 days: %v", got)
	}
	for name, at := range map[string]time.Time{"90 days": morning.Add(screening.FullEvery), "set back": morning.Add(-time.Second)} {
		if got := due(m, at); got != screening.Full {
			t.Errorf("%s: %v", name, got)
		}
	}
	rules := *m.Check.Rules()
	rules.Version += "x"
	newer, err := screening.New(rules)
	if err != nil {
		t.Fatal(err)
	}
	if got := due(Memory{m.Store, newer}, morning.Add(time.Hour)); got != screening.Full {
		t.Errorf("another rule set: %v", got)
	}
	l, ok, err := m.Store.Limits(t.Context(), k.Person())
	if err != nil || !ok || !l.Until.Equal(morning.Add(screening.FullEvery)) {
		t.Errorf("the limits end at %v, %v, %v", l.Until, ok, err)
	}
}

// TestApprovalEnds: with the word of a professional that let somebody on ends the check that rests on it.
func TestApprovalEnds(t *testing.T) {
	const rule, holds = "C-PREG", 28
	m, k := memory(t)
	v := m.visit(t, k, morning).toCheck(3, 3, 1)
	for asked := 0; v.Step() == visit.Cards || v.Step() == visit.Question; {
		if v.Step() == visit.Question {
			v.must(v.Answer(v.at, map[bool]screening.Answer{true: screening.Yes, false: screening.No}[asked == 0]))
			asked++
			continue
		}
		var ids []string
		for _, l := range v.Card().Lines {
			if l.ID == rule {
				ids = append(ids, rule)
			}
		}
		v.must(v.Choose(v.at, ids))
	}
	if known, err := m.Known(t.Context(), k, v.at.Add(time.Hour)); err != nil || known.Facts.Let != screening.D {
		t.Fatalf("not refused: %v", err)
	}
	on := v.at.Add(-24 * time.Hour)
	v.must(v.Approve(v.at, []string{rule}, on, false)).stands(visit.WarmUp)
	end := on.AddDate(0, 0, holds)
	for at, want := range map[time.Time]screening.Kind{v.at.Add(time.Hour): screening.Short, end.Add(-time.Minute): screening.Short, end: screening.Full} {
		known, err := m.Known(t.Context(), k, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := screening.Due(known.Facts.Past, at); got != want || len(known.Facts.Approvals) != 1 {
			t.Errorf("%v from the end: %v with %d words, want %v", at.Sub(end), got, len(known.Facts.Approvals), want)
		}
	}
	if l, ok, err := m.Store.Limits(t.Context(), k.Person()); err != nil || !ok || !l.Until.Equal(end) {
		t.Errorf("the limits end at %v, want %v: %v", l.Until, end, err)
	}
}

// TestTwoPages: two visits of one person at once take nothing back that the other has said.
func TestTwoPages(t *testing.T) {
	m, k := memory(t)
	m.visit(t, k, morning).toCheck(3, 3, 1).cards().begin() // and cut
	next := morning.Add(49 * time.Hour)
	a, b := m.visit(t, k, next), m.visit(t, k, next)
	a.toCheck(3, 3, 1).cards().begin()
	b.toCheck(3, 3, 1).cards().stands(visit.WarmUp)
	a.at = next.Add(5 * time.Minute)
	a.must(a.Ended(a.at, visit.Hurt))
	b.at = next.Add(6 * time.Minute)
	b.must(b.Skip(b.at)).must(b.Next(b.at)) // it has nothing to say of what a has felt
	known, err := m.Known(t.Context(), k, next.Add(time.Hour))
	if err != nil || !known.Facts.Past.Changed {
		t.Errorf("what felt wrong on one page is forgotten by the other: %v", err)
	}
	if len(known.Facts.Sessions) != 2 {
		t.Errorf("%d sessions, want 2", len(known.Facts.Sessions))
	}
	// The next day's question, answered on both: the worse of both counts.
	day := next.Add(3 * 24 * time.Hour)
	a, b = m.visit(t, k, day), m.visit(t, k, day)
	a.must(a.NextDay(day, rate(2), rate(5))).must(a.Choose(day, nil))
	b.must(b.NextDay(day, rate(4), rate(0))).must(b.Choose(day, nil))
	doses, err := m.Store.Doses(t.Context(), k)
	if err != nil || len(doses) != 1 || doses[0].Soreness != 5 || doses[0].PainNext != 4 {
		t.Errorf("the day after is not the worse of both answers: %d, %v", len(doses), err)
	}
}

// TestBack: what a session has found comes with the next visit, and is kept once however often it is said.
func TestBack(t *testing.T) {
	m, k := memory(t)
	v := m.visit(t, k, morning)
	found := &wire.Known{V: wire.KnownVersion, Chair: "bench-4d", Comfort: []wire.Comfort{{Name: "L4", ForceN: 30, FoundN: 30, End: "enough", Side: "left"}}}
	for range 3 {
		if err := v.keep.Keep(t.Context(), Word{At: morning, Found: found}); err != nil {
			t.Fatal(err)
		}
	}
	all, err := m.Store.Knowns(t.Context(), k)
	if err != nil || len(all) != 1 {
		t.Errorf("%d are kept, want 1: %v", len(all), err)
	}
	known, err := m.Known(t.Context(), k, morning)
	if err != nil || known.Back.Empty() || len(known.Back.Comfort) != 1 {
		t.Errorf("it does not come along: %v", err)
	}
}

// TestAbout: notes of a visit name the session on record that they are about, also where it is on record only later, and
// the next day's question that of the visit before.
func TestAbout(t *testing.T) {
	m, k := memory(t)
	at, keys := morning, []string{}
	for range 2 {
		v := m.visit(t, k, at)
		v.toCheck(3, 3, 1).cards().begin()
		v.at = v.at.Add(10 * time.Minute)
		v.must(v.Ended(v.at, visit.Finished))
		record(t, m.Store, k.Person(), at.Add(time.Second), 8*time.Minute) // a moment late
		v.must(v.Rate(v.at, rate(2), rate(3), rate(7))).cards()
		all, err := m.Store.SessionsOf(t.Context(), k.Person())
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, all[len(all)-1].Key)
		at = at.Add(49 * time.Hour)
	}
	record(t, m.Store, k.Person(), at, time.Minute) // without a visit
	notes, err := m.Store.Notes(t.Context(), k)
	if err != nil || len(notes) != 5 || keys[0] == keys[1] {
		t.Fatalf("%d notes of two visits, want 5; sessions %q; %v", len(notes), keys, err)
	}
	for i := range notes {
		want := keys[0]
		if !notes[i].At.Before(morning.Add(49*time.Hour)) && notes[i].Note.Kind != outcome.Daily {
			want = keys[1]
		}
		if notes[i].Session != want {
			t.Errorf("note %d, %v, is about %q, want %q", i, notes[i].Note.Kind, notes[i].Session, want)
		}
	}
}

// TestQuiet: the quiet hours of a person's week hold for the next day's question; a week that was never planned has none.
func TestQuiet(t *testing.T) {
	m, k := memory(t)
	quiet := routine.Quiet{From: 8 * 60, To: 10 * 60}
	for _, want := range []routine.Quiet{{}, quiet} {
		if want != (routine.Quiet{}) {
			if err := m.Store.PutRoutine(t.Context(), k, store.Routine{Quiet: quiet}); err != nil {
				t.Fatal(err)
			}
		}
		if known, err := m.Known(t.Context(), k, morning); err != nil || known.Quiet != want {
			t.Errorf("quiet from %v to %v, want %v to %v: %v", known.Quiet.From, known.Quiet.To, want.From, want.To, err)
		}
	}
}

// TestAge: an age grows, to the stricter side of what is not known.
func TestAge(t *testing.T) {
	const d, y = 24 * time.Hour, 365 * 24 * time.Hour
	for _, c := range []struct {
		told  float64
		since time.Duration
		want  float64
	}{
		{64, 0, 64}, {64, d - 1, 64}, {64, d, 65}, {64, y - 1, 65}, {64, y, 0}, {64, -time.Second, 0},
		{17, d, 17}, {17, y - 1, 17}, {13, 0, 13}, {18, d, 19}, {0, 0, 0},
	} {
		f := store.Figures{At: morning, Age: c.told, Height: 1700, Weight: 70}
		if got := person(&f, morning.Add(c.since)); got.Age != c.want || got.PainNow >= 0 {
			t.Errorf("%g told %v ago: %g, want %g", c.told, c.since, got.Age, c.want)
		}
	}
}

// TestWithheld: what is known prints as withheld.
func TestWithheld(t *testing.T) {
	m, k := memory(t)
	v := m.visit(t, k, morning).toCheck(3, 3, 1).cards("RF-AAA-2")
	for _, x := range []any{v.known, &v.known} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if got := fmt.Sprintf(verb, x); got != "withheld" {
				t.Errorf("%s: %s", verb, got)
			}
		}
	}
	if got := fmt.Sprintf("%+v", Word{Record: v.Record(routine.Quiet{})}); strings.Contains(got, "AAA") {
		t.Errorf("a word prints as %s", got)
	}
}

// figuresOf is every limit as a number, the greater the looser.
func figuresOf(l chair.Limits) map[string]float64 {
	all := map[string]float64{}
	var see func(name string, v reflect.Value)
	see = func(name string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				see(name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				see(fmt.Sprintf("%s.%d", name, i), v.Index(i))
			}
		case reflect.Float64:
			all[name] = v.Float()
		case reflect.Int64:
			all[name] = float64(v.Int())
		}
	}
	see("", reflect.ValueOf(l))
	all[".Gap.Min"] = -all[".Gap.Min"] // a floor
	return all
}

// looser lists what b allows and a does not.
func looser(a, b chair.Limits) (list []string) {
	was, is := figuresOf(a), figuresOf(b)
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if is[name] > was[name] {
			list = append(list, name)
		}
	}
	return list
}

// record puts a session of a person on the store's record.
func record(t fatal, s *store.Store, person string, began time.Time, contact time.Duration) {
	t.Helper()
	_, last, err := s.Last(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ev := func(n uint64, at time.Duration, name string) wire.Event {
		return wire.Event{V: 1, Seq: last + n, Event: name, AtMS: at.Milliseconds(), Time: began.Add(at).Format(time.RFC3339Nano)}
	}
	start, scan, end := ev(1, 0, "start"), ev(2, 0, "stage"), ev(3, contact, "summary")
	start.Person, scan.Stage = person, wire.Scan
	end.Summary = &wire.Summary{Outcome: "finished", Faults: []string{}, Changed: []string{}, Contact: []wire.LevelSummary{}}
	if err := s.Append(context.Background(), "spool", []wire.Event{start, scan, end}); err != nil {
		t.Fatal(err)
	}
}
