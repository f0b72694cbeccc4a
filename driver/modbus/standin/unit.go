package standin

import (
	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// Memory is a unit's holding registers and coils. Input registers and discrete inputs are the same ones read-only.
type Memory struct {
	Words [Words]uint16
	Coils [Coils]bool
}

// How much a unit has. What is beyond is refused.
const (
	Words = 512
	Coils = 64
)

// do carries a request out in the order that the specification has: a ReadWrite writes first. wrote is told of the span
// that was written before anything is read.
func (m *Memory) do(q *frame.Request, a *frame.Answer, wrote func()) frame.Exception {
	a.Values, a.Bits = a.Values[:0], a.Bits[:0]
	first, count := int(q.Address), int(q.Count)
	switch q.Code {
	case frame.ReadCoils, frame.ReadDiscretes:
		if first+count > Coils {
			return frame.IllegalAddress
		}
		for i := range count {
			if i%8 == 0 {
				a.Bits = append(a.Bits, 0)
			}
			if m.Coils[first+i] {
				a.Bits[i/8] |= 1 << (i % 8)
			}
		}
	case frame.WriteCoil, frame.WriteCoils:
		if first+count > Coils {
			return frame.IllegalAddress
		}
		for i := range count {
			m.Coils[first+i] = q.Bits[i/8]>>(i%8)&1 != 0
		}
		wrote()
	case frame.WriteRegister, frame.WriteRegisters:
		if first+count > Words {
			return frame.IllegalAddress
		}
		copy(m.Words[first:], q.Values)
		wrote()
	case frame.ReadHolding, frame.ReadInput, frame.ReadWrite:
		if first+count > Words || int(q.Into)+int(q.Words) > Words {
			return frame.IllegalAddress
		}
		if q.Code == frame.ReadWrite {
			copy(m.Words[q.Into:], q.Values)
			wrote()
		}
		a.Values = append(a.Values, m.Words[first:first+count]...)
	default:
		return frame.IllegalFunction
	}
	return 0
}

// pair puts a number into two registers, the high word first.
func (m *Memory) pair(at int, n int32) {
	m.Words[at], m.Words[at+1] = uint16(uint32(n)>>16), uint16(uint32(n))
}

// paired is a number out of two registers.
func (m *Memory) paired(at int) int32 {
	return int32(uint32(m.Words[at])<<16 | uint32(m.Words[at+1]))
}
