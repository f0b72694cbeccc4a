package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/config"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/technique"
)

// The documents, from here.
const (
	docsDir     = "../../docs"
	examplesDir = "../../examples"
)

// TestDocs writes again what the documents show, tables from the code and what commands say, and compares. With
// -update it writes the documents.
func TestDocs(t *testing.T) {
	bench(t)
	for name, text := range docs(t) {
		got := text
		if name == "faults.md" {
			got = faults()
		}
		if name == "safety-check.md" {
			got = safetyCheckPage(t)
		}
		for word, rows := range map[string]string{"configuration": configuration(), "entities": entities(), "symptoms": bySymptom(), "suite": suite(t), "shipped": shipped(t), "words": words(t)} {
			got = between(got, word, rows)
		}
		got = blocks.ReplaceAllStringFunc(got, func(block string) string {
			m := blocks.FindStringSubmatch(block)
			return "```" + m[1] + "\n" + shown(t, m[1], m[2]) + "```\n"
		})
		if got == text {
			continue
		}
		if *update {
			if err := os.WriteFile(filepath.Join(docsRoot, name), []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		t.Errorf("docs/%s is not what the code says; look at it, then go test ./cmd/lumbar -update. Want:\n%s", name, got)
	}
}

// docsRoot stays where it is when a test changes its directory.
var docsRoot, _ = filepath.Abs(docsDir)

// docs is the documents by name.
func docs(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(docsRoot, "*.md"))
	if err != nil || len(paths) < 4 {
		t.Fatalf("found %d documents: %v", len(paths), err)
	}
	all := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = string(text)
	}
	return all
}

// bench is a directory with the examples, and a profile of one's own, to run what the documents say in.
func bench(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(examplesDir)); err != nil {
		t.Fatal(err)
	}
	src, err := profile.Source("bench-4d")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "my-chair.hcl"), src, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
}

// blocks is every fenced block: its words and its text.
var blocks = regexp.MustCompile("(?ms)^```([^\n]+)\n(.*?)^```\n")

