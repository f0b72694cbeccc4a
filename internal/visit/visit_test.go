package visit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
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
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/unit"
)

var (
	morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	bench   = chair.PersonRange{MaxWeight: 150, MinHeight: 1400, MaxHeight: 2100}
)

func load(t interface{ Fatal(...any) }) *screening.Check {
	c, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// walker goes through a visit; a step that is not taken fails the test.
type walker struct {
	*testing.T
	*visit.Visit
	at time.Time
}

func guest(t *testing.T) *walker {
	t.Helper()
	return begin(t, nil)
}

func begin(t *testing.T, f *visit.Facts) *walker {
	t.Helper()
	v, err := visit.New(visit.Options{Check: load(t), Chair: bench, Person: "7f3a", Facts: f}, morning)
	if err != nil {
		t.Fatal(err)
	}
	return &walker{t, v, morning}
}

func (w *walker) must(err error) *walker {
	w.Helper()
	if err != nil {
		w.Fatalf("at %v: %v", w.Step(), err)
	}
	return w
}

func (w *walker) stands(s visit.Step) *walker {
	w.Helper()
	if w.Step() != s {
		w.Fatalf("stands at %v, want %v", w.Step(), s)
	}
	return w
}

func (w *walker) about(age float64) *walker {
	w.Helper()
	return w.stands(visit.About).must(w.About(w.at, age, 1700, 70))
}

func rate(n int) outcome.Rating {
	r, err := outcome.Rate(n)
	if err != nil {
		panic(err)
	}
	return r
}

func (w *walker) feel(now int) *walker {
	w.Helper()
	return w.stands(visit.Feel).must(w.Feel(w.at, rate(now), outcome.Rating{}, rate(5)))
}

// cards answers every card; of the lines named, the whole questions are answered by their ids' answers, else yes.
func (w *walker) cards(chosen ...string) *walker {
	w.Helper()
	for w.Step() == visit.Cards || w.Step() == visit.Question {
		if w.Step() == visit.Question {
			w.must(w.Answer(w.at, screening.Yes))
			continue
		}
		var ids []string
		for _, l := range w.Card().Lines {
			if slices.Contains(chosen, l.ID) {
				ids = append(ids, l.ID)
			}
		}
		w.must(w.Choose(w.at, ids))
	}
	return w
}

// seated goes from the warm-up to a session.
func (w *walker) seated() visit.Grant {
	w.Helper()
	if w.Step() == visit.WarmUp {
		w.must(w.Skip(w.at))
	}
	w.stands(visit.Water).must(w.Next(w.at)).stands(visit.Sit).must(w.Next(w.at)).stands(visit.Ready)
	g, err := w.Grant(w.at)
	w.must(err).must(w.Began(w.at)).stands(visit.InSession)
	return g
}

// massaged is a guest in a session.
func massaged(t *testing.T) (*walker, visit.Grant) {
	t.Helper()
	w := guest(t).about(40).feel(3).cards()
	return w, w.seated()
}

// TestHappyPath is J2: every step in its order, and what is left behind.
func TestHappyPath(t *testing.T) {
	w := guest(t).about(40).feel(3).stands(visit.Cards)
	if c := w.Card(); c.N != 1 || c.Of != 10 || len(c.Lines) < 5 {
		t.Fatalf("first card is %d of %d with %d lines", c.N, c.Of, len(c.Lines))
	}
	w.cards().stands(visit.WarmUp)
	for i := 1; w.Step() == visit.WarmUp; i++ {
		m, n, of, long, ok := w.Movement()
		if !ok || n != i || of != 4 || long <= 0 || m.Movement.Figure == nil {
			t.Fatalf("movement %d of %d: %+v", n, of, m)
		}
		w.must(w.Next(w.at))
	}
	g := w.seated()
	if g.Person != "7f3a" || g.Limits.Force[chair.ZoneMuscle] != (chair.Bound[unit.Newton]{Max: 24, By: chair.ByDose}) || g.Limits.Session.Max != 10*time.Minute {
		t.Errorf("got %s: %+v, %+v; want a first session's 24 N and 10 min", g.Person, g.Limits.Force[chair.ZoneMuscle], g.Limits.Session)
	}
	w.at = w.at.Add(12 * time.Minute)
	w.must(w.Ended(w.at, visit.Finished)).stands(visit.Rate).must(w.Rate(w.at, rate(2), rate(3), rate(8)))
	w.stands(visit.Cards).must(w.Choose(w.at, nil)).stands(visit.Rest)
	if got := w.Sentences(); len(got) != 3 || !strings.Contains(got[0], "3 before and 2 after") {
		t.Errorf("how it felt: %q", got)
	}
	if next := w.Tomorrow(routine.Quiet{}); !next.Equal(w.at.AddDate(0, 0, 1)) {
		t.Errorf("next day's question at %v", next)
	}
	r := w.Record(routine.Quiet{})
	if r.Last != screening.OK || !r.Full.Equal(morning) || r.Changed || r.Session == nil || r.Session.Stopped || r.Session.Level != 2 || r.Session.PainBefore != 3 || len(r.Notes) != 2 {
		t.Errorf("left behind: outcome %v, full %v, changed %v, %d notes, session %+v", r.Last, r.Full, r.Changed, len(r.Notes), r.Session)
	}
	w.must(w.Next(w.at)).stands(visit.Over)
}

// TestShortCheck is J3: a known person answers one card, and gets no more than the full check gave.
func TestShortCheck(t *testing.T) {
	full := chair.Everyone()
	full.Force[chair.ZoneMuscle] = chair.Bound[unit.Newton]{Max: 17, By: chair.ByAnswers}
	known := func() *visit.Facts {
		return &visit.Facts{
			Person: screening.Person{Age: 40, Height: 1700, Weight: 70}, Limits: full, Let: screening.M, Rules: []string{"C-OSTP"},
			Past: screening.Past{Full: morning.Add(-24 * time.Hour), Outcome: screening.M}, Sessions: quiet(5),
		}
	}
	w := begin(t, known()).feel(2).stands(visit.Cards)
	if c := w.Card(); w.Kind() != screening.Short || c.Of != 1 {
		t.Fatalf("%v check with %d cards", w.Kind(), c.Of)
	}
	w.must(w.Choose(w.at, nil)).stands(visit.WarmUp)
	if m, _, _, _, _ := w.Movement(); m.Movement.ID != "march" {
		t.Errorf("with thin bones the warm-up begins with %q", m.Movement.ID)
	}
	if g := w.seated(); g.Limits.Force[chair.ZoneMuscle].Max != 17 {
		t.Errorf("%v N, the full check gave 17", g.Limits.Force[chair.ZoneMuscle].Max)
	}

	for name, c := range map[string]struct {
		change func(*visit.Facts)
		chosen []string
		want   visit.Step
		kind   screening.Kind
	}{
		"a sign that asks for the full check": {nil, []string{"new"}, visit.Cards, screening.Full},
		"fever":                               {nil, []string{"fever"}, visit.Refused, screening.Short},
		"a full check too old":                {func(f *visit.Facts) { f.Past.Full = morning.AddDate(0, 0, -90) }, nil, visit.WarmUp, screening.Full},
		"something felt wrong":                {func(f *visit.Facts) { f.Past.Wrong = true }, nil, visit.WarmUp, screening.Full},
		"the full check let nobody go on":     {func(f *visit.Facts) { f.Let = screening.D }, nil, visit.WarmUp, screening.Full},
	} {
		t.Run(name, func(t *testing.T) {
			f := known()
			if c.change != nil {
				c.change(f)
			}
			w := begin(t, f).feel(2)
			if len(c.chosen) == 0 {
				w.cards()
			} else {
				w.must(w.Choose(w.at, c.chosen))
				for w.Step() == visit.Question {
					w.must(w.Answer(w.at, screening.Yes))
				}
			}
			if w.stands(c.want); w.Kind() != c.kind {
				t.Errorf("%v check, want %v", w.Kind(), c.kind)
			}
		})
	}

	f := known()
	f.Sessions[4].Soreness, f.Sessions[4].Ended = 4, morning.Add(-46*time.Hour)
	w = begin(t, f).stands(visit.Later)
	if until, _ := w.Wait(); !until.Equal(morning.Add(2*time.Hour)) || len(w.Moves()) == 0 {
		t.Errorf("wait until %v, %d movements instead", until, len(w.Moves()))
	}
	w.must(w.Next(w.at)).stands(visit.Over)
	for i := range f.Sessions[3:] {
		f.Sessions[3+i].PainBefore, f.Sessions[3+i].PainNext = 2, 6
	}
	if _, say := begin(t, f).stands(visit.Later).Wait(); len(say) != 1 || say[0] != screening.SayTalk {
		t.Errorf("after two pauses: %q", say)
	}
}

// quiet is so many quiet sessions, one a week.
func quiet(n int) (all []screening.Session) {
	for i := range n {
		all = append(all, screening.Session{Ended: morning.AddDate(0, 0, 7*(i-n)), Level: 2, PainBefore: -1, PainNext: -1})
	}
	return all
}

// TestNextDay: what is said of the day after the last session counts at once.
func TestNextDay(t *testing.T) {
	known := func() *visit.Facts {
		f := &visit.Facts{Person: screening.Person{Age: 40, Height: 1700, Weight: 70}, Limits: chair.Everyone(), Let: screening.OK,
			Past: screening.Past{Full: morning.Add(-24 * time.Hour), Outcome: screening.OK}, Sessions: quiet(5), NextDay: true}
		f.Sessions[4].Ended, f.Sessions[4].Soreness, f.Sessions[4].PainBefore = morning.Add(-25*time.Hour), -1, 3
		return f
	}
	w := begin(t, known()).stands(visit.NextDay)
	w.must(w.NextDay(w.at, rate(3), rate(1))).stands(visit.Cards)
	if c := w.Card(); c.Title != "After the last session?" || !w.NextDayAsked() {
		t.Errorf("asked %q", c.Title)
	}
	w.must(w.Choose(w.at, nil)).feel(3).stands(visit.Cards)
	if r := w.Record(routine.Quiet{}); r.Before == nil || r.Before.Soreness != 1 || len(r.Notes) != 1 {
		t.Errorf("left behind: %+v, %d notes", r.Before, len(r.Notes))
	}
	w = begin(t, known())
	w.must(w.Skip(w.at)).must(w.Choose(w.at, nil)).stands(visit.Feel)

	old := known() // their figures are more than a year old, and the signs of the next day cannot be judged without
	old.Person = screening.Person{}
	w = begin(t, old).stands(visit.About)
	w.must(w.About(w.at, 40, 1700, 70)).stands(visit.NextDay)
	w.must(w.NextDay(w.at, rate(3), rate(1))).must(w.Choose(w.at, nil)).feel(3).stands(visit.Cards)

	f := known()
	w = begin(t, f)
	w.must(w.NextDay(w.at, rate(3), rate(4))).must(w.Choose(w.at, nil)).stands(visit.Later)
	if until, _ := w.Wait(); !until.Equal(morning.Add(23 * time.Hour)) {
		t.Errorf("after soreness of 4: %v", until)
	}
	if f.Sessions[4].Soreness != -1 {
		t.Error("the facts were changed")
	}
	w = begin(t, known())
	w.must(w.NextDay(w.at, rate(3), rate(0))).must(w.Choose(w.at, []string{"bruise"})).stands(visit.Later)
	if r := w.Record(routine.Quiet{}); !slices.Contains(r.Before.Marks, screening.MarkBruise) {
		t.Errorf("marks %v", r.Before.Marks)
	}
	w = begin(t, known())
	w.must(w.Skip(w.at)).must(w.Choose(w.at, []string{"chest"})).must(w.Answer(w.at, screening.Yes)).stands(visit.Refused)
	if r := w.Refusal(); r.Outcome != screening.S || !w.Record(routine.Quiet{}).Changed {
		t.Errorf("got %v", r.Outcome)
	}
}

// TestRefused is J7: what each outcome says, when to ask again, what remains, and what a professional's OK does.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		chosen  string
		outcome screening.Outcome
		remains int
		ok      bool
		asks    int
	}{
		"emergency":  {"RF-CES-1", screening.S, 0, false, 0},
		"doctor":     {"RF-FRA-3", screening.U, 0, false, 1},
		"ask first":  {"RF-SCI-1", screening.D, 2, true, 1},
		"wait a day": {"RF-SEV-1", screening.D, 2, true, 1}, // yes to 48 hours, too
	} {
		t.Run(name, func(t *testing.T) {
			w := guest(t).about(40).feel(3)
			w.cards(c.chosen).stands(visit.Refused)
			r := w.Refusal()
			if r.Outcome != c.outcome || r.Say == "" || len(r.Remains) != c.remains || r.OK != c.ok || len(r.Ask) != c.asks {
				t.Errorf("got %v %q, %d remain, OK %v, %d to ask", r.Outcome, r.Say, len(r.Remains), r.OK, len(r.Ask))
			}
			if _, err := w.Grant(w.at); err == nil || w.Limits() != (chair.Limits{}) {
				t.Error("somebody who was refused has limits")
			}
		})
	}
	t.Run("wait", func(t *testing.T) {
		w := guest(t).about(40).feel(8).cards().stands(visit.Refused)
		if r := w.Refusal(); r.Outcome != screening.W || !r.Until.Equal(morning.Add(24*time.Hour)) {
			t.Errorf("got %v until %v", r.Outcome, r.Until)
		}
		if err := w.Again(morning.Add(23 * time.Hour)); !errors.Is(err, visit.ErrStep) {
			t.Errorf("asked again too soon: %v", err)
		}
		w.must(w.Again(morning.Add(24 * time.Hour))).stands(visit.Feel)
	})
	t.Run("put right", func(t *testing.T) {
		w := guest(t).about(40).feel(3).cards("T-BARE", "C-STER").stands(visit.Refused)
		r := w.Refusal()
		if r.Outcome != screening.W || !r.Until.Equal(w.at) {
			t.Fatalf("got %v until %v", r.Outcome, r.Until)
		}
		w.must(w.Again(w.at)).stands(visit.Cards)
		n := w.Card().N
		if n < 8 {
			t.Errorf("asked again from card %d on", n)
		}
		w.cards().stands(visit.WarmUp)
		if got := w.Limits().Force[chair.ZoneMuscle]; got.By != chair.ByAnswers {
			t.Errorf("what was answered on other cards is forgotten: %+v", got)
		}
	})
	t.Run("size", func(t *testing.T) {
		w := guest(t)
		w.must(w.About(w.at, 40, 2300, 70)).feel(3).cards().stands(visit.Refused)
		if r := w.Refusal(); r.Outcome != screening.D || r.OK {
			t.Errorf("got %v, OK %v", r.Outcome, r.OK)
		}
	})
	t.Run("an OK", func(t *testing.T) {
		w := guest(t).about(40).feel(3).cards("RF-SCI-1").stands(visit.Refused)
		for _, bad := range []struct {
			rules []string
			on    time.Time
		}{{nil, morning}, {[]string{"RF-SCI-1"}, morning.Add(time.Hour)}, {[]string{"RF-SCI-1"}, time.Time{}}, {[]string{"C-PACE"}, morning}} {
			if err := w.Approve(w.at, bad.rules, bad.on, false); err == nil {
				t.Errorf("an OK of %v on %v was taken", bad.rules, bad.on)
			}
		}
		w.must(w.Approve(w.at, []string{"RF-SCI-1"}, morning.AddDate(0, 0, -3), false)).stands(visit.WarmUp)
		g := w.seated()
		if b := g.Limits.Force[chair.ZoneMuscle]; b.Max != 24 || b.By != chair.ByAnswers || g.Limits.Tapping.Max != 0 {
			t.Errorf("got %+v, tapping %v; want the gentle version by the answers", b, g.Limits.Tapping.Max)
		}
	})
}

