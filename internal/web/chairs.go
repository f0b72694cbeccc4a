package web

import (
	_ "embed" // the templates
	"io"
)

//go:embed chairs.html
var chairsText string

//go:embed off.html
var offText string

//go:embed add.html
var addText string

//go:embed changing.html
var changingText string

var addPage, changingPage = viewOf("add", addText), viewOf("changing", changingText)

// Chairs is the part of the view Chair where chairs with a link are found, added and chosen.
type Chairs struct {
	Why       string // why not from this device; empty: it may be
	Fixed     string // why another cannot be chosen here; empty: it can
	Said      string // what went wrong
	Added     string // the name of the chair that was added just now
	All       []ChairRow
	Removable bool // they are removed here
	Simulated bool // the simulated chair is used
	Usable    bool // it can be chosen
	Looked    bool
	Found     []FoundRow
	Notes     []Line
}

// ChairRow is a chair that was added.
type ChairRow struct {
	Name, Title string
	Link, File  string
	State       string // whether people may sit there, and why not
	Tried, Used bool
	Wrong       bool // it cannot be opened
}

// FoundRow is something in reach.
type FoundRow struct {
	Name, Way string
	Maybe     string // profiles that it may be of
	About     string
	Taken     string // why it cannot be used as it stands; empty: it can
	Add       string // where it is added
}

// AddChair is the view where a chair is added: its link, and what is asked of it.
type AddChair struct {
	Frame
	Link      string // empty: it is typed first
	Problem   string
	Questions []AddQuestion
}

// AddQuestion is one of those that are asked.
type AddQuestion struct {
	Name, Text, Value string
	Choices           []string // none: any text
	Number            bool
}

// Write writes the view as HTML.
func (v AddChair) Write(w io.Writer) error { return addPage.Execute(w, v) }

// Changing is the view while the server changes to another chair, for who has no scripts.
type Changing struct{ Frame }

// Write writes the view as HTML.
func (v Changing) Write(w io.Writer) error { return changingPage.Execute(w, v) }
