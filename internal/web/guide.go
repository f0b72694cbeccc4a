package web

import (
	_ "embed" // the templates
	"io"

	"github.com/openlumbar/lumbar/driver/manual"
)

//go:embed guide.html
var guideText string

//go:embed massagers.html
var massagersText string

var guidePage, massagersPage = viewOf("guide", guideText), viewOf("massagers", massagersText)

// Massager is one without a link, in a list.
type Massager struct{ Name, Title, Kind, About string }

// Guide is the view of sessions on massagers without a link.
type Guide struct {
	Frame
	Massagers  []Massager
	Programmes []Card
	Chosen     string             // the name of the massager that is chosen beforehand
	Visits     bool               // there is a safety check to go through
	Shared     bool               // in a shared place nothing is spoken unless somebody asks for it
	Now        manual.Instruction // of a session under way
	Stopping   bool               // it is to be switched off
}

// Write writes the view as HTML.
func (g Guide) Write(w io.Writer) error { return guidePage.Execute(w, g) }

// Massagers is the list of massagers without a link, or the form of one.
type Massagers struct {
	Frame
	Massagers []Massager
	Form      *MassagerForm // nil: the list
	Added     string        // the name of one that was just kept
	Problem   string
}

// Write writes the view as HTML.
func (m Massagers) Write(w io.Writer) error { return massagersPage.Execute(w, m) }

// Kinds are the kinds to add.
func (Massagers) Kinds() []Offer {
	return []Offer{{"chair", "A chair", "with a remote"}, {"cushion", "A cushion or seat cover", "with a remote or keys"}, {"hand-held", "One to hold", "in the hand"}}
}

// Offer is a choice: its value, its text and some words about it.
type Offer struct{ Value, Text, About string }

// PlaceRow is one place of the form.
type PlaceRow struct{ Press, Over string }

// MassagerForm is a massager in the words of its form.
type MassagerForm struct {
	Name, Kind, Title, On, Off, AutoOff, Strength, Strengths, Feels, Heat string
	Places                                                                []PlaceRow
	Modes                                                                 map[string]string // by technique
	Cannot                                                                []string
	Regions                                                               []Offer
}

// Does are the things that a massager may do, with the words that remotes have for them.
func (MassagerForm) Does() []Offer {
	return []Offer{{"knead", "Kneads", "KNEAD, SHIATSU, ROUND"}, {"glide", "Rolls up and down", "ROLL, ROLLING"},
		{"press", "Presses on one place", "PRESS, POINT"}, {"tap", "Taps, beats or vibrates", "TAP, KNOCK, VIBRATE"}}
}

// Firm are the ways in which the weakest strength may feel.
func (MassagerForm) Firm() []Offer {
	return []Offer{{"gentle", "gentle", ""}, {"medium", "medium", ""}, {"firm", "firm", ""}}
}