// TestStop is J4: each answer leads on as it says.
func TestStop(t *testing.T) {
	t.Run("just stop", func(t *testing.T) {
		w, first := massaged(t)
		w.must(w.Ended(w.at, visit.Halted)).stands(visit.Why).must(w.Why(w.at, visit.JustStop)).stands(visit.Stopped)
		g, err := w.Grant(w.at.Add(visit.Fresh))
		if w.must(err); g != first {
			t.Error("the fresh start has other limits")
		}
		if r := w.Record(routine.Quiet{}); r.Changed || r.Session.Stopped {
			t.Error("who just wanted to stop needs no other check")
		}
		w.must(w.Began(w.at)).must(w.Ended(w.at, visit.Finished)).stands(visit.Rate)
	})
	t.Run("too late", func(t *testing.T) {
		w, _ := massaged(t)
		w.must(w.Ended(w.at, visit.Halted)).must(w.Why(w.at, visit.JustStop))
		if _, err := w.Grant(w.at.Add(visit.Fresh + time.Second)); !errors.Is(err, visit.ErrOld) {
			t.Errorf("got %v, want %v", err, visit.ErrOld)
		}
		w.stands(visit.Rate)
	})
	t.Run("too hard", func(t *testing.T) {
		w, first := massaged(t)
		w.must(w.Ended(w.at, visit.Halted)).must(w.Why(w.at, visit.TooHard)).stands(visit.Stopped)
		g, err := w.Grant(w.at)
		if list := looser(first.Limits, g.Limits); len(list) > 0 {
			t.Errorf("looser: %v", list)
		}
		if b := g.Limits.Force[chair.ZoneMuscle]; err != nil || b != (chair.Bound[unit.Newton]{Max: 12, By: chair.ByChoice}) {
			t.Errorf("got %+v, %v; want 12 N by choice", b, err)
		}
		w.must(w.Began(w.at)).must(w.Ended(w.at, visit.Halted)).must(w.Why(w.at, visit.TooHard)).stands(visit.Rate) // there is no lower level
		if r := w.Record(routine.Quiet{}); !slices.Contains(r.Session.Marks, screening.MarkTooHard) || r.Session.Level != 2 {
			t.Errorf("the record has %v, level %d", r.Session.Marks, r.Session.Level)
		}
	})
	for name, end := range map[string]func(*walker){
		"felt wrong":      func(w *walker) { w.must(w.Ended(w.at, visit.Halted)).must(w.Why(w.at, visit.FeltWrong)) },
		"no answer":       func(w *walker) { w.must(w.Ended(w.at, visit.Halted)).must(w.Skip(w.at)) },
		"said in session": func(w *walker) { w.must(w.Ended(w.at, visit.Hurt)) },
		"fault":           func(w *walker) { w.must(w.Ended(w.at, visit.Broken)) },
		"on second thoughts": func(w *walker) {
			w.must(w.Ended(w.at, visit.Halted)).must(w.Why(w.at, visit.JustStop)).must(w.Felt(w.at))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := massaged(t)
			end(w)
			w.stands(visit.Cards)
			if _, err := w.Grant(w.at); err == nil {
				t.Error("a session before the after-check")
			}
			if c := w.Card(); c.Of != 1 || c.Title != "How was it?" {
				t.Errorf("asked %q", c.Title)
			}
			w.must(w.Choose(w.at, nil)).stands(visit.Rate).must(w.Skip(w.at)).stands(visit.Rest)
			if r := w.Record(routine.Quiet{}); !r.Changed || !r.Session.Stopped {
				t.Error("the next check need not be a full one")
			}
		})
	}
	t.Run("numb", func(t *testing.T) {
		w, _ := massaged(t)
		w.must(w.Ended(w.at, visit.Hurt)).cards("numb").stands(visit.Refused)
		if r := w.Refusal(); r.Outcome != screening.S || r.OK || !r.After {
			t.Errorf("got %v, OK %v, after %v", r.Outcome, r.OK, r.After)
		}
	})
}

