package profile

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
)

//go:embed models/*.hcl
var models embed.FS

const extension = ".hcl"

// Shipped is the names of the models that ship, sorted.
func Shipped() []string {
	entries, _ := models.ReadDir("models") // part of the binary
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), extension)
	}
	return names
}

// Load reads the model of that name that ships.
func Load(name string) (chair.Profile, diag.List) {
	src, err := Source(name)
	if err != nil {
		known := Shipped()
		return chair.Profile{}, diag.List{{File: name, Severity: diag.Error, Code: diag.UnknownWord,
			Summary: fmt.Sprintf("no chair that ships is called %q", name), Detail: diag.WayOut(name, known)}}
	}
	return Read(name+extension, src)
}

// Source is the text of the model of that name that ships, to start a profile of one's own from.
func Source(name string) ([]byte, error) {
	if !slices.Contains(Shipped(), name) {
		return nil, fmt.Errorf("profile %q: %w", name, fs.ErrNotExist)
	}
	return models.ReadFile(path.Join("models", name+extension))
}
