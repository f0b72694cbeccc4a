package diag

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// absence is one thing that is wanted and not there: an attribute with an example of its value, or something
// else with the way out.
type absence struct{ name, example, detail string }

// Missing reports that something is wanted and not there, with the way out; not if it is there under a mistyped
// name, and not if the syntax is broken. The reading methods do so for attributes by themselves.
func (r *Reader) Missing(name, detail string) {
	r.absent = append(r.absent, absence{name: name, detail: detail})
}

// Need reports that a block is missing: header is how it begins, such as `phase "name"`, and why says what it is
// for.
func (r *Reader) Need(header, why string) {
	r.Missing(header, fmt.Sprintf("Write %s { ... }. %s", header, why))
}

// Finish reports what stands in the opened blocks and was never asked for, what was asked for and is not there,
// and returns everything found in the file, by place. Call it when all has been read, and again if more is reported.
func (r *Reader) Finish() List {
	for _, b := range r.file.readers {
		b.close()
	}
	found := slices.Clone(r.file.found)
	found.Sort()
	spoils := func(d Diagnostic) bool { return d.Code == MissingQuote || d.Code == MissingBrace }
	if i := slices.IndexFunc(found, spoils); i >= 0 {
		found = found[:i+1]
	}
	broken := map[int]bool{} // lines: what was understood of them means nothing; JSON may have but one
	for _, d := range found {
		broken[d.Line] = broken[d.Line] || d.Code == Syntax && !r.file.json
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(d Diagnostic) bool {
		key := d.Place() + string(d.Code) + d.Summary
		again := seen[key]
		seen[key] = true
		return again || broken[d.Line] && d.Code != Syntax
	})
}

// close reports the attributes and blocks that nobody asked for, and those that somebody did and are not there.
// One that is there under a mistyped name counts as there.
func (r *Reader) close() {
	if !r.apart {
		r.judgeRest()
	}
	if !r.file.broken {
		r.tellAbsent()
	}
}

// judgeRest reports what stands in the block and was never asked for.
func (r *Reader) judgeRest() {
	known := append(slices.Sorted(maps.Keys(r.attrs)), r.kinds...)
	_, diags := r.body.Content(&hcl.BodySchema{})
	for _, d := range diags {
		switch d.Summary {
		case "Unsupported argument", "Extraneous JSON object property":
			r.foreign(UnknownAttribute, "attribute", *d.Subject, known)
		case "Unsupported block type":
			r.foreign(UnknownBlock, "block", *d.Subject, known)
		default:
			r.keep(hcl.Diagnostics{d})
		}
	}
}

// tellAbsent reports what is not there: all attributes of the block at once, everything else by itself.
func (r *Reader) tellAbsent() {
	var names, examples []string
	for _, a := range r.absent {
		if a.example == "" {
			r.Error(r.header, Missing, a.name+" is missing", a.detail)
			continue
		}
		names = append(names, a.name)
		examples = append(examples, a.name+" = "+a.example)
	}
	switch len(names) {
	case 0:
	case 1:
		r.Error(r.header, Missing, names[0]+" is missing", "Write it like "+examples[0]+".")
	default:
		r.Error(r.header, Missing, enumerate(names, "and")+" are missing", "Write them like "+strings.Join(examples, ", ")+", each on its own line.")
	}
}

// foreign reports one that nobody asked for.
func (r *Reader) foreign(code Code, what string, at hcl.Range, known []string) {
	name := strings.Trim(string(at.SliceBytes(r.file.src)), `"`)
	summary := fmt.Sprintf("no %s is called %q", what, name)
	if r.kind != "" {
		summary = fmt.Sprintf("no %s of %s is called %q", what, r.kind, name)
	}
	detail := "Nothing of this sort belongs here: take it away."
	switch {
	case slices.Contains(r.kinds, name):
		detail = fmt.Sprintf("It is a block: write %s { ... } without the equals sign.", name)
	case slices.Contains(known, name):
		detail = fmt.Sprintf("It is an attribute: write %s = ... without braces.", name)
	case Suggest(name, known) != "":
		detail = WayOut(name, known)
	case code == UnknownBlock && len(r.kinds) > 0:
		detail = WayOut(name, r.kinds)
	case code == UnknownAttribute && len(known) > len(r.kinds):
		detail = WayOut(name, known[:len(known)-len(r.kinds)])
	case len(known) > 0:
		detail = WayOut(name, known)
	}
	meant := Suggest(name, known)
	r.absent = slices.DeleteFunc(r.absent, func(a absence) bool {
		word, _, _ := strings.Cut(a.name, " ")
		return word == meant
	})
	r.Error(at, code, summary, detail)
}
