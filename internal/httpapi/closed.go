package httpapi

import (
	"fmt"
	"net/http"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/programme"
)

// closedChair is the profile of the closed chair that is here; nil: it has axes, or nothing is known of it.
func (s *Server) closedChair() *chair.Profile {
	if p := s.o.Chair; p != nil && p.Closed != nil {
		return p
	}
	return nil
}

// closed is what the first page says of a closed chair; nil if it is none.
func (s *Server) closed(r *http.Request, cards []web.Card, set choice) *web.Closed {
	p := s.closedChair()
	if p == nil {
		return nil
	}
	limits, _ := s.limitsOf(r)
	c := &web.Closed{Chair: p.Title, Simulated: s.o.Simulated, Track: web.Track{Top: p.Closed.Steps - 1, L5: p.Closed.L5, L1: p.Closed.L1}}
	for _, card := range cards {
		of := choice{programme: card.Name}
		if card.Name == set.programme {
			of = set
		}
		plan := s.closedPlan(of, limits)
		if plan == nil {
			plan = &web.ClosedPlan{Name: card.Name}
		}
		c.Lost = plan.Lost
		c.Plans = append(c.Plans, *plan)
	}
	return c
}

// closedPlan is a programme as the closed chair would do it within limits; nil if it cannot be read, or the chair has axes.
func (s *Server) closedPlan(c choice, l chair.Limits) *web.ClosedPlan {
	p := s.closedChair()
	if p == nil {
		return nil
	}
	plan, err := s.planOf(c)
	if err != nil || plan == nil {
		return nil
	}
	r := fit.Closed(plan, p, l)
	out := &web.ClosedPlan{Name: plan.Name, Chair: p.Title, Simulated: s.o.Simulated, Lost: r.Lost}
	for _, x := range r.Changes {
		out.Changes = append(out.Changes, capital(x.String())+".")
	}
	if len(r.Steps) == 0 {
		return out
	}
	out.Time = minutes(r.Duration())
	for i := range r.Steps {
		x := &r.Steps[i]
		line := fmt.Sprintf("%s: %s, speed %d of %d, carriage %d to %d of %d, %s", x.Phase, p.Closed.Modes[x.Setting.Mode-1].Name, x.Setting.Speed, p.Closed.Speeds,
			x.Setting.From, x.Setting.To, p.Closed.Steps-1, minutes(x.For))
		if x.Setting.Heat {
			line += ", warm"
		}
		out.Steps = append(out.Steps, line)
	}
	return out
}

// planOf is a programme as it was chosen; nil if nothing is known of its text.
func (s *Server) planOf(c choice) (*programme.Plan, error) {
	if s.o.Library == nil {
		return nil, nil
	}
	return s.o.Library.Plan(c.programme, c.set)
}

// minutes is a length of time: "7:27 min", or "40 s".
func minutes(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.0f s", d.Seconds())
	}
	n := int(d.Seconds() + 0.5)
	return fmt.Sprintf("%d:%02d min", n/60, n%60)
}

// onClosed is what a visit's step says otherwise where the chair is a closed one: what the session will be, and limits in its
// own terms.
func (s *Server) onClosed(w *web.Visit, g *sitting) {
	p := s.closedChair()
	if p == nil || g.start.Massager != "" {
		return
	}
	l := g.Limits()
	switch g.Step() {
	case visit.Sit:
		w.Limits = heldClosed(l.Closed(p.Closed), p.Closed)
		fallthrough
	case visit.Ready:
		w.Closed = s.closedPlan(choice{g.start.Programme, g.start.Set}, l)
	case visit.Stopped:
		if g.Reason() == visit.TooHard {
			own := l.Closed(p.Closed)
			w.Texts[0] = fmt.Sprintf("Set its depth lower with its own remote. The next start is gentler, for today: above level %d of depth Lumbar stops it.", own.Depth.Max)
		}
	}
	if w.Closed == nil {
		w.Closed = &web.ClosedPlan{Chair: p.Title, Simulated: s.o.Simulated}
	}
}

// heldClosed is what a session on a closed chair is held to, in words.
func heldClosed(own chair.ClosedLimits, p *chair.ClosedProfile) []web.Line {
	return []web.Line{
		{Title: "Time", Text: spoken(own.Session.Max) + " at most"}, {Title: "Depth", Text: fmt.Sprintf("up to level %d of %d, as it reports", own.Depth.Max, p.Depths)},
		{Title: "Speed", Text: fmt.Sprintf("up to level %d of %d", own.Speed.Max, p.Speeds)}, {Title: "One place", Text: spoken(own.Zone.Max) + " at most"},
		{Title: "Warmth", Text: spoken(own.Heat.Max) + orNone(own.Heat.Max)}, {Title: "Tapping", Text: spoken(own.Tapping.Max) + orNone(own.Tapping.Max)},
	}
}

func orNone(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return " at most"
}