// shown is what stands in a block: the file of that name, which must be an example or is made; what its commands say;
// or what stands there.
func shown(t *testing.T, words, text string) string {
	t.Helper()
	if _, file, found := strings.Cut(words, " file="); found {
		if !strings.HasPrefix(file, "examples/") {
			write(t, file, text)
			return text
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		return string(src)
	}
	if words != "console" {
		return text
	}
	var out bytes.Buffer
	for line := range strings.Lines(text) {
		command, found := strings.CutPrefix(line, "$ ")
		if !found {
			continue
		}
		if out.Len() > 0 {
			out.WriteString("\n")
		}
		out.WriteString(line)
		switch words := strings.Fields(command); words[0] {
		case "touch":
			write(t, words[1], "")
		case "lumbar":
			run(words[1:], nil, &out, &out)
		default:
			t.Errorf("%q is not known to this test", words[0])
		}
	}
	return blanks.ReplaceAllString(out.String(), "\n")
}

var blanks = regexp.MustCompile(` +\n`)

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// between replaces what stands between the marks of that word.
func between(text, word, rows string) string {
	begin := fmt.Sprintf("<!-- %s: written by go test ./cmd/lumbar -update -->\n", word)
	const end = "<!-- end -->\n"
	before, rest, found := strings.Cut(text, begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return text
	}
	return before + begin + rows + end + after
}

func configuration() string {
	var b strings.Builder
	b.WriteString("| key | variable | what |\n|---|---|---|\n")
	for _, k := range config.Keys() {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", k.Path(), k.Variable(), k.About)
	}
	return b.String()
}

// suite is what drivertest tries, by the names of its tests.
func suite(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(docsRoot, "../driver/drivertest/drivertest.go"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range regexp.MustCompile(`(?m)^\t\t\{"([^"]+)", \w+\},$`).FindAllStringSubmatch(string(src), -1) {
		fmt.Fprintf(&b, "- %s\n", m[1])
	}
	if b.Len() == 0 {
		t.Error("found no test of drivertest")
	}
	return b.String()
}

// faults is the whole page of faults.
func faults() string {
	var b strings.Builder
	b.WriteString(`# Faults

When something is wrong the guard ends the session by itself: that is a fault. It has a code, which never changes, and
stays until somebody clears it on purpose. STOP is not a fault. This table is written from the code by
` + "`go test ./cmd/lumbar -update`" + `.

How much it means: *enough* is a limit that a session may reach, and nothing is broken; *once* may have been a single
event, and if it comes back something is wrong; *repair* is something wrong with the chair; *unwell* is something that may
be wrong with the person. Who may clear it is in the next column.

| code | what | how much | who clears it | what happened | what the chair does | what you do |
|---|---|---|---|---|---|---|
`)
	for _, f := range chair.Catalogue {
		what := f.Title
		if f.Unit != "" {
			what += " (" + f.Unit + ")"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", f.Code, what, f.Severity, f.Clear, f.Text, f.Does, f.Do)
	}
	b.WriteString("\nThe unit is that of the two figures in a fault's details: what was seen, and what was allowed.\n")
	return b.String()
}

// TestDocsNameEverything: each command, flag, key, variable, fault and technique has its place in the documents.
func TestDocsNameEverything(t *testing.T) {
	var all strings.Builder
	for _, text := range docs(t) {
		all.WriteString(text)
	}
	text := all.String()
	want := func(what, name string) {
		t.Helper()
		if !regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(name) + `($|[^\w-])`).MatchString(text) {
			t.Errorf("no document names the %s %s", what, name)
		}
	}
	parser, err := newParser()
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range parser.Model.Children {
		want("command", "lumbar "+command.Name)
		for _, f := range command.Flags {
			want("flag", "--"+f.Name)
		}
	}
	for _, f := range parser.Model.Flags {
		want("flag", "--"+f.Name)
	}
	for _, k := range config.Keys() {
		want("key", "`"+k.Path()+"`")
		want("variable", k.Variable())
	}
	for _, f := range chair.Catalogue {
		want("fault", "`"+string(f.Code)+"`")
	}
	for _, row := range technique.All() {
		want("technique", "`"+row.Word+"`")
	}
	for _, e := range extremes {
		want("body", ansurPrefix+e.name)
	}
}

// commandLine is a command in a block of a document: after a prompt, or indented, or fenced.
var commandLine = regexp.MustCompile(`(?m)^(?:\$ |    )?lumbar( [^\n]*|)$`)

// TestDocsCommands: every command line of the documents parses, and those that end by themselves do what they should.
func TestDocsCommands(t *testing.T) {
	bench(t)
	texts := docs(t)
	for _, name := range []string{"README.md", "CONTRIBUTING.md"} {
		text, err := os.ReadFile(filepath.Join(docsRoot, "..", name))
		if err != nil {
			t.Fatal(err)
		}
		texts["../"+name] = strings.ReplaceAll(string(text), "bin/lumbar", "lumbar")
	}
	for _, text := range texts { // the files that they write out
		for _, m := range blocks.FindAllStringSubmatch(text, -1) {
			if _, file, found := strings.Cut(m[1], " file="); found && !strings.HasPrefix(file, "examples/") {
				write(t, file, m[2])
			}
		}
	}
	tried := 0
	for name, text := range texts {
		for _, m := range commandLine.FindAllStringSubmatch(text, -1) {
			line, _, _ := strings.Cut(m[1], " # ")
			args := strings.Fields(line)
			parser, err := newParser(kong.Exit(func(int) {}), kong.Writers(&bytes.Buffer{}, &bytes.Buffer{}))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := parser.Parse(args); err != nil && !slices.Contains(args, "--help") {
				t.Errorf("docs/%s: lumbar%s: %v", name, line, err)
				continue
			}
			tried++
			if !ends(args) || strings.Contains(line, "my.lumbar.hcl") || strings.Contains(line, "wrong.lumbar.hcl") || strings.HasSuffix(line, " first.lumbar.hcl") {
				continue
			}
			var out bytes.Buffer
			if status := run(args, nil, &out, &out); status != exitDone {
				t.Errorf("docs/%s: lumbar%s: exit status %d: %s", name, line, status, out.String())
			}
		}
	}
	if tried < 20 {
		t.Errorf("found only %d command lines", tried)
	}
}

// ends says whether a command ends by itself, and soon.
func ends(args []string) bool {
	switch {
	case len(args) == 0:
		return false
	case slices.Contains(args, "--help"):
		return true
	case args[0] == "run":
		return slices.Contains(args, "max") && !testing.Short()
	}
	return slices.Contains([]string{"check", "plan", "programmes", "version", "fmt"}, args[0])
}

// TestExamples: every example is without fault, and runs as it should.
func TestExamples(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(examplesDir, "*.hcl")) // the recording and its score are judged by tools/demo
	if err != nil || len(paths) < 3 {
		t.Fatalf("found %d examples: %v", len(paths), err)
	}
	for _, path := range paths {
		_, list, _, err := findings(path, setFlag{})
		if err != nil || len(list) > 0 {
			t.Errorf("%s: %v, %v", path, list, err)
		}
		if strings.HasSuffix(path, bodyExtension) {
			continue
		}
		var out bytes.Buffer
		if status := run([]string{"run", path, "--pace", "max"}, nil, &out, &out); status != exitDone || strings.Contains(out.String(), "fitted:") {
			t.Errorf("%s: exit status %d: %s", path, status, out.String())
		}
	}
}

// TestDocsLinks: what the documents link to is there.
func TestDocsLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#]+)(#[^)]*)?\)`)
	for name, text := range docs(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(docsRoot, m[1])); err != nil {
				t.Errorf("docs/%s links to %s: %v", name, m[1], err)
			}
		}
	}
}

// TestDocsPage: what the owner's page calls things is what the page calls them.
func TestDocsPage(t *testing.T) {
	text := docs(t)["owner.md"]
	var src []byte
	for _, name := range []string{"page.html", "frame.html"} {
		text, err := os.ReadFile(filepath.Join(docsRoot, "../internal/web", name))
		if err != nil {
			t.Fatal(err)
		}
		src = append(src, text...)
	}
	for _, c := range []struct{ said, page string }{
		{"**Watch a simulated person**", string(src)}, {"*Simulation*", string(src)}, {"**STOP**", string(src)},
		{"Esc, Space or Enter", web.English().Stop["ready"]},
	} {
		if !strings.Contains(text, c.said) || !strings.Contains(c.page, strings.Trim(c.said, "*")) {
			t.Errorf("%q is not on both pages", c.said)
		}
	}
}
