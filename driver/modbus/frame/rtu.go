package frame

import "encoding/binary"

// LargestRTU is the longest frame on a serial line: unit, PDU and sum.
const LargestRTU = 1 + largestPDU + sumSize

const sumSize = 2

// crcTable is the CRC-16 of the serial line specification (appendix 6.2.2): polynomial 0xA001, reflected, begun with 0xFFFF.
var crcTable = func() (t [256]uint16) {
	for i := range t {
		c := uint16(i)
		for range 8 {
			if c&1 != 0 {
				c = c>>1 ^ 0xa001
			} else {
				c >>= 1
			}
		}
		t[i] = c
	}
	return t
}()

// CRC is the sum of a frame, which follows it with the low byte first.
func CRC(b []byte) uint16 {
	c := uint16(0xffff)
	for _, x := range b {
		c = c>>8 ^ crcTable[byte(c)^x]
	}
	return c
}

// AppendRTU adds the sum to a frame of unit and PDU.
func AppendRTU(b []byte) []byte { return binary.LittleEndian.AppendUint16(b, CRC(b)) }

// Line finds frames in what comes over a serial line. The specification ends a frame by a silence of 3.5 characters, and
// breaks one off after 1.5. Behind an adapter, a gateway or a busy machine nobody can tell such silences from delays, so
// that length and sum find the frame here, and a silence within one does no harm. What is none is skipped byte by byte.
type Line struct {
	buf  [2 * LargestRTU]byte
	n    int
	Lost uint64 // bytes that belonged to no frame
}

// Room is where more of the stream goes; Got says how much came. It is never empty.
func (l *Line) Room() []byte {
	if l.n == len(l.buf) {
		l.skip(LargestRTU)
	}
	return l.buf[l.n:]
}

// Got says that n bytes have come into Room.
func (l *Line) Got(n int) { l.n += n }

// Clear forgets what has come: whoever asks anew waits for nothing older.
func (l *Line) Clear() {
	l.Lost += uint64(l.n)
	l.n = 0
}

func (l *Line) skip(n int) {
	l.Lost += uint64(n)
	l.n = copy(l.buf[:], l.buf[n:l.n])
}

// Answer is the PDU of the answer to q, valid until the next call of anything; false if it has not come yet.
func (l *Line) Answer(q *Request) ([]byte, bool) {
	for at := 0; at < l.n; at++ {
		b := l.buf[at:l.n]
		if b[0] != q.Unit {
			continue
		}
		if pdu, ok := whole(b, answerSize(b[1:], q)); ok {
			l.Lost += uint64(at)
			l.n = 0 // nothing may follow an answer before the next request
			return pdu, true
		}
	}
	return nil, false
}

// Request is the next request of the line to whatever unit: its unit and PDU, valid until the next call of anything; false
// if none has come yet. Answers of other units to the same host are skipped as what they are not.
func (l *Line) Request() (unit byte, pdu []byte, ok bool) {
	for at := 0; at < l.n; at++ {
		b := l.buf[at:l.n]
		pdu, ok := whole(b, requestSize(b[1:]))
		if !ok {
			continue
		}
		l.Lost += uint64(at)
		end := at + 1 + len(pdu) + sumSize
		frame := [LargestRTU]byte{}
		n := copy(frame[:], pdu)
		unit := b[0]
		l.n = copy(l.buf[:], l.buf[end:l.n])
		return unit, frame[:n:n], true
	}
	return 0, nil, false
}

// whole is the PDU at the beginning of b, if all of it is there with its sum.
func whole(b []byte, size int) ([]byte, bool) {
	end := 1 + size
	if size <= 0 || len(b) < end+sumSize || CRC(b[:end]) != binary.LittleEndian.Uint16(b[end:]) {
		return nil, false
	}
	return b[1:end], true
}
