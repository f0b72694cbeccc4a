package standin

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// Units answer requests. ok is false where nobody is of that address, or nobody answers.
type Units interface {
	Do(q *frame.Request, a *frame.Answer) (e frame.Exception, ok bool)
}

// Noise is what a line adds to what units say; nil adds nothing. It returns what is sent instead.
type Noise func(frame []byte) []byte

// ServeTCP answers on every connection of a listener until it is closed, and ends when all of its goroutines have.
func ServeTCP(l net.Listener, u Units, noise Noise) {
	var all sync.WaitGroup
	defer all.Wait()
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	defer func() {
		mu.Lock()
		defer mu.Unlock()
		for c := range open {
			_ = c.Close() // ends its goroutine
		}
	}()
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		mu.Lock()
		open[conn] = true
		mu.Unlock()
		all.Add(1)
		go func() {
			defer all.Done()
			defer func() {
				_ = conn.Close() // its peer has gone, or goes by it
				mu.Lock()
				delete(open, conn)
				mu.Unlock()
			}()
			answerTCP(conn, u, noise)
		}()
	}
}

func answerTCP(conn net.Conn, u Units, noise Noise) {
	var s frame.Stream
	var q frame.Request
	var a frame.Answer
	var out [frame.LargestTCP]byte
	for {
		n, err := conn.Read(s.Room())
		s.Got(n)
		for {
			t, unit, pdu, ok := s.Request()
			if !ok {
				break
			}
			b := frame.BeginTCP(out[:0], t, unit)
			q.Unit = unit
			b, ok = answer(b, pdu, &q, &a, u)
			if !ok {
				continue
			}
			b = frame.FinishTCP(b)
			if noise != nil {
				b = noise(b)
			}
			if _, err := conn.Write(b); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// answer adds the answer's PDU to b; false if there is none.
func answer(b, pdu []byte, q *frame.Request, a *frame.Answer, u Units) ([]byte, bool) {
	if err := frame.ParseRequest(pdu, q); err != nil {
		return frame.AppendException(b, frame.Code(pdu[0]), frame.IllegalFunction), true
	}
	e, ok := u.Do(q, a)
	switch {
	case !ok:
		return b, false
	case e != 0:
		return frame.AppendException(b, q.Code, e), true
	}
	return frame.AppendAnswer(b, q, a), true
}

// Line is what is wrong with a serial line. Its zero value is a good one.
type Line struct {
	Noise Noise
	Every int           // each so many answers one is torn by a silence, at another place each time; 0: none
	Gap   time.Duration // how long the silence is
	Baud  int           // a request and its answer take as long as on a line of this rate; 0: they take no time
}

// takes is how long bytes are on a line.
func (o *Line) takes(bytes int) time.Duration {
	if o.Baud == 0 {
		return 0
	}
	return time.Duration(bytes) * 11 * time.Second / time.Duration(o.Baud)
}

// ServeLine answers on a serial line until it is closed or reading from it fails.
func ServeLine(line io.ReadWriter, u Units, o Line) error {
	var l frame.Line
	var q frame.Request
	var a frame.Answer
	var out [frame.LargestRTU]byte
	for sent := 0; ; {
		n, err := line.Read(l.Room())
		l.Got(n)
		for {
			unit, pdu, ok := l.Request()
			if !ok {
				break
			}
			q.Unit = unit
			b, ok := answer(append(out[:0], unit), pdu, &q, &a, u)
			if !ok {
				continue
			}
			b = frame.AppendRTU(b)
			if o.Noise != nil {
				b = o.Noise(b)
			}
			time.Sleep(o.takes(len(pdu) + 3 + len(b)))
			if sent++; o.Every > 0 && sent%o.Every == 0 {
				at := 1 + sent/o.Every%(len(b)-1)
				if _, err := line.Write(b[:at]); err != nil {
					return err
				}
				time.Sleep(o.Gap)
				b = b[at:]
			}
			if _, err := line.Write(b); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, os.ErrClosed), errors.Is(err, net.ErrClosed):
			return nil
		case err != nil:
			return err
		}
	}
}
