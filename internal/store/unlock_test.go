package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestUnlock: a PIN opens, others do not and make one wait longer each time, over restarts; nothing but the right PIN
// shortens the wait.
func TestUnlock(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	for _, bad := range []PIN{"123", PIN(strings.Repeat("1", 65))} {
		if _, _, err := s.AddPerson(ctx, "Robin", bad); err == nil {
			t.Errorf("a PIN of %d characters is taken", len(bad))
		}
	}
	p, k, err := s.AddPerson(ctx, "Robin", "4711")
	must(t, err)
	must(t, s.PutAims(ctx, k, Aims{}))
	if _, err := s.Unlock(ctx, "nobody", ""); !errors.Is(err, ErrNoPerson) {
		t.Errorf("nobody: %v", err)
	}
	if _, err := s.Unlock(ctx, p.ID, ""); !errors.Is(err, ErrLocked) {
		t.Errorf("no PIN: %v, want %v", err, ErrLocked)
	}
	open := func(pin PIN) error {
		t.Helper()
		k, err := s.Unlock(ctx, p.ID, pin)
		if err == nil {
			_, err = s.Aims(ctx, k)
		}
		return err
	}
	must(t, open("4711"))
	for i, want := range []time.Duration{1, 2, 4, 8} {
		var w *Wait
		if err := open("0815"); !errors.Is(err, ErrWrongPIN) || !errors.As(err, &w) || w.Until.Sub(c.at) != want*time.Second {
			t.Errorf("wrong PIN %d: %v, want a wait of %v s", i+1, err, int(want))
		}
		must(t, s.Close())
		s = openAt(t, s.dir, c)
		c.at = c.at.Add(want*time.Second - time.Millisecond)
		if err := open("4711"); !errors.As(err, &w) || w.Wrong || errors.Is(err, ErrWrongPIN) {
			t.Errorf("the right PIN within the wait after wrong PIN %d: %v", i+1, err)
		}
		c.at = c.at.Add(time.Millisecond)
	}
	must(t, open("4711"))
	if err := open("0815"); !errors.Is(err, ErrWrongPIN) {
		t.Error(err)
	}
	if err := open("4711"); err == nil {
		t.Error("no wait after the count began anew")
	}
	c.at = c.at.Add(-100 * time.Hour) // a clock that was set back keeps nobody out for ever
	must(t, open("4711"))
	if got := waitAfter(1000); got != mostWait {
		t.Errorf("after 1000 wrong PINs one waits %v", got)
	}
}

// TestSetPIN: a PIN can be set, changed and taken away; what was sealed before stays readable, and the row alone does not
// open without the PIN.
func TestSetPIN(t *testing.T) {
	s, c := fresh(t)
	ctx := t.Context()
	p, k := person(t, s, "Robin")
	must(t, s.PutAims(ctx, k, Aims{Activities: [3]string{"stairs"}}))
	reads := func(pin PIN) bool {
		c.at = c.at.Add(2 * time.Hour)
		k, err := s.Unlock(ctx, p.ID, pin)
		if err != nil {
			return false
		}
		a, err := s.Aims(ctx, k)
		return err == nil && a.Activities[0] == "stairs"
	}
	must(t, s.SetPIN(ctx, k, "first pin"))
	if reads("") || !reads("first pin") {
		t.Error("after setting a PIN")
	}
	must(t, s.SetPIN(ctx, k, "second"))
	if reads("first pin") || !reads("second") {
		t.Error("after changing it")
	}
	if _, err := s.db.Exec(`UPDATE people SET salt = NULL`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Unlock(ctx, p.ID, ""); !errors.Is(err, ErrDamaged) {
		t.Errorf("a row whose PIN was taken out: %v, want %v", err, ErrDamaged)
	}
	if _, err := s.db.Exec(`UPDATE people SET salt = x'00', memory_kib = 4000000000`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Unlock(ctx, p.ID, "second"); !errors.Is(err, ErrDamaged) {
		t.Errorf("a row that asks for 4 TB: %v, want %v", err, ErrDamaged)
	}
	must(t, s.SetPIN(ctx, k, ""))
	if !reads("") {
		t.Error("after taking it away")
	}
}

// TestDeviceKey: it is private, made once, needed, and not made anew where somebody's data depends on another.
func TestDeviceKey(t *testing.T) {
	s, c := fresh(t)
	p, k := person(t, s, "Robin")
	must(t, s.PutAims(t.Context(), k, Aims{}))
	must(t, s.PutCheck(t.Context(), k, aCheck(), someLimits()))
	path := filepath.Join(s.dir, KeyName)
	for _, name := range []string{KeyName, Name, Name + "-wal", Name + "-shm"} {
		if info, err := os.Stat(filepath.Join(s.dir, name)); err != nil || info.Mode().Perm() != private {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	must(t, os.Rename(path, path+".away"))
	again := openAt(t, s.dir, c)
	if _, err := again.Unlock(t.Context(), p.ID, ""); !errors.Is(err, ErrNoKey) {
		t.Errorf("without the device key: %v, want %v", err, ErrNoKey)
	}
	if _, _, err := again.AddPerson(t.Context(), "Kim", ""); !errors.Is(err, ErrNoKey) {
		t.Errorf("somebody new without the device key: %v, want %v", err, ErrNoKey)
	}
	if l, ok, err := again.Limits(t.Context(), p.ID); err != nil || !ok || l.Limits != someLimits() {
		t.Errorf("limits without the device key: %v, %v", ok, err)
	}
	must(t, makeKey(path))
	again = openAt(t, s.dir, c)
	if _, err := again.Unlock(t.Context(), p.ID, ""); !errors.Is(err, ErrDamaged) {
		t.Errorf("with another device key: %v, want %v", err, ErrDamaged)
	}
	was, err := os.ReadFile(path)
	must(t, err)
	must(t, makeKey(path))
	if now, err := os.ReadFile(path); err != nil || string(now) != string(was) {
		t.Errorf("a key that is there was replaced: %v", err)
	}
	must(t, os.WriteFile(path, []byte("short"), private))
	if _, err := Open(t.Context(), s.dir, Options{}); err == nil {
		t.Error("a broken device key is taken")
	}
}
