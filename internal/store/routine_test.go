package store

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/routine"
)

// aRoutine is some week.
func aRoutine() Routine {
	q := routine.Quiet{From: 22 * 60, To: 7 * 60}
	return Routine{
		Wish:   routine.Wish{Kind: routine.Standing, Sessions: 3, At: 18*60 + 30, Free: [7]bool{1: true, 3: true}, Hard: [7]bool{6: true}},
		Breaks: routine.Breaks{Every: 50 * time.Minute, From: 9 * 60, Until: 17 * 60, Days: [7]bool{1: true}, Quiet: q},
		Quiet:  q, Snooze: noon.Add(time.Hour), Planned: [7]bool{1: true},
	}
}

func TestRoutine(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	if _, _, ok, err := s.Routine(ctx, p.ID); ok || err != nil {
		t.Fatalf("a routine of somebody new: %v, %v", ok, err)
	}
	if _, err := s.NewFeed(ctx, k); !errors.Is(err, errNoRoutine) {
		t.Errorf("a calendar of nothing: %v", err)
	}
	must(t, s.PutRoutine(ctx, k, aRoutine()))
	got, feed, ok, err := s.Routine(ctx, p.ID)
	if got != aRoutine() || feed != "" || !ok || err != nil {
		t.Fatalf("%+v, feed %q, %v, %v", got, feed, ok, err)
	}

	secret, err := s.NewFeed(ctx, k)
	if err != nil || len(secret) != 32 {
		t.Fatalf("%q, %v", secret, err)
	}
	changed := aRoutine()
	changed.Wish.Sessions = 1
	must(t, s.PutRoutine(ctx, k, changed))
	if who, r, err := s.Feed(ctx, secret); who != p.ID || r != changed || err != nil {
		t.Errorf("the calendar after a change: %s, %+v, %v", who, r, err)
	}
	second, err := s.NewFeed(ctx, k)
	if err != nil || second == secret {
		t.Fatalf("the new address is %q, the old %q, %v", second, secret, err)
	}
	for _, wrong := range []string{secret, "", second[:31], second + "0", strings.ToUpper(second) + " "} {
		if who, _, err := s.Feed(ctx, wrong); !errors.Is(err, ErrNoFeed) || who != "" {
			t.Errorf("%q opens %q: %v", wrong, who, err)
		}
	}
	must(t, s.EndFeed(ctx, k))
	if _, _, err := s.Feed(ctx, second); !errors.Is(err, ErrNoFeed) {
		t.Errorf("turned off: %v", err)
	}

	for name, wrong := range map[string]func(*Routine){
		"eight sessions": func(r *Routine) { r.Wish.Sessions = 8 }, "a 25th hour": func(r *Routine) { r.Wish.At = 25 * 60 },
		"no kind": func(r *Routine) { r.Wish.Kind = 9 }, "a break every -1": func(r *Routine) { r.Breaks.Every = -time.Minute },
	} {
		r := aRoutine()
		wrong(&r)
		if err := s.PutRoutine(ctx, k, r); err == nil {
			t.Errorf("%s was kept", name)
		}
	}
	must(t, s.Forget(ctx, p.ID))
	if err := s.PutRoutine(ctx, k, aRoutine()); !errors.Is(err, ErrNoPerson) {
		t.Errorf("a routine of nobody: %v", err)
	}
}

// TestFeedIsNotExported: an export is not sealed, and whoever has the secret reads the calendar.
func TestFeedIsNotExported(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	_, k := person(t, s, "Robin")
	must(t, s.PutRoutine(ctx, k, aRoutine()))
	secret, err := s.NewFeed(ctx, k)
	must(t, err)
	var text bytes.Buffer
	must(t, s.Export(ctx, k, &text))
	if strings.Contains(text.String(), secret) || !strings.Contains(text.String(), `"kind": "standing"`) {
		t.Errorf("exported:\n%s", text.String())
	}
}

func TestMarks(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	_, k := person(t, s, "Robin")
	_, other := person(t, s, "Kim")
	at := func(m int) time.Time { return noon.Add(time.Duration(m) * time.Minute) }
	want := []routine.Mark{{At: at(0), What: routine.SatDown}, {At: at(50), What: routine.TookBreak}, {At: at(60), What: routine.LetPass}}
	for _, m := range want {
		must(t, s.PutMark(ctx, k, m))
	}
	must(t, s.PutMark(ctx, other, routine.Mark{At: at(70), What: routine.Changed}))
	all, err := s.Marks(ctx, k, at(-1))
	if err != nil || len(all) != 3 || all[1] != want[1] {
		t.Fatalf("%d marks, %v", len(all), err)
	}
	if late, err := s.Marks(ctx, k, at(50)); err != nil || len(late) != 2 {
		t.Errorf("%d marks from the second on, %v", len(late), err)
	}
	must(t, s.TakeBackMark(ctx, k, at(55)))
	must(t, s.TakeBackMark(ctx, k, at(55))) // there is none left
	if all, err := s.Marks(ctx, k, at(-1)); err != nil || len(all) != 2 {
		t.Errorf("%d marks, %v", len(all), err)
	}
	if all, err := s.Marks(ctx, other, at(-1)); err != nil || len(all) != 1 {
		t.Errorf("the other has %d marks, %v", len(all), err)
	}
	if err := s.PutMark(ctx, k, routine.Mark{At: noon}); err == nil {
		t.Error("a mark of nothing was kept")
	}

	if flags, err := s.Flags(ctx, k); len(flags) != 0 || err != nil {
		t.Errorf("flags %v, %v", flags, err)
	}
	must(t, s.PutFlags(ctx, k, []routine.Flag{routine.KneePain, routine.Dizzy}))
	must(t, s.PutFlags(ctx, k, []routine.Flag{routine.KneePain}))
	if flags, err := s.Flags(ctx, k); len(flags) != 1 || flags[0] != routine.KneePain || err != nil {
		t.Errorf("flags %v, %v", flags, err)
	}
	if err := s.PutFlags(ctx, k, []routine.Flag{routine.Pregnant}); err == nil {
		t.Error("a flag of the safety check was kept here")
	}
}
