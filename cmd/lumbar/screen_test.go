package main

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// moment is a snapshot of a massage: kneading, the rollers half way between L4 and L3.
func moment() wire.Snapshot {
	s := wire.Snapshot{
		Chair: "Bench 4D", Body: "row 1 of ANSUR II, 178 cm, 82 kg", Simulated: true, Pace: 8,
		Stage: wire.Massage, Title: "A break", Phase: "loosen", Technique: "knead", Level: "L4",
		LeftS: 371, Progress: 0.23, LimitN: 36, ReclineDeg: 125, HeatOn: true, PadC: 39.2,
	}
	for i, name := range []string{"S1", "L5", "L4", "L3", "L2", "L1", "T12"} {
		s.Levels = append(s.Levels, wire.Level{Name: name, AlongMM: 110 + 36*float64(i), DoubtMM: 15})
	}
	s.Rollers = [2]wire.Roller{{AlongMM: 200, LateralMM: -42, ForceN: 21.6}, {AlongMM: 200, LateralMM: 42, ForceN: 24}}
	return s
}

func picture(t *testing.T, s wire.Snapshot, width, height int, said string) string {
	t.Helper()
	plan, err := findProgramme("break")
	if err != nil {
		t.Fatal(err)
	}
	return (&screen{shot: &s, plan: plan, words: web.English(), width: width, height: height, said: said}).draw()
}

var escape = regexp.MustCompile(`\x1b\[[0-9;]*m`)

func bare(text string) string { return escape.ReplaceAllString(text, "") }

