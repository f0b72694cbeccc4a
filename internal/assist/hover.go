package assist

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/programme"
)

// Note is what the word at a place means.
type Note struct {
	Title string // the word
	Lines []string
	From  int // the bytes of the word
	To    int
}

// Hover says what the word at a byte of a text means: a block, an attribute, or a value with a meaning of its own. False
// if there is nothing to say.
func (g *Guide) Hover(src []byte, at int) (Note, bool) {
	if at < 0 || at > len(src) {
		return Note{}, false
	}
	before := locate(src, at)
	end := wordEnd(src, at, before.quoted)
	p := locate(src, end)
	if end == p.from && !p.quoted { // between words
		return Note{}, false
	}
	word := string(src[p.from:end])
	n := Note{From: p.from, To: end}
	part := g.part(p.path)
	if part == nil {
		return n, false
	}
	switch p.sort {
	case name:
		if inner := g.part(append(slices.Clone(p.path), word)); inner != nil {
			n.Title, n.Lines = word, strings.Split(aboutPart(inner), "\n")
			return n, true
		}
		if a := attribute(part, word); a != nil {
			n.Title, n.Lines = word, strings.Split(aboutAttribute(a), "\n")
			return n, true
		}
	case value:
		meaning := programme.Meaning(word)
		if low, high, isRange := strings.Cut(word, ".."); isRange && programme.Meaning(low) != "" && programme.Meaning(high) != "" {
			meaning = fmt.Sprintf("from %s: %s; to %s: %s", low, programme.Meaning(low), high, programme.Meaning(high))
		}
		a := attribute(part, p.attribute)
		if a == nil {
			return n, false
		}
		n.Title, n.Lines = word, []string{a.Name + " is " + a.Is + "."}
		if meaning != "" {
			n.Lines = append([]string{capital(meaning) + "."}, n.Lines...)
		}
		return n, true
	}
	return n, false
}

func attribute(part *programme.Part, name string) *programme.Attribute {
	for i := range part.Attributes {
		if part.Attributes[i].Name == name {
			return &part.Attributes[i]
		}
	}
	return nil
}

// aboutPart is what a block is for and what it asks of a chair.
func aboutPart(p *programme.Part) string {
	lines := []string{capital(p.Doc) + "."}
	if len(p.Needs) > 0 {
		lines = append(lines, "Needs "+strings.Trim(strings.ReplaceAll(fmt.Sprint(p.Needs), " ", ", "), "[]")+".")
	}
	return strings.Join(lines, "\n")
}

// aboutAttribute is what an attribute is for, what it may be, its default and its limit.
func aboutAttribute(a *programme.Attribute) string {
	lines := []string{capital(a.Doc) + ".", "It is " + a.Is + "."}
	switch {
	case a.Required:
		lines = append(lines, "Required.")
	case a.Default != "":
		lines = append(lines, "Default: "+a.Default+".")
	}
	if a.Limit != "" {
		lines = append(lines, "At most, for everyone: "+a.Limit+".")
	}
	return strings.Join(lines, "\n")
}

// capital begins a sentence.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
