package routine

import (
	"flag"
	"fmt"
	"html"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/figure"
	"pgregory.net/rapid"
)

var sheet = flag.String("sheet", "", "write all movements as one HTML page to this file")

// allFlags are all flags that movements know.
func allFlags() []Flag {
	return []Flag{ThinBones, Fracture, Disc, LegPain, Slipped, Stenosis, SpineOp, RecentOp, Pregnant, HighBP, LowBP, JustHurt, Dizzy, Unsteady, KneePain, WristPain, HipReplace}
}

func TestMovements(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Movements() {
		if seen[m.ID] {
			t.Errorf("%s comes twice", m.ID)
		}
		seen[m.ID] = true
		if m.Name == "" || m.Dose == "" {
			t.Errorf("%s has no name or dose", m.ID)
		}
		for f, instead := range m.Instead {
			if _, ok := Find(instead); instead != "" && !ok {
				t.Errorf("%s under %s gives way to %q, which does not exist", m.ID, f, instead)
			}
			if !slices.Contains(allFlags(), f) {
				t.Errorf("%s knows the flag %q, which does not exist", m.ID, f)
			}
		}
		if m.Figure == nil {
			continue
		}
		for _, p := range m.Figure().Problems() {
			t.Errorf("%s: %s", m.ID, p)
		}
	}
	if _, ok := Find("headstand"); ok {
		t.Error("found a movement that does not exist")
	}
}

// TestSheet writes the contact sheet that a person looks at.
func TestSheet(t *testing.T) {
	var out strings.Builder
	fmt.Fprintf(&out, `<!doctype html><meta charset="utf-8"><title>Movements</title><style>body{background:#faf7f2;color:#1d2329;font:17px system-ui,sans-serif;margin:32px}`+
		`main{display:grid;grid-template-columns:repeat(3,1fr);gap:32px 40px}h2{font-size:19px;margin:0 0 4px}p{margin:0 0 8px;color:#5a636d;font-size:14px}`+
		`svg{width:100%%;height:230px;display:block}%s</style><main>`, figure.Style)
	n := 0
	for _, m := range Movements() {
		if m.Figure != nil {
			n++
			fmt.Fprintf(&out, "<section><h2>%s</h2><p>%s</p>%s</section>", html.EscapeString(m.Name), html.EscapeString(m.Dose), m.Figure().Strip())
		}
	}
	out.WriteString("</main>")
	if n != 21 || strings.Count(out.String(), "<svg") != n {
		t.Errorf("%d pictures of %d movements, want 21", strings.Count(out.String(), "<svg"), n)
	}
	if *sheet != "" {
		if err := os.WriteFile(*sheet, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func ids(steps []Step) string {
	var out []string
	for _, s := range steps {
		out = append(out, s.Movement.ID)
	}
	return strings.Join(out, " ")
}

func TestChoose(t *testing.T) {
	tests := []struct {
		sequence string
		scope    Scope
		flags    []Flag
		want     string
	}{
		{"desk", All, nil, "seated-cat-cow rotation sit-to-stand back-bend"},
		{"desk", All, []Flag{ThinBones}, "arch-up rotation sit-to-stand back-bend"},
		{"desk", All, []Flag{Stenosis}, "seated-cat-cow rotation sit-to-stand"},
		{"desk", All, []Flag{Disc, KneePain}, "seated-cat-cow back-bend"},
		{"desk", Nothing, nil, ""},
		{"desk", WalkAndBreathe, nil, "walk breathing"},
		{"floor", WalkAndBreathe, []Flag{Pregnant, Dizzy}, "seated-march quiet"},
		{"floor", All, nil, "breathing pelvic-tilt knee-rolls knee-to-chest cat-cow"},
		{"floor", All, []Flag{Pregnant}, "quiet seated-tilt seated-cat-cow"},
		{"floor", All, []Flag{ThinBones}, "breathing pelvic-tilt arch-up"},
		{"floor", All, []Flag{Pregnant, ThinBones}, "quiet arch-up"},
		{"floor", All, []Flag{"C-PACE", "unheard of"}, "breathing pelvic-tilt knee-rolls knee-to-chest cat-cow"},
		{"bones", All, []Flag{ThinBones}, "march hip-hinge sit-to-stand arch-up"},
		{"bones", All, []Flag{Dizzy}, "seated-march sit-to-stand arch-up"},
		{"feet", All, []Flag{HipReplace}, "pelvic-tilt calf"},
		{"training", All, []Flag{LegPain}, "walk breathing hip-flexor"},
		{"seated", All, []Flag{Pregnant}, "quiet seated-march seated-tilt seated-cat-cow"},
		{"after", All, allFlags(), "quiet walk"},
	}
	for _, tt := range tests {
		s, ok := FindSequence(tt.sequence)
		if !ok {
			t.Fatalf("no sequence %q", tt.sequence)
		}
		if got := ids(Choose(s, tt.scope, tt.flags)); got != tt.want {
			t.Errorf("%s with %v: %q, want %q", tt.sequence, tt.flags, got, tt.want)
		}
	}
	s, _ := FindSequence("desk")
	if steps := Choose(s, All, []Flag{ThinBones, Fracture}); len(steps) < 2 || !slices.Equal(steps[1].Change, []string{"Small, upright and unforced."}) {
		t.Errorf("rotation for thin bones says %v", steps[1].Change)
	}
}

// TestChooseNeverOffers checks that no combination of flags lets a movement through that one of them speaks against.
func TestChooseNeverOffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flags := rapid.SliceOfDistinct(rapid.SampledFrom(allFlags()), func(f Flag) Flag { return f }).Draw(t, "flags")
		s := rapid.SampledFrom(Sequences()).Draw(t, "sequence")
		scope := rapid.SampledFrom([]Scope{Nothing, WalkAndBreathe, All}).Draw(t, "scope")
		seen := map[string]bool{}
		for _, step := range Choose(s, scope, flags) {
			m := step.Movement
			for _, f := range flags {
				if _, against := m.Instead[f]; against {
					t.Fatalf("%s is offered under %s", m.ID, f)
				}
			}
			if seen[m.ID] {
				t.Fatalf("%s is offered twice", m.ID)
			}
			seen[m.ID] = true
			if scope == WalkAndBreathe && !slices.Contains([]string{"walk", "breathing", "quiet", "seated-march"}, m.ID) {
				t.Fatalf("%s is offered where only walking and breathing are", m.ID)
			}
			if scope == Nothing {
				t.Fatalf("%s is offered where nothing is", m.ID)
			}
		}
	})
}

