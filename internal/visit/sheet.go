package visit

import (
	"slices"

	"github.com/openlumbar/lumbar/internal/screening"
)

// Line is one thing to choose on a card.
type Line struct{ ID, Text string }

// Card is one card of a check: a person chooses lines, or none of them.
type Card struct {
	Title string
	Lines []Line
	N, Of int // from 1
}

// card is a card and what choosing a line of it brings.
type card struct {
	title string
	lines []line
}

type line struct {
	id, text string
	asks     []string // the whole questions
	full     bool
	mark     string
}

// sheet is one check being answered: cards, each with the whole questions of what was chosen on it.
type sheet struct {
	check *screening.Check
	brief bool // what is not on it counts as no
	cards []card
	given map[string]screening.Answer
	at    int      // the card
	queue []string // whole questions that wait
	full  bool     // something was chosen that asks for the full check
	marks []string
}

// fullSheet is every card.
func fullSheet(c *screening.Check) *sheet {
	s := &sheet{check: c, given: map[string]screening.Answer{}}
	for i := range c.Rules().Cards {
		from := &c.Rules().Cards[i]
		to := card{title: from.Title}
		for j := range from.Rules {
			r := &from.Rules[j]
			if r.Line != "" {
				to.lines = append(to.lines, line{id: r.ID, text: r.Line, asks: []string{r.ID}})
			}
			for k := range r.Cases {
				if c := &r.Cases[k]; c.Line != "" {
					to.lines = append(to.lines, line{id: c.ID(r), text: c.Line, asks: []string{c.ID(r)}})
				}
			}
		}
		if len(to.lines) > 0 {
			s.cards = append(s.cards, to)
		}
	}
	return s
}

// briefSheet is the one card of a short check; nil if there is none of that name.
func briefSheet(c *screening.Check, name string) *sheet {
	b := c.Brief(name)
	if b == nil {
		return nil
	}
	one := card{title: b.Title}
	for i := range b.Signs {
		g := &b.Signs[i]
		one.lines = append(one.lines, line{g.Name, g.Line, g.Rules, g.Full, g.Mark})
	}
	return &sheet{check: c, brief: true, cards: []card{one}, given: map[string]screening.Answer{}}
}

// done says whether every card and question was answered.
func (s *sheet) done() bool { return s.at >= len(s.cards) && len(s.queue) == 0 }

// whole finds a question by its id: its text, and the further questions that follow unless the answer is no.
func (s *sheet) whole(id string) (ask string, further []string) {
	for i := range s.check.Rules().Cards {
		for j := range s.check.Rules().Cards[i].Rules {
			r := &s.check.Rules().Cards[i].Rules[j]
			for k := range r.Cases {
				c := &r.Cases[k]
				if c.ID(r) == id {
					return c.Ask, nil
				}
				if r.ID == id && c.Line == "" && c.Ask != "" {
					further = append(further, c.ID(r))
				}
			}
			if r.ID == id {
				return r.Ask, further
			}
		}
	}
	return "", nil
}

// choose answers the card: no for what was not chosen; the rest is asked whole. It says whether all ids are lines of it.
func (s *sheet) choose(ids []string) bool {
	if s.at >= len(s.cards) {
		return false
	}
	c := &s.cards[s.at]
	for _, id := range ids {
		if !slices.ContainsFunc(c.lines, func(l line) bool { return l.id == id }) {
			return false
		}
	}
	s.forget(c)
	for _, l := range c.lines {
		chosen := slices.Contains(ids, l.id)
		for _, ask := range l.asks {
			if !slices.Contains(s.queue, ask) {
				s.no(ask)
				if chosen {
					s.queue = append(s.queue, ask)
				}
			}
		}
		s.full = s.full || chosen && l.full
		if chosen && l.mark != "" {
			s.marks = append(s.marks, l.mark)
		}
	}
	// A chosen line's questions count as not sure until they are answered.
	for _, ask := range s.queue {
		delete(s.given, ask)
	}
	s.at++
	return true
}

// no answers a question and what follows from it with no.
func (s *sheet) no(id string) {
	s.given[id] = screening.No
	_, further := s.whole(id)
	for _, f := range further {
		s.given[f] = screening.No
	}
}

// forget takes back what was answered on a card.
func (s *sheet) forget(c *card) {
	s.queue = nil
	for _, l := range c.lines {
		for _, ask := range l.asks {
			delete(s.given, ask)
			_, further := s.whole(ask)
			for _, f := range further {
				delete(s.given, f)
			}
		}
	}
	if s.brief {
		s.full, s.marks = false, nil
	}
}

// answer answers the question that is asked.
func (s *sheet) answer(a screening.Answer) {
	id := s.queue[0]
	s.queue = s.queue[1:]
	s.given[id] = a
	if _, further := s.whole(id); a != screening.No && len(further) > 0 {
		for _, f := range further {
			delete(s.given, f)
		}
		s.queue = slices.Concat(further, s.queue)
	}
}

// back goes back to the card of the question, or to the card before. It says whether there was one.
func (s *sheet) back() bool {
	if s.at == 0 {
		return false
	}
	s.at--
	s.forget(&s.cards[s.at])
	return true
}

// again goes back to the first card that asks for one of the rules that wait, and takes back what was answered there.
// It says whether there is one.
func (s *sheet) again(rules []string) bool {
	for i := range s.cards {
		for _, l := range s.cards[i].lines {
			for _, ask := range l.asks {
				if r := s.check.Rule(ask); r != nil && r.Outcome == screening.W && slices.Contains(rules, ask) {
					s.at = i
					s.forget(&s.cards[i])
					return true
				}
			}
		}
	}
	return false
}

// answers is what was said so far. On a brief sheet the rest counts as no, on the full one as not sure.
func (s *sheet) answers(p screening.Person, rest screening.Answer) screening.Answers {
	a := screening.NewAnswers(p, rest)
	for id, v := range s.given {
		a.Put(id, v)
	}
	for _, id := range s.queue {
		a.Put(id, screening.Unsure)
	}
	return a
}