// TestBack: what was answered on a card that one goes back to is gone; what stays counts.
func TestBack(t *testing.T) {
	w := guest(t).about(40).feel(3)
	w.must(w.Choose(w.at, []string{"RF-AAA-2"})).stands(visit.Question)
	w.must(w.Back(w.at)).stands(visit.Cards)
	if c := w.Card(); c.N != 1 {
		t.Fatalf("back at card %d", c.N)
	}
	w.must(w.Choose(w.at, []string{"RF-AAA-2"})).must(w.Answer(w.at, screening.Unsure)).must(w.Back(w.at))
	w.cards().stands(visit.WarmUp) // this time none
	w = guest(t).about(40).feel(3)
	w.must(w.Choose(w.at, []string{"RF-AAA-2"})).must(w.Answer(w.at, screening.Unsure)).must(w.Choose(w.at, nil)).must(w.Back(w.at))
	w.cards().stands(visit.Refused)
	w = guest(t).about(40).feel(3)
	w.must(w.Back(w.at)).stands(visit.Feel).must(w.Back(w.at)).stands(visit.About)
}

// TestEmergency: a sign of one ends the questions at once.
func TestEmergency(t *testing.T) {
	w := guest(t).about(40).feel(3)
	w.must(w.Choose(w.at, []string{"RF-CES-1", "RF-AAA-2"})).must(w.Answer(w.at, screening.Yes)).stands(visit.Refused)
}

