package web

import (
	_ "embed" // the templates
	"html/template"
	"io"
	"strings"
)

//go:embed note.html
var noteText string

//go:embed sign.html
var signText string

var (
	notePage = viewOf("note", noteText)
	signPage = viewOf("sign", signText)
)

// Note is the note of the day after, as a calendar's entry opens it: one question at a time, each answered by one tap.
type Note struct {
	Frame
	Step    string // who, pin, pain, sore, done, closed
	Day     string // Wednesday 25 November: the day that is asked about
	Path    string // where the forms go
	Ask     string
	About   string // which session it is about; empty: none is known
	Scale   Scale
	People  []Pick // of Step who
	Who, ID string // of Step pin
	Problem string
	Says    []string
}

// Write writes the view as HTML.
func (v Note) Write(w io.Writer) error { return notePage.Execute(w, v) }

// Sign is the sheet for the chair: a code that opens its page on one's own phone.
type Sign struct {
	Frame
	Address string
	Code    template.HTML // drawn by package qr
	Hosts   []Pick        // addresses to choose from
	Size    string        // a6, a4
	Warns   string        // that others cannot open it
	Problem string
	LetsIn  bool // the address lets phones in
}

// Parts are the address as it may be broken: what names the machine, and the rest.
func (v Sign) Parts() []string {
	_, after, _ := strings.Cut(v.Address, "://")
	if i := strings.Index(after, "/"); i >= 0 && i+1 < len(after) {
		i += len(v.Address) - len(after)
		return []string{v.Address[:i], v.Address[i:]}
	}
	return []string{v.Address}
}

// Write writes the view as HTML.
func (v Sign) Write(w io.Writer) error { return signPage.Execute(w, v) }