// TestPictures compares the live view, without its colours, with testdata/pictures.txtar.
func TestPictures(t *testing.T) {
	paused, faulty, stopping, scanning, softer := moment(), moment(), moment(), moment(), moment()
	paused.Paused, paused.HeatOn = true, false
	faulty.Stage, faulty.Fault = wire.Retreat, &wire.Fault{Title: "axis does not follow", Does: "The rollers leave your back, the airbags empty, heat goes off."}
	stopping.Stage, stopping.Stop = wire.Retreat, wire.StopSent
	scanning.Stage, scanning.Levels, scanning.Progress, scanning.Simulated, scanning.Pace = wire.Scan, nil, 0, false, 1
	softer.Intensity = -2
	lying, rising := moment(), moment()
	lying.Stage, lying.Stop, lying.CanUp, lying.LeftS = wire.Done, wire.StopConfirmed, true, 0
	rising.Stage, rising.CanUp, rising.Rising, rising.LeftS, rising.ReclineDeg = wire.Done, true, true, 0, 118
	lying.Outcome, rising.Outcome = "stopped", "stopped"
	scanning.Rollers[0].ForceN, scanning.Rollers[1].ForceN = 0, 0
	const file = "testdata/pictures.txtar"
	var got txtar.Archive
	add := func(name string, s wire.Snapshot, width, height int, said string) {
		got.Files = append(got.Files, txtar.File{Name: name, Data: []byte(bare(picture(t, s, width, height, said)) + "\n")})
	}
	add("usual, 80 by 24", moment(), 80, 24, "")
	add("wide, 120 by 40", moment(), 120, 40, "")
	add("low, 80 by 16", moment(), 80, 16, "")
	add("narrow, 60 by 24", moment(), 60, 24, "")
	add("very narrow, 40 by 24", moment(), 40, 24, "")
	add("size not known", moment(), 0, 0, "")
	add("paused", paused, 80, 24, "")
	add("stopping", stopping, 80, 24, "")
	add("fault", faulty, 80, 24, "")
	add("scanning, on a chair that is not simulated", scanning, 80, 24, "")
	add("refused", softer, 80, 24, "too many requests at once; try again")
	add("after a stop", lying, 80, 24, "")
	add("coming up", rising, 80, 24, "")
	if *update {
		if err := os.WriteFile(file, txtar.Format(&got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Files) != len(got.Files) {
		t.Fatalf("%d pictures in %s, want %d", len(want.Files), file, len(got.Files))
	}
	for i, f := range got.Files {
		if w := want.Files[i]; w.Name != f.Name || string(w.Data) != string(f.Data) {
			t.Errorf("%s: got\n%s\nwant %s\n%s", f.Name, f.Data, w.Name, w.Data)
		}
	}
}

// TestFits: at every size the picture fits, and says that it is a simulation, what is going on, and where STOP is.
func TestFits(t *testing.T) {
	for width := 20; width <= 130; width += 11 {
		for height := 3; height <= 30; height++ {
			lines := strings.Split(bare(picture(t, moment(), width, height, "")), "\n")
			if len(lines) > height {
				t.Errorf("%d by %d: %d lines", width, height, len(lines))
			}
			if !strings.Contains(lines[0], "SIMULATION") || !strings.Contains(lines[len(lines)-1], "STOP") {
				t.Errorf("%d by %d: begins with %q, ends with %q", width, height, lines[0], lines[len(lines)-1])
			}
			for _, line := range lines[2:] {
				if width >= 60 && cells(line) > width {
					t.Errorf("%d by %d: %d cells in %q", width, height, cells(line), line)
				}
			}
		}
	}
}

// TestRollersMove: higher on the back is never lower on the screen, by half rows, and always in the picture.
func TestRollersMove(t *testing.T) {
	s := moment()
	last := math.Inf(1)
	for along := 110.0; along <= 326; along++ {
		s.Rollers[0].AlongMM, s.Rollers[1].AlongMM = along, along
		h, halves := height(&s, along, 1), 0
		if h > last {
			t.Fatalf("%g mm is drawn at %g, below %g", along, h, last)
		}
		last = h
		for _, row := range back(&s, 12, 1) {
			halves += 2*strings.Count(row, "█") + strings.Count(row, "▀") + strings.Count(row, "▄")
		}
		if want := 2 * 2 * 3; halves != want {
			t.Fatalf("at %g mm: %d half cells of rollers, want %d", along, halves, want)
		}
	}
	if got, want := height(&s, 110+2*36, 1), 5.0; got != want {
		t.Errorf("L4 is in row %g, want %g", got, want)
	}
}

// The page's grounds, as the look has them: near enough to what light and dark terminals have.
var grounds = map[string][3]float64{"light": {0xfa, 0xf7, 0xf2}, "dark": {0x14, 0x17, 0x1c}}

// TestLegible: every colour has a contrast of 3 to 1 on light and on dark ground (WCAG 2.2, large text and graphics).
func TestLegible(t *testing.T) {
	looks := append([]look{soft, calm, warm, alarm}, ramp[:]...)
	for _, l := range looks {
		_, parts, found := strings.Cut(string(l), "38;2;")
		if !found {
			t.Fatalf("%q is no colour", l)
		}
		colour := rgb(t, parts)
		for name, ground := range grounds {
			if c := contrast(colour, ground); c < 3 {
				t.Errorf("%q on %s ground: contrast %.2f, want at least 3", l, name, c)
			}
		}
	}
	for _, l := range []look{stopKey, banner} {
		_, ground, _ := strings.Cut(string(l), "48;2;")
		if c := contrast([3]float64{255, 255, 255}, rgb(t, ground)); c < 4.5 {
			t.Errorf("%q: contrast %.2f, want at least 4.5", l, c)
		}
	}
}

func rgb(t *testing.T, text string) (c [3]float64) {
	t.Helper()
	if _, err := fmt.Sscanf(text, "%g;%g;%g", &c[0], &c[1], &c[2]); err != nil {
		t.Fatal(err)
	}
	return c
}

// contrast is that of WCAG 2.2.
func contrast(a, b [3]float64) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c [3]float64) float64 {
	var linear [3]float64
	for i, v := range c {
		if v /= 255; v <= 0.04045 {
			linear[i] = v / 12.92
		} else {
			linear[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*linear[0] + 0.7152*linear[1] + 0.0722*linear[2]
}

// TestPressure: harder is never a lighter look, and more than is allowed, or no number, is a look too.
func TestPressure(t *testing.T) {
	rank := func(share float64) int {
		for i, l := range ramp {
			if l == pressure(share) {
				return i
			}
		}
		return -1
	}
	last := 0
	for _, share := range []float64{-1, 0, 0.2, 0.3, 0.5, 0.7, 0.8, 1, 2, math.Inf(1)} {
		if r := rank(share); r < last {
			t.Errorf("a share of %s has look %d, after %d", strconv.FormatFloat(share, 'g', -1, 64), r, last)
		} else {
			last = r
		}
	}
}