// TestOld: a check holds for half an hour, and nothing is kept of somebody who went away.
func TestOld(t *testing.T) {
	w := guest(t).about(40).feel(3).cards()
	w.must(w.Skip(w.at)).must(w.Next(w.at)).must(w.Next(w.at)).stands(visit.Ready)
	if _, err := w.Grant(w.at.Add(-time.Second)); !errors.Is(err, visit.ErrOld) {
		t.Errorf("the clock was set back: %v", err)
	}
	w = guest(t).about(40).feel(3).cards()
	w.must(w.Skip(w.at)).must(w.Next(w.at)).must(w.Next(w.at))
	if _, err := w.Grant(w.at.Add(visit.Holds + 1)); !errors.Is(err, visit.ErrOld) {
		t.Errorf("a check too old: %v", err)
	}
	if w.stands(visit.Feel); w.Limits() != (chair.Limits{}) {
		t.Error("limits of a check that is too old")
	}
	if w.Idle(w.at.Add(visit.Idle - 1)) {
		t.Error("forgotten too soon")
	}
	if !w.Idle(w.at.Add(visit.Idle)) {
		t.Error("never forgotten")
	}
	w, _ = massaged(t)
	if w.Idle(w.at.Add(time.Hour)) {
		t.Error("forgotten in a session")
	}
	w.Forget()
	if w.stands(visit.Over); !w.Idle(w.at) || w.Limits() != (chair.Limits{}) || w.Person() != "" {
		t.Error("something is left")
	}
}

