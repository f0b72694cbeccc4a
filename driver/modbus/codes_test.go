package modbus_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
)

// every function code, and the exceptions, against a unit that has standin.Words registers and standin.Coils coils.
func everyCode(t *testing.T, l modbus.Link) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	w, err := l.Wire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var a frame.Answer
	do := func(q frame.Request) error {
		q.Unit = 1
		return w.Do(&q, &a, patience)
	}
	must := func(what string, q frame.Request, values []uint16, bits []byte) {
		t.Helper()
		if err := do(q); err != nil || !slices.Equal(a.Values, values) || !slices.Equal(a.Bits, bits) {
			t.Errorf("%s: got %v %v, %v; want %v %v", what, a.Values, a.Bits, err, values, bits)
		}
	}
	const at = 300 // where the board has nothing
	must("6", frame.Request{Code: frame.WriteRegister, Address: at, Count: 1, Values: []uint16{0xbeef}}, nil, nil)
	must("16", frame.Request{Code: frame.WriteRegisters, Address: at + 1, Count: 3, Values: []uint16{1, 0xffff, 0x8000}}, nil, nil)
	must("3", frame.Request{Code: frame.ReadHolding, Address: at, Count: 4}, []uint16{0xbeef, 1, 0xffff, 0x8000}, nil)
	must("4", frame.Request{Code: frame.ReadInput, Address: at + 1, Count: 2}, []uint16{1, 0xffff}, nil)
	must("23", frame.Request{Code: frame.ReadWrite, Address: at, Count: 5, Into: at + 3, Words: 2, Values: []uint16{7, 8}}, []uint16{0xbeef, 1, 0xffff, 7, 8}, nil)
	long := make([]uint16, frame.MostWordsWritten)
	for i := range long {
		long[i] = uint16(i * 7)
	}
	must("16, the most", frame.Request{Code: frame.WriteRegisters, Address: at, Count: uint16(len(long)), Values: long}, nil, nil)
	must("3, as much", frame.Request{Code: frame.ReadHolding, Address: at, Count: uint16(len(long))}, long, nil)
	must("15", frame.Request{Code: frame.WriteCoils, Address: 19, Count: 10, Bits: []byte{0xcd, 1}}, nil, nil)
	must("1", frame.Request{Code: frame.ReadCoils, Address: 19, Count: 10}, nil, []byte{0xcd, 1})
	must("5", frame.Request{Code: frame.WriteCoil, Address: 19, Count: 1, Bits: []byte{0}}, nil, nil)
	must("5", frame.Request{Code: frame.WriteCoil, Address: 20, Count: 1, Bits: []byte{1}}, nil, nil)
	must("2", frame.Request{Code: frame.ReadDiscretes, Address: 18, Count: 12}, nil, []byte{0xcc<<1&0xff | 4, 0x03})
	var e frame.Exception
	if err := do(frame.Request{Code: frame.ReadHolding, Address: standin.Words - 1, Count: 2}); !errors.As(err, &e) || e != frame.IllegalAddress {
		t.Errorf("a register that it has not: got %v, want exception 2", err)
	}
	if err := do(frame.Request{Code: frame.WriteCoil, Address: 2000, Count: 1, Bits: []byte{1}}); !errors.As(err, &e) || e != frame.IllegalAddress {
		t.Errorf("a coil that it has not: got %v, want exception 2", err)
	}
	must("3 after an exception", frame.Request{Code: frame.ReadHolding, Address: at, Count: 1}, []uint16{0}, nil)
}

