package visit

import (
	"errors"
	"math"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/unit"
)

// Options is what a visit is made of. Check is required.
type Options struct {
	Check  *screening.Check
	Chair  chair.PersonRange // whom the chair is built for
	Shared bool              // the chair stands in a shared place
	Person string            // opaque: whose budget a session counts towards
	Facts  *Facts            // what is known of the person; nil is a guest, of whom nothing is
}

// Visit is one person's part of one session. Make it with New; one caller uses it.
type Visit struct {
	o     Options
	step  Step
	turn  int       // how much the person has said so far
	heard time.Time // when the person last did something

	person   screening.Person
	sheet    *sheet
	kind     screening.Kind      // of the check that is asked
	after    bool                // it is the one after a session
	next     bool                // it is the one of the next day
	sessions []screening.Session // of before
	past     []string            // texts for a person who has to wait: when, and why
	until    time.Time           // not before

	passed    bool // a check let them go on; nothing else sets limits
	checked   time.Time
	verdict   screening.Verdict
	limits    chair.Limits
	approvals []screening.Approval

	moves []routine.Step
	move  int

	granted unit.Newton // the most force of a session of this visit
	ended   time.Time
	end     End
	reason  Reason
	rated   bool
	asked   bool // the after-check
	before  outcome.Note
	first   bool // the figures are asked before how the last session's next day was
	record  Record
}

// New begins a visit at a moment.
func New(o Options, at time.Time) (*Visit, error) {
	if o.Check == nil || briefSheet(o.Check, briefShort) == nil || briefSheet(o.Check, briefEnd) == nil || briefSheet(o.Check, briefNext) == nil {
		return nil, errors.New("begin a visit: the safety check lacks a short check, one after a session or one of the next day")
	}
	v := &Visit{o: o, heard: at, step: About, limits: chair.Limits{}}
	v.person.PainNow, v.person.PainWont = -1, -1
	if f := o.Facts; f != nil {
		own := *f // a full check of this visit takes the place of the last one
		v.o.Facts = &own
		v.person, v.approvals = f.Person, f.Approvals
		v.person.PainNow, v.person.PainWont = -1, -1
		v.sessions = slices.Clone(f.Sessions)
		if f.NextDay && len(v.sessions) > 0 {
			if v.step = NextDay; !(v.person.Age > 0) { // its signs cannot be judged without
				v.step, v.first = About, true
			}
			return v, nil
		}
	}
	v.enter(at)
	return v, nil
}

// enter begins with the person themselves, once nothing of before is left to ask.
func (v *Visit) enter(at time.Time) {
	v.step = About
	if f := v.o.Facts; f != nil {
		h := v.history(at)
		_, notBefore := v.o.Check.Dose(h)
		if f.NotBefore.After(notBefore) {
			notBefore = f.NotBefore
		}
		if h.Stop() || at.Before(notBefore) {
			v.later(notBefore, h.Stop())
			return
		}
		if v.person.Age > 0 {
			v.step = Feel
		}
	}
	v.begin(v.due(at))
}

// due is which check is to be asked.
func (v *Visit) due(at time.Time) screening.Kind {
	if v.record.Changed {
		return screening.Full
	}
	return v.o.Facts.due(at)
}

// The short checks, by the names that their file gives them.
const (
	briefShort = "short"
	briefEnd   = "end"
	briefNext  = "next day"
)

// later is for somebody who comes too soon: what remains is a movement break.
func (v *Visit) later(notBefore time.Time, stop bool) {
	v.step, v.until = Later, notBefore
	if stop {
		v.past = []string{screening.SayTalk}
		return
	}
	v.moves = v.choose("desk", routine.All, v.o.Facts.Rules)
}

// begin begins a check of a kind.
func (v *Visit) begin(kind screening.Kind) {
	v.kind, v.passed, v.limits = kind, false, chair.Limits{}
	if kind == screening.Short {
		v.sheet = briefSheet(v.o.Check, briefShort)
	} else {
		v.sheet = fullSheet(v.o.Check)
	}
}

// Step is where the visit stands.
func (v *Visit) Step() Step { return v.step }

