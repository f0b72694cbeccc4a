package programme_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/technique"
)

// The specification names every word of the language, and every archive of testdata and no other.
func TestSpecIsComplete(t *testing.T) {
	src, err := os.ReadFile("spec.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, s := range regexp.MustCompile(`(?m)^##+ `).Split(string(src), -1) {
		title, text, _ := strings.Cut(s, "\n")
		word, _, _ := strings.Cut(strings.TrimLeft(title, "0123456789. "), ":")
		sections[word] = text
	}
	for _, row := range technique.All() {
		checkSection(t, sections, row.Block)
	}
	checkSection(t, sections, technique.HeatBlock())

	named := map[string]bool{}
	for _, clause := range regexp.MustCompile("\\((`[a-z-]+`[,\\s]*)+\\)").FindAllString(string(src), -1) {
		for _, name := range regexp.MustCompile("[a-z][a-z-]*").FindAllString(clause, -1) {
			named[name] = true
		}
	}
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, a := range archives {
		name := strings.TrimSuffix(filepath.Base(a), ".txtar")
		if !named[name] {
			t.Errorf("no clause names the archive %s", name)
		}
		delete(named, name)
	}
	for name := range named {
		t.Errorf("a clause names the archive %s, which does not exist", name)
	}
}

// TestEveryClauseHasAGolden: clauses are counted within their section, and each names an archive that holds it to its word.
func TestEveryClauseHasAGolden(t *testing.T) {
	src, err := os.ReadFile("spec.md")
	if err != nil {
		t.Fatal(err)
	}
	starts := regexp.MustCompile(`(?m)^(\d+)\.(\d+) `).FindAllStringSubmatchIndex(string(src), -1)
	names := regexp.MustCompile("\\((`[a-z-]+`[,\\s]*)+\\)")
	last := map[string]int{}
	for i, m := range starts {
		end := len(src)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		section, clause := string(src[m[2]:m[3]]), string(src[m[4]:m[5]])
		if last[section]++; strconv.Itoa(last[section]) != clause {
			t.Errorf("clause %s.%s stands where %s.%d is due", section, clause, section, last[section])
		}
		if !names.Match(src[m[0]:end]) {
			t.Errorf("clause %s.%s names no archive", section, clause)
		}
	}
	if len(starts) < 40 {
		t.Errorf("found %d clauses", len(starts))
	}
}

func checkSection[T any](t *testing.T, sections map[string]string, b technique.Block[T]) {
	t.Helper()
	text, ok := sections[b.Word]
	if !ok {
		t.Errorf("no section on %s", b.Word)
	}
	for _, p := range b.Params {
		row := regexp.MustCompile("(?m)^\\| `" + p.Name + "` \\|.*\\| (.*) \\|$").FindStringSubmatch(text)
		if row == nil {
			t.Errorf("%s: no row for %s", b.Word, p.Name)
			continue
		}
		want := "required"
		if !p.Required {
			want = "`" + p.Default + "`"
		}
		if row[1] != want {
			t.Errorf("%s: %s is %s, want %s", b.Word, p.Name, row[1], want)
		}
		for _, w := range p.Words {
			if !strings.Contains(row[0], "`"+w+"`") {
				t.Errorf("%s: %s lacks the word %s", b.Word, p.Name, w)
			}
		}
	}
	for _, a := range append(append([]chair.Ability{}, b.Needs...), b.Uses...) {
		if !strings.Contains(text, "`"+a.String()+"`") && a != chair.CanWidth {
			t.Errorf("%s: the ability %v is not named", b.Word, a)
		}
	}
}
