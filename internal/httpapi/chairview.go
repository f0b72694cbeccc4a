package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// lastFaults is how many faults of the record are shown.
const lastFaults = 5

// chair shows the chair, what it has done, and what holds it.
func (s *Server) chair(w http.ResponseWriter, r *http.Request) {
	now, err := s.look(r.Context())
	v := web.ChairView{Frame: s.frame(r, "Chair"), Chair: now.Chair, Simulated: now.Simulated, Realtime: now.Realtime, Trials: s.o.Trials}
	v.Silent, v.Styles, v.Scripts = err != nil, []string{"chair.css", "hand.css", "tryout.css", "chairs.css", "off.css"}, append(v.Scripts, "chair.js")
	if p := s.o.Chair; p != nil {
		v.Chair, v.Simulated = p.Title, p.Simulated || s.o.Simulated && p.Closed != nil
		v.Gauges, v.Facts = gauges(p, &now), facts(p)
		v.Hands = hands(p, s.askerOf(r))
		v.Tryout = s.tryoutOf(r)
	}
	v.Linked, v.NotReached = s.chairsOf(r), s.offOf(r, err != nil)
	if v.Chair == "" {
		v.Chair = "The chair"
	}
	if cards := s.cards(); v.Simulated && len(cards) > 0 {
		v.Programme = cards[0].Name
	} else {
		v.Trials = nil
	}
	if len(s.o.Bodies) > 0 {
		v.Body = s.o.Bodies[0].ID
	}
	v.Sensors = sensors(s.o.Chair, &now)
	limits, whose := s.limitsOf(r)
	v.Whose, v.Limits = whose, limitRows(s.o.Chair, limits)
	v.Known = catalogue()
	s.record(r.Context(), &v)
	s.care(r, &v)
	s.showClosed(&v, &now, limits)
	v.Operator = s.o.Shared && s.roleOf(r) >= access.Owner
	s.writeView(w, r, http.StatusOK, v.Write)
}

// gauges are the chair's axes as they stand.
func gauges(p *chair.Profile, now *wire.Snapshot) (all []web.Gauge) {
	names := web.AxisNames()
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		q := &p.Axes[a]
		if !q.Fitted {
			continue
		}
		is := now.Axes[a-1]
		all = append(all, web.Gauge{
			Axis: a.String(), Name: names[a.String()], Unit: a.Unit(), Min: float64(q.Min), Max: float64(q.Max), Endless: a.Rotary() && !q.Bound,
			Pos: is.Pos, Homed: is.Homed, Fault: is.Fault,
		})
	}
	return all
}

// sensors are what the chair measures besides its axes.
func sensors(p *chair.Profile, now *wire.Snapshot) []web.Sensor {
	bar := func(id, name, unit string, is, most float64) web.Sensor {
		x := web.Sensor{ID: id, Name: name, Value: fmt.Sprintf("%.1f %s", is, unit), Most: most}
		if most > 0 {
			x.Share = fmt.Sprintf("%.1f", 100*min(1, max(0, is/most)))
		}
		return x
	}
	everyone := chair.Everyone()
	all := []web.Sensor{
		bar("left", "Left roller", "N", now.Rollers[0].ForceN, float64(everyone.Force[chair.ZoneMuscle].Max)),
		bar("right", "Right roller", "N", now.Rollers[1].ForceN, float64(everyone.Force[chair.ZoneMuscle].Max)),
	}
	if p == nil || p.Heat.Max > 0 {
		all = append(all, bar("pad", "Heat pad", "°C", now.PadC, float64(everyone.HeatSurface.Max)), bar("dose", "Heat dose", "CEM43 min", now.HeatDose, float64(everyone.HeatDose.Max)))
	}
	for b, id := range []string{"seat-bag", "leg-bag"} {
		if p == nil || p.Air[b].Max > 0 {
			all = append(all, bar(id, []string{"Seat airbag", "Leg airbags"}[b], "kPa", now.AirKPa[b], float64(everyone.Air.Max)))
		}
	}
	if p == nil || p.SeatSensor {
		all = append(all, web.Sensor{ID: "seat", Name: "Seat", Value: map[bool]string{true: "taken", false: "empty"}[now.Seated]})
	}
	if p == nil || p.StopButton {
		all = append(all, web.Sensor{ID: "button", Name: "Red button", Value: map[bool]string{true: "pressed", false: "not pressed"}[now.StopHeld]})
	}
	return append(all, web.Sensor{ID: "link", Name: "Link", Value: map[bool]string{true: "lost: goes home by itself", false: "in order"}[now.Alone]})
}

