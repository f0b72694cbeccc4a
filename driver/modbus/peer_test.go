package modbus_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
)

// registers is a stand-in whose units somebody else's server can show.
type registers interface {
	Shown(unit byte) (standin.Memory, bool)
	Wrote(unit byte, m *standin.Memory)
}

// peer is somebody else's Modbus server, in a process of its own. Its registers are those of the board that it is given.
type peer struct {
	mu    sync.Mutex
	board registers
	idle  *sync.Cond // of mu: busy is false
	busy  bool       // a request is not wholly done
	port  int
}

// is has the peer answer for a board from now on.
func (p *peer) is(b registers) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.board = b
}

// settled waits until what the peer has answered has taken hold.
func (p *peer) settled() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.busy {
		p.idle.Wait()
	}
}

func (p *peer) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy = false
	p.idle.Broadcast()
}

// start starts a peer, and ends it with the test.
func start(t *testing.T, name string, args ...string) *peer {
	t.Helper()
	p := &peer{}
	p.idle = sync.NewCond(&p.mu)
	c := exec.Command(name, args...)
	var said bytes.Buffer
	c.Stderr = &said
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var port [2]byte
	if _, err := io.ReadFull(out, port[:]); err != nil {
		_ = c.Wait() // it has ended: what it said counts
		t.Fatalf("%s did not begin: %v\n%s", name, err, said.String())
	}
	p.port = int(port[0])<<8 | int(port[1])
	done := make(chan error, 1)
	go func() {
		done <- p.talk(in, out)
		p.done()
	}()
	t.Cleanup(func() {
		var early error
		select {
		case early = <-done:
			_ = in.Close()
		default:
			_ = in.Close()       // which ends it
			_ = c.Process.Kill() // where it waits for a request
			<-done               // whatever it was in the middle of
		}
		_ = c.Wait() // killed, or what it said counts
		if early != nil {
			t.Errorf("%s ended before the test: %v\n%s", name, early, said.String())
		}
	})
	return p
}

// talk answers a peer's questions for its registers until it has ended, and says what ended it.
func (p *peer) talk(in io.Writer, out io.Reader) error {
	const image = 2*standin.Words + standin.Coils
	var b [1 + image]byte
	var unit byte // of the last request
	for {
		if _, err := io.ReadFull(out, b[:1]); err != nil {
			return err
		}
		p.mu.Lock()
		board := p.board
		p.busy = p.busy || b[0] == 'Q'
		p.mu.Unlock()
		switch b[0] {
		case 'D':
			p.done()
		case 'Q':
			if _, err := io.ReadFull(out, b[:1]); err != nil {
				return err
			}
			unit = b[0]
			m, ok := standin.Memory{}, false
			if board != nil {
				m, ok = board.Shown(unit)
			}
			answer := b[:1]
			if !ok {
				p.done()
			}
			if b[0] = 0; ok {
				b[0] = 1
				for i, w := range m.Words {
					b[1+2*i], b[2+2*i] = byte(w>>8), byte(w)
				}
				for i, c := range m.Coils {
					b[1+2*standin.Words+i] = 0
					if c {
						b[1+2*standin.Words+i] = 1
					}
				}
				answer = b[:]
			}
			if _, err := in.Write(answer); err != nil {
				return err
			}
		case 'W':
			if _, err := io.ReadFull(out, b[1:]); err != nil {
				return err
			}
			var m standin.Memory
			for i := range m.Words {
				m.Words[i] = uint16(b[1+2*i])<<8 | uint16(b[2+2*i])
			}
			for i := range m.Coils {
				m.Coils[i] = b[1+2*standin.Words+i] != 0
			}
			board.Wrote(unit, &m)
			if _, err := in.Write([]byte{1}); err != nil {
				return err
			}
		default:
			return fmt.Errorf("it says %q", b[0])
		}
	}
}

