package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// shipped is the programmes that ship, as a table.
func shipped(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| name | minutes | suits | what |\n|---|---|---|---|\n")
	for _, name := range programmes.All() {
		p, err := findProgramme(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "| `%s` | %.0f | %s | %s |\n", name, p.Duration().Minutes(), strings.Join(p.Suits, ", "), p.About)
	}
	return b.String()
}

// words is every word of the language: each block with what stands in it, and one as a programme that ships has it.
func words(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, p := range programme.Language() {
		if len(p.Path) == 0 || slices.Contains(p.Path[:len(p.Path)-1], "together") {
			continue // the file itself; what stands in together is what stands elsewhere
		}
		word := p.Word()
		fmt.Fprintf(&b, "### `%s`\n\n%s.", word, strings.ToUpper(p.Doc[:1])+p.Doc[1:])
		if len(p.Path) > 1 {
			fmt.Fprintf(&b, " It stands in %s.", p.Path[len(p.Path)-2])
		}
		if len(p.Needs) > 0 {
			var needs []string
			for _, a := range p.Needs {
				needs = append(needs, "`"+a.String()+"`")
			}
			fmt.Fprintf(&b, " It needs %s.", strings.Join(needs, ", "))
		}
		b.WriteString("\n\n")
		if len(p.Attributes) > 0 {
			b.WriteString("| attribute | what | is | without it |\n|---|---|---|---|\n")
		}
		for _, a := range p.Attributes {
			is, without := a.Is, "there is none"
			if a.Limit != "" {
				is += "; allowed for everyone: " + a.Limit
			}
			switch {
			case a.Required:
				without = "an error"
			case a.Default != "":
				without = "`" + a.Default + "`"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", a.Name, a.Doc, is, without)
		}
		if len(p.Attributes) > 0 {
			b.WriteString("\n")
		}
		b.WriteString(example(t, word))
	}
	return b.String()
}

// blockOf is the first block of a kind in a text, with its indent.
func blockOf(text, word string) string {
	m := regexp.MustCompile(`(?ms)^( *)` + word + `( "[^"\n]*")? \{\n.*?\n`).FindStringSubmatchIndex(text)
	if m == nil {
		return ""
	}
	indent := text[m[2]:m[3]]
	block, _, _ := strings.Cut(text[m[0]:], "\n"+indent+"}\n")
	var b strings.Builder
	for line := range strings.Lines(block + "\n" + indent + "}\n") {
		b.WriteString(strings.TrimPrefix(line, indent))
	}
	return b.String()
}

// example is a block as the first programme that ships with one has it: it compiles, as that does.
func example(t *testing.T, word string) string {
	t.Helper()
	if word == "programme" || word == "phase" {
		return "" // the whole page is one
	}
	for _, name := range programmes.All() {
		_, src, _ := programmes.Source(name)
		if block := blockOf(string(src), word); block != "" && !strings.Contains(block, "var.") {
			return fmt.Sprintf("As `%s` has it:\n\n```hcl\n%s```\n\n", name, block)
		}
	}
	t.Errorf("no programme that ships has a %s to show", word)
	return ""
}

// TestExamplesOfWords: each block that the reference shows compiles where it stands.
func TestExamplesOfWords(t *testing.T) {
	const head = `programme "x" {
  title = "X"
  needs = ["carriage", "depth", "kneading", "tapping", "recline"]
`
	const glide = "glide {\nover = \"L5..L1\"\nforce = \"gentle\"\nspeed = \"30 mm/s\"\nfor = \"60 s\"\n}\n"
	tried := 0
	for _, m := range regexp.MustCompile("(?s)As `[a-z-]+` has it:\n\n```hcl\n(.*?)```").FindAllStringSubmatch(docs(t)["programmes.md"], -1) {
		tried++
		text := head + "phase \"y\" {\n" + m[1] + "}\n}\n"
		if strings.HasPrefix(m[1], "heat") || strings.HasPrefix(m[1], "variable") {
			text = head + m[1] + "phase \"y\" {\n" + glide + "}\n}\n"
		}
		if _, list := programme.Compile("x"+programmes.Extension, []byte(text), programme.Options{}); list.HasErrors() {
			t.Errorf("%v in\n%s", list, text)
		}
	}
	if tried < 9 {
		t.Errorf("found only %d examples", tried)
	}
}

// TestDocsTexts: the programmes that the documents write out are without fault and in their one form, but for the one that
// shows what is wrong.
func TestDocsTexts(t *testing.T) {
	tried := 0
	for name, text := range docs(t) {
		for _, m := range blocks.FindAllStringSubmatch(text, -1) {
			_, file, found := strings.Cut(m[1], " file=")
			if !found || !strings.HasSuffix(file, programmes.Extension) || file == "wrong.lumbar.hcl" {
				continue
			}
			tried++
			if _, list := programme.Compile(file, []byte(m[2]), programme.Options{}); len(list) > 0 {
				t.Errorf("docs/%s: %s: %v", name, file, list)
			}
			if form, list := diag.Format(file, []byte(m[2])); len(list) > 0 || string(form) != m[2] {
				t.Errorf("docs/%s: %s is not in its one form: %v", name, file, list)
			}
		}
	}
	if tried < 2 {
		t.Errorf("found only %d programmes", tried)
	}
}
