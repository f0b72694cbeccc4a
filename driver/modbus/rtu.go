package modbus

import (
	"errors"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"go.bug.st/serial"
)

// rtuLine is units on one serial line. A port that has failed, as an adapter that was pulled out, is closed; the next exchange
// opens it again.
type rtuLine struct {
	link   Link
	port   serial.Port   // nil: none
	gap    time.Duration // that the line is silent before a request
	quiet  time.Time     // nothing is sent before
	wait   time.Duration // what the port's reads wait for at most
	stream frame.Line
	tap    *tap
	buf    [frame.LargestRTU]byte
}

func openSerial(l Link) (*rtuLine, error) {
	r := &rtuLine{link: l, gap: l.silence()}
	return r, r.open()
}

func (l *rtuLine) open() error {
	mode := &serial.Mode{BaudRate: l.link.Baud, DataBits: 8, Parity: serial.EvenParity, StopBits: serial.OneStopBit}
	switch l.link.Parity {
	case Odd:
		mode.Parity = serial.OddParity
	case None:
		mode.Parity = serial.NoParity
	}
	if l.link.Stops == 2 {
		mode.StopBits = serial.TwoStopBits
	}
	port, err := serial.Open(l.link.Path, mode)
	if err != nil {
		return fmt.Errorf("opening the serial line %s at %d baud: %w", l.link.Path, l.link.Baud, err)
	}
	l.port, l.wait = port, 0
	return nil
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

func (l *rtuLine) close() error {
	if l.port == nil {
		return nil
	}
	err := l.port.Close()
	l.port = nil
	return err
}

// exchange implements line. An answer names nothing of its request but unit and function, so that one that comes late could
// be taken for that to the next request: after a request that nobody answered in time the line is left alone for as long
// again, and what comes then is dropped. A unit may therefore take twice its time before it is misunderstood.
func (l *rtuLine) exchange(q *frame.Request, a *frame.Answer, within time.Duration) (sent bool, err error) {
	if now := time.Now(); now.Before(l.quiet) {
		time.Sleep(l.quiet.Sub(now))
	}
	if l.port == nil {
		if err := l.open(); err != nil {
			return false, err
		}
	}
	began := time.Now()
	sent, err = l.ask(q, a, began.Add(within))
	l.tap.over(q, a, err)
	l.quiet = time.Now().Add(l.gap)
	if errors.Is(err, errNoAnswer) {
		l.quiet = began.Add(2 * within)
	}
	return sent, err
}

// ask sends a request and listens until end.
func (l *rtuLine) ask(q *frame.Request, a *frame.Answer, end time.Time) (sent bool, err error) {
	if err := l.port.ResetInputBuffer(); err != nil {
		return false, l.fail("emptying", err)
	}
	l.stream.Clear()
	b := frame.AppendRTU(frame.AppendRequest(append(l.buf[:0], q.Unit), q))
	l.tap.sends(q, b)
	for done := 0; done < len(b); {
		n, err := l.port.Write(b[done:])
		if done += n; err != nil {
			return done > 0, l.fail("writing to", err)
		}
	}
	for {
		left := time.Until(end)
		if left <= 0 {
			return true, errNoAnswer
		}
		if err := l.patience(left); err != nil {
			return true, l.fail("waiting for", err)
		}
		room := l.stream.Room()
		n, err := l.port.Read(room)
		l.tap.got(room[:n])
		l.stream.Got(n)
		if pdu, ok := l.stream.Answer(q); ok {
			return true, frame.ParseAnswer(pdu, q, a)
		}
		if err != nil {
			return true, l.fail("reading from", err)
		}
	}
}

// fail closes the port.
func (l *rtuLine) fail(doing string, err error) error {
	_ = l.close() // it has failed before
	return fmt.Errorf("%s the serial line %s: %w", doing, l.link.Path, err)
}

// patience has the port's reads wait for at most d, in whole ms as it counts them.
func (l *rtuLine) patience(d time.Duration) error {
	d = max(d.Round(time.Millisecond), time.Millisecond)
	if d == l.wait {
		return nil
	}
	if err := l.port.SetReadTimeout(d); err != nil {
		return err
	}
	l.wait = d
	return nil
}
