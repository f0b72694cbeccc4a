package web

import (
	"embed"
	"html/template"
	"io"
	"io/fs"
)

//go:embed page.html
var pageText string

//go:embed known.html
var knownText string

//go:embed static
var assets embed.FS

var page = withChoices(withSitting(viewOf("page", knownText+pageText)))

// Page is what the first answer holds: enough to read and to stop without any script.
type Page struct {
	Frame      // View is "home" or "session": what is shown until the stream speaks
	Programmes []Card
	Bodies     []Body
	Now        Line          // of a running session: where it stands
	Visits     bool          // a person may try it as themselves
	Sitting    *Sitting      // who; nil: as a guest alone
	Chosen     string        // the programme that another view leads here with; empty: none
	Kept       Kept          // the same with what was chosen of it
	Say        string        // why somebody was sent here; empty: they came by themselves
	Massagers  bool          // one without a link can be added and used
	Shared     bool          // the chair stands in a shared place: it has no sounds
	Closed     *Closed       // the chair is a closed one; nil: it has axes
	ByPhone    template.HTML // the code of the sign, for a phone that is held before a kiosk; empty: none
}

// Card is a programme as the page shows it.
type Card struct {
	Name    string
	Title   string
	About   string
	Minutes int // rounded, at least 1
	Score   Score
	Suits   []string // words for whom
	Quiet   int      // quiet sessions that somebody should have had first
	Choose  Choices  // what may be chosen of it, as the score has it
	Note    string   // what there is to say of it to whoever is here; empty: nothing
}

// Picture, Wide and Narrow are the score at the page's three sizes, without lanes.
func (c Card) Picture() template.HTML { return c.Score.SVG(CardSize) }
func (c Card) Wide() template.HTML    { return c.Score.SVG(WideSize) }
func (c Card) Narrow() template.HTML  { return c.Score.SVG(NarrowSize) }

// Full and FullNarrow are the score with its lanes.
func (c Card) Full() template.HTML       { return c.Score.SVG(FullSize) }
func (c Card) FullNarrow() template.HTML { return c.Score.SVG(FullNarrowSize) }

// Body is one of the bodies to choose from. ID is what the engine knows it by.
type Body struct {
	ID    string
	Label string
}

// Write writes the page as HTML.
func (p Page) Write(w io.Writer) error {
	if p.Closed != nil {
		return closedPage.Execute(w, p)
	}
	return page.Execute(w, p)
}

// Assets is the files that the page asks for: modules, style, icon, manifest.
func Assets() fs.FS {
	sub, err := fs.Sub(assets, "static")
	if err != nil {
		panic("web: " + err.Error()) // the folder is embedded: only a broken build gets here
	}
	return sub
}