func TestScopeOf(t *testing.T) {
	for outcome, want := range map[string]Scope{"S": Nothing, "U": Nothing, "D": WalkAndBreathe, "W": WalkAndBreathe, "M": All, "OK": All, "": Nothing, "ok": Nothing} {
		if got := ScopeOf(outcome); got != want {
			t.Errorf("%q leaves %d, want %d", outcome, got, want)
		}
	}
}

func TestSequences(t *testing.T) {
	all := Sequences()
	if len(all) != 7 {
		t.Errorf("%d sequences, want 7", len(all))
	}
	for _, s := range all {
		for _, id := range s.Movements {
			if _, ok := Find(id); !ok {
				t.Errorf("%s has %q, which does not exist", s.ID, id)
			}
		}
	}
	for _, k := range []Kind{Sitting, Standing, Training} {
		if _, ok := FindSequence(k.WarmUp()); !ok {
			t.Errorf("a day of %s warms up with %q, which does not exist", k, k.WarmUp())
		}
	}
}

func days(w Week) string {
	out := []byte("SMTWTFS")
	for i, s := range w.Session {
		if !s {
			out[i] = '-'
		}
	}
	return string(out)
}

func TestPlanWeek(t *testing.T) {
	normal := Dose{PerWeek: 5, DaysOff: 2, MinGap: 6 * time.Hour}
	tests := []struct {
		name string
		wish Wish
		dose Dose
		want string
	}{
		{"three, evenly", Wish{Sessions: 3}, normal, "S-T-T--"},
		{"two days off whatever is wished", Wish{Sessions: 7}, Dose{PerWeek: 7, DaysOff: 2}, "SMT-WT-"},
		{"the dose bounds the wish", Wish{Sessions: 7}, Dose{PerWeek: 3, DaysOff: 2, MinGap: 24 * time.Hour}, "S-T-T--"},
		{"no dose, no session", Wish{Sessions: 3}, Dose{}, "-------"},
		{"no wish, no session", Wish{}, normal, "-------"},
		{"only free days", Wish{Sessions: 3, Free: [7]bool{1: true, 2: true, 6: true}}, normal, "-MT---S"},
		{"hard days last", Wish{Sessions: 3, Hard: [7]bool{0: true, 2: true, 4: true}}, normal, ""},
		{"two days between", Wish{Sessions: 5}, Dose{PerWeek: 5, DaysOff: 2, MinGap: 48 * time.Hour}, ""},
	}
	for _, tt := range tests {
		w := PlanWeek(tt.wish, tt.dose)
		switch tt.name {
		case "hard days last":
			if w.Sessions() != 3 || w.Session[0] || w.Session[2] || w.Session[4] {
				t.Errorf("%s: %s", tt.name, days(w))
			}
		case "two days between":
			// 48 hours hold on the day of summer time only with three days.
			if w.Sessions() != 2 {
				t.Errorf("%s: %s", tt.name, days(w))
			}
		case "two days off whatever is wished":
			if w.Sessions() != 5 {
				t.Errorf("%s: %s", tt.name, days(w))
			}
		default:
			if got := days(w); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
	}
}

// TestDoseHolds checks every promise of a week on real calendars, summer time included.
func TestDoseHolds(t *testing.T) {
	zone := berlin(t)
	rapid.Check(t, func(t *rapid.T) {
		d := Dose{PerWeek: rapid.IntRange(-1, 8).Draw(t, "per week"), DaysOff: rapid.IntRange(0, 7).Draw(t, "off"), MinGap: time.Duration(rapid.IntRange(0, 80).Draw(t, "gap")) * time.Hour}
		w := Wish{Sessions: rapid.IntRange(0, 9).Draw(t, "wish"), At: Clock(rapid.IntRange(0, 1439).Draw(t, "at"))}
		for i := range w.Free {
			w.Free[i], w.Hard[i] = rapid.Bool().Draw(t, "free"), rapid.Bool().Draw(t, "hard")
		}
		week := PlanWeek(w, d)
		if n := week.Sessions(); n > max(0, d.PerWeek) || n > 7-d.DaysOff || n > w.Sessions {
			t.Fatalf("%d sessions", n)
		}
		from := time.Date(2026, time.March, rapid.IntRange(1, 28).Draw(t, "from"), 0, 0, 0, 0, zone)
		last := time.Time{}
		for _, o := range Occurrences(week, from, 21, Quiet{}) {
			if o.What != Session {
				continue
			}
			if w.Free != [7]bool{} && !w.Free[o.Start.Weekday()] {
				t.Fatalf("a session on %v, which is not free", o.Start)
			}
			// Daily sessions at one hour are 23 hours apart on the night of summer time; the guard's own
			// gap decides then. Longer gaps are kept exactly.
			if gap := o.Start.Sub(last); !last.IsZero() && gap < d.MinGap && d.MinGap > 24*time.Hour {
				t.Fatalf("%v between sessions, want %v", gap, d.MinGap)
			}
			last = o.Start
		}
	})
}

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestOccurrences(t *testing.T) {
	w := PlanWeek(Wish{Kind: Sitting, Sessions: 1, At: 18 * 60, Free: [7]bool{time.Saturday: true}}, Dose{PerWeek: 3, DaysOff: 2})
	from := time.Date(2026, 3, 27, 12, 0, 0, 0, berlin(t))
	var got []string
	for _, o := range Occurrences(w, from, 10, Quiet{From: 22 * 60, To: 7 * 60}) {
		got = append(got, o.ID()+" "+o.Start.UTC().Format("15:04"))
	}
	// Summer time begins on Sunday 29 March: the person's 18:00 moves in UTC.
	want := []string{
		"warm-up-2026-03-28 16:55", "session-2026-03-28 17:00", "daily-2026-03-29 16:00",
		"warm-up-2026-04-04 15:55", "session-2026-04-04 16:00", "daily-2026-04-05 16:00",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	// The question of yesterday's session comes also where the feed begins today.
	if o := Occurrences(w, from.AddDate(0, 0, 2), 1, Quiet{}); len(o) != 1 || o[0].What != Question {
		t.Errorf("on the day after: %v", o)
	}
	if o := Occurrences(w, from, 10, Quiet{From: 17 * 60, To: 19 * 60}); len(o) != 0 {
		t.Errorf("in quiet hours: %v", o)
	}
}

func TestBreaks(t *testing.T) {
	zone := berlin(t)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, zone) }
	work := Breaks{Every: 50 * time.Minute, From: 9 * 60, Until: 17 * 60, Days: [7]bool{1: true, 2: true, 3: true, 4: true, 5: true}, Quiet: Quiet{12 * 60, 13 * 60}}
	tests := []struct {
		name           string
		b              Breaks
		moved, snoozed time.Time
		ignored        int
		want           time.Time
	}{
		{"fifty minutes after moving", work, at(2, 10, 0), time.Time{}, 0, at(2, 10, 50)},
		{"a snooze moves it", work, at(2, 10, 0), at(2, 11, 30), 0, at(2, 11, 30)},
		{"a snooze that is over does not", work, at(2, 10, 0), at(2, 10, 10), 0, at(2, 10, 50)},
		{"one ignored changes nothing", work, at(2, 10, 0), time.Time{}, 1, at(2, 10, 50)},
		{"two ignored double the wait", work, at(2, 9, 30), time.Time{}, 2, at(2, 11, 10)},
		{"quiet hours put it off", work, at(2, 11, 30), time.Time{}, 0, at(2, 13, 0)},
		{"after work comes tomorrow", work, at(2, 16, 30), time.Time{}, 0, at(3, 9, 50)},
		{"before work", work, at(2, 6, 0), time.Time{}, 0, at(2, 9, 50)},
		{"a weekend lies between", work, at(6, 16, 30), time.Time{}, 0, at(9, 9, 50)},
		{"summer time begins on the way", work, at(27, 16, 30), time.Time{}, 0, at(30, 9, 50)},
		{"the zero value asks never", Breaks{}, at(2, 10, 0), time.Time{}, 0, time.Time{}},
		{"no day, never", Breaks{Every: time.Hour, From: 1, Until: 2}, at(2, 10, 0), time.Time{}, 0, time.Time{}},
		{"quiet all of the day, never", Breaks{Every: time.Minute, From: 9 * 60, Until: 17 * 60, Days: work.Days, Quiet: Quiet{8 * 60, 18 * 60}}, at(2, 10, 0), time.Time{}, 0, time.Time{}},
	}
	for _, tt := range tests {
		if got := tt.b.Next(tt.moved, tt.snoozed, tt.ignored); !got.Equal(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestBreaksKeepHours(t *testing.T) {
	zone := berlin(t)
	rapid.Check(t, func(t *rapid.T) {
		clock := rapid.IntRange(0, 1439)
		b := Breaks{Every: time.Duration(rapid.IntRange(1, 300).Draw(t, "every")) * time.Minute, From: Clock(clock.Draw(t, "from")), Until: Clock(clock.Draw(t, "until")), Quiet: Quiet{Clock(clock.Draw(t, "q")), Clock(clock.Draw(t, "r"))}}
		for i := range b.Days {
			b.Days[i] = rapid.Bool().Draw(t, "day")
		}
		moved := time.Date(2026, 3, 20, 0, clock.Draw(t, "moved"), 0, 0, zone).AddDate(0, 0, rapid.IntRange(0, 14).Draw(t, "later"))
		next := b.Next(moved, time.Time{}, rapid.IntRange(0, 9).Draw(t, "ignored"))
		if next.IsZero() {
			return
		}
		if c := clockOf(next); c < b.From || c >= b.Until || !b.Days[next.Weekday()] || b.Quiet.Has(next) || next.Before(moved.Add(b.Every)) {
			t.Fatalf("next %v for %+v", next, b)
		}
	})
}

func TestNextDay(t *testing.T) {
	zone := berlin(t)
	night := Quiet{From: 21 * 60, To: 8 * 60}
	for _, tt := range []struct{ ended, want time.Time }{
		{time.Date(2026, 3, 28, 18, 0, 0, 0, zone), time.Date(2026, 3, 29, 18, 0, 0, 0, zone)},
		{time.Date(2026, 3, 2, 22, 0, 0, 0, zone), time.Date(2026, 3, 4, 8, 0, 0, 0, zone)},
		{time.Date(2026, 3, 2, 5, 0, 0, 0, zone), time.Date(2026, 3, 3, 8, 0, 0, 0, zone)},
	} {
		if got := NextDay(tt.ended, night); !got.Equal(tt.want) {
			t.Errorf("after %v: %v, want %v", tt.ended, got, tt.want)
		}
	}
}

func TestSit(t *testing.T) {
	zone := berlin(t)
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, zone) }
	spells := []Spell{{at(1, 22), at(2, 1)}, {at(2, 9), at(2, 12)}, {at(2, 11), at(2, 13)}, {at(2, 15), at(2, 14)}}
	changes := []time.Time{at(1, 23), at(2, 0), at(2, 10), at(3, 0)}
	got := Sit(spells, changes, at(2, 15))
	if got.Sitting != 5*time.Hour || got.Changes != 2 {
		t.Errorf("%v and %d, want 5h and 2", got.Sitting, got.Changes)
	}
	if want := "5 h 0 min noted, 2 changes"; got.Words() != want {
		t.Errorf("says %q, want %q", got.Words(), want)
	}
	if fmt.Sprint(got) != "withheld" || got.LogValue().String() != "withheld" {
		t.Errorf("prints %v", got)
	}
	if s := Sit([]Spell{{at(28, 0), at(30, 0)}}, nil, at(29, 12)); s.Sitting != 23*time.Hour {
		t.Errorf("the day of summer time has %v, want 23h", s.Sitting)
	}
}

// TestNoPressure checks that no text of this package praises, counts or urges.
func TestNoPressure(t *testing.T) {
	texts := []string{Stop, DrinkBefore, DrinkAfter, DrinkLimit, NextDayQuestion, AfterSession, BreakText, Sat{}.Words()}
	for _, m := range Movements() {
		texts = append(texts, m.Name, m.Dose, m.Note)
		if m.Figure != nil {
			texts = append(texts, m.Figure().Words())
		}
	}
	for _, s := range Sequences() {
		texts = append(texts, s.Name, s.For, s.Note)
	}
	for _, text := range texts {
		for _, word := range []string{"streak", "in a row", "goal", "target", "score", "well done", "don't miss", "missed", "badge", "reward", "!", "litre", "must"} {
			if strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%q says %q", text, word)
			}
		}
	}
}

