package web

import (
	_ "embed" // the templates
	"html/template"
	"io"
)

//go:embed week.html
var weekText string

//go:embed moves.html
var movesText string

var (
	weekPage  = viewOf("week", weekText)
	movesPage = viewOf("moves", movesText).with("move texts", moveText)
)

// moveText is one movement with its picture, as the warm-up of a visit shows it too.
const moveText = `{{define "move"}}<figure class="move">
  {{if .Loop}}<div class="loop">{{.Loop}}</div><div class="strip">{{.Strip}}</div>{{end}}
  <figcaption><p class="dose">{{.Dose}}</p>{{if .Says}}<p>{{.Says}}</p>{{end}}{{range .Change}}<p>{{.}}</p>{{end}}{{if .Note}}<p class="quiet">{{.Note}}</p>{{end}}</figcaption>
</figure>{{end}}`

// Week is "My week" as its person sees it, and nobody else: plain texts, written into week.html. What is empty is not
// shown.
type Week struct {
	Frame
	Problem string   // why what was sent was not kept
	Done    string   // what was done with what was sent
	Planned bool     // there is a routine
	Today   string   // Wednesday 25 November
	Now     []Moment // what today has
	Had     string   // that today's dose is used, and until when
	Says    []string // what the dose made of the wish
	Days    []WeekDay
	Wide    template.HTML
	Narrow  template.HTML
	Plan    PlanForm
	Break   Break
	Sat     Sat
	Feed    Feed
}

// Moment is one entry of a day.
type Moment struct {
	At, What, Kind string // 18:30, In the chair, session
	Path           string // where it leads; empty: nowhere
}

// WeekDay is one column.
type WeekDay struct {
	Name, Short, Date string // Wednesday, Wed, 25 November
	Today             bool
	Moments           []Moment
}

// Pick is one thing to choose.
type Pick struct {
	ID, Text string
	On       bool
}

// PlanForm is what a week is made from.
type PlanForm struct {
	Kinds      []Pick
	Sessions   []Pick
	At         string // 18:30
	Free, Hard []Pick // days
	QuietFrom  string
	QuietTo    string
	Breaks     bool
	Every      []Pick
	From, To   string
	BreakDays  []Pick
}

// Break is the next proposal to move. Due and Until are milliseconds since 1970.
type Break struct {
	On      bool
	Now     bool   // it is proposed now
	Next    string // about 10:50, or why not
	Text    string // what it says
	Due     int64
	Token   string // by which the open page may note breaks, and nothing else
	Snoozes []Pick
}

// Sat is what was noted of today: tallies and nothing else.
type Sat struct {
	Words   string
	Sitting bool
	Any     bool // something can be taken back
}

// Feed is the calendar's address.
type Feed struct {
	Address string // empty: it is off
	Webcal  string // the same, as calendar programs subscribe to it
	Local   bool   // it was opened by a name that other devices do not know
}

// Write writes the view as HTML.
func (v Week) Write(w io.Writer) error { return weekPage.Execute(w, v) }

// Moves is one sequence of movements for one person.
type Moves struct {
	Frame
	Problem   string
	Sequences []SequenceLink
	Name, For string
	Minutes   int
	Note      string
	Stop      string
	Says      []string // why there is less, or nothing
	Steps     []MoveStep
	Asked     []Pick // what the safety check does not ask
}

// SequenceLink is one of the sequences to choose.
type SequenceLink struct {
	ID, Name string
	Minutes  int
	Here     bool
}

// MoveStep is one movement and who does something else.
type MoveStep struct {
	Move
	N    int
	Ways []string
}

// Write writes the view as HTML.
func (v Moves) Write(w io.Writer) error { return movesPage.Execute(w, v) }
