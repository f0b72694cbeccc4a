package visit_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/unit"
)

// witness keeps, beside a visit and without its code, what a person has said last to each question.
type witness struct {
	person  screening.Person
	last    map[string]screening.Answer
	history screening.History
	full    chair.Limits // of the last full check: of this visit, or before
	oks     []screening.Approval
	began   bool
	granted chair.Limits
}

// most is the loosest that screening allows by what was said.
func (w *witness) most(check *screening.Check, kind screening.Kind, at time.Time) (chair.Limits, screening.Outcome) {
	rest := screening.Unanswered
	if kind == screening.Short {
		rest = screening.No
	}
	a := screening.NewAnswers(w.person, rest)
	for id, x := range w.last {
		a.Put(id, x)
	}
	v := check.Judge(&screening.Input{Answers: a, Approvals: w.oks, History: w.history, Chair: bench, Today: at})
	dose, _ := check.Dose(w.history)
	l := v.Limits.Tighten(dose)
	if kind == screening.Short {
		l = l.Tighten(w.full)
	}
	return l, v.Outcome
}

// asks are the whole questions of a line, by the rules and not by the visit.
func asks(check *screening.Check, id string) []string {
	for _, name := range []string{"short", "end"} {
		for _, s := range check.Brief(name).Signs {
			if s.Name == id {
				return s.Rules
			}
		}
	}
	return []string{id}
}

// TestNeverLooser: no sequence of answers, skips, returns and waiting reaches a session without a check that lets the
// person go on, or with looser limits than screening gives; and within a visit limits only tighten.
func TestNeverLooser(t *testing.T) {
	check := load(t)
	reached, refused, again := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		at := morning
		w := &witness{last: map[string]screening.Answer{}, history: screening.History{Guest: true}, granted: chair.Everyone()}
		w.person.PainNow, w.person.PainWont = -1, -1
		var facts *visit.Facts
		if rapid.Bool().Draw(t, "known") {
			past := quiet(rapid.IntRange(0, 8).Draw(t, "quiet"))
			w.history = check.Remember(past, at)
			tight := chair.Everyone()
			tight.Force[chair.ZoneMuscle].Max = unit.Newton(rapid.Float64Range(5, 60).Draw(t, "full"))
			w.full = tight
			facts = &visit.Facts{
				Person: screening.Person{Age: 50, Height: 1700, Weight: 70}, Limits: tight, Sessions: past,
				Let: rapid.SampledFrom(screening.Outcomes()).Draw(t, "let"), Past: screening.Past{Full: at.Add(-time.Hour), Outcome: screening.OK},
			}
			w.person.Age, w.person.Height, w.person.Weight = 50, 1700, 70
		}
		v, err := visit.New(visit.Options{Check: check, Chair: bench, Person: "p", Facts: facts}, at)
		if err != nil {
			t.Fatal(err)
		}
		// How seldom something is chosen, or done out of turn: most visits come as far as a session.
		eager := rapid.Float64Range(rapid.SampledFrom([]float64{0, 0.99, 0.999, 0.999}).Draw(t, "at least"), 1).Draw(t, "eager")
		seldom := func(name string) bool { return rapid.Float64Range(0, 1).Draw(t, name) > eager }
		kind := v.Kind()
		for range 60 {
			if v.Kind() == screening.Full && kind == screening.Short && v.Step() == visit.Cards {
				clear(w.last) // the full check asks everything anew
			}
			kind = v.Kind()
			if kind == screening.Full && (v.Step() == visit.WarmUp || v.Step() == visit.Water) {
				w.full, _ = w.most(check, kind, at) // should it be too old when a session begins, a short one goes by it
			}
			if seldom("odd") {
				w.odd(t, v, at)
				continue
			}
			switch v.Step() {
			case visit.About:
				w.person.Age, w.person.Weight = rapid.Float64Range(10, 90).Draw(t, "age"), unit.Kilogram(rapid.Float64Range(40, 160).Draw(t, "weight"))
				w.person.Height = 1700
				_ = v.About(at, w.person.Age, w.person.Height, w.person.Weight)
			case visit.Feel:
				n := rapid.IntRange(0, 9).Draw(t, "pain")
				r, _ := outcome.Rate(n)
				w.person.PainNow = float64(n)
				_ = v.Feel(at, r, outcome.Rating{}, outcome.Rating{})
			case visit.Cards:
				var ids []string
				for _, l := range v.Card().Lines {
					// Anew, whatever was said on this card before.
					for _, q := range asks(check, l.ID) {
						w.last[q] = screening.No
						for _, c := range check.Rule(ruleOf(q)).Cases {
							if c.Ask != "" && (c.Line == "" || q != ruleOf(q)) {
								w.last[c.ID(check.Rule(ruleOf(q)))] = screening.No
							}
						}
					}
					if seldom("choose") {
						ids = append(ids, l.ID)
					}
				}
				_ = v.Choose(at, ids)
			case visit.Question:
				a := rapid.SampledFrom([]screening.Answer{screening.No, screening.No, screening.Skip, screening.Unsure, screening.Yes}).Draw(t, "answer")
				text, _, _ := v.Question()
				for _, id := range check.IDs() {
					if askOf(check, id) == text {
						w.last[id] = a
					}
				}
				_ = v.Answer(at, a)
			case visit.Refused:
				refused++
				if v.Limits() != (chair.Limits{}) {
					t.Fatal("refused, and limits")
				}
				r := v.Refusal()
				if len(r.Ask) == 0 || !r.OK {
					return
				}
				if v.Approve(at, []string{r.Ask[0].ID}, at.Add(-time.Hour), true) == nil {
					w.oks = append(w.oks, screening.Approval{Rule: r.Ask[0].ID, On: at.Add(-time.Hour), Written: true})
				}
			case visit.Ready, visit.Stopped:
				g, err := v.Grant(at)
				if err != nil {
					continue
				}
				most, o := w.most(check, v.Kind(), at)
				if !w.began && o.Refused() {
					t.Fatalf("a session, and screening says %v", o)
				}
				if !w.began {
					w.granted = most
				} else {
					again++
				}
				if list := looser(w.granted, g.Limits); len(list) > 0 {
					t.Fatalf("looser than allowed: %v", list)
				}
				w.granted, w.began = g.Limits, true
				reached++
				_ = v.Began(at)
			case visit.InSession:
				_ = v.Ended(at, rapid.SampledFrom([]visit.End{visit.Halted, visit.Halted, visit.Halted, visit.Halted, visit.Finished, visit.Broken, visit.Hurt}).Draw(t, "end"))
			case visit.Why:
				_ = v.Why(at, rapid.SampledFrom([]visit.Reason{visit.JustStop, visit.JustStop, visit.TooHard, visit.TooHard, visit.NoAnswer, visit.FeltWrong}).Draw(t, "why"))
			case visit.Rate:
				_ = v.Skip(at)
			case visit.Over:
				return
			default:
				_ = v.Next(at)
			}
			if rapid.IntRange(0, 30).Draw(t, "waits") == 0 {
				at = at.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "minutes")) * time.Minute)
			}
		}
	})
	if reached == 0 || refused == 0 || again == 0 {
		t.Errorf("%d sessions, %d fresh starts, %d refusals: each has to come", reached, again, refused)
	}
}

