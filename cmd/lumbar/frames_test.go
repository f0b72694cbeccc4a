package main

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/rongtai"
)

// TestTraceFile: a test's frames are in the file, both ways, each as it was and with what it means; and nothing of who tried it.
func TestTraceFile(t *testing.T) {
	t.Parallel()
	dir, path := t.TempDir(), filepath.Join(t.TempDir(), "frames.txt")
	code, _, errs := lumbar("", "chair", "test", "infinity", "--link", "simulated", "--auto", "--who", "A. Maker", "--data", dir, "--trace", path)
	if code != exitDone || !strings.Contains(errs, "is in "+path) {
		t.Fatalf("%d %s", code, errs)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "Maker") {
		t.Error("it says who tried the chair")
	}
	ways, when := map[string]int{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		digits, meaning, _ := strings.Cut(line, " # ")
		if strings.HasPrefix(line, "#") {
			when = line
			continue
		}
		frame, err := hex.DecodeString(strings.ReplaceAll(digits, " ", ""))
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if want, err := rongtai.Meaning(frame); err != nil || want != meaning {
			t.Errorf("%q: means %q, %v", line, want, err)
		}
		_, way, _ := strings.Cut(when, " s, ")
		ways[way]++
		if len(frame) == rongtai.CommandSize != (way == "to the chair") {
			t.Errorf("%q goes %q", line, way)
		}
	}
	if ways["to the chair"] < 10 || ways["from the chair"] < 20 || len(ways) != 2 {
		t.Error(ways)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	for want, args := range map[string][]string{
		"file exists":      {"infinity", "--link", "simulated", "--trace", path},
		"tells no frames;": {"bench-4d", "--trace", path + "2"},
	} {
		if code, _, errs := lumbar("", append([]string{"chair", "test", "--auto", "--who", "x", "--data", dir}, args...)...); code != exitRefused || !strings.Contains(errs, want) {
			t.Errorf("%v: %d %s", args, code, errs)
		}
	}
	if _, err := os.Stat(path + "2"); err == nil {
		t.Error("a file is made where nothing is told")
	}
}

// TestFrameText: what is no frame stays a comment, so that the rest can be read by whoever reads frames.
func TestFrameText(t *testing.T) {
	t.Parallel()
	at := 1500 * time.Millisecond
	for _, tt := range []struct {
		f    driver.Frame
		want string
	}{
		{driver.Frame{At: at, ToChair: true, Bytes: []byte{0xf0, 1}, Meaning: "power"}, "# 1.5000 s, to the chair\nF0 01 # power\n"},
		{driver.Frame{At: at, Bytes: []byte{1}, Why: errors.New("wrong\nlength")}, "# 1.5000 s, from the chair: wrong length: 01\n"},
		{driver.Frame{At: at, Why: errors.New("no answer in time")}, "# 1.5000 s, from the chair: no answer in time\n"},
	} {
		if got := frameText(&tt.f); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
