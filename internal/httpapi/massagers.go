package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/driver/manual"
	"github.com/openlumbar/lumbar/driver/manual/massagerfile"
	"github.com/openlumbar/lumbar/internal/web"
)

// massagers shows those that are here, or the form of one: ?new=KIND or ?edit=NAME.
func (s *Server) massagers(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if name := q.Get("edit"); name != "" {
		m, err := s.o.Shelf.Get(name)
		if err != nil {
			s.showMassagers(w, r, nil, sentence(err.Error()))
			return
		}
		f := formOf(&m)
		s.showMassagers(w, r, &f, "")
		return
	}
	for _, k := range manual.Kinds() {
		if q.Get("new") == k.String() {
			_, m, err := massagerfile.Template(k)
			if err != nil {
				s.o.Logger.Error("a template cannot be read", "err", err)
				continue
			}
			f := formOf(&m)
			f.Name, f.AutoOff = "", "" // the dose counts by it: nobody has said yet that it has one
			s.showMassagers(w, r, &f, "")
			return
		}
	}
	s.showMassagers(w, r, nil, "")
}

// changeMassager keeps or removes one.
func (s *Server) changeMassager(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, mostBytes)
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "Not understood", errForm.Error())
		return
	}
	f := r.PostForm
	if f.Get("do") == "remove" {
		if err := s.o.Shelf.Remove(f.Get("name")); err != nil {
			s.showMassagers(w, r, nil, sentence(err.Error()))
			return
		}
		http.Redirect(w, r, "/massagers", http.StatusSeeOther)
		return
	}
	form := formIn(f)
	m, err := massagerOf(&form)
	if err == nil && m.Name == "" {
		m.Name = s.o.Shelf.Name(m.Title)
	}
	if err == nil {
		err = s.o.Shelf.Put(&m)
	}
	if err != nil {
		s.showMassagers(w, r, &form, sentences(err))
		return
	}
	http.Redirect(w, r, "/massagers?added="+url.QueryEscape(m.Name), http.StatusSeeOther)
}

func (s *Server) showMassagers(w http.ResponseWriter, r *http.Request, form *web.MassagerForm, problem string) {
	v := web.Massagers{Frame: s.frame(r, "Chairs and massagers"), Form: form, Problem: problem, Added: r.URL.Query().Get("added")}
	v.View, v.Styles = "massagers", []string{"guide.css"}
	all, err := s.o.Shelf.All()
	if err != nil {
		v.Problem = strings.TrimSpace(v.Problem + " " + sentence(err.Error()))
	}
	for _, m := range all {
		v.Massagers = append(v.Massagers, web.Massager{Name: m.Name, Title: m.Title, Kind: m.Kind.String(), About: aboutMassager(&m)})
	}
	s.writeView(w, r, http.StatusOK, v.Write)
}

// aboutMassager is a massager in a few words.
func aboutMassager(m *manual.Massager) string {
	parts := []string{fmt.Sprintf("%d strengths", len(m.Strengths))}
	if len(m.Strengths) == 1 {
		parts[0] = "one strength"
	}
	if m.Heat != "" {
		parts = append(parts, "warmth")
	}
	if m.AutoOff > 0 {
		parts = append(parts, fmt.Sprintf("off by itself after %g min", m.AutoOff.Minutes()))
	}
	return strings.Join(parts, ", ")
}

// regions are the parts of the back that the form offers, by the levels that they go over.
func regions() []web.Offer {
	return []web.Offer{
		{Value: "L5..L1", Text: "the lower back"}, {Value: "L5..L3", Text: "its lowest part"}, {Value: "S1..L1", Text: "lower back and sacrum"},
		{Value: "S1..T12", Text: "the whole back"},
	}
}

// mostRows is how many places the form has.
const mostRows = 3

