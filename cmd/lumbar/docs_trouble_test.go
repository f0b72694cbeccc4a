package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/openlumbar/lumbar/chair"
)

// symptom is what somebody in the chair or beside it notices, and the faults that it may be.
type symptom struct {
	seen  string
	codes []chair.Code
}

// symptoms is what docs/troubleshooting.md goes by. A code that stands nowhere here comes under the last heading.
func symptoms() []symptom {
	return []symptom{
		{"It pressed too hard, or too suddenly", []chair.Code{chair.FaultForce, chair.FaultForceBoth, chair.FaultForceRate, chair.FaultApproach}},
		{"It ended before its time, and nothing is broken", []chair.Code{chair.FaultSession, chair.FaultHold, chair.FaultSpot, chair.FaultZone,
			chair.FaultTapTime, chair.FaultTapWork, chair.FaultStretch, chair.FaultHeatDose, chair.FaultHeatTime}},
		{"It ended as soon as you got up, or moved in the seat", []chair.Code{chair.FaultPresence}},
		{"Something is in its way, or a movement is not what it should be", []chair.Code{chair.FaultTracking, chair.FaultAxis, chair.FaultSpeed, chair.FaultAccel, chair.FaultJump,
			chair.FaultTravel, chair.FaultNotHomed, chair.FaultCommand}},
		{"It tapped where or how it must not, or an airbag stays full", []chair.Code{chair.FaultTapPlace, chair.FaultTapRate, chair.FaultAir}},
		{"It is too warm, or the warmth is not right", []chair.Code{chair.FaultHeatHot, chair.FaultHeatSensor, chair.FaultHeatStuck}},
		{"A sensor says what cannot be", []chair.Code{chair.FaultForceCell, chair.FaultReport}},
		{"The chair, its cable or Lumbar's computer fell silent", []chair.Code{chair.FaultStale, chair.FaultLink, chair.FaultHost}},
		{"A chair that moves by its own computer did what nobody asked, or does not stop", []chair.Code{chair.FaultUnconfirmed, chair.FaultLevel, chair.FaultUnasked, chair.FaultChair}},
		{"You said that something felt wrong", []chair.Code{chair.FaultFelt}},
		{"Lumbar starts with a fault that nobody saw", []chair.Code{chair.FaultRecord}},
	}
}

// bySymptom is every fault of the catalogue under what is seen of it.
func bySymptom() string {
	var b strings.Builder
	all, left := symptoms(), []chair.Code{}
	for _, row := range chair.Catalogue {
		if !slices.ContainsFunc(all, func(s symptom) bool { return slices.Contains(s.codes, row.Code) }) {
			left = append(left, row.Code)
		}
	}
	if len(left) > 0 {
		all = append(all, symptom{"Anything else that the page names", left})
	}
	for _, s := range all {
		fmt.Fprintf(&b, "### %s\n\n| the page says | code | how much | what it means | what the chair did | what you do | who may clear it |\n|---|---|---|---|---|---|---|\n", s.seen)
		for _, code := range s.codes {
			i := code.Info()
			title := []rune(i.Title)
			fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %s | %s |\n", strings.ToUpper(string(title[:1]))+string(title[1:]), code, i.Severity, i.Text, i.Does, i.Do, i.Clear)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestSymptoms: each fault is seen somewhere, in one place, and no place names one that there is not.
func TestSymptoms(t *testing.T) {
	where := map[chair.Code]string{}
	for _, s := range symptoms() {
		for _, code := range s.codes {
			if where[code] != "" {
				t.Errorf("%s is under %q and %q", code, where[code], s.seen)
			}
			where[code] = s.seen
			if !slices.ContainsFunc(chair.Catalogue, func(i chair.Info) bool { return i.Code == code }) {
				t.Errorf("%s is no fault of the catalogue", code)
			}
		}
	}
	text := docs(t)["troubleshooting.md"]
	for _, row := range chair.Catalogue {
		if n := strings.Count(text, "| `"+string(row.Code)+"` |"); n != 1 {
			t.Errorf("docs/troubleshooting.md has %s %d times, want once", row.Code, n)
		}
	}
}

// TestDoctorHasItsPlace: what lumbar doctor looks at has a row each in docs/troubleshooting.md, by the name that it prints, and no row
// names another.
func TestDoctorHasItsPlace(t *testing.T) {
	var out bytes.Buffer
	if status := run([]string{"doctor", "--json", "--data", t.TempDir()}, nil, &out, &out); status != exitDone && status != exitError {
		t.Fatalf("exit status %d: %s", status, out.String())
	}
	var all []struct{ What string }
	if err := json.NewDecoder(&out).Decode(&all); err != nil || len(all) < 8 {
		t.Fatalf("%d findings: %v", len(all), err)
	}
	_, text, _ := strings.Cut(docs(t)["troubleshooting.md"], "## What `lumbar doctor` says")
	text, _, _ = strings.Cut(text, "\n## ")
	var rows, names []string
	for _, m := range regexp.MustCompile(`(?m)^\| \*\*([^*]+)\*\* \|`).FindAllStringSubmatch(text, -1) {
		rows = append(rows, m[1])
	}
	for _, f := range all {
		names = append(names, f.What)
		if !slices.Contains(rows, f.What) {
			t.Errorf("docs/troubleshooting.md has no row for what lumbar doctor calls %q", f.What)
		}
	}
	for _, row := range rows {
		if !slices.Contains(names, row) {
			t.Errorf("docs/troubleshooting.md has a row for %q, which lumbar doctor does not look at", row)
		}
	}
}

// spoken is a command within a sentence of a document, partly what the parser says of one that leaves out what it needs.
var (
	spoken = regexp.MustCompile("`lumbar( [^`]+)`")
	partly = regexp.MustCompile(`missing positional arguments|expected "<|got "EOL"`)
)

// TestDocsSpokenCommands: what a sentence of a document calls a command is one: with flags that it has, if perhaps
// without all that it needs.
func TestDocsSpokenCommands(t *testing.T) {
	bench(t)
	parser, err := newParser(kong.Exit(func(int) {}), kong.Writers(&bytes.Buffer{}, &bytes.Buffer{}))
	if err != nil {
		t.Fatal(err)
	}
	named := func(words []string) bool {
		n := parser.Model.Node
		for _, word := range words {
			i := slices.IndexFunc(n.Children, func(c *kong.Node) bool { return c.Name == word })
			if i < 0 {
				return false
			}
			n = n.Children[i]
		}
		return true
	}
	tried := 0
	for name, text := range docs(t) {
		for _, m := range spoken.FindAllStringSubmatch(text, -1) {
			words := strings.Fields(m[1])
			tried++
			if named(words) || words[0] == "help" || slices.Contains(words, "--help") {
				continue
			}
			if _, err := parser.Parse(words); err != nil && !partly.MatchString(err.Error()) {
				t.Errorf("docs/%s: lumbar%s: %v", name, m[1], err)
			}
		}
	}
	if tried < 40 {
		t.Errorf("found only %d", tried)
	}
}
