package web

import (
	_ "embed" // the template
	"html/template"
	"io"
)

//go:embed mine.html
var mineText string

var minePage = viewOf("mine", mineText)

// Mine is "My back" as its person sees it, and nobody else: plain texts, written into mine.html. What is empty is not shown.
type Mine struct {
	Frame
	Sheet   bool   // for paper: no forms, everything open
	Today   string // 1 March 2026
	Problem string // why what was sent was not kept
	Notes   []NoteForm
	Answers []Verdict
	Caveat  string
	Exit    string // the chair does not seem to help
	Weeks   Weeks
	Example bool // Weeks is made up: nothing is noted yet
	Table   Table
	Next    string // the next step, while there is little to see
	Aims    AimsForm
	OnOff   OnOffForm
	Levels  []Panel
	Shape   Shape
	Counts  []Line // of the sheet: how much it rests on
	Worse   bool   // felt worse is offered
}

// NoteForm is one note to write.
type NoteForm struct {
	Kind, Title string
	About       string   // which session it is about; empty: none is known
	Open        bool     // due: shown open
	Noted       string   // what today's says already; empty: there is none
	Scales      []Ruler  // asked at once
	More        []Ruler  // behind "more"
	Reach       *float64 // cm, of today's note; nil with AskReach: not measured yet
	AskReach    string
	Skip        bool // may be skipped on purpose
}

// Ruler is a choice of whole numbers, or none.
type Ruler struct {
	Name, Legend, Low, High string
	Steps                   []RulerStep
}

// RulerStep is a number of a ruler.
type RulerStep struct {
	V  int
	On bool // chosen
}

// Verdict is one answer with what it rests on and still needs.
type Verdict struct {
	Title string
	Clear bool // there is an answer
	Lead  string
	Words []string // behind what it needs
	Needs []string
}

// Table is the numbers of a drawing.
type Table struct {
	Head []string
	Rows []TableRow
}

// TableRow is a day: its date, and a cell a column, empty where nothing was noted.
type TableRow struct {
	Day   string
	Cells []string
}

// AimsForm is what a person wants to get better at.
type AimsForm struct {
	Set        bool // said before
	Fixed      bool // the comparison has begun: what is judged stays
	Activities []string
	Longest    int // letters
	Measures   []Option
	Lasting    bool
	Reach      bool
	MayReach   bool // nothing of the safety check speaks against bending
	Since      string
	Restart    bool // there were sessions: saving begins a new comparison
}

// Option is one of a few.
type Option struct {
	ID, Text string
	On       bool
}

// OnOffForm is weeks with and without the chair.
type OnOffForm struct {
	Since string // empty: not under way, and not over
	Under bool   // under way
}

// Panel is small multiples under a title.
type Panel struct {
	Title, About string
	Weeks        Weeks
	Table        Table
}

// Write writes the page as HTML.
func (m Mine) Write(w io.Writer) error { return minePage.Execute(w, m) }

// Pictures are the drawing at two sizes, or at the wide one for paper.
func (m Mine) Pictures(w Weeks) []template.HTML {
	if m.Sheet {
		return []template.HTML{w.Wide()}
	}
	return []template.HTML{w.Wide(), w.Narrow()}
}
