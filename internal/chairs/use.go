package chairs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// SimulatedOne is the name by which the simulated chair is chosen that is used when nobody has chosen any.
const SimulatedOne = "simulated"

// usedName is the file with the name of the chair that is used.
const usedName = "used"

// Used is the chair that was chosen, with its link; false: none was, so that the simulated one is used.
func (s Shelf) Used() (l Linked, ok bool, err error) {
	name, err := s.usedName()
	if err != nil || name == "" {
		return l, false, err
	}
	if l, err = s.Find(name, ""); err != nil {
		return l, false, fmt.Errorf("the chair that is used, %s: %w. Choose another: lumbar chair use %s", name, err, SimulatedOne)
	}
	return l, true, nil
}

func (s Shelf) usedName() (string, error) {
	text, err := os.ReadFile(filepath.Join(s.Folder(), usedName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) { // whoever needs the directory says so
		return "", fmt.Errorf("which chair is used: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// Use chooses the chair that is used from the next start on: one that was added, by its name, or SimulatedOne.
func (s Shelf) Use(name string) error {
	path := filepath.Join(s.Folder(), usedName)
	if name == SimulatedOne {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("choosing the chair: %w", err)
		}
		return nil
	}
	l, err := s.Find(name, "")
	switch {
	case err != nil:
		return err
	case l.File == "":
		return fmt.Errorf("%s is a profile that ships: add a chair that is like it first", name)
	}
	f, err := os.CreateTemp(s.Folder(), "new-*") // 0600
	if err != nil {
		return fmt.Errorf("choosing the chair: %w", err)
	}
	_, err = f.WriteString(name + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("choosing the chair: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
