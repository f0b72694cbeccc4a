package keep

import (
	"errors"
	"fmt"
	"path/filepath"
)

// Forget takes a person out of what an engine has kept in a directory: their doses, and their id from events that are
// not on record yet. No engine may run there: the caller holds its lock.
func Forget(dir, person string) error {
	if err := errors.Join(forgetDoses(dir, person), forgetEvents(dir, person)); err != nil {
		return fmt.Errorf("forgetting what a person has had: %w", err)
	}
	return nil
}

// forgetDoses leaves lines that cannot be read: the next engine must find them broken.
func forgetDoses(dir, person string) error {
	path := filepath.Join(dir, dosesName)
	text, err := lines(path)
	if err != nil || len(text) == 0 {
		return err
	}
	var left []byte
	for _, line := range text {
		if d, ok := readDose(line); !ok || d.Person != person {
			left = append(left, line...)
		}
	}
	return replace(path, left)
}

func forgetEvents(dir, person string) error {
	path := filepath.Join(dir, SpoolName)
	text, err := lines(path)
	if err != nil || len(text) == 0 {
		return err
	}
	s, bad, err := openSpool(path)
	if err != nil {
		return err
	}
	if bad > 0 {
		return errors.Join(fmt.Errorf("%s has %d lines that cannot be read: start lumbar once", path, bad), s.tail.file.Close())
	}
	for i := range s.kept {
		if s.kept[i].event.Person == person {
			s.kept[i].event.Person = ""
		}
	}
	return errors.Join(s.rewrite(), s.tail.file.Close())
}
