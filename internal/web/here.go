package web

import (
	_ "embed" // the template
	"io"
)

//go:embed here.html
var hereText string

var herePage = viewOf("here", hereText)

// Here is one place to press: the picture of a back, its levels, how firm and how long.
type Here struct {
	Frame
	Levels []string // from the top down
	Forces []Force
	Holds  []Hold
	Bodies []Body // who may be pressed on a simulated chair; none on another
	Known  any    // where this person's levels were found, for the drawing; nil: not known
	Visits bool   // a person may try it as themselves
	Spot   string // the longest contact at one spot
	Most   string // the most force, and whose limit it is
	Whose  string // who is unlocked
}

// Force is a force word, and what it is in newtons.
type Force struct{ Word, Newtons string }

// Hold is a time that the pressure lasts.
type Hold struct {
	Seconds int
	Words   string
}

// Write writes the view as HTML.
func (v Here) Write(w io.Writer) error { return herePage.Execute(w, v) }
