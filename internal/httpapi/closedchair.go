package httpapi

import (
	"fmt"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
)

// showClosed makes the chair's view that of a closed chair: levels in the place of axes and force, and limits in its own terms.
func (s *Server) showClosed(v *web.ChairView, now *wire.Snapshot, l chair.Limits) {
	p := s.closedChair()
	if p == nil {
		return
	}
	v.Gauges, v.Hands, v.Trials = nil, nil, nil
	v.Sensors, v.Facts, v.Limits = levels(p, now.Closed), closedFacts(p), closedLimits(p, l)
	v.Known = closedCatalogue()
	v.Care = strings.ReplaceAll(v.Care, "the red button", "its remote's power key")
}

// levels are what a closed chair says of itself while it is linked.
func levels(p *chair.Profile, c *wire.Closed) []web.Sensor {
	words := web.ClosedEnglish().Closed
	if c == nil {
		c = &wire.Closed{Run: chair.RunUnknown.String(), Link: wire.LinkFree}
	}
	works := c.Run == chair.Running.String()
	level := func(id, name string, is, most int) web.Sensor {
		x := web.Sensor{ID: id, Name: name, Value: words["not known"], Most: float64(most), Share: "0"}
		if works {
			x.Value, x.Share = fmt.Sprintf("%d of %d", is, most), fmt.Sprintf("%.1f", 100*float64(is)/float64(max(1, most)))
		}
		return x
	}
	heat := words["not known"]
	if works {
		heat = map[bool]string{true: words["yes"], false: words["no"]}[c.Seen.Heat]
	}
	return []web.Sensor{
		{ID: "run", Name: "Now", Value: capital(words[c.Run])}, level("depth", "Depth", c.Depth, p.Closed.Depths), level("speed", "Speed", c.Seen.Speed, p.Closed.Speeds),
		level("place", "Carriage", c.Carriage, p.Closed.Steps-1), {ID: "heat", Name: "Warmth", Value: heat},
		{ID: "keyed", Name: "Link", Value: capital(strings.ReplaceAll(words[string(c.Link)], "{why}", c.LinkWhy))},
	}
}

// closedFacts are the figures of a closed chair's profile that people ask for.
func closedFacts(p *chair.Profile) []web.Line {
	var modes []string
	for _, m := range p.Closed.Modes {
		modes = append(modes, m.Name)
	}
	facts := []web.Line{
		{Title: "Profile", Text: p.Name}, {Title: "Protocol", Text: p.Closed.Protocol},
		{Title: "Keys that Lumbar presses", Text: "power, " + strings.Join(modes, ", ") + ", speed, part of the back, timer, heat"},
		{Title: "A stop must show", Text: fmt.Sprintf("within %g s, and is pressed up to three times", p.Closed.StopWithin.Seconds())},
		{Title: "Its own timer", Text: fmt.Sprintf("%.0f min: it ends by itself then, whatever becomes of Lumbar", p.Closed.Timer.Minutes())},
		{Title: "Built for", Text: fmt.Sprintf("%.0f to %.0f cm, up to %.0f kg", float64(p.Person.MinHeight)/10, float64(p.Person.MaxHeight)/10, float64(p.Person.MaxWeight))},
	}
	if p.OnSilence == chair.RunsOn {
		facts = append(facts, web.Line{Title: "When Lumbar's computer fails", Text: "it goes on until its own timer ends"})
	}
	if p.OnPowerLoss == chair.Holds {
		facts = append(facts, web.Line{Title: "Without power", Text: "the rollers stay where they are: lean forward and get up"})
	}
	return facts
}

// closedLimits is what the guard of a closed chair holds to, as people read it.
func closedLimits(p *chair.Profile, l chair.Limits) (rows []web.LimitRow) {
	words, own := web.English().Limits, l.Closed(p.Closed)
	add := func(what, most string, by chair.Author) {
		author := words[string(by)]
		if author == "" {
			author = strings.ReplaceAll(words[""], "{by}", string(by))
		}
		rows = append(rows, web.LimitRow{What: what, Most: most, By: author})
	}
	long := func(what string, b chair.Bound[time.Duration]) { add(what, spoken(b.Max), b.By) }
	add("Depth, as it reports", fmt.Sprintf("level %d of %d", own.Depth.Max, p.Closed.Depths), own.Depth.By)
	add("Speed", fmt.Sprintf("level %d of %d", own.Speed.Max, p.Closed.Speeds), own.Speed.By)
	long("A session", own.Session)
	long("At one step of its track", own.Zone)
	long("At one step without moving on", own.Spot)
	long("At work elsewhere, or otherwise, than asked", own.Away)
	long("Tapping", own.Tapping)
	long("Heat in a session", own.Heat)
	long("In a day", l.Day)
	add("Sessions in a day", fmt.Sprint(l.DaySessions.Max), l.DaySessions.By)
	add("Sessions in a week", fmt.Sprint(l.WeekSessions.Max), l.WeekSessions.By)
	return append(rows, web.LimitRow{What: "Between two sessions", Most: "at least " + spoken(l.Gap.Min), By: words[string(l.Gap.By)]})
}

// closedCatalogue is every fault that a closed chair can have, in the words that people are told there.
func closedCatalogue() (all []web.Line) {
	for _, code := range []chair.Code{chair.FaultUnconfirmed, chair.FaultLevel, chair.FaultUnasked, chair.FaultChair, chair.FaultStale, chair.FaultReport, chair.FaultHost,
		chair.FaultLink, chair.FaultSpot, chair.FaultZone, chair.FaultSession, chair.FaultTapTime, chair.FaultHeatTime, chair.FaultCommand, chair.FaultFelt, chair.FaultRecord} {
		i := code.ClosedInfo()
		all = append(all, web.Line{Title: capital(i.Title), Text: i.Text + " " + i.Do})
	}
	return all
}
