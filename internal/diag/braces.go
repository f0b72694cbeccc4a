package diag

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// braces tells of a missing brace where it is missing. HCL takes the next one for it, and so on, until the outermost block has
// none; people set a block's brace under its word.
func (f *file) braces() {
	for i := range f.found {
		if d := &f.found[i]; d.Code == MissingBrace && !f.json {
			if at, ok := f.unclosed(); ok {
				d.at(at)
			}
		}
	}
}

// unclosed is the head of the first block behind which a brace stands under another block's word.
func (f *file) unclosed() (hcl.Range, bool) {
	tokens, _ := hclsyntax.LexConfig(f.src, f.name, hcl.InitialPos)
	var open []hcl.Range // heads of the blocks that are open
	first := hcl.Range{} // the first word of the line
	before := hclsyntax.TokenNewline
	for _, t := range tokens {
		fresh := before == hclsyntax.TokenNewline || before == hclsyntax.TokenComment
		if fresh && t.Type != hclsyntax.TokenNewline && t.Type != hclsyntax.TokenComment {
			first = t.Range
		}
		switch t.Type {
		case hclsyntax.TokenOBrace:
			open = append(open, hcl.RangeBetween(first, t.Range))
		case hclsyntax.TokenCBrace:
			if len(open) == 0 {
				return hcl.Range{}, false
			}
			last := open[len(open)-1]
			if fresh && t.Range.Start.Column < last.Start.Column {
				return last, true
			}
			open = open[:len(open)-1]
		}
		before = t.Type
	}
	return hcl.Range{}, false
}
