package httpapi

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/access"
	"github.com/openlumbar/lumbar/internal/fit"
	"github.com/openlumbar/lumbar/internal/library"
	"github.com/openlumbar/lumbar/internal/web"
)

// mostChecks is how many texts are compiled at a time: a machine that also runs a chair has other things to do.
const mostChecks = 2

// cards are the programmes that can be started.
func (s *Server) cards() []web.Card {
	if s.o.Library == nil {
		return s.o.Programmes
	}
	var all []web.Card
	for _, it := range s.o.Library.All() {
		if it.Plan != nil {
			all = append(all, web.NewCard(*it.Plan))
		}
	}
	return all
}

// offered is the cards of home, with the press at one place before them if that is what somebody comes with.
func (s *Server) offered(name string) []web.Card {
	all := s.cards()
	if _, ok := library.ParsePlace(name); !ok || s.o.Library == nil {
		return all
	}
	if plan, err := s.o.Library.Plan(name, nil); err == nil {
		all = append([]web.Card{web.NewCard(*plan)}, all...)
	}
	return all
}

// programmes shows all of them.
func (s *Server) programmes(w http.ResponseWriter, r *http.Request) { s.listed(w, r, "") }

// listed shows all of them, and why it is not what was asked for, if it is not.
func (s *Server) listed(w http.ResponseWriter, r *http.Request, problem string) {
	v := web.Programmes{Frame: s.frame(r, "Programmes"), Problem: problem}
	v.Frame.Here = "/programmes"
	v.Styles = []string{"programmes.css"}
	if s.o.Library == nil {
		v.Shipped = s.o.Programmes
	} else {
		v.CanSave = s.o.Library.Dir != "" && s.roleOf(r) >= access.Owner
		for _, it := range s.o.Library.All() {
			switch {
			case it.Plan == nil:
				v.Broken = append(v.Broken, web.Line{Title: it.Name, Text: it.List.Err().Error()}) // begins with a file's name
			case it.Own:
				v.Own = append(v.Own, web.NewCard(*it.Plan))
			default:
				v.Shipped = append(v.Shipped, web.NewCard(*it.Plan))
			}
		}
	}
	all := slices.Concat(v.Shipped, v.Own)
	if v.Filters = filters(all, r.URL.Query().Get("for")); len(all) < manyCards {
		v.Filters = nil
	}
	v.All = !slices.ContainsFunc(v.Filters, func(f web.Filter) bool { return f.Here })
	if !v.All {
		v.Shipped, v.Own = suiting(v.Shipped, r.URL.Query().Get("for")), suiting(v.Own, r.URL.Query().Get("for"))
	}
	v.Shipped, v.Own = s.noted(r, slices.Clone(v.Shipped)), s.noted(r, slices.Clone(v.Own))
	if problem != "" {
		w = missing{w}
	}
	s.writeView(w, r, http.StatusOK, v.Write)
}

// missing answers that what was asked for is not there.
type missing struct{ http.ResponseWriter }

func (m missing) Write(b []byte) (int, error) {
	m.WriteHeader(http.StatusNotFound)
	return m.ResponseWriter.Write(b)
}

// find is the programme of the address, or it answers that there is none.
func (s *Server) find(w http.ResponseWriter, r *http.Request) (library.Item, bool) {
	if s.o.Library == nil {
		s.listed(w, r, "The texts of programmes are not here: this server was started without them.")
		return library.Item{}, false
	}
	it, err := s.o.Library.Find(r.PathValue("name"))
	if err != nil {
		s.listed(w, r, sentence(err.Error()))
		return it, false
	}
	return it, true
}

// programme shows one.
func (s *Server) programme(w http.ResponseWriter, r *http.Request) {
	it, ok := s.find(w, r)
	if !ok {
		return
	}
	f := r.URL.Query()
	f.Set("programme", it.Name)
	c := s.chosen(f)
	wrong := s.wrongChoice(c)
	if it.Plan != nil && wrong == nil && len(c.set) > 0 {
		it.Plan, _ = s.o.Library.Plan(it.Name, c.set) // that it can be is known
	}
	v := web.ProgrammeView{Frame: s.frame(r, it.Name), Card: web.Card{Name: it.Name, Title: it.Name}, Own: it.Own, Problem: it.List, Lines: lines(it.Text)}
	v.Frame.Here, v.Styles = "/programmes", []string{"programmes.css", "score.css", "choose.css"}
	if wrong != nil {
		v.Wrong = sentence(wrong.Error())
	}
	if it.Plan != nil {
		if v.Card, v.Right = web.NewCard(*it.Plan), true; len(v.Choose.Variables) > 0 {
			v.Scripts = append(v.Scripts, "programme.js")
		}
		v.Frame.Title = v.Card.Title
		v.Phases, v.Heat, v.Needs, v.For = phaseRows(it.Plan), heatWords(it.Plan), needWords(it.Plan), strings.Join(it.Plan.Suits, ", ")
		v.Before = s.noted(r, []web.Card{v.Card})[0].Note
		limits, whose := s.limitsOf(r)
		v.Whose, v.Chair = whose, "This chair"
		if s.o.Chair != nil {
			v.Chair = s.o.Chair.Title
			for _, c := range fit.Fit(it.Plan, s.o.Chair, limits).Changes {
				v.Changed = append(v.Changed, capital(c.String())+".")
			}
		}
	}
	s.writeView(w, r, http.StatusOK, v.Write)
}

