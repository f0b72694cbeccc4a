package routine

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSpells(t *testing.T) {
	zone := berlin(t)
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 2, hour, minute, 0, 0, zone) }
	m := func(hour, minute int, what MarkKind) Mark { return Mark{at(hour, minute), what} }
	tests := []struct {
		name    string
		marks   []Mark
		sat     string
		sitting bool
	}{
		{"nothing", nil, "0 min noted, 0 changes", false},
		{"still sitting", []Mark{m(9, 0, SatDown)}, "3 h 0 min noted, 0 changes", true},
		{"got up", []Mark{m(9, 0, SatDown), m(9, 40, GotUp)}, "40 min noted, 1 change", false},
		{"a break counts as three minutes up", []Mark{m(9, 0, SatDown), m(10, 0, TookBreak)}, "2 h 57 min noted, 1 change", true},
		{"a break without sitting", []Mark{m(10, 0, TookBreak)}, "0 min noted, 1 change", false},
		{"another position is still sitting", []Mark{m(11, 0, SatDown), m(11, 20, Changed), m(11, 40, Changed)}, "1 h 0 min noted, 2 changes", true},
		{"sat down twice", []Mark{m(9, 0, SatDown), m(10, 0, SatDown), m(10, 30, GotUp)}, "1 h 30 min noted, 1 change", false},
		{"let pass is no change", []Mark{m(11, 0, SatDown), m(11, 30, LetPass)}, "1 h 0 min noted, 0 changes", true},
		{"forgot to say", []Mark{m(6, 0, SatDown)}, "4 h 0 min noted, 0 changes", false},
		{"forgot, then a break", []Mark{m(6, 0, SatDown), m(11, 0, TookBreak)}, "4 h 0 min noted, 1 change", false},
		{"a clock that was set back", []Mark{m(11, 30, SatDown), m(13, 0, Changed)}, "30 min noted, 0 changes", true},
		{"a break just now", []Mark{m(11, 0, SatDown), m(11, 59, TookBreak)}, "59 min noted, 1 change", true},
	}
	for _, tt := range tests {
		spells, changes, sitting := Spells(tt.marks, at(12, 0))
		if got := Sit(spells, changes, at(12, 0)).Words(); got != tt.sat || sitting != tt.sitting {
			t.Errorf("%s: %q, sitting %v; want %q, %v", tt.name, got, sitting, tt.sat, tt.sitting)
		}
	}
}

// TestSpellsProperty: whatever is noted, spells lie in order, do not overlap, and none is longer than the longest.
func TestSpellsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC)
		var marks []Mark
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			at = at.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "minutes")) * time.Minute)
			marks = append(marks, Mark{at, MarkKind(rapid.IntRange(1, int(markKindEnd)-1).Draw(t, "what"))})
		}
		now := at.Add(time.Duration(rapid.IntRange(-300, 600).Draw(t, "now")) * time.Minute)
		spells, changes, _ := Spells(marks, now)
		last := time.Time{}
		for _, s := range spells {
			if s.From.Before(last) || !s.Until.After(s.From) || s.Until.Sub(s.From) > longestSpell || s.Until.After(now) {
				t.Fatalf("%v of %d marks until %v", s, len(marks), now)
			}
			last = s.Until
		}
		if len(changes) > len(marks) {
			t.Fatalf("%d changes of %d marks", len(changes), len(marks))
		}
	})
}

func TestMoved(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	at := func(m int) time.Time { return start.Add(time.Duration(m) * time.Minute) }
	for _, tt := range []struct {
		name    string
		marks   []Mark
		moved   time.Time
		ignored int
	}{
		{"nothing", nil, start, 0},
		{"a break", []Mark{{at(50), TookBreak}}, at(50), 0},
		{"let pass", []Mark{{at(50), TookBreak}, {at(110), LetPass}, {at(170), LetPass}}, at(170), 2},
		{"moving begins anew", []Mark{{at(110), LetPass}, {at(170), LetPass}, {at(180), Changed}}, at(180), 0},
		{"sitting down does not", []Mark{{at(110), LetPass}, {at(120), SatDown}}, at(120), 1},
		{"before today", []Mark{{at(-90), TookBreak}}, start, 0},
	} {
		if moved, ignored := Moved(tt.marks, start); !moved.Equal(tt.moved) || ignored != tt.ignored {
			t.Errorf("%s: %v and %d, want %v and %d", tt.name, moved, ignored, tt.moved, tt.ignored)
		}
	}
}

