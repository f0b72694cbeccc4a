package chairs

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/adding"
	"github.com/openlumbar/lumbar/internal/commission"
	"github.com/openlumbar/lumbar/internal/tryout"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func model(t *testing.T, name string) Model {
	t.Helper()
	m, err := Shipped(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestQuestions: five things at most, the link among them, and only what can be of that link.
func TestQuestions(t *testing.T) {
	for _, tt := range []struct {
		link  string
		maybe []string
		usual string
		not   string // is not offered
		more  int    // questions after that
	}{
		{"ble:AA:BB:CC:00:10:13", nil, "infinity", "bench-4d", 2},
		{"modbus-tcp://127.0.0.1:502", nil, "open-board", "infinity", 3},
		{"modbus-tcp://127.0.0.1:502", []string{"retrofit-az", "open-board"}, "retrofit-az", "bench-4d", 3},
		{"modbus-rtu:///dev/ttyUSB0?baud=115200", []string{"infinity"}, "open-board", "infinity", 3},
		{"unix:/run/chair", nil, "bench-4d", "infinity", 3},
	} {
		q := Like(tt.link, tt.maybe)
		all := strings.Join(q.Choices, " ")
		if q.Usual != tt.usual || strings.Contains(all, tt.not) || !strings.Contains(all, tt.usual) {
			t.Errorf("%s: usual %s of %s", tt.link, q.Usual, all)
		}
		m := model(t, q.Usual)
		about := About(&m.Profile)
		if len(about) != tt.more || 2+len(about) > 5 {
			t.Errorf("%s: %d more questions", tt.link, len(about))
		}
	}
}

// TestAdd: what is added is found again with its link, is not tried yet, and another of its name has a name of its own.
func TestAdd(t *testing.T) {
	s := In(t.TempDir())
	for i, want := range []string{"den", "den-2"} {
		c, err := s.Add(model(t, "infinity"), adding.Answers{Link: "ble:AA:BB:CC:00:10:13", Title: "Den", Weight: "110,5"}, noon)
		if err != nil || c.Name != want || c.Simulated || !c.Closed {
			t.Fatalf("%d: %+v, %v", i, c, err)
		}
	}
	l, err := s.Find("den", "")
	if err != nil || l.Address != "ble:AA:BB:CC:00:10:13" || l.Profile.Title != "Den" || l.Profile.Person.MaxWeight != 110.5 {
		t.Errorf("%+v, %v", l, err)
	}
	if info, err := os.Stat(l.File); err != nil || info.Mode().Perm() != private {
		t.Error(info, err)
	}
	all, err := s.All()
	if err != nil || len(all) != 2 || !strings.Contains(all[0].Why, "not tried") || all[0].Simulated {
		t.Errorf("%+v, %v", all, err)
	}
	p, err := s.ProofOf(&l.Profile, l.Address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Tried(&tryout.Tried{Profile: &l.Profile, Who: "me", Began: noon, Ended: noon, Outcome: commission.Passed}); err != nil {
		t.Fatal(err)
	}
	if all, err := s.All(); err != nil || all[0].Why != "" || all[1].Why == "" {
		t.Errorf("tried: %+v, %v", all, err)
	}
	if err := os.WriteFile(s.File("den"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if all, err := s.All(); err != nil || all[0].Wrong == "" || all[1].Wrong != "" {
		t.Errorf("one that cannot be read: %+v, %v", all, err)
	}
}

// TestAddRefuses: what cannot be is said, and nothing is kept.
func TestAddRefuses(t *testing.T) {
	s := In(t.TempDir())
	for want, a := range map[string]adding.Answers{
		"no weight in kg":  {Link: "unix:/x", Title: "X", Weight: "heavy", Real: "yes"},
		"neither yes":      {Link: "unix:/x", Title: "X", Weight: "100", Real: "perhaps"},
		"needs a name":     {Link: "unix:/x", Title: " ", Weight: "100"},
		"max_weight":       {Link: "unix:/x", Title: "X", Weight: "9000"},
		"no link begins":   {Link: "pigeon:", Title: "X", Weight: "100"},
		"none is reached":  {Link: "ble", Title: "X", Weight: "100"},
		"no block modbus,": {Link: "modbus-tcp://127.0.0.1", Title: "X", Weight: "100"},
	} {
		if _, err := s.Add(model(t, "bench-4d"), a, noon); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	if _, err := os.Stat(s.Folder()); err == nil {
		t.Error("something is kept")
	}
	if _, err := Shipped("infinty"); err == nil || !strings.Contains(err.Error(), `Did you mean "infinity"?`) {
		t.Error(err)
	}
	blocked := In(filepath.Join(t.TempDir(), "file"))
	if err := os.WriteFile(blocked.data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := blocked.Add(model(t, "infinity"), adding.Answers{Link: "ble", Title: "X", Weight: "100"}, noon); err == nil {
		t.Error("kept in a file")
	}
}

// TestUse: a chair that was added is used until another is, or none; what is not there cannot be.
func TestUse(t *testing.T) {
	s := In(t.TempDir())
	if _, ok, err := s.Used(); ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, err := s.Add(model(t, "infinity"), adding.Answers{Link: "ble", Title: "Den", Weight: "100"}, noon); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "nobody", "infinity", "../den"} {
		if err := s.Use(bad); err == nil {
			t.Errorf("%q is used", bad)
		}
	}
	if err := s.Use("den"); err != nil {
		t.Fatal(err)
	}
	if l, ok, err := s.Used(); !ok || err != nil || l.File != s.File("den") || l.Address != "ble" {
		t.Errorf("%+v %v %v", l, ok, err)
	}
	if err := os.Remove(s.File("den")); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Used(); ok || err == nil || !strings.Contains(err.Error(), "lumbar chair use simulated") {
		t.Errorf("one that is gone: %v %v", ok, err)
	}
	for range 2 {
		if err := s.Use(SimulatedOne); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok, err := s.Used(); ok || err != nil {
		t.Error(ok, err)
	}
}

// TestLook: serial ports are found and not opened; what is missing is a note; a host that listens is found, and heard nothing.
func TestLook(t *testing.T) {
	root := t.TempDir()
	usb := filepath.Join(root, "sys/devices/usb1/1-1")
	for _, dir := range []string{filepath.Join(root, "dev"), filepath.Join(root, "sys/class/tty/ttyUSB0"), filepath.Join(usb, "1-1:1.0/ttyUSB0")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.WriteFile(filepath.Join(root, "dev/ttyUSB0"), nil, 0o600), os.WriteFile(filepath.Join(usb, "product"), []byte("USB to RS-485\n"), 0o600),
		os.Symlink(filepath.Join(usb, "1-1:1.0/ttyUSB0"), filepath.Join(root, "sys/class/tty/ttyUSB0/device"))); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+filepath.Join(root, "no-bus"))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan int, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			heard <- -1
			return
		}
		n, _ := c.Read(make([]byte, 8))
		_ = c.Close()
		heard <- n
	}()
	f := &Finder{For: time.Millisecond, Root: root}
	look := f.Look(t.Context(), l.Addr().String())
	if n := <-heard; n != 0 {
		t.Errorf("the host has heard %d bytes", n)
	}
	if len(look.Found) != 2 || look.Found[0].Link != "modbus-rtu:///dev/ttyUSB0?baud=115200&parity=even" || look.Found[0].Name != "ttyUSB0 (USB to RS-485)" || look.Found[1].Way != adding.Network {
		t.Errorf("%+v", look.Found)
	}
	if len(look.Notes) != 1 || look.Notes[0].What != "Bluetooth" || !strings.Contains(look.Notes[0].Found, "no adapter") {
		t.Errorf("%+v", look.Notes)
	}
	gone := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	look = (&Finder{For: time.Millisecond, Root: t.TempDir()}).Look(t.Context(), gone)
	if len(look.Found) != 0 || len(look.Notes) != 3 || !strings.Contains(look.Notes[2].Found, "nothing answers at "+gone) || look.Notes[2].Mend == "" {
		t.Errorf("%+v", look)
	}
	for _, bad := range []string{"http://x", "a b", ":502"} {
		if _, err := Network(t.Context(), bad); err == nil || !strings.Contains(err.Error(), "no address") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
