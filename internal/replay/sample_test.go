package replay

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/recording"
	"github.com/openlumbar/lumbar/internal/wire"
)

var update = flag.Bool("update", false, "record the sample anew")

// samplePath is the recording that the documents speak of: the session of text, cut short, on a chair of 50 Hz, so that it is
// small.
const samplePath = "../../docs/sample/session.mcap"

const mostSample = 500_000 // bytes

// TestSample: the recording that ships comes out the same. When it does not, control, guard or session behave differently
// from before: if that is meant, record it anew by go test ./internal/replay -run Sample -update, and say so.
func TestSample(t *testing.T) {
	if *update {
		r := recordAt(t, wire.Request{}, 50, strings.Replace(text, "20 s", "10 s", 1), "ansur:7")
		if err := os.WriteFile(samplePath, r.finish(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	res := play(t, file)
	if !res.Same() || res.Torn || res.Stage != "done" || res.Sessions != 1 {
		t.Errorf("%+v", res)
	}
	if wants := res.About.Machine != recording.Machine(); (res.Within > 0) != wants {
		t.Errorf("recorded on %s, played on %s: figures may differ by %g", res.About.Machine, recording.Machine(), res.Within)
	}
	if len(file) > mostSample {
		t.Errorf("it has %d bytes, want at most %d", len(file), mostSample)
	}
	t.Logf("%d bytes, %d ticks", len(file), res.Ticks)
}

// TestLook draws the sample and writes it as a table.
func TestLook(t *testing.T) {
	file, err := os.ReadFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	var picture, table bytes.Buffer
	if torn, err := SVG(&picture, bytes.NewReader(file), Span{}); err != nil || torn {
		t.Fatal(torn, err)
	}
	for _, want := range []string{"<title id=\"t\">Short, on Bench 4D</title>", "scanning", "work", "Force of each roller", "prefers-color-scheme:dark", "sacrum", "1:00"} {
		if !strings.Contains(picture.String(), want) {
			t.Errorf("the picture has no %q", want)
		}
	}
	for _, no := range []string{"NaN", "Inf", "<script", "http://www.w3.org/1999"} {
		if strings.Contains(picture.String(), no) {
			t.Errorf("the picture has %q", no)
		}
	}
	if torn, err := SVG(&picture, bytes.NewReader(file[:len(file)*9/10]), Span{}); err != nil || !torn || !strings.Contains(picture.String(), "It ends before its end.") {
		t.Errorf("of a torn one: %v, %v", torn, err)
	}
	if torn, err := CSV(&table, bytes.NewReader(file), Span{From: 55e9, To: 56e9}); err != nil || torn {
		t.Fatal(torn, err)
	}
	lines := strings.Split(strings.TrimSpace(table.String()), "\n")
	if len(lines) != 52 || !strings.HasPrefix(lines[0], "time_s,at_ns,") || !strings.HasPrefix(lines[1], "55.000,") || !strings.HasPrefix(lines[51], "56.000,") {
		t.Errorf("%d lines, from %.20s to %.20s", len(lines), lines[1], lines[len(lines)-1])
	}
	for i, l := range lines {
		if got, want := strings.Count(l, ","), strings.Count(lines[0], ","); got != want {
			t.Errorf("line %d has %d commas, the first %d", i+1, got, want)
		}
	}
	for _, s := range []Span{{From: -1}, {From: 5, To: 5}, {To: -1}} {
		if s.Check() == nil {
			t.Errorf("%v was taken", s)
		}
	}
	if _, err := CSV(&table, bytes.NewReader(file), Span{From: 1e15}); err == nil {
		t.Error("nothing to write, and nothing was said")
	}
	if _, err := SVG(&picture, bytes.NewReader(file), Span{From: 1e15}); err == nil {
		t.Error("nothing to draw, and nothing was said")
	}
}
