package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWrite: this very test's binary is described, and what is no binary is refused by its name.
func TestWrite(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bom.json")
	if err := write(self, path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got bom
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Format != "CycloneDX" || len(got.Components) == 0 || got.Components[0].Name != "std" || got.Components[0].Version == "" {
		t.Errorf("got %s", text)
	}
	if err := write("main.go", path); err == nil || !strings.Contains(err.Error(), "main.go") {
		t.Errorf("of a text: got %v, want an error that names it", err)
	}
}
