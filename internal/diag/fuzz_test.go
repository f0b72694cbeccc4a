package diag_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestHostile reads texts made to exhaust the parser's stack or the reader's time. Without the check before
// parsing, 64 kB of "[" end the test process.
func TestHostile(t *testing.T) {
	hostile := func(size int, units ...string) {
		for _, unit := range units {
			text := strings.Repeat(unit, size/len(unit))
			check(t, "f.hcl", []byte("title = "+text))
			check(t, "f.json", []byte(`{"title": `+text))
			check(t, "f.json", []byte(`{"title": "\u0024{`+text+`"}`))
		}
	}
	hostile(60<<10, "(", "[", "{a=")
	hostile(8<<10, "!", "-", `"${`, `"%{if `, "a?b:", "a?\n", "1+", "a[", "f(", "a.", "a {\n", "a \"", "<<E\n", "\n", "[for a in b:",
		"x=1\n", "/*", "\xff")
}

func TestTooLarge(t *testing.T) {
	for size, want := range map[int]bool{64 << 10: false, 64<<10 + 1: true} {
		list := read("f.hcl", []byte(strings.Repeat("\n", size)))
		if got := list[0].Code == diag.NotRead; got != want {
			t.Errorf("%d bytes: %v, want refused %v", size, list, want)
		}
	}
}

// check reads a text and proves what holds for every list of diagnostics.
func check(t *testing.T, name string, src []byte) {
	list := read(name, src)
	lines := strings.Count(string(src), "\n") + 1
	for i, d := range list {
		switch {
		case d.File != name || d.Line < 0 || d.Line > lines+1 || (d.Line > 0) != (d.Column > 0) || d.EndLine < d.Line:
			t.Errorf("%v: place %s to %d:%d of %d lines", d.Error(), d.Place(), d.EndLine, d.EndColumn, lines)
		case d.Code == "" || d.Summary == "" || d.Detail == "" || d.Severity == 0:
			t.Errorf("no code, summary, way out or severity: %+v", d)
		case i > 0 && d.Line < list[i-1].Line:
			t.Errorf("line %d behind line %d", d.Line, list[i-1].Line)
		}
	}
	if err := list.Write(io.Discard, map[string][]byte{name: src}, diag.Style{Colour: true, Width: 60}); err != nil {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		in := txtar.Parse(data).Files[0]
		f.Add(in.Data, strings.HasSuffix(in.Name, ".json"))
	}
	f.Fuzz(func(t *testing.T, src []byte, asJSON bool) {
		name := "f.hcl"
		if asJSON {
			name = "f.json"
		}
		check(t, name, src)
	})
}
