package outcome

import (
	"log/slog"
	"math"
)

// Verdict is the answer. The zero value is NotYet.
type Verdict uint8

// The four answers.
const (
	NotYet Verdict = iota // not enough to say yet
	Better                // clearly better
	Same                  // no clear change
	Worse
)

// Reason is why it is not yet possible to say, or why better could not be seen. The zero value is none.
type Reason uint8

// The reasons.
const (
	_             Reason = iota
	NoBaseline           // fewer than four ratings in either week before the chair
	TooEarly             // the weeks to be judged are not over
	FewRatings           // fewer than four ratings in one of them
	FewSessions          // the chair was hardly used
	MixedBaseline        // sessions fell into the weeks that should be without the chair
	NewTrouble           // better, but of a trouble so new that it mostly passes by itself
	LowStart             // the start is so low that clearly better could not show
)

// A Record is what a verdict is made from.
type Record struct {
	Notes    []Note // in any order
	Sessions []Day  // days on which the chair was used
	Begin    Day    // the first day with the chair; the 14 days before are the baseline
	Measure  Measure
	// Lasting is the person's word that the trouble has been there for three months at least. Newer trouble
	// mostly passes by itself, and a verdict of better would be the calendar's.
	Lasting bool
}

// String is "withheld".
func (r Record) String() string { return withheld }

// LogValue is "withheld".
func (r Record) LogValue() slog.Value { return slog.StringValue(withheld) }

// What the tests ask for.
const (
	week          = 7
	leastRatings  = 4 // in a week
	leastSessions = 6 // in the four weeks; own judgement: half of three a week
	judgedAfter   = 4 * week
)

// A Judgement is a verdict with what it rests on. It prints as "withheld"; a page shows Words.
type Judgement struct {
	Verdict Verdict
	Reason  Reason
	Test    Test
	Measure Measure
	Was, Is float64 // points: means that were compared; both zero where NotYet, except for NewTrouble
	Needed  float64 // points of drop that Better asks for
	Ready   Day     // for TooEarly: the first day on which it can be said
}

// String is "withheld".
func (j Judgement) String() string { return withheld }

// LogValue is "withheld".
func (j Judgement) LogValue() slog.Value { return slog.StringValue(withheld) }

// Test is which comparison was made. The zero value is StartAndNow.
type Test uint8

// The tests.
const (
	StartAndNow Test = iota // weeks 3 and 4 against the weeks before the chair
	OnAndOff                // weeks with the chair against weeks without
)

// Judge compares weeks 3 and 4 with the chair with the one or two weeks before it, as of today. It always
// compares the same weeks: looking again later does not give chance a second try. It says Better only if the drop
// is one that people call a change and is larger than 95 % of people show who did nothing new, the noise of
// one's own days included. It says Worse more easily, for caution: if the rise is one that people call a change in
// each of the two weeks, and more than the noise of one's days.
func Judge(r Record, today Day) Judgement {
	j := Judgement{Measure: r.Measure}
	no := func(why Reason) Judgement { j.Reason = why; return j }
	w := r.weeks()
	var base []sample
	for start := r.Begin - 2*week; start < r.Begin; start += week {
		if s := w.at(start); s.n >= leastRatings {
			base = append(base, s)
		}
	}
	switch {
	case r.used(r.Begin-2*week, r.Begin) > 0:
		return no(MixedBaseline)
	case len(base) == 0:
		return no(NoBaseline)
	case today < r.Begin+judgedAfter:
		j.Ready = r.Begin + judgedAfter
		return no(TooEarly)
	case r.used(r.Begin, r.Begin+judgedAfter) < leastSessions:
		return no(FewSessions)
	}
	third, fourth := w.at(r.Begin+2*week), w.at(r.Begin+3*week)
	if third.n < leastRatings || fourth.n < leastRatings {
		return no(FewRatings)
	}
	day := dayVariance(append(base, third, fourth)...)
	is := (third.mean + fourth.mean) / 2
	noise := (third.meanVariance(day) + fourth.meanVariance(day)) / 4
	was := 0.0
	for _, b := range base {
		was += b.mean / float64(len(base))
		noise += b.meanVariance(day) / float64(len(base)*len(base))
	}
	j.Was, j.Is = was, is
	j.Needed = beyondNatural(was, noise)
	rise := min(third.mean, fourth.mean) - was
	switch {
	case was-is >= j.Needed && matters(was-is, was):
		j.Verdict = Better
		if !r.Lasting {
			j.Verdict, j.Reason = NotYet, NewTrouble
		}
	case matters(rise, was) && is-was >= quantile*math.Sqrt(noise):
		j.Verdict = Worse
	default:
		j.Verdict = Same
		if was < j.Needed {
			j.Reason = LowStart
		}
	}
	return j
}

// used is how many days with the chair lie in [from, until).
func (r Record) used(from, until Day) int {
	seen := map[Day]bool{}
	for _, d := range r.Sessions {
		if d >= from && d < until {
			seen[d] = true
		}
	}
	return len(seen)
}

// weeks are a record's daily ratings by day. Several notes of one day count as their mean.
type weeks map[Day][]float64

func (r Record) weeks() weeks {
	w, n := weeks{}, named(r.Notes)
	for _, note := range r.Notes {
		// Before and After are how one session felt; Weekly and Monthly are memories. Only days are counted.
		if note.Kind != Daily {
			continue
		}
		if v, ok := r.Measure.of(note, n); ok {
			w[note.Day] = append(w[note.Day], v)
		}
	}
	return w
}

// at is the sample of the seven days from start.
func (w weeks) at(start Day) sample {
	var values []float64
	for d := start; d < start+week; d++ {
		if v := w[d]; len(v) > 0 {
			values = append(values, sampleOf(v).mean)
		}
	}
	return sampleOf(values)
}
