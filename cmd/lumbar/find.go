package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/body/bodyfile"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/programmes"
)

// faulty is diagnostics that end a command; they are printed with the lines that they speak of.
type faulty struct {
	list    diag.List
	sources map[string][]byte
}

func (f *faulty) Error() string { return f.list.Err().Error() }

// text reads a file that somebody named, with the way out when it is not there.
func text(what, path string) ([]byte, error) {
	src, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("no %s at %s: check the path", what, path)
	case err != nil:
		return nil, fmt.Errorf("reading the %s: %w", what, err)
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

// findProgramme compiles a programme that ships, or a file.
func findProgramme(name string) (*programme.Plan, error) {
	file, src, err := programmeSource(name)
	if err != nil {
		return nil, err
	}
	p, list := programme.Compile(file, src, programme.Options{})
	if list.HasErrors() {
		return nil, &faulty{list, map[string][]byte{file: src}}
	}
	return p, nil
}

// findChair reads a profile that ships, or a file. Only simulated chairs can be opened.
func findChair(name string) (chair.Profile, error) {
	var (
		p    chair.Profile
		list diag.List
		src  []byte
		err  error
	)
	if looksLikePath(name) {
		if src, err = text("chair profile", name); err != nil {
			return p, err
		}
		p, list = profile.Read(name, src)
	} else {
		p, list = profile.Load(name)
	}
	if list.HasErrors() {
		return p, &faulty{list, map[string][]byte{name: src}}
	}
	if !p.Simulated {
		return p, fmt.Errorf("%s is a real chair: this version opens the simulated one only (bench-4d)", p.Title)
	}
	return p, nil
}

// extremes are bodies that have a name.
var extremes = []struct {
	name, label string
	sex         body.Sex
	q           float64
	by          func(*body.Measurements) float64
}{
	{"average-woman", "an average woman", body.Female, 0.5, stature},
	{"average-man", "an average man", body.Male, 0.5, stature},
	{"shortest-woman", "the shortest woman", body.Female, 0, stature},
	{"tallest-man", "the tallest man", body.Male, 1, stature},
	{"heavy-man", "a heavy man", body.Male, 0.99, weight},
	{"heavy-woman", "a heavy woman", body.Female, 0.99, weight},
}

func stature(m *body.Measurements) float64 { return float64(m.Stature) }
func weight(m *body.Measurements) float64  { return float64(m.Weight) }

const ansurPrefix = "ansur:"

// findBody reads "ansur:ROW", "ansur:NAME" or a body file; label names the person for people.
func findBody(name string) (m body.Measurements, label string, err error) {
	row, isANSUR := strings.CutPrefix(name, ansurPrefix)
	if !isANSUR {
		if !looksLikePath(name) {
			return m, "", fmt.Errorf("%q is no body: write ansur:ROW (1 to %d), ansur:%s, or the path of a body file", name, body.ANSURRows(), extremes[0].name)
		}
		src, err := text("body file", name)
		if err != nil {
			return m, "", err
		}
		m, list := bodyfile.Read(name, src)
		if list.HasErrors() {
			return m, "", &faulty{list, map[string][]byte{name: src}}
		}
		return m, describe(&m, m.Name), nil
	}
	n, err := strconv.Atoi(row)
	if err != nil {
		var names []string
		for _, e := range extremes {
			names = append(names, e.name)
			if e.name == row {
				if n, err = body.ANSURQuantile(e.sex, e.q, e.by); err != nil {
					return m, "", err
				}
				m, err := body.ANSUR(n)
				return m, describe(&m, e.label), err
			}
		}
		return m, "", errors.New(unknown("ANSUR body", row, names, fmt.Sprintf("give a row from 1 to %d", body.ANSURRows())))
	}
	if m, err = body.ANSUR(n); err != nil {
		return m, "", err
	}
	return m, describe(&m, fmt.Sprintf("row %d of ANSUR II", n)), nil
}

// describe names a body with its size.
func describe(m *body.Measurements, name string) string {
	size := fmt.Sprintf("%.0f cm, %.0f kg", m.Stature/10, m.Weight)
	if name == "" {
		return size
	}
	return name + ", " + size
}