// Turn is which word of the person's is awaited, from 0. It rises with each: one that was meant for an earlier turn, such as
// a press that is sent again because its answer was lost, must not be taken for what is asked now.
func (v *Visit) Turn() int { return v.turn }

// Person is the opaque id.
func (v *Visit) Person() string { return v.o.Person }

// Kind is which check is asked, or was last.
func (v *Visit) Kind() screening.Kind { return v.kind }

// Idle says whether nobody goes on with the visit any more: then it is to be forgotten. A session under way is waited
// for.
func (v *Visit) Idle(at time.Time) bool {
	return v.step == Over || v.step != InSession && !at.Before(v.heard.Add(Idle))
}

// Silent is how long the person has done nothing.
func (v *Visit) Silent(at time.Time) time.Duration { return at.Sub(v.heard) }

// Forget wipes everything; the visit is Over. What a store keeps has to be taken with Record before.
func (v *Visit) Forget() { *v = Visit{step: Over} }

// at makes sure that the visit stands at one of the steps, and notes the moment and the turn.
func (v *Visit) at(at time.Time, steps ...Step) error {
	for _, s := range steps {
		if v.step == s {
			v.heard = at
			v.turn++
			return nil
		}
	}
	return ErrStep
}

// About takes the figures, in years, mm and kg.
func (v *Visit) About(at time.Time, age float64, height unit.Millimetre, weight unit.Kilogram) error {
	if err := v.at(at, About); err != nil {
		return err
	}
	for _, x := range []float64{age, float64(height), float64(weight)} {
		if !(x > 0) || math.IsInf(x, 0) {
			return errors.New("tell your age, height and weight in whole numbers: without them nobody is let onto a chair")
		}
	}
	v.person.Age, v.person.Height, v.person.Weight = age, height, weight
	v.record.Told, v.record.Person = at, v.person
	if v.step = Feel; v.first {
		v.step, v.first = NextDay, false
	}
	return nil
}

// Feel takes how the back is now and as it usually is, and how tight; each may be left out.
func (v *Visit) Feel(at time.Time, now, usual, tight outcome.Rating) error {
	if err := v.at(at, Feel); err != nil {
		return err
	}
	v.person.PainNow, v.person.PainWont = number(now), number(usual)
	v.before = outcome.Note{Day: outcome.DayOf(at), Kind: outcome.Before, Pain: now, Tightness: tight}
	v.step = Cards
	return nil
}

// number is a rating as the check takes it: negative is not told.
func number(r outcome.Rating) float64 {
	if n, ok := r.Value(); ok {
		return float64(n)
	}
	return -1
}

// Back goes one card or question back, and takes back what was answered there.
func (v *Visit) Back(at time.Time) error {
	if err := v.at(at, Feel, Cards, Question); err != nil {
		return err
	}
	switch {
	case v.step == Feel:
		if v.o.Facts == nil || !(v.o.Facts.Person.Age > 0) {
			v.step = About
		}
	case v.sheet.back():
		v.step = Cards
	case !v.after && !v.next:
		v.step = Feel
	}
	return nil
}

// Next goes on from what needs no answer.
func (v *Visit) Next(at time.Time) error {
	if err := v.at(at, WarmUp, Water, Sit, Stopped, Rest, Later); err != nil {
		return err
	}
	switch v.step {
	case WarmUp:
		if v.move++; v.move >= len(v.moves) {
			v.step = Water
		}
	case Water:
		v.step = Sit
	case Sit:
		v.step = Ready
	case Stopped:
		v.afterwards()
	case Rest, Later:
		v.step = Over
	}
	return nil
}

// Skip leaves out what may be left out. A stop without a reason counts as one after which something felt wrong.
func (v *Visit) Skip(at time.Time) error {
	if err := v.at(at, NextDay, Feel, WarmUp, Rate, Why); err != nil {
		return err
	}
	switch v.step {
	case NextDay:
		return v.NextDay(at, outcome.Rating{}, outcome.Rating{})
	case Feel:
		return v.Feel(at, outcome.Rating{}, outcome.Rating{}, outcome.Rating{})
	case WarmUp:
		v.step = Water
	case Rate:
		return v.Rate(at, outcome.Rating{}, outcome.Rating{}, outcome.Rating{})
	case Why:
		return v.Why(at, NoAnswer)
	}
	return nil
}