func TestMarkNames(t *testing.T) {
	for k := SatDown; k < markKindEnd; k++ {
		if got, ok := MarkKindOf(k.String()); !ok || got != k {
			t.Errorf("%v is read as %v", k, got)
		}
	}
	for _, name := range []string{"", "invalid", "nap"} {
		if k, ok := MarkKindOf(name); ok {
			t.Errorf("%q is %v", name, k)
		}
	}
	m := Mark{time.Now(), TookBreak}
	if text, err := m.MarshalText(); fmt.Sprintf("%v %+v %d", m, m, m) != "withheld withheld withheld" || string(text) != "withheld" || err != nil || m.LogValue().String() != "withheld" {
		t.Errorf("prints %v", m)
	}
}

// TestFlagWords: every flag has its words, and every flag of a movement is told.
func TestFlagWords(t *testing.T) {
	for _, f := range allFlags() {
		if f.Words() == "" {
			t.Errorf("%s has no words", f)
		}
	}
	if Flag("C-OTHER").Words() != "" {
		t.Error("a flag that no movement knows has words")
	}
	for _, m := range Movements() {
		told := 0
		for _, w := range m.Ways() {
			told += len(w.With)
		}
		if told != len(m.Instead) {
			t.Errorf("%s tells %d of %d flags", m.ID, told, len(m.Instead))
		}
	}
	cat, _ := Find("cat-cow")
	if ways := cat.Ways(); len(ways) != 2 || ways[0].Instead != "Cat and cow, seated" || len(ways[0].With) != 5 || ways[1].Instead != "Lifting the breastbone" {
		t.Errorf("cat and cow: %+v", ways)
	}
}

// TestQuietHolds: nothing of a routine begins in quiet hours, whatever a zone does to its clock.
func TestQuietHolds(t *testing.T) {
	// Half an hour, an hour at midnight (there a day may begin at one), an hour at night, none.
	for _, name := range []string{"Australia/Lord_Howe", "America/Santiago", "Europe/Berlin", "Asia/Kolkata"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			clock := rapid.IntRange(0, 1439)
			q := Quiet{Clock(clock.Draw(t, "from")), Clock(clock.Draw(t, "to"))}
			day := time.Date(2026, 1, rapid.IntRange(1, 365).Draw(t, "day"), 0, clock.Draw(t, "minute"), 0, 0, zone)
			week := Week{At: Clock(clock.Draw(t, "at")), WarmUp: "floor", Session: [7]bool{true, true, true, true, true, true, true}}
			seen := map[string]bool{}
			for _, o := range Occurrences(week, day, 7, q) {
				if seen[o.ID()] {
					t.Fatalf("%s comes twice", o.ID())
				}
				seen[o.ID()] = true
				if q.Has(o.Start) {
					t.Fatalf("%v at %v in %+v", o.What, o.Start, q)
				}
			}
			if next := NextDay(day, q); q.Has(next) || next.Before(day) {
				t.Fatalf("the question after %v at %v in %+v", day, next, q)
			}
			b := Breaks{Every: 50 * time.Minute, Until: 1439, Days: week.Session, Quiet: q}
			if next := b.Next(day, time.Time{}, 0); !next.IsZero() && q.Has(next) {
				t.Fatalf("a break at %v in %+v", next, q)
			}
		}))
	}
}

// TestClockAt: an hour that is left out becomes the one after it, on the same day.
func TestClockAt(t *testing.T) {
	for _, tt := range []struct {
		zone string
		day  time.Time
		at   Clock
		want string
	}{
		{"America/Santiago", time.Date(2026, 9, 6, 12, 0, 0, 0, time.UTC), 30, "2026-09-06 01:30"},
		{"Europe/Berlin", time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC), 150, "2026-03-29 03:30"},
		{"Australia/Lord_Howe", time.Date(2026, 10, 4, 1, 0, 0, 0, time.UTC), 135, "2026-10-04 02:45"},
		{"Europe/Berlin", time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC), 150, "2026-03-30 02:30"},
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := tt.at.At(tt.day.In(zone)).Format("2006-01-02 15:04"); got != tt.want {
			t.Errorf("%v in %s: %s, want %s", tt.at, tt.zone, got, tt.want)
		}
	}
}