// TestOldFullCheck: where a full check of this visit has grown too old, what it said holds on in the short one that is asked
// then, and no longer what the full check before it said.
func TestOldFullCheck(t *testing.T) {
	f := &visit.Facts{
		Person: screening.Person{Age: 40, Height: 1700, Weight: 70}, Limits: chair.Everyone(), Let: screening.OK,
		Past: screening.Past{Full: morning.Add(-24 * time.Hour), Outcome: screening.OK}, Sessions: quiet(5),
	}
	w := begin(t, f).feel(2)
	w.must(w.Choose(w.at, []string{"new"}))
	w.cards("C-STER").must(w.Skip(w.at)).must(w.Next(w.at)).must(w.Next(w.at)).stands(visit.Ready)
	said := w.Limits()
	if b := said.Force[chair.ZoneMuscle]; w.Kind() != screening.Full || b.By != chair.ByAnswers {
		t.Fatalf("%v check, force %v", w.Kind(), b)
	}
	w.at = w.at.Add(visit.Holds + 1)
	if _, err := w.Grant(w.at); !errors.Is(err, visit.ErrOld) {
		t.Fatal(err)
	}
	w.feel(2).must(w.Choose(w.at, nil))
	if g := w.seated(); w.Kind() != screening.Short || len(looser(said, g.Limits)) > 0 {
		t.Errorf("%v check, looser than before it: %v", w.Kind(), looser(said, g.Limits))
	}
	if f.Limits != chair.Everyone() {
		t.Error("what earlier visits left behind was written on")
	}
}

