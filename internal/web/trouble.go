package web

import (
	_ "embed" // the template
	"io"
)

//go:embed trouble.html
var troubleText string

var troublePage = viewOf("trouble", troubleText)

// Trouble says to a person why their browser does not get what it asked for, with STOP where it always is.
type Trouble struct {
	Frame
	What   string
	Detail string // the cause and the way out
}

// Write writes the view as HTML.
func (v Trouble) Write(w io.Writer) error { return troublePage.Execute(w, v) }
