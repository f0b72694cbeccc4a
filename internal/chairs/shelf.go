package chairs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/links"
)

// Where chairs are that were added, in the data directory: a profile each, and its link's address beside it.
const (
	Dir        = "chairs"
	FileEnd    = ".lumbar-chair.hcl"
	AddressEnd = ".link"
	private    = 0o600
)

// Shelf is the chairs of a data directory that were added.
type Shelf struct{ data string }

// In is the shelf of a data directory.
func In(data string) Shelf { return Shelf{data} }

// Linked is a chair with its link.
type Linked struct {
	Profile chair.Profile
	Address string
	File    string // of its profile; empty: it ships
}

// Name is the name by which the chair was added; empty: it was not.
func (l *Linked) Name() string {
	name, ok := strings.CutSuffix(filepath.Base(l.File), FileEnd)
	if !ok {
		return ""
	}
	return name
}

// Folder is where the chairs are.
func (s Shelf) Folder() string { return filepath.Join(s.data, Dir) }

// File is where the profile of an added chair is.
func (s Shelf) File(name string) string { return filepath.Join(s.Folder(), name+FileEnd) }

// Names is the names of the chairs that were added, sorted.
func (s Shelf) Names() ([]string, error) { return s.ending(FileEnd) }

// ending is what stands before an end in the names of the files.
func (s Shelf) ending(end string) ([]string, error) {
	entries, err := os.ReadDir(s.Folder())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the chairs that were added: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), end); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Find finds a chair and its link: one that was added, or one that ships. address, if not empty, is the link that was asked for.
func (s Shelf) Find(name, address string) (l Linked, err error) {
	added, err := s.Names()
	switch {
	case err != nil:
		return l, err
	case slices.Contains(added, name):
		file := s.File(name)
		text, err := os.ReadFile(file)
		if err != nil {
			return l, fmt.Errorf("the profile of %s: %w", name, err)
		}
		m, err := Read(file, text)
		if err != nil {
			return l, err
		}
		return Reach(m, file, address)
	case slices.Contains(Models(), name):
		m, err := Shipped(name)
		if err != nil {
			return l, err
		}
		return Reach(m, "", address)
	}
	return l, fmt.Errorf("no chair is called %q. %s Or add it: lumbar chair add --link LINK", name, diag.WayOut(name, append(added, Models()...)))
}

// Reach is a model as a chair at an address; an empty address is the one beside its file, or the only one that there can be.
func Reach(m Model, file, address string) (Linked, error) {
	l := Linked{Profile: m.Profile, Address: address, File: file}
	if l.Address == "" {
		l.Address = AddressOf(&m.Profile, file)
	}
	if l.Address == "" {
		var forms []string
		for _, k := range links.All() {
			forms = append(forms, k.Form)
		}
		return l, fmt.Errorf("how is %s reached? Say --link LINK; links are: %s", l.Profile.Title, strings.Join(forms, ", "))
	}
	return l, links.Check(l.Address, &l.Profile)
}

// AddressOf is the link that is beside a profile's file, or the only one that there can be; empty is not known.
func AddressOf(p *chair.Profile, file string) string {
	if base, ok := strings.CutSuffix(file, FileEnd); ok {
		if text, err := os.ReadFile(base + AddressEnd); err == nil {
			return strings.TrimSpace(string(text))
		}
	}
	if p.Simulated {
		return links.Simulated
	}
	return ""
}

// All is every chair that was added, by name, and whether somebody may sit there.
func (s Shelf) All() (all []adding.Chair, err error) {
	names, err := s.Names()
	for _, name := range names {
		c := adding.Chair{Name: name, Title: name, File: s.File(name)}
		l, wrong := s.Find(name, "")
		if wrong != nil {
			c.Wrong = wrong.Error()
			all = append(all, c)
			continue
		}
		c.Title, c.Link, c.Closed = l.Profile.Title, l.Address, l.Profile.Closed != nil
		p, wrong := s.ProofOf(&l.Profile, l.Address)
		if wrong != nil {
			return nil, wrong
		}
		if wrong := p.Tested(&l.Profile); wrong != nil {
			c.Why = wrong.Error()
		}
		c.Simulated = p.Simulated()
		all = append(all, c)
	}
	return all, err
}
