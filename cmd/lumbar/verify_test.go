package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/verify"
	"github.com/openlumbar/lumbar/internal/wire"
)

// TestVerifyRunsAgain takes the command that verify prints for its worst body and holds what it says to what verify said.
func TestVerifyRunsAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "own.lumbar.hcl", `programme "own" {
  title = "Own"
  needs = ["carriage", "depth", "kneading"]
  phase "work" {
    knead {
      over  = "L5..L2"
      force = "medium"
      pace  = "20 /min"
      for   = "20 s"
    }
  }
}
`)
	var out, errw bytes.Buffer
	if code := run([]string{"verify", "own.lumbar.hcl", "--bodies", "2", "--json"}, nil, &out, &errw); code != exitDone {
		t.Fatalf("exit status %d: %s", code, errw.String())
	}
	var report verify.Report
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	whole := out.String()
	out.Reset()
	if code := run([]string{"verify", "own.lumbar.hcl", "--bodies", "2", "--json", "--quick"}, nil, &out, &errw); code != exitDone || out.String() != whole {
		t.Errorf("exit status %d: both bodies are among the worst, and a quick run says other things of them:\n%s\n%s", code, out.String(), whole)
	}
	if len(report.Worst) != 2 {
		t.Fatalf("%d worst bodies of 2", len(report.Worst))
	}
	for _, w := range report.Worst {
		out.Reset()
		if code := run(append(strings.Fields(w.Command)[1:], "--json"), nil, &out, &errw); code != exitDone {
			t.Fatalf("%s: exit status %d: %s", w.Command, code, errw.String())
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		var last wire.Event
		if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Summary == nil || last.Truth == nil {
			t.Fatalf("%s: no summary with its truth (%v): %s", w.Command, err, lines[len(lines)-1])
		}
		want, got := truthOf(w.Truth), last.Truth
		a, errA := json.Marshal(want)
		b, errB := json.Marshal(got)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s\n says %s\n verify %s", w.Command, b, a)
		}
		if last.Outcome != w.Ended || last.Summary.Body != w.ID || last.Seed != w.Seed || w.PeakN < 10 {
			t.Errorf("%s: %s on %s, verify %s on %s at %.1f N", w.Command, last.Outcome, last.Summary.Body, w.Ended, w.ID, w.PeakN)
		}
	}
}