// odd does something that may not be its turn. What it answers, it answers with more than no.
func (w *witness) odd(t *rapid.T, v *visit.Visit, at time.Time) {
	switch rapid.IntRange(0, 7).Draw(t, "what") {
	case 0:
		_ = v.Next(at)
	case 1:
		if v.Step() != visit.Why && v.Step() != visit.Feel {
			_ = v.Skip(at)
		}
	case 2:
		_ = v.Began(at) // no Grant was taken: the engine is not asked, but the visit may think so
	case 3:
		_, _ = v.Grant(at)
	case 4:
		_ = v.Again(at)
	case 5:
		if v.Approve(at, []string{"C-OSTP"}, at, true) == nil {
			w.oks = append(w.oks, screening.Approval{Rule: "C-OSTP", On: at, Written: true})
		}
	case 6:
		_ = v.Felt(at)
	case 7:
		if v.Step() != visit.Feel {
			_ = v.Back(at)
		}
	}
}

func ruleOf(id string) string {
	for i := range id {
		if id[i] == '/' {
			return id[:i]
		}
	}
	return id
}

func askOf(check *screening.Check, id string) string {
	r := check.Rule(ruleOf(id))
	if r.ID == id {
		return r.Ask
	}
	for i := range r.Cases {
		if r.Cases[i].ID(r) == id {
			return r.Cases[i].Ask
		}
	}
	return ""
}
