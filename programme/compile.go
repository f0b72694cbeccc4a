package programme

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// The codes of what can be wrong with a programme's meaning; those of reading are in diag.
const (
	OverLimit   diag.Code = "over-limit"   // more than is allowed for everyone
	Capped      diag.Code = "capped"       // allowed in part of the range; the rest gets less
	TooLong     diag.Code = "too-long"     // a dose over its budget
	MissingNeed diag.Code = "missing-need" // a technique whose ability is not among the needs
	UnusedNeed  diag.Code = "unused-need"  // an ability that nothing here uses
	BadName     diag.Code = "bad-name"     // a programme's name that is no name
	Repeated    diag.Code = "repeated"     // the same thing twice where once is meant
	Empty       diag.Code = "empty"        // a part without anything in it
	NotNarrow   diag.Code = "not-narrow"   // tapping beside ribs and kidneys
	NoEffect    diag.Code = "no-effect"    // something that never happens
	Astray      diag.Code = "astray"       // a stroke outside of a phase
)

// Options are for whom a programme is compiled. The zero value is somebody who has not been asked yet.
type Options struct {
	// Comfort is the most that they find comfortable: force words are shares of it. 0 is technique.Comfort; more
	// than what is allowed on muscle counts as that.
	Comfort unit.Newton
}

// Compile reads the text of one programme. The list holds everything that was found, by place; the plan is nil
// if there is an error among it. A filename that ends in ".json" is read as HCL's JSON form.
func Compile(filename string, src []byte, o Options) (*Plan, diag.List) {
	c := compiler{comfort: o.Comfort, limits: chair.Everyone()}
	if !(c.comfort > 0) {
		c.comfort = technique.Comfort
	}
	c.comfort = min(c.comfort, c.limits.Force[chair.ZoneMuscle].Max)
	top := diag.Open(filename, src)
	c.file(top)
	found := top.Finish()
	if found.HasErrors() {
		return nil, withoutEchoes(found)
	}
	return &c.plan, found
}

// withoutEchoes leaves out what only seems wrong because something else is.
func withoutEchoes(found diag.List) diag.List {
	unnamed := false
	unknown := map[string]bool{} // parts that hold a mistyped block
	for _, d := range found {
		unnamed = unnamed || d.Code == diag.BadLabel
		unknown[d.Within] = unknown[d.Within] || d.Code == diag.UnknownBlock
	}
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		switch d.Code {
		case UnusedNeed, NoEffect:
			return true
		case Empty:
			return unknown[d.Within]
		case diag.Missing:
			return (unnamed || unknown[d.Within]) && strings.Contains(d.Summary, `"name"`)
		}
		return false
	})
}

// compiler is one programme on its way from text to plan.
type compiler struct {
	comfort unit.Newton
	limits  chair.Limits
	plan    Plan
	heat    *diag.Reader // nil: none
	written []*written   // every stroke, once
	played  []*written   // every stroke that could be read, as often as it is played
}

// written is one stroke as it stands in the text.
type written struct {
	*diag.Reader
	technique technique.Technique
	stroke    technique.Stroke
}

var nameForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// The most letters of a name, repeats of a phase, and quiet sessions to have had first: beyond any programme that makes
// sense.
const (
	longestName = 40
	mostRepeats = 10
	mostQuiet   = 20
)

func (c *compiler) file(top *diag.Reader) {
	all := top.Blocks(diag.Kind{Name: "programme", Labels: []string{"name"}, Many: true})
	if len(all) == 0 {
		top.Need(`programme "name"`, "A file holds one programme.")
		return
	}
	for _, other := range all[1:] {
		other.Error(other.Header(), Repeated, "a second programme in one file", "A file holds one programme: give this one a file of its own.")
	}
	for i, r := range all { // the others are read too, so that their mistakes are not new ones tomorrow
		one := c
		if i > 0 {
			one = &compiler{comfort: c.comfort, limits: c.limits}
		}
		one.programme(r)
	}
}

func (c *compiler) programme(r *diag.Reader) {
	c.plan.Name = r.Label(0)
	if len(c.plan.Name) > longestName || !nameForm.MatchString(c.plan.Name) {
		r.Error(r.Header(), BadName, "this name cannot be used",
			`A name is small letters, digits and single dashes, at most 40 of them, like "after-desk". The title is for people.`)
	}
	r.Text("title", &c.plan.Title)
	if r.Has("about") {
		r.Text("about", &c.plan.About)
	}
	if r.Has("suits") {
		r.Texts("suits", &c.plan.Suits)
	}
	if r.Has("quiet_sessions") {
		r.Int("quiet_sessions", 1, mostQuiet, &c.plan.Quiet)
	}
	c.needs(r)
	if c.heat = r.Block("heat"); c.heat != nil {
		c.plan.Heat = new(Heat)
		block := technique.HeatBlock()
		if !decode(c.heat, &block, c.comfort, c.plan.Heat) {
			c.plan.Heat = nil
		}
	}
	phases := r.Blocks(diag.Kind{Name: "phase", Labels: []string{"name"}})
	astray := r.Blocks(strokes()...)
	for _, s := range astray {
		s.Error(s.Header(), Astray, fmt.Sprintf("%s stands outside of a phase", s.Kind()), `Put it into a phase: phase "name" { ... }.`)
		c.read(s)
	}
	if len(phases)+len(astray) == 0 {
		r.Need(`phase "name"`, "The strokes stand in it.")
	}
	for _, p := range phases {
		c.phase(p)
	}
	c.check(r)
}

func (c *compiler) phase(r *diag.Reader) {
	repeat := 1
	if r.Has("repeat") {
		r.Int("repeat", 1, mostRepeats, &repeat)
	}
	var once []*written
	blocks := r.Blocks(strokes()...)
	for _, b := range blocks {
		if w := c.read(b); w != nil {
			once = append(once, w)
		}
	}
	if len(blocks) == 0 {
		r.Error(r.Header(), Empty, "this phase is empty", "Put a stroke in it, like glide { ... }, or take it away.")
	}
	phase := Phase{Name: r.Label(0)}
	for range repeat {
		for _, w := range once {
			phase.Strokes = append(phase.Strokes, w.stroke)
			c.played = append(c.played, w)
		}
	}
	c.plan.Phases = append(c.plan.Phases, phase)
}

// strokes is the kinds of block that stand in a phase.
func strokes() []diag.Kind {
	var kinds []diag.Kind
	for _, t := range technique.All() {
		kinds = append(kinds, diag.Kind{Name: t.Word, Many: true})
	}
	return kinds
}

// read reads one stroke; nil if it is not good.
func (c *compiler) read(r *diag.Reader) *written {
	w := &written{Reader: r}
	w.technique, _ = technique.ByWord(r.Kind())
	w.stroke.Kind = w.technique.Kind
	c.written = append(c.written, w)
	if !decode(r, &w.technique.Block, c.comfort, &w.stroke) {
		return nil
	}
	return w
}
