package web

import (
	_ "embed" // the template
	"io"
)

//go:embed reference.html
var referenceText string

var referencePage = viewOf("reference", referenceText)

// Reference is the page about the interface for other programs.
type Reference struct {
	Frame
	Entries []Entry
}

// Entry is one operation.
type Entry struct {
	Tag, Method, Path, Summary, About string
	Takes, Gives                      []Field
	Try                               string // a command line
}

// Field is one field of a body.
type Field struct {
	Name, Type, About string
	Needed            bool
}

// Write writes the page as HTML.
func (r Reference) Write(w io.Writer) error { return referencePage.Execute(w, r) }
