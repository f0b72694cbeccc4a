package screening

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Approval is a professional's word that a person may use a massage chair, for one rule.
type Approval struct {
	Rule    string // its id
	On      time.Time
	Written bool
}

// String withholds: the rule tells what somebody has.
func (Approval) String() string { return withheld }

// Format withholds, whatever the verb.
func (Approval) Format(f fmt.State, _ rune) { fmt.Fprint(f, withheld) }

// LogValue withholds.
func (Approval) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalText withholds.
func (Approval) MarshalText() ([]byte, error) { return []byte(withheld), nil }

// Input is all that a verdict rests on.
type Input struct {
	Answers   Answers
	Approvals []Approval
	History   History
	Chair     chair.PersonRange // whom the chair is built for; nobody, if zero
	Shared    bool              // the chair stands in a shared place, such as a company's
	Today     time.Time
}

// Verdict is what the check says. It holds no answer.
type Verdict struct {
	Outcome Outcome
	Rules   []string      // the ids of those that count, in the order of the rules
	Say     string        // the outcome's fixed sentence
	Advice  []string      // fixed sentences of rules that count
	Wait    time.Duration // until it is worth asking again, if Outcome is W
	Limits  chair.Limits  // by chair.ByAnswers where they are stricter than for everyone; nothing at all if refused
}

// Judge weighs all answers.
func (c *Check) Judge(in *Input) Verdict {
	t := tally{check: c, in: in, counted: map[string]bool{}, limits: chair.Everyone()}
	for r := range c.all() {
		t.counted[r.ID] = t.counts(r)
	}
	for r := range c.all() {
		t.rule(r)
	}
	for i := range c.rules.Standing {
		if s := &c.rules.Standing[i]; t.holds(&s.If) {
			t.limits = s.Limits.tighten(t.limits, c.rules.Levels, chair.ByAnswers)
		}
	}
	if t.lower > 0 {
		level := max(1, c.level(in.History)-t.lower)
		t.limits = force(t.limits, c.rules.Levels[level-1], chair.ByAnswers)
	}
	return t.verdict()
}

// tally is a verdict in the making.
type tally struct {
	check   *Check
	in      *Input
	counted map[string]bool // rules whose own question counts

	outcome Outcome
	rules   []string
	advice  []string
	after   []string
	wait    time.Duration
	lower   int
	limits  chair.Limits
}

// speaks says whether an answer speaks against a session: all but no, and a skip where it is allowed.
func speaks(a Answer, skipNo bool) bool { return a != No && !(a == Skip && skipNo) }

// counts says whether a rule's own question counts.
func (t *tally) counts(r *Rule) bool {
	if r.ID == t.check.rules.Spread && t.in.History.Spread {
		return true
	}
	if r.Figures && !t.in.Answers.named(r.ID) {
		return false
	}
	return speaks(t.in.Answers.said(r.ID), r.SkipNo)
}

// rule adds what follows from one rule and its cases.
func (t *tally) rule(r *Rule) {
	if t.counted[r.ID] {
		t.add(r, &r.Effect)
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		asked := c.Ask == "" || speaks(t.in.Answers.said(c.ID(r)), r.SkipNo)
		if (t.counted[r.ID] || c.Alone) && asked && t.holds(&c.If) {
			t.add(r, &c.Effect)
		}
	}
}

// holds says whether a condition does.
func (t *tally) holds(c *Condition) bool {
	p := t.in.Answers.person()
	switch {
	case p.Age < c.AgeFrom, c.AgeOver > 0 && p.Age <= c.AgeOver, c.AgeUnder > 0 && p.Age >= c.AgeUnder:
		return false
	case len(c.Rules) > 0 && !slices.ContainsFunc(c.Rules, func(id string) bool { return t.counted[id] }):
		return false
	case c.Shared && !t.in.Shared, c.Outside && built(&t.in.Chair, &p):
		return false
	case c.PainFrom > 0 && !(p.PainNow >= c.PainFrom):
		return false
	}
	return !(c.PainAbove > 0) || p.PainWont >= 0 && p.PainNow-p.PainWont >= c.PainAbove
}

// built says whether the chair is built for the person.
func built(c *chair.PersonRange, p *Person) bool {
	return p.Weight > 0 && p.Weight <= c.MaxWeight && p.Height >= c.MinHeight && p.Height <= c.MaxHeight
}

// add adds one effect.
func (t *tally) add(r *Rule, e *Effect) {
	outcome := e.Outcome
	if outcome == D && t.approved(r, e.OK) {
		outcome = M
	}
	t.outcome = max(t.outcome, outcome)
	if outcome > OK { // also where there is no session, so that an approval that ends never loosens a gap
		t.rules = addNew(t.rules, r.ID)
		t.limits = t.check.rules.Gentle.tighten(t.limits, t.check.rules.Levels, chair.ByAnswers)
	}
	if outcome == W {
		t.wait = max(t.wait, e.Wait)
		t.after = addNew(t.after, e.After)
	}
	t.lower = max(t.lower, e.Limits.Lower)
	t.limits = e.Limits.tighten(t.limits, t.check.rules.Levels, chair.ByAnswers)
	t.advice = addNew(t.advice, e.Advice)
}

// addNew adds a text that is not there yet, and not nothing.
func addNew(to []string, text string) []string {
	if text == "" || slices.Contains(to, text) {
		return to
	}
	return append(to, text)
}

// approved says whether a professional's word opens an effect today.
func (t *tally) approved(r *Rule, opens Opens) bool {
	return slices.ContainsFunc(t.in.Approvals, func(a Approval) bool {
		if a.Rule != r.ID || !(opens == Spoken || opens == Written && a.Written) {
			return false
		}
		return !t.in.Today.Before(a.On) && t.in.Today.Before(a.On.AddDate(0, 0, r.OKDays))
	})
}

// verdict closes the tally.
func (t *tally) verdict() Verdict {
	v := Verdict{Outcome: max(t.outcome, OK), Rules: t.rules, Advice: t.advice, Limits: t.limits}
	v.Say = t.check.rules.Say[v.Outcome]
	switch v.Outcome {
	case W:
		v.Wait = t.wait
		v.Say += " " + strings.Join(t.after, ", and ") + "."
	case M:
		v.Say += " " + strings.Join(withholds(&v.Limits), ", ") + "."
	}
	if v.Outcome.Refused() {
		v.Limits = chair.Limits{Gap: t.limits.Gap} // a floor: nothing would be less
	}
	if v.Outcome >= U {
		v.Advice = nil // beside these nothing else matters
	}
	return v
}

// withholds is what the gentle version is without, in words.
func withholds(l *chair.Limits) []string {
	var words []string
	if l.Heat.Max == 0 {
		words = append(words, "no heat")
	}
	words = append(words, "low force")
	if l.Tapping.Max == 0 {
		words = append(words, "no tapping")
	}
	words = append(words, "shorter")
	if l.Stretch.Max == 0 {
		words = append(words, "no stretch")
	}
	if l.Air.Max == 0 {
		words = append(words, "no airbags")
	}
	return words
}
