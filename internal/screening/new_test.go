package screening_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// TestNew: rules that do not fit together are refused, with what is wrong.
func TestNew(t *testing.T) {
	for _, c := range []struct {
		want   string // empty: it fits
		change func(*screening.Rules)
	}{
		{"", func(*screening.Rules) {}},
		{"there is no rule", func(r *screening.Rules) { r.Cards = nil }},
		{"A-1 is there twice", func(r *screening.Rules) { r.Cards[1].Rules[0].ID = "A-1" }},
		{"outcome W has nothing to say", func(r *screening.Rules) { r.Say[screening.W] = "" }},
		{"force level 2 is not above", func(r *screening.Rules) { r.Levels[1] = 10 }},
		{"force level 1 is not above", func(r *screening.Rules) { r.Levels[0] = 0 }},
		{"force level 1 is not above", func(r *screening.Rules) { r.Levels[0] = -1 }},
		{"force level 3 is not above", func(r *screening.Rules) { r.Levels[2] = 15 }},
		{"is not above", func(r *screening.Rules) { r.Levels[0] = unit.Newton(math.NaN()) }},
		{"", func(r *screening.Rules) { r.Levels[0] = 0.5 }},
		{"there is no dose", func(r *screening.Rules) { r.Doses = nil }},
		{`dose "first" does not begin`, func(r *screening.Rules) { r.Doses[0].QuietFrom = 1 }},
		{`dose "normal" does not begin`, func(r *screening.Rules) { r.Doses[1].QuietFrom = 0 }},
		{`dose "later" does not begin`, func(r *screening.Rules) { r.Doses[2].QuietFrom = 3 }},
		{`dose "later" does not begin`, func(r *screening.Rules) { r.Doses[2].QuietFrom = 2 }},
		{`dose "normal" has no level`, func(r *screening.Rules) { r.Doses[1].Limits.Level = 0 }},
		{"normal: the force levels are 1 to 4", func(r *screening.Rules) { r.Doses[1].Limits.Level = 5 }},
		{"gentle: the force levels are 1 to 4", func(r *screening.Rules) { r.Gentle.Level = 5 }},
		{"", func(r *screening.Rules) { r.Gentle.Level = 4 }},
		{"A-2 has no outcome", func(r *screening.Rules) { r.Cards[0].Rules[1].Outcome = 0 }},
		{"A-2 has no outcome", func(r *screening.Rules) { r.Cards[0].Rules[1].Outcome = 7 }},
		{"B-2 waits, and does not say", func(r *screening.Rules) { r.Cards[1].Rules[1].After = "" }},
		{"B-1: the force levels", func(r *screening.Rules) { r.Cards[1].Rules[0].Limits.Level = -1 }},
		{"B-1: the force levels", func(r *screening.Rules) { r.Cards[1].Rules[0].Limits.Lower = -1 }},
		{"A-1/c has no outcome", func(r *screening.Rules) { r.Cards[0].Rules[0].Cases = []screening.Case{{Name: "c"}} }},
		{`A-1/c speaks of "Z-1"`, func(r *screening.Rules) {
			r.Cards[0].Rules[0].Cases = []screening.Case{{Name: "c", Effect: screening.Effect{Outcome: screening.M}, If: screening.Condition{Rules: []string{"B-1", "Z-1"}}}}
		}},
		{"old: the force levels", func(r *screening.Rules) {
			r.Standing = []screening.Standing{{Name: "old", Limits: screening.Record{Level: 9}}}
		}},
		{`short, s speaks of "Z-9"`, func(r *screening.Rules) { r.Briefs[0].Signs[0].Rules = []string{"Z-9"} }},
		{`spread speaks of ""`, func(r *screening.Rules) { r.Spread = "" }},
	} {
		r := small()
		c.change(&r)
		_, err := screening.New(r)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("refused: %v", err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// TestLookUp: what is asked for by name is found, and what is not there is not.
func TestLookUp(t *testing.T) {
	r := small()
	r.Cards[0].Rules[1].Cases = []screening.Case{
		{Name: "asked", Ask: "really?", Effect: screening.Effect{Outcome: screening.M}},
		{Name: "by-age", If: screening.Condition{AgeFrom: 50}, Effect: screening.Effect{Outcome: screening.M}},
	}
	check, err := screening.New(r)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := check.IDs(), []string{"A-1", "A-2", "A-2/asked", "B-1", "B-2"}; !slices.Equal(got, want) {
		t.Errorf("ids %v, want %v", got, want)
	}
	if r := check.Rule("B-1"); r == nil || r.ID != "B-1" {
		t.Errorf("B-1 is %v", r)
	}
	if check.Rule("A-2/asked") != nil || check.Brief("long") != nil {
		t.Error("found what is not there")
	}
	if b := check.Brief("short"); b == nil || b.Name != "short" {
		t.Errorf("short is %v", b)
	}
	if check.Rules().Version != "small" {
		t.Errorf("version %q", check.Rules().Version)
	}
	if got := screening.Marks(); len(got) != 4 {
		t.Errorf("marks %v", got)
	}
}
