package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// find is the finding of a name.
func find(t *testing.T, all []Finding, what string) Finding {
	t.Helper()
	for _, f := range all {
		if f.What == what {
			return f
		}
	}
	t.Fatalf("nothing about %q in\n%s", what, Text(all))
	return Finding{}
}

// place makes files under a root, and says where that is.
func place(t *testing.T, paths map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for path, text := range paths {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestLook: on this machine there is an answer to everything, and of what is wrong a way out.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	all := Look(Machine{Data: dir, Now: noon})
	for _, f := range all {
		if f.What == "" || f.Found == "" || (f.State == OK) != (f.Mend == "") {
			t.Errorf("got %+v, want what was found, and how to mend exactly what is wrong", f)
		}
	}
	for _, what := range []string{"clock", "data directory", "room on the disk", "writing to the disk", "Bluetooth", "serial ports"} {
		find(t, all, what)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("it leaves %v behind", left)
	}
	if n := len(Look(Machine{Now: noon})); n != len(all)-3 {
		t.Errorf("without a data directory got %d findings, want %d", n, len(all)-3)
	}
}

func TestDirectory(t *testing.T) {
	open := t.TempDir()
	if err := os.Chmod(open, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(place(t, map[string]string{"file": "x"}), "file")
	for dir, want := range map[string]State{open: Note, filepath.Join(open, "not", "yet"): Note, file: Bad, filepath.Join(file, "below"): Bad} {
		if f := directory(&Machine{Data: dir}); f.State != want || f.Mend == "" {
			t.Errorf("%s: got %+v, want %v and a way out", dir, f, want)
		}
	}
	if f := flush(&Machine{Data: file}); f.State != Bad {
		t.Errorf("writing into a file: got %+v, want bad", f)
	}
	if got := nearest(filepath.Join(open, "not", "yet")); got != open {
		t.Errorf("got %s, want %s", got, open)
	}
}

func TestClock(t *testing.T) {
	if f := clock(&Machine{Now: noon, Made: noon.Add(48 * time.Hour)}); f.State != Bad || !strings.Contains(f.Found, "before this Lumbar was made") {
		t.Errorf("a clock of the past: got %+v", f)
	}
	if f := clock(&Machine{Now: noon, Made: noon.Add(time.Hour)}); f.State == Bad {
		t.Errorf("a clock of another zone: got %+v", f)
	}
}

func TestBluetooth(t *testing.T) {
	const hci, bus = "sys/class/bluetooth/hci0", "run/dbus/system_bus_socket"
	for _, c := range []struct {
		files map[string]string
		state State
		says  string
	}{
		{map[string]string{"etc/x": ""}, OK, "no adapter"},
		{map[string]string{hci + "/address": "", bus: ""}, OK, "hci0"},
		{map[string]string{hci + "/address": "", hci + ":64/x": "", bus: "", hci + "/rfkill0/soft": "0\n"}, OK, "hci0"},
		{map[string]string{hci + "/rfkill0/soft": "1\n", bus: ""}, Note, "switched off"},
		{map[string]string{hci + "/address": ""}, Note, "no system bus"},
	} {
		f := bluetooth(&Machine{Root: place(t, c.files)})
		if f.State != c.state || !strings.Contains(f.Found, c.says) || strings.Contains(f.Found, ":64") || (f.Mend == "") != (f.State == OK) {
			t.Errorf("%v: got %+v, want %v %q", c.files, f, c.state, c.says)
		}
	}
}

func TestSerial(t *testing.T) {
	if f := serial(&Machine{Root: t.TempDir()}); f.State != OK || !strings.Contains(f.Found, "none") {
		t.Errorf("got %+v", f)
	}
	root := place(t, map[string]string{"dev/ttyUSB0": "", "dev/ttyACM1": ""})
	if f := serial(&Machine{Root: root}); f.State != OK || f.Found != "ttyUSB0, ttyACM1" {
		t.Errorf("got %+v", f)
	}
	if os.Geteuid() == 0 {
		return // to whom everything is open
	}
	if err := os.Chmod(filepath.Join(root, "dev/ttyUSB0"), 0o400); err != nil {
		t.Fatal(err)
	}
	if f := serial(&Machine{Root: root}); f.State != Note || !strings.Contains(f.Found, "not yours to open: ttyUSB0") || !strings.Contains(f.Mend, "dialout") {
		t.Errorf("got %+v", f)
	}
}

func TestText(t *testing.T) {
	got := Text([]Finding{{"clock", OK, "noon", ""}, {"the disk", Bad, "full", "make room"}})
	want := "  ok  clock     noon\n BAD  the disk  full\n                -> make room\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if Worst(nil) != OK || Worst([]Finding{{State: Note}, {State: OK}}) != Note {
		t.Error("the worst is not")
	}
}
