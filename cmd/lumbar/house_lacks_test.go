package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus"
)

// shownOf is the entities that a house is shown of a chair, and the programmes that it may prepare.
func shownOf(t *testing.T, name, link string) (shown, hidden []string, programmes []any) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "lumbar.hcl")
	if err := os.WriteFile(file, []byte("chair = \""+name+"\"\nlink = \""+link+"\"\nmqtt {\n  broker = \"mqtt://nowhere\"\n  force = true\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := lumbar("", "mqtt", "discovery", "--config", file, "--data", t.TempDir())
	if code != exitDone {
		t.Fatalf("%s: %d %s", name, code, errs)
	}
	var m struct {
		Payload struct {
			Components map[string]map[string]any `json:"components"`
		} `json:"payload"`
	}
	first, _, _ := strings.Cut(out, "\n")
	if err := json.Unmarshal([]byte(first), &m); err != nil {
		t.Fatal(err)
	}
	for id, c := range m.Payload.Components {
		if len(c) > 1 {
			shown = append(shown, id)
		} else {
			hidden = append(hidden, id)
		}
	}
	slices.Sort(hidden)
	programmes, _ = m.Payload.Components["programme"]["options"].([]any)
	return shown, hidden, programmes
}

// TestLacks: a house is shown nothing that the chair cannot do or does not say, and every payload passes the linter, which the
// command runs first.
func TestLacks(t *testing.T) {
	t.Parallel()
	src, err := modbus.Source("retrofit-az")
	if err != nil {
		t.Fatal(err)
	}
	az := filepath.Join(t.TempDir(), "az.lumbar-chair.hcl")
	if err := os.WriteFile(az, src, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ chair, link, hidden string }{
		{"bench-4d", "simulated", ""},
		{"infinity", "simulated", "back force intensity lateness pause presence resume"},
		{az, "modbus-tcp://127.0.0.1:502", "back heat"},
	} {
		shown, hidden, programmes := shownOf(t, tt.chair, tt.link)
		if got := strings.Join(hidden, " "); got != tt.hidden {
			t.Errorf("%s: %q is hidden, want %q", tt.chair, got, tt.hidden)
		}
		for _, id := range []string{"stop", "stopped", "session", "fault", "softer"} {
			if !slices.Contains(shown, id) {
				t.Errorf("%s: %s is not shown", tt.chair, id)
			}
		}
		if len(programmes) == 0 {
			t.Errorf("%s: nothing can be prepared", tt.chair)
		}
	}
}

// TestClosedCourses: of a closed chair a house is told the phases, length and heat of what that chair makes of a programme.
func TestClosedCourses(t *testing.T) {
	p, err := readChair("infinity")
	if err != nil {
		t.Fatal(err)
	}
	all, err := courses(&p)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("none")
	}
	for _, c := range all {
		last := c.Phases[len(c.Phases)-1]
		if last.Till != c.Length || c.Length <= 0 || c.HeatTill > c.Length || c.HeatFrom > c.HeatTill || c.Length > chair.Everyone().Session.Max {
			t.Errorf("%+v", c)
		}
		for i := 1; i < len(c.Phases); i++ {
			if c.Phases[i].Till <= c.Phases[i-1].Till || c.Phases[i].Name == c.Phases[i-1].Name {
				t.Errorf("%+v", c.Phases)
			}
		}
	}
}
