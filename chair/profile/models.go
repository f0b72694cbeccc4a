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

// Endings of the models' files. A closed chair's says so, because what ships is made for chairs whose axes are driven.
const (
	extension = ".hcl"
	closedEnd = ".lumbar-chair.hcl"
)

// Shipped is the names of the models that ship whose axes are driven, sorted.
func Shipped() []string {
	return named(func(file string) (string, bool) {
		name, ok := strings.CutSuffix(file, extension)
		return name, ok && !strings.HasSuffix(file, closedEnd)
	})
}

// ShippedClosed is the names of the closed chairs that ship, sorted.
func ShippedClosed() []string {
	return named(func(file string) (string, bool) { return strings.CutSuffix(file, closedEnd) })
}

func named(by func(file string) (string, bool)) (names []string) {
	entries, _ := models.ReadDir("models") // part of the binary
	for _, e := range entries {
		if name, ok := by(e.Name()); ok {
			names = append(names, name)
		}
	}
	return names
}

// Load reads the model of that name that ships.
func Load(name string) (chair.Profile, diag.List) {
	src, err := Source(name)
	if err != nil {
		known := append(Shipped(), ShippedClosed()...)
		return chair.Profile{}, diag.List{{File: name, Severity: diag.Error, Code: diag.UnknownWord,
			Summary: fmt.Sprintf("no chair that ships is called %q", name), Detail: diag.WayOut(name, known)}}
	}
	return Read(name+extension, src)
}

// Source is the text of the model of that name that ships, to start a profile of one's own from.
func Source(name string) ([]byte, error) {
	switch {
	case slices.Contains(Shipped(), name):
		return models.ReadFile(path.Join("models", name+extension))
	case slices.Contains(ShippedClosed(), name):
		return models.ReadFile(path.Join("models", name+closedEnd))
	}
	return nil, fmt.Errorf("profile %q: %w", name, fs.ErrNotExist)
}
