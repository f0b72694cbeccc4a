package simlink

import (
	"errors"
	"net"
	"time"
)

// host is one connection of a station. A goroutine hears it and another writes to it, so that a host that does not read
// cannot hold up the chair: what there is no room for any more is not sent.
type host struct {
	conn    net.Conn
	answers chan packet   // before reports, so that none is lost among them
	reports chan packet   // the newest count
	gone    chan struct{} // closed when nothing more is heard
}

// packet is a frame on its way out.
type packet struct {
	size int
	b    [largest]byte
}

// waitingPackets is how many frames of a sort may wait for a host that does not read, beyond what its socket holds.
const waitingPackets = 8

// arrival is a frame as it was heard, or the end of its host.
type arrival struct {
	host    *host
	kind    kind
	at      time.Duration // station's clock
	greet   greet
	command command
	gone    bool
	dropped uint64 // of the host's bytes, at its end
}

// accept takes connections until the listener ends; an end that nobody wanted goes into failed.
func (s *Station) accept(l net.Listener, failed chan<- error) {
	defer s.all.Done()
	for {
		conn, err := l.Accept()
		if err != nil {
			if !errors.Is(err, net.ErrClosed) {
				failed <- err
			}
			return
		}
		h := &host{
			conn: conn, gone: make(chan struct{}),
			answers: make(chan packet, waitingPackets), reports: make(chan packet, waitingPackets),
		}
		s.all.Add(3)
		go s.hear(h)
		go s.tellHost(h)
		go func() {
			defer s.all.Done()
			select {
			case <-h.gone:
			case <-s.quit:
			}
			_ = conn.Close() // ends the other two
		}()
	}
}

// hear passes on what a host sends, and at last that it is gone.
func (s *Station) hear(h *host) {
	defer s.all.Done()
	defer close(h.gone)
	var scan scanner
	dropped := uint64(0)
	for scan.fill(h.conn) == nil {
		for k, body, ok := scan.next(); ok; k, body, ok = scan.next() {
			a := arrival{host: h, kind: k, at: s.clock.Now()}
			err := errNumbers
			switch k {
			case kindGreet:
				err = a.greet.read(body)
			case kindCommand:
				err = a.command.read(body)
			}
			if err != nil {
				dropped++
				continue
			}
			if !s.pass(a) {
				return
			}
		}
	}
	s.pass(arrival{host: h, gone: true, dropped: dropped + scan.dropped})
}

// pass hands an arrival to the goroutine that owns the twin, and says whether it took it.
func (s *Station) pass(a arrival) bool {
	select {
	case s.frames <- a:
		return true
	case <-s.quit:
		return false
	}
}

// tellHost writes what waits.
func (s *Station) tellHost(h *host) {
	defer s.all.Done()
	var p, first packet
	for {
		select {
		case p = <-h.answers:
		case p = <-h.reports:
			select {
			case first = <-h.answers: // had been there before
				if !h.write(&first) {
					return
				}
			default:
			}
		case <-h.gone:
			return
		case <-s.quit:
			return
		}
		if !h.write(&p) {
			return
		}
	}
}

// write writes a frame, and says whether more can be written.
func (h *host) write(p *packet) bool {
	_, err := h.conn.Write(p.b[:p.size])
	return err == nil
}

// send lets a frame, made in p, wait to be written. If too many wait already, the oldest is not sent.
func (p *packet) send(to chan packet, frame []byte) {
	p.size = len(frame)
	select {
	case to <- *p:
		return
	default:
	}
	select {
	case <-to:
	default:
	}
	offer(to, *p)
}
