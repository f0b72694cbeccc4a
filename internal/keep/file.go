package keep

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// private is the mode of every file here: what somebody had is nobody else's business.
const private = 0o600

// replace puts a file into place whole or not at all.
func replace(path string, content []byte) error {
	temporary := path + ".new"
	f, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, private)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return syncDir(filepath.Dir(path))
}

// remove takes a file away for good; none is no error.
func remove(path string) error {
	if err := os.Remove(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return syncDir(filepath.Dir(path))
}

// lines reads a file of lines and leaves a torn last one out. No file has no lines.
func lines(path string) ([][]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	whole := text[:bytes.LastIndexByte(text, '\n')+1]
	var all [][]byte
	for line := range bytes.Lines(whole) {
		all = append(all, line)
	}
	return all, nil
}

// tail is a file that is only written at its end.
type tail struct {
	path string
	file *os.File
	size int64
}

// openTail opens a file for writing at its end.
func openTail(path string) (*tail, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, private)
	if err != nil {
		return nil, err
	}
	size, err := f.Seek(0, 2)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &tail{path: path, file: f, size: size}, nil
}

// add writes whole lines and waits until the disk has them. After an error the file is as it was before.
func (t *tail) add(text []byte) error {
	_, err := t.file.WriteAt(text, t.size)
	if err == nil {
		err = t.file.Sync()
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", t.path, err), t.file.Truncate(t.size))
	}
	t.size += int64(len(text))
	return nil
}

// replace gives the file a new content.
func (t *tail) replace(text []byte) error {
	if err := replace(t.path, text); err != nil {
		return fmt.Errorf("writing %s: %w", t.path, err)
	}
	next, err := openTail(t.path)
	if err != nil {
		return err
	}
	err = t.file.Close()
	*t = *next
	return err
}
