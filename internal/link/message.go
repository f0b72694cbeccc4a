package link

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/openlumbar/lumbar/internal/wire"
)

// Version is that of every line.
const Version = 1

// longest is the most bytes of a line: a batch of events with room to spare; a snapshot has about 6 kB.
const longest = 1 << 20

// Hello is the engine's first line: who answers.
type Hello struct {
	PID   int    `json:"pid"`
	Spool string `json:"spool"` // whose numbers the events have; empty: no events are kept
	Chair string `json:"chair"`
	Link  string `json:"link"` // address over which the chair is reached
	Body  string `json:"body"` // of a simulated chair
}

// asked is what a client says: one thing a line.
type asked struct {
	V       int           `json:"v"`
	ID      uint64        `json:"id,omitempty"` // of a request, from 1
	Request *wire.Request `json:"request,omitempty"`
	Follow  *follow       `json:"follow,omitempty"`
	Got     uint64        `json:"got,omitempty"`
	End     bool          `json:"end,omitempty"`
}

// follow asks for the events after a number that a spool gave.
type follow struct {
	Spool string `json:"spool"`
	After uint64 `json:"after"`
}

// said is what the engine says: one thing a line.
type said struct {
	V       int          `json:"v"`
	Hello   *Hello       `json:"hello,omitempty"`
	ID      uint64       `json:"id,omitempty"`
	Reply   *wire.Reply  `json:"reply,omitempty"`
	Refused string       `json:"refused,omitempty"` // why there is no reply
	Events  []wire.Event `json:"events,omitempty"`
}

// check says what is wrong with a line from a client.
func (a *asked) check() error {
	things := count(a.Request != nil, a.Follow != nil, a.Got > 0, a.End)
	switch {
	case a.V != Version:
		return fmt.Errorf("the line has version %d, this end speaks version %d", a.V, Version)
	case things != 1:
		return fmt.Errorf("the line says %d things, want one", things)
	case (a.Request != nil) != (a.ID > 0):
		return errors.New("a request needs an id, and nothing else has one")
	}
	return nil
}

// check says what is wrong with a line from the engine.
func (s *said) check() error {
	things := count(s.Hello != nil, s.Reply != nil, s.Refused != "", len(s.Events) > 0)
	switch {
	case s.V != Version:
		return fmt.Errorf("the line has version %d, this end speaks version %d: end the engine that runs, and start again", s.V, Version)
	case things != 1:
		return fmt.Errorf("the line says %d things, want one", things)
	case (s.Reply != nil || s.Refused != "") != (s.ID > 0):
		return errors.New("a reply needs an id, and nothing else has one")
	}
	return nil
}

func count(is ...bool) (n int) {
	for _, b := range is {
		if b {
			n++
		}
	}
	return n
}

// message is what a line can be.
type message interface{ check() error }

// decode reads one line strictly.
func decode(line []byte, into message) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("the line cannot be read: %w", err)
	}
	if d.Decode(&struct{}{}) != io.EOF {
		return errors.New("there is something after the message")
	}
	return into.check()
}

// encode writes one line.
func encode(m message) ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	line, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	if len(line) >= longest {
		return nil, fmt.Errorf("the line has %d bytes, at most %d are sent", len(line), longest-1)
	}
	return append(line, '\n'), nil
}

// reader reads lines that are not too long.
type reader struct{ lines *bufio.Scanner }

func newReader(r io.Reader) *reader {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 16<<10), longest)
	return &reader{s}
}

// next reads the next message. At the end of the connection the error is io.EOF.
func (r *reader) next(into message) error {
	if !r.lines.Scan() {
		switch err := r.lines.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			return fmt.Errorf("a line is longer than %d bytes", longest)
		case err != nil:
			return err
		}
		return io.EOF
	}
	return decode(r.lines.Bytes(), into)
}
