package keep

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Forget takes a person out of what an engine has kept in a directory: their doses, and their id from events that are
// not on record yet. Lines that cannot be read stay: the next engine must find them. No engine may run there: the caller holds its lock.
func Forget(dir, person string) error {
	if err := errors.Join(forgetDoses(dir, person), forgetEvents(dir, person)); err != nil {
		return fmt.Errorf("forgetting what a person has had: %w", err)
	}
	return nil
}

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
	var left []byte
	for _, line := range text {
		var ev wire.Event
		if json.Unmarshal(line, &ev) == nil && ev.Person == person {
			ev.Person = ""
			if line, err = json.Marshal(&ev); err != nil {
				return err
			}
			line = append(line, '\n')
		}
		left = append(left, line...)
	}
	return replace(path, left)
}
