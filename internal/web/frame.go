package web

import (
	_ "embed" // the templates
	"html/template"
	"io"
	"strings"
	"sync"
)

//go:embed frame.html
var frameText string

// frames are what every page has: "top" from the first byte to the header, with STOP first in the tab order, "bottom" the
// footer and the lines for screen readers, and "end". Each is written with a Frame.
var frames = alone("frame", frameText)

// Frame is what stands around every view.
type Frame struct {
	Title   string // of the view; empty at home
	Here    string // the path of the view: "/" is home
	View    string // data-view of the body, by which styles and scripts know the view
	Words   Words
	Version string
	Served  string // tells the chair that the page is of apart from others; empty: not known
	Silent  bool   // the engine did not answer
	// Unreached is the chair that the control is known not to reach; empty: none. It is said where Silent is.
	Unreached string
	Kiosk     bool    // a tablet beside the chair: nothing leads away
	Guided    bool    // a massager without a link may be running
	Person    string  // the name of who is unlocked at this page; empty: nobody
	Places    []Place // where else this person can go
	Styles    []string
	Scripts   []string // modules, by their files in static
}

// Alarm is what is said where Silent is.
func (f Frame) Alarm() Line {
	if f.Unreached == "" {
		return f.Words.Link["silent"]
	}
	line := f.Words.Link["unreached"]
	line.Title = strings.ReplaceAll(line.Title, "{chair}", f.Unreached)
	return line
}

// Place is an entry of the navigation.
type Place struct{ Path, Name string }

// view is a template that is parsed when it is first needed: most starts need a page or two, and the engine none.
type view func() *template.Template

// Execute writes the view.
func (v view) Execute(w io.Writer, data any) error { return v().Execute(w, data) }

// with adds a text that defines templates of its own.
func (v view) with(name, text string) view {
	return sync.OnceValue(func() *template.Template {
		t := v()
		template.Must(t.New(name).Parse(text))
		return t
	})
}

// alone is the template of a text by itself.
func alone(name, text string) view {
	return sync.OnceValue(func() *template.Template { return template.Must(template.New(name).Parse(text)) })
}

// viewOf is the template of a view: its text together with the frame's.
func viewOf(name, text string) view {
	return sync.OnceValue(func() *template.Template {
		return template.Must(template.Must(frames().Clone()).New(name).Parse(text))
	})
}
