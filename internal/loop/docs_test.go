package loop

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the figures into docs/scan.md")

// many is for who has half an hour: make figures. Without it a few people are tried, and docs/scan.md is not held against them.
var many = flag.Bool("many", false, "as many people as docs/scan.md speaks of, and its rows held against what comes of them")

// few says whether a few people must do.
func few() bool { return testing.Short() || !*many }

const page = "../../docs/scan.md"

// documented holds a figure against its row in docs/scan.md, or writes it there. The short run has other figures.
func documented(t *testing.T, what, figures string) {
	t.Helper()
	t.Logf("%s: %s", what, figures)
	if few() {
		return
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	row, want := fmt.Sprintf("| %s | ", what), fmt.Sprintf("| %s | %s |", what, figures)
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, row) || line == want {
			if line == want {
				return
			}
			continue
		}
		if !*update {
			t.Errorf("docs/scan.md says\n%s\nwant\n%s\nlook at it, then go test ./internal/loop -run %s -update", line, want, t.Name())
			return
		}
		lines[i] = want
		if err := os.WriteFile(page, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("docs/scan.md has no row %q", what)
}
