package outcome

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestAsks: every question of every kind takes each of its answers and gives it back, nothing beyond, and no name twice.
func TestAsks(t *testing.T) {
	own := [Activities]string{"put on socks", "", "drive to work"}
	count := map[Kind]int{Daily: 5, Weekly: 5, Monthly: 1, Before: 0, After: 0}
	for k, want := range count {
		items, seen := Asks(k, own), map[string]bool{}
		if len(items) != want {
			t.Errorf("%s asks %d questions, want %d", k, len(items), want)
		}
		for _, i := range items {
			if seen[i.Name] || i.Ask == "" || i.Low == "" || i.High == "" || len(i.Steps()) != i.Most-i.Least+1 {
				t.Errorf("%s: %+v", k, i)
			}
			seen[i.Name] = true
			n := Note{Day: begin, Kind: k}
			if _, ok := n.Answer(i.Name); ok || !n.Empty() {
				t.Errorf("%s answers %s before it was asked", k, i.Name)
			}
			for _, v := range i.Steps() {
				if err := n.Put(i.Name, v); err != nil {
					t.Error(err)
				}
				if got, ok := n.Answer(i.Name); !ok || got != v || n.Empty() {
					t.Errorf("%s: %s was %d and is %d, %v", k, i.Name, v, got, ok)
				}
			}
			for _, v := range []int{i.Least - 1, i.Most + 1, 300, -300} {
				if n.Put(i.Name, v) == nil {
					t.Errorf("%s: %s takes %d", k, i.Name, v)
				}
			}
		}
		if seen["hard-2"] {
			t.Errorf("%s asks for an activity that nobody named", k)
		}
	}
	n := Note{Kind: Daily}
	for _, name := range []string{"", "hard-0", "hard-4", "hard-11", "hard-", "pains"} {
		if _, ok := n.Answer(name); ok || n.Put(name, 1) == nil {
			t.Errorf("%q is a question", name)
		}
	}
	if err := n.PutReach(12.5); err != nil {
		t.Error(err)
	}
	if mm, ok := n.Reach.Value(); !ok || mm != 125 {
		t.Errorf("12.5 cm are %v mm", float64(mm))
	}
}

// TestMemoriesAreWithheld: what is remembered of weeks prints no more than what is noted of days.
func TestMemoriesAreWithheld(t *testing.T) {
	active, err := ActiveOn(7)
	if err != nil {
		t.Fatal(err)
	}
	change, err := ChangeBy(-5)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(struct {
		A ActiveDays
		C Change
	}{active, change})
	if err != nil || strings.Count(string(text), withheld) != 2 {
		t.Errorf("JSON: %s, %v", text, err)
	}
	for _, v := range []any{active, change, &active, &change} {
		for _, verb := range []string{"%v", "%+v", "%d", "%x", "%s"} {
			if got := fmt.Sprintf(verb, v); !strings.Contains(got, withheld) {
				t.Errorf("%s prints %q", verb, got)
			}
		}
	}
	if active.LogValue().String() != withheld || change.LogValue().String() != withheld || active.String() != withheld || change.String() != withheld {
		t.Error("a log is told")
	}
}

// TestMemoriesAreNotEvidence: weekly and four-weekly notes of any value leave a verdict as it is.
func TestMemoriesAreNotEvidence(t *testing.T) {
	r := kept(5, 5, 5)
	want := Judge(r, begin+28)
	for d := begin - 14; d < begin+28; d++ {
		best, _ := ChangeBy(5)
		r.Notes = append(r.Notes, Note{Day: d, Kind: Weekly, Pain: rate(0), Sleep: rate(10)}, Note{Day: d, Kind: Monthly, Change: best, Pain: rate(0)})
	}
	if got := Judge(r, begin+28); got != want {
		t.Errorf("%v, want %v", got.Words(), want.Words())
	}
}

