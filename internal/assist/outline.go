package assist

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Symbol is one block of a text.
type Symbol struct {
	Word     string // "phase"
	Name     string // its label; empty: none
	From, To int    // bytes from its word to behind its closing brace
	Head     int    // the first byte behind its head
	Children []Symbol
}

// Outline is the blocks of a text, as far as it can be read. A block without its closing brace goes to the end.
func Outline(src []byte) []Symbol {
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	r := outliner{tokens: tokens, end: len(src)}
	return r.blocks(0)
}

// outliner goes through tokens once.
type outliner struct {
	tokens hclsyntax.Tokens
	at     int
	end    int // of the text
}

// deepest is how far into one another blocks are followed.
const deepest = 20

// blocks reads until the brace that closes what it stands in.
func (r *outliner) blocks(depth int) (all []Symbol) {
	var statement hclsyntax.Tokens
	other := 0 // brackets that are open and no block
	for ; r.at < len(r.tokens); r.at++ {
		t := r.tokens[r.at]
		switch t.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenComment:
			if other == 0 {
				statement = nil
			}
			continue
		case hclsyntax.TokenOBrace:
			if word := head(statement); word != "" && other == 0 && depth < deepest {
				r.at++
				all = append(all, r.block(word, statement, t.Range.Start.Byte, depth))
				statement = nil
				continue
			}
			other++
		case hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			other++
		case hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
			other = max(0, other-1)
		case hclsyntax.TokenCBrace:
			if other == 0 && depth > 0 {
				return all
			}
			other = max(0, other-1)
		}
		statement = append(statement, t)
	}
	return all
}

// block reads one block whose head has been read.
func (r *outliner) block(word string, headed hclsyntax.Tokens, brace, depth int) Symbol {
	s := Symbol{Word: word, Name: strings.Join(texts(headed), " "), From: headed[0].Range.Start.Byte, Head: brace, To: r.end}
	s.Children = r.blocks(depth + 1)
	if r.at < len(r.tokens) && r.tokens[r.at].Type == hclsyntax.TokenCBrace {
		s.To = r.tokens[r.at].Range.End.Byte
	}
	return s
}
