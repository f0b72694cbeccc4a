package outcome

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// kept makes a record: the same rating on every day of each stretch, and the chair three times a week.
func kept(before, third, fourth int) Record {
	r := Record{Begin: begin, Lasting: true}
	for d := begin - 14; d < begin+28; d++ {
		v := before
		switch {
		case d >= begin+21:
			v = fourth
		case d >= begin+14:
			v = third
		}
		r.Notes = append(r.Notes, Note{Day: d, Kind: Daily, Pain: rate(float64(v)), Tightness: rate(5), Hard: [Activities]Rating{rate(float64(v))}})
		if d >= begin && (d-begin)%7%2 == 0 && (d-begin)%7 < 6 {
			r.Sessions = append(r.Sessions, d)
		}
	}
	return r
}

func TestJudge(t *testing.T) {
	end := begin + 28
	tests := []struct {
		name   string
		r      Record
		change func(*Record)
		today  Day
		want   Verdict
		reason Reason
	}{
		{"large and steady drop", kept(6, 2, 2), nil, end, Better, 0},
		{"two points are what many show untreated", kept(6, 4, 4), nil, end, Same, 0},
		{"no change", kept(5, 5, 5), nil, end, Same, 0},
		{"begins too low", kept(2, 0, 0), nil, end, Same, LowStart},
		{"rises in both weeks", kept(4, 6, 6), nil, end, Worse, 0},
		{"rises in one week alone", kept(4, 4, 8), nil, end, Same, 0},
		{"a third more is worse", kept(3, 4, 4), nil, end, Worse, 0},
		{"the day before", kept(6, 2, 2), nil, end - 1, NotYet, TooEarly},
		{"new trouble", kept(6, 2, 2), func(r *Record) { r.Lasting = false }, end, NotYet, NewTrouble},
		{"new trouble, worse", kept(4, 7, 7), func(r *Record) { r.Lasting = false }, end, Worse, 0},
		{"no baseline", kept(6, 2, 2), func(r *Record) { drop(r, begin-14, begin) }, end, NotYet, NoBaseline},
		{"three notes in the only baseline week", kept(6, 2, 2), func(r *Record) { drop(r, begin-14, begin-3) }, end, NotYet, NoBaseline},
		{"four notes in the only baseline week", kept(7, 2, 2), func(r *Record) { drop(r, begin-14, begin-4) }, end, Better, 0},
		{"three notes in week 3", kept(6, 2, 2), func(r *Record) { drop(r, begin+14, begin+18) }, end, NotYet, FewRatings},
		{"three notes in week 4", kept(6, 2, 2), func(r *Record) { drop(r, begin+21, begin+25) }, end, NotYet, FewRatings},
		{"four notes in week 4", kept(6, 2, 2), func(r *Record) { drop(r, begin+21, begin+24) }, end, Better, 0},
		{"five days with the chair", kept(6, 2, 2), func(r *Record) { r.Sessions = r.Sessions[:5] }, end, NotYet, FewSessions},
		{"one day counted six times", kept(6, 2, 2), func(r *Record) { r.Sessions = slices.Repeat(r.Sessions[:1], 6) }, end, NotYet, FewSessions},
		{"a session in the baseline", kept(6, 2, 2), func(r *Record) { r.Sessions = append(r.Sessions, begin-14) }, end, NotYet, MixedBaseline},
		{"tightness did not move", kept(6, 2, 2), func(r *Record) { r.Measure = Tightness }, end, Same, 0},
		{"own activities", kept(6, 2, 2), func(r *Record) { r.Measure = Hardness }, end, Better, 0},
		{"a measure never noted", kept(6, 2, 2), func(r *Record) { r.Measure = measureEnd }, end, NotYet, NoBaseline},
		{"looking again much later", kept(6, 2, 2), nil, end + 100, Better, 0},
		{"nothing at all", Record{}, nil, end, NotYet, NoBaseline},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.change != nil {
				tt.change(&tt.r)
			}
			j := Judge(tt.r, tt.today)
			if j.Verdict != tt.want || j.Reason != tt.reason {
				t.Errorf("got %s (%s), want %s (%s)\n%s", j.Verdict, j.Reason, tt.want, tt.reason, strings.Join(j.Words(), "\n"))
			}
			if words := j.Words(); words[len(words)-1] != Caveat {
				t.Error("a verdict without its caveat")
			}
		})
	}
}

func drop(r *Record, from, until Day) {
	r.Notes = slices.DeleteFunc(r.Notes, func(n Note) bool { return n.Day >= from && n.Day < until })
}

// TestSessionsAreNotEvidence checks that nothing but daily notes and the days of sessions moves a verdict.
func TestSessionsAreNotEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r := ordinary.live(rng, false)
		want := Judge(r, begin+28)
		for range 40 {
			kind := rapid.SampledFrom([]Kind{Before, After, Weekly, Monthly}).Draw(t, "kind")
			r.Notes = append(r.Notes, Note{Day: begin + Day(rapid.IntRange(-14, 28).Draw(t, "day")), Kind: kind, Pain: rate(float64(rapid.IntRange(0, 10).Draw(t, "pain")))})
		}
		rng.Shuffle(len(r.Notes), func(a, b int) { r.Notes[a], r.Notes[b] = r.Notes[b], r.Notes[a] })
		if got := Judge(r, begin+28); got.Verdict != want.Verdict || got.Reason != want.Reason {
			t.Fatalf("notes of sessions changed %s into %s", want.Verdict, got.Verdict)
		}
	})
}

