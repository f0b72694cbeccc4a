package technique

import (
	"time"

	"github.com/openlumbar/lumbar/unit"
)

// Firmness is a force as it was asked for.
type Firmness struct {
	Force unit.Newton
	Share float64 // of what the person finds comfortable, if it was a word; 0: newtons were asked for
}

// Greatest is the greatest of some forces; the zero Firmness of none.
func Greatest(all []Firmness) (most Firmness) {
	for _, f := range all {
		if f.Force > most.Force {
			most = f
		}
	}
	return most
}

// EachForce changes every force that the stroke holds: the one, those of its ramp, or of its places. What goes along
// with it stays as it is. The stroke shares nothing with the one that it was copied from.
func (s *Stroke) EachForce(change func(Firmness) unit.Newton) {
	if len(s.Forces) == 0 {
		s.Force = change(Firmness{s.Force, s.Share})
		return
	}
	all := make([]Firmness, len(s.Forces))
	for i, f := range s.Forces {
		all[i] = Firmness{change(f), f.Share}
	}
	most := Greatest(all)
	s.Forces, s.Force, s.Share = all, most.Force, most.Share
}

// EachHold changes how long every place is held. The stroke shares nothing with the one that it was copied from.
func (s *Stroke) EachHold(change func(time.Duration) time.Duration) {
	if len(s.Holds) == 0 {
		s.Hold = change(s.Hold)
		return
	}
	all := make([]time.Duration, len(s.Holds))
	s.Hold = 0
	for i, d := range s.Holds {
		all[i] = change(d)
		s.Hold = max(s.Hold, all[i])
	}
	s.Holds = all
}

// rising is a force that changes evenly over a stroke.
type rising struct{ from, perSecond float64 }

// newRising is a stroke's force over its time.
func newRising(s *Stroke) rising {
	if len(s.Forces) < 2 || s.For <= 0 {
		return rising{from: float64(s.Force)}
	}
	from, to := float64(s.Forces[0].Force), float64(s.Forces[len(s.Forces)-1].Force)
	return rising{from, (to - from) / s.For.Seconds()}
}

func (r *rising) at(t float64) unit.Newton { return unit.Newton(r.from + float64(r.perSecond*t)) }
