package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
)

type checkCmd struct {
	Files []string `arg:"" name:"file" help:"Programmes: files, or names that ship."`
	JSON  bool     `help:"An array of objects with file, line, column, severity, code, summary and detail."`
}

// Help teaches more than the flags.
func (checkCmd) Help() string {
	return "Exit status: 0 without errors (warnings may remain), 1 with errors, 2 if a file cannot be read."
}

// Run checks programmes and prints all findings at once.
func (c *checkCmd) Run(a *app) error {
	all := diag.List{}
	sources := map[string][]byte{}
	for _, name := range c.Files {
		file, src, err := programmeSource(name)
		if err != nil {
			return &status{exitRefused, err}
		}
		_, list := programme.Compile(file, src, programme.Options{})
		all, sources[file] = append(all, list...), src
	}
	all.Sort()
	if c.JSON {
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(all); err != nil {
			return err
		}
	} else if err := c.print(a, all, sources); err != nil {
		return err
	}
	if all.HasErrors() {
		return &status{exitError, nil}
	}
	return nil
}

func (c *checkCmd) print(a *app, all diag.List, sources map[string][]byte) error {
	if len(all) == 0 {
		_, err := fmt.Fprintf(a.out, "%s: nothing to find fault with\n", plural(len(c.Files), "programme"))
		return err
	}
	if err := all.Write(a.out, sources, style(a.out)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "%s\n", all.Tally())
	return err
}

// style is how diagnostics look on a writer: colour and width on a terminal, plain elsewhere.
func style(w io.Writer) diag.Style {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return diag.Style{}
	}
	_, plainWanted := os.LookupEnv("NO_COLOR")
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		width = 0
	}
	return diag.Style{Colour: !plainWanted, Width: min(width, 120)}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
