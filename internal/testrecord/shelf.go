package testrecord

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Shelf is where the records are kept: a folder of the data directory.
type Shelf struct{ dir string }

// In is the shelf of a data directory.
func In(data string) Shelf { return Shelf{filepath.Join(data, "chair-tests")} }

const (
	keyName   = "signing.key"
	recordEnd = ".json"
	markBytes = 4 // of a link's mark
	private   = 0o600
	mostSize  = 1 << 20 // bytes of a record: far more than any
)

// ErrNone: the chair was never tried here.
var ErrNone = errors.New("it was not tried on this machine")

// Path is where the record of a chair is.
func (s Shelf) Path(c Chair) string {
	return filepath.Join(s.dir, plain(c.Profile.Name)+"-"+mark(c.Link)+recordEnd)
}

// plain is a profile's name as files have it.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, name)
}

// mark tells links apart in the names of files.
func mark(link string) string {
	sum := sha256.Sum256([]byte(link))
	return hex.EncodeToString(sum[:markBytes])
}

// key is this machine's own; it is made when make is true and there is none.
func (s Shelf) key(create bool) (ed25519.PrivateKey, error) {
	path := filepath.Join(s.dir, keyName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		return s.newKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("the key that signs tests of chairs: %w", err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("the key that signs tests of chairs can be read by others: chmod 600 %s, and try the chair again if it may have been copied", path)
	}
	seed, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("%s is no key: move it away, and try the chair again", path)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

func (s Shelf) newKey(path string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return key, s.put(path, []byte(hex.EncodeToString(key.Seed())+"\n"))
}

// put keeps a file, whole or not at all.
func (s Shelf) put(path string, content []byte) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("keeping the test of a chair: %w", err)
	}
	f, err := os.CreateTemp(s.dir, "new-*") // 0600
	if err != nil {
		return fmt.Errorf("keeping the test of a chair: %w", err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("keeping the test of a chair: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// Put signs a record and keeps it in the place of the one before: also one of a test that did not end well, so that a chair
// that was found wrong does not go on by an older record.
func (s Shelf) Put(c Chair, r Record) error {
	print, err := Fingerprint(c.Profile)
	if err != nil {
		return err
	}
	key, err := s.key(true)
	if err != nil {
		return err
	}
	r.V, r.Chair, r.Title, r.Profile, r.Link, r.Driver = Version, c.Profile.Name, c.Profile.Title, print, c.Link, c.Driver
	r.Key = hex.EncodeToString(key.Public().(ed25519.PublicKey))
	bare, err := r.signed()
	if err != nil {
		return fmt.Errorf("the record of %s: %w", r.Chair, err)
	}
	r.Signature = hex.EncodeToString(ed25519.Sign(key, bare))
	text, err := json.MarshalIndent(&r, "", "  ")
	if err != nil {
		return fmt.Errorf("the record of %s: %w", r.Chair, err)
	}
	return s.put(s.Path(c), append(text, '\n'))
}

// Read is the record of a chair, and why it does not count. The record comes with an error too, as far as it can be read:
// to be shown, not to be believed.
func (s Shelf) Read(c Chair) (r Record, err error) {
	path := s.Path(c)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r, ErrNone
	case err != nil:
		return r, fmt.Errorf("its record cannot be read: %w", err)
	case info.Size() > mostSize:
		return r, fmt.Errorf("%s is no record", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return r, fmt.Errorf("its record cannot be read: %w", err)
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields() // what is not signed is not there
	if err := d.Decode(&r); err != nil {
		return r, fmt.Errorf("its record cannot be read: %w", err)
	}
	if r.V != Version {
		return r, fmt.Errorf("its record has version %d, and %d is known here", r.V, Version)
	}
	if err := s.genuine(&r); err != nil {
		return r, err
	}
	return r, r.wants(c)
}

// genuine says what is wrong with a signature, or nil.
func (s Shelf) genuine(r *Record) error {
	key, err := s.key(false)
	if err != nil {
		return err
	}
	public := key.Public().(ed25519.PublicKey)
	if r.Key != hex.EncodeToString(public) {
		return errors.New("its record was signed by another key: it is of another machine, or of before the key was made anew")
	}
	bare, err := r.signed()
	if err != nil {
		return err
	}
	signature, err := hex.DecodeString(r.Signature)
	if err != nil || !ed25519.Verify(public, bare, signature) {
		return errors.New("its record has been changed since it was signed")
	}
	return nil
}

// Check says why nobody may sit in a chair, with the way out, or nil. A simulated chair needs no record.
func (s Shelf) Check(c Chair) error {
	if c.Profile.Simulated || c.Simulated {
		return nil
	}
	if _, err := s.Read(c); err != nil {
		return fmt.Errorf("nobody sits in %s yet: %w. With nobody in it, try it: on the page, under Chair, or with lumbar chair test %s", c.Profile.Title, err, c.Profile.Name)
	}
	return nil
}
