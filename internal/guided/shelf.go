package guided

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/driver/manual/massagerfile"
	"github.com/openlumbar/lumbar/internal/diag"
)

// mostFile is far more than any massager has to say of itself, in bytes.
const mostFile = 64 << 10

// ErrUnknown is that there is no such massager.
var ErrUnknown = errors.New("no massager is called so here")

// Shelf is the massagers of a data directory, each a file of its own.
type Shelf struct{ dir string }

// ShelfIn is the shelf of a data directory, which need not have one yet.
func ShelfIn(dir string) *Shelf { return &Shelf{filepath.Join(dir, "massagers")} }

// Path is the file of a massager.
func (s *Shelf) Path(name string) string { return filepath.Join(s.dir, name+massagerfile.Ending) }

// All is every massager that can be used, by title, and what is wrong with the others.
func (s *Shelf) All() (all []manual.Massager, wrong error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the massagers: %w", err)
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), massagerfile.Ending)
		if !ok || e.IsDir() {
			continue
		}
		m, err := s.Get(name)
		if err != nil {
			wrong = errors.Join(wrong, err)
			continue
		}
		all = append(all, m)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Title < all[j].Title })
	return all, wrong
}

// Get is one massager. ErrUnknown: there is none of that name.
func (s *Shelf) Get(name string) (manual.Massager, error) {
	if !fileName(name) {
		return manual.Massager{}, fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	m, _, err := File(s.Path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	if err == nil && m.Name != name {
		return m, fmt.Errorf("%s is about %q: name the file as the massager", s.Path(name), m.Name)
	}
	return m, err
}

// File reads one massager from a file, and everything that is wrong with it.
func File(path string) (m manual.Massager, list diag.List, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return m, nil, fmt.Errorf("reading a massager: %w", err)
	}
	if info.Size() > mostFile || !info.Mode().IsRegular() {
		return m, nil, fmt.Errorf("%s is no file of a massager", path)
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return m, nil, fmt.Errorf("reading a massager: %w", err)
	}
	m, list = massagerfile.Read(path, src)
	return m, list, list.Err()
}

// Put keeps a massager, in the place of the one of its name, whole or not at all.
func (s *Shelf) Put(m *manual.Massager) error {
	if err := m.Check(); err != nil {
		return err
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("keeping a massager: %w", err)
	}
	f, err := os.CreateTemp(s.dir, "new-*")
	if err != nil {
		return fmt.Errorf("keeping a massager: %w", err)
	}
	_, err = f.Write(massagerfile.Write(m))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), s.Path(m.Name))
	}
	if err != nil {
		return fmt.Errorf("keeping a massager: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// Remove takes a massager away. What was done with it stays on record.
func (s *Shelf) Remove(name string) error {
	if !fileName(name) {
		return fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	err := os.Remove(s.Path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	return err
}

// Name is a name for a massager of a title that no other here has.
func (s *Shelf) Name(title string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, title), "-")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if len(name) > 30 {
		name = strings.Trim(name[:30], "-")
	}
	if name == "" {
		name = "massager"
	}
	free := name
	for n := 2; ; n++ {
		if _, err := os.Lstat(s.Path(free)); errors.Is(err, fs.ErrNotExist) {
			return free
		}
		free = fmt.Sprintf("%s-%d", name, n)
	}
}

// fileName says whether a name stays within the shelf's folder.
func fileName(name string) bool {
	return name != "" && !strings.ContainsAny(name, `/\.:`) && filepath.Base(name) == name
}
