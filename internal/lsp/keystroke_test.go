package lsp_test

import (
	"fmt"
	"strings"
	"testing"
)

// long is a programme of about n lines, without errors of reading.
func long(n int) string {
	var b strings.Builder
	b.WriteString("programme \"long\" {\n  title = \"Long\"\n  needs = [\"carriage\", \"depth\", \"kneading\"]\n")
	for i := 0; 15*i < n-4; i++ {
		fmt.Fprintf(&b, `
  phase "part-%d" {
    knead { # 40 °C
      over  = "L5..L1"
      force = "medium"
      pace  = "22 /min"
      for   = "20 s"
    }
    press {
      at    = ["L5", "L3"]
      force = "24 N"
      hold  = "3 s"
    }
  }
`, i)
	}
	b.WriteString("}\n")
	return b.String()
}

// BenchmarkKeystroke is from a key in a programme of 500 lines to the list of what can stand there, and to what is wrong
// with the text as it is now.
func BenchmarkKeystroke(b *testing.B) {
	text := long(500)
	lines := strings.Count(text, "\n")
	const line = 250
	e := open(b, compile).begin()
	e.openText(text)
	e.found(1)
	b.Run("list", func(b *testing.B) {
		e.TB = b
		version := 1
		for b.Loop() {
			version++
			e.change(version, part(line, 0, 0, " "))
			e.answer(e.ask("textDocument/completion", at(line, 1)), nil)
		}
	})
	e.TB = b
	e.change(1_000_000, map[string]any{"text": text})
	e.found(1_000_000)
	b.Run("both", func(b *testing.B) {
		e.TB = b
		version := 1_000_000
		for b.Loop() {
			version++
			e.change(version, part(line, 0, 0, " "))
			e.both(e.ask("textDocument/completion", at(line, 1)), version)
		}
	})
	e.TB = b
	b.ReportMetric(float64(lines), "lines")
	if err := e.end(); err != nil {
		b.Error(err)
	}
}

// both waits for the answer to a request and for what is wrong with a version, whichever is first.
func (e *editor) both(id, version int) {
	e.Helper()
	answered, told := false, false
	e.until("answer and diagnostics", func(m message) bool {
		answered = answered || m.Method == "" && m.ID != nil && *m.ID == id
		told = told || m.Method == "textDocument/publishDiagnostics" && strings.Contains(string(m.Params), fmt.Sprintf(`"version":%d`, version))
		return answered && told
	})
}
