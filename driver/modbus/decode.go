package modbus

import (
	"errors"
	"fmt"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/unit"
)

// errBeyond: a sensor says what it cannot, as with a broken wire. Nothing is reported then, so that the last report grows
// old: a figure that is wrong is worse than none.
var errBeyond = errors.New("a sensor is beyond its limits")

// decode puts what a plan's steps have read into r, which holds the report before. A unit that refused to be read, or that
// says that something is wrong with it, is a fault of the axes that it drives.
func (t *Template) decode(p *plan, r *chair.Report, seconds float64) error {
	was := r.Axes
	for _, s := range p.reads {
		if u := &t.uses[s.use]; u.role == place {
			r.Axes[u.axis].Homed, r.Axes[u.axis].Fault = true, false // unless a flag says otherwise
		}
	}
	r.Lost, r.Stop, r.Seated = false, false, false
	for _, s := range p.reads {
		u, st := &t.uses[s.use], &p.steps[s.step]
		if st.err != nil {
			r.Axes[u.axis].Homed = was[u.axis].Homed
			continue
		}
		if u.flag {
			t.flag(u, st, s.at, r)
			continue
		}
		v, ok := u.number(st.a.Values[s.at:])
		is := &r.Axes[u.axis]
		switch u.role {
		case place:
			is.Pos = chair.Coord(v)
			if t.find(rate, u.axis, 0, 0) == nil && seconds > 0 {
				is.Vel = chair.CoordRate(float64(is.Pos-was[u.axis].Pos) / seconds)
			}
		case rate:
			is.Vel = chair.CoordRate(v)
		case force:
			r.Force[u.side] = unit.Newton(v)
			if t.find(peak, 0, u.side, 0) == nil {
				r.Peak[u.side] = unit.Newton(v)
			}
		case peak:
			r.Peak[u.side] = unit.Newton(v)
		case pad:
			r.Pad = unit.Celsius(v)
		case airAt:
			r.Air[u.bag] = unit.Kilopascal(v)
		}
		if !ok && u.axis == 0 {
			return fmt.Errorf("%s: %w: it reads %g, from %g to %g is believed", t.where(u), errBeyond, v, u.min, u.max)
		}
		is.Fault = is.Fault || !ok
	}
	for i := range p.steps {
		if st := &p.steps[i]; st.err != nil && refused(st.err) {
			t.unwell(r, st.unit)
		}
	}
	return nil
}

// flag puts one flag into a report.
func (t *Template) flag(u *use, st *step, at int, r *chair.Report) {
	var up bool
	if u.table.bits() {
		up = (st.a.Bits[at/8]>>(at%8)&1 != 0) != u.inverted
	} else {
		up = u.raised(st.a.Values[at:])
	}
	is := &r.Axes[u.axis]
	switch u.role {
	case homed:
		is.Homed = is.Homed && up
	case axisFault:
		is.Fault = is.Fault || up
	case unitFault:
		if up {
			t.unwell(r, u.unit)
		}
	case lost:
		r.Lost = r.Lost || up
	case seat:
		r.Seated = r.Seated || up
	case stop:
		r.Stop = r.Stop || up
	}
}

// unwell reports the axes of a unit as lost.
func (t *Template) unwell(r *chair.Report, unit int) {
	for i := range t.uses {
		if u := &t.uses[i]; u.unit == unit && u.role == enable {
			r.Axes[u.axis].Fault = true
		}
	}
}

// outcome is what became of a cycle: nil if every unit has confirmed. no is of units that would not; unknown, of those
// that may or may not have.
func (p *plan) outcome(t *Template) (no, unknown error, left bool) {
	for i := range p.steps {
		s := &p.steps[i]
		left = left || s.sent
		if s.err == nil {
			continue
		}
		err := fmt.Errorf("unit %q: %w", t.units[s.unit].name, s.err)
		if refused(s.err) {
			no = errors.Join(no, err)
		} else {
			unknown = errors.Join(unknown, err)
		}
	}
	return no, unknown, left
}

// heard says whether a report can be made of a cycle: every unit that is read has answered, if only that it will not.
func (p *plan) heard() bool {
	for i := range p.steps {
		if s := &p.steps[i]; s.reads && s.err != nil && !refused(s.err) {
			return false
		}
	}
	return true
}

// refused says whether an error is a unit's word that it will not.
func refused(err error) bool {
	var e frame.Exception
	return errors.As(err, &e) && e.Refused()
}