// libmodbus compiles the server that Debian's library makes, or skips.
func libmodbus(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("not tried in short tests: a peer in another process")
	}
	gcc, err := exec.LookPath("gcc")
	if _, missing := os.Stat("/usr/include/modbus/modbus.h"); err != nil || missing != nil {
		t.Skip("NOT TRIED: no libmodbus or no gcc here: apt-get install gcc libmodbus-dev")
	}
	bin := filepath.Join(t.TempDir(), "libmodbus")
	if out, err := exec.Command(gcc, "-Wall", "-O1", "-I/usr/include/modbus", "-o", bin, "testdata/libmodbus.c", "-lmodbus").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// pymodbus is Debian's Python with its pymodbus, or skips.
func pymodbus(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("not tried in short tests: a peer in another process")
	}
	const python = "/usr/bin/python3"
	if out, err := exec.Command(python, "-c", "import pymodbus.server, serial_asyncio").CombinedOutput(); err != nil {
		t.Skipf("NOT TRIED: no pymodbus here: apt-get install python3-pymodbus python3-serial-asyncio (%v %s)", err, strings.TrimSpace(string(out)))
	}
	return python
}

// free is a TCP port that nobody has.
func free(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// listens waits until somebody listens at a port.
func listens(t *testing.T, port int) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			_ = c.Close() // it was all that was wanted
			return
		}
	}
	t.Fatalf("nobody listens at port %d", port)
}

// pair is two serial devices of which each hears what is written to the other, with a silence of gap somewhere in each
// every-th burst.
func pair(t *testing.T, every int, gap time.Duration) (one, other string) {
	t.Helper()
	a, one := pty(t)
	b, other := pty(t)
	var all sync.WaitGroup
	carry := func(from, to *os.File) {
		defer all.Done()
		var buf [512]byte
		for n := 1; ; n++ {
			k, err := from.Read(buf[:])
			if err != nil {
				return
			}
			at := 0
			if n%every == 0 && k > 1 {
				at = 1 + n/every%(k-1)
				if _, err := to.Write(buf[:at]); err != nil {
					return
				}
				time.Sleep(gap)
			}
			if _, err := to.Write(buf[at:k]); err != nil {
				return
			}
		}
	}
	all.Add(2)
	go carry(a, b)
	go carry(b, a)
	t.Cleanup(func() {
		_, _ = a.Close(), b.Close() // ends both
		all.Wait()
	})
	return one, other
}

// with runs the suite on chairs behind one peer.
func (p *peer) with(t *testing.T, make func(*testing.T) *rig, l modbus.Link) {
	suite(t, make, func(r *rig) (modbus.Link, func(), func()) {
		return l, nil, func() { p.is(r.units.(registers)); r.settled = p.settled }
	})
}

func line(device string) modbus.Link {
	return modbus.Link{Path: device, Baud: 115200, Parity: modbus.Even, Stops: 1}
}

func TestDriverBehindLibmodbus(t *testing.T) {
	bin := libmodbus(t)
	t.Run("tcp", func(t *testing.T) {
		p := start(t, bin, "tcp")
		p.with(t, newRig, modbus.Link{TCP: fmt.Sprintf("127.0.0.1:%d", p.port)})
	})
	t.Run("retrofit, tcp", func(t *testing.T) {
		p := start(t, bin, "tcp")
		p.with(t, newRetrofit, modbus.Link{TCP: fmt.Sprintf("127.0.0.1:%d", p.port)})
	})
	t.Run("rtu", func(t *testing.T) {
		here, there := pair(t, 50, 4*time.Millisecond)
		start(t, bin, "rtu", there, "115200", "1").with(t, newRig, line(here))
	})
}

func TestDriverBehindPymodbus(t *testing.T) {
	python := pymodbus(t)
	t.Run("tcp", func(t *testing.T) {
		port := free(t)
		p := start(t, python, "testdata/pymodbus_unit.py", "tcp", fmt.Sprint(port))
		listens(t, port)
		p.with(t, newRig, modbus.Link{TCP: fmt.Sprintf("127.0.0.1:%d", port)})
	})
	t.Run("rtu", func(t *testing.T) {
		here, there := pair(t, 50, 4*time.Millisecond)
		start(t, python, "testdata/pymodbus_unit.py", "rtu", there, "115200").with(t, newRig, line(here))
	})
}
