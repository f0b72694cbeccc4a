// Package massagerfile reads and writes what a massager without a link is, NAME.massager.hcl, and has a template for each
// kind:
//
//	massager "old-chair" {
//	  title    = "Chair in the study"
//	  kind     = "chair"            # chair, cushion, hand-held
//	  link     = "none"             # nothing moves by Lumbar
//	  on       = "POWER"            # the remote's own words, here and below
//	  off      = "POWER"
//	  auto_off = "15 min"           # it switches itself off; leave it out if it does not, or you do not know
//	  place "LUMBAR" { over = "L5..L1" }
//	  does "knead"   { press = "KNEAD" }
//	  strength {
//	    press  = "STRENGTH"         # the key; leave it out if the strengths are keys themselves
//	    words  = ["1", "2", "3"]    # the weakest first
//	    feels  = "gentle"           # how firm the weakest feels to you: gentle, medium, firm
//	  }
//	  heat   = "HEAT"               # leave it out if there is none
//	  cannot = ["It cannot stretch."]
//	}
package massagerfile

import (
	"embed"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
)

// Ending is how the files' names end.
const Ending = ".massager.hcl"

//go:embed templates
var templates embed.FS

// Template is the text of the template of a kind, and the massager that it describes.
func Template(k manual.Kind) (src []byte, m manual.Massager, err error) {
	file := "templates/" + k.String() + Ending
	if src, err = templates.ReadFile(file); err != nil {
		return nil, m, err
	}
	m, list := Read(file, src)
	return src, m, list.Err()
}

// Read reads a massager. It is whole only if the list has no errors.
func Read(filename string, src []byte) (manual.Massager, diag.List) {
	var m manual.Massager
	top := diag.Open(filename, src)
	all := top.Blocks(diag.Kind{Name: "massager", Labels: []string{"name"}, Many: true})
	if len(all) == 0 {
		top.Need(`massager "name"`, "A file holds one massager.")
		return m, top.Finish()
	}
	for _, other := range all[1:] {
		other.Error(other.Header(), diag.Duplicate, "a second massager in one file", "A file holds one massager: give this one a file of its own.")
		read(other, new(manual.Massager)) // its own mistakes are told all the same
	}
	read(all[0], &m)
	list := top.Finish()
	if err := m.Check(); err != nil && !list.HasErrors() { // whatever the form cannot tell
		for _, line := range strings.Split(err.Error(), "\n") {
			all[0].Error(all[0].Header(), diag.OutOfRange, "this massager cannot be used", strings.ToUpper(line[:1])+line[1:]+".")
		}
		list = top.Finish()
	}
	return m, list
}

func read(r *diag.Reader, m *manual.Massager) {
	m.Name = r.Label(0)
	r.Text("title", &m.Title)
	diag.OneOf(r, "kind", manual.Kinds(), &m.Kind)
	var link string
	r.Word("link", []string{"none"}, &link)
	r.Text("on", &m.On)
	r.Text("off", &m.Off)
	if r.Has("auto_off") {
		r.Duration("auto_off", diag.Span{Min: 300, Max: 7200}, &m.AutoOff)
	}
	for _, b := range r.Blocks(diag.Kind{Name: "place", Labels: []string{"word"}}) {
		p := manual.Place{Press: b.Label(0)}
		var over string
		if b.Text("over", &over) {
			from, to, _ := strings.Cut(over, "..")
			p.From, _ = body.ParseLevel(from)
			if p.To, _ = body.ParseLevel(to); !p.From.Valid() || !p.To.Valid() || p.From > p.To {
				b.Error(b.At("over"), diag.OutOfRange, "these are not two levels, the lower first", `Write it like over = "L5..L1": S1, L5, L4, L3, L2, L1, T12 from below.`)
			}
		}
		m.Places = append(m.Places, p)
	}
	var words []string
	for _, k := range Does() {
		words = append(words, k.String())
	}
	for _, b := range r.Blocks(diag.Kind{Name: "does", Labels: []string{"technique"}}) {
		x := manual.Mode{}
		for _, k := range Does() {
			if k.String() == b.Label(0) {
				x.Kind = k
			}
		}
		if x.Kind == 0 {
			b.Error(b.Header(), diag.UnknownWord, "no massager does this", diag.WayOut(b.Label(0), words))
		}
		b.Text("press", &x.Press)
		m.Modes = append(m.Modes, x)
	}
	if s := r.Block("strength"); s != nil {
		if s.Has("press") {
			s.Text("press", &m.Strength)
		}
		s.Texts("words", &m.Strengths)
		diag.OneOf(s, "feels", manual.Feels(), &m.Feels)
	} else {
		r.Need("strength", "It says how strong the massager can be set to, in its own words.")
	}
	if r.Has("heat") {
		r.Text("heat", &m.Heat)
	}
	if r.Has("cannot") {
		r.Texts("cannot", &m.Cannot)
	}
}

// Does is what a massager may do. What vibrates taps.
func Does() []technique.Kind {
	return []technique.Kind{technique.Knead, technique.Glide, technique.Press, technique.Tap}
}
