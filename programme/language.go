package programme

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
)

// Part is one kind of block of the language, as an editor offers and explains it. The first is the file itself.
type Part struct {
	Path       []string // words of the blocks from the file down to it; empty: the file
	Doc        string   // what it is for, in a line; may be empty
	Attributes []Attribute
	Blocks     []diag.Kind     // that stand in it
	Needs      []chair.Ability // a chair without one of these cannot do it
}

// Attribute is one attribute of a part.
type Attribute struct {
	Name     string
	Doc      string // a line; may be empty
	Is       string // what it may be: "5 to 60 mm/s"
	Limit    string // what is allowed for everyone, where that is less; may be empty
	Required bool
	Default  string   // as a programme writes it; empty: none
	Values   []string // what it may be, or the likeliest of it, as a programme writes them
	List     bool     // it is a list of such values
}

// Word is the part's own word; empty for the file.
func (p *Part) Word() string {
	if len(p.Path) == 0 {
		return ""
	}
	return p.Path[len(p.Path)-1]
}

// Language is every part of the language. It asks the compiler what it reads, and describes that from the techniques'
// table, so that neither can be forgotten here. It compiles a few texts: keep it.
func Language() []Part {
	parts := []Part{{}}
	astray := map[string]bool{} // paths of blocks that are read only to say where they belong
	for text, next := "?", ""; text != next; next = probe(parts, nil) {
		text = next
		asked, found := ask(text)
		for _, a := range asked {
			if slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == Astray && d.Line == a.Line }) {
				astray[key(a.Path)] = true
			}
		}
		parts = nil
		for _, a := range asked {
			if astray[key(a.Path)] || find(parts, a.Path) != nil {
				continue
			}
			p := describe(a)
			p.Blocks = slices.DeleteFunc(slices.Clone(a.Blocks), func(k diag.Kind) bool {
				return astray[key(append(slices.Clone(a.Path), k.Name))]
			})
			parts = append(parts, p)
		}
	}
	return parts
}

func key(path []string) string { return strings.Join(path, "/") }

// find is the part of a path; nil if there is none.
func find(parts []Part, path []string) *Part {
	if i := slices.IndexFunc(parts, func(p Part) bool { return slices.Equal(p.Path, path) }); i >= 0 {
		return &parts[i]
	}
	return nil
}

// ask compiles a text and returns what its blocks were asked for.
func ask(text string) ([]diag.Asked, diag.List) {
	c := compiler{comfort: technique.Comfort, limits: chair.Everyone()}
	top := diag.Open("language", []byte(text))
	c.file(top)
	found := top.Finish()
	return top.Asked(), found
}

// probe writes a text that holds each block that is known to stand at a path, and what is known to stand in it. A block
// within one of its own kind would tell nothing new.
func probe(parts []Part, path []string) string {
	p := find(parts, path)
	if p == nil {
		return ""
	}
	var out strings.Builder
	for _, k := range p.Blocks {
		if slices.Contains(path, k.Name) {
			continue
		}
		head := k.Name + strings.Repeat(` "x"`, len(k.Labels))
		fmt.Fprintf(&out, "%s {\n%s}\n", head, probe(parts, append(slices.Clone(path), k.Name)))
	}
	return out.String()
}
