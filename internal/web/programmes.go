package web

import (
	_ "embed" // the templates
	"io"

	"github.com/openlumbar/lumbar/internal/diag"
)

//go:embed programmes.html
var programmesText string

//go:embed programme.html
var programmeText string

//go:embed editor.html
var editorText string

//go:embed checked.html
var checkedText string

var (
	programmesPage = viewOf("programmes", programmesText)
	programmePage  = withChoices(viewOf("programme", programmeText))
	editorPage     = viewOf("editor", editorText)
	checkedPage    = viewOf("checked", checkedText)
)

// Filter is a word for whom programmes are, to see only those.
type Filter struct {
	Word string
	Here bool // only those are shown
}

// Programmes is all that can be started, as cards.
type Programmes struct {
	Frame
	Filters []Filter
	All     bool // none of them is chosen
	Shipped []Card
	Own     []Card
	Broken  []Line // saved ones whose text has errors: name, and the first error
	CanSave bool
	Problem string // why it is not what was asked for
}

// Write writes the view as HTML.
func (v Programmes) Write(w io.Writer) error { return programmesPage.Execute(w, v) }

// ProgrammeView is one programme.
type ProgrammeView struct {
	Frame
	Card
	Own     bool
	Right   bool // its text has no errors
	Phases  []PhaseRow
	Heat    string
	For     string // whom it suits
	Before  string // why it is not for them yet; empty: it is
	Needs   []string
	Chair   string
	Changed []string // what this chair, and this person's limits, would change
	Wrong   string   // why what was chosen cannot be played; the rest is then as it is written
	Whose   string   // who is unlocked, if their limits count
	Problem []diag.Diagnostic
	Lines   []string
}

// PhaseRow is a phase in plain words.
type PhaseRow struct {
	Name    string
	Times   int // how often its strokes come
	Strokes []StrokeRow
}

// StrokeRow is one stroke in plain words.
type StrokeRow struct{ What, Where, Force, Time string }

// Write writes the view as HTML.
func (v ProgrammeView) Write(w io.Writer) error { return programmePage.Execute(w, v) }

// Editor is a programme's text to work on.
type Editor struct {
	Frame
	From    string // of which programme the text is; empty: a new one
	Text    string
	CanSave bool
	Checked Checked
}

// Write writes the view as HTML.
func (v Editor) Write(w io.Writer) error { return editorPage.Execute(w, v) }

// Checked is what there is to say of a text.
type Checked struct {
	Card
	Right    bool // no errors: there is a score
	Problems []diag.Diagnostic
	Tally    string
}

// Write writes it as a whole HTML document, of which the page takes the one section.
func (v Checked) Write(w io.Writer) error { return checkedPage.Execute(w, v) }
