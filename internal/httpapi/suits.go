package httpapi

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/openlumbar/lumbar/internal/people"
	"github.com/openlumbar/lumbar/internal/routine"
	"github.com/openlumbar/lumbar/internal/web"
)

// firstTime is the word among what a programme suits that is for somebody who has had no quiet session yet.
const firstTime = "first time"

// whom is the words for whom programmes are, in the order in which they are shown; those of nobody's here follow.
func whom() []string {
	return []string{routine.Sitting.String(), routine.Standing.String(), routine.Training.String(), firstTime, "short", "evening", "used to it"}
}

// filters are the words that some of the cards suit, with one of them chosen, or none.
func filters(cards []web.Card, chosen string) (all []web.Filter) {
	words := whom()
	for _, c := range cards {
		for _, w := range c.Suits {
			if !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	for _, w := range words {
		if slices.ContainsFunc(cards, func(c web.Card) bool { return slices.Contains(c.Suits, w) }) {
			all = append(all, web.Filter{Word: w, Here: w == chosen})
		}
	}
	return all
}

// suiting is the cards that suit a word; all of them for none.
func suiting(cards []web.Card, word string) []web.Card {
	return slices.DeleteFunc(slices.Clone(cards), func(c web.Card) bool { return word != "" && !slices.Contains(c.Suits, word) })
}

// suggest is which of the cards is proposed to somebody whose days are of a kind and who has had so many quiet sessions: to
// somebody new one for the first time, later the one for such a day that is for the fewest others. -1 is none.
func suggest(cards []web.Card, day routine.Kind, quiet int) int {
	word := day.String()
	if quiet == 0 {
		word = firstTime
	}
	best := -1
	for i, c := range cards {
		if slices.Contains(c.Suits, word) && quiet >= c.Quiet && (best < 0 || len(c.Suits) < len(cards[best].Suits)) {
			best = i
		}
	}
	return best
}

// noted says of each card what there is to say of it to whoever is here.
func (s *Server) noted(r *http.Request, cards []web.Card) []web.Card {
	quiet, _ := s.quietOf(r)
	cards = slices.Clone(cards) // they may be the server's own
	for i := range cards {
		cards[i].Note = notYet(cards[i].Quiet, quiet)
	}
	return cards
}

// proposed is noted, with the one that suits whoever is here before the others.
func (s *Server) proposed(r *http.Request, cards []web.Card) []web.Card {
	cards = s.noted(r, cards)
	quiet, who := s.quietOf(r)
	if who == nil {
		return cards
	}
	rt, _, known, err := s.o.Store.Routine(r.Context(), who.person.ID)
	if err != nil {
		s.o.Logger.Error("a routine cannot be read", "err", err)
	}
	if !known && quiet > 0 {
		return cards // what their days are like was never said
	}
	if i := suggest(cards, rt.Wish.Kind, quiet); i >= 0 {
		first := cards[i]
		first.Note = "For a day of " + rt.Wish.Kind.String() + "."
		if quiet == 0 {
			first.Note = "A good one to begin with."
		}
		cards = slices.Insert(slices.Delete(cards, i, i+1), 0, first)
	}
	return cards
}

// quietOf is how many quiet sessions whoever is unlocked here has had, and who that is; of a guest, or of somebody whose past
// cannot be read, it is none.
func (s *Server) quietOf(r *http.Request) (int, *sitter) {
	who, ok := s.sitter(r)
	if !ok || s.memory == nil {
		return 0, nil
	}
	budget, err := s.memory.Budget(r.Context(), who.key, s.o.Now())
	if err != nil {
		s.o.Logger.Error("what a person has had cannot be read", "err", err)
		return 0, nil
	}
	return budget.Quiet, &who
}

// notYet is why a programme is not for somebody yet who has had so many quiet sessions; nothing if it is.
func notYet(needs, had int) string {
	switch {
	case had >= needs:
		return ""
	case had == 0:
		return fmt.Sprintf("Only after %d quiet sessions.", needs)
	}
	return fmt.Sprintf("Only after %d quiet sessions; you have had %d.", needs, had)
}

// quietSession is what makes a session a quiet one, in words.
const quietSession = "A session is quiet if it ended by itself with nothing wrong, and left little soreness, as you said the next day."

// tooSoon refuses a programme to somebody who has had too few quiet sessions for it. A name that nobody knows is for whoever
// starts it to refuse.
func (s *Server) tooSoon(name string, quiet int) error {
	for _, c := range s.offered(name) {
		if why := notYet(c.Quiet, quiet); c.Name == name && why != "" {
			return fmt.Errorf("%s is not for you yet. %s %s Choose another one, or watch it on a simulated person", c.Title, why, quietSession)
		}
	}
	return nil
}

// soonest is how many quiet sessions somebody can have had by the start of a visit that begins now: the last one may turn out
// to be one, once they have said how it was the next day.
func (s *Server) soonest(known *people.Known) int {
	quiet := s.o.Check.Remember(known.Facts.Sessions, s.o.Now()).Quiet
	if known.Facts.NextDay {
		quiet++
	}
	return quiet
}

// manyCards is from how many programmes on they can be filtered by whom they suit.
const manyCards = 6
