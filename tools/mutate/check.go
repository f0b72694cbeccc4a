package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// compiles says of every mutant whether its package is still one that the compiler takes.
func compiles(o options, all []mutant) ([]bool, error) {
	files, err := filepath.Glob(filepath.Join(o.pkg, "*.go"))
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	trees := map[string]*ast.File{}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		if trees[f], err = parser.ParseFile(fset, f, nil, parser.SkipObjectResolution); err != nil {
			return nil, err
		}
	}
	imported, err := exports(o)
	if err != nil {
		return nil, err
	}
	check := types.Config{Importer: importer.ForCompiler(fset, "gc", imported)}
	sound := make([]bool, len(all))
	for i, m := range all {
		tree, err := parser.ParseFile(fset, m.file, m.text(), parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		some := []*ast.File{tree}
		for f, t := range trees {
			if f != m.file {
				some = append(some, t)
			}
		}
		_, err = check.Check(m.pkg, fset, some, nil)
		sound[i] = err == nil
	}
	return sound, nil
}

// exports finds what the compiler knows of each package that is imported.
func exports(o options) (importer.Lookup, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}", o.pkg)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }, nil
}