func TestEveryCode(t *testing.T) {
	t.Run("standin tcp", func(t *testing.T) { everyCode(t, newRig(t).tcp(nil)) })
	t.Run("standin rtu", func(t *testing.T) {
		everyCode(t, newRig(t).rtu(standin.Line{Every: 2, Gap: 4 * time.Millisecond}))
	})
	peers := []struct {
		name string
		tcp  func(t *testing.T) (*peer, modbus.Link)
		rtu  func(t *testing.T, device string) *peer
	}{
		{"libmodbus", func(t *testing.T) (*peer, modbus.Link) {
			p := start(t, libmodbus(t), "tcp")
			return p, modbus.Link{TCP: fmt.Sprintf("127.0.0.1:%d", p.port)}
		}, func(t *testing.T, device string) *peer { return start(t, libmodbus(t), "rtu", device, "115200", "1") }},
		{"pymodbus", func(t *testing.T) (*peer, modbus.Link) {
			port := free(t)
			p := start(t, pymodbus(t), "testdata/pymodbus_unit.py", "tcp", fmt.Sprint(port))
			listens(t, port)
			return p, modbus.Link{TCP: fmt.Sprintf("127.0.0.1:%d", port)}
		}, func(t *testing.T, device string) *peer {
			return start(t, pymodbus(t), "testdata/pymodbus_unit.py", "rtu", device, "115200")
		}},
	}
	for _, p := range peers {
		t.Run(p.name+" tcp", func(t *testing.T) {
			is, l := p.tcp(t)
			is.is(newRig(t).board)
			everyCode(t, l)
		})
		t.Run(p.name+" rtu", func(t *testing.T) {
			here, there := pair(t, 2, 4*time.Millisecond)
			p.rtu(t, there).is(newRig(t).board)
			everyCode(t, line(here))
		})
	}
}

// mbpoll is Debian's, or skips.
func mbpoll(t *testing.T) func(link modbus.Link, args ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("not tried in short tests: a peer in another process")
	}
	bin, err := exec.LookPath("mbpoll")
	if err != nil {
		t.Skip("NOT TRIED: no mbpoll here: apt-get install mbpoll")
	}
	return func(l modbus.Link, args ...string) string {
		t.Helper()
		var to, values []string
		for i, a := range args {
			if a == "--" {
				args, values = args[:i], args[i+1:]
				break
			}
		}
		if l.TCP != "" {
			host, port, _ := strings.Cut(l.TCP, ":")
			to = []string{"-m", "tcp", "-p", port, host}
		} else {
			to = []string{"-m", "rtu", "-b", fmt.Sprint(l.Baud), "-P", l.Parity.String(), l.Path}
		}
		all := append(append([]string{"-1", "-0", "-o", "5", "-a", "1"}, args...), to...)
		out, err := exec.Command(bin, append(all, values...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("mbpoll %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
}

// mbpoll, by libmodbus, is the master of the stand-in.
func asksStandin(t *testing.T, poll func(modbus.Link, ...string) string, l modbus.Link) {
	t.Helper()
	want := func(out string, lines ...string) {
		t.Helper()
		for _, line := range lines {
			if !strings.Contains(out, line) {
				t.Errorf("mbpoll said\n%s\nwithout %q", out, line)
			}
		}
	}
	want(poll(l, "-t", "4", "-r", "300", "--", "1234"), "Written 1 references.")
	want(poll(l, "-t", "4", "-r", "301", "--", "5", "6", "7"), "Written 3 references.")
	want(poll(l, "-t", "4", "-r", "300", "-c", "4"), "[300]: \t1234", "[301]: \t5", "[303]: \t7")
	want(poll(l, "-t", "3", "-r", "301", "-c", "1"), "[301]: \t5")
	want(poll(l, "-t", "0", "-r", "5", "--", "1"), "Written 1 references.")
	want(poll(l, "-t", "0", "-r", "6", "--", "1", "0", "1"), "Written 3 references.")
	want(poll(l, "-t", "0", "-r", "4", "-c", "5"), "[4]: \t0", "[5]: \t1", "[6]: \t1", "[7]: \t0", "[8]: \t1")
	want(poll(l, "-t", "1", "-r", "5", "-c", "1"), "[5]: \t1")
}

func TestStandinUnderMbpoll(t *testing.T) {
	poll := mbpoll(t)
	t.Run("tcp", func(t *testing.T) { asksStandin(t, poll, newRig(t).tcp(nil)) })
	t.Run("rtu", func(t *testing.T) {
		socat, err := exec.LookPath("socat")
		if err != nil {
			t.Skip("NOT TRIED: no socat here: apt-get install socat")
		}
		// The stand-in's own serial line, carried to another device by socat.
		own := newRig(t).rtu(standin.Line{Every: 1, Gap: 4 * time.Millisecond})
		other := filepath.Join(t.TempDir(), "line")
		c := exec.Command(socat, own.Path+",raw,echo=0", "pty,raw,echo=0,link="+other)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_ = c.Process.Kill()
			_ = c.Wait() // killed
		})
		for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
			if _, err := filepath.EvalSymlinks(other); err == nil {
				break
			} else if time.Now().After(end) {
				t.Fatal("socat makes no line")
			}
		}
		asksStandin(t, poll, line(other))
	})
}