func TestDue(t *testing.T) {
	start := begin - 14
	weekly := func(days ...Day) (all []Note) {
		for _, d := range days {
			all = append(all, Note{Day: start + d, Kind: Weekly})
		}
		return all
	}
	tests := []struct {
		name  string
		notes []Note
		begin Day
		after Day // days after the start
		want  Prompts
	}{
		{"the first day", nil, 0, 0, Prompts{Daily: true}},
		{"noted today", []Note{{Day: start, Kind: Daily, Pain: rate(0)}}, 0, 0, Prompts{}},
		{"a mark of a session is no note", []Note{{Day: start, Kind: Daily}}, 0, 0, Prompts{Daily: true}},
		{"after a session is no note of the day", []Note{{Day: start, Kind: After}}, 0, 0, Prompts{Daily: true}},
		{"the sixth day", nil, 0, 6, Prompts{Daily: true}},
		{"a week", nil, 0, 7, Prompts{Daily: true, Weekly: true}},
		{"it stands three days", nil, 0, 9, Prompts{Daily: true, Weekly: true}},
		{"and no longer", nil, 0, 10, Prompts{Daily: true}},
		{"the second week", nil, 0, 14, Prompts{Daily: true, Weekly: true}},
		{"two were ignored: not in the third", nil, 0, 21, Prompts{Daily: true}},
		{"but in the fourth", nil, 0, 28, Prompts{Daily: true, Weekly: true}},
		{"and the sixth", nil, 0, 42, Prompts{Daily: true, Weekly: true}},
		{"two more: not in the eighth", nil, 0, 56, Prompts{Daily: true}},
		{"but in the tenth", nil, 0, 70, Prompts{Daily: true, Weekly: true}},
		{"never rarer than every four weeks", nil, 0, 70 + 28*10, Prompts{Daily: true, Weekly: true}},
		{"answered, or skipped on purpose", weekly(7), 0, 8, Prompts{Daily: true}},
		{"a week after the last", weekly(7, 15), 0, 22, Prompts{Daily: true, Weekly: true}},
		{"a note of tomorrow does not count", weekly(8), 0, 7, Prompts{Daily: true, Weekly: true}},
		{"four weeks with the chair", weekly(41), begin, 14 + 28, Prompts{Daily: true, Monthly: true}},
		{"stands a week", weekly(44), begin, 14 + 34, Prompts{Daily: true, Monthly: true}},
		{"then not", weekly(44), begin, 14 + 35, Prompts{Daily: true}},
		{"answered", append(weekly(41), Note{Day: begin + 28, Kind: Monthly}), begin, 14 + 29, Prompts{Daily: true}},
	}
	for _, tt := range tests {
		if got := Due(tt.notes, start, tt.begin, start+tt.after); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if got := Due(nil, 0, 0, begin); got != (Prompts{Daily: true}) {
		t.Errorf("before anything began: %+v", got)
	}
}

func TestBegin(t *testing.T) {
	sessions := []Day{30, 10, 20}
	for since, want := range map[Day]Day{0: 10, 10: 10, 11: 20, 30: 30, 31: 0} {
		if got := Begin(since, sessions); got != want {
			t.Errorf("since %d it begins at %d, want %d", since, got, want)
		}
	}
}

func TestNeeds(t *testing.T) {
	until := func(today Day) Record {
		r := kept(5, 5, 5)
		drop(&r, today+1, begin+99)
		return r
	}
	none := func(r Record) Record { r.Begin, r.Sessions = 0, nil; return r }
	gap := func(r Record, from, until Day) Record { drop(&r, from, until); return r }
	tests := []struct {
		name  string
		r     Record
		today Day
		want  string // part of what is said; "" is nothing
	}{
		{"nothing noted", Record{}, begin, "Four more daily notes in any seven days."},
		{"three noted", none(until(begin - 12)), begin - 12, "One more daily note in any seven days."},
		{"a week noted", none(until(begin - 8)), begin - 8, "have enough notes"},
		{"the first week with the chair", until(begin + 2), begin + 2, "18 October 2024 to 31 October 2024"},
		{"two notes in week 3", until(begin + 15), begin + 15, "Two more daily notes this week."},
		{"four", until(begin + 17), begin + 17, "There are enough notes this week."},
		{"week 4", until(begin + 21), begin + 21, "Three more daily notes this week."},
		{"week 3 is lost", gap(until(begin+22), begin+14, begin+21), begin + 22, "will not answer"},
		{"sessions are counted and not asked for", until(begin + 9), begin + 9, "there are 5 so far"},
		{"it can be said", until(begin + 28), begin + 28, ""},
		{"without a baseline it never can", gap(until(begin+2), begin-14, begin), begin + 2, ""},
	}
	for _, tt := range tests {
		got := strings.Join(Needs(tt.r, tt.today), " ")
		if !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	first := begin
	for today, want := range map[Day]string{
		first - 1: "", first: "with the chair, as you like it, until 17 October 2024", first + 8: "Two more daily notes this week, which counts.",
		first + 15: "without the chair, until 31 October 2024", first + 56: "",
	} {
		if got := strings.Join(NeedsOnOff(until(today), first, today), " "); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("on and off, day %d: %q, want %q", today-first, got, want)
		}
	}
}

// TestMeans: weeks count from the origin both ways, and one with three days has no mean.
func TestMeans(t *testing.T) {
	days := map[Day]float64{}
	for d := Day(-7); d < 3; d++ {
		days[100+d] = float64(d)
	}
	want := []WeekMean{{93, -4}}
	if got := Means(days, 100); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	days[106] = 9
	want = append(want, WeekMean{100, 3})
	if got := Means(days, 107); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := Means(nil, 3); got != nil {
		t.Errorf("of nothing there are %v", got)
	}
}
