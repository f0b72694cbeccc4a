package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"

	"github.com/openlumbar/lumbar/body/bodyfile"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
)

type checkCmd struct {
	Files []string `arg:"" name:"file" help:"Programmes: files, or names that ship. Body files: NAME.body.hcl."`
	setFlag
	JSON bool `help:"An array of objects with file, line, column, severity, code, summary and detail."`
}

// Help teaches more than the flags.
func (checkCmd) Help() string {
	return `Exit status: 0 without errors (warnings may remain), 1 with errors, 2 if a file cannot be read.

  lumbar check my.lumbar.hcl
  lumbar check *.lumbar.hcl my.body.hcl
  lumbar check --json my.lumbar.hcl`
}

// Run checks programmes and body files and prints all findings at once.
func (c *checkCmd) Run(a *app) error {
	all := diag.List{}
	sources := map[string][]byte{}
	var unread problems
	for _, name := range c.Files {
		file, list, src, err := findings(name, c.setFlag)
		if err != nil {
			unread.add(err)
			continue
		}
		all, sources[file] = append(all, list...), src
	}
	all.Sort()
	if err := c.print(a, all, sources); err != nil {
		return err
	}
	switch {
	case len(unread) > 0:
		return unread.refuse(a)
	case all.HasErrors():
		return &status{exitError, nil}
	}
	return nil
}

// bodyExtension is how the name of a body's file ends.
const bodyExtension = ".body.hcl"

// findings is what is wrong with one file.
func findings(name string, chosen setFlag) (file string, list diag.List, src []byte, err error) {
	file = name
	if strings.HasSuffix(name, bodyExtension) {
		src, err = text("body file", name)
	} else {
		file, src, err = programmeSource(name)
	}
	if err == nil {
		list = findingsWith(file, src, chosen)
	}
	return file, list, src, err
}

// findingsIn is what is wrong with a text, by the name of its file; it need not be on the disk.
func findingsIn(file string, src []byte) diag.List { return findingsWith(file, src, setFlag{}) }

// findingsWith is the same with some variables chosen.
func findingsWith(file string, src []byte, chosen setFlag) (list diag.List) {
	if strings.HasSuffix(file, bodyExtension) {
		_, list = bodyfile.Read(file, src)
		return list
	}
	_, list = programme.Compile(file, src, programme.Options{Set: chosen.Set, Chairs: shippedChairs()})
	return list
}

// shippedChairs is every profile that ships.
func shippedChairs() (all []chair.Profile) {
	for _, name := range profile.Shipped() {
		if p, list := profile.Load(name); !list.HasErrors() {
			all = append(all, p)
		}
	}
	return all
}

// print writes findings as JSON or for people.
func (c *checkCmd) print(a *app, all diag.List, sources map[string][]byte) error {
	switch {
	case c.JSON:
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(all)
	case len(all) > 0:
		if err := all.Write(a.out, sources, style(a.out)); err != nil {
			return err
		}
		_, err := fmt.Fprintf(a.out, "\n%s\n", all.Tally())
		return err
	case len(sources) > 0:
		_, err := fmt.Fprintf(a.out, "%s: nothing to find fault with\n", plural(len(sources), "file"))
		return err
	}
	return nil
}

// style is how diagnostics look on a writer: colour and width on a terminal, plain elsewhere.
func style(w io.Writer) diag.Style {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return diag.Style{}
	}
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		width = 0
	}
	return diag.Style{Colour: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", Width: min(width, 120)}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
