package httpapi

import (
	"html/template"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/store"
	"github.com/openlumbar/lumbar/internal/web"
)

// dayWords is a day in words.
const dayWords = "Monday 2 January"

// weekView is what "My week" shows.
func (s *Server) weekView(r *http.Request, x *weekRecord) *web.Week {
	f := s.frame(r, "My week")
	f.Scripts, f.Styles = append(f.Scripts, "week.js"), append(f.Styles, "week.css")
	v := &web.Week{Frame: f, Planned: x.planned, Today: x.at.Format(dayWords), Plan: planForm(x)}
	if !x.planned {
		return v
	}
	v.Says = x.allowed.says(x.routine.Wish, x.week.Sessions(), x.at)
	v.Days, v.Wide, v.Narrow = x.days()
	v.Now = v.Days[0].Moments
	if next := x.budget.Next; next.After(x.at) && !x.allowed.refused {
		v.Had = "The next session is possible from " + clock(next, x.at) + ". Three minutes of movement are possible now."
	}
	v.Break = s.breakOf(r, x)
	spells, changes, sitting := routine.Spells(x.marks, x.at)
	v.Sat = web.Sat{Words: routine.Sit(spells, changes, x.at).Words(), Sitting: sitting, Any: len(x.marks) > 0}
	if x.feed != "" {
		at := r.Host + "/calendar/" + x.feed + ".ics"
		v.Feed = web.Feed{Address: schemeOf(r) + at, Webcal: "webcal://" + at, Local: thisMachine(r.Host)}
	}
	return v
}

// shown is how many days a week's picture has.
const shown = 7

// days are the columns, today first, and their picture.
func (x *weekRecord) days() (days []web.WeekDay, wide, narrow template.HTML) {
	bars := make([]web.Bar7, shown)
	for i := range bars {
		day := noonOf(x.at, i)
		bars[i] = web.Bar7{Session: -1, WarmUp: -1, Question: -1, Quiet: [2]int{int(x.routine.Quiet.From), int(x.routine.Quiet.To)}, Today: i == 0}
		days = append(days, web.WeekDay{Name: day.Format("Monday"), Date: day.Format("2 January"), Today: i == 0})
		b := x.routine.Breaks
		for at := b.From; b.Every > 0 && b.Days[day.Weekday()] && at < b.Until; at += routine.Clock(b.Every / time.Minute) {
			if at > b.From && !b.Quiet.Has(at.At(day)) {
				bars[i].Breaks = append(bars[i].Breaks, int(at))
			}
		}
	}
	for _, o := range routine.Occurrences(x.week, x.at, shown, x.routine.Quiet) {
		i := daysBetween(x.at, o.Start)
		if i < 0 || i >= shown {
			continue
		}
		minute := o.Start.Hour()*60 + o.Start.Minute()
		m := web.Moment{At: o.Start.Format("15:04"), Kind: o.What.String()}
		switch o.What {
		case routine.WarmUp:
			m.What, m.Path, bars[i].WarmUp = "Warm-up", weekPath+"/moves?of="+x.week.WarmUp, minute
		case routine.Session:
			m.What, m.Path, bars[i].Session = "In the chair", "/", minute
		case routine.Question:
			if i == 0 && !x.after {
				continue // the plan of yesterday; nobody sat
			}
			m.What, bars[i].Question = "How is it today?", minute
			if i == 0 {
				m.Path = notePath + o.Day
			}
		}
		days[i].Moments = append(days[i].Moments, m)
	}
	return days, web.WeekPicture(bars, web.WideBar), web.WeekPicture(bars, web.NarrowBar)
}

// noonOf is so many days on, at noon.
func noonOf(at time.Time, n int) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d+n, 12, 0, 0, 0, at.Location())
}

// daysBetween is how many calendar days lie between two moments of one zone.
func daysBetween(from, to time.Time) int {
	return int(math.Round(noonOf(to, 0).Sub(noonOf(from, 0)).Hours() / 24)) // a day with a change of time is not quite one
}

// planForm is the form as a routine fills it in, or as a usual week does.
func planForm(x *weekRecord) web.PlanForm {
	r := x.routine
	if !x.planned {
		q := routine.Quiet{From: 22 * 60, To: 7 * 60}
		work := [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}
		r = store.Routine{Wish: routine.Wish{Sessions: 3, At: 18*60 + 30}, Quiet: q,
			Breaks: routine.Breaks{From: 9 * 60, Until: 17 * 60, Days: work, Quiet: q}}
	}
	p := web.PlanForm{
		At: r.Wish.At.String(), Free: picksOf("free-", r.Wish.Free), Hard: picksOf("hard-", r.Wish.Hard),
		QuietFrom: r.Quiet.From.String(), QuietTo: r.Quiet.To.String(), Breaks: r.Breaks.Every > 0,
		From: r.Breaks.From.String(), To: r.Breaks.Until.String(), BreakDays: picksOf("break-", r.Breaks.Days),
	}
	if r.Breaks.From == r.Breaks.Until { // breaks were left out
		p.From, p.To = "09:00", "17:00"
	}
	for k := routine.Sitting; k <= routine.Training; k++ {
		p.Kinds = append(p.Kinds, web.Pick{ID: k.String(), Text: capital(k.String()), On: k == r.Wish.Kind})
	}
	for n := range 8 {
		p.Sessions = append(p.Sessions, web.Pick{ID: strconv.Itoa(n), Text: strconv.Itoa(n), On: n == r.Wish.Sessions})
	}
	every := int(r.Breaks.Every / time.Minute)
	if every == 0 {
		every = 50
	}
	for _, n := range breakEvery() {
		p.Every = append(p.Every, web.Pick{ID: strconv.Itoa(n), Text: strconv.Itoa(n) + " min", On: n == every})
	}
	return p
}

// schemeOf is how the page was opened.
func schemeOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://"
	}
	return "http://"
}

// thisMachine says whether a host is a name of this machine that no other one can use.
func thisMachine(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	ip, err := netip.ParseAddr(name)
	return strings.EqualFold(strings.TrimSuffix(name, "."), "localhost") || err == nil && ip.IsLoopback()
}
