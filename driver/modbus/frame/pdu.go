package frame

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Code is a function code. The zero value is invalid.
type Code byte

// The function codes that this package speaks.
const (
	ReadCoils      Code = 1
	ReadDiscretes  Code = 2
	ReadHolding    Code = 3
	ReadInput      Code = 4
	WriteCoil      Code = 5
	WriteRegister  Code = 6
	WriteCoils     Code = 15
	WriteRegisters Code = 16
	ReadWrite      Code = 23
)

// The most that one request may carry, by the specification: chapters 6.1 to 6.4, 6.11, 6.12 and 6.17.
const (
	MostBitsRead       = 2000
	MostWordsRead      = 125
	MostBitsWritten    = 1968
	MostWordsWritten   = 123
	MostWordsExchanged = 121 // written by a ReadWrite

	largestPDU = 253
)

// Request asks one unit for one thing. Bits are packed, the first in the lowest bit of the first byte.
type Request struct {
	Unit           byte
	Code           Code
	Address, Count uint16   // of what is read; of what is written by codes that only write
	Into, Words    uint16   // ReadWrite: where its Values go, and how many
	Values         []uint16 // registers that are written
	Bits           []byte   // coils that are written
}

// ErrForm: bytes that are no request or answer of this protocol.
var ErrForm = errors.New("not a frame of this protocol")

// reads says whether a code only reads, and whether what it reads are bits.
func (c Code) reads() (reads, bits bool) {
	return c >= ReadCoils && c <= ReadInput, c == ReadCoils || c == ReadDiscretes
}

// Check says what of a request cannot be sent.
func (q *Request) Check() error {
	most := 1
	switch q.Code {
	case ReadCoils, ReadDiscretes:
		most = MostBitsRead
	case ReadHolding, ReadInput, ReadWrite:
		most = MostWordsRead
	case WriteCoil, WriteRegister:
	case WriteCoils:
		most = MostBitsWritten
	case WriteRegisters:
		most = MostWordsWritten
	default:
		return fmt.Errorf("function code %d: %w", q.Code, ErrForm)
	}
	switch {
	case q.Count == 0 || int(q.Count) > most:
		return fmt.Errorf("%d at once with function code %d, at most %d: %w", q.Count, q.Code, most, ErrForm)
	case int(q.Address)+int(q.Count) > 1<<16:
		return fmt.Errorf("%d from address %d: %w", q.Count, q.Address, ErrForm)
	case (q.Code == WriteCoil || q.Code == WriteCoils) && len(q.Bits) != bytesOf(q.Count):
		return fmt.Errorf("%d bytes for %d coils: %w", len(q.Bits), q.Count, ErrForm)
	case (q.Code == WriteRegister || q.Code == WriteRegisters) && len(q.Values) != int(q.Count):
		return fmt.Errorf("%d values for %d registers: %w", len(q.Values), q.Count, ErrForm)
	case q.Code == ReadWrite && (q.Words == 0 || q.Words > MostWordsExchanged || len(q.Values) != int(q.Words) || int(q.Into)+int(q.Words) > 1<<16):
		return fmt.Errorf("%d values for %d registers: %w", len(q.Values), q.Words, ErrForm)
	}
	return nil
}

// coilOn is how a single coil is written; 0 is off, and nothing else is anything.
const coilOn = 0xff00

func bytesOf(bits uint16) int { return (int(bits) + 7) / 8 }

// AppendRequest adds the request's PDU, which must pass Check.
func AppendRequest(b []byte, q *Request) []byte {
	b = append(b, byte(q.Code))
	b = binary.BigEndian.AppendUint16(b, q.Address)
	switch q.Code {
	case WriteCoil:
		var v uint16
		if q.Bits[0]&1 != 0 {
			v = coilOn
		}
		return binary.BigEndian.AppendUint16(b, v)
	case WriteRegister:
		return binary.BigEndian.AppendUint16(b, q.Values[0])
	}
	b = binary.BigEndian.AppendUint16(b, q.Count)
	switch q.Code {
	case WriteCoils:
		b = append(append(b, byte(len(q.Bits))), q.Bits...)
	case WriteRegisters:
		b = appendWords(b, q.Values)
	case ReadWrite:
		b = binary.BigEndian.AppendUint16(b, q.Into)
		b = binary.BigEndian.AppendUint16(b, q.Words)
		b = appendWords(b, q.Values)
	}
	return b
}

// appendWords adds registers behind the number of their bytes.
func appendWords(b []byte, words []uint16) []byte {
	b = append(b, byte(2*len(words)))
	for _, w := range words {
		b = binary.BigEndian.AppendUint16(b, w)
	}
	return b
}

// requestSize is how long a request's PDU is, as far as its beginning tells: 0 if more must be seen, less than 0 if it is
// none.
func requestSize(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	head := 0 // bytes before the number of bytes that follow it
	switch Code(b[0]) {
	case ReadCoils, ReadDiscretes, ReadHolding, ReadInput, WriteCoil, WriteRegister:
		return 5
	case WriteCoils, WriteRegisters:
		head = 5
	case ReadWrite:
		head = 9
	default:
		return -1
	}
	if len(b) <= head {
		return 0
	}
	if n := head + 1 + int(b[head]); n <= largestPDU {
		return n
	}
	return -1
}

// ParseRequest reads a request's PDU into q, whose Values and Bits are written over, and whose Unit stays.
func ParseRequest(b []byte, q *Request) error {
	if n := requestSize(b); n <= 0 || n != len(b) {
		return ErrForm
	}
	*q = Request{Unit: q.Unit, Code: Code(b[0]), Address: binary.BigEndian.Uint16(b[1:]), Count: 1, Values: q.Values[:0], Bits: q.Bits[:0]}
	v := binary.BigEndian.Uint16(b[3:])
	switch q.Code {
	case WriteCoil:
		if v != 0 && v != coilOn {
			return ErrForm
		}
		q.Bits = append(q.Bits, byte(v>>8)&1)
	case WriteRegister:
		q.Values = append(q.Values, v)
	case WriteCoils:
		q.Count, q.Bits = v, append(q.Bits, b[6:]...)
	case WriteRegisters:
		q.Count = v
		if len(b[6:])%2 != 0 {
			return ErrForm
		}
		q.Values = parseWords(q.Values, b[6:])
	case ReadWrite:
		q.Count, q.Into, q.Words = v, binary.BigEndian.Uint16(b[5:]), binary.BigEndian.Uint16(b[7:])
		if len(b[10:])%2 != 0 {
			return ErrForm
		}
		q.Values = parseWords(q.Values, b[10:])
	default:
		q.Count = v
	}
	return q.Check()
}

func parseWords(into []uint16, b []byte) []uint16 {
	for ; len(b) >= 2; b = b[2:] {
		into = append(into, binary.BigEndian.Uint16(b))
	}
	return into
}
