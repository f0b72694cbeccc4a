// Package doctor looks at a machine as a mechanic would before a chair is trusted to it: disk, clock, real time, what is kept,
// Bluetooth, serial ports. Each finding says what was found, and of what is wrong how to mend it. It changes nothing but
// a file of its own, which it takes away again.
package doctor

import (
	"fmt"
	"strings"
	"time"
)

// State is how much a finding matters.
type State uint8

// The states.
const (
	OK   State = iota
	Note       // Lumbar works, with something missing or worse than it could be
	Bad        // Lumbar does not work, or loses something
)

var stateNames = [...]string{"ok", "note", "bad"}

func (s State) String() string { return stateNames[min(int(s), len(stateNames)-1)] }

// MarshalText is the state's name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding is what came of one look.
type Finding struct {
	What  string `json:"what"`
	State State  `json:"state"`
	Found string `json:"found"`
	Mend  string `json:"mend,omitempty"` // what to do; empty where nothing is wrong
}

// Machine is what is looked at. The zero value is this machine, without what Lumbar keeps.
type Machine struct {
	Root string    // in front of /dev, /sys and /run; for tests
	Data string    // the data directory; empty leaves out what is kept
	Now  time.Time // by the wall's clock
	Made time.Time // when this Lumbar was built; zero if nobody knows
}

// Look is every finding, in the order in which one would mend.
func Look(m Machine) []Finding {
	out := []Finding{clock(&m)}
	if m.Data != "" {
		out = append(out, directory(&m), space(&m), flush(&m))
	}
	return append(append(out, realTime()...), bluetooth(&m), serial(&m))
}

// Worst is the worst state of all.
func Worst(all []Finding) State {
	worst := OK
	for i := range all {
		worst = max(worst, all[i].State)
	}
	return worst
}

// Text is the findings for people: a line each, and beneath what is wrong how to mend it.
func Text(all []Finding) string {
	marks := [...]string{"  ok", "note", " BAD"}
	wide := 0
	for i := range all {
		wide = max(wide, len(all[i].What))
	}
	var b strings.Builder
	for i := range all {
		f := &all[i]
		fmt.Fprintf(&b, "%s  %-*s  %s\n", marks[f.State], wide, f.What, f.Found)
		if f.Mend != "" {
			fmt.Fprintf(&b, "      %*s  -> %s\n", wide, "", f.Mend)
		}
	}
	return b.String()
}
