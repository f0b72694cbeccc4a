package visit

import (
	"errors"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
)

// refuse ends the way to a session. The sheet stays, so that a professional's OK can be weighed.
func (v *Visit) refuse(at time.Time, j screening.Verdict) {
	v.verdict, v.passed, v.limits, v.step = j, false, chair.Limits{}, Refused
	v.record.Last = j.Outcome
	v.record.Changed = v.record.Changed || v.after || v.next
	v.until = time.Time{}
	if j.Outcome == screening.W {
		v.until = at.Add(j.Wait)
	}
	v.moves, v.move = v.choose("desk", routine.ScopeOf(j.Outcome.String()), j.Rules), 0
}

// Refusal is what somebody is told whom the check does not let go on. It is for that person's eyes alone.
type Refusal struct {
	Outcome screening.Outcome
	Say     string
	Advice  []string
	Until   time.Time      // when it is worth asking again; zero: not said
	Remains []routine.Step // movements
	Ask     []Ask          // to take along
	OK      bool           // a professional's word may open some of it
	After   bool           // it was the check after a session
}

// Ask is a rule that speaks against a session, as its question says it.
type Ask struct {
	ID, Text string
	OK       screening.Opens // what a professional's word does to it
}

// Refusal is why there is no session, at Refused.
func (v *Visit) Refusal() Refusal {
	if v.step != Refused {
		return Refusal{}
	}
	r := Refusal{Outcome: v.verdict.Outcome, Say: v.verdict.Say, Advice: v.verdict.Advice, Until: v.until, Remains: v.moves, After: v.after}
	if v.verdict.Outcome == screening.S {
		return r // emergency help alone
	}
	for _, id := range v.verdict.Rules {
		if rule := v.o.Check.Rule(id); rule != nil && rule.Ask != "" {
			opens := v.opens(rule)
			r.Ask = append(r.Ask, Ask{id, rule.Ask, opens})
			r.OK = r.OK || opens != screening.Never && v.verdict.Outcome == screening.D && !v.after && !v.next
		}
	}
	return r
}

// opens is what a professional's word does to a rule; nothing, where the rule asks for none.
func (v *Visit) opens(r *screening.Rule) screening.Opens {
	if r.Outcome != screening.D && !slices.ContainsFunc(r.Cases, func(c screening.Case) bool { return c.Outcome == screening.D }) {
		return screening.Never
	}
	best := screening.Never
	if r.Outcome == screening.D {
		best = r.OK
	}
	for i := range r.Cases {
		if c := &r.Cases[i]; c.Outcome == screening.D && c.OK > best {
			best = c.OK
		}
	}
	return best
}

// Approve notes that a professional said yes to rules on a day, in writing or not, and weighs the answers again.
func (v *Visit) Approve(at time.Time, rules []string, on time.Time, written bool) error {
	if err := v.at(at, Refused); err != nil {
		return err
	}
	refusal := v.Refusal()
	switch {
	case !refusal.OK || v.sheet == nil:
		return ErrStep
	case len(rules) == 0:
		return errors.New("choose what the doctor, physiotherapist or midwife said yes to")
	case on.IsZero() || on.After(at):
		return errors.New("say on which day it was; that day cannot lie ahead")
	}
	for _, id := range rules {
		if !slices.ContainsFunc(refusal.Ask, func(a Ask) bool { return a.ID == id && a.OK != screening.Never }) {
			return ErrStep
		}
	}
	for _, id := range rules {
		v.approvals = append(v.approvals, screening.Approval{Rule: id, On: on, Written: written})
	}
	v.record.Approvals = v.approvals
	v.close(at)
	return nil
}

// Again asks anew, once the time to wait is over: where there was none, because something only had to be put right,
// from the card on that speaks of it; otherwise the whole check.
func (v *Visit) Again(at time.Time) error {
	if v.step != Refused || v.after || v.next || v.until.IsZero() || at.Before(v.until) {
		return ErrStep
	}
	v.heard = at
	if v.verdict.Wait == 0 && v.sheet != nil && v.sheet.again(v.verdict.Rules) {
		v.step = Cards
		return nil
	}
	v.begin(screening.Full)
	v.step = Feel
	return nil
}

// Wait is until when a person who came too soon has to wait, at Later, and what is said besides.
func (v *Visit) Wait() (until time.Time, say []string) { return v.until, v.past }
