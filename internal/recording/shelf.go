package recording

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Shelf is where recordings go. The recorder's goroutine alone uses it.
type Shelf interface {
	// Create begins a recording of a programme.
	Create(programme string) (io.WriteCloser, error)
	// Over is told that the newest recording is complete, and whether it has a fault.
	Over(faulted bool) error
	// Forget takes away every recording, or all but the one under way.
	Forget(underWay bool) error
}

// Into is a shelf for one recording.
func Into(w io.WriteCloser) Shelf { return &single{w: w} }

type single struct{ w io.WriteCloser }

// Create hands it out once.
func (s *single) Create(string) (io.WriteCloser, error) {
	if s.w == nil {
		return nil, errors.New("there is a file for one session only")
	}
	w := s.w
	s.w = nil
	return w, nil
}

func (*single) Over(bool) error   { return nil }
func (*single) Forget(bool) error { return nil }

// Folder is a directory of recordings that nobody but the owner may read. The newest ones stay.
type Folder struct {
	Dir    string
	Faults bool // keep those with a fault only
	newest string
}

// What a folder holds at most: a session of a quarter of an hour has about 25 MB.
const (
	mostFiles = 20
	mostBytes = 500 << 20
)

// ext is how a recording's name ends.
const ext = ".mcap"

// Create begins a recording, named by the time of day and the programme.
func (f *Folder) Create(programme string) (io.WriteCloser, error) {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return nil, err
	}
	stamp := time.Now().UTC().Format("2006-01-02T15-04-05")
	for i := range 100 {
		name := stamp + "-" + plain(programme)
		if i > 0 {
			name = fmt.Sprintf("%s-%d", name, i)
		}
		path := filepath.Join(f.Dir, name+ext)
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		f.newest = path
		return file, err
	}
	return nil, fmt.Errorf("%s has a hundred recordings of this second", f.Dir)
}

// plain is a programme's name as a file may have it.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, name)
}

// Over takes away what is not to be kept.
func (f *Folder) Over(faulted bool) error {
	if f.Faults && !faulted {
		return os.Remove(f.newest)
	}
	all, err := f.all()
	if err != nil {
		return err
	}
	var bytes int64
	slices.Reverse(all) // the newest first
	var errs []error
	for i, path := range all {
		if info, err := os.Stat(path); err == nil {
			bytes += info.Size()
		}
		if i > 0 && (i >= mostFiles || bytes > mostBytes) {
			errs = append(errs, os.Remove(path))
		}
	}
	return errors.Join(errs...)
}

// all are the paths of the recordings, the oldest first.
func (f *Folder) all() ([]string, error) {
	entries, err := os.ReadDir(f.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var all []string
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) == ext {
			all = append(all, filepath.Join(f.Dir, e.Name()))
		}
	}
	return all, nil
}

// Forget takes away every recording, or all but the one under way.
func (f *Folder) Forget(underWay bool) error {
	all, err := f.all()
	errs := []error{err}
	for _, path := range all {
		if !underWay || path != f.newest {
			errs = append(errs, os.Remove(path))
		}
	}
	return errors.Join(errs...)
}
