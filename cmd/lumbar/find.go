package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/chairs"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/links"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// mostText is far more than any text that Lumbar reads, in bytes: it keeps a mistyped path, to a device or a film, from
// filling the memory. What is nearly as long is refused by internal/diag.
const mostText = 1 << 20

// text reads a file that somebody named, with the way out when it cannot be read.
func text(what, path string) ([]byte, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("no %s at %s: check the path", what, path)
	case err != nil:
		return nil, fmt.Errorf("reading the %s: %w", what, err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a directory: name the %s in it", path, what)
	}
	src, err := io.ReadAll(io.LimitReader(f, mostText+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the %s: %w", what, err)
	case len(src) > mostText:
		return nil, fmt.Errorf("%s is longer than any %s: check the path", path, what)
	}
	return src, nil
}

// looksLikePath says whether a word names a file rather than something that ships.
func looksLikePath(word string) bool {
	return strings.ContainsAny(word, `/\`) || filepath.Ext(word) != ""
}

// programmeSource is the text of a programme that ships or of a file.
func programmeSource(name string) (file string, src []byte, err error) {
	if file, src, ok := programmes.Source(name); ok {
		return file, src, nil
	}
	if looksLikePath(name) {
		src, err := text("programme", name)
		return name, src, err
	}
	return "", nil, errors.New(unknown("programme", name, programmes.All(), "give a file's path"))
}

// unknown says what is not known, what was probably meant, and what there is.
func unknown(what, name string, known []string, other string) string {
	return fmt.Sprintf("no %s is called %q. %s Or %s.", what, name, diag.WayOut(name, known), other)
}

// findProgramme compiles a programme that ships, or a file, with its variables at their defaults.
func findProgramme(name string) (*programme.Plan, error) { return findSet(name, setFlag{}) }

// setFlag chooses a programme's variables.
type setFlag struct {
	Set map[string]string `placeholder:"NAME=VALUE" help:"Choose a variable of the programme, such as --set 'minutes=6 min'. Several: one flag each."`
}

// findSet compiles a programme that ships, or a file, with some of its variables chosen.
func findSet(name string, chosen setFlag) (*programme.Plan, error) {
	file, src, err := programmeSource(name)
	if err != nil {
		return nil, err
	}
	p, list := programme.Compile(file, src, programme.Options{Set: chosen.Set})
	if list.HasErrors() {
		return nil, &faulty{list, map[string][]byte{file: src}}
	}
	return p, nil
}

// findChair reads a profile that ships, or a file, of a simulated chair.
func findChair(name string) (chair.Profile, error) {
	p, err := readChair(name)
	if err == nil && !p.Simulated {
		err = fmt.Errorf("%s is a real chair: this takes simulated ones only, such as %s", p.Title, profile.Shipped()[0])
	}
	return p, err
}

// findLinked reads a profile for a chair that is reached over a link.
func findLinked(name, link string) (chair.Profile, error) {
	p, err := readChair(name)
	if err == nil {
		err = links.Check(link, &p)
	}
	return p, err
}

// chairNames is the names of the profiles that ship: simulated ones, closed chairs, chairs on Modbus.
func chairNames() []string { return chairs.Models() }

// findModel reads a profile that ships, or a file.
func findModel(name string) (chairs.Model, error) {
	if !looksLikePath(name) {
		m, err := chairs.Shipped(name)
		return m, told(err)
	}
	src, err := text("chair profile", name)
	if err != nil {
		return chairs.Model{}, err
	}
	m, err := chairs.Read(name, src)
	return m, told(err)
}

// told makes a profile that cannot be read one that is shown with its lines.
func told(err error) error {
	var w *chairs.Wrong
	if errors.As(err, &w) {
		return &faulty{w.List, w.Sources}
	}
	return err
}

// readChair reads a profile that ships, or a file.
func readChair(name string) (chair.Profile, error) {
	m, err := findModel(name)
	return m.Profile, err
}
