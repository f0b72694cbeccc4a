package httpapi

import (
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openlumbar/lumbar/internal/api"
	"github.com/openlumbar/lumbar/internal/web"
	"github.com/openlumbar/lumbar/programme"
)

// choice is a programme and what is chosen of its variables. Forms and addresses give it as programme=NAME and
// NAME.VARIABLE=VALUE, places as one value each.
type choice struct {
	programme string
	set       map[string]string // what differs from the defaults; nil: nothing
}

// readChoice is what a form or an address asks for, whatever it may be.
func readChoice(f url.Values) choice {
	c := choice{programme: f.Get("programme")}
	for key, values := range f {
		name, ok := strings.CutPrefix(key, c.programme+".")
		if !ok || c.programme == "" {
			continue
		}
		if c.set == nil {
			c.set = map[string]string{}
		}
		c.set[name] = strings.Join(values, " ")
	}
	return c
}

// chosen is what of it can be chosen here, as a programme would write it: the zero choice if home does not offer the
// programme.
func (s *Server) chosen(f url.Values) choice {
	asked := readChoice(f)
	all := s.offered(asked.programme)
	i := slices.IndexFunc(all, func(c web.Card) bool { return c.Name == asked.programme })
	if i < 0 || asked.programme == "" {
		return choice{}
	}
	c := choice{programme: asked.programme}
	for k := range all[i].Choose.Variables {
		v := &all[i].Choose.Variables[k].Variable
		values := f[all[i].Choose.Variables[k].Name()]
		if len(values) == 0 {
			continue
		}
		text := strings.Join(values, " ")
		if v.Type == "word" {
			text = values[len(values)-1] // a switch says first what it is when it is off
		}
		if value, why := v.Choose(withUnit(v, text)); why == "" && value != v.Default {
			if c.set == nil {
				c.set = map[string]string{}
			}
			c.set[v.Name] = value
		}
	}
	return c
}

// withUnit is a value whose unit a slider without script does not say.
func withUnit(v *programme.Variable, text string) string {
	if x, err := strconv.ParseFloat(text, 64); err == nil && v.Unit != "" {
		return v.Amount(x)
	}
	return text
}

// values is the choice as a form or an address gives it.
func (c choice) values() url.Values {
	f := url.Values{}
	if c.programme == "" {
		return f
	}
	f.Set("programme", c.programme)
	for name, value := range c.set {
		f.Set(c.programme+"."+name, value)
	}
	return f
}

// kept is the choice on its way through another view.
func (c choice) kept() web.Kept {
	f := c.values()
	k := web.Kept{Query: template.URL(f.Encode())}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		k.Fields = append(k.Fields, web.KeptField{Name: name, Value: f.Get(name)})
	}
	return k
}

// home is home's address with the choice made there.
func (c choice) home() string {
	if c.programme == "" {
		return "/"
	}
	return "/?" + c.values().Encode()
}

// asChosen is the cards with the one of the choice as it has been chosen. What cannot be is as it is written.
func (s *Server) asChosen(cards []web.Card, c choice) []web.Card {
	if len(c.set) == 0 || s.o.Library == nil {
		return cards
	}
	plan, err := s.o.Library.Plan(c.programme, c.set)
	if err != nil {
		return cards
	}
	cards = slices.Clone(cards) // they may be the server's own
	for i := range cards {
		if cards[i].Name == c.programme {
			cards[i] = web.NewCard(*plan)
		}
	}
	return cards
}

// wrongChoice is why a start cannot be as somebody wants it, told before the way to a session, not at its end.
func (s *Server) wrongChoice(c choice) error {
	if len(c.set) == 0 || s.o.Library == nil {
		return nil
	}
	_, err := s.o.Library.Plan(c.programme, c.set)
	return err
}

// played answers what a programme would be with what was chosen.
func (s *Server) played(w http.ResponseWriter, r *http.Request) {
	if s.o.Library == nil {
		http.NotFound(w, r)
		return
	}
	select { // it compiles a text
	case s.checks <- struct{}{}:
		defer func() { <-s.checks }()
	case <-r.Context().Done():
		return
	}
	f := r.URL.Query()
	f.Set("programme", r.PathValue("name"))
	c := readChoice(f)
	plan, err := s.o.Library.Plan(c.programme, c.set)
	if err != nil {
		s.writeView(w, r, http.StatusOK, web.Played{Problem: sentence(err.Error())}.Write)
		return
	}
	s.writeView(w, r, http.StatusOK, web.Played{Card: web.NewCard(*plan)}.Write)
}

// installed is the programmes as other programs read them.
func (s *Server) installed() (all []api.Programme) {
	if s.o.Library == nil {
		return nil
	}
	for _, it := range s.o.Library.All() {
		if it.Plan == nil {
			continue
		}
		c := web.NewCard(*it.Plan)
		p := api.Programme{Name: c.Name, Title: c.Title, About: c.About, Minutes: c.Minutes, Suits: c.Suits, QuietSessions: c.Quiet, Text: string(it.Text)}
		for _, v := range it.Plan.Variables {
			p.Variables = append(p.Variables, api.Variable{Name: v.Name, Description: v.Description, Type: v.Type, Unit: v.Unit,
				Min: v.Min, Max: v.Max, Step: v.Step, Values: v.Words, Most: v.Most, Default: v.Default})
		}
		all = append(all, p)
	}
	return all
}
