package access

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// SignName is the file with the secret of the sign at the chair, in the data directory.
const SignName = "sign.secret"

// Phones that came by the sign: how long they are known, and how many at a time. Our own choice: a check, a session and
// what is asked afterwards take less than an hour.
const (
	SignLasts = 2 * time.Hour
	mostBySig = 200
)

// sign lets phones in for a while that have scanned the sign at the chair. Who can read it stands beside the chair.
type sign struct {
	secret string
	path   string
	phones map[[32]byte]Device // by the hash of their secret; in memory alone
}

// UseSign reads the secret of the sign from a directory, or makes one.
func (d *Door) UseSign(dir string) error {
	path := filepath.Join(dir, SignName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		d.mu.Lock()
		d.sign.path = path
		d.mu.Unlock()
		return d.NewSign()
	}
	secret := strings.TrimSpace(string(text))
	if err == nil && len(secret) < 20 {
		err = errors.New("it is too short: delete it, and print the sign anew")
	}
	if err != nil {
		return fmt.Errorf("reading the sign's secret: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sign.path, d.sign.secret = path, secret
	return nil
}

// NewSign makes the sign's secret anew: signs that were printed before lead nowhere, and who came by them is a stranger.
func (d *Door) NewSign() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	secret := rand.Text()
	if err := os.WriteFile(d.sign.path, []byte(secret+"\n"), 0o600); err != nil {
		return fmt.Errorf("keeping the sign's secret: %w", err)
	}
	d.sign.secret, d.sign.phones = secret, nil
	return nil
}

// Sign is the secret that the sign holds; "" is that there is no sign.
func (d *Door) Sign() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.sign.secret
}

// BySign lets a phone in that has scanned the sign, as a sitter for a while, and gives the secret by which it is known.
func (d *Door) BySign(secret string, now time.Time) (own string, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sign.secret == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(d.sign.secret)) != 1 {
		return "", false
	}
	for h, p := range d.sign.phones {
		if !p.current(now) {
			delete(d.sign.phones, h)
		}
	}
	if len(d.sign.phones) >= mostBySig {
		return "", false
	}
	if d.sign.phones == nil {
		d.sign.phones = map[[32]byte]Device{}
	}
	own = rand.Text() + rand.Text()
	d.sign.phones[hash(own)] = Device{ID: rand.Text(), Name: "A phone, by the sign", Role: Sitter, Paired: now, Seen: now, BySign: true}
	return own, true
}

// current says whether a phone that came by the sign is still known. A clock that was set back ends it, too.
func (d *Device) current(now time.Time) bool {
	age := now.Sub(d.Paired)
	return age >= 0 && age < SignLasts
}

// phone is the phone of a secret.
func (d *Door) phone(secret string, now time.Time) (Device, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, ok := d.sign.phones[hash(secret)]
	if !ok || !p.current(now) {
		return Device{}, false
	}
	return p, true
}
