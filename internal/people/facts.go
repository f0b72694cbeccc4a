package people

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/wire"
)

// figuresHold is how long figures are not asked again. Our own choice: weight changes, and an age that was told is up
// to a year too low.
const figuresHold = 365 * day

const (
	day  = 24 * time.Hour
	week = 7 * day
	year = 365*day + 6*time.Hour // the mean one
)

// adult is from which age on being older is what makes limits stricter; below it is being younger.
const adult = 18

// Memory is what is kept of people at this chair.
type Memory struct {
	Store *store.Store
	Check *screening.Check
}

// Known is what is known of a person as a visit begins. It prints as "withheld".
type Known struct {
	Facts visit.Facts
	Back  *wire.Known   // what earlier sessions have found, to bring along; nil: nothing
	Quiet routine.Quiet // in which the next day is not asked about
	Exit  Exit          // what is to be said once at the end of this visit, if anything is
	last  string        // the visit of the last of Facts.Sessions; empty: its end is not known, or there is none
}

// Format writes "withheld" for every verb.
func (Known) Format(f fmt.State, _ rune) { fmt.Fprint(f, "withheld") }

// LogValue is "withheld".
func (Known) LogValue() slog.Value { return slog.StringValue("withheld") }

// MarshalText is "withheld", and with it JSON.
func (Known) MarshalText() ([]byte, error) { return []byte("withheld"), nil }

// kept is what the store has of a person, opened.
type kept struct {
	figures  store.Figures
	check    *store.Check // the last full one; nil: none
	limits   store.Limits
	limited  bool
	doses    []store.Dose
	standing store.Standing
	notes    []store.Note
	sessions []store.Session // on record, the oldest first
	latest   time.Time       // when the youngest that touched counts as ended; zero: none did
}

// made is before the first Lumbar: what is said to have ended before was said by a clock that nobody had told the time.
var made = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// ended is when something counts as ended that was taken down with the wall's clock alone. A time that cannot be, ahead or before
// there was a Lumbar, is of a clock that was wrong: it was no later than the youngest session, whose age the record knows better,
// and no later than now.
func (x *kept) ended(said, at time.Time) time.Time {
	if !said.After(at) && (!said.Before(made) || at.Before(made)) {
		return said
	}
	if x.latest.IsZero() || x.latest.After(at) {
		return at
	}
	return x.latest
}

// read opens what the store has of a person.
func (m Memory) read(ctx context.Context, k *store.Key) (x kept, err error) {
	var errs [7]error
	var checks []store.Check
	x.figures, errs[0] = m.Store.Figures(ctx, k)
	checks, errs[1] = m.Store.Checks(ctx, k)
	x.limits, x.limited, errs[2] = m.Store.Limits(ctx, k.Person())
	x.doses, errs[3] = m.Store.Doses(ctx, k)
	x.standing, errs[4] = m.Store.Standing(ctx, k)
	x.notes, errs[5] = m.Store.Notes(ctx, k)
	x.sessions, errs[6] = m.Store.SessionsOf(ctx, k.Person())
	for i := range x.sessions {
		if s := &x.sessions[i]; s.Contact > 0 && s.Counts.After(x.latest) {
			x.latest = s.Counts
		}
	}
	if len(checks) > 0 {
		x.check = &checks[len(checks)-1]
	}
	return x, errors.Join(errs[:]...)
}

// Known is what is known of a person at a moment.
func (m Memory) Known(ctx context.Context, k *store.Key, at time.Time) (Known, error) {
	x, err := m.read(ctx, k)
	if err != nil {
		return Known{}, fmt.Errorf("reading what is known of a person: %w", err)
	}
	n := m.known(&x, at)
	n.Facts.NotBefore = m.budget(&x, at).Next
	if n.Back, err = m.Store.Known(ctx, k); err != nil {
		return Known{}, err
	}
	// Without a routine, or one that can be read, there are no quiet hours: no reason to refuse a visit.
	if r, _, ok, err := m.Store.Routine(ctx, k.Person()); err == nil && ok {
		n.Quiet = r.Quiet
	}
	if n.Exit, err = m.exit(ctx, k, &x, at); err != nil {
		return Known{}, err
	}
	return n, nil
}

