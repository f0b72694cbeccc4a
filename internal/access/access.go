// Package access is who may do what at the server. Whoever sits at the machine itself needs nothing. Another device on
// the network is a stranger, who may press STOP, until somebody types the code that the machine shows; from then on it is
// known by a secret of its own, and may do what its role allows. Losing a device is mended by removing it.
package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Role is what a device may do; each may do what those before it may. The zero value is a stranger.
type Role uint8

// The roles.
const (
	Stranger Role = iota // may press STOP
	Sitter               // may use the chair
	Owner                // may clear faults that need looking at the chair, let other devices in, change what is installed
	Maker                // may move single axes
	roleEnd
)

var roleNames = [roleEnd]string{"stranger", "sitter", "owner", "maker"}

// String is the role's one name.
func (r Role) String() string {
	if r >= roleEnd {
		return "role?"
	}
	return roleNames[r]
}

// ParseRole is the role of a name, of those that a device can be given.
func ParseRole(name string) (Role, bool) {
	for r := Sitter; r < roleEnd; r++ {
		if roleNames[r] == name {
			return r, true
		}
	}
	return Stranger, false
}

// Device is one that was let in.
type Device struct {
	ID     string // opaque
	Name   string // by its owner
	Role   Role
	Paired time.Time
	Seen   time.Time // to the day or so
	BySign bool      // a phone that has scanned the sign: it goes again, and with it what it may
}

// Keeper keeps devices by the hash of their secret. Any goroutine may use it.
type Keeper interface {
	AddDevice(ctx context.Context, hash [sha256.Size]byte, d Device) error
	DeviceOf(ctx context.Context, hash [sha256.Size]byte) (Device, bool, error)
	SawDevice(ctx context.Context, id string, at time.Time) error
	Devices(ctx context.Context) ([]Device, error)
	RemoveDevice(ctx context.Context, id string) error
}

// Figures of a code. Our own choice: a million codes, five attempts on one, so that guessing one takes luck of 1 in
// 200,000, and each further code somebody at the machine.
const (
	Lasts    = 10 * time.Minute
	Attempts = 5
	digits   = 6
)

// Errors of Pair.
var (
	ErrNoCode = errors.New("no code is open: ask for one at the machine that runs Lumbar, under Settings")
	ErrWrong  = errors.New("that is not the code that the machine shows")
	ErrSpent  = errors.New("too many wrong codes: ask for a new one at the machine that runs Lumbar, under Settings")
	ErrName   = errors.New("give this device a name of 1 to 40 characters, such as Tablet at the chair")
)

// Door lets devices in. Make it with NewDoor; any goroutine may use it.
type Door struct {
	keeper Keeper

	mu   sync.Mutex
	code code
	sign sign
	seen map[string]time.Time // by device: when the keeper was last told
}

// code is the one that is open; the zero value is none.
type code struct {
	text  string
	role  Role
	until time.Time
	tries int
}

// NewDoor makes a door.
func NewDoor(k Keeper) *Door { return &Door{keeper: k, seen: map[string]time.Time{}} }

// Open makes a code for one device of a role, in place of any that was open.
func (d *Door) Open(role Role, now time.Time) (text string, until time.Time, err error) {
	if role == Stranger || role >= roleEnd {
		return "", until, fmt.Errorf("open the door: nobody is let in as %s", role)
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", until, fmt.Errorf("open the door: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.code = code{fmt.Sprintf("%0*d", digits, n), role, now.Add(Lasts), 0}
	return d.code.text, d.code.until, nil
}

// Code is the code that is open; "" is none.
func (d *Door) Code(now time.Time) (text string, role Role, until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.code.open(now) {
		return "", Stranger, until
	}
	return d.code.text, d.code.role, d.code.until
}

// open says whether the code counts. A clock that was set back closes it.
func (c *code) open(now time.Time) bool {
	left := c.until.Sub(now)
	return c.text != "" && c.tries < Attempts && left > 0 && left <= Lasts
}

// Pair lets a device in by the code, which is spent then, and gives the secret by which it is known.
func (d *Door) Pair(ctx context.Context, text, name string, now time.Time) (secret string, device Device, err error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < 1 || n > 40 {
		return "", device, ErrName
	}
	role, err := d.try(strings.NewReplacer(" ", "", "-", "").Replace(text), now)
	if err != nil {
		return "", device, err
	}
	secret = rand.Text() + rand.Text()
	device = Device{ID: rand.Text(), Name: name, Role: role, Paired: now, Seen: now}
	if err := d.keeper.AddDevice(ctx, hash(secret), device); err != nil {
		return "", device, fmt.Errorf("letting a device in: %w", err)
	}
	return secret, device, nil
}

// try spends an attempt before it compares, so that many at once get no more than one after the other.
func (d *Door) try(text string, now time.Time) (Role, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.code.tries >= Attempts:
		return Stranger, ErrSpent
	case !d.code.open(now):
		return Stranger, ErrNoCode
	}
	d.code.tries++
	if subtle.ConstantTimeCompare([]byte(text), []byte(d.code.text)) != 1 {
		if d.code.tries >= Attempts {
			return Stranger, ErrSpent
		}
		return Stranger, ErrWrong
	}
	role := d.code.role
	d.code = code{}
	return role, nil
}

// Who is the device of a secret.
func (d *Door) Who(ctx context.Context, secret string, now time.Time) (Device, bool, error) {
	if p, ok := d.phone(secret, now); ok {
		return p, true, nil
	}
	device, ok, err := d.keeper.DeviceOf(ctx, hash(secret))
	if err != nil || !ok {
		return Device{}, false, err
	}
	if d.news(device.ID, now) {
		err = d.keeper.SawDevice(ctx, device.ID, now)
	}
	return device, true, err
}

// often is how often the keeper hears of a device that is in use.
const often = 12 * time.Hour

func (d *Door) news(id string, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if age := now.Sub(d.seen[id]); age >= 0 && age < often {
		return false
	}
	d.seen[id] = now
	return true
}

// Devices is who was let in, by name.
func (d *Door) Devices(ctx context.Context) ([]Device, error) { return d.keeper.Devices(ctx) }

// Remove makes a device a stranger again.
func (d *Door) Remove(ctx context.Context, id string) error { return d.keeper.RemoveDevice(ctx, id) }

// hash is what is kept of a secret: it has 250 bits of chance, so that a plain hash is enough.
func hash(secret string) [sha256.Size]byte { return sha256.Sum256([]byte("lumbar device " + secret)) }
