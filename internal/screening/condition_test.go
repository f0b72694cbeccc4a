package screening_test

import (
	"math"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/screening"
)

// TestConditions: each condition at its bound, also at values below one.
func TestConditions(t *testing.T) {
	with := func(change func(*screening.Person)) screening.Person {
		p := adult()
		change(&p)
		return p
	}
	age := func(n float64) screening.Person { return with(func(p *screening.Person) { p.Age = n }) }
	pain := func(now, wont float64) screening.Person {
		return with(func(p *screening.Person) { p.PainNow, p.PainWont = now, wont })
	}
	weight := func(n float64) screening.Person {
		return with(func(p *screening.Person) { *(*float64)(&p.Weight) = n })
	}
	height := func(n float64) screening.Person {
		return with(func(p *screening.Person) { *(*float64)(&p.Height) = n })
	}
	for _, c := range []struct {
		name   string
		cond   screening.Condition
		person screening.Person
		want   bool
	}{
		{"nothing asked for", screening.Condition{}, adult(), true},
		{"at the age", screening.Condition{AgeFrom: 40}, adult(), true},
		{"below the age", screening.Condition{AgeFrom: 40.1}, adult(), false},
		{"half a year, from a whole", screening.Condition{AgeFrom: 1}, age(0.5), false},
		{"over the age", screening.Condition{AgeOver: 39.9}, adult(), true},
		{"not over the age", screening.Condition{AgeOver: 40}, adult(), false},
		{"not over half a year", screening.Condition{AgeOver: 0.5}, age(0.4), false},
		{"under the age", screening.Condition{AgeUnder: 40.1}, adult(), true},
		{"at the age, not under", screening.Condition{AgeUnder: 40}, adult(), false},
		{"not under half a year", screening.Condition{AgeUnder: 0.5}, adult(), false},
		{"of no age is under every age", screening.Condition{AgeUnder: 14}, age(0), true},
		{"of half a year is under 14", screening.Condition{AgeUnder: 14}, age(0.5), true},
		{"of an age that is no number, too", screening.Condition{AgeUnder: 14}, age(math.NaN()), true},
		{"before birth, too", screening.Condition{AgeUnder: 14}, age(-1), true},
		{"half a year is an age", screening.Condition{Outside: true}, age(0.5), false},
		{"of no age nobody fits", screening.Condition{Outside: true}, age(0), true},
		{"another rule counts", screening.Condition{Rules: []string{"B-2", "B-1"}}, adult(), true},
		{"no other rule counts", screening.Condition{Rules: []string{"B-2"}}, adult(), false},
		{"a shared place", screening.Condition{Shared: true}, adult(), false},
		{"fits", screening.Condition{Outside: true}, adult(), false},
		{"too heavy", screening.Condition{Outside: true}, weight(150.1), true},
		{"just not too heavy", screening.Condition{Outside: true}, weight(150), false},
		{"no weight", screening.Condition{Outside: true}, weight(0), true},
		{"a very small weight", screening.Condition{Outside: true}, weight(0.5), false},
		{"a weight that is no number", screening.Condition{Outside: true}, weight(math.NaN()), true},
		{"too short", screening.Condition{Outside: true}, height(1449), true},
		{"just not too short", screening.Condition{Outside: true}, height(1450), false},
		{"too tall", screening.Condition{Outside: true}, height(2051), true},
		{"just not too tall", screening.Condition{Outside: true}, height(2050), false},
		{"a height that is no number", screening.Condition{Outside: true}, height(math.NaN()), true},
		{"pain", screening.Condition{PainFrom: 8}, pain(8, 8), true},
		{"less pain", screening.Condition{PainFrom: 8}, pain(7.9, 7), false},
		{"very little pain", screening.Condition{PainFrom: 0.5}, pain(0.4, 0), false},
		{"pain not told", screening.Condition{PainFrom: 8}, adult(), false},
		{"more pain", screening.Condition{PainAbove: 3}, pain(3, 0), true},
		{"more pain than hardly any", screening.Condition{PainAbove: 3}, pain(4, 0.5), true},
		{"a little more pain", screening.Condition{PainAbove: 3}, pain(2.9, 0), false},
		{"hardly more pain", screening.Condition{PainAbove: 0.5}, pain(5.4, 5), false},
		{"the usual not told", screening.Condition{PainAbove: 3}, pain(9, -1), false},
	} {
		r := small()
		r.Cards[0].Rules[0].Cases = []screening.Case{{Name: "c", Alone: true, If: c.cond, Effect: screening.Effect{Outcome: screening.U, Advice: "Go."}}}
		check, err := screening.New(r)
		if err != nil {
			t.Fatal(err)
		}
		v := check.Judge(&screening.Input{Answers: sheet(c.person, map[string]screening.Answer{"B-1": screening.Yes}), Chair: bench})
		if got := v.Outcome == screening.U; got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if v.Advice != nil {
			t.Errorf("%s: beside U nothing is advised, not %q", c.name, v.Advice)
		}
		if !c.want && v.Limits.Session.Max != chair.Everyone().Session.Max {
			t.Errorf("%s: session %v", c.name, v.Limits.Session)
		}
	}
}
