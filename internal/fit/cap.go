package fit

import (
	"fmt"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/programme"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// cap bounds a stroke's figures by the chair and the limits.
func (f *fitter) cap(s *technique.Stroke) {
	name := s.Kind.String()
	both := f.limits.BothForce
	most := f.limits.Force[chair.ZoneMuscle].Tighten(chair.Bound[unit.Newton]{Max: both.Max / 2, By: both.By})
	if !(s.Force <= most.Max) {
		f.say(Change{What: name + ": force", Was: newtons(s.Force), Is: newtons(most.Max), By: most.By})
		s.EachForce(func(x technique.Firmness) unit.Newton { return min(x.Force, most.Max) })
	}
	if !(s.With.Force <= most.Max) {
		f.say(Change{What: "tap: force", Was: newtons(s.With.Force), Is: newtons(most.Max), By: most.By})
		s.With.Force = most.Max
	}
	f.sayZone(s, body.S1, chair.ZoneSacrum)
	f.sayZone(s, body.T12, chair.ZoneRibs)
	if r := &f.profile.Axes[chair.Recline]; s.Kind == technique.Stretch && r.Fitted {
		most := chair.Bound[unit.Degree]{Max: unit.Degree(r.Max), By: chair.ByChair}.Tighten(f.limits.Recline)
		if !(s.Recline <= most.Max) {
			f.say(Change{What: name + ": recline", Was: degrees(s.Recline), Is: degrees(most.Max), By: most.By})
			s.Recline = most.Max
		}
	}
	if k := &f.profile.Axes[chair.Kneading]; s.Kind == technique.Knead && !(s.Rate <= unit.Hertz(k.Vel/360)) {
		f.say(Change{What: name + ": pace", Was: perMinute(s.Rate), Is: perMinute(unit.Hertz(k.Vel / 360)), By: chair.ByChair})
		s.Rate = unit.Hertz(k.Vel / 360)
	}
	if w := &f.profile.Axes[chair.Width]; w.Fitted && s.Width > 0 {
		s.Width = min(max(s.Width, unit.Millimetre(w.Min)), unit.Millimetre(w.Max))
	}
}

// sayZone tells that a stroke will be gentler where it passes a bony place.
func (f *fitter) sayZone(s *technique.Stroke, l body.Level, z chair.Zone) {
	most := f.limits.Force[z]
	touches := (s.From.Valid() && s.To.Valid() && l >= min(s.From, s.To) && l <= max(s.From, s.To))
	for _, at := range s.At {
		touches = touches || at == l
	}
	if touches && !(s.Hardest() <= most.Max) {
		f.say(Change{What: fmt.Sprintf("%s at %s: force", s.Kind, l), Was: newtons(s.Hardest()), Is: newtons(most.Max), By: most.By})
	}
}

// heat bounds the pad.
func (f *fitter) heat(p *programme.Plan) {
	if p.Heat == nil {
		return
	}
	h := *p.Heat
	most := f.limits.Heat
	if f.profile.Heat.Max < most.Max {
		most = chair.Bound[unit.Celsius]{Max: f.profile.Heat.Max, By: chair.ByChair}
	}
	if withheld := f.limits.HeatTime; !(most.Max > 0) || withheld.Max <= 0 {
		by := most.By
		if most.Max > 0 {
			by = withheld.By
		}
		f.say(Change{What: "heat", By: by})
		p.Heat = nil
		return
	}
	if !(h.Target <= most.Max) {
		f.say(Change{What: "heat", Was: celsius(h.Target), Is: celsius(most.Max), By: most.By})
		h.Target = most.Max
	}
	if on := h.Until - h.From; on > f.limits.HeatTime.Max {
		f.say(Change{What: "heat", Was: spoken(on), Is: spoken(f.limits.HeatTime.Max), By: f.limits.HeatTime.By})
		h.Until = h.From + f.limits.HeatTime.Max
	}
	p.Heat = &h
}

func newtons(n unit.Newton) string  { return fmt.Sprintf("%.0f N", n) }
func degrees(d unit.Degree) string  { return fmt.Sprintf("%.0f°", d) }
func celsius(c unit.Celsius) string { return fmt.Sprintf("%.0f °C", c) }
func perMinute(h unit.Hertz) string { return fmt.Sprintf("%.0f /min", h*60) }
