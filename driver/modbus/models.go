package modbus

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed models/*.hcl
var models embed.FS

// ending is that of the models' files.
const ending = ".lumbar-chair.hcl"

// Shipped is the names of the worked templates that ship, sorted.
func Shipped() (names []string) {
	entries, _ := models.ReadDir("models") // part of the binary
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ending); ok {
			names = append(names, name)
		}
	}
	return names
}

// Source is the text of a worked template that ships, to start one's own from; Read reads it.
func Source(name string) ([]byte, error) {
	if !slices.Contains(Shipped(), name) {
		return nil, fmt.Errorf("no chair on Modbus that ships is called %q: %w", name, fs.ErrNotExist)
	}
	return models.ReadFile(path.Join("models", name+ending))
}
