package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// file is what the readers of one text share.
type file struct {
	name    string
	src     []byte
	json    bool
	plain   bool       // one text from outside of HCL: everything comes as a string
	vars    *variables // nil: values are written out
	found   List
	broken  bool      // the syntax is: what seems missing may only not have been understood
	readers []*Reader // every block that was opened

	body   hcl.Body // the whole text as parsed
	syntax List     // what was found in parsing
}

// Reader reads one block, or the top of a file. Everything that is asked for is wanted, and reported if it is
// not there; ask Has first for what is optional. Destinations are written only when the value is good, so that
// they keep their defaults. Not for concurrent use.
type Reader struct {
	file   *file
	body   hcl.Body // what has not been asked for yet
	kind   string   // of the block; empty at the top of a file
	labels []string
	header hcl.Range
	title  string // word and labels
	within string // titles from the top down to this block

	attrs  map[string]*hcl.Attribute // asked for; nil if not there
	kinds  []string                  // of blocks asked for
	asked  []Kind                    // the same
	path   []string                  // words from the file down to this block
	named  map[string]bool           // variables that its attributes name
	absent []absence                 // what is wanted and not there, as it was asked for
	apart  bool                      // what else it holds is another reader's
}

// Kind is a sort of block: its word and what its labels are called.
type Kind struct {
	Name   string
	Labels []string // such as "name"; each block has exactly these
	Many   bool     // several of the same labels may stand side by side
}

// Kind is the block's word, such as "phase"; empty at the top of a file.
func (r *Reader) Kind() string { return r.kind }

// Label is the block's i-th label, counted from 0; empty if it has none.
func (r *Reader) Label(i int) string {
	if i >= len(r.labels) {
		return ""
	}
	return r.labels[i]
}

// Title is the block's word and labels, such as `phase "work"`; empty at the top of a file.
func (r *Reader) Title() string { return r.title }

// Range is a place in a text.
type Range = hcl.Range

// Header is the place of the block's head.
func (r *Reader) Header() hcl.Range { return r.header }

// Error reports an error found by the caller.
func (r *Reader) Error(at hcl.Range, code Code, summary, detail string) {
	r.report(Error, at, code, summary, detail)
}

// Warn reports a warning found by the caller.
func (r *Reader) Warn(at hcl.Range, code Code, summary, detail string) {
	r.report(Warning, at, code, summary, detail)
}

func (r *Reader) report(s Severity, at hcl.Range, code Code, summary, detail string) {
	d := Diagnostic{Within: r.within, Severity: s, Code: code, Summary: summary, Detail: detail}
	d.at(at)
	r.file.found = append(r.file.found, d)
}

// Blocks gives all blocks of the kinds, in the order of the text. A block with the wrong number of labels, and
// a second one of the same labels where only one may be, is reported; without labels it is left out.
func (r *Reader) Blocks(kinds ...Kind) []*Reader {
	schema := &hcl.BodySchema{}
	many := map[string]bool{}
	for _, k := range kinds {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: k.Name, LabelNames: k.Labels})
		r.kinds, r.asked = append(r.kinds, k.Name), append(r.asked, k)
		many[k.Name] = k.Many
	}
	content, rest, diags := r.body.PartialContent(schema)
	r.body = rest
	r.labelled(kinds, diags)
	slices.SortStableFunc(content.Blocks, func(a, b *hcl.Block) int {
		return cmp.Compare(a.DefRange.Start.Byte, b.DefRange.Start.Byte)
	})
	first := map[string]*Reader{}
	var out []*Reader
	for _, b := range content.Blocks {
		title := strings.Join(append([]string{b.Type}, quoted(b.Labels)...), " ")
		if one := first[title]; one != nil && !many[b.Type] {
			if r.file.json { // an array is how JSON keeps the order of what stands in one block
				one.body = hcl.MergeBodies([]hcl.Body{one.body, b.Body})
				continue
			}
			way := "Keep one of them."
			if len(b.Labels) > 0 {
				way = "Give this one a name of its own, or keep one of them."
			}
			r.Error(b.DefRange, Duplicate, title+" is there twice", fmt.Sprintf("The first is on line %d. %s", one.header.Start.Line, way))
			if len(b.Labels) == 0 {
				continue // there is but one place for it
			}
		}
		c := &Reader{file: r.file, body: b.Body, kind: b.Type, labels: b.Labels, header: b.DefRange, title: title, within: title}
		c.path = append(slices.Clone(r.path), b.Type)
		if r.within != "" {
			c.within = r.within + ", " + title
		}
		if first[title] == nil {
			first[title] = c
		}
		r.file.readers = append(r.file.readers, c)
		out = append(out, c)
	}
	return out
}

// Block gives the one block of the kind that may be there without labels; nil if it is not.
func (r *Reader) Block(name string) *Reader {
	if b := r.Blocks(Kind{Name: name}); len(b) > 0 {
		return b[0]
	}
	return nil
}

// Stray is the one block of a kind that people may write here though it belongs elsewhere, for the caller to say where;
// nil if it is not there. It is no advice for what belongs here.
func (r *Reader) Stray(name string) *Reader {
	b := r.Block(name)
	r.kinds = slices.DeleteFunc(r.kinds, func(k string) bool { return k == name })
	return b
}

// labelled tells HCL's complaints about labels in our words, with how to write the block.
func (r *Reader) labelled(kinds []Kind, diags hcl.Diagnostics) {
	for _, d := range diags {
		_, name, _ := strings.Cut(d.Summary, " for ")
		i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == name })
		if i < 0 || d.Subject == nil {
			r.keep(hcl.Diagnostics{d})
			continue
		}
		summary := name + " has a name too many"
		if strings.HasPrefix(d.Summary, "Missing ") {
			summary = name + " has no name"
		}
		header := strings.Join(append([]string{name}, quoted(kinds[i].Labels)...), " ")
		r.Error(*d.Subject, BadLabel, summary, fmt.Sprintf("Write it like %s { ... }.", header))
	}
}

// keep adds what HCL found.
func (r *Reader) keep(diags hcl.Diagnostics) {
	for _, d := range FromHCL(diags) {
		d.Within = r.within
		r.file.found = append(r.file.found, d)
	}
}
