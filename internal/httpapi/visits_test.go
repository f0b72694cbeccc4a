package httpapi

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/wire"
)

func someVisits(t *testing.T) *visits {
	t.Helper()
	check, err := checkfile.Load()
	if err != nil {
		t.Fatal(err)
	}
	return newVisits(visit.Options{Check: check, Chair: chair.PersonRange{MaxWeight: 150, MinHeight: 1400, MaxHeight: 2100}})
}

// ready brings a page's visit to a session's start.
func ready(t *testing.T, vs *visits, by string, at time.Time) {
	t.Helper()
	if err := vs.begin(by, wire.Request{}, someone{}, at); err != nil {
		t.Fatal(err)
	}
	vs.with(by, at, func(g *sitting) {
		_ = g.About(at, 40, 1700, 70)
		_ = g.Feel(at, outcome.Rating{}, outcome.Rating{}, outcome.Rating{})
		for g.Step() == visit.Cards {
			_ = g.Choose(at, nil)
		}
		_ = g.Skip(at)
		_ = g.Next(at)
		_ = g.Next(at)
		if _, err := g.Grant(at); err != nil {
			t.Fatalf("no grant at %v: %v", g.Step(), err)
		}
	})
}

func step(vs *visits, by string, at time.Time) (s visit.Step) {
	vs.with(by, at, func(g *sitting) { s = g.Step() })
	return s
}

// TestVisitsAreForgotten: after 15 minutes without a word nothing is left, and nobody has to ask for it.
func TestVisitsAreForgotten(t *testing.T) {
	vs, at := someVisits(t), time.Unix(1_800_000_000, 0)
	ready(t, vs, "a", at)
	g := vs.all["a"].Visit
	vs.hear(0, nil, at.Add(visit.Idle-1))
	if len(vs.all) != 1 {
		t.Fatal("forgotten too soon")
	}
	vs.hear(0, nil, at.Add(visit.Idle))
	if len(vs.all) != 0 || g.Step() != visit.Over || g.Limits() != (chair.Limits{}) {
		t.Errorf("%d visits are left, one stands at %v", len(vs.all), g.Step())
	}
}

// TestVisitsHear: a session's end reaches its visit; a look from before the session's start does not.
func TestVisitsHear(t *testing.T) {
	at := time.Unix(1_800_000_000, 0)
	for name, c := range map[string]struct {
		s    wire.Snapshot
		want visit.Step
	}{
		"under way":   {wire.Snapshot{Stage: wire.Massage}, visit.InSession},
		"finished":    {wire.Snapshot{Stage: wire.Done, Outcome: "finished"}, visit.Rate},
		"stopped":     {wire.Snapshot{Stage: wire.Done, Outcome: "stopped"}, visit.Why},
		"fault":       {wire.Snapshot{Stage: wire.Done, Outcome: "fault", Fault: &wire.Fault{Code: "tracking"}}, visit.Cards},
		"felt wrong":  {wire.Snapshot{Stage: wire.Done, Outcome: "stopped", Fault: &wire.Fault{Code: feltWrong}}, visit.Cards},
		"ended":       {wire.Snapshot{Stage: wire.Done, Outcome: "ended"}, visit.Cards},
		"engine anew": {wire.Snapshot{Stage: wire.Idle}, visit.Cards},
	} {
		t.Run(name, func(t *testing.T) {
			vs := someVisits(t)
			before := vs.generation()
			ready(t, vs, "a", at)
			ready(t, vs, "b", at)
			vs.started("a", true, at)
			vs.hear(before, &wire.Snapshot{Stage: wire.Done, Outcome: "finished"}, at)
			if got := step(vs, "a", at); got != visit.InSession {
				t.Fatalf("a look from before the start ended it: %v", got)
			}
			vs.hear(vs.generation(), &c.s, at)
			if got := step(vs, "a", at); got != c.want {
				t.Errorf("stands at %v, want %v", got, c.want)
			}
			if got := step(vs, "b", at); got != visit.Ready {
				t.Errorf("another visit stands at %v", got)
			}
		})
	}
	vs := someVisits(t)
	ready(t, vs, "a", at)
	vs.started("a", true, at)
	vs.started("somebody", false, at)
	if got := step(vs, "a", at); got != visit.Cards {
		t.Errorf("after another session's start: %v", got)
	}
	ready(t, vs, "a", at)
	vs.started("a", false, at) // the page watches a simulated person instead
	if got := step(vs, "a", at); got != visit.Ready {
		t.Errorf("without its own start: %v", got)
	}
}

