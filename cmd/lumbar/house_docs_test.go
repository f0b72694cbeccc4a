package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/mqtt"
)

// entities is what Home Assistant shows, for docs/home-assistant.md.
func entities() string {
	var b strings.Builder
	b.WriteString("| entity | called | what |\n|---|---|---|\n")
	for _, e := range mqtt.Entities() {
		about := e.About
		if e.Diagnostic {
			about += "; among the diagnostics"
		}
		fmt.Fprintf(&b, "| `%s.lumbar_chair_%s` | %s | %s |\n", e.Platform, e.ID, e.Name, about)
	}
	return b.String()
}

var entityID = regexp.MustCompile(`\b([a-z_]+)\.lumbar_chair_([a-z_]+)\b`)

// TestCards: every entity that a card or an automation of the documents names is announced, and every one is named.
func TestCards(t *testing.T) {
	known, named := map[string]bool{}, map[string]bool{}
	for _, e := range mqtt.Entities() {
		known[e.Platform+".lumbar_chair_"+e.ID] = true
	}
	for name, text := range docs(t) {
		for _, id := range entityID.FindAllString(text, -1) {
			if named[id] = true; !known[id] {
				t.Errorf("docs/%s names %s, which is not announced", name, id)
			}
		}
	}
	for id := range known {
		if !named[id] {
			t.Errorf("no document names %s", id)
		}
	}
}
