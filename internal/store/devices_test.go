package store

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/access"
)

// TestDevices: a device is found by its secret's hash alone, is listed by name, and is gone when it is removed.
func TestDevices(t *testing.T) {
	s, _ := fresh(t)
	ctx := t.Context()
	tablet := access.Device{ID: "a", Name: "Tablet", Role: access.Sitter, Paired: noon, Seen: noon}
	phone := access.Device{ID: "b", Name: "Phone", Role: access.Owner, Paired: noon, Seen: noon}
	must(t, s.AddDevice(ctx, sha256.Sum256([]byte("1")), tablet))
	must(t, s.AddDevice(ctx, sha256.Sum256([]byte("2")), phone))
	if err := s.AddDevice(ctx, sha256.Sum256([]byte("2")), access.Device{ID: "c", Role: access.Sitter}); err == nil {
		t.Error("two devices have one secret")
	}
	if d, ok, err := s.DeviceOf(ctx, sha256.Sum256([]byte("2"))); d.ID != "b" || d.Role != access.Owner || !ok || err != nil || !d.Paired.Equal(noon) {
		t.Errorf("%+v %v %v", d, ok, err)
	}
	if d, ok, err := s.DeviceOf(ctx, sha256.Sum256([]byte("3"))); d != (access.Device{}) || ok || err != nil {
		t.Errorf("a secret of nobody: %+v %v %v", d, ok, err)
	}
	must(t, s.SawDevice(ctx, "a", noon.Add(time.Hour)))
	all, err := s.Devices(ctx)
	must(t, err)
	if len(all) != 2 || all[0].Name != "Phone" || !all[1].Seen.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v", all)
	}
	must(t, s.RemoveDevice(ctx, "b"))
	must(t, s.RemoveDevice(ctx, "b"))
	if _, ok, err := s.DeviceOf(ctx, sha256.Sum256([]byte("2"))); ok || err != nil {
		t.Errorf("a removed device is known: %v", err)
	}
}
