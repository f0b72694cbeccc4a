package routine

import (
	"fmt"
	"log/slog"
	"time"
)

// A Spell is a time of sitting that a person noted.
type Spell struct{ From, Until time.Time }

// Sat is what was noted of a day's sitting. It has no target, no score and no colour. It prints as "withheld".
type Sat struct {
	Sitting time.Duration
	Changes int // of position
}

// Sit counts what lies in the day of a moment, in that moment's zone. Spells that overlap count once.
func Sit(spells []Spell, changes []time.Time, day time.Time) Sat {
	from := Clock(0).At(day)
	until := Clock(0).At(daysOn(day, 1))
	var sat Sat
	for at := from; at.Before(until); at = at.Add(time.Minute) {
		for _, s := range spells {
			if !at.Before(s.From) && at.Before(s.Until) {
				sat.Sitting += time.Minute
				break
			}
		}
	}
	for _, c := range changes {
		if !c.Before(from) && c.Before(until) {
			sat.Changes++
		}
	}
	return sat
}

// Words are the tallies and nothing else.
func (s Sat) Words() string {
	long := fmt.Sprintf("%d min", int(s.Sitting.Minutes())%60)
	if h := int(s.Sitting.Hours()); h > 0 {
		long = fmt.Sprintf("%d h %s", h, long)
	}
	changes := fmt.Sprintf("%d changes", s.Changes)
	if s.Changes == 1 {
		changes = "1 change"
	}
	return long + " noted, " + changes
}

// String is "withheld".
func (s Sat) String() string { return "withheld" }

// LogValue is "withheld".
func (s Sat) LogValue() slog.Value { return slog.StringValue("withheld") }
