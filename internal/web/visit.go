package web

import (
	_ "embed" // the template
	"html/template"
	"io"
)

//go:embed visit.html
var visitText string

var visitPage = alone("visit", visitText)

// Visit is one step of a person's part of a session, as the page shows it to that person alone: plain texts, written
// into visit.html. What a step does not need stays empty.
type Visit struct {
	Step    string // as package visit names it, or "gone": nothing is known of it any more
	Turn    int    // which word of the person's is awaited
	Name    string // whose visit it is; empty: a guest's
	Problem string // why what was sent was not taken
	N, Of   int    // which card or movement, from 1
	After   bool   // of the check after a session
	Ended   string // why the session ended, where its person did not end it
	Again   bool   // what speaks against a session can be put right now
	Back    bool   // there is a way back
	Figures []Figure
	Scales  []Scale
	Lines   []Choice
	Ask     string
	About   string // of the next day's question: which session
	Say     string
	Texts   []string
	Severe  string // of a refusal: its outcome's name
	Until   string // a time of day
	Asks    []Ask
	OK      bool   // a professional's word may be recorded
	Today   string // 2026-03-01
	Moves   []Move
	Seconds int // of the movement's timer
	Limits  []Line
	Exit    string // what is said once, when weeks have changed nothing
	// Homing is what a start moves before the massage; empty: nothing. Tell: whoever sits there has to say that they know.
	Homing    string
	Tell      bool
	Simulated bool
	Measure   bool // of a start that was not taken yet
	// Calibrate: to find how firm feels right is chosen beforehand.
	Calibrate bool
	// Massager is its title, if the session is on one without a link.
	Massager string
	// Closed is what the session will be on a closed chair; nil: it has axes.
	Closed *ClosedPlan
}

// Figure is a number to fill in.
type Figure struct {
	Name, Label, Unit string
	Least, Most       int
}

// Scale is a choice from 0 to 10, or none.
type Scale struct{ Name, Legend, Low, High string }

// Steps are the numbers of a scale.
func (Scale) Steps() []int { return []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10} }

// Choice is a line to choose.
type Choice struct{ ID, Text string }

// Ask is a question to take along.
type Ask struct {
	ID, Text string
	Opens    bool // to a professional's word
	Written  bool // in writing alone
}

// Move is one movement. Loop moves by itself; Strip is for who wants less motion, and for paper. A walk has neither.
type Move struct {
	Name, Dose, Says, Note string
	Change                 []string
	Loop, Strip            template.HTML
}

// Write writes the step as a whole HTML document, of which the page takes the one section.
func (v Visit) Write(w io.Writer) error { return visitPage.Execute(w, v) }
