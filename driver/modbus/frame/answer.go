package frame

import (
	"encoding/binary"
	"fmt"
)

// Exception is a unit's word that it will not do what it was asked. The zero value is none.
type Exception byte

// The exceptions, by chapter 7 of the specification.
const (
	IllegalFunction Exception = 1
	IllegalAddress  Exception = 2
	IllegalValue    Exception = 3
	DeviceFailure   Exception = 4
	Acknowledge     Exception = 5 // it takes its time
	Busy            Exception = 6
	MemoryParity    Exception = 8
	NoPath          Exception = 10 // a gateway's: it cannot reach the line
	NoTarget        Exception = 11 // a gateway's: the unit behind it does not answer
)

// Error is the exception in words.
func (e Exception) Error() string {
	switch e {
	case IllegalFunction:
		return "the unit does not know this function (exception 1)"
	case IllegalAddress:
		return "the unit has no such register (exception 2)"
	case IllegalValue:
		return "the unit does not take this value (exception 3)"
	case DeviceFailure:
		return "the unit reports a failure of its own (exception 4)"
	case Acknowledge:
		return "the unit takes its time (exception 5)"
	case Busy:
		return "the unit is busy (exception 6)"
	case MemoryParity:
		return "the unit's memory is faulty (exception 8)"
	case NoPath:
		return "the gateway cannot reach the line (exception 10)"
	case NoTarget:
		return "the unit behind the gateway does not answer (exception 11)"
	}
	return fmt.Sprintf("the unit refuses (exception %d)", byte(e))
}

// Refused says that a unit was reached and would not do it; otherwise whether it did is not known.
func (e Exception) Refused() bool {
	return e != Acknowledge && e != Busy && e != NoPath && e != NoTarget
}

// Answer is what a unit has read out: registers, or bits packed as in a Request.
type Answer struct {
	Values []uint16
	Bits   []byte
}

const exceptional = 0x80

// answerSize is how long the PDU of an answer to q is that begins so: 0 if more must be seen, less than 0 if it is none.
func answerSize(b []byte, q *Request) int {
	if len(b) == 0 {
		return 0
	}
	switch Code(b[0]) {
	case q.Code | exceptional:
		return 2
	case q.Code:
	default:
		return -1
	}
	if n := bytesRead(q); n > 0 {
		if len(b) < 2 {
			return 0
		}
		if int(b[1]) != n {
			return -1
		}
	}
	return q.AnswerSize()
}

// AnswerSize is how long the PDU of the request's answer is, unless it is an exception, which has 2 bytes.
func (q *Request) AnswerSize() int {
	if n := bytesRead(q); n > 0 {
		return 2 + n
	}
	return 5
}

// bytesRead is how many bytes a request reads out; 0 if it only writes.
func bytesRead(q *Request) int {
	switch reads, bits := q.Code.reads(); {
	case bits:
		return bytesOf(q.Count)
	case reads || q.Code == ReadWrite:
		return 2 * int(q.Count)
	}
	return 0
}

// ParseAnswer reads the PDU of the answer to q into a, which is written over. An Exception comes back as the error.
func ParseAnswer(b []byte, q *Request, a *Answer) error {
	a.Values, a.Bits = a.Values[:0], a.Bits[:0]
	if n := answerSize(b, q); n <= 0 || n != len(b) {
		return ErrForm
	}
	if Code(b[0]) != q.Code {
		if b[1] == 0 {
			return ErrForm
		}
		return Exception(b[1])
	}
	switch q.Code {
	case ReadCoils, ReadDiscretes:
		a.Bits = append(a.Bits, b[2:]...)
	case ReadHolding, ReadInput, ReadWrite:
		a.Values = parseWords(a.Values, b[2:])
	default:
		return echoes(b, q)
	}
	return nil
}

// echoes wants the answer to a write to name what was written.
func echoes(b []byte, q *Request) error {
	want := q.Count
	switch q.Code {
	case WriteRegister:
		want = q.Values[0]
	case WriteCoil:
		want = 0
		if q.Bits[0]&1 != 0 {
			want = coilOn
		}
	}
	if binary.BigEndian.Uint16(b[1:]) != q.Address || binary.BigEndian.Uint16(b[3:]) != want {
		return ErrForm
	}
	return nil
}

// AppendAnswer adds the PDU of the answer to q, with what was read.
func AppendAnswer(b []byte, q *Request, a *Answer) []byte {
	switch q.Code {
	case ReadCoils, ReadDiscretes:
		return append(append(b, byte(q.Code), byte(len(a.Bits))), a.Bits...)
	case ReadHolding, ReadInput, ReadWrite:
		return appendWords(append(b, byte(q.Code)), a.Values)
	}
	return AppendRequest(b, q)[:len(b)+5] // writes are answered by how their request begins
}

// AppendException adds the PDU of an exception.
func AppendException(b []byte, c Code, e Exception) []byte {
	return append(b, byte(c)|exceptional, byte(e))
}
