package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/openlumbar/lumbar/internal/diag"
)

type fmtCmd struct {
	Files []string `arg:"" name:"file" help:"Programmes, body files and other HCL of Lumbar; - is standard input."`
	Write bool     `short:"w" help:"Write the result to the file instead of standard output."`
	Diff  bool     `short:"d" help:"Show what would change instead."`
}

// Help teaches more than the flags.
func (fmtCmd) Help() string {
	return `Lays texts out in their one form; words, values and comments stay as they are, and doing it again changes nothing.

Exit status as gofmt has it: 0; 1 with --diff if something would change; 2 if a text has errors of syntax or cannot be read.

  lumbar fmt my.lumbar.hcl
  lumbar fmt -w *.lumbar.hcl
  lumbar fmt -d my.lumbar.hcl
  lumbar fmt - < my.lumbar.hcl`
}

// stdin is how standard input is named among files, and in diagnostics.
const (
	stdin     = "-"
	stdinName = "standard input"
)

// Run lays out one file after the other; one that cannot be does not keep the others from it.
func (c *fmtCmd) Run(a *app) error {
	var bad problems
	changed := false
	for _, name := range c.Files {
		differs, err := c.file(a, name)
		bad.add(err)
		changed = changed || differs
	}
	switch {
	case len(bad) > 0:
		return bad.refuse(a)
	case c.Diff && changed:
		return &status{exitError, nil}
	}
	return nil
}

// file lays out one file and says whether that changes it.
func (c *fmtCmd) file(a *app, name string) (changed bool, err error) {
	if c.Write && name == stdin {
		return false, errors.New("fmt --write has nowhere to write standard input to: leave --write out")
	}
	path, src, err := c.read(a, name)
	if err != nil {
		return false, err
	}
	out, list := diag.Format(path, src)
	if list.HasErrors() {
		return false, &faulty{list, map[string][]byte{path: src}}
	}
	changed = !bytes.Equal(src, out)
	if c.Diff && changed {
		if _, err := a.out.Write(diff.Diff(path, src, path+" laid out", out)); err != nil {
			return changed, err
		}
	}
	if c.Write && changed {
		if err := replace(path, out); err != nil {
			return changed, fmt.Errorf("writing %s: %w", path, err)
		}
	}
	if !c.Write && !c.Diff {
		_, err = a.out.Write(out)
	}
	return changed, err
}

// read is the text of a file or of standard input.
func (c *fmtCmd) read(a *app, name string) (path string, src []byte, err error) {
	if name != stdin {
		src, err = text("text", name)
		return name, src, err
	}
	if src, err = io.ReadAll(io.LimitReader(a.in, mostText+1)); err != nil {
		return stdinName, nil, fmt.Errorf("reading standard input: %w", err)
	}
	return stdinName, src, nil
}

// replace puts a text in a file's place, whole or not at all, with the file's mode. A link stays one.
func replace(path string, text []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".lumbar-fmt-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
