package testrecord

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Forget takes away the records of a chair by its profile's name, at whatever links it was tried, and says how many there
// were. None is no error. A chair that is added later by the same name and link is another one, which nobody has tried, and
// the record of the one before would hold for it.
func (s Shelf) Forget(name string) (records int, err error) {
	all, err := os.ReadDir(s.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist): // nothing was tried here
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("the records of tests of %s: %w", name, err)
	}
	for _, e := range all {
		if !isOf(e.Name(), name) {
			continue
		}
		if gone := os.Remove(filepath.Join(s.dir, e.Name())); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, fmt.Errorf("the record of a test of %s: %w", name, gone))
			continue
		}
		records++
	}
	return records, err
}

// isOf says whether a file is a record of a chair of that name: den-2 is another than den.
func isOf(file, name string) bool {
	rest, named := strings.CutPrefix(file, plain(name)+"-")
	link, is := strings.CutSuffix(rest, recordEnd)
	_, wrong := hex.DecodeString(link)
	return named && is && wrong == nil && len(link) == hex.EncodedLen(markBytes)
}
