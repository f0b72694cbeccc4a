package access_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/access"
)

// TestSign: who has scanned the sign is a sitter for two hours; a wrong secret is nobody's, a new sign ends the old one, and
// the secret outlives the process.
func TestSign(t *testing.T) {
	d, _ := newDoor()
	ctx, dir := t.Context(), t.TempDir()
	if own, ok := d.BySign("", noon); ok {
		t.Errorf("let in without a sign: %q", own)
	}
	if err := d.UseSign(dir); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, access.SignName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	sign := d.Sign()
	for _, wrong := range []string{"", sign[1:], sign + "x"} {
		if _, ok := d.BySign(wrong, noon); ok {
			t.Errorf("%q lets in", wrong)
		}
	}
	own, ok := d.BySign(sign, noon)
	if !ok || own == sign {
		t.Fatal(own, ok)
	}
	for at, want := range map[time.Duration]bool{0: true, access.SignLasts - 1: true, access.SignLasts: false, -time.Second: false} {
		who, ok, err := d.Who(ctx, own, noon.Add(at))
		if ok != want || err != nil || ok && who.Role != access.Sitter {
			t.Errorf("after %v: %v %v %v", at, who, ok, err)
		}
	}
	again, _ := newDoor()
	if err := again.UseSign(dir); err != nil || again.Sign() != sign {
		t.Errorf("another start has another sign: %v", err)
	}
	if err := d.NewSign(); err != nil || d.Sign() == sign {
		t.Fatal(err)
	}
	if _, ok, _ := d.Who(ctx, own, noon); ok {
		t.Error("known by an old sign")
	}
	if _, ok := d.BySign(sign, noon); ok {
		t.Error("an old sign lets in")
	}
	n := 0
	for range 1000 {
		if _, ok := d.BySign(d.Sign(), noon); ok {
			n++
		}
	}
	if n > 300 {
		t.Errorf("%d phones at a time", n)
	}
	if _, ok := d.BySign(d.Sign(), noon.Add(access.SignLasts)); !ok {
		t.Error("those of before are in the way")
	}
	if err := os.WriteFile(filepath.Join(dir, access.SignName), []byte("short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := again.UseSign(dir); err == nil {
		t.Error("a secret of five letters was taken")
	}
}
