package chairs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/internal/testrecord"
)

// goingEnd is behind the name of a profile whose chair is being removed: from the moment on at which it is called so the
// chair is not there any more, and what lay beside it goes after it, at the latest before the next chair is added or removed.
const goingEnd = ".removed"

// Remove takes a chair away that was added: its profile, its link and the records of its tests. It refuses what ships, what is
// not there, and the chair that was chosen with Use. Which chair somebody drives now is the caller's to know. When this is cut
// off in between, the chair is there as it was, or gone.
func (s Shelf) Remove(name string) (adding.Removed, error) {
	r := adding.Removed{Name: name, Title: name}
	added, err := s.Names()
	if err != nil {
		return r, err
	}
	switch {
	case slices.Contains(added, name):
	case name == SimulatedOne || slices.Contains(Models(), name):
		return r, fmt.Errorf("%s ships with Lumbar and stays: only what was added can be removed", name)
	case len(added) == 0:
		return r, fmt.Errorf("no chair is called %q: none was added here", name)
	default:
		return r, fmt.Errorf("no chair that was added is called %q. %s", name, diag.WayOut(name, added))
	}
	used, err := s.usedName()
	switch {
	case err != nil:
		return r, err
	case used == name:
		return r, fmt.Errorf("%s is the chair that Lumbar begins with: choose another first, on the page under Chair, or with lumbar chair use %s", name, SimulatedOne)
	}
	if l, err := s.Find(name, ""); err == nil { // one that cannot be read is removed too
		r.Title = l.Profile.Title
	}
	if err := s.tidy(); err != nil {
		return r, err
	}
	if err := os.Rename(s.File(name), s.File(name)+goingEnd); err != nil {
		return r, fmt.Errorf("removing %s: %w", name, err)
	}
	r.Records, err = s.finish(name)
	return r, err
}

// finish takes away what is left of a chair that is gone.
func (s Shelf) finish(name string) (records int, err error) {
	profile := s.File(name)
	going := profile + goingEnd
	if _, err := os.Stat(profile); err == nil { // somebody has put another there by hand, whose link it is now
		return 0, ignoreGone(os.Remove(going), name)
	}
	names := []string{name}
	if text, err := os.ReadFile(going); err == nil {
		// Whoever has changed its name in its profile has the records by that. Those of a model or another chair are not its.
		others, err := s.Names()
		if err != nil {
			return 0, err
		}
		if m, err := Read(going, text); err == nil && m.Profile.Name != name && !slices.Contains(append(others, Models()...), m.Profile.Name) {
			names = append(names, m.Profile.Name)
		}
	}
	for _, of := range names {
		n, gone := testrecord.In(s.data).Forget(of)
		records, err = records+n, errors.Join(err, gone)
	}
	if err != nil {
		return records, err
	}
	if err := ignoreGone(os.Remove(strings.TrimSuffix(profile, FileEnd)+AddressEnd), name); err != nil {
		return records, err
	}
	return records, ignoreGone(os.Remove(going), name) // last: until then the rest is found
}

func ignoreGone(err error, name string) error {
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fmt.Errorf("removing %s: %w", name, err)
}

// tidy finishes what was cut off.
func (s Shelf) tidy() error {
	names, err := s.ending(FileEnd + goingEnd)
	for _, name := range names {
		if _, err := s.finish(name); err != nil {
			return err
		}
	}
	return err
}
