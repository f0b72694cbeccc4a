package web

import (
	_ "embed" // the template
	"io"
)

//go:embed worse.html
var worseText string

var worsePage = viewOf("worse", worseText)

// Worse is a step of what is asked of somebody who felt worse after a session, for that person alone.
type Worse struct {
	Frame
	Step    string // cards, question, refused, kept
	Turn    int    // which word of the person's is awaited
	Problem string // why what was sent was not taken
	Severe  string // of a refusal: its outcome's name; an emergency stands for itself
	Say     string
	Texts   []string
	Lines   []Choice
	Asks    []string // to take along
}

// Write writes the step as HTML.
func (v Worse) Write(w io.Writer) error { return worsePage.Execute(w, v) }
