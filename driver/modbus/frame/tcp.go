package frame

import "encoding/binary"

// The MBAP header: transaction, protocol (0), length of what follows, unit.
const (
	mbapSize = 7

	// LargestTCP is the longest frame over TCP.
	LargestTCP = mbapSize + largestPDU
)

// BeginTCP starts a frame over TCP with room for its length, which FinishTCP fills in; the PDU goes between.
func BeginTCP(b []byte, transaction uint16, unit byte) []byte {
	b = binary.BigEndian.AppendUint16(b[:0], transaction)
	return append(b, 0, 0, 0, 0, unit)
}

// FinishTCP ends a frame begun by BeginTCP.
func FinishTCP(b []byte) []byte {
	binary.BigEndian.PutUint16(b[4:], uint16(len(b)-mbapSize+1))
	return b
}

// Stream finds frames in what comes over TCP. A stream loses nothing, but what is at its other end may be no Modbus unit,
// or answer late: what has no sound header is skipped byte by byte.
type Stream struct {
	buf  [4 * LargestTCP]byte
	n    int
	Lost uint64 // bytes that belonged to no frame, or to one that nobody waits for
}

// Room is where more of the stream goes; Got says how much came. It is never empty.
func (s *Stream) Room() []byte {
	if s.n == len(s.buf) {
		s.drop(LargestTCP)
	}
	return s.buf[s.n:]
}

// Got says that n bytes have come into Room.
func (s *Stream) Got(n int) { s.n += n }

func (s *Stream) drop(n int) {
	s.Lost += uint64(n)
	s.n = copy(s.buf[:], s.buf[n:s.n])
}

// next is the next frame: its transaction, unit and PDU, at the beginning of the buffer.
func (s *Stream) next() (transaction uint16, unit byte, pdu []byte, ok bool) {
	for s.n >= mbapSize {
		size := int(binary.BigEndian.Uint16(s.buf[4:]))
		if binary.BigEndian.Uint16(s.buf[2:]) != 0 || size < 3 || size > 1+largestPDU {
			s.drop(1)
			continue
		}
		if s.n < mbapSize-1+size {
			break
		}
		return binary.BigEndian.Uint16(s.buf[:]), s.buf[6], s.buf[mbapSize : mbapSize-1+size], true
	}
	return 0, 0, nil, false
}

// Answer is the PDU of the answer to q in a transaction, valid until the next call of anything; false if it has not come
// yet. Frames of other transactions are skipped: they came too late for whoever waited.
func (s *Stream) Answer(transaction uint16, q *Request) ([]byte, bool) {
	for {
		t, unit, pdu, ok := s.next()
		if !ok {
			return nil, false
		}
		if t == transaction && unit == q.Unit && answerSize(pdu, q) == len(pdu) {
			s.n = 0 // one request at a time: nothing may follow
			return pdu, true
		}
		s.drop(mbapSize + len(pdu))
	}
}

// Request is the next request: its transaction, unit and PDU, which are the caller's; false if none has come yet.
func (s *Stream) Request() (transaction uint16, unit byte, pdu []byte, ok bool) {
	t, unit, p, ok := s.next()
	if !ok {
		return 0, 0, nil, false
	}
	pdu = append(pdu, p...)
	s.n = copy(s.buf[:], s.buf[mbapSize+len(p):s.n])
	return t, unit, pdu, true
}
