package diag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

// What is read at all. HCL's parser calls itself for every bracket and operator, at about 15 kB of stack for a
// bracket: 64 kB of "[" end the whole process, not only the parse; nested for expressions take for ever. Texts
// that people write stay far below.
const (
	maxSource    = 64 << 10 // bytes
	maxNesting   = 40       // brackets, braces and quotes that are open at one place
	maxOperators = 400      // such as "!", "-" and "?", in one text
)

// Open parses src as HCL, or as HCL's JSON form if the name ends in ".json". What is wrong with the syntax is
// kept for Finish; the reader gives what could be understood.
func Open(filename string, src []byte) *Reader {
	f := &file{name: filename, src: src, json: strings.HasSuffix(filename, ".json")}
	r := &Reader{file: f, body: hcl.EmptyBody(), header: hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos}}
	f.readers = []*Reader{r}
	if at, detail := f.tooMuch(); detail != "" {
		f.broken = true
		r.Error(at, NotRead, notRead, detail)
		f.body, f.syntax = r.body, slices.Clone(f.found)
		return r
	}
	var parsed *hcl.File
	var diags hcl.Diagnostics
	if f.json {
		parsed, diags = json.Parse(src, filename)
		diags = diags[:min(1, len(diags))] // the parser goes on, but with little sense
	} else {
		parsed, diags = hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	}
	if parsed != nil && parsed.Body != nil {
		r.body = parsed.Body
	}
	f.found = FromHCL(diags)
	f.colons()
	f.braces()
	f.broken = f.found.HasErrors()
	f.body, f.syntax = r.body, slices.Clone(f.found)
	return r
}

// Again gives a reader of the same text that has been asked for nothing, without parsing it once more.
func (r *Reader) Again() *Reader {
	old := r.file
	f := &file{name: old.name, src: old.src, json: old.json, broken: old.syntax.HasErrors(), body: old.body, syntax: old.syntax, found: slices.Clone(old.syntax)}
	start := hcl.Range{Filename: f.name, Start: hcl.InitialPos, End: hcl.InitialPos}
	top := &Reader{file: f, body: f.body, header: start}
	f.readers = []*Reader{top}
	return top
}

// colon is an attribute as other languages write it.
var colon = regexp.MustCompile(`^\s*"?[A-Za-z_]\w*"?\s*:`)

// colons tells of colons in its own words.
func (f *file) colons() {
	lines := strings.Split(string(f.src), "\n")
	for i := range f.found {
		if d := &f.found[i]; d.Code == Syntax && !f.json && d.Line > 0 && d.Line <= len(lines) && colon.MatchString(lines[d.Line-1]) {
			d.Summary, d.Detail = "an equals sign is wanted, not a colon", "Write it like name = value."
		}
	}
}

// OpenText gives a reader of one attribute whose value is a text from outside of HCL, such as an environment
// variable. Diagnostics have place as their file, and no line. Numbers, and true and false, need no quotes there
// and are read out of the text.
func OpenText(place, name, text string) *Reader {
	at := hcl.Range{Filename: place}
	f := &file{name: place, plain: true}
	body := &hclsyntax.Body{SrcRange: at, EndRange: at, Attributes: hclsyntax.Attributes{
		name: {Name: name, Expr: &hclsyntax.LiteralValueExpr{Val: cty.StringVal(text), SrcRange: at}, SrcRange: at, NameRange: at},
	}}
	r := &Reader{file: f, body: body, header: at}
	f.readers = []*Reader{r}
	return r
}

const notRead = "this text is not read"

// tooMuch says why a text must not even be parsed, and where; empty if it may be.
func (f *file) tooMuch() (hcl.Range, string) {
	if len(f.src) > maxSource {
		return hcl.Range{Filename: f.name}, fmt.Sprintf("It has %d bytes; at most %d are read.", len(f.src), maxSource)
	}
	if at, good := f.utf8(); !good {
		return at, "It is not UTF-8 here: save it in that encoding."
	}
	lex := hclsyntax.LexConfig
	if f.json {
		lex = hclsyntax.LexExpression // close enough to JSON to count its brackets
	}
	tokens, _ := lex(f.src, f.name, hcl.InitialPos)
	return refuse(tokens)
}

// utf8 says whether the text is, and where it first is not.
func (f *file) utf8() (hcl.Range, bool) {
	at := hcl.Pos{Line: 1, Column: 1}
	for at.Byte < len(f.src) {
		r, n := utf8.DecodeRune(f.src[at.Byte:])
		if r == utf8.RuneError && n == 1 {
			end := at
			end.Byte, end.Column = end.Byte+1, end.Column+1
			return hcl.Range{Filename: f.name, Start: at, End: end}, false
		}
		at.Byte += n
		if at.Column++; r == '\n' {
			at.Line, at.Column = at.Line+1, 1
		}
	}
	return hcl.Range{}, true
}

// refuse says why tokens must not be parsed, and where; empty if they may be.
func refuse(tokens hclsyntax.Tokens) (hcl.Range, string) {
	depth, operators := 0, 0
	before := hclsyntax.TokenNil
	for i, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote,
			hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			if depth++; depth > maxNesting {
				return t.Range, fmt.Sprintf("Brackets are read when at most %d deep.", maxNesting)
			}
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote,
			hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			depth = max(0, depth-1)
		case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenQuestion, hclsyntax.TokenPlus, hclsyntax.TokenStar,
			hclsyntax.TokenSlash, hclsyntax.TokenPercent, hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp,
			hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenGreaterThan:
			if operators++; operators > maxOperators {
				return t.Range, fmt.Sprintf("At most %d operators are read.", maxOperators)
			}
		case hclsyntax.TokenNewline, hclsyntax.TokenComment:
			continue
		case hclsyntax.TokenIdent:
			opens := before == hclsyntax.TokenOBrace || before == hclsyntax.TokenOBrack || before == hclsyntax.TokenTemplateControl
			if opens && string(t.Bytes) == "for" && i+1 < len(tokens) && tokens[i+1].Type == hclsyntax.TokenIdent {
				return t.Range, "A list is not made with for: write it out."
			}
		}
		before = t.Type
	}
	return hcl.Range{}, ""
}
