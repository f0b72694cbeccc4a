package web

import (
	_ "embed" // the templates
	"html/template"
	"io"
)

//go:embed pair.html
var pairText string

//go:embed devices.html
var devicesText string

var pairPage, devicesPage = viewOf("pair", pairText), viewOf("devices", devicesText)

// Pair is where a device on the network is let in.
type Pair struct {
	Frame
	Name    string
	Role    string
	Done    bool
	Problem string
	Sent    bool   // STOP was pressed there
	To      string // where they were going, from the path on
}

// Write writes the page as HTML.
func (p Pair) Write(w io.Writer) error { return pairPage.Execute(w, p) }

// Devices is who was let in, and the code that is open.
type Devices struct {
	Frame
	Code, Spelled string // as it is read, and for who hears it; empty is none
	Role, Until   string
	Addresses     []string // by which other devices reach the page
	QR            template.HTML
	Loopback      bool // no other device reaches it
	Devices       []Device
	Problem       string
	House         string // how things stand with the smart home; empty: there is none
	HouseWell     bool
}

// Device is one that was let in.
type Device struct{ ID, Name, Role, Paired, Seen string }

// Write writes the page as HTML.
func (d Devices) Write(w io.Writer) error { return devicesPage.Execute(w, d) }
