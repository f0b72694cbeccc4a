package modbus

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"go.bug.st/serial"
)

// gone is a port whose adapter was pulled out.
type gone struct {
	serial.Port
	closed int
}

var errGone = errors.New("input/output error")

func (g *gone) ResetInputBuffer() error            { return nil }
func (g *gone) Write(b []byte) (int, error)        { return len(b), nil }
func (g *gone) Read([]byte) (int, error)           { return 0, errGone }
func (g *gone) SetReadTimeout(time.Duration) error { return nil }
func (g *gone) Close() error                       { g.closed++; return nil }

// An adapter that was pulled out is let go of, and looked for again with the next request.
func TestAdapterPulledOut(t *testing.T) {
	g := &gone{}
	l := &rtuLine{link: Link{Path: filepath.Join(t.TempDir(), "none"), Baud: 115200, Stops: 1}, port: g}
	q := frame.Request{Unit: 1, Code: frame.ReadHolding, Count: 1}
	var a frame.Answer
	if sent, err := l.exchange(&q, &a, time.Second); !sent || !errors.Is(err, errGone) || g.closed != 1 {
		t.Errorf("got %v, sent %v, closed %d times", err, sent, g.closed)
	}
	if sent, err := l.exchange(&q, &a, time.Second); sent || err == nil || errors.Is(err, errGone) {
		t.Errorf("without the device: got %v, sent %v", err, sent)
	}
	if err := l.close(); err != nil {
		t.Error(err)
	}
	var code *serial.PortError
	if _, err := openSerial(l.link); !errors.As(err, &code) && !errors.Is(err, os.ErrNotExist) {
		t.Errorf("opening a device that is not there: got %v", err)
	}
}
