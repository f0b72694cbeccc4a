package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/web"
)

// moves shows one sequence of movements, as far as the person's check and what they named leave it.
func (s *Server) moves(w http.ResponseWriter, r *http.Request, who sitter) {
	seq, ok := routine.FindSequence(or(r.URL.Query().Get("of"), "desk"))
	if !ok {
		seq, _ = routine.FindSequence("desk")
	}
	scope, flags, says, err := s.movement(r.Context(), who)
	if err != nil {
		s.weekFails(w, r, err)
		return
	}
	f := s.frame(r, "Movements")
	f.Here, f.Scripts, f.Styles = weekPath, append(f.Scripts, "week.js"), append(f.Styles, "week.css")
	v := web.Moves{Frame: f, Name: seq.Name, For: seq.For, Minutes: seq.Minutes, Note: seq.Note, Stop: routine.Stop, Says: says}
	for _, x := range routine.Sequences() {
		v.Sequences = append(v.Sequences, web.SequenceLink{ID: x.ID, Name: x.Name, Minutes: x.Minutes, Here: x.ID == seq.ID})
	}
	steps := routine.Choose(seq, scope, flags)
	for i, m := range moves(steps) {
		v.Steps = append(v.Steps, web.MoveStep{Move: m, N: i + 1, Ways: ways(steps[i].Movement)})
	}
	named, err := s.o.Store.Flags(r.Context(), who.key)
	if err != nil {
		s.weekFails(w, r, err)
		return
	}
	for _, flag := range routine.Asked() {
		p := web.Pick{ID: string(flag), Text: capital(flag.Words())}
		for _, n := range named {
			p.On = p.On || n == flag
		}
		v.Asked = append(v.Asked, p)
	}
	s.writeView(w, r, http.StatusOK, v.Write)
}

// movement is what a person's checks and words leave of movement, and why it is less than everything. Rules of every
// check that was kept count: a condition may be forgotten in one of them.
func (s *Server) movement(ctx context.Context, who sitter) (scope routine.Scope, flags []routine.Flag, says []string, err error) {
	checks, err := s.o.Store.Checks(ctx, who.key)
	if err != nil {
		return 0, nil, nil, err
	}
	named, err := s.o.Store.Flags(ctx, who.key)
	if err != nil {
		return 0, nil, nil, err
	}
	scope, says = routine.WalkAndBreathe, []string{"Until your first safety check there is walking and breathing here: the check knows what else suits you."}
	if n := len(checks); n > 0 {
		scope, says = routine.ScopeOf(checks[n-1].Outcome), nil
		switch {
		case scope == routine.All:
		case checks[n-1].Outcome == "W" && !s.o.Now().Before(checks[n-1].Until):
			scope, says = routine.WalkAndBreathe, []string{"Walking and breathing for now: the next safety check opens the rest."}
		case scope == routine.WalkAndBreathe:
			says = []string{"Your last safety check leaves walking and breathing for now."}
		default:
			says = []string{"After your last safety check no movement is proposed here. Ask a health professional first."}
		}
		for _, c := range checks {
			for _, rule := range c.Rules {
				flags = append(flags, routine.Flag(rule))
			}
		}
	}
	return scope, append(flags, named...), says, nil
}

// ways is who does something else, in sentences.
func ways(m routine.Movement) (list []string) {
	for _, way := range m.Ways() {
		var with []string
		for _, f := range way.With {
			with = append(with, f.Words())
		}
		does := "leave it out"
		if way.Instead != "" {
			does = strings.ToLower(way.Instead[:1]) + way.Instead[1:] + " instead"
		}
		list = append(list, "With "+either(with)+": "+does+".")
	}
	return list
}

// either joins words as a sentence does.
func either(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}

// movesKeep takes what speaks against movements beyond the safety check.
func (s *Server) movesKeep(w http.ResponseWriter, r *http.Request, who sitter) {
	f, ok := s.weekForm(w, r)
	if !ok {
		return
	}
	flags := []routine.Flag{}
	for _, asked := range routine.Asked() {
		for _, id := range f["flag"] {
			if id == string(asked) {
				flags = append(flags, asked)
			}
		}
	}
	if err := s.o.Store.PutFlags(r.Context(), who.key, flags); err != nil {
		s.weekFails(w, r, err)
		return
	}
	http.Redirect(w, r, weekPath+"/moves", http.StatusSeeOther)
}
