package screening_test

import (
	"time"

	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// small is a rule set of a few rules that fits together; tests change one thing in a fresh one.
func small() screening.Rules {
	r := screening.Rules{
		Version: "small", Levels: []unit.Newton{10, 20, 30, 40}, Spread: "A-2",
		Doses: []screening.Step{
			{Name: "first", QuietFrom: 0, Limits: screening.Record{Level: 2, Session: 8 * time.Minute}},
			{Name: "normal", QuietFrom: 3, Limits: screening.Record{Level: 3}},
			{Name: "later", QuietFrom: 6, Limits: screening.Record{Level: 4}},
		},
		Cards: []screening.Card{
			{Title: "one", Rules: []screening.Rule{rule("A-1", screening.S), rule("A-2", screening.D)}},
			{Title: "two", Rules: []screening.Rule{rule("B-1", screening.M), rule("B-2", screening.W)}},
		},
		Briefs: []screening.Brief{{Name: "short", Signs: []screening.Sign{{Name: "s", Rules: []string{"A-1"}}}}},
	}
	for _, o := range screening.Outcomes() {
		r.Say[o] = "says " + o.String()
	}
	return r
}

func rule(id string, o screening.Outcome) screening.Rule {
	r := screening.Rule{ID: id, Line: id, Ask: id + "?", OKDays: 10, Effect: screening.Effect{Outcome: o, OK: screening.Spoken}}
	if o == screening.W {
		r.After, r.Wait = "a while", time.Hour
	}
	return r
}

// only is a rule set with one M rule that sets limits, and nothing gentle besides.
func only(l screening.Record) screening.Rules {
	r := small()
	r.Cards[1].Rules[0].Limits = l
	return r
}
