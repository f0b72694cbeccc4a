package modbus

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"go.bug.st/serial"
)

// rtuLine is units on one serial line.
type rtuLine struct {
	port   serial.Port
	gap    time.Duration // that the line is silent before a request
	quiet  time.Time     // when it will have been, since the last byte
	wait   time.Duration // what the port's reads wait for at most
	stream frame.Line
	buf    [frame.LargestRTU]byte
}

func openSerial(l Link) (*rtuLine, error) {
	mode := &serial.Mode{BaudRate: l.Baud, DataBits: 8, Parity: serial.EvenParity, StopBits: serial.OneStopBit}
	switch l.Parity {
	case Odd:
		mode.Parity = serial.OddParity
	case None:
		mode.Parity = serial.NoParity
	}
	if l.Stops == 2 {
		mode.StopBits = serial.TwoStopBits
	}
	port, err := serial.Open(l.Path, mode)
	if err != nil {
		return nil, fmt.Errorf("opening the serial line %s at %d baud: %w", l.Path, l.Baud, err)
	}
	return &rtuLine{port: port, gap: l.silence()}, nil
}

// character is how long one takes on the line: start bit, eight bits, parity or a second stop bit, stop bit.
func (l Link) character() time.Duration { return 11 * time.Second / time.Duration(l.Baud) }

// silence is what ends a frame: 3.5 characters, above 19,200 baud 1.75 ms (serial line specification, 2.5.1.1).
func (l Link) silence() time.Duration {
	if l.Baud > 19200 {
		return 1750 * time.Microsecond
	}
	return l.character() * 7 / 2
}

func (l *rtuLine) lost() uint64 { return l.stream.Lost }

func (l *rtuLine) close() error { return l.port.Close() }

func (l *rtuLine) exchange(q *frame.Request, a *frame.Answer, within time.Duration) (sent bool, err error) {
	if now := time.Now(); now.Before(l.quiet) {
		time.Sleep(l.quiet.Sub(now))
	}
	defer func() { l.quiet = time.Now().Add(l.gap) }()
	if err := l.port.ResetInputBuffer(); err != nil {
		return false, fmt.Errorf("emptying the serial line: %w", err)
	}
	l.stream.Clear()
	b := frame.AppendRTU(frame.AppendRequest(append(l.buf[:0], q.Unit), q))
	end := time.Now().Add(within)
	for done := 0; done < len(b); {
		n, err := l.port.Write(b[done:])
		if done += n; err != nil {
			return done > 0, fmt.Errorf("writing to the serial line: %w", err)
		}
	}
	for {
		left := time.Until(end)
		if left <= 0 {
			return true, errNoAnswer
		}
		if err := l.patience(left); err != nil {
			return true, err
		}
		n, err := l.port.Read(l.stream.Room())
		l.stream.Got(n)
		if pdu, ok := l.stream.Answer(q); ok {
			return true, frame.ParseAnswer(pdu, q, a)
		}
		if err != nil {
			return true, fmt.Errorf("reading from the serial line: %w", err)
		}
	}
}

// patience has the port's reads wait for at most d, in whole ms as it counts them.
func (l *rtuLine) patience(d time.Duration) error {
	d = max(d.Round(time.Millisecond), time.Millisecond)
	if d == l.wait {
		return nil
	}
	if err := l.port.SetReadTimeout(d); err != nil {
		return fmt.Errorf("setting how long the serial line is waited for: %w", err)
	}
	l.wait = d
	return nil
}
