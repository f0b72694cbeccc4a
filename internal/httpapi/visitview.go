package httpapi

import (
	"fmt"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/figure"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
)

// viewOf is what the page shows of a visit of somebody with these quiet hours.
func viewOf(v *visit.Visit, quiet routine.Quiet, at time.Time) web.Visit {
	w := web.Visit{Step: v.Step().String(), Turn: v.Turn()}
	switch v.Step() {
	case visit.NextDay:
		w.Ask = routine.NextDayQuestion
		w.Scales = []web.Scale{{Name: "pain", Legend: "Pain today", Low: "none", High: "the worst there could be"},
			{Name: "sore", Legend: "Soreness from the session", Low: "none", High: "the worst there could be"}}
	case visit.About:
		w.Figures = figures()
	case visit.Feel:
		w.Back = true
		w.Scales = []web.Scale{{Name: "pain", Legend: "Pain now", Low: "none", High: "the worst there could be"},
			{Name: "usual", Legend: "Pain as it usually is", Low: "none", High: "the worst there could be"}, tight}
	case visit.Cards:
		c := v.Card()
		w.N, w.Of, w.Say, w.After = c.N, c.Of, c.Title, v.After()
		w.Back = !v.After() && !v.NextDayAsked() || c.N > 1
		for _, l := range c.Lines {
			w.Lines = append(w.Lines, web.Choice{ID: l.ID, Text: capital(l.Text)})
		}
	case visit.Question:
		w.Ask, w.N, w.Of = v.Question()
		w.After = v.After()
	case visit.Refused:
		refused(&w, v.Refusal(), at)
	case visit.Later:
		until, say := v.Wait()
		if len(say) == 0 {
			w.Until = clock(until, at)
		}
		w.Texts, w.Moves = say, moves(v.Moves())
	case visit.WarmUp:
		m, n, of, long, _ := v.Movement()
		w.Moves, w.N, w.Of, w.Seconds = moves([]routine.Step{m}), n, of, int(long.Seconds())
		w.Texts = []string{routine.Stop}
	case visit.Water:
		w.Texts = []string{routine.DrinkBefore, routine.DrinkLimit}
	case visit.Sit:
		w.Say, w.Texts = v.Let()
		w.Limits = held(v.Limits())
	case visit.Stopped:
		stopped(&w, v, at)
	case visit.Rate:
		w.Scales = []web.Scale{{Name: "pain", Legend: "Pain", Low: "none", High: "the worst there could be"}, tight,
			{Name: "relaxed", Legend: "Relaxed", Low: "not at all", High: "wholly"}}
	case visit.Rest:
		w.Texts = append(v.Sentences(), routine.AfterSession, routine.DrinkAfter, routine.DrinkLimit)
		w.Ask, w.Until = routine.NextDayQuestion, v.Tomorrow(quiet).Format("15:04")
	}
	return w
}

var tight = web.Scale{Name: "tight", Legend: "Tightness of the back", Low: "none", High: "the worst there could be"}

// stopped is for somebody who may start afresh.
func stopped(w *web.Visit, v *visit.Visit, at time.Time) {
	until := clock(v.FreshUntil(), at)
	w.Say = "You just wanted to stop."
	w.Texts = []string{"A fresh start until " + until + " is the same session: nothing is asked again."}
	if v.Reason() == visit.TooHard {
		w.Say = "It was too hard."
		w.Texts = []string{
			fmt.Sprintf("The next start is one level softer, for today: up to %.0f N a roller.", float64(v.Limits().Force[chair.ZoneMuscle].Max)),
			"Until " + until + " it is the same session.",
		}
	}
}

// refused is a refusal, as its person sees it; an emergency alone stands for itself.
func refused(w *web.Visit, r visit.Refusal, at time.Time) {
	w.Severe, w.Say = r.Outcome.String(), r.Say
	if r.Outcome == screening.S {
		return
	}
	w.Texts, w.Moves, w.OK, w.Today = r.Advice, moves(r.Remains), r.OK, at.Format(time.DateOnly)
	if !r.Until.IsZero() {
		if w.Again = !at.Before(r.Until); !w.Again {
			w.Until = clock(r.Until, at)
		}
	}
	if r.Outcome == screening.W {
		return // time, not a doctor, is asked for
	}
	for _, a := range r.Ask {
		w.Asks = append(w.Asks, web.Ask{ID: a.ID, Text: a.Text, Opens: a.OK != screening.Never, Written: a.OK == screening.Written})
	}
}

// moves are movements with their pictures.
func moves(steps []routine.Step) (list []web.Move) {
	for i, s := range steps {
		m := web.Move{Name: s.Movement.Name, Dose: s.Movement.Dose, Note: s.Movement.Note, Change: s.Change}
		if s.Movement.Figure != nil {
			f := s.Movement.Figure()
			m.Says = f.Words()
			// Drawn here from numbers, with the words escaped.
			m.Loop, m.Strip = template.HTML(f.Loop(fmt.Sprintf("move-%s-%d", s.Movement.ID, i))), template.HTML(f.Strip())
		}
		list = append(list, m)
	}
	return list
}

// held is what a session is held to, in words. Force is that on muscle: bony places get less.
func held(l chair.Limits) []web.Line {
	most := func(d time.Duration) string {
		if d <= 0 {
			return "none"
		}
		return fmt.Sprintf("%g min at most", d.Minutes())
	}
	heat := "none"
	if l.Heat.Max > 0 && l.HeatTime.Max > 0 {
		heat = fmt.Sprintf("up to %.0f °C, %s", float64(l.Heat.Max), most(l.HeatTime.Max))
	}
	return []web.Line{
		{Title: "Time", Text: most(l.Session.Max)}, {Title: "Force", Text: fmt.Sprintf("up to %.0f N a roller", float64(l.Force[chair.ZoneMuscle].Max))},
		{Title: "Warmth", Text: heat}, {Title: "Tapping", Text: most(l.Tapping.Max)}, {Title: "Stretch", Text: most(l.Stretch.Max)},
	}
}

// clock is a time of day, with the day if it is another one.
func clock(t, now time.Time) string {
	t = t.In(now.Location()).Add(time.Minute - time.Nanosecond).Truncate(time.Minute) // never too early
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return t.Format("15:04 on Monday 2 January")
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// sentence is an error as a sentence.
func sentence(s string) string {
	s = capital(strings.TrimPrefix(s, "guard: "))
	if !slices.Contains([]byte(".?"), s[len(s)-1]) {
		s += "."
	}
	return s
}

// figureStyle is the look of the movements' pictures, which is their package's.
func figureStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = io.WriteString(w, figure.Style)
}