// TestWithheld: no way of printing opens what a visit knows.
func TestWithheld(t *testing.T) {
	w, _ := massaged(t)
	w.must(w.Ended(w.at, visit.Halted)).must(w.Why(w.at, visit.TooHard))
	f := visit.Facts{Let: screening.D, Rules: []string{"C-PREG"}, NextDay: true}
	for _, v := range []any{w.Visit, f, w.Record(routine.Quiet{})} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			if got := fmt.Sprintf(verb, v); got != "withheld" {
				t.Errorf("%T with %s: %s", v, verb, got)
			}
		}
		text, err := json.Marshal(v)
		if err != nil || string(text) != `"withheld"` {
			t.Errorf("%T as JSON: %s, %v", v, text, err)
		}
		var b strings.Builder
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
		if !strings.Contains(b.String(), "v=withheld") {
			t.Errorf("%T in a log: %s", v, b.String())
		}
		if got := v.(fmt.Stringer).String(); got != "withheld" {
			t.Errorf("%T as a string: %s", v, got)
		}
	}
	inside := struct{ v *visit.Visit }{w.Visit}
	if got := fmt.Sprintf("%+v", inside); strings.Contains(got, "too hard") {
		t.Errorf("within another: %s", got)
	}
}

// figures is every limit as a number, the greater the looser.
func figures(l chair.Limits) map[string]float64 {
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
	was, is := figures(a), figures(b)
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if is[name] > was[name] {
			list = append(list, name)
		}
	}
	return list
}
