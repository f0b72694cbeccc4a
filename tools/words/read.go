package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// readGo finds string literals; those that are added up are one text. Imports and struct tags are none; the tags "help"
// of a command line and "doc" of the interface for programs are.
func readGo(file, src string) ([]text, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []text
	add := func(at token.Pos, s string) { all = append(all, text{Line: fset.Position(at).Line, Text: s}) }
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				tag, _ := strconv.Unquote(n.Tag.Value)
				if m := helpTag.FindStringSubmatch(tag); m != nil {
					add(n.Tag.Pos(), m[1])
				}
				n.Tag = nil
			}
		case ast.Expr:
			if s, ok := joined(n); ok {
				add(n.Pos(), s)
				return false
			}
		}
		return true
	})
	return all, nil
}

var helpTag = regexp.MustCompile(`\b(?:help|doc):"((?:[^"\\]|\\.)*)"`)

// joined is a literal, or a sum with one in it; what is not known is written as {}.
func joined(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			a, okA := joined(e.X)
			b, okB := joined(e.Y)
			if okA || okB {
				if !okA {
					a = "{}"
				}
				if !okB {
					b = "{}"
				}
				return a + b, true
			}
		}
	}
	return "", false
}

// The parts of a template: what parts two ways to say it, actions that steer, actions that write, tags that end a text, other tags, attributes that are read.
var (
	elses     = regexp.MustCompile(`(?s)\s*\{\{-?\s*else.*?\}\}\s*`)
	steers    = regexp.MustCompile(`(?s)\{\{-?\s*(if|end|range|with|template|define|block|/\*|\$\w+\s*:=).*?\}\}`)
	writes    = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	inlines   = regexp.MustCompile(`(?s)</?(b|i|em|strong|span|a|code|kbd|small|br)\b[^>]*>`)
	tags      = regexp.MustCompile(`(?s)<[^>]*>`)
	attribute = regexp.MustCompile(`(?s)\b(?:aria-label|title|placeholder|alt|data-text)="([^"]*)"`)
	skipped   = regexp.MustCompile(`(?s)<(script|style|svg)\b.*?</(script|style|svg)>`)
)

// readTemplate finds what a template of the page says: between tags, and in the attributes that are read out.
func readTemplate(_, src string) ([]text, error) {
	keep := func(m string) string { return strings.Repeat("\n", strings.Count(m, "\n")) } // so that lines stay
	src = elses.ReplaceAllStringFunc(src, func(m string) string { return " | " + keep(m) })
	src = steers.ReplaceAllStringFunc(src, keep)
	src = writes.ReplaceAllStringFunc(src, func(m string) string { return "{}" + keep(m) })
	var all []text
	line := func(at int) int { return 1 + strings.Count(src[:at], "\n") }
	for _, m := range attribute.FindAllStringSubmatchIndex(src, -1) {
		all = append(all, text{Line: line(m[2]), Text: src[m[2]:m[3]]})
	}
	src = skipped.ReplaceAllStringFunc(src, keep)
	src = inlines.ReplaceAllStringFunc(src, keep)
	src = tags.ReplaceAllStringFunc(src, func(m string) string { return "\x00" + keep(m) })
	at := 0
	for part := range strings.SplitSeq(src, "\x00") {
		lead := len(part) - len(strings.TrimLeft(part, " \t\n"))
		all = append(all, text{Line: line(at + lead), Text: part})
		at += len(part) + 1
	}
	return all, nil
}

var (
	scriptText    = regexp.MustCompile("\"(?:[^\"\\\\\n]|\\\\.)*\"|`(?:[^`\\\\]|\\\\.)*`")
	scriptComment = regexp.MustCompile(`(?m)//.*$`)
	hclText       = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"|<<-?(\w+)\n(?s:.*?)\n\s*\w+\n`)
	hclComment    = regexp.MustCompile(`(?m)^\s*(#|//).*$`)
)

// readScript finds the strings of a module.
func readScript(_, src string) ([]text, error) {
	return found(scriptText, scriptComment.ReplaceAllString(src, "")), nil
}

// readHCL finds the strings of a programme, a profile or the safety check.
func readHCL(_, src string) ([]text, error) {
	return found(hclText, hclComment.ReplaceAllString(src, "")), nil
}

func found(what *regexp.Regexp, src string) []text {
	var all []text
	for _, m := range what.FindAllStringIndex(src, -1) {
		all = append(all, text{Line: 1 + strings.Count(src[:m[0]], "\n"), Text: strings.Trim(src[m[0]:m[1]], "\"`")})
	}
	return all
}
