package httpapi

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/unit"
)

// limitsOf is what holds for whoever asks: for everyone, and what their own check has set, if somebody is unlocked here
// and it still holds. whose is their name then.
func (s *Server) limitsOf(r *http.Request) (l chair.Limits, whose string) {
	l = chair.Everyone()
	who, ok := s.sitter(r)
	if !ok || s.o.Store == nil {
		return l, ""
	}
	kept, has, err := s.o.Store.Limits(r.Context(), who.person.ID)
	switch {
	case err != nil:
		s.o.Logger.Error("limits cannot be read", "err", err)
		return l, ""
	case !has || !s.o.Now().Before(kept.Until):
		return l, ""
	}
	return l.Tighten(kept.Limits), who.person.Name
}

// ofChair tightens limits by what a chair can do.
func ofChair(p *chair.Profile, l chair.Limits) chair.Limits {
	if p == nil {
		return l
	}
	m := l
	m.Heat = chair.Bound[unit.Celsius]{Max: p.Heat.Max, By: chair.ByChair}
	m.Air = chair.Bound[unit.Kilopascal]{Max: max(p.Air[chair.BagSeat].Max, p.Air[chair.BagLegs].Max), By: chair.ByChair}
	if back := &p.Axes[chair.Recline]; back.Fitted {
		m.Recline = chair.Bound[unit.Degree]{Max: unit.Degree(back.Max), By: chair.ByChair}
		m.ReclineSpeed = chair.Bound[unit.DegreePerSecond]{Max: unit.DegreePerSecond(back.Vel), By: chair.ByChair}
	}
	return l.Tighten(m)
}

// limitRows is limits as people read them, each with its author.
func limitRows(p *chair.Profile, l chair.Limits) (rows []web.LimitRow) {
	l = ofChair(p, l)
	words := web.English().Limits
	add := func(what, most string, by chair.Author) {
		author := words[string(by)]
		if author == "" {
			author = strings.ReplaceAll(words[""], "{by}", string(by))
		}
		rows = append(rows, web.LimitRow{What: what, Most: most, By: author})
	}
	places := []struct {
		name string
		zone chair.Zone
	}{{"muscle", chair.ZoneMuscle}, {"the sacrum", chair.ZoneSacrum}, {"the ribs", chair.ZoneRibs}, {"the spine itself", chair.ZoneSpine}}
	for _, z := range places {
		add("Force of a roller on "+z.name, fmt.Sprintf("%.0f N, ended at %.0f", float64(l.Force[z.zone].Max), float64(l.Trip[z.zone].Max)), l.Force[z.zone].By)
	}
	add("Both rollers together", fmt.Sprintf("%.0f N, ended at %.0f", float64(l.BothForce.Max), float64(l.BothTrip.Max)), l.BothTrip.By)
	add("Speed towards the back", fmt.Sprintf("%.0f mm/s", float64(l.Approach.Max)), l.Approach.By)
	long := func(what string, b chair.Bound[time.Duration]) { add(what, spoken(b.Max), b.By) }
	long("Pressing in one place without moving", l.Still)
	long("Contact at one spot", l.Spot)
	long("Contact on one part of the back", l.Zone)
	long("A session", l.Session)
	long("Tapping", l.Tapping)
	long("Stretching", l.Stretch)
	long("In a day", l.Day)
	add("Sessions in a day", fmt.Sprint(l.DaySessions.Max), l.DaySessions.By)
	add("Sessions in a week", fmt.Sprint(l.WeekSessions.Max), l.WeekSessions.By)
	rows = append(rows, web.LimitRow{What: "Between two sessions", Most: "at least " + spoken(l.Gap.Min), By: words[string(l.Gap.By)]})
	add("Heat of the pad", fmt.Sprintf("%.0f °C, ended at %.0f", float64(l.Heat.Max), float64(l.HeatSurface.Max)), l.Heat.By)
	long("Heat in a session", l.HeatTime)
	add("Back leans to", fmt.Sprintf("%.0f°", float64(l.Recline.Max)), l.Recline.By)
	add("Airbag pressure", fmt.Sprintf("%.0f kPa", float64(l.Air.Max)), l.Air.By)
	return rows
}

// spoken is a length of time as people say it.
func spoken(d time.Duration) string {
	switch {
	case d <= 0:
		return "none"
	case d < 2*time.Minute && d%time.Minute != 0:
		return fmt.Sprintf("%g s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%g min", d.Minutes())
	}
	return fmt.Sprintf("%g h", d.Hours())
}
