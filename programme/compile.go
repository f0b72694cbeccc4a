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
	Clash       diag.Code = "clash"        // two at once that need the same of a chair
	NoEffect    diag.Code = "no-effect"    // something that never happens
	Astray      diag.Code = "astray"       // a block that stands in the wrong place

	UnusedVariable diag.Code = "unused-variable" // a variable that nothing here uses
	LeftOut        diag.Code = "left-out"        // what a chair cannot do
	VariableRange  diag.Code = "variable-range"  // a value that may be chosen and breaks something
)

// Options are for whom a programme is compiled. The zero value is somebody who has not been asked yet.
type Options struct {
	// Comfort is the most that they find comfortable: force words are shares of it. 0 is technique.Comfort; more
	// than what is allowed on muscle counts as that.
	Comfort unit.Newton
	// Set chooses variables by their names: "24 N", "3", "firm", "L5 L4". The others have their defaults.
	Set map[string]string
	// Chairs are those of which it is told what they would leave out.
	Chairs []chair.Profile
}

// Compile reads the text of one programme. The list holds everything that was found, by place; the plan is nil
// if there is an error among it. A filename that ends in ".json" is read as HCL's JSON form.
func Compile(filename string, src []byte, o Options) (*Plan, diag.List) {
	top := diag.Open(filename, src)
	c := compile(top, o.Comfort, nil)
	if found := top.Finish(); found.HasErrors() {
		return nil, withoutEchoes(found)
	}
	c.checkChairs(o.Chairs)
	if len(c.declared) > 0 {
		c.checkRanges(newTrials(top, c))
	}
	found := top.Finish()
	if !found.HasErrors() && len(o.Set) > 0 {
		again := top.Again()
		c = compile(again, o.Comfort, o.Set)
		c.checkChairs(o.Chairs)
		found = again.Finish()
	}
	if found.HasErrors() {
		return nil, withoutEchoes(found)
	}
	plan := c.plan // of its own: a pointer into the compiler would keep the text's tree and all that was tried, ten times as much
	return &plan, found
}

// compile reads and checks a text with some values chosen. What was found is the reader's to tell.
func compile(top *diag.Reader, comfort unit.Newton, chosen map[string]string) *compiler {
	c := &compiler{comfort: comfort, chosen: chosen, limits: chair.Everyone()}
	if !(c.comfort > 0) {
		c.comfort = technique.Comfort
	}
	c.comfort = min(c.comfort, c.limits.Force[chair.ZoneMuscle].Max)
	c.file(top)
	return c
}

// firstError is the first error of a list; nil if there is none.
func firstError(found diag.List) *diag.Diagnostic {
	for i := range found {
		if found[i].Severity == diag.Error {
			return &found[i]
		}
	}
	return nil
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
		case UnusedNeed, NoEffect, UnusedVariable:
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
	chosen  map[string]string // values of variables
	plan    Plan
	block   *diag.Reader // the programme's own
	heat    *diag.Reader // nil: none
	written []*written   // every stroke, once
	played  []*written   // every stroke that could be read, as often as it is played

	sections []*section // the phases, as they were read
	declared []declared // variables
	astray   []string   // names of variables that stand in the wrong place
}

// written is one stroke as it stands in the text.
type written struct {
	*diag.Reader
	technique technique.Technique
	stroke    technique.Stroke
	tap       *written // what goes along with it; nil: nothing
	along     bool     // it is what goes along
	traces    [technique.Small + 1]technique.Trace
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
	outside := top.Blocks(diag.Kind{Name: "variable", Labels: []string{"name"}, Many: true})
	for _, v := range outside {
		v.Error(v.Header(), Astray, "this variable stands outside of the programme", `Put it into the block programme "name" { ... }, before its phases.`)
		c.astray = append(c.astray, declare(v).Name)
	}
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
			one = &compiler{comfort: c.comfort, chosen: c.chosen, limits: c.limits}
		}
		one.programme(r)
	}
}

func (c *compiler) programme(r *diag.Reader) {
	c.block = r
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
	c.variables(r, c.chosen)
	if c.heat = r.Block("heat"); c.heat != nil {
		c.warmth()
	}
	phases := r.Blocks(diag.Kind{Name: "phase", Labels: []string{"name"}})
	astray := r.Blocks(append(strokes(), diag.Kind{Name: togetherWord, Many: true})...)
	for _, s := range astray {
		s.Error(s.Header(), Astray, fmt.Sprintf("%s stands outside of a phase", s.Kind()), `Put it into a phase: phase "name" { ... }.`)
		if s.Kind() == togetherWord {
			c.together(s, &section{Reader: r})
			continue
		}
		c.read(s)
	}
	if len(phases)+len(astray) == 0 {
		r.Need(`phase "name"`, "The strokes stand in it.")
	}
	for _, p := range phases {
		c.phase(p)
	}
	c.check(r)
	c.checkUsed()
}

// warmth reads the heat.
func (c *compiler) warmth() {
	c.plan.Heat = new(Heat)
	block := technique.HeatBlock()
	if !decode(c.heat, &block, c.comfort, c.plan.Heat) {
		c.plan.Heat = nil
	}
}

func (c *compiler) phase(r *diag.Reader) {
	s := &section{Reader: r}
	repeat := s.times()
	noHeat(r)
	blocks := r.Blocks(append(strokes(), diag.Kind{Name: togetherWord, Many: true})...)
	for _, b := range blocks {
		if b.Kind() == togetherWord {
			c.together(b, s)
			continue
		}
		s.parts = append(s.parts, c.part(func(c *compiler) *written { return c.read(b) }))
	}
	if len(blocks) == 0 {
		r.Error(r.Header(), Empty, "this phase is empty", "Put a stroke in it, like glide { ... }, or take it away.")
	}
	phase := Phase{Name: r.Label(0)}
	for range repeat {
		for _, p := range s.parts {
			if p.stroke != nil {
				phase.Strokes = append(phase.Strokes, p.stroke.stroke)
				c.played = append(c.played, p.stroke)
			}
		}
	}
	c.plan.Phases = append(c.plan.Phases, phase)
	c.sections = append(c.sections, s)
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
	if !decode(r, &w.technique.Block, c.comfort, &w.stroke) || !checkEach(w) {
		return nil
	}
	return w
}
