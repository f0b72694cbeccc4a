package web

import (
	_ "embed" // the template
	"html/template"
	"io"
	"net/url"
	"slices"

	"github.com/openlumbar/lumbar/programme"
)

//go:embed choose.html
var chooseText string

// withChoices adds "choices", which is written with a Choices, to a view.
func withChoices(v view) view { return v.with("choose", chooseText) }

// Choices is what may be chosen of one programme. There is nothing where it has no variables.
type Choices struct {
	Of        string // the programme's name
	Variables []Variable
	Hidden    bool // another programme is chosen
}

// choicesOf is those of a plan, as the plan has them.
func choicesOf(p *programme.Plan) Choices {
	c := Choices{Of: p.Name}
	for _, v := range p.Variables {
		c.Variables = append(c.Variables, Variable{Variable: v, Of: p.Name})
	}
	return c
}

// Shown is the same for the view where the programme is chosen.
func (c Choices) Shown(is bool) Choices {
	c.Hidden = !is
	return c
}

// Set is what differs from the defaults, as an address gives it; empty if nothing does.
func (c Choices) Set() string {
	set := url.Values{}
	for _, v := range c.Variables {
		if v.Value != v.Default {
			set.Set(v.Name(), v.Value)
		}
	}
	return set.Encode()
}

// Variable is one of them as a control. In forms and addresses it is called by the programme's and its own name.
type Variable struct {
	programme.Variable
	Of string
}

// fewest is up to how many values are laid out side by side.
const fewest = 5

// The forms of a control.
const (
	slider = "slider" // a range of amounts
	few    = "few"    // some values side by side
	list   = "list"   // many words
	turned = "switch" // on or off
	places = "places" // levels of the spine, several at once
)

// Control is how the variable is shown: slider, few, list, switch or places.
func (v Variable) Control() string {
	switch {
	case v.Type == "places":
		return places
	case v.Type == "word" && (slices.Equal(v.Words, []string{"no", "yes"}) || slices.Equal(v.Words, []string{"off", "on"})):
		return turned
	case v.Type == "word" && len(v.Words) > fewest:
		return list
	case v.Type == "word" || len(v.steps(fewest)) > 0:
		return few
	}
	return slider
}

// steps is every amount that may be chosen, if it is at most so many; otherwise nothing.
func (v Variable) steps(most int) (all []string) {
	for x := v.Min; x <= v.Max+v.Step/1e6; x += v.Step {
		if len(all) == most {
			return nil
		}
		all = append(all, v.Amount(x))
	}
	return all
}

// Setting is one value to choose.
type Setting struct {
	Value string
	Here  bool // it is chosen
}

// Settings is the values, where they are laid out one by one.
func (v Variable) Settings() (all []Setting) {
	values := v.Words
	if v.Type != "word" && v.Type != "places" {
		values = v.steps(fewest)
	}
	for _, x := range values {
		here := x == v.Value
		if v.Type == "places" {
			here = slices.Contains(v.Places(), x)
		}
		all = append(all, Setting{x, here})
	}
	return all
}

// Name is the control's name in forms and addresses.
func (v Variable) Name() string { return v.Of + "." + v.Variable.Name }

// At is where the slider stands.
func (v Variable) At() float64 {
	x, _ := v.Number(v.Value)
	return x
}

// Least and Greatest are a slider's ends, as a programme writes them.
func (v Variable) Least() string    { return v.Amount(v.Min) }
func (v Variable) Greatest() string { return v.Amount(v.Max) }

// On says whether a switch is.
func (v Variable) On() bool { return v.Value == v.Words[1] }

// Played is a programme as it would be with what was chosen. It is written as a whole HTML document, of which the page takes
// the one section.
type Played struct {
	Card
	Problem string // why it cannot be; empty: it can
}

var playedPage = template.Must(template.New("played").Parse(`<!doctype html><meta charset="utf-8"><title>As chosen</title>
<section class="played">{{with .Problem}}<p class="problem" role="alert">{{.}}</p>{{else}}<p>{{.Minutes}}</p>
<figure class="for-card">{{.Picture}}</figure><figure class="for-session">{{.Wide}}{{.Narrow}}</figure>{{end}}</section>
`))

// Write writes it as HTML.
func (v Played) Write(w io.Writer) error { return playedPage.Execute(w, v) }

// Kept is a programme and what was chosen of it, on the way through another view.
type Kept struct {
	Query  template.URL // of an address, without its question mark; empty: none was chosen
	Fields []KeptField
}

// KeptField is the same as a hidden field of a form.
type KeptField struct{ Name, Value string }