// editor shows a text to work on: a new one, or one that there is.
func (s *Server) editor(w http.ResponseWriter, r *http.Request) {
	v := web.Editor{Frame: s.frame(r, "Write a programme"), Text: beginning}
	if r.PathValue("name") != "" {
		it, ok := s.find(w, r)
		if !ok {
			return
		}
		v.From, v.Text = it.Name, string(it.Text)
		if !it.Own { // what ships stays as it is
			v.Text = strings.Replace(v.Text, fmt.Sprintf("programme %q", it.Name), fmt.Sprintf("programme %q", "my-"+it.Name), 1)
		}
	}
	v.Frame.Here, v.Styles, v.Scripts = "/programmes", []string{"programmes.css", "score.css", "suggest.css"}, append(v.Scripts, "editor.js", "suggest.js")
	if s.o.Library != nil {
		v.CanSave = s.o.Library.Dir != "" && s.roleOf(r) >= access.Owner
	}
	v.Checked = s.checked([]byte(v.Text))
	s.writeView(w, r, http.StatusOK, v.Write)
}

// beginning is a text to begin with: everything that a programme must have.
const beginning = `programme "my-own" {
  title = "My own"
  about = "For an evening on the sofa."
  suits = ["sitting"]
  needs = ["carriage", "depth", "kneading"]

  phase "arrive" {
    glide {
      over  = "S1..T12"
      force = "gentle"
      speed = "30 mm/s"
      for   = "60 s"
    }
  }

  phase "work" {
    knead {
      over  = "L5..L1"
      force = "medium"
      pace  = "20 /min"
      for   = "2 min"
    }
  }

  phase "leave" {
    glide {
      over  = "T12..S1"
      force = "gentle"
      speed = "20 mm/s"
      for   = "60 s"
    }
  }
}
`

// checked is what there is to say of a text.
func (s *Server) checked(text []byte) web.Checked {
	var here []chair.Profile
	if s.o.Chair != nil {
		here = append(here, *s.o.Chair)
	}
	plan, list := library.Check(text, here...)
	c := web.Checked{Problems: list, Tally: list.Tally()}
	if plan != nil {
		c.Right, c.Card = true, web.NewCard(*plan)
	}
	return c
}

// check answers what there is to say of a text, and keeps nothing.
func (s *Server) check(w http.ResponseWriter, r *http.Request) {
	text, ok := s.sent(w, r)
	if !ok {
		return
	}
	select {
	case s.checks <- struct{}{}:
		defer func() { <-s.checks }()
	case <-r.Context().Done():
		return
	}
	s.writeView(w, r, http.StatusOK, s.checked(text).Write)
}

// sent is the text that somebody sent to be looked at, or it answers why not.
func (s *Server) sent(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "text/plain" {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "Not a text", "Send text/plain.")
		return nil, false
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, library.MostText))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		s.refuse(w, r, http.StatusRequestEntityTooLarge, "Too long", fmt.Sprintf("A programme has at most %d kB.", library.MostText>>10))
	case err != nil:
		s.refuse(w, r, http.StatusBadRequest, "Not understood", "The text did not arrive whole. Send it again.")
	case !utf8.Valid(text):
		s.refuse(w, r, http.StatusBadRequest, "Not understood", "The text is not UTF-8.")
	default:
		return text, true
	}
	return nil, false
}

// save keeps a text in the data directory. It is the owner's to do, as the routes' roles say: it changes what everybody at
// this chair can start.
func (s *Server) save(w http.ResponseWriter, r *http.Request) {
	if s.o.Library == nil || s.o.Library.Dir == "" {
		s.refuse(w, r, http.StatusConflict, "Not here", sentence(library.ErrNowhere.Error()))
		return
	}
	text, ok := s.sent(w, r)
	if !ok {
		return
	}
	name, err := s.o.Library.Save(text)
	switch {
	case errors.Is(err, library.ErrShipped), errors.Is(err, library.ErrFull), errors.Is(err, library.ErrWrong):
		s.refuse(w, r, http.StatusConflict, "Not saved", sentence(err.Error()))
	case err != nil:
		s.o.Logger.Error("a programme could not be saved", "err", err)
		s.refuse(w, r, http.StatusInternalServerError, "Not saved", sentence(err.Error()))
	default:
		s.answer(w, r, http.StatusOK, "application/json", map[string]string{"name": name})
	}
}

// lines are a text's lines.
func lines(text []byte) []string {
	return strings.Split(strings.TrimRight(strings.ToValidUTF8(string(text), "\uFFFD"), "\n"), "\n")
}

// abilityWords are a chair's abilities as people say them.
var abilityWords = [chair.AbilityEnd]string{"", "a carriage along the back", "depth", "width", "kneading", "tapping", "a back that reclines", "a leg rest", "airbags", "heat", "a depth drive for each roller"}