// TestClaimsPage keeps docs/claims.md to the sentences that are really shown.
func TestClaimsPage(t *testing.T) {
	src, err := os.ReadFile("../../docs/claims.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(src)), " ")
	for _, sentence := range []string{DrinkBefore, DrinkLimit, AfterSession} {
		if !strings.Contains(page, `"`+strings.TrimSuffix(sentence, ".")) {
			t.Errorf("docs/claims.md does not quote %q", sentence)
		}
	}
}

func Example() {
	// A page: what may I do today, and when is the next session?
	week := PlanWeek(Wish{Kind: Sitting, Sessions: 3, At: 17*60 + 30}, Dose{PerWeek: 3, DaysOff: 2, MinGap: 24 * time.Hour})
	for _, o := range Occurrences(week, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), 2, Quiet{From: 22 * 60, To: 7 * 60}) {
		fmt.Println(o.ID(), o.Start.Format("15:04"))
	}
	desk := Sequences()[0]
	for _, step := range Choose(desk, ScopeOf("M"), []Flag{ThinBones}) {
		fmt.Println(strings.Join(append([]string{step.Movement.Name, step.Movement.Dose}, step.Change...), "; "))
	}
	// Output:
	// daily-2026-03-02 17:30
	// warm-up-2026-03-03 17:25
	// session-2026-03-03 17:30
	// Lifting the breastbone; 5 to 8, 2 seconds each
	// Turning, hands on the shoulders; 5 to each side, without pulling; Small, upright and unforced.
	// Sitting down and standing up; 5 to 8, slowly
	// Leaning back, hands on the hips; 5 times, 2 seconds each
}
