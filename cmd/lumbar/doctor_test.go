package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/internal/doctor"
	"github.com/openlumbar/lumbar/internal/store"
)

type finding struct{ What, State, Found, Mend string }

// examine runs the doctor on a directory, and returns what it found by name.
func examine(t *testing.T, want int, args ...string) map[string]finding {
	t.Helper()
	var out, errw bytes.Buffer
	if got := run(append([]string{"doctor", "--json"}, args...), nil, &out, &errw); got != want {
		t.Fatalf("got exit status %d, want %d: %s%s", got, want, &out, &errw)
	}
	var list []finding
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	all := map[string]finding{}
	for _, f := range list {
		all[f.What] = f
	}
	return all
}

func TestDoctor(t *testing.T) {
	t.Setenv("LUMBAR_ADDR", "127.0.0.1:0") // whatever else runs here
	dir := t.TempDir()
	all := examine(t, exitDone, "--data", dir)
	if f := all["what is kept"]; f.State != "ok" || f.Found != "nothing yet" {
		t.Errorf("got %+v", f)
	}
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if f := examine(t, exitDone, "--data", dir)["what is kept"]; f.State != "ok" || !strings.HasPrefix(f.Found, "whole, ") {
		t.Errorf("got %+v", f)
	}
	if err := os.WriteFile(filepath.Join(dir, "lumbar.hcl"), []byte("pace = 1000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if f := examine(t, exitError, "--data", dir)["configuration"]; f.State != "bad" || f.Mend == "" {
		t.Errorf("got %+v", f)
	}
}

// TestDoctorFindsDamage: a store that is damaged, and an address that somebody else has.
func TestDoctorFindsDamage(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, store.Name), bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if f := examine(t, exitError, "--data", dir)["what is kept"]; f.State != "bad" || !strings.Contains(f.Mend, "lumbar restore") {
		t.Errorf("got %+v", f)
	}
	// What this user may not read may be whole: a backup in its place would lose what came after it.
	if os.Geteuid() != 0 {
		hidden := t.TempDir()
		t.Cleanup(func() { _ = os.Chmod(hidden, 0o700) })
		if err := errors.Join(os.WriteFile(filepath.Join(hidden, store.Name), nil, 0o600), os.Chmod(hidden, 0)); err != nil {
			t.Fatal(err)
		}
		if f := kept(t.Context(), hidden); f.State != doctor.Bad || strings.Contains(f.Mend, "restore") {
			t.Errorf("got %+v", f)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	t.Setenv("LUMBAR_ADDR", l.Addr().String())
	if f := examine(t, exitError, "--data", t.TempDir())["the page"]; f.State != "bad" || !strings.Contains(f.Mend, "--addr") {
		t.Errorf("got %+v", f)
	}
}

// TestBundle: what is given away holds nothing of a person, a session or a secret, wherever in the data directory it is.
func TestBundle(t *testing.T) {
	t.Setenv("LUMBAR_ADDR", "127.0.0.1:0")
	const secret = "Zwetschgenknoedel"
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.AddPerson(t.Context(), secret, ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"lumbar.log": `{"time":"2026-05-04T12:00:00Z","level":"INFO","msg":"serving","who":"` + secret + `"}` + "\n" +
			`{"time":"2026-05-04T12:00:01Z","level":"WARN","msg":"engine answers","ok":false}` + "\n" +
			`{"time":"2026-05-04T12:00:02Z","level":"WARN","msg":"engine answers","ok":true}` + "\n" +
			`{"time":"2026-05-04T12:00:03Z","level":"WARN","msg":"hello ` + secret + ` 42"}` + "\nhalf a li",
		"engine.err":  "panic: " + secret + "\n\ngoroutine 1 [running]:\nmain.main()\n\t/home/" + secret + "/lumbar/main.go:12 +0x1\n",
		"doses.jsonl": secret, "events.jsonl": secret,
		"lumbar.hcl": `place = "shared"` + "\n" + `data = "` + dir + `"` + "\nmqtt {\n  broker = \"mqtt://" + secret + ".example\"\n  username = \"" + secret + "\"\n  password = \"" + secret + "\"\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "bundle.tar.gz")
	examine(t, exitDone, "--data", dir, "--bundle", path)
	files := unpacked(t, path)
	all := ""
	for name, text := range files {
		all += name + "\n" + text
	}
	if strings.Contains(all, secret) {
		t.Errorf("the secret is in it:\n%s", all)
	}
	var lines []logged
	if err := json.Unmarshal([]byte(files["lumbar-support/log.json"]), &lines); err != nil || len(lines) != 2 || lines[1].Text != "engine answers" || lines[1].Count != 2 {
		t.Errorf("got %v, %v; want two texts, the second twice", lines, err)
	}
	if got := files["lumbar-support/crashes.json"]; !strings.Contains(got, "main.go:12") {
		t.Errorf("got %s, want the place of the crash", got)
	}
	if got := files["lumbar-support/configuration.json"]; !strings.Contains(got, `"place": "shared"`) {
		t.Errorf("got %s", got)
	}
	var out, errw bytes.Buffer
	if got := run([]string{"doctor", "--data", dir, "--bundle", path}, nil, &out, &errw); got != exitError {
		t.Errorf("over a file that is there: got exit status %d, want %d", got, exitError)
	}
}

func unpacked(t *testing.T, path string) map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[h.Name] = string(text)
	}
}

// TestSupervisor: whoever started the page hears that it is there, that it goes on, and that it ends.
func TestSupervisor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "300000000")
	s := newSupervisor()
	s.ready()
	s.turned()
	s.turned() // nobody wants to hear it that often
	s.stopping()
	for _, want := range []string{"READY=1", "WATCHDOG=1", "STOPPING=1"} {
		buf := make([]byte, 100)
		n, err := l.Read(buf)
		if err != nil || string(buf[:n]) != want {
			t.Errorf("got %q, %v; want %q", buf[:n], err, want)
		}
	}
	t.Setenv("WATCHDOG_USEC", "")
	if s := newSupervisor(); s.every != 0 {
		t.Errorf("got a sign of life every %v, want none where nobody waits for it", s.every)
	}
}
