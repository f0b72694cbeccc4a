package manual

import (
	"fmt"
	"strings"
)

// Instruction is what a person is asked to do, three times: large, to be read from afar; line by line; and to be spoken.
type Instruction struct {
	Large string   `json:"large"`
	Do    []string `json:"do"`
	Say   string   `json:"say"`
}

// Never is what holds for every hand-held massager, at every moment.
const Never = "On the muscle, never on the spine. Let its own weight press."

// Instruct is how to come from one setting to another, in the massager's own words. From is what it is believed to be set
// to; with the zero Setting it is off, and everything has to be set.
func (m *Massager) Instruct(from, to Setting) Instruction {
	in := Instruction{Do: []string{}}
	var large []string
	fresh := !from.On
	do := func(format string, args ...any) { in.Do = append(in.Do, fmt.Sprintf(format, args...)) }
	if m.Kind == HandHeld {
		where := Spots()[to.Spot].Where
		large = append(large, Spots()[to.Spot].Short)
		in.Say = "Move on: " + where
		if fresh {
			in.Say = "Begin " + where
		}
	} else {
		large = append(large, m.Places[to.Place].Press)
	}
	if fresh {
		do("Press %s to switch it on", m.On)
	}
	if m.Kind != HandHeld && (fresh || from.Place != to.Place) {
		do("Choose %s", m.Places[to.Place].Press)
	}
	if fresh || from.Mode != to.Mode {
		do("Choose %s", m.Modes[to.Mode].Press)
	}
	if len(m.Modes) > 1 && m.Kind != HandHeld {
		large = append(large, m.Modes[to.Mode].Press)
	}
	if word := m.Strengths[to.Strength-1]; len(m.Strengths) > 1 {
		switch {
		case !fresh && from.Strength == to.Strength:
		case m.Strength != "":
			do("Press %s until it is at %s", m.Strength, word)
		default:
			do("Press %s", word)
		}
		large = append(large, "strength "+word)
	}
	if m.Heat != "" {
		switch {
		case to.Heat && !from.Heat:
			do("Press %s for warmth", m.Heat)
		case from.Heat && !to.Heat:
			do("Press %s: warmth off", m.Heat)
		}
		if to.Heat {
			large = append(large, m.Heat+" on")
		} else if fresh || from.Heat {
			large = append(large, m.Heat+" off")
		}
	}
	in.Large = strings.Join(large, ", ")
	if m.Kind == HandHeld {
		do("Hold it %s", Spots()[to.Spot].Where)
	} else {
		in.Say = "Now set " + strings.ToLower(in.Large)
	}
	in.Say += "."
	return in
}

// Halt is how to switch the massager off.
func (m *Massager) Halt() Instruction {
	plug := "If it does not stop, pull its plug"
	if m.Kind == HandHeld {
		return Instruction{
			Large: "Take it off your back. Press " + m.Off,
			Do:    []string{"If it does not stop, lay it down and pull its plug or battery"},
			Say:   "Take it off your back and press " + strings.ToLower(m.Off) + ".",
		}
	}
	in := Instruction{
		Large: "Press " + m.Off + " on your remote",
		Say:   "Press " + strings.ToLower(m.Off) + " on your remote.",
	}
	if m.Kind == Chair {
		in.Do = append(in.Do, "If it still presses, lean forward, away from it")
	}
	in.Do = append(in.Do, plug)
	return in
}

// sets is what a setting is, in a few words.
func (m *Massager) sets(to Setting) string { return m.Instruct(Setting{}, to).Large }
