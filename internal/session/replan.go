package session

import "github.com/openlumbar/lumbar/programme"

// placedIn is the strokes of a plan in their order.
func placedIn(p *programme.Plan) (list []placed) {
	for i, ph := range p.Phases {
		for _, st := range ph.Strokes {
			list = append(list, placed{phase: i, stroke: st})
		}
	}
	return list
}

// Between says whether the next step begins a stroke, or ends the massage after the last one, and which it is.
func (s *Session) Between() (next int, ok bool) {
	switch c := &s.cur; {
	case s.stage != Massage:
		return 0, false
	case c.over:
		return c.index + 1, true
	default:
		return c.index, !c.loaded
	}
}

// Replan gives a session between two strokes another plan, for simulations that try several: its strokes before the next one,
// and its heat until now, must be those of the plan so far.
func (s *Session) Replan(p *programme.Plan) { s.Plan, s.strokes = p, placedIn(p) }
