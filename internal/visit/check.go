package visit

import (
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
)

// Card is the card that is asked, at Cards.
func (v *Visit) Card() Card {
	if v.step != Cards {
		return Card{}
	}
	from := &v.sheet.cards[v.sheet.at]
	c := Card{Title: from.title, N: v.sheet.at + 1, Of: len(v.sheet.cards)}
	for _, l := range from.lines {
		c.Lines = append(c.Lines, Line{l.id, l.text})
	}
	return c
}

// Question is the whole question that is asked, at Question; with the card that it belongs to.
func (v *Visit) Question() (ask string, n, of int) {
	if v.step != Question {
		return "", 0, 0
	}
	ask, _ = v.sheet.whole(v.sheet.queue[0])
	return ask, v.sheet.at, len(v.sheet.cards)
}

// Choose answers a card: the ids of the lines that were chosen, none of them being the usual answer.
func (v *Visit) Choose(at time.Time, ids []string) error {
	if err := v.at(at, Cards); err != nil {
		return err
	}
	if !v.sheet.choose(ids) {
		return ErrStep // a card of another time
	}
	v.proceed(at)
	return nil
}

// Answer answers a whole question.
func (v *Visit) Answer(at time.Time, a screening.Answer) error {
	if err := v.at(at, Question); err != nil {
		return err
	}
	v.sheet.answer(a)
	if v.emergency(at) {
		v.refuse(at, v.judge(at, v.sheet.answers(v.person, screening.No)))
		return nil
	}
	v.proceed(at)
	return nil
}

// emergency says whether what was said so far is a sign of one. Then nothing else is asked.
func (v *Visit) emergency(at time.Time) bool {
	a := screening.NewAnswers(v.person, screening.No)
	for id, x := range v.sheet.given {
		a.Put(id, x)
	}
	return v.judge(at, a).Outcome == screening.S
}

// proceed goes on to the next question or card, or closes the check.
func (v *Visit) proceed(at time.Time) {
	switch {
	case len(v.sheet.queue) > 0:
		v.step = Question
	case !v.sheet.done():
		v.step = Cards
	case v.after:
		v.closeAfter(at)
	case v.next:
		v.closeNext(at)
	default:
		v.close(at)
	}
}

// judge weighs answers.
func (v *Visit) judge(at time.Time, a screening.Answers) screening.Verdict {
	return v.o.Check.Judge(&screening.Input{Answers: a, Approvals: v.approvals, History: v.history(at),
		Chair: v.o.Chair, Shared: v.o.Shared, Today: at})
}

// history is what past sessions leave behind.
func (v *Visit) history(at time.Time) screening.History {
	if v.o.Facts == nil {
		return screening.History{Guest: true}
	}
	return v.o.Check.Remember(v.sessions, at)
}

// close closes the check before a session.
func (v *Visit) close(at time.Time) {
	rest := screening.Unanswered // was asked, and counts as not sure
	if v.kind == screening.Short {
		rest = screening.No // the full check has asked it
	}
	j := v.judge(at, v.sheet.answers(v.person, rest))
	full := v.kind == screening.Full
	v.record.Last = j.Outcome
	if full {
		v.record.Full, v.record.Let, v.record.Rules, v.record.Limits = at, j.Outcome, j.Rules, j.Limits
		if f := v.o.Facts; f != nil { // a short check of this very visit goes by it
			f.Let, f.Rules, f.Limits = j.Outcome, j.Rules, j.Limits
		}
		v.record.Until = time.Time{}
		if j.Outcome == screening.W {
			v.record.Until = at.Add(j.Wait)
		}
	}
	if j.Outcome.Refused() {
		v.refuse(at, j)
		return
	}
	if !full && v.sheet.full {
		v.begin(screening.Full)
		v.step = Cards
		return
	}
	v.pass(at, j)
}

// pass lets the person go on, within the limits of the check and the dose. From here on the answers are not needed.
func (v *Visit) pass(at time.Time, j screening.Verdict) {
	dose, _ := v.o.Check.Dose(v.history(at))
	v.limits = chair.Everyone().Tighten(j.Limits).Tighten(dose)
	if v.kind == screening.Short { // what the full check has said holds on
		v.limits = v.limits.Tighten(v.o.Facts.Limits)
		j.Outcome = max(j.Outcome, v.o.Facts.Let)
		for _, id := range v.o.Facts.Rules {
			if !slices.Contains(j.Rules, id) {
				j.Rules = append(j.Rules, id)
			}
		}
	}
	v.verdict, v.passed, v.checked, v.sheet = j, true, at, nil
	v.moves, v.move = v.choose(warmUp(j.Rules), routine.ScopeOf(j.Outcome.String()), j.Rules), 0
	if v.step = WarmUp; len(v.moves) == 0 {
		v.step = Water
	}
}

// warmUp is the sequence for somebody with these rules.
func warmUp(rules []string) string {
	switch {
	case slices.Contains(rules, string(routine.Pregnant)):
		return "seated"
	case slices.Contains(rules, string(routine.ThinBones)), slices.Contains(rules, string(routine.Fracture)):
		return "bones"
	}
	return "desk"
}

// choose is what is left of a sequence for a scope and the rules that count.
func (v *Visit) choose(sequence string, scope routine.Scope, rules []string) []routine.Step {
	var flags []routine.Flag
	for _, r := range rules {
		flags = append(flags, routine.Flag(r))
	}
	for _, s := range routine.Sequences() {
		if s.ID == sequence {
			return routine.Choose(s, scope, flags)
		}
	}
	return nil
}

// Let is the sentence of the check that let them go on, and its hints.
func (v *Visit) Let() (say string, advice []string) { return v.verdict.Say, v.verdict.Advice }
