package diag

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// mostPasses is how often a text is laid out until nothing changes any more. HCL's own layout needs a second look where
// a comment stands between an equals sign and its value.
const mostPasses = 5

// Format lays out an HCL text in its one form: two blanks for each brace that is open, equals signs of neighbouring lines
// under one another, no blanks at the ends of lines, one empty line at most, none behind an opening or before a closing
// brace, and a newline at the end. Words, values, comments and their order stay. The list holds the errors of syntax that
// keep a text from being laid out; without any, formatting the result again changes nothing. JSON has no such form.
func Format(filename string, src []byte) ([]byte, List) {
	r := Open(filename, src)
	if r.file.json && !r.file.broken {
		r.file.broken = true
		r.Error(hcl.Range{Filename: filename}, NotRead, "the JSON form is not laid out", "Write it as HCL, in a file whose name does not end in .json.")
	}
	if r.file.broken {
		found := r.file.found
		found.Sort()
		return nil, found
	}
	out := src
	for range mostPasses {
		laid := tidy(hclwrite.Format(out))
		if bytes.Equal(laid, out) {
			break
		}
		out = laid
	}
	return out, nil
}

// tidy sets blanks at the ends of lines and empty lines right. Lines inside of a heredoc or of a comment in /* */ stay.
func tidy(src []byte) []byte {
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	lines := strings.Split(string(src), "\n")
	kept := make([]bool, len(lines)) // inside of something longer than a line
	opens := make([]bool, len(lines))
	closes := make([]bool, len(lines))
	heredoc := 0
	for i, t := range tokens {
		first, last := t.Range.Start.Line-1, t.Range.End.Line-1
		switch t.Type {
		case hclsyntax.TokenOHeredoc:
			heredoc = first
		case hclsyntax.TokenCHeredoc:
			mark(kept, heredoc+1, last)
		case hclsyntax.TokenComment:
			if bytes.HasPrefix(t.Bytes, []byte("/*")) {
				mark(kept, first, last-1) // its last line may end in blanks of its own
			}
		case hclsyntax.TokenOBrace:
			opens[first] = i+1 < len(tokens) && ends(tokens[i+1].Type)
		case hclsyntax.TokenCBrace:
			closes[first] = closes[first] || i > 0 && tokens[i-1].Type == hclsyntax.TokenNewline
		}
	}
	var out []string
	opened := true // as at the start of a text
	for i, line := range lines {
		if kept[i] {
			out, opened = append(out, line), false
			continue
		}
		line = strings.TrimRight(line, " \t\r")
		if line == "" && (opened || out[len(out)-1] == "") {
			continue
		}
		for closes[i] && len(out) > 0 && out[len(out)-1] == "" {
			out = out[:len(out)-1]
		}
		out, opened = append(out, line), opens[i]
	}
	text := strings.TrimRight(strings.Join(out, "\n"), "\n")
	if text == "" {
		return nil
	}
	return []byte(text + "\n")
}

// ends says whether nothing but a comment can follow on a line.
func ends(t hclsyntax.TokenType) bool {
	return t == hclsyntax.TokenNewline || t == hclsyntax.TokenComment
}

// mark sets lines first to last, both included, as far as there are such lines.
func mark(lines []bool, first, last int) {
	for i := max(0, first); i <= min(last, len(lines)-1); i++ {
		lines[i] = true
	}
}