// TestLowerIsNeverWorse checks that lowering a rating of weeks 3 and 4 never turns a verdict against the chair.
func TestLowerIsNeverWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, third := rapid.IntRange(0, 10).Draw(t, "before"), rapid.IntRange(0, 10).Draw(t, "third")
		lower := rapid.IntRange(0, third).Draw(t, "lower")
		rank := map[Verdict]int{Worse: 0, Same: 1, Better: 2}
		a, b := Judge(kept(before, third, third), begin+28), Judge(kept(before, lower, lower), begin+28)
		if rank[b.Verdict] < rank[a.Verdict] {
			t.Fatalf("from %d to %d is %s, but to %d is %s", before, third, a.Verdict, lower, b.Verdict)
		}
	})
}

func TestCompare(t *testing.T) {
	life := func(on1, off1, on2, off2 int) Record {
		r := Record{Begin: begin}
		for d := begin; d < begin+56; d++ {
			v := []int{on1, off1, on2, off2}[(d-begin)/14]
			r.Notes = append(r.Notes, Note{Day: d, Kind: Daily, Pain: rate(float64(v))})
			if on, _ := On(begin, d); on && (d-begin)%3 == 0 {
				r.Sessions = append(r.Sessions, d)
			}
		}
		return r
	}
	tests := []struct {
		name   string
		r      Record
		change func(*Record)
		want   Verdict
		reason Reason
	}{
		{"lower with the chair, twice", life(3, 6, 3, 6), nil, Better, 0},
		{"higher with the chair, twice", life(6, 3, 6, 3), nil, Worse, 0},
		{"the same", life(5, 5, 5, 5), nil, Same, 0},
		{"a steady fall alone", life(8, 6, 4, 2), nil, Same, 0},
		{"only once", life(5, 5, 1, 5), nil, Same, 0},
		{"a session in a week off", life(3, 6, 3, 6), func(r *Record) { r.Sessions = append(r.Sessions, begin+20) }, NotYet, MixedBaseline},
		{"no sessions in a week on", life(3, 6, 3, 6), func(r *Record) { r.Sessions = r.Sessions[:5] }, NotYet, FewSessions},
		{"few notes", life(3, 6, 3, 6), func(r *Record) { drop(r, begin+49, begin+53) }, NotYet, FewRatings},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.change != nil {
				tt.change(&tt.r)
			}
			if j := Compare(tt.r, begin, begin+56); j.Verdict != tt.want || j.Reason != tt.reason {
				t.Errorf("got %s (%s), want %s (%s)\n%s", j.Verdict, j.Reason, tt.want, tt.reason, strings.Join(j.Words(), "\n"))
			}
		})
	}
	if j := Compare(life(3, 6, 3, 6), begin, begin+55); j.Reason != TooEarly || j.Ready != begin+56 {
		t.Errorf("a day early: %s, ready %d; want too early, %d", j.Reason, j.Ready, begin+56)
	}
	if _, in := On(begin, begin+56); in {
		t.Error("the day after the last block still belongs to it")
	}
}

func TestExit(t *testing.T) {
	unrated := kept(5, 5, 5)
	unrated.Notes = nil
	recent := kept(6, 2, 2)
	recent.Lasting = false
	tests := []struct {
		name  string
		r     Record
		today Day
		want  string // part of the text; empty is silence
	}{
		{"no change", kept(5, 5, 5), begin + 28, "does not seem to be helping"},
		{"no change, too early", kept(5, 5, 5), begin + 27, ""},
		{"worse", kept(3, 6, 6), begin + 28, "stop using the chair"},
		{"better", kept(6, 2, 2), begin + 28, ""},
		{"twelve sessions and no notes", unrated, begin + 28, "twelve sessions"},
		{"new trouble that is passing", recent, begin + 28, ""},
	}
	for _, tt := range tests {
		text, say := Exit(tt.r, tt.today)
		if say != (tt.want != "") || !strings.Contains(text, tt.want) {
			t.Errorf("%s: said %q, want %q", tt.name, text, tt.want)
		}
	}
	unrated.Sessions = unrated.Sessions[:11]
	if text, say := Exit(unrated, begin+28); say {
		t.Errorf("eleven sessions: said %q", text)
	}
}

func TestFelt(t *testing.T) {
	words := Felt(Note{Kind: Before, Pain: rate(6), Tightness: rate(7)}, Note{Kind: After, Pain: rate(4)})
	if want := []string{"Pain was 6 before and 4 after.", feltOnly}; !slices.Equal(words, want) {
		t.Errorf("got %q, want %q", words, want)
	}
	if words := Felt(Note{}, Note{}); words != nil {
		t.Errorf("said %q of nothing", words)
	}
}

