package modbus_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
	"golang.org/x/sys/unix"
)

// pty is a serial line whose other end is a file: what is written there arrives at the device.
func pty(t testing.TB) (end *os.File, device string) {
	t.Helper()
	end, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("NOT TRIED: no pseudo terminals here: %v", err)
	}
	raw, err := end.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	var failed error
	if err := raw.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			n, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	}); err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	device = fmt.Sprintf("/dev/pts/%d", n)
	held, err := os.OpenFile(device, os.O_RDWR|unix.O_NOCTTY, 0) // so that it stays, whoever opens and closes it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = held.Close() }) // nothing is in it
	return end, device
}

// rtu serves the stand-in on a serial line until the test ends.
func (r *rig) rtu(o standin.Line) modbus.Link {
	r.Helper()
	end, device := pty(r.T)
	done := make(chan error, 1)
	go func() { done <- standin.ServeLine(end, r.units, o) }()
	r.Cleanup(func() {
		_ = end.Close() // ends the server
		if err := <-done; err != nil {
			r.Error(err)
		}
	})
	return modbus.Link{Path: device, Baud: 115200, Parity: modbus.Even, Stops: 1}
}

// onALine is what another sender, or a bad line, can do to bytes: noise, frames of others, wrong sums, halves.
func onALine(frame []byte) [][]byte {
	wrong, other := slices.Clone(frame), slices.Clone(frame)
	wrong[len(wrong)-3] ^= 4
	other[0]++
	return [][]byte{{0xff}, {0x00, 0x00}, []byte("login: "), wrong, other, frame[:len(frame)/2], {0x01, 0x83, 0x02}, {0x01, 0x17, 0x1e, 0x01, 0x02}}
}

// The whole suite over a serial line whose silences are longer than those that the specification ends a frame by.
func TestDriverRTU(t *testing.T) {
	if testing.Short() {
		t.Skip("not tried in short tests: it takes seconds of real time")
	}
	suite(t, newRig, func(r *rig) (modbus.Link, func(), func()) {
		f := &foreign{what: onALine}
		return r.rtu(standin.Line{Noise: f.noise, Every: 50, Gap: 4 * time.Millisecond}), func() { f.on.Store(true) }, nil
	})
}
