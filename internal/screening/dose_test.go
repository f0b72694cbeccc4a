package screening_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// at is a day of the tests' calendar, counted from 0.
func at(n float64) time.Time { return day.Add(time.Duration(n * 24 * float64(time.Hour))) }

// calm is a session at a level on a day, after which nothing was wrong.
func calm(n float64, level int) screening.Session {
	return screening.Session{Ended: at(n), Level: level, PainBefore: 3, PainNext: 3, Soreness: 1}
}

// run is so many calm sessions at a level, a day apart, from day n.
func run(n float64, count, level int) (list []screening.Session) {
	for i := range count {
		list = append(list, calm(n+float64(i), level))
	}
	return list
}

func join(lists ...[]screening.Session) (all []screening.Session) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// but is a calm session with one thing different.
func but(n float64, level int, change func(*screening.Session)) []screening.Session {
	s := calm(n, level)
	change(&s)
	return []screening.Session{s}
}

func marked(mark string) func(*screening.Session) {
	return func(s *screening.Session) { s.Marks = []string{mark} }
}

// TestRemember: what past sessions leave behind, by section 2.3 of the clinical reference.
func TestRemember(t *testing.T) {
	sore := func(n float64) func(*screening.Session) { return func(s *screening.Session) { s.Soreness = n } }
	worse := func(by float64) func(*screening.Session) {
		return func(s *screening.Session) { s.PainNext = s.PainBefore + by }
	}
	for _, c := range []struct {
		name string
		past []screening.Session
		now  float64
		want screening.History
	}{
		{"somebody new", nil, 0, screening.History{Most: 2}},
		{"one quiet session", run(0, 1, 2), 1, screening.History{Quiet: 1, Most: 2}},
		{"two quiet sessions stay in the first three", run(0, 2, 2), 2, screening.History{Quiet: 2, Most: 2}},
		{"three quiet sessions open level 3", run(0, 3, 2), 3, screening.History{Quiet: 3, Most: 3}},
		{"sessions below the highest level open nothing", join(run(0, 4, 2), run(4, 6, 2)), 10, screening.History{Quiet: 10, Most: 3}},
		{"two at level 3 before the sixth open nothing yet", join(run(0, 3, 2), run(3, 2, 3)), 5, screening.History{Quiet: 5, Most: 3}},
		{"two more at level 3 open level 4", join(run(0, 4, 2), run(4, 2, 3)), 6, screening.History{Quiet: 6, Most: 4}},
		{"two at level 3 are two, whenever the sixth comes", join(run(0, 3, 2), run(3, 2, 3), run(5, 1, 2)), 6, screening.History{Quiet: 6, Most: 4}},
		{"one more does not", join(run(0, 6, 2), run(6, 1, 3)), 7, screening.History{Quiet: 7, Most: 3}},
		{"never level 5", join(run(0, 6, 2), run(6, 9, 4)), 20, screening.History{Quiet: 15, Most: 4}},
		{"one at the highest level is not two", join(run(0, 2, 1), run(2, 1, 2)), 3, screening.History{Quiet: 3, Most: 2}},
		{"soreness of 2 is quiet", but(0, 2, sore(2)), 1, screening.History{Quiet: 1, Most: 2}},
		{"soreness of 3 is not, and is not too much", but(0, 2, sore(3)), 1, screening.History{Most: 2}},
		{"soreness of 0 is quiet", but(0, 2, sore(0)), 1, screening.History{Quiet: 1, Most: 2}},
		{"who did not say is not counted", but(0, 2, sore(-1)), 1, screening.History{Most: 2}},
		{"a stopped session is not counted", but(0, 2, func(s *screening.Session) { s.Stopped = true }), 1, screening.History{Most: 2}},
		{"soreness of 4: a level less, a day skipped", but(0, 2, sore(4)), 1, screening.History{Most: 1, NotBefore: at(2)}},
		{"too hard", but(0, 2, marked(screening.MarkTooHard)), 1, screening.History{Most: 1, NotBefore: at(2)}},
		{"sore for long", but(0, 2, marked(screening.MarkLong)), 1, screening.History{Most: 1, NotBefore: at(2)}},
		{"a bruise", but(0, 2, marked(screening.MarkBruise)), 1, screening.History{Most: 1, NotBefore: at(2)}},
		{"felt worse afterwards", but(0, 2, marked(screening.MarkWorse)), 1, screening.History{Most: 1, NotBefore: at(2)}},
		{"a level less than was used", join(run(0, 6, 2), run(6, 2, 3), but(8, 3, sore(5))), 9, screening.History{Quiet: 8, Most: 2, NotBefore: at(10)}},
		{"level 1 is the least", join(but(0, 1, sore(9)), but(3, 1, sore(9))), 4, screening.History{Most: 1, NotBefore: at(5)}},
		{"up again by two quiet sessions", join(run(0, 4, 2), but(4, 2, sore(4)), run(7, 2, 1)), 9, screening.History{Quiet: 6, Most: 2, NotBefore: at(6)}},
		{"what came before the soreness does not count", join(run(0, 1, 2), but(1, 2, sore(4)), run(4, 1, 1)), 5, screening.History{Quiet: 2, Most: 1, NotBefore: at(3)}},
		{"pain 1 above", but(0, 2, worse(1)), 1, screening.History{Quiet: 1, Most: 2}},
		{"pain 2 above: three days", but(0, 2, worse(2)), 1, screening.History{Most: 2, NotBefore: at(3), Pauses: 1}},
		{"pain before not told", but(0, 2, func(s *screening.Session) { s.PainBefore, s.PainNext = -1, 9 }), 1, screening.History{Quiet: 1, Most: 2}},
		{"pain from none", but(0, 2, func(s *screening.Session) { s.PainBefore, s.PainNext = 0, 2 }), 1, screening.History{Most: 2, NotBefore: at(3), Pauses: 1}},
		{"sore and pain: the later day holds", but(0, 2, func(s *screening.Session) { s.Soreness, s.PainNext = 6, 8 }), 1, screening.History{Most: 1, NotBefore: at(3), Pauses: 1}},
		{"a pause stays the later one", join(but(0, 2, worse(5)), but(0.5, 2, sore(4))), 1, screening.History{Most: 1, NotBefore: at(3), Pauses: 1}},
		{"two pauses in four weeks", join(but(0, 2, worse(2)), but(27, 2, worse(3))), 27.9, screening.History{Most: 2, NotBefore: at(30), Pauses: 2}},
		{"the first is four weeks ago", join(but(0, 2, worse(2)), but(27, 2, worse(3))), 28, screening.History{Most: 2, NotBefore: at(30), Pauses: 1}},
		{"pain into a leg", but(0, 2, marked(screening.MarkSpread)), 1, screening.History{Most: 2, Spread: true}},
		{"pain into a leg before the last one", join(but(0, 2, marked(screening.MarkSpread)), run(5, 1, 2)), 6, screening.History{Quiet: 1, Most: 2}},
	} {
		if diff := cmp.Diff(c.want, load(t).Remember(c.past, at(c.now))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestStop(t *testing.T) {
	for pauses, want := range []bool{false, false, true, true} {
		if got := (screening.History{Pauses: pauses}).Stop(); got != want {
			t.Errorf("%d pauses: stop %v, want %v", pauses, got, want)
		}
	}
}

// TestDose: the limits of the next session, by chair.ByDose.
func TestDose(t *testing.T) {
	check, err := screening.New(small())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		history screening.History
		newton  unit.Newton
		session time.Duration
	}{
		{"somebody new", screening.History{}, 20, 8 * time.Minute},
		{"less than nothing", screening.History{Quiet: -1}, 20, 8 * time.Minute},
		{"two quiet sessions", screening.History{Quiet: 2}, 20, 8 * time.Minute},
		{"three, the level not known", screening.History{Quiet: 3}, 30, 20 * time.Minute},
		{"three, held at 1", screening.History{Quiet: 3, Most: 1}, 10, 20 * time.Minute},
		{"five, level 4 earned", screening.History{Quiet: 5, Most: 4}, 30, 20 * time.Minute},
		{"six, level 4 earned", screening.History{Quiet: 6, Most: 4}, 40, 20 * time.Minute},
		{"six, the level not known", screening.History{Quiet: 6}, 30, 20 * time.Minute},
		{"a level beyond all", screening.History{Quiet: 6, Most: 9}, 40, 20 * time.Minute},
		{"a guest", screening.History{Quiet: 9, Most: 4, Guest: true}, 20, 8 * time.Minute},
	} {
		c.history.NotBefore = at(5)
		l, notBefore := check.Dose(c.history)
		if got := l.Force[chair.ZoneMuscle]; got != (chair.Bound[unit.Newton]{Max: c.newton, By: chair.ByDose}) {
			t.Errorf("%s: force %v, want %v N by the budget", c.name, got, c.newton)
		}
		if l.Session.Max != c.session || !notBefore.Equal(at(5)) {
			t.Errorf("%s: %v not before %v, want %v not before %v", c.name, l.Session.Max, notBefore, c.session, at(5))
		}
		if list := looser(chair.Everyone(), l); len(list) > 0 {
			t.Errorf("%s: loosens %v", c.name, list)
		}
	}
}

// TestLower: a level below what a history opens, and never below the first.
func TestLower(t *testing.T) {
	for _, c := range []struct {
		lower   int
		history screening.History
		want    unit.Newton
	}{
		{1, screening.History{Quiet: 6, Most: 4}, 30},
		{2, screening.History{Quiet: 6, Most: 4}, 20},
		{1, screening.History{Quiet: 3}, 20},
		{1, screening.History{}, 10},
		{3, screening.History{}, 10},
		{1, screening.History{Quiet: 9, Most: 4, Guest: true}, 10},
	} {
		check, err := screening.New(only(screening.Record{Lower: c.lower}))
		if err != nil {
			t.Fatal(err)
		}
		v := check.Judge(&screening.Input{History: c.history, Answers: sheet(adult(), map[string]screening.Answer{"B-1": screening.Yes})})
		if got := v.Limits.Force[chair.ZoneMuscle]; got != by(c.want) {
			t.Errorf("%d lower of %+v: %v, want %v N", c.lower, c.history, got, c.want)
		}
	}
}

func TestExit(t *testing.T) {
	for _, c := range []struct {
		name   string
		past   []screening.Session
		better bool
		now    float64
		want   bool
	}{
		{"nothing yet", nil, false, 100, false},
		{"four weeks", run(0, 3, 2), false, 28, true},
		{"just before", run(0, 3, 2), false, 27.99, false},
		{"twelve sessions", run(0, 12, 2), false, 13, true},
		{"eleven", run(0, 11, 2), false, 13, false},
		{"better", run(0, 20, 2), true, 40, false},
	} {
		if got := screening.Exit(c.past, c.better, at(c.now)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestFirstStep: guests, and those of whom no level is known, begin at the very first step, however short it is.
func TestFirstStep(t *testing.T) {
	r := small()
	r.Doses[1].QuietFrom = 1
	r.Doses[0].Limits.Level = 1
	check, err := screening.New(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		history screening.History
		newton  unit.Newton
		session time.Duration
	}{
		{screening.History{Quiet: 9, Guest: true}, 10, 8 * time.Minute},
		{screening.History{Quiet: 9}, 20, 20 * time.Minute},
	} {
		if l, _ := check.Dose(c.history); l.Force[chair.ZoneMuscle].Max != c.newton || l.Session.Max != c.session {
			t.Errorf("%+v: %v N for %v, want %v N for %v", c.history, l.Force[chair.ZoneMuscle].Max, l.Session.Max, c.newton, c.session)
		}
	}
}

// TestGuestLower: a guest goes down from the very first step.
func TestGuestLower(t *testing.T) {
	r := only(screening.Record{Lower: 1})
	r.Doses[1].QuietFrom = 1
	check, err := screening.New(r)
	if err != nil {
		t.Fatal(err)
	}
	v := check.Judge(&screening.Input{History: screening.History{Quiet: 9, Guest: true}, Answers: sheet(adult(), map[string]screening.Answer{"B-1": screening.Yes})})
	if got := v.Limits.Force[chair.ZoneMuscle]; got != by(unit.Newton(10)) {
		t.Errorf("force %v, want 10 N", got)
	}
}
