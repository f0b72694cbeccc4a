package commission

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
)

// Version is that of the procedure. It rises when a step is added or gets stricter: what was tried by an older one is to be
// tried again.
const Version = 1

// How is what a step wants of the person. The zero value is invalid.
type How uint8

// The ways.
const (
	_       How = iota
	Wait        // nothing
	Confirm     // an answer: yes, or no
	Hold        // a key or button, held; let go, everything stands
)

// String is the way's one name.
func (h How) String() string {
	return [...]string{"how?", "wait", "confirm", "hold", "how?"}[min(h, Hold+1)]
}

// Prompt is what a step asks now.
type Prompt struct {
	How  How
	Text string     // whole sentences
	Axis chair.Axis // that would move; 0 is none
}

// Figure is something that was measured, with what it was held against. A bound of 0 is none.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit,omitempty"`
	Least float64 `json:"least,omitempty"`
	Most  float64 `json:"most,omitempty"`
}

// String is the figure in words.
func (f Figure) String() string {
	text := fmt.Sprintf("%s %.4g", f.Name, f.Value)
	if f.Unit != "" {
		text += " " + f.Unit
	}
	switch {
	case f.Least != 0 && f.Most != 0:
		text += fmt.Sprintf(" (%.4g to %.4g)", f.Least, f.Most)
	case f.Most != 0:
		text += fmt.Sprintf(" (at most %.4g)", f.Most)
	case f.Least != 0:
		text += fmt.Sprintf(" (at least %.4g)", f.Least)
	}
	return text
}

// Result is how one step came out.
type Result struct {
	Name    string   `json:"name"`  // such as "axis carriage"
	Title   string   `json:"title"` // in plain words
	Passed  bool     `json:"passed"`
	Why     string   `json:"why,omitempty"` // what is wrong and what to do, if it failed
	Figures []Figure `json:"figures,omitempty"`
}

// Outcome is how the whole test stands. The zero value is under way.
type Outcome uint8

// The outcomes.
const (
	UnderWay Outcome = iota
	Passed
	Failed  // something is wrong with the chair
	Aborted // somebody stopped the test, or nobody went on with it
)

// String is the outcome's one name.
func (o Outcome) String() string {
	return [...]string{"under way", "passed", "failed", "aborted", "outcome?"}[min(o, Aborted+1)]
}

// View is the test as it stands, for people. Results are shared with the Bench and never changed.
type View struct {
	Step, Steps int // which one, from 1
	Name, Title string
	Prompt      Prompt
	Moving      bool
	Outcome     Outcome
	Why         string // of an outcome other than passed
	Results     []Result
}

// In is one control period.
type In struct {
	At     time.Duration
	Report *chair.Report
	Fresh  bool // the newest reading is new enough
	Took   bool // the chair has confirmed what was sent last
	Held   bool // the key is held, now
	Yes    bool // an answer that came since the last tick
	No     bool
	Stop   bool // somebody presses STOP: the test ends
	Alive  bool // whoever asked for the test is still there
}

// act is what a step wants of a tick.
type act struct {
	command chair.Command
	setting chair.Setting // of a closed chair
	armed   bool          // something may move; otherwise the guard is disarmed
	stop    bool          // the guard is told to stop
	silent  bool          // nothing is sent at all
	moving  bool          // for the view
}

// step is one step of a test. It is called until it has passed or failed.
type step interface {
	name() string
	title() string
	prompt() Prompt
	tick(b *Bench, in *In) act
}

// helpless is a step that must see the guard's fault itself: it knows what the fault means here.
type helpless interface {
	fault(b *Bench, f *chair.Fault) (why string)
}
