package httpapi

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/internal/visit"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/internal/wire"
	"github.com/openlumbar/lumbar/unit"
)

const feltWrong = string(chair.FaultFelt)

// leastName is how long a page's secret name is at least: who knows it sees what its person answers.
const leastName, mostName = 32, 64

var errForm = errors.New("that could not be read: answer again, or reload the page")

// errTurn is for an answer to what was asked before: pressed again because the answer to it was slow or lost, or sent again by the
// browser itself, as it does where a connection breaks. Taken for what is asked now, it would answer what nobody has read.
var errTurn = errors.New("what you pressed before had arrived, and counts; this comes after it")

// visit takes one step of a person's part of a session, as a form, and answers the step that follows, as HTML for that
// page alone. Nothing of it is logged.
func (s *Server) visit(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "Not a form", "Send application/x-www-form-urlencoded.")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", errForm.Error())
		return
	}
	f, by, at := r.PostForm, r.PostForm.Get("by"), s.o.Now()
	if s.visits == nil || len(by) < leastName || len(by) > mostName {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", "This page has no name of its own. Reload it.")
		return
	}
	var problem error
	over := false
	if do := f.Get("do"); do != "look" && do != "away" {
		s.sitter(r) // a word of whoever is unlocked here
	}
	switch do := f.Get("do"); do {
	case "begin":
		problem = s.beginVisit(w, r, f, by, at)
		over = problem != nil
	case "leave":
		s.visits.with(by, at, func(g *sitting) { g.Forget() })
		over = true
	case "away":
		s.visits.away(by, at)
		w.WriteHeader(http.StatusNoContent)
		return
	case "start":
		s.visits.with(by, at, func(g *sitting) { problem = inTurn(g.Visit, f) })
		if problem == nil {
			problem = s.startVisit(r, by, at)
		}
	case "look":
		gen := s.visits.generation()
		if snapshot, err := s.look(r.Context()); err == nil {
			s.hearVisits(r.Context(), gen, &snapshot)
		}
	default:
		wrong := false
		s.visits.with(by, at, func(g *sitting) {
			if problem = inTurn(g.Visit, f); problem != nil {
				return
			}
			problem = stepOf(g.Visit, f, at)
			over = g.Step() == visit.Over
			wrong = problem == nil && (f.Get("why") == "wrong" || do == "felt")
		})
		if wrong { // so that the chair, and its record, know
			_, _ = s.ask(r.Context(), wire.Request{V: wire.Version, Verb: wire.Wrong, By: by})
		}
	}
	view, step := web.Visit{Step: "gone"}, visit.Over
	if over {
		view.Step = visit.Over.String()
	}
	s.visits.with(by, at, func(g *sitting) {
		view, step = g.view(at), g.Step()
		view.Massager = s.massagerTitle(g.start.Massager)
		s.onClosed(&view, g)
	})
	s.keepNow(r.Context())
	if problem = s.tells(r.Context(), &view, step, problem); problem != nil {
		view.Problem = sentence(problem.Error())
	}
	s.writeView(w, r, http.StatusOK, view.Write)
}

// startOf is what a visit's session will be, as home has chosen it.
func startOf(f url.Values, by string) wire.Request {
	seed, _ := strconv.ParseUint(f.Get("seed"), 10, 64) // home's own field; without one it is 0
	pace, _ := strconv.ParseFloat(f.Get("pace"), 64)
	return wire.Request{V: wire.Version, Verb: wire.Start, By: by, Programme: f.Get("programme"), Set: readChoice(f).set, Body: f.Get("body"), Seed: seed, Pace: pace, Massager: f.Get("massager")}
}

// inTurn says whether a form answers what is asked now.
func inTurn(v *visit.Visit, f url.Values) error {
	if f.Get("turn") != strconv.Itoa(v.Turn()) {
		return errTurn
	}
	return nil
}

// stepOf hands a form to the visit.
func stepOf(v *visit.Visit, f url.Values, at time.Time) error {
	if f.Get("back") != "" {
		return v.Back(at)
	}
	switch f.Get("do") {
	case "about":
		return about(v, f, at)
	case "next-day":
		return rated(f, []string{"pain", "sore", ""}, func(r [3]outcome.Rating) error { return v.NextDay(at, r[0], r[1]) })
	case "feel":
		return rated(f, []string{"pain", "usual", "tight"}, func(r [3]outcome.Rating) error { return v.Feel(at, r[0], r[1], r[2]) })
	case "rate":
		return rated(f, []string{"pain", "tight", "relaxed"}, func(r [3]outcome.Rating) error { return v.Rate(at, r[0], r[1], r[2]) })
	case "choose":
		return v.Choose(at, f["line"])
	case "answer":
		answers := map[string]screening.Answer{"yes": screening.Yes, "no": screening.No, "unsure": screening.Unsure, "skip": screening.Skip}
		a, ok := answers[f.Get("answer")]
		if !ok {
			return errForm
		}
		return v.Answer(at, a)
	case "approve":
		on, err := time.ParseInLocation(time.DateOnly, f.Get("on"), at.Location())
		if err != nil {
			on = time.Time{}
		}
		return v.Approve(at, f["rule"], on, f.Get("written") != "")
	case "why":
		reasons := map[string]visit.Reason{"stop": visit.JustStop, "hard": visit.TooHard, "wrong": visit.FeltWrong}
		return v.Why(at, reasons[f.Get("why")]) // anything else is no answer
	case "felt":
		return v.Felt(at)
	case "next":
		return v.Next(at)
	case "skip":
		return v.Skip(at)
	case "back":
		return v.Back(at)
	case "again":
		return v.Again(at)
	}
	return errForm
}

// about takes the figures, which have to be plausible.
func about(v *visit.Visit, f url.Values, at time.Time) error {
	var n [3]float64
	for i, g := range figures() {
		x, err := strconv.ParseFloat(f.Get(g.Name), 64)
		if err != nil || !(x >= float64(g.Least) && x <= float64(g.Most)) {
			return errors.New(g.Label + ": a number from " + strconv.Itoa(g.Least) + " to " + strconv.Itoa(g.Most) + ", please")
		}
		n[i] = x
	}
	return v.About(at, n[0], unit.Millimetre(n[1]*10), unit.Kilogram(n[2]))
}

// figures are those that the check needs.
func figures() []web.Figure {
	return []web.Figure{
		{Name: "age", Label: "Age", Unit: "years", Least: checkfile.LeastAge, Most: checkfile.MostAge},
		{Name: "height", Label: "Height", Unit: "cm", Least: checkfile.LeastHeight, Most: checkfile.MostHeight},
		{Name: "weight", Label: "Weight", Unit: "kg", Least: checkfile.LeastWeight, Most: checkfile.MostWeight},
	}
}

// rated reads three ratings; each may be left out.
func rated(f url.Values, names []string, take func([3]outcome.Rating) error) error {
	var r [3]outcome.Rating
	for i, name := range names {
		if f.Get(name) == "" {
			continue
		}
		n, err := strconv.Atoi(f.Get(name))
		if err != nil {
			return errForm
		}
		if r[i], err = outcome.Rate(n); err != nil {
			return err
		}
	}
	return take(r)
}
