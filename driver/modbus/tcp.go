package modbus

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// tcpLine is units behind one TCP connection: one controller, or a gateway to a serial line. A connection that has failed
// or answered nothing in time is closed, so that what comes late is never taken for an answer to something else; the next
// exchange opens another.
type tcpLine struct {
	addr        string
	conn        net.Conn // nil: none
	transaction uint16
	stream      frame.Stream
	tap         *tap
	buf         [frame.LargestTCP]byte
}

func dialTCP(ctx context.Context, addr string) (*tcpLine, error) {
	l := &tcpLine{addr: addr}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", addr, err)
	}
	l.conn = conn
	return l, nil
}

func (l *tcpLine) lost() uint64 { return l.stream.Lost }

func (l *tcpLine) close() error {
	if l.conn == nil {
		return nil
	}
	err := l.conn.Close()
	l.conn = nil
	return err
}

func (l *tcpLine) exchange(q *frame.Request, a *frame.Answer, within time.Duration) (sent bool, err error) {
	end := time.Now().Add(within)
	if l.conn == nil {
		if l.conn, err = net.DialTimeout("tcp", l.addr, within); err != nil {
			l.conn = nil
			return false, fmt.Errorf("connecting to %s again: %w", l.addr, err)
		}
		l.stream = frame.Stream{Lost: l.stream.Lost}
	}
	if err := l.conn.SetDeadline(end); err != nil {
		return false, l.fail(err)
	}
	l.transaction++
	b := frame.FinishTCP(frame.AppendRequest(frame.BeginTCP(l.buf[:0], l.transaction, q.Unit), q))
	l.tap.sends(q, b)
	defer func() { l.tap.over(q, a, err) }()
	if n, err := l.conn.Write(b); err != nil {
		return n > 0, l.fail(err)
	}
	return true, l.hear(q, a)
}

// hear waits for the answer to a request, until the connection's deadline.
func (l *tcpLine) hear(q *frame.Request, a *frame.Answer) error {
	for {
		room := l.stream.Room()
		n, err := l.conn.Read(room)
		l.tap.got(room[:n])
		l.stream.Got(n)
		if pdu, ok := l.stream.Answer(l.transaction, q); ok {
			return frame.ParseAnswer(pdu, q, a)
		}
		if err != nil {
			return l.fail(err)
		}
	}
}

// fail ends the connection.
func (l *tcpLine) fail(err error) error {
	_ = l.close() // it has failed before
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return errNoAnswer
	}
	return err
}
