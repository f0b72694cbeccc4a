package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the examples of a recording and its score")

// lumbar is the command as it is now, in a folder that ends with the test.
func lumbar(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lumbar")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", path, "../../cmd/lumbar").CombinedOutput(); err != nil {
		t.Fatalf("building lumbar: %v\n%s", err, out)
	}
	return path
}

// asShipped is the demo as make demo shows it, into a folder of the test.
func asShipped(t *testing.T, command string) (*demo, *bytes.Buffer) {
	t.Helper()
	out := &bytes.Buffer{}
	return &demo{lumbar: command, programme: "after-desk", body: "ansur:1", answers: "../../examples/4-not-today.json",
		jam: "after-desk/knead/twin.carriage_jam", bodies: 6, dir: t.TempDir(), out: out}, out
}

// TestDemo shows it all, and that each part fails when what it shows is not so.
func TestDemo(t *testing.T) {
	command := lumbar(t)
	t.Run("whole", func(t *testing.T) {
		d, out := asShipped(t, command)
		if err := d.show(t.Context()); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, want := range []string{"6 of 6 phases", "the same to the byte", "Ask a doctor", "C-ANTC", "latched", "SAFETY.md claims 400 ms", "o limit was exceeded on 6 simulated backs", "came out as they were recorded", recordFile, eventFile, scoreFile} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("the demo does not say %q:\n%s", want, out)
			}
		}
		for _, name := range []string{eventFile, scoreFile} {
			if err := same(d.path(name), filepath.Join("..", "..", "examples", name)); err != nil {
				t.Error(err)
			}
		}
	})
	well := filepath.Join(t.TempDir(), "well.json")
	if err := os.WriteFile(well, []byte(`{"age": 47, "height_cm": 171, "weight_kg": 74}`), 0o600); err != nil {
		t.Fatal(err)
	}
	session := func(d *demo) error { return d.session(t.Context()) }
	refusal := func(d *demo) error { return d.refusal(t.Context()) }
	breakage := func(d *demo) error { return d.breakage(t.Context()) }
	for name, c := range map[string]struct {
		spoil func(*demo)
		part  func(*demo) error
		says  string
	}{
		"no such programme":     {func(d *demo) { d.programme = "after-deck" }, session, "exit status 2, want 0"},
		"no command":            {func(d *demo) { d.lumbar += "x" }, session, "did not run"},
		"nobody to refuse":      {func(d *demo) { d.answers = well }, refusal, "exit status 0, want 2"},
		"no answers":            {func(d *demo) { d.answers = well + "x" }, refusal, "exit status 1, want 2"},
		"nothing broken":        {func(d *demo) { d.jam = "after-desk/knead/healthy" }, breakage, "nobody but STOP"},
		"lost depth":            {func(d *demo) { d.jam = "after-desk/knead/twin.depth_jam" }, breakage, "claims no time"},
		"rollers press no back": {func(d *demo) { d.jam = "after-desk/taring/twin.carriage_jam" }, breakage, "want 10 or more"},
		"no such fault":         {func(d *demo) { d.jam = "after-desk/knead/twin.flood" }, breakage, "no case"},
		"no room":               {func(d *demo) { d.dir = well }, func(d *demo) error { return d.show(t.Context()) }, "making room"},
	} {
		t.Run(name, func(t *testing.T) {
			d, out := asShipped(t, command)
			c.spoil(d)
			if err := c.part(d); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want an error that says %q:\n%s", err, c.says, out)
			}
		})
	}
}

var style = regexp.MustCompile(`(?s)<style>.*</style>`)

// same compares an example with what was made just now, or writes it with -update. The same seed gives the same bytes on
// one architecture, so that elsewhere the example only has to be there and of the same length in lines. Colours and line
// widths are the page's, and may change with it.
func same(made, example string) error {
	got, err := os.ReadFile(made)
	if err != nil {
		return err
	}
	if *update {
		return os.WriteFile(example, got, 0o644)
	}
	want, err := os.ReadFile(example)
	if err != nil {
		return err
	}
	got, want = style.ReplaceAll(got, nil), style.ReplaceAll(want, nil)
	if runtime.GOARCH == "amd64" && !bytes.Equal(got, want) || bytes.Count(got, []byte("\n")) != bytes.Count(want, []byte("\n")) {
		return fmt.Errorf("%s is not what is made today; look at it, then go test ./tools/demo -update", filepath.Base(example))
	}
	return nil
}

// TestBadRecordings: what is not a good session's recording is neither read nor drawn.
func TestBadRecordings(t *testing.T) {
	record, err := os.ReadFile("../../examples/" + eventFile)
	if err != nil {
		t.Fatal(err)
	}
	text := string(record)
	for name, bad := range map[string]string{
		"empty":         "",
		"torn":          text[:len(text)-20],
		"no summary":    text[:strings.LastIndex(text[:len(text)-1], "\n")+1],
		"fault":         strings.Replace(text, `"faults":[]`, `"faults":["force"]`, 1),
		"half":          strings.Replace(text, `"phases_done":`, `"phases_done":1`, 1),
		"much force":    strings.Replace(text, `"peak_n":`, `"peak_n":9`, 1),
		"lost scan":     strings.Replace(text, `"within_interval":`, `"within_interval":-`, 1),
		"lost stroke":   strings.Replace(text, `"stroke":9,`, `"stroke":8,`, 1),
		"another phase": strings.Replace(text, `"phase":"wake"`, `"phase":"woke"`, 1),
		"never ended":   strings.Replace(text, `"stage":"finishing"`, `"stage":"massage"`, 1),
	} {
		if bad == text {
			t.Errorf("%s: the example does not have what would be spoiled", name)
			continue
		}
		if err := shown([]byte(bad)); err == nil {
			t.Errorf("%s: a bad recording passes", name)
		}
	}
	if err := shown(record); err != nil {
		t.Error(err)
	}
}

// shown reads, judges and draws a recording.
func shown(record []byte) error {
	events, err := read(record)
	if err != nil {
		return err
	}
	_, err = played("after-desk", events)
	return errors.Join(err, good(events[len(events)-1].Summary))
}
