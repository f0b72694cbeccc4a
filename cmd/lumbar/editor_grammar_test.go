package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
)

// vscodeDir is the extension for VS Code, from here.
const vscodeDir = "../../editors/vscode"

// spelled is a regular expression for one of some words, the longest first, so that none hides another.
func spelled(words []string) string {
	slices.Sort(words)
	words = slices.Compact(words)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return strings.Join(words, "|")
}

// grammar is the colours of the language: its words are the compiler's and the techniques' own.
func grammar() []byte {
	var strokes, parts, attributes, values, levels []string
	for _, row := range technique.All() {
		strokes = append(strokes, row.Word)
	}
	plain := regexp.MustCompile(`^"([a-z][a-z-]*)"$`) // a word, and no quantity, level or name
	for _, p := range programme.Language() {
		if w := p.Word(); w != "" && !slices.Contains(strokes, w) {
			parts = append(parts, w)
		}
		for _, a := range p.Attributes {
			attributes = append(attributes, a.Name)
			for _, v := range a.Values {
				if m := plain.FindStringSubmatch(v); m != nil {
					values = append(values, m[1])
				}
			}
		}
	}
	parts = append(parts, "body")
	for l := body.S1; l < body.LevelEnd; l++ {
		levels = append(levels, l.String())
	}
	type is = map[string]any
	one := func(name, match string) is { return is{"name": name, "match": match} }
	named := func(name, match string) is {
		return is{"match": match, "captures": is{"1": is{"name": name}}}
	}
	const blockFollows, attributeFollows, alone = `\b(?=\s*(?:"[^"]*"\s*)?\{)`, `\b(?=\s*=(?!=))`, `(?<![\w.-])`
	level := "(?:" + spelled(levels) + ")"
	text, _ := json.MarshalIndent(is{
		"name": "Lumbar", "scopeName": "source.lumbar",
		"information_for_contributors": []string{"Written from the language's own tables: go test ./cmd/lumbar -run TestGrammar -update"},
		"patterns":                     []is{{"include": "#comment"}, {"include": "#word"}, {"include": "#value"}},
		"repository": is{
			"comment": is{"patterns": []is{
				one("comment.line.number-sign.lumbar", "#.*$"), one("comment.line.double-slash.lumbar", "//.*$"),
				{"name": "comment.block.lumbar", "begin": `/\*`, "end": `\*/`},
			}},
			"word": is{"patterns": []is{
				named("entity.name.function.stroke.lumbar", alone+"("+spelled(strokes)+")"+blockFollows),
				named("keyword.control.part.lumbar", alone+"("+spelled(parts)+")"+blockFollows),
				named("support.type.property-name.lumbar", alone+"("+spelled(attributes)+")"+attributeFollows),
				named("variable.other.property.lumbar", alone+`([a-z][a-z0-9_]*)`+attributeFollows),
			}},
			"value": is{"patterns": []is{
				{"name": "string.quoted.double.lumbar", "begin": `"`, "end": `"|$`, "patterns": []is{
					one("constant.character.escape.lumbar", `\\.`),
					{"name": "meta.template.lumbar", "begin": `\$\{`, "end": `\}`, "patterns": []is{{"include": "#value"}}},
					one("constant.language.level.lumbar", `(?<=")`+level+`(?:\.\.`+level+`)?(?=")`),
					one("constant.numeric.quantity.lumbar", `(?<=")-?[0-9][0-9.]*(?:\s*[^"0-9\s][^"\s]*)?(?=")`),
					one("constant.language.word.lumbar", `(?<=")(?:`+spelled(values)+`)(?=")`),
				}},
				one("constant.language.boolean.lumbar", `\b(?:true|false)\b`), one("variable.other.lumbar", `\bvar\.[a-z][a-z0-9_-]*`),
				one("constant.numeric.lumbar", `-?\b[0-9]+(?:\.[0-9]+)?\b`),
			}},
		},
	}, "", "  ")
	return append(bytes.ReplaceAll(bytes.ReplaceAll(text, []byte(`\u003c`), []byte("<")), []byte(`\u0026`), []byte("&")), '\n')
}

// TestGrammar: the colours of VS Code know every word of the language, and no other. With -update it writes them.
func TestGrammar(t *testing.T) {
	path, want := filepath.Join(vscodeDir, "syntaxes/lumbar.tmLanguage.json"), grammar()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the language says: go test ./cmd/lumbar -run TestGrammar -update", path)
	}
	var g struct {
		Repository map[string]struct{ Patterns []struct{ Match string } }
	}
	if err := json.Unmarshal(got, &g); err != nil {
		t.Fatal(err)
	}
	strokes := g.Repository["word"].Patterns[0].Match // read back apart from what wrote it
	for _, row := range technique.All() {
		if !regexp.MustCompile(`[(|]` + row.Word + `[|)]`).MatchString(strokes) {
			t.Errorf("no colour for %s", row.Word)
		}
	}
	if n := strings.Count(strokes, "|"); n != len(technique.All())-1 {
		t.Errorf("%d strokes have a colour, want %d", n+1, len(technique.All()))
	}
}

// TestVSCodeExtension: what the extension's manifest names is there, and it serves what the language server does.
func TestVSCodeExtension(t *testing.T) {
	t.Parallel()
	read := func(name string, into any) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(vscodeDir, name))
		if err == nil && into != nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return string(text)
	}
	var m struct {
		Main        string
		Contributes struct {
			Languages []struct {
				ID, Configuration string
				Extensions        []string
			}
			Grammars      []struct{ Language, ScopeName, Path string }
			Configuration struct {
				Properties map[string]struct{ Default, Scope string }
			}
		}
		Dependencies map[string]string
	}
	read("package.json", &m)
	if len(m.Contributes.Languages) != 1 || len(m.Contributes.Grammars) != 1 {
		t.Fatalf("%+v", m)
	}
	l, g := m.Contributes.Languages[0], m.Contributes.Grammars[0]
	if !slices.Equal(l.Extensions, []string{programmes.Extension, bodyExtension}) || g.Language != l.ID || g.ScopeName != "source.lumbar" {
		t.Errorf("%+v, %+v", l, g)
	}
	var any map[string]any
	read(l.Configuration, &any)
	read(g.Path, &any)
	code := read(m.Main, nil)
	for _, want := range []string{`args: ["lsp"]`, `language: "` + l.ID + `"`, `vscode-languageclient/node`} {
		if !strings.Contains(code, want) {
			t.Errorf("%s has no %s", m.Main, want)
		}
	}
	if m.Dependencies["vscode-languageclient"] == "" {
		t.Error("the client is not among the dependencies")
	}
	if c := m.Contributes.Configuration.Properties["lumbar.command"]; c.Default != "lumbar" || c.Scope != "machine" { // else a folder could name a program to run
		t.Errorf("lumbar.command is %+v", c)
	}
}
