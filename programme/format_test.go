package programme_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
)

// TestFormatKeepsPlan: however a programme is laid out, it is the same plan, and laying it out leads to one text.
func TestFormatKeepsPlan(t *testing.T) {
	sources := map[string][]byte{}
	for _, pattern := range []string{"testdata/*.txtar", "../programmes/*.hcl", "../examples/*.lumbar.hcl"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %d files (%v)", pattern, len(names), err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if filepath.Ext(name) == ".txtar" {
				src = txtar.Parse(src).Files[0].Data
			}
			sources[name] = src
		}
	}
	plans := 0
	for name, src := range sources {
		want, _ := programme.Compile("f.hcl", src, programme.Options{})
		if want == nil {
			continue
		}
		plans++
		laid, list := diag.Format("f.hcl", src)
		if list.HasErrors() {
			t.Errorf("%s: %v", name, list.Err())
			continue
		}
		if got, _ := programme.Compile("f.hcl", laid, programme.Options{}); cmp.Diff(want, got) != "" {
			t.Errorf("%s: laid out it is another plan:\n%s", name, cmp.Diff(want, got))
		}
	}
	if plans < 10 {
		t.Errorf("only %d plans of %d texts", plans, len(sources))
	}
	whole := txtar.Parse(read(t, "testdata/whole.txtar")).Files[0].Data
	want, _ := programme.Compile("f.hcl", whole, programme.Options{})
	once, _ := diag.Format("f.hcl", whole)
	rapid.Check(t, func(t *rapid.T) {
		rough := roughened(t, string(once))
		laid, list := diag.Format("f.hcl", []byte(rough))
		if list.HasErrors() {
			t.Fatalf("%v\n%s", list.Err(), rough)
		}
		if string(laid) != string(once) {
			t.Fatalf("(-want +got):\n%s\nof\n%s", cmp.Diff(string(once), string(laid)), rough)
		}
		if got, _ := programme.Compile("f.hcl", []byte(rough), programme.Options{}); cmp.Diff(want, got) != "" {
			t.Fatalf("the roughened text is another plan:\n%s", rough)
		}
	})
}

// roughened is the same text with other blanks: before and behind lines, around equals signs, and more empty lines where
// there is one.
func roughened(t *rapid.T, text string) string {
	blanks := func(label string, least int) string {
		return strings.Repeat(rapid.SampledFrom([]string{" ", "\t"}).Draw(t, label), rapid.IntRange(least, 4).Draw(t, label+" n"))
	}
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		word := strings.TrimSpace(line)
		if word == "" {
			out.WriteString(strings.Repeat("\n", rapid.IntRange(1, 3).Draw(t, "empty")))
			continue
		}
		name, value, isAttribute := strings.Cut(word, " = ")
		if isAttribute && !strings.HasPrefix(word, "#") {
			word = strings.TrimSpace(name) + blanks("before", 0) + "=" + blanks("behind", 0) + value
		}
		out.WriteString(blanks("indent", 0) + word + blanks("end", 0) + "\n")
	}
	return out.String()
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}
