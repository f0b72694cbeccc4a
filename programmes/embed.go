// Package programmes holds the programmes that ship, one file each, in the language of package programme.
package programmes

import (
	"embed"
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
)

// Extension is how the name of a programme's file ends.
const Extension = ".lumbar.hcl"

//go:embed *.lumbar.hcl
var files embed.FS

// All returns the names of the programmes that ship, in alphabetical order.
func All() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded directory can always be read
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), Extension)
	}
	return names
}

// Source returns the file name and the text of a programme that ships; false if there is none of that name.
func Source(name string) (filename string, src []byte, ok bool) {
	filename = name + Extension
	src, err := files.ReadFile(filename)
	return filename, src, err == nil
}

// Suggest is the name that a mistyped one was probably meant to be; empty if none is near.
func Suggest(name string) string { return diag.Suggest(name, All()) }