// TestVisitsAreFew: there is an end to how many are kept.
func TestVisitsAreFew(t *testing.T) {
	vs, at := someVisits(t), time.Unix(1_800_000_000, 0)
	for i := range mostVisits {
		if err := vs.begin(fmt.Sprint(i), wire.Request{}, someone{}, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := vs.begin("one more", wire.Request{}, someone{}, at); !errors.Is(err, errCrowded) {
		t.Errorf("got %v", err)
	}
	if err := vs.begin("0", wire.Request{}, someone{}, at); err != nil {
		t.Errorf("one that has a visit begins again: %v", err)
	}
	if a, b := vs.all["0"].Person(), vs.all["1"].Person(); a == b || len(a) != 32+len(wire.GuestPrefix) {
		t.Errorf("ids %q and %q", a, b)
	}
}

// TestUnanswered: while nobody knows whether a session has begun its person can begin nothing else; a look that was begun
// after that tells: at rest the visit stands where it stood, and after a session that may have been theirs it is over.
func TestUnanswered(t *testing.T) {
	at := time.Unix(1_800_000_000, 0)
	rest, runs := &wire.Snapshot{Stage: wire.Idle}, &wire.Snapshot{Stage: wire.Massage}
	for name, c := range map[string]struct {
		looks        []*wire.Snapshot
		asking, gone bool
	}{
		"no look":             {nil, true, false},
		"no answer":           {[]*wire.Snapshot{nil}, true, false},
		"at rest":             {[]*wire.Snapshot{rest}, false, false},
		"in a session":        {[]*wire.Snapshot{runs, runs}, true, false},
		"a session, and over": {[]*wire.Snapshot{runs, rest}, true, true},
	} {
		vs := someVisits(t)
		ready(t, vs, "a", at)
		g := vs.all["a"]
		g.asking = true
		before := vs.generation()
		vs.unanswered("a")
		vs.hear(before, rest, at) // begun before the start was asked for
		if !g.asking {
			t.Errorf("%s: a look from before tells", name)
		}
		for _, look := range c.looks {
			vs.hear(vs.generation(), look, at)
		}
		if g.asking != c.asking || vs.has("a") == c.gone {
			t.Errorf("%s: asking %v, gone %v; want %v, %v", name, g.asking, !vs.has("a"), c.asking, c.gone)
		}
	}
	vs := someVisits(t)
	ready(t, vs, "a", at)
	ready(t, vs, "b", at)
	vs.all["a"].asking = true
	vs.unanswered("a")
	vs.started("b", true, at)
	if vs.all["a"].asking || step(vs, "a", at) != visit.Ready || step(vs, "b", at) != visit.InSession {
		t.Error("another page's session has begun, and the first one still waits for its own")
	}
}

// TestForgottenDesk: the pages of somebody who is forgotten are closed, those of others are not.
func TestForgottenDesk(t *testing.T) {
	d, at := &desks{all: map[string]desk{}}, time.Unix(1_800_000_000, 0)
	for seat, person := range map[string]string{"a": "robin", "b": "sam", "c": "robin"} {
		d.open(seat, person, nil, at)
	}
	d.forget("robin")
	if _, sam := d.all[deskToken("b")]; !sam || len(d.all) != 1 {
		t.Errorf("%d pages are left, Sam's among them: %v", len(d.all), sam)
	}
}

// TestLocked: after a silence no key is in memory, though nobody asks for anything, and a page that is left open has none.
func TestLocked(t *testing.T) {
	at := time.Unix(1_800_000_000, 0)
	s := &Server{sitters: sitters{all: map[string]sitter{}}, desks: desks{all: map[string]desk{}}}
	key := new(store.Key)
	s.sitters.all["seat"] = sitter{person: store.Person{ID: "robin"}, key: key, heard: at}
	s.desks.open("seat", "robin", nil, at)
	if s.sitters.key("seat", "robin", at) != key || s.sitters.key("seat", "sam", at) != nil || s.sitters.key("other", "robin", at) != nil {
		t.Error("a page has the key of its own person while they are unlocked at its browser, and no other")
	}
	at = at.Add(away - time.Minute)
	s.desks.hear(deskToken("seat"), at) // which is no word of the person
	s.lock(at.Add(59 * time.Second))
	if len(s.sitters.all) != 1 {
		t.Error("locked too early")
	}
	s.lock(at.Add(time.Minute))
	if len(s.sitters.all) != 0 || len(s.desks.all) != 1 || s.sitters.key("seat", "robin", at) != nil {
		t.Errorf("%d keys are left in memory, %d pages", len(s.sitters.all), len(s.desks.all))
	}
	for _, marks := range [][]routine.Mark{nil, {{At: at, What: routine.TookBreak}}, {{At: at, What: routine.TookBreak}, {At: at.Add(time.Hour), What: routine.LetPass}, {At: at.Add(2 * time.Hour), What: routine.LetPass}}} {
		moved, ignored := routine.Moved(marks, at)
		if m, n := routine.Moved(gistOf(marks), at); !m.Equal(moved) || n != ignored {
			t.Errorf("of %d marks breaks go by %v and %d, want %v and %d", len(marks), m, n, moved, ignored)
		}
	}
}

// TestWhyItEnded: whoever has not ended their session is told why it ended, with the first question after it, and whoever has
// is told nothing that they know.
func TestWhyItEnded(t *testing.T) {
	for name, c := range map[string]struct {
		now  wire.Snapshot
		want string
	}{
		"to its end":             {wire.Snapshot{Stage: wire.Done, Outcome: "finished"}, ""},
		"stopped":                {wire.Snapshot{Stage: wire.Done, Outcome: "stopped"}, ""},
		"somebody sat down":      {wire.Snapshot{Stage: wire.Done, Outcome: "stopped", Reason: "somebody sat down"}, "The session ended early: somebody sat down."},
		"a fault":                {wire.Snapshot{Stage: wire.Done, Outcome: "fault", Reason: "x", Fault: &wire.Fault{Code: "tracking"}}, ""},
		"the chair could not":    {wire.Snapshot{Stage: wire.Done, Outcome: "ended", Reason: "nobody leaned back"}, "The session ended early: nobody leaned back."},
		"the engine began anew":  {wire.Snapshot{Stage: wire.Idle}, cutOff},
		"cut off, on the record": {wire.Snapshot{Stage: wire.Done, Outcome: "interrupted"}, cutOff},
	} {
		t.Run(name, func(t *testing.T) {
			vs, at := someVisits(t), time.Unix(1_800_000_000, 0)
			ready(t, vs, "a", at)
			vs.started("a", true, at)
			vs.hear(vs.generation(), &c.now, at.Add(time.Minute))
			vs.with("a", at.Add(time.Minute), func(g *sitting) {
				if got := g.view(at.Add(time.Minute)).Ended; g.Step() == visit.InSession || got != c.want {
					t.Errorf("at %v it says %q, want %q", g.Step(), got, c.want)
				}
			})
		})
	}
}
