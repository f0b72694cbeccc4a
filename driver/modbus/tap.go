package modbus

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// tap tells what crosses a line. A nil one tells nothing, and costs nothing. One goroutine uses it.
type tap struct {
	trace driver.Trace
	clock func() time.Duration
	asked bool   // a request has been told of, and not what came of it
	came  []byte // since
}

func newTap(trace driver.Trace, clock func() time.Duration) *tap {
	if trace == nil {
		return nil
	}
	return &tap{trace: trace, clock: clock}
}

// sends tells of a request that goes out; over tells if it did not.
func (t *tap) sends(q *frame.Request, b []byte) {
	if t == nil {
		return
	}
	t.asked, t.came = true, t.came[:0]
	t.trace(driver.Frame{At: t.clock(), ToChair: true, Bytes: b, Meaning: asks(q)})
}

// got keeps what came: an answer may come in pieces, and with what is none before it.
func (t *tap) got(b []byte) {
	if t != nil {
		t.came = append(t.came, b...)
	}
}

// over tells of what came of a request.
func (t *tap) over(q *frame.Request, a *frame.Answer, err error) {
	if t == nil || !t.asked {
		return
	}
	t.asked = false
	f := driver.Frame{At: t.clock(), Bytes: t.came}
	var refused frame.Exception
	switch {
	case err == nil:
		f.Meaning = says(q, a)
	case errors.As(err, &refused):
		f.Meaning = fmt.Sprintf("unit %d: %v", q.Unit, refused)
	default:
		f.Why = fmt.Errorf("unit %d: %w", q.Unit, err)
	}
	t.trace(f)
}

// kindOf is what a code reads or writes, for people.
func kindOf(c frame.Code) string {
	switch c {
	case frame.ReadCoils, frame.WriteCoil, frame.WriteCoils:
		return "coils"
	case frame.ReadDiscretes:
		return "discretes"
	case frame.ReadInput:
		return "input registers"
	}
	return "holding registers"
}

// asks is a request in words.
func asks(q *frame.Request) string {
	unit, what := fmt.Sprintf("unit %d: ", q.Unit), fmt.Sprintf("%d %s from 0x%04X", q.Count, kindOf(q.Code), q.Address)
	switch q.Code {
	case frame.ReadCoils, frame.ReadDiscretes, frame.ReadHolding, frame.ReadInput:
		return unit + "read " + what
	case frame.WriteCoil, frame.WriteCoils:
		return unit + "write " + what + ": " + bits(q.Bits, q.Count)
	case frame.ReadWrite:
		return unit + fmt.Sprintf("write %d %s from 0x%04X: %s; read ", q.Words, kindOf(q.Code), q.Into, registers(q.Values)) + what
	}
	return unit + "write " + what + ": " + registers(q.Values)
}

// says is an answer in words.
func says(q *frame.Request, a *frame.Answer) string {
	unit := fmt.Sprintf("unit %d: ", q.Unit)
	switch q.Code {
	case frame.ReadCoils, frame.ReadDiscretes:
		return unit + bits(a.Bits, q.Count)
	case frame.ReadHolding, frame.ReadInput, frame.ReadWrite:
		return unit + registers(a.Values)
	}
	return unit + "written"
}

// registers is values as they lie in registers.
func registers(values []uint16) string {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%04X", v)
	}
	return b.String()
}

// bits is so many of them, the first one first.
func bits(packed []byte, n uint16) string {
	var b strings.Builder
	for i := range min(int(n), 8*len(packed)) {
		b.WriteByte('0' + packed[i/8]>>(i%8)&1)
	}
	return b.String()
}
