package links

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus"
	units "github.com/openlumbar/lumbar/driver/modbus/standin"
	"github.com/openlumbar/lumbar/driver/rongtai/standin"
	"github.com/openlumbar/lumbar/driver/simlink"
	"github.com/openlumbar/lumbar/internal/twin"
)

func load(t *testing.T, name string) *chair.Profile {
	t.Helper()
	p, list := profile.Load(name)
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return &p
}

func back(t *testing.T) body.Back {
	t.Helper()
	m, err := body.ANSUR(1)
	if err != nil {
		t.Fatal(err)
	}
	return m.Back()
}

func TestCheck(t *testing.T) {
	open, closed := load(t, "bench-4d"), load(t, "infinity")
	board := wired(t)
	real := *open
	real.Simulated = false
	for _, tt := range []struct {
		address string
		p       *chair.Profile
		want    string // part of the error; empty: none
	}{
		{"simulated", open, ""},
		{"simulated:1", open, "write simulated alone"},
		{"simulated", &real, "profile of a real chair"},
		{"simulated", closed, ""}, // the stand-in's chair
		{"unix:/run/chair", open, ""},
		{"unix:", open, "path of its socket"},
		{"unix:/run/chair", closed, "over Bluetooth"},
		{"ble", closed, ""},
		{"ble:AA:BB:CC:00:10:13", closed, ""},
		{"ble:aa:bb:cc:00:10:13", closed, ""},
		{"modbus-tcp://127.0.0.1:502", open, "no block modbus"},
		{"modbus-tcp://127.0.0.1:502", closed, "over Bluetooth"},
		{"modbus-tcp://127.0.0.1:502", board, ""},
		{"modbus-rtu:///dev/ttyUSB0?baud=115200", board, ""},
		{"modbus-rtu://", board, "modbus-rtu:///"},
		{"ble:AA:BB", closed, "no Bluetooth address"},
		{"ble:AA:BB:CC:00:10:13", open, "none is reached over Bluetooth"},
		{"unx:/run/chair", open, `Did you mean "unix"?`},
		{"carrier-pigeon:", open, "unix:/path/to/socket, ble:AA:BB:CC:DD:EE:FF"},
		{"", open, "no link begins with"},
	} {
		err := Check(tt.address, tt.p)
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.address, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got %v, want one that says %q", tt.address, err, tt.want)
		}
	}
	for _, k := range table() {
		if d, err := DriverOf(k.begins + ":x"); err != nil || d.Name == "" || d.Version < 1 {
			t.Errorf("%s: driver %+v, %v", k.begins, d, err)
		}
	}
	if len(All()) != len(table()) {
		t.Error("All leaves a link out")
	}
}

// wired is a chair whose profile says where its axes and sensors lie.
func wired(t *testing.T) *chair.Profile {
	t.Helper()
	src, err := modbus.Source("open-board")
	if err != nil {
		t.Fatal(err)
	}
	patient := strings.Replace(string(src), `answer     = "20 ms"`, `answer     = "1 s"`, 1) // of a machine that is busy
	p, list := profile.Read("open-board", []byte(patient))
	if err := list.Err(); err != nil || p.Wiring == "" {
		t.Fatal(err, p.Wiring)
	}
	return &p
}

func clock() func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}

// TestOpen: each address gives a chair of its profile that reports.
func TestOpen(t *testing.T) {
	open := load(t, "bench-4d")
	t.Run("simulated", func(t *testing.T) {
		reads(t, Simulated, Options{Profile: open, Clock: clock(), Sitter: twin.Options{Body: back(t), Seed: 1}})
	})
	t.Run("unix", func(t *testing.T) {
		dir, err := os.MkdirTemp("", "lumbar") // a socket's path is short
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		path := filepath.Join(dir, "chair")
		l, err := net.Listen("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithCancel(context.Background())
		served := make(chan error, 1)
		station := simlink.NewStation(simlink.StationOptions{Twin: twin.New(twin.Options{Profile: open, Body: back(t), Seed: 1})})
		go func() { served <- station.Serve(ctx, l) }()
		t.Cleanup(func() { end(); <-served })
		reads(t, "unix:"+path, Options{Profile: open, Clock: clock()})
	})
	t.Run("modbus-tcp", func(t *testing.T) {
		p := wired(t)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		board := units.NewBoard(1, twin.Options{Profile: p, Body: back(t), Seed: 1})
		ctx, end := context.WithCancel(context.Background())
		var both sync.WaitGroup
		both.Go(func() { units.Live(ctx, board) })
		both.Go(func() { units.ServeTCP(l, board, nil) })
		t.Cleanup(func() { end(); _ = l.Close(); both.Wait() })
		told := 0
		reads(t, "modbus-tcp://"+l.Addr().String(), Options{Profile: p, Clock: clock(), Trace: func(driver.Frame) { told++ }})
		if told < 4 {
			t.Errorf("%d frames were told", told)
		}
	})
	t.Run("ble", func(t *testing.T) {
		dir, err := os.MkdirTemp("", "lumbar-bus-")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		bus, err := standin.StartBus(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(bus.Stop)
		s, err := standin.Open(bus.Address, standin.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		reads(t, "ble:AA:BB:CC:00:10:13", Options{Profile: load(t, "infinity"), Clock: clock(), Bus: bus.Address, Patient: time.Second})
	})
}

func reads(t *testing.T, address string, o Options) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c, err := Open(ctx, address, o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }() // what Close must return is each driver's own test
	if got := c.Profile().Name; got != o.Profile.Name {
		t.Errorf("opened a %s, want a %s", got, o.Profile.Name)
	}
	if r, err := c.Read(ctx); r.Seq == 0 && err == nil {
		t.Errorf("read %+v", r)
	}
}

// TestOpenRefuses: nothing is opened for an address that does not fit, and nothing waits for what is not there.
func TestOpenRefuses(t *testing.T) {
	open := load(t, "bench-4d")
	for _, address := range []string{"ble", "unix:/nonexistent/lumbar", "nothing"} {
		if c, err := Open(t.Context(), address, Options{Profile: open, Clock: clock()}); err == nil || c != nil {
			t.Errorf("%s: got %v, %v", address, c, err)
		}
	}
	if _, err := Open(t.Context(), "unix:/nonexistent/lumbar", Options{Profile: open, Clock: clock(), Trace: func(driver.Frame) {}}); !errors.Is(err, ErrUntold) {
		t.Errorf("frames of a driver that tells none: %v", err)
	}
	if _, err := Open(t.Context(), Simulated, Options{}); err == nil {
		t.Error("opened without profile and clock")
	}
}
