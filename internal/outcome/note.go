package outcome

import (
	"fmt"
	"log/slog"
	"time"
)

// A Day is a day of the person's own calendar, counted from 1 January 1970.
type Day int

// DayOf is the calendar day of a moment in that moment's own time zone.
func DayOf(at time.Time) Day {
	y, m, d := at.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// String is the day as 2026-03-01.
func (d Day) String() string { return d.time().Format(time.DateOnly) }

// Words is the day as a person reads it: 1 March 2026.
func (d Day) Words() string { return d.time().Format("2 January 2006") }

// Short is the day on an axis: 1 Mar.
func (d Day) Short() string { return d.time().Format("2 Jan") }

func (d Day) time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// MarshalText is the day as String gives it.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day as MarshalText writes it.
func (d *Day) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("read a day: %w: write it as 2026-03-01", err)
	}
	*d = DayOf(at)
	return nil
}

// Activities is how many activities of one's own a person may name.
const Activities = 3

// Kind is the occasion of a note. The zero value is invalid.
type Kind uint8

// The occasions.
const (
	_       Kind = iota
	Daily        // how the day was, on any day, with a session or without; also the question of the next day
	Before       // right before a session
	After        // right after it
	Weekly       // the past seven days
	Monthly      // since the start, every four weeks
	kindEnd
)

var kinds = [kindEnd]struct {
	name, question string
}{
	Daily:   {"daily", "How was your back today?"},
	Before:  {"before", "How is your back right now?"},
	After:   {"after", "How does your back feel now?"},
	Weekly:  {"weekly", "How were the past seven days?"},
	Monthly: {"monthly", "Compared with when you started, how is your back?"},
}

// Valid says whether k is one of the occasions.
func (k Kind) Valid() bool { return k > 0 && k < kindEnd }

// String is the kind's stable name, as a store keeps it.
func (k Kind) String() string {
	if !k.Valid() {
		return "invalid"
	}
	return kinds[k].name
}

// KindOf is the kind of a stable name.
func KindOf(name string) (Kind, bool) {
	for k := Kind(1); k < kindEnd; k++ {
		if kinds[k].name == name {
			return k, true
		}
	}
	return 0, false
}

// Question is what a note of this kind asks.
func (k Kind) Question() string {
	if !k.Valid() {
		return ""
	}
	return kinds[k].question
}

// A Note is what a person wrote down once. Every answer may be missing.
type Note struct {
	Day  Day
	Kind Kind
	// Pain and Tightness: 0 none, 10 the worst there could be.
	Pain, Tightness Rating
	// Relaxed: 0 not at all, 10 wholly. It is shown and never judged.
	Relaxed Rating
	// Sleep of the past seven days: 0 as bad as it could be, 10 as good. It is shown and never judged.
	Sleep Rating
	// Hard is how hard each of the person's own activities was: 0 no trouble, 10 could not do it. The idea of
	// naming one's own activities is the Patient-Specific Functional Scale's (Stratford 1995); the words and the
	// direction are our own.
	Hard   [Activities]Rating
	Reach  Reach
	Active ActiveDays // of the past seven
	Change Change     // since the start
}

// Check says what is wrong with a note, or nothing.
func (n Note) Check() error {
	if !n.Kind.Valid() {
		return fmt.Errorf("keep a note: kind %d is none of daily, before, after, weekly, monthly", n.Kind)
	}
	return nil
}

// String is "withheld".
func (n Note) String() string { return withheld }

// LogValue is "withheld": that a note exists is already health data.
func (n Note) LogValue() slog.Value { return slog.StringValue(withheld) }

// Measure is what a person wants judged. It is chosen once, before the start: with several chances, chance
// itself would find one. The zero value is Pain.
type Measure uint8

// The measures.
const (
	Pain      Measure = iota
	Tightness         // of the back
	Hardness          // the mean of the person's own activities
	measureEnd
)

// String names the measure in words for people.
func (m Measure) String() string {
	switch m {
	case Pain:
		return "pain"
	case Tightness:
		return "tightness"
	case Hardness:
		return "your own activities"
	}
	return "invalid"
}

// of is the note's value by the measure. Activities count when every one that was ever named is there: a mean
// over changing activities would move by itself; named is how many.
func (m Measure) of(n Note, named int) (float64, bool) {
	switch m {
	case Pain:
		v, ok := n.Pain.Value()
		return float64(v), ok
	case Tightness:
		v, ok := n.Tightness.Value()
		return float64(v), ok
	case Hardness:
		sum := 0
		for _, r := range n.Hard[:named] {
			v, ok := r.Value()
			if !ok {
				return 0, false
			}
			sum += v
		}
		return float64(sum) / float64(max(1, named)), named > 0
	}
	return 0, false
}

// named is how many activities the notes have at most.
func named(notes []Note) int {
	most := 0
	for _, n := range notes {
		for i, r := range n.Hard {
			if _, ok := r.Value(); ok {
				most = max(most, i+1)
			}
		}
	}
	return most
}
