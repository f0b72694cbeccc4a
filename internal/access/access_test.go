package access_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/access"
)

// shelf keeps devices in memory.
type shelf struct {
	mu   sync.Mutex
	all  map[[sha256.Size]byte]access.Device
	told int
}

func (s *shelf) AddDevice(_ context.Context, hash [sha256.Size]byte, d access.Device) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[hash] = d
	return nil
}

func (s *shelf) DeviceOf(_ context.Context, hash [sha256.Size]byte) (access.Device, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.all[hash]
	return d, ok, nil
}

func (s *shelf) SawDevice(context.Context, string, time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told++
	return nil
}

func (s *shelf) Devices(context.Context) ([]access.Device, error) { return nil, nil }

func (s *shelf) RemoveDevice(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for hash, d := range s.all {
		if d.ID == id {
			delete(s.all, hash)
		}
	}
	return nil
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newDoor() (*access.Door, *shelf) {
	s := &shelf{all: map[[sha256.Size]byte]access.Device{}}
	return access.NewDoor(s), s
}

// TestPair: the code lets one device in, with its role, once and in time; the secret is not what is kept.
func TestPair(t *testing.T) {
	d, s := newDoor()
	ctx := t.Context()
	if _, _, err := d.Pair(ctx, "000000", "Phone", noon); !errors.Is(err, access.ErrNoCode) {
		t.Errorf("without a code: %v", err)
	}
	text, until, err := d.Open(access.Sitter, noon)
	if err != nil || len(text) != 6 || !until.Equal(noon.Add(access.Lasts)) {
		t.Fatal(text, until, err)
	}
	for _, name := range []string{"", "  ", "a name that is far longer than anybody would want to read"} {
		if _, _, err := d.Pair(ctx, text, name, noon); !errors.Is(err, access.ErrName) {
			t.Errorf("name %q: %v", name, err)
		}
	}
	secret, device, err := d.Pair(ctx, text[:3]+" "+text[3:], "Phone", noon.Add(time.Minute))
	if err != nil || device.Role != access.Sitter || device.Name != "Phone" || len(secret) < 32 {
		t.Fatal(secret, device, err)
	}
	if _, _, err := d.Pair(ctx, text, "Another", noon.Add(time.Minute)); !errors.Is(err, access.ErrNoCode) {
		t.Errorf("the code again: %v", err)
	}
	if who, ok, err := d.Who(ctx, secret, noon); !ok || err != nil || who.ID != device.ID {
		t.Error(who, ok, err)
	}
	for _, wrong := range []string{"", secret[:len(secret)-1], secret + "x"} {
		if _, ok, _ := d.Who(ctx, wrong, noon); ok {
			t.Errorf("%q is known", wrong)
		}
	}
	if _, kept := s.all[[sha256.Size]byte([]byte(secret)[:32])]; kept {
		t.Error("the secret itself is kept")
	}
	for range 5 {
		_, _, _ = d.Who(ctx, secret, noon.Add(time.Hour))
	}
	if s.told != 1 {
		t.Errorf("the keeper was told %d times within an hour", s.told)
	}
	if err := d.Remove(ctx, device.ID); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := d.Who(ctx, secret, noon); ok {
		t.Error("a removed device is known")
	}
}

// TestCodeEnds: by time, by a clock that was set back, by a newer code, and by wrong attempts, also many at once.
func TestCodeEnds(t *testing.T) {
	ctx := t.Context()
	for name, at := range map[string]time.Time{"late": noon.Add(access.Lasts), "set back": noon.Add(-time.Second)} {
		d, _ := newDoor()
		text, _, _ := d.Open(access.Owner, noon)
		if _, _, err := d.Pair(ctx, text, "Phone", at); !errors.Is(err, access.ErrNoCode) {
			t.Errorf("%s: %v", name, err)
		}
		if shown, _, _ := d.Code(at); shown != "" {
			t.Errorf("%s: shown", name)
		}
	}
	d, _ := newDoor()
	first, _, _ := d.Open(access.Owner, noon)
	second, _, _ := d.Open(access.Sitter, noon)
	if first != second {
		if _, _, err := d.Pair(ctx, first, "Phone", noon); !errors.Is(err, access.ErrWrong) {
			t.Errorf("an older code: %v", err)
		}
	}
	wrong := "000000"
	if second == wrong {
		wrong = "000001"
	}
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { _, _, _ = d.Pair(ctx, wrong, "Phone", noon) })
	}
	all.Wait()
	if _, _, err := d.Pair(ctx, second, "Phone", noon); !errors.Is(err, access.ErrSpent) {
		t.Errorf("the right one after too many wrong ones: %v", err)
	}
	if _, _, err := d.Open(access.Stranger, noon); err == nil {
		t.Error("a stranger was let in")
	}
}

// TestRoles: names go there and back, and a stranger is nobody that a device can be.
func TestRoles(t *testing.T) {
	for r := access.Sitter; r <= access.Maker; r++ {
		if got, ok := access.ParseRole(r.String()); got != r || !ok {
			t.Errorf("%v reads back as %v", r, got)
		}
	}
	for _, name := range []string{"stranger", "role?", "", "Owner"} {
		if _, ok := access.ParseRole(name); ok {
			t.Errorf("%q is a role", name)
		}
	}
}