// known is what follows from what the store has.
func (m Memory) known(x *kept, at time.Time) (n Known) {
	f := &n.Facts
	f.Person = person(&x.figures, at)
	f.Past = screening.Past{Outcome: outcomeOf(x.standing.Last), Changed: x.standing.Changed}
	if c := x.check; c != nil {
		f.Let, f.Rules, f.Limits = outcomeOf(c.Outcome), c.Rules, x.limits.Limits
		for _, ok := range c.OKs {
			f.Approvals = append(f.Approvals, screening.Approval(ok))
		}
		// Otherwise a full check is asked; so it is when the clock was ahead at the last.
		if x.limited && x.limits.Until.Equal(c.Until) && at.Before(c.Until) && !c.At.After(at.Add(day)) && c.RuleSet == m.Check.Rules().Version {
			f.Past.Full = c.At
		}
	}
	sessions := m.sessions(x, at)
	for i := range sessions {
		f.Sessions = append(f.Sessions, sessions[i].Session)
	}
	for _, b := range x.standing.Begun {
		f.Past.Wrong = f.Past.Wrong || !b.Known
	}
	for i := range x.notes { // what was said outside of visits, such as that somebody felt worse
		f.Hear(x.notes[i].At, x.notes[i].Marks)
	}
	if len(sessions) > 0 {
		last := &sessions[len(sessions)-1]
		n.last = last.visit
		f.NextDay = n.last != "" && !last.asked && !last.askAt.IsZero() && !at.Before(last.askAt)
	}
	return n
}

// past is a session of before, and where its row is.
type past struct {
	screening.Session
	visit string
	askAt time.Time
	asked bool
}

// sessions is what counts of earlier sessions, the oldest first; also those of which no end is known.
func (m Memory) sessions(x *kept, at time.Time) []past {
	var all []past
	for i := range x.doses {
		d, ended, ask := &x.doses[i], x.ended(x.doses[i].Ended, at), x.doses[i].AskAt
		if !ask.IsZero() && !ended.Equal(d.Ended) { // by the same wrong clock
			ask = ended.Add(day)
		}
		all = append(all, past{screening.Session{
			Ended: ended, Level: d.Level, Stopped: d.Stopped, Marks: d.Marks, PainBefore: d.PainBefore, PainNext: d.PainNext, Soreness: d.Soreness,
		}, d.Visit, ask, d.Asked})
	}
	for _, b := range x.standing.Begun {
		b.At = x.ended(b.At, at)
		i := slices.IndexFunc(all, func(p past) bool { return p.visit == b.Visit })
		if i < 0 {
			all = append(all, past{Session: screening.Session{Ended: b.At, Level: b.Level, Stopped: true, PainBefore: -1, PainNext: -1, Soreness: -1}})
			continue
		}
		// A fresh start of the same session.
		s := &all[i]
		s.Stopped, s.Level = true, max(s.Level, b.Level)
		if b.At.After(s.Ended) {
			s.Ended = b.At
		}
	}
	slices.SortStableFunc(all, func(a, b past) int { return a.Ended.Compare(b.Ended) })
	return all
}

// person is the figures at a moment; without an age where they have to be asked.
func person(f *store.Figures, at time.Time) screening.Person {
	p := screening.Person{PainNow: -1, PainWont: -1}
	since := at.Sub(f.At)
	if !(f.Age > 0) || since < 0 || since >= figuresHold {
		return p
	}
	p.Age, p.Height, p.Weight = ageAt(f.Age, since), f.Height, f.Weight
	return p
}

// ageAt is the age some time after it was told in whole years. Between birthdays nobody knows how much of the year had
// passed: an adult counts as the oldest that they may be, from the next day on, a child as the youngest.
func ageAt(told float64, since time.Duration) float64 {
	switch {
	case told < adult:
		return told + float64(since/year)
	case since < day:
		return told
	}
	return told + 1 + float64(since/year)
}

// outcomeOf is the outcome of a name; nothing where there was none. One that nobody knows asks for a full check.
func outcomeOf(name string) screening.Outcome {
	if name == "" {
		return 0
	}
	for _, o := range screening.Outcomes() {
		if o.String() == name {
			return o
		}
	}
	return screening.U
}

// levelOf is the highest force level that a force lets through, from 1.
func (m Memory) levelOf(l *chair.Limits) int {
	n := 1
	for i, most := range m.Check.Rules().Levels {
		if cmp.Compare(most, l.Force[chair.ZoneMuscle].Max) <= 0 {
			n = i + 1
		}
	}
	return n
}