// TestWithheld prints a note in every way that a log might.
func TestWithheld(t *testing.T) {
	reach, err := ReachOf(77)
	if err != nil {
		t.Fatal(err)
	}
	note := Note{Day: begin, Kind: Daily, Pain: rate(7), Reach: reach, Hard: [Activities]Rating{rate(7), rate(7), rate(7)}}
	record := Record{Notes: []Note{note}, Begin: 77777, Sessions: []Day{77777}}
	wrapped := struct {
		P Rating
		R Reach
		N []Note
	}{note.Pain, note.Reach, []Note{note}}
	var out bytes.Buffer
	for _, log := range []*slog.Logger{slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil))} {
		log.Info("x", "a", note, "b", note.Pain, "c", record, "d", Judge(kept(7, 7, 7), begin+28), "e", note.Reach, "f", wrapped.P, "g", struct{ P Rating }{note.Pain})
	}
	logged := out.String()
	for _, field := range []string{`"a":"`, `"b":"`, `"c":"`, `"d":"`, `"e":"`, `"f":"`, `"P":"`, "a=", "b=", "c=", "d=", "e="} {
		if !strings.Contains(logged, field+withheld) {
			t.Errorf("no %q in %s", field+withheld, logged)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%s", "%d", "%x"} {
		if got := fmt.Sprintf(verb, note.Pain); got != withheld {
			t.Errorf("%s prints a rating as %q", verb, got)
		}
		if got := fmt.Sprintf(verb, note.Reach); got != withheld {
			t.Errorf("%s prints a reach as %q", verb, got)
		}
	}
	if text, err := json.Marshal(wrapped); err != nil || strings.Contains(string(text), "7,") || !strings.Contains(string(text), withheld) {
		t.Errorf("JSON: %s, %v", text, err)
	}
	if got := fmt.Sprintf("%v %+v", note, record); strings.Contains(got, "7") {
		t.Errorf("prints %q", got)
	}
}

func TestRating(t *testing.T) {
	for _, v := range []int{-1, 11, 300} {
		if _, err := Rate(v); err == nil {
			t.Errorf("%d is taken for a rating", v)
		}
	}
	for v := 0; v <= 10; v++ {
		r, err := Rate(v)
		if got, ok := r.Value(); err != nil || !ok || got != v {
			t.Errorf("%d comes back as %d %v %v", v, got, ok, err)
		}
	}
	if _, ok := (Rating{}).Value(); ok {
		t.Error("no answer counts as one")
	}
	if _, err := ReachOf(1001); err == nil {
		t.Error("a reach of more than a metre is believed")
	}
	if err := (Note{}).Check(); err == nil {
		t.Error("a note of no kind is kept")
	}
}

func TestKinds(t *testing.T) {
	for k := Kind(1); k < kindEnd; k++ {
		if got, ok := KindOf(k.String()); !ok || got != k || k.Question() == "" {
			t.Errorf("%s comes back as %s, or asks nothing", k, got)
		}
		if err := (Note{Kind: k}).Check(); err != nil {
			t.Error(err)
		}
	}
	if k, ok := KindOf("invalid"); ok || k.Question() != "" {
		t.Error("a kind that does not exist is known")
	}
}

func TestDay(t *testing.T) {
	zone := time.FixedZone("east", 13*3600)
	late := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	if got := DayOf(late).String(); got != "2026-03-01" {
		t.Errorf("got %s", got)
	}
	if got := DayOf(late.In(zone)).String(); got != "2026-03-02" {
		t.Errorf("the person's own day is %s, want 2026-03-02", got)
	}
	if d := DayOf(time.Date(1969, 12, 31, 5, 0, 0, 0, time.UTC)); d != -1 {
		t.Errorf("the day before the first is %d", int(d))
	}
}

func ExampleJudge() {
	// A store hands back the daily notes and the days of sessions.
	r := Record{Begin: DayOf(time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC)), Measure: Tightness, Lasting: true}
	for d := r.Begin - 14; d < r.Begin+28; d++ {
		tight, err := Rate(6)
		if d >= r.Begin+10 {
			tight, err = Rate(5)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		r.Notes = append(r.Notes, Note{Day: d, Kind: Daily, Tightness: tight})
		if d >= r.Begin && (d-r.Begin)%2 == 0 {
			r.Sessions = append(r.Sessions, d)
		}
	}
	for _, sentence := range Judge(r, r.Begin+28).Words() {
		fmt.Println(sentence)
	}
	// Output:
	// By your own notes: no clear change. Tightness was 6.0 and is 5.0; clearly better would be 3.0 lower.
	// The average of weeks 3 and 4 with the chair, against the average of the weeks before it. Better counts if it is 2 points or 30 %, and more than 95 of 100 people in a trial showed in a month who did nothing new. Worse counts if it is 2 points or 30 % in each of the two weeks, and more than your days vary.
	// Most back pain gets better by itself, and people start when it is at its worst, so this cannot prove the chair did it.
}
