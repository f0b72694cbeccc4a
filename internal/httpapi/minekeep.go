package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openlumbar/lumbar/internal/outcome"
	"github.com/openlumbar/lumbar/internal/store"
)

// notKept is why a form that was honest cannot be kept; its person is told on the page.
type notKept string

func (e notKept) Error() string { return string(e) }

// mineKeep takes what a person wrote down or chose, and shows the page again.
func (s *Server) mineKeep(w http.ResponseWriter, r *http.Request, who sitter) {
	fields := []string{"do", "kind", "skip", "reach", "activity", "measure", "lasting"}
	for _, k := range []outcome.Kind{outcome.Daily, outcome.Weekly, outcome.Monthly} {
		for _, i := range outcome.Asks(k, allNamed) {
			fields = append(fields, i.Name)
		}
	}
	f, ok := s.ownForm(w, r, fields...)
	if !ok {
		return
	}
	b, err := s.recordOf(r.Context(), who)
	if err == nil {
		err = s.keep(context.WithoutCancel(r.Context()), who, b, f)
	}
	var why notKept
	switch {
	case err == nil:
		http.Redirect(w, r, minePath, http.StatusSeeOther)
	case errors.As(err, &why):
		s.showMine(w, r, who, string(why))
	case errors.Is(err, errForm):
		s.refuse(w, r, http.StatusBadRequest, "Not understood", sentence(errForm.Error()))
	default:
		s.mineFails(w, r, err)
	}
}

// allNamed makes every activity one that is asked for.
var allNamed = [outcome.Activities]string{"1", "2", "3"}

// keep does what a form asks for.
func (s *Server) keep(ctx context.Context, who sitter, b *record, f url.Values) error {
	switch f.Get("do") {
	case "note":
		return s.keepNote(ctx, who, b, f)
	case "take-back":
		return s.takeBack(ctx, who, b, f)
	case "aims":
		return s.keepAims(ctx, who, b, f)
	case "anew":
		a := b.aims
		a.Since, a.OnOff = b.sinceNow(), 0
		return s.o.Store.PutAims(ctx, who.key, a)
	case "on-off":
		a := b.aims
		if _, under := outcome.On(a.OnOff, b.today()); a.OnOff > 0 && under {
			return notKept("Weeks on and off are under way already.")
		}
		a.OnOff = b.today()
		return s.o.Store.PutAims(ctx, who.key, a)
	case "on-off-end":
		a := b.aims
		a.OnOff = 0
		return s.o.Store.PutAims(ctx, who.key, a)
	}
	return errForm
}

// kindOf is the kind of a note that is written on this page.
func kindOf(f url.Values) (outcome.Kind, error) {
	k, ok := outcome.KindOf(f.Get("kind"))
	if !ok || k != outcome.Daily && k != outcome.Weekly && k != outcome.Monthly {
		return 0, errForm
	}
	return k, nil
}

// keepNote keeps today's note of a kind, in place of the one that is there.
func (s *Server) keepNote(ctx context.Context, who sitter, b *record, f url.Values) error {
	k, err := kindOf(f)
	if err != nil {
		return err
	}
	n := store.Note{At: b.at, Note: outcome.Note{Day: b.today(), Kind: k}}
	if f.Get("skip") == "" {
		if err := b.read(&n.Note, f); err != nil {
			return err
		}
		if n.Note.Empty() {
			return notKept("Nothing was chosen, so nothing was noted.")
		}
	} else if k == outcome.Daily {
		return errForm
	}
	if old := b.noted(k); old != nil { // what a session has marked stays
		n.ID, n.Session, n.Marks = old.ID, old.Session, old.Marks
		if b.aims.Named.Before(old.At) {
			n.At = old.At // and so does its place
		}
	}
	if about := b.about(&n); k == outcome.Daily && n.Session == "" && about != nil {
		n.Session = about.Key
	}
	return s.o.Store.PutNote(ctx, who.key, n)
}

// read reads the answers of a form, of the questions that are asked and no others.
func (b *record) read(n *outcome.Note, f url.Values) error {
	asked := outcome.Asks(n.Kind, b.aims.Activities)
	for name := range f {
		switch name {
		case "do", "kind", "reach":
			continue
		}
		if !slices.ContainsFunc(asked, func(i outcome.Item) bool { return i.Name == name }) {
			return errForm
		}
	}
	for _, i := range asked {
		if f.Get(i.Name) == "" {
			continue
		}
		v, err := strconv.Atoi(f.Get(i.Name))
		if err != nil || n.Put(i.Name, v) != nil {
			return errForm
		}
	}
	if text := strings.Replace(f.Get("reach"), ",", ".", 1); text != "" {
		if n.Kind != outcome.Daily || !b.asksReach() {
			return errForm
		}
		cm, err := strconv.ParseFloat(text, 64)
		if err == nil {
			err = n.PutReach(cm)
		}
		if err != nil {
			return notKept("A reach is from -50 to 100 cm: nothing was noted.")
		}
	}
	return nil
}

// takeBack takes today's note of a kind back. What was said of a session stays.
func (s *Server) takeBack(ctx context.Context, who sitter, b *record, f url.Values) error {
	k, err := kindOf(f)
	if err != nil {
		return err
	}
	n := b.noted(k)
	switch {
	case n == nil:
		return notKept("There is nothing of today to take back.")
	case len(n.Marks) > 0:
		n.Note = outcome.Note{Day: n.Note.Day, Kind: n.Note.Kind}
		return s.o.Store.PutNote(ctx, who.key, *n)
	}
	return s.o.Store.DropNote(ctx, who.key, n.ID)
}

// sinceNow is from when a comparison counts that begins now: a session of today is not its first.
func (b *record) sinceNow() outcome.Day {
	today := b.today()
	if slices.Contains(b.days(), today) {
		return today + 1
	}
	return today
}

// fixed says whether a comparison has begun, so that what is judged stays: chosen after the start, chance would choose.
func (b *record) fixed() bool { return b.aims.Since > 0 && b.begin() > 0 }

// measures are what can be judged, by the names that forms give them.
var measures = []struct {
	name string
	m    outcome.Measure
}{{"pain", outcome.Pain}, {"tightness", outcome.Tightness}, {"activities", outcome.Hardness}}

// keepAims keeps what a person wants to get better at.
func (s *Server) keepAims(ctx context.Context, who sitter, b *record, f url.Values) error {
	if b.fixed() {
		return notKept("What is judged was chosen before the start and stays. A new comparison lets you choose anew.")
	}
	a := store.Aims{Named: b.aims.Named, Since: b.aims.Since, OnOff: b.aims.OnOff}
	n := 0
	for _, text := range f["activity"] {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			if n == outcome.Activities {
				return errForm
			}
			a.Activities[n] = text
			n++
		}
	}
	i := slices.IndexFunc(measures, func(m struct {
		name string
		m    outcome.Measure
	}) bool {
		return m.name == f.Get("measure")
	})
	if i < 0 {
		return notKept("Choose what is to be judged: nothing was kept.")
	}
	a.Measure, a.Lasting = measures[i].m, f.Get("lasting") != ""
	if f.Get("reach") != "" {
		if !b.mayReach() {
			return errForm
		}
		a.Reach = true
	}
	if a.Activities != b.aims.Activities {
		a.Named = b.at.UTC().Truncate(time.Millisecond)
	}
	if a.Since == 0 {
		a.Since = b.sinceNow()
	}
	if err := a.Check(); err != nil {
		return notKept(sentence(err.Error()))
	}
	return s.o.Store.PutAims(ctx, who.key, a)
}
