package store

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keyBytes is the length of every key: AES-256.
const keyBytes = 32

// deviceKey reads the device key, or makes it where nobody's data can depend on another. A missing one is nil, without
// an error: limits and minutes are readable all the same.
func deviceKey(dir string, fresh bool) ([]byte, error) {
	path := filepath.Join(dir, KeyName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if !fresh {
			return nil, nil
		}
		if err := makeKey(path); err != nil {
			return nil, fmt.Errorf("making the device key: %w", err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the device key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("%s is not a device key, which is %d hexadecimal digits: put the right file back, or restore a backup", path, 2*keyBytes)
	}
	return key, nil
}

// makeKey writes a new key whole, unless another process is faster.
func makeKey(path string) error {
	key := make([]byte, keyBytes)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), KeyName+".new") // of mode 0600
	if err != nil {
		return err
	}
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		// A link, other than a rename, does not replace a key that is there.
		if err = os.Link(f.Name(), path); errors.Is(err, fs.ErrExist) {
			err = nil
		}
	}
	return errors.Join(err, os.Remove(f.Name()), syncDir(filepath.Dir(path)))
}