// facts are the figures of a profile that people ask for.
func facts(p *chair.Profile) []web.Line {
	does := map[chair.Loss]string{chair.Retracts: "takes the rollers home by itself", chair.Releases: "lets go: the person's weight pushes the rollers back", chair.Holds: "stays where it is"}
	return []web.Line{
		{Title: "Profile", Text: p.Name},
		{Title: "Control", Text: fmt.Sprintf("%.0f times a second", float64(p.Control))},
		{Title: "When it hears nothing", Text: fmt.Sprintf("%s after %d ms", does[p.OnSilence], p.Heartbeat.Milliseconds())},
		{Title: "Without power", Text: does[p.OnPowerLoss]},
		{Title: "Built for", Text: fmt.Sprintf("%.0f to %.0f cm, up to %.0f kg", float64(p.Person.MinHeight)/10, float64(p.Person.MaxHeight)/10, float64(p.Person.MaxWeight))},
		{Title: "Rollers", Text: "one depth screw carries both: they press together, and neither side alone"},
	}
}

// catalogue is every fault in the words that people are told.
func catalogue() (all []web.Line) {
	for _, i := range chair.Catalogue {
		all = append(all, web.Line{Title: capital(i.Title), Text: i.Text + " " + i.Do})
	}
	return all
}

// record tells what the chair has done: hours and faults, and nothing of whom.
func (s *Server) record(ctx context.Context, v *web.ChairView) {
	v.Care = "Before the first session of a week look at the cover, the cable and the red button. That is our own assumption; a maker's own interval goes before it."
	if v.Simulated {
		v.Care = "Nothing wears on a simulated chair. On a real one: look at the cover, the cable and the red button before the first session of a week (our own assumption)."
	}
	none := []web.Line{{Title: "Sessions", Text: "none on record"}}
	if s.o.Store == nil {
		v.Hours = none
		return
	}
	all, err := s.o.Store.Sessions(ctx)
	switch {
	case err != nil:
		s.o.Logger.Error("the record cannot be read", "err", err)
		v.Hours = []web.Line{{Title: "Sessions", Text: "the record cannot be read now; reload the page"}}
		return
	case len(all) == 0:
		v.Hours = none
		return
	}
	var on, contact time.Duration
	faults, since := 0, 0
	clean, err := s.o.Store.Cleaned(ctx)
	if err != nil {
		s.o.Logger.Error("when the chair was cleaned cannot be read", "err", err)
	}
	for i := len(all) - 1; i >= 0; i-- {
		x := &all[i]
		if x.Began.After(clean) {
			since++
		}
		on += x.Ended.Sub(x.Began)
		contact += x.Contact
		if x.Outcome != "fault" {
			continue
		}
		if faults++; len(v.Last) < lastFaults {
			s.pastFault(ctx, x, v)
		}
	}
	v.Since = since
	v.Hours = []web.Line{
		{Title: "Sessions", Text: fmt.Sprint(len(all))}, {Title: "In use", Text: hours(on)}, {Title: "At work on a back", Text: hours(contact)},
		{Title: "Ended by a fault", Text: fmt.Sprint(faults)}, {Title: "Last", Text: all[len(all)-1].Ended.In(s.o.Now().Location()).Format("2 January 2006")},
	}
}

// pastFault adds a session's fault. That something felt wrong is its person's alone.
func (s *Server) pastFault(ctx context.Context, x *store.Session, v *web.ChairView) {
	events, err := s.o.Store.Events(ctx, x.Key)
	if err != nil {
		s.o.Logger.Error("a session cannot be read", "err", err)
		return
	}
	past := web.Past{When: x.Ended.In(s.o.Now().Location()).Format("2 January 2006")}
	for i := range events {
		switch f := events[i].Fault; {
		case events[i].Event == "broken":
			past.Tried = true
		case f != nil && f.Code != string(chair.FaultFelt):
			past.Title = capital(f.Title)
		}
	}
	if past.Title != "" {
		v.Last = append(v.Last, past)
	}
}

// hours is a length of time for people.
func hours(d time.Duration) string {
	if d < time.Hour {
		return fmt.Sprintf("%.0f min", d.Minutes())
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}
