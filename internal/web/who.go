package web

import (
	_ "embed" // the templates
	"io"
)

//go:embed who.html
var whoText string

//go:embed sitting.html
var sittingText string

var whoPage = viewOf("who", whoText)

// withSitting adds the panel "sitting" to home's template.
func withSitting(v view) view { return v.with("sitting", sittingText) }

// Someone is a person at this chair, as others may see them.
type Someone struct {
	ID, Name string
	PIN      bool // there is one
}

// Sitting is home's question who is sitting.
type Sitting struct {
	Here   *Someone // who is unlocked at this page; nil: nobody
	Had    string   // what they have had and when they may have more, in words
	Pause  bool     // no session now: movement instead
	Others []Someone
}

// Who is a page about one person: their PIN, adding somebody, settings. It is written into who.html.
type Who struct {
	Frame
	Page    string // pin, new, settings
	Someone Someone
	Problem string // why what was sent was not taken
	Done    string // what was changed
	Wait    int    // seconds until the next PIN may be tried
	Given   string // the name that was given
	Least   int    // of a PIN, digits
	Most    int

	Kept Kept // what was chosen before it was asked who is sitting
}

// Write writes the page as HTML.
func (w Who) Write(to io.Writer) error { return whoPage.Execute(to, w) }
