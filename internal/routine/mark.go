package routine

import (
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// A MarkKind is what a person noted with one tap. The zero value is invalid.
type MarkKind uint8

// The kinds of mark.
const (
	_           MarkKind = iota
	SatDown              // from here on sitting
	GotUp                // no longer sitting
	Changed              // another position, and still sitting
	TookBreak            // up and moving for some minutes, proposed or not
	LetPass              // a break was proposed, and nobody said anything
	markKindEnd          // not a kind
)

var markNames = [markKindEnd]string{"", "sit", "up", "change", "break", "let"}

// String is the stable name.
func (k MarkKind) String() string {
	if k == 0 || k >= markKindEnd {
		return "invalid"
	}
	return markNames[k]
}

// MarkKindOf is the kind of a stable name.
func MarkKindOf(name string) (MarkKind, bool) {
	i := slices.Index(markNames[1:], name)
	return MarkKind(i + 1), i >= 0
}

// A Mark is a moment that a person noted. It prints as "withheld".
type Mark struct {
	At   time.Time
	What MarkKind
}

// Format writes "withheld" for every verb.
func (Mark) Format(f fmt.State, _ rune) { fmt.Fprint(f, "withheld") }

// LogValue is "withheld".
func (Mark) LogValue() slog.Value { return slog.StringValue("withheld") }

// MarshalText is "withheld", and with it JSON.
func (Mark) MarshalText() ([]byte, error) { return []byte("withheld"), nil }

// How marks count. A break is two or three minutes up and moving; who forgot to say that they got up has not sat for
// longer than longestSpell.
const (
	breakLength  = 3 * time.Minute
	longestSpell = 4 * time.Hour
)

// Spells is what marks, the oldest first, tell of sitting until now: the spells, and the moments of another position.
// sitting says that the last spell still goes on.
func Spells(marks []Mark, now time.Time) (spells []Spell, changes []time.Time, sitting bool) {
	var from time.Time // of the spell under way; zero is none
	end := func(at time.Time) bool {
		if from.IsZero() {
			return false
		}
		last := from.Add(longestSpell)
		cut := at.After(last)
		if cut {
			at = last
		}
		if at.After(from) {
			spells = append(spells, Spell{from, at})
		}
		from = time.Time{}
		return !cut
	}
	for _, m := range marks {
		if m.At.After(now) {
			break // a clock that was set back
		}
		switch m.What {
		case SatDown:
			end(m.At)
			from = m.At
		case GotUp:
			end(m.At)
			changes = append(changes, m.At)
		case TookBreak:
			if end(m.At) {
				from = m.At.Add(breakLength)
			}
			changes = append(changes, m.At)
		case Changed:
			changes = append(changes, m.At)
		}
	}
	return spells, changes, end(now)
}

// Moved is what breaks go by: when the person last noted anything of moving, sat down or let a break pass, and how many
// breaks they have let pass since they last moved. Where there is nothing, moved is from.
func Moved(marks []Mark, from time.Time) (moved time.Time, ignored int) {
	moved = from
	for _, m := range marks {
		if m.At.After(moved) {
			moved = m.At
		}
		switch m.What {
		case LetPass:
			ignored++
		case GotUp, Changed, TookBreak:
			ignored = 0
		}
	}
	return moved.In(from.Location()), ignored
}
