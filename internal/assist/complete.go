package assist

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
)

// Guide knows the language. Make it once with New; it does not change, and any number may ask it at a time.
type Guide struct{ parts []programme.Part }

// New is a guide to the language as this binary compiles it.
func New() *Guide { return &Guide{programme.Language()} }

// Kind is what an item is.
type Kind string

// The kinds.
const (
	Block     Kind = "block"
	Attribute Kind = "attribute"
	Value     Kind = "value"
	Variable  Kind = "variable"
)

// Item is something that can stand at a place.
type Item struct {
	Kind    Kind   `json:"kind"`
	Label   string `json:"label"`  // its word
	Detail  string `json:"detail"` // a short phrase: units and range, or what it means
	Doc     string `json:"doc"`    // a few lines; may be empty
	Text    string `json:"text"`   // what takes the word's place; lines behind the first are indented against it
	Snippet string `json:"-"`      // the same in LSP's snippet syntax, where there is something to fill in
}

// Offer is what can stand at a place, and the bytes that it takes the place of.
type Offer struct {
	Items    []Item
	From, To int
}

// Complete says what can stand at a byte of a text, likeliest first. What is already in the block is left out.
func (g *Guide) Complete(src []byte, at int) Offer {
	at = min(max(0, at), len(src))
	p := locate(src, at)
	o := Offer{From: p.from, To: wordEnd(src, at, p.quoted)}
	part := g.part(p.path)
	if part == nil {
		return o
	}
	switch p.sort {
	case name:
		o.Items = g.names(part, append(p.has, following(src, o.To)...))
	case value:
		if !p.member {
			o.Items = values(part, &p)
		}
		if !p.quoted {
			o.Items = append(o.Items, variables(src, p.member)...)
		}
	}
	return o
}

func (g *Guide) part(path []string) *programme.Part {
	for i := range g.parts {
		if slices.Equal(g.parts[i].Path, path) {
			return &g.parts[i]
		}
	}
	return nil
}

// names are the attributes that a block does not have yet, those required first, and the blocks.
func (g *Guide) names(part *programme.Part, has []string) (items []Item) {
	for _, a := range part.Attributes {
		if slices.Contains(has, a.Name) {
			continue
		}
		v := example(&a)
		items = append(items, Item{
			Kind: Attribute, Label: a.Name, Detail: a.Is, Doc: aboutAttribute(&a),
			Text: a.Name + " = " + v, Snippet: escape(a.Name) + " = " + field(1, v),
		})
	}
	for _, k := range part.Blocks {
		inner := g.part(append(slices.Clone(part.Path), k.Name))
		if inner == nil || !k.Many && len(k.Labels) == 0 && slices.Contains(has, k.Name) {
			continue
		}
		text, snippet := block(inner, k)
		items = append(items, Item{Kind: Block, Label: k.Name, Detail: inner.Doc, Doc: aboutPart(inner), Text: text, Snippet: snippet})
	}
	return items
}

// block is a block with what it must have, as text and as snippet.
func block(p *programme.Part, k diag.Kind) (text, snippet string) {
	var plain, fill strings.Builder
	n := 0
	put := func(v string) string {
		n++
		return field(n, v)
	}
	plain.WriteString(k.Name)
	fill.WriteString(escape(k.Name))
	for _, label := range k.Labels {
		fmt.Fprintf(&plain, " %q", label)
		fill.WriteString(" " + put(fmt.Sprintf("%q", label)))
	}
	plain.WriteString(" {\n")
	fill.WriteString(" {\n")
	width := 0
	for _, a := range p.Attributes {
		if a.Required {
			width = max(width, len(a.Name))
		}
	}
	for _, a := range p.Attributes {
		if !a.Required {
			continue
		}
		v := example(&a)
		fmt.Fprintf(&plain, "  %-*s = %s\n", width, a.Name, v)
		fmt.Fprintf(&fill, "  %-*s = %s\n", width, a.Name, put(v))
	}
	if n == len(k.Labels) { // nothing is required: a line to write on
		fill.WriteString("  $0\n")
	}
	plain.WriteString("}")
	fill.WriteString("}")
	return plain.String(), fill.String()
}

// example is a value of an attribute to begin with.
func example(a *programme.Attribute) string {
	v := a.Default
	if v == "" && len(a.Values) > 0 {
		v = a.Values[0]
	}
	if a.List {
		return "[" + v + "]"
	}
	return v
}

// field is a value as a snippet's field: what is between quotes is to fill in.
func field(n int, v string) string {
	open, inner, end := "", v, ""
	for _, pair := range []string{"[]", `""`} {
		if len(inner) >= 2 && inner[0] == pair[0] && inner[len(inner)-1] == pair[1] {
			open, inner, end = open+pair[:1], inner[1:len(inner)-1], pair[1:]+end
		}
	}
	return fmt.Sprintf("%s${%d:%s}%s", escape(open), n, escape(inner), escape(end))
}

// escape takes a snippet's own characters their meaning.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "$", `\$`, "}", `\}`).Replace(s)
}

// values are those of the attribute at a place.
func values(part *programme.Part, p *place) (items []Item) {
	i := slices.IndexFunc(part.Attributes, func(a programme.Attribute) bool { return a.Name == p.attribute })
	if i < 0 {
		return nil
	}
	a := &part.Attributes[i]
	if a.List && !p.list {
		v := example(a)
		return []Item{{Kind: Value, Label: v, Detail: a.Is, Text: v}}
	}
	for _, v := range a.Values {
		bare := strings.Trim(v, `"`)
		if p.list && slices.Contains(p.listed, bare) || bare == "" {
			continue
		}
		text := v
		if p.quoted {
			text = bare
		}
		detail := programme.Meaning(bare)
		if v == a.Default {
			detail = strings.TrimPrefix(detail+"; the default", "; ")
		}
		items = append(items, Item{Kind: Value, Label: bare, Detail: detail, Text: text})
	}
	return items
}

// variables are those that a text declares, as var.NAME, or as NAME behind "var.".
func variables(src []byte, member bool) (items []Item) {
	for _, b := range Outline(src) {
		for _, v := range b.Children {
			if v.Word != "variable" || v.Name == "" {
				continue
			}
			text := "var." + v.Name
			if member {
				text = v.Name
			}
			items = append(items, Item{Kind: Variable, Label: text, Detail: "a variable of this programme", Text: text})
		}
	}
	return items
}
