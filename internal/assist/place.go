package assist

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// sort is what can stand at a place.
type sort uint8

const (
	nowhere sort = iota // in a comment, a block's name, behind a finished value
	name                // of an attribute or a block
	value               // of an attribute
)

// place is where in a text somebody is.
type place struct {
	sort      sort
	path      []string // words of the blocks around it
	attribute string   // of a value
	list      bool     // the value is one of a list
	quoted    bool     // between quotes
	member    bool     // behind "var."
	from      int      // where the word that is being written begins, inside of its quotes
	has       []string // names in the block before it
	listed    []string // values of the list before it
}

// open is one bracket that is open at a place.
type open struct {
	block string // its word; empty: not a block
	list  bool
	quote bool
	from  int      // the first byte inside
	has   []string // of a block: names of attributes and blocks
}

// locate reads a text up to a byte. What follows does not matter: it may be cut off anywhere.
func locate(src []byte, at int) place {
	src = src[:min(max(0, at), len(src))]
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	around := []open{{block: " "}} // the file
	var statement hclsyntax.Tokens // since the last line of its block ended
	for _, t := range tokens {
		top := &around[len(around)-1]
		switch t.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenComment:
			ended := strings.HasSuffix(string(t.Bytes), "\n")
			if t.Type == hclsyntax.TokenComment && !ended && t.Range.End.Byte == len(src) && !closed(t.Bytes) {
				return place{}
			}
			if ended && top.block != "" {
				statement = nil
			}
			continue
		case hclsyntax.TokenEOF:
			continue
		case hclsyntax.TokenOBrace:
			if word := head(statement); word != "" && top.block != "" {
				top.has = append(top.has, word)
				around, statement = append(around, open{block: word, from: t.Range.End.Byte}), nil
				continue
			}
			around = append(around, open{from: t.Range.End.Byte})
		case hclsyntax.TokenOBrack:
			around = append(around, open{list: true, from: t.Range.End.Byte})
		case hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenOHeredoc:
			around = append(around, open{from: t.Range.End.Byte})
		case hclsyntax.TokenOQuote:
			around = append(around, open{quote: true, from: t.Range.End.Byte})
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			if len(around) > 1 {
				if around = around[:len(around)-1]; top.block != "" {
					statement = nil
					continue
				}
			}
		case hclsyntax.TokenEqual:
			if len(statement) == 1 && statement[0].Type == hclsyntax.TokenIdent && top.block != "" {
				top.has = append(top.has, string(statement[0].Bytes))
			}
		}
		statement = append(statement, t)
	}
	return judge(src, around, statement)
}

// judge says what the brackets and the words of the statement before a place make of it.
func judge(src []byte, around []open, statement hclsyntax.Tokens) place {
	p := place{from: len(src)}
	top := around[len(around)-1]
	for _, o := range around[1:] {
		if o.block != "" {
			p.path = append(p.path, o.block)
		}
		p.list = o.list || p.list && o.block == ""
		p.quoted = o.quote
	}
	last := len(statement) - 1
	if p.quoted {
		p.from = top.from
	} else if last >= 0 && statement[last].Type == hclsyntax.TokenIdent && statement[last].Range.End.Byte == len(src) {
		p.from = statement[last].Range.Start.Byte
	}
	p.member = behindVar(statement, p.from)
	equals := slices.IndexFunc(statement, func(t hclsyntax.Token) bool { return t.Type == hclsyntax.TokenEqual })
	switch {
	case equals == 1 && statement[0].Type == hclsyntax.TokenIdent:
		p.sort, p.attribute = value, string(statement[0].Bytes)
		if p.list {
			p.listed = texts(statement[equals:])
		}
		if !p.list && !p.quoted && !p.member && last > equals && p.from == len(src) {
			p.sort = nowhere // behind a value
		}
	case top.block != "" && (last < 0 || last == 0 && p.from < len(src)):
		p.sort, p.has = name, top.has
	}
	return p
}

// head is the word of a block that a statement is the head of; empty if it is none.
func head(statement hclsyntax.Tokens) string {
	if len(statement) == 0 || statement[0].Type != hclsyntax.TokenIdent {
		return ""
	}
	for _, t := range statement[1:] {
		switch t.Type {
		case hclsyntax.TokenOQuote, hclsyntax.TokenQuotedLit, hclsyntax.TokenCQuote, hclsyntax.TokenIdent:
		default:
			return ""
		}
	}
	return string(statement[0].Bytes)
}

// texts are those in quotes that are finished.
func texts(tokens hclsyntax.Tokens) (out []string) {
	for i, t := range tokens {
		if t.Type == hclsyntax.TokenQuotedLit && i+1 < len(tokens) && tokens[i+1].Type == hclsyntax.TokenCQuote {
			out = append(out, string(t.Bytes))
		}
	}
	return out
}

// closed says whether a comment has its own end.
func closed(comment []byte) bool {
	text := string(comment)
	return strings.HasPrefix(text, "/*") && len(text) >= 4 && strings.HasSuffix(text, "*/")
}

// behindVar says whether the word that begins at a byte stands behind "var.".
func behindVar(statement hclsyntax.Tokens, from int) bool {
	i := len(statement) - 1
	for i >= 0 && statement[i].Range.Start.Byte >= from {
		i--
	}
	return i >= 1 && statement[i].Type == hclsyntax.TokenDot && statement[i].Range.End.Byte == from && string(statement[i-1].Bytes) == "var"
}

// wordEnd is where the word at a byte ends: at the closing quote, or with the identifier.
func wordEnd(src []byte, at int, quoted bool) int {
	for ; at < len(src); at++ {
		switch c := src[at]; {
		case c == '\n' || c == '\r' || quoted && c == '"':
			return at
		case !quoted && !inWord(c):
			return at
		}
	}
	return at
}

// inWord says whether a byte can be part of an identifier; those of other scripts' letters are.
func inWord(c byte) bool {
	return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// following is the names of attributes and blocks in the rest of a block, from a byte on.
func following(src []byte, at int) (has []string) {
	tokens, _ := hclsyntax.LexConfig(src[min(at, len(src)):], "", hcl.InitialPos)
	depth := 0
	var statement hclsyntax.Tokens
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
			if word := head(statement); depth == 0 && word != "" {
				has = append(has, word)
			}
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen:
			if depth--; depth < 0 {
				return has
			}
		case hclsyntax.TokenNewline, hclsyntax.TokenComment:
			statement = nil
			continue
		case hclsyntax.TokenEqual:
			if depth == 0 && len(statement) == 1 {
				has = append(has, string(statement[0].Bytes))
			}
		}
		statement = append(statement, t)
	}
	return has
}
