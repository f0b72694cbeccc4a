package modbus

import (
	"context"
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
)

// settle reads every setting of every unit, and writes what is otherwise and reads it again. A unit that keeps another
// value is not used: its watchdog may be among them.
func (t *Template) settle(ctx context.Context, l line, answer time.Duration) error {
	for i := range t.units {
		m := &t.units[i]
		for j := range m.settings {
			s := &m.settings[j]
			if err := ctx.Err(); err != nil {
				return err
			}
			is, err := m.ask(l, s, answer)
			if err == nil && is != s.value {
				if err = m.tell(l, s, answer); err == nil {
					is, err = m.ask(l, s, answer)
				}
			}
			if err == nil && is != s.value {
				err = fmt.Errorf("it stays at %d instead of %d", is, s.value)
			}
			if err != nil {
				return fmt.Errorf("unit %q, setting %q at register %d: %w", m.name, s.name, s.at.register, err)
			}
		}
	}
	return nil
}

// ask reads a setting.
func (m *module) ask(l line, s *setting, answer time.Duration) (uint32, error) {
	q := frame.Request{Unit: m.address, Code: s.at.table.code(), Address: s.at.register, Count: uint16(s.at.size())}
	if s.at.table.bits() {
		q.Count = 1
	} else {
		q.Count = uint16(s.at.word.size())
	}
	var a frame.Answer
	if _, err := l.exchange(&q, &a, answer); err != nil {
		return 0, err
	}
	if s.at.table.bits() {
		return uint32(a.Bits[0] & 1), nil
	}
	n := uint32(a.Values[0])
	if len(a.Values) == 2 {
		n = n<<16 | uint32(a.Values[1])
		if s.at.low {
			n = uint32(a.Values[1])<<16 | uint32(a.Values[0])
		}
	}
	return n, nil
}

// tell writes a setting.
func (m *module) tell(l line, s *setting, answer time.Duration) error {
	q := frame.Request{Unit: m.address, Code: frame.WriteRegisters, Address: s.at.register, Count: uint16(s.at.word.size())}
	switch {
	case s.at.table == coil:
		q.Code, q.Count, q.Bits = frame.WriteCoil, 1, []byte{byte(s.value)}
	default:
		q.Values = make([]uint16, q.Count)
		s.at.put(q.Values, s.value)
		if q.Count == 1 {
			q.Code = frame.WriteRegister
		}
	}
	_, err := l.exchange(&q, &frame.Answer{}, answer)
	return err
}

// tells says whether some unit says by itself that its master was silent.
func (t *Template) tells() bool { return t.find(lost, 0, 0, 0) != nil }

// disobedient marks the axes of units that act when left alone, were, and do not say so.
func (t *Template) disobedient(r *chair.Report) {
	for i := range t.units {
		if t.units[i].onSilence != 0 {
			t.unwell(r, i)
		}
	}
}