// formOf is a massager as its form shows it.
func formOf(m *manual.Massager) web.MassagerForm {
	f := web.MassagerForm{
		Name: m.Name, Kind: m.Kind.String(), Title: m.Title, On: m.On, Off: m.Off, Strength: m.Strength, Strengths: strings.Join(m.Strengths, ", "),
		Feels: m.Feels.String(), Heat: m.Heat, Cannot: m.Cannot, Regions: regions(), Modes: map[string]string{},
	}
	if m.AutoOff > 0 {
		f.AutoOff = strconv.FormatFloat(m.AutoOff.Minutes(), 'f', -1, 64)
	}
	for _, p := range m.Places {
		f.Places = append(f.Places, web.PlaceRow{Press: p.Press, Over: p.From.String() + ".." + p.To.String()})
	}
	for _, x := range m.Modes {
		f.Modes[x.Kind.String()] = x.Press
	}
	fill(&f)
	return f
}

// fill gives a form its empty rows, and whatever region a place has that is not offered.
func fill(f *web.MassagerForm) {
	for _, p := range f.Places {
		known := false
		for _, o := range f.Regions {
			known = known || o.Value == p.Over
		}
		if !known && p.Over != "" {
			f.Regions = append(f.Regions, web.Offer{Value: p.Over, Text: p.Over})
		}
	}
	for f.Kind != manual.HandHeld.String() && len(f.Places) < mostRows {
		f.Places = append(f.Places, web.PlaceRow{Over: "L5..L1"})
	}
}

// formIn is a form as it was sent.
func formIn(f url.Values) web.MassagerForm {
	get := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	out := web.MassagerForm{
		Name: get("name"), Kind: get("kind"), Title: get("title"), On: get("on"), Off: get("off"), AutoOff: get("auto_off"),
		Strength: get("strength"), Strengths: get("strengths"), Feels: get("feels"), Heat: get("heat"), Regions: regions(), Modes: map[string]string{},
	}
	over := f["over"]
	for i, p := range f["place"] {
		if p = strings.TrimSpace(p); p != "" && i < len(over) {
			out.Places = append(out.Places, web.PlaceRow{Press: p, Over: over[i]})
		}
	}
	for _, k := range massagerfile.Does() {
		out.Modes[k.String()] = get("does-" + k.String())
	}
	for _, c := range f["cannot"] {
		out.Cannot = append(out.Cannot, strings.TrimSpace(c))
	}
	fill(&out)
	return out
}

// massagerOf is the massager that a form is about.
func massagerOf(f *web.MassagerForm) (m manual.Massager, err error) {
	m = manual.Massager{Name: f.Name, Title: f.Title, On: f.On, Off: f.Off, Strength: f.Strength, Heat: f.Heat, Cannot: f.Cannot}
	for _, k := range manual.Kinds() {
		if k.String() == f.Kind {
			m.Kind = k
		}
	}
	for _, x := range manual.Feels() {
		if x.String() == f.Feels {
			m.Feels = x
		}
	}
	if f.AutoOff != "" {
		n, wrong := strconv.ParseFloat(strings.ReplaceAll(f.AutoOff, ",", "."), 64)
		if wrong != nil || !(n >= 5 && n <= 120) {
			err = errors.Join(err, errors.New("its timer: minutes from 5 to 120, or leave it empty"))
		} else {
			m.AutoOff = time.Duration(n * float64(time.Minute))
		}
	}
	for _, p := range f.Places {
		if p.Press == "" {
			continue
		}
		from, to, _ := strings.Cut(p.Over, "..")
		place := manual.Place{Press: p.Press}
		place.From, _ = body.ParseLevel(from)
		place.To, _ = body.ParseLevel(to)
		m.Places = append(m.Places, place)
	}
	for _, k := range massagerfile.Does() {
		if word := f.Modes[k.String()]; word != "" {
			m.Modes = append(m.Modes, manual.Mode{Kind: k, Press: word})
		}
	}
	for word := range strings.SplitSeq(f.Strengths, ",") {
		if word = strings.TrimSpace(word); word != "" {
			m.Strengths = append(m.Strengths, word)
		}
	}
	check := m
	check.Name = or(check.Name, "new") // it gets one when it is kept
	return m, errors.Join(err, check.Check())
}

// sentences is a joined error as sentences.
func sentences(err error) string {
	var all []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		all = append(all, sentence(line))
	}
	return strings.Join(all, " ")
}
