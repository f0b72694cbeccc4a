package lumbar

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPackageFiles: every file that a package takes along is there.
func TestPackageFiles(t *testing.T) {
	text, err := os.ReadFile(".goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, m := range regexp.MustCompile(`(?:src|postinstall|preremove): *([^ ,}\n]+)`).FindAllStringSubmatch(string(text), -1) {
		paths = append(paths, m[1])
	}
	list := regexp.MustCompile(`files: \[(.*)\]`).FindStringSubmatch(string(text))
	if list == nil || len(paths) < 8 {
		t.Fatalf("got %v and %v: the test does not read the file any more", paths, list)
	}
	for _, path := range append(paths, strings.Split(list[1], ", ")...) {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

// TestUnit: the service's unit is one that systemd takes, and it starts what the package installs.
func TestUnit(t *testing.T) {
	text, err := os.ReadFile("packaging/lumbar.service")
	if err != nil {
		t.Fatal(err)
	}
	unit := string(text)
	if strings.Count(unit, "/usr/bin/lumbar ") != 1 || !strings.Contains(unit, "--config /etc/lumbar/lumbar.hcl") || !strings.Contains(unit, "Type=notify") {
		t.Error("the unit does not start /usr/bin/lumbar with /etc/lumbar/lumbar.hcl")
	}
	verify, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze here to read it")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "lumbar.service") // the binary is not installed here
	if err := os.WriteFile(path, []byte(strings.Replace(unit, "/usr/bin/lumbar", self, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(verify, "verify", path).CombinedOutput(); err != nil || len(strings.TrimSpace(string(out))) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}
