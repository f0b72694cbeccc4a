package recording

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/session"
)

var update = flag.Bool("update", false, "write what the documents say of the layout")

const page = "../../docs/recording.md"

// TestDocs: the page has the layout and the lists that hold.
func TestDocs(t *testing.T) {
	src, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	var numbers strings.Builder
	numbers.WriteString("`stage`:")
	for s := session.Fresh; s <= session.Done; s++ {
		fmt.Fprintf(&numbers, " %d %s%s", s, stageNames[s], map[bool]string{true: ".", false: ","}[s == session.Done])
	}
	numbers.WriteString("\n\n`ask`:")
	for a := session.Nothing; a < session.AskEnd; a++ {
		fmt.Fprintf(&numbers, " %d %s%s", a, askName(a), map[bool]string{true: ".", false: ","}[a == session.AskEnd-1])
	}
	numbers.WriteString("\n")
	for name, want := range map[string]string{"schema": "```\n" + tickSchema() + "```\n", "numbers": numbers.String()} {
		mark := "<!-- " + name + ": written by go test ./internal/recording -update -->\n"
		from := strings.Index(text, mark) + len(mark)
		to := from + strings.Index(text[from:], "<!-- end -->")
		if from < len(mark) || to < from {
			t.Fatalf("%s has no place for its %s", page, name)
		}
		if text[from:to] == want {
			continue
		}
		if !*update {
			t.Errorf("%s: its %s is not what holds: go test ./internal/recording -update\n%s", page, name, want)
		}
		text = text[:from] + want + text[to:]
	}
	if *update {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func askName(a session.Ask) string {
	if a == session.Nothing {
		return "nothing"
	}
	return a.String()
}

// stageNames are the session's stages, which have no names of their own.
var stageNames = [...]string{
	session.Fresh: "before its first tick", session.Homing: "homing", session.Taring: "taring", session.Settling: "settling",
	session.Scanning: "scanning", session.Comfort: "comfort", session.Measuring: "measuring", session.Massage: "massage",
	session.Remeasuring: "measuring again", session.Finishing: "finishing", session.Retreating: "retreating", session.Done: "done",
}
