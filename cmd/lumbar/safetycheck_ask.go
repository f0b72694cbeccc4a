package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/muesli/cancelreader"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/screening"
	"github.com/openlumbar/lumbar/internal/screening/checkfile"
	"github.com/openlumbar/lumbar/unit"
)

// notice is said before the first question.
const notice = `For comfort and relaxation. Not a medical device; it does not diagnose, treat, cure, prevent or monitor any disease. The questions only help you decide whether to use this chair today; they can miss problems. If in doubt, or if you feel worse, stop and ask a health professional. In an emergency call your local number.`

// errLeft is said when somebody leaves before the end.
var errLeft = errors.New("you left the safety check before its end: without it there is no session. Nothing was kept")

// asker asks in the terminal. The one goroutine that it starts reads keys, and ends with the input, restore or the process.
type asker struct {
	page
	ctx   context.Context
	keys  chan rune
	check *screening.Check
	given map[string]screening.Answer
	wide  bool // a terminal, whose screen is cleared for each card
}

// ask goes through the whole check. Nothing of it is kept.
func ask(ctx context.Context, a *app, check *screening.Check, built chair.PersonRange) (given checkfile.Given, err error) {
	q, restore, err := newAsker(ctx, a, check)
	if err != nil {
		return given, err
	}
	defer func() { err = errors.Join(err, restore()) }()
	return q.all()
}

// newAsker makes the terminal ready for single keys, until restore.
func newAsker(ctx context.Context, a *app, check *screening.Check) (q *asker, restore func() error, err error) {
	q = &asker{page: page{out: a.out, colour: style(a.out).Colour}, ctx: ctx, check: check,
		keys: make(chan rune), given: map[string]screening.Answer{}}
	restore = func() error { return nil }
	from := a.in
	if f, ok := a.in.(*os.File); ok && term.IsTerminal(f.Fd()) {
		until, err := cancelreader.NewReader(f)
		if err != nil {
			return nil, nil, fmt.Errorf("reading the terminal: %w", err)
		}
		before, err := term.MakeRaw(f.Fd())
		if err != nil {
			return nil, nil, fmt.Errorf("preparing the terminal: %w", err)
		}
		from, restore = until, func() error { // no key goes here that is for whoever reads next
			until.Cancel()
			return term.Restore(f.Fd(), before)
		}
		q.raw, q.wide = true, true
		if out, ok := a.out.(*os.File); ok {
			q.cells, _, _ = term.GetSize(out.Fd()) // 0 where it is not told
		}
	}
	go hear(ctx, from, q.keys)
	return q, restore, nil
}

// all asks everything.
func (q *asker) all() (given checkfile.Given, err error) {
	p, err := q.figures()
	if err != nil {
		return given, err
	}
	if err := q.cards(); err != nil {
		return given, err
	}
	given.Answers = screening.NewAnswers(p, screening.Unanswered) // every question was: what is not counts as not sure
	for id, answer := range q.given {
		given.Answers.Put(id, answer)
	}
	q.clear() // others may come by
	return given, q.err
}

// clear begins a fresh screen.
func (q *asker) clear() {
	if q.wide && q.err == nil {
		_, q.err = io.WriteString(q.out, "\x1b[H\x1b[2J")
	}
	q.blank()
}

// figures asks for age, height and weight.
func (q *asker) figures() (p screening.Person, err error) {
	p.PainNow, p.PainWont = -1, -1
	q.clear()
	q.say(strong, "Before you start: the safety check")
	q.blank()
	q.say(ink, notice)
	q.blank()
	q.say(soft, "About three minutes. Nothing is kept. Ctrl-C leaves at any time.")
	q.blank()
	if p.Age, err = q.number("Your age, in years", checkfile.LeastAge, checkfile.MostAge); err != nil {
		return p, err
	}
	cm, err := q.number("Your height, in cm", checkfile.LeastHeight, checkfile.MostHeight)
	if err != nil {
		return p, err
	}
	kg, err := q.number("Your weight, in kg", checkfile.LeastWeight, checkfile.MostWeight)
	p.Height, p.Weight = unit.Millimetre(cm*10), unit.Kilogram(kg)
	return p, err
}

// number asks until there is a number from least to most.
func (q *asker) number(question string, least, most float64) (float64, error) {
	for {
		q.prompt(question + ": ")
		text, err := q.entry()
		if err != nil {
			return 0, err
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err == nil && v >= least && v <= most {
			return v, nil
		}
		q.say(warm, fmt.Sprintf("A number from %g to %g, please.", least, most))
	}
}

func (q *asker) prompt(text string) {
	if q.err == nil {
		_, q.err = io.WriteString(q.out, pageIndent+text)
	}
}

// item is one line of a card: a rule, or a case that stands alone.
type item struct {
	id, line, ask string
	rule          *screening.Rule
}

// items is what stands on a card.
func items(card *screening.Card) (list []item) {
	for i := range card.Rules {
		r := &card.Rules[i]
		if r.Line != "" {
			list = append(list, item{r.ID, r.Line, r.Ask, r})
		}
		for j := range r.Cases {
			if k := &r.Cases[j]; k.Line != "" {
				list = append(list, item{k.ID(r), k.Line, k.Ask, nil})
			}
		}
	}
	return list
}

// cards asks every card, and lets people go back.
func (q *asker) cards() error {
	cards := q.check.Rules().Cards
	for i := 0; i < len(cards); {
		back, err := q.card(&cards[i], i+1, len(cards))
		switch {
		case err != nil:
			return err
		case back:
			i = max(0, i-1)
		default:
			i++
		}
	}
	return nil
}

// card asks one card: none of its lines, or some of them, whose whole questions then follow.
func (q *asker) card(card *screening.Card, n, of int) (back bool, err error) {
	list := items(card)
	chosen := make([]bool, len(list))
	q.show(card, list, chosen, n, of)
	for {
		key, err := q.key()
		if err != nil {
			return false, err
		}
		i := int(key - '1')
		switch {
		case key == 'n' && !anyOf(chosen):
			return false, q.answer(list, chosen)
		case key == 'b':
			return true, nil
		case key == '?':
			q.whole(list)
		case key == keyEnter && anyOf(chosen):
			return false, q.answer(list, chosen)
		case i >= 0 && i < len(list):
			chosen[i] = !chosen[i]
			if q.wide {
				q.show(card, list, chosen, n, of)
			}
		}
	}
}

func anyOf(chosen []bool) bool {
	for _, c := range chosen {
		if c {
			return true
		}
	}
	return false
}

// show draws a card.
func (q *asker) show(card *screening.Card, list []item, chosen []bool, n, of int) {
	q.clear()
	q.line(strong.of(&q.page, card.Title) + soft.of(&q.page, fmt.Sprintf("   %d of %d", n, of)))
	q.blank()
	for i, it := range list {
		mark, l := " ", ink
		if chosen[i] {
			mark, l = "●", warm
		}
		q.line(fmt.Sprintf("%s %s  %s", l.of(&q.page, mark), soft.of(&q.page, strconv.Itoa(i+1)), l.of(&q.page, it.line)))
	}
	q.blank()
	none := calm.of(&q.page, "n") + " none of these"
	if anyOf(chosen) {
		none = calm.of(&q.page, "Enter") + " go on with the marked"
	}
	q.line(none + soft.of(&q.page, "    1-9 choose, also if in doubt    ? more words    b back"))
}

// whole shows a card's whole questions.
func (q *asker) whole(list []item) {
	q.blank()
	for i, it := range list {
		q.say(ink, fmt.Sprintf("%d. %s", i+1, it.ask))
	}
	q.blank()
}

// answer puts down a card's answers: no for what was not chosen, and for the rest what people say to the whole
// question. What was said before, if they came back, is gone.
func (q *asker) answer(list []item, chosen []bool) error {
	for i, it := range list {
		q.given[it.id] = screening.No
		if it.rule != nil {
			for j := range it.rule.Cases {
				if k := &it.rule.Cases[j]; k.Line == "" && k.Ask != "" {
					q.given[k.ID(it.rule)] = screening.No
				}
			}
		}
		if !chosen[i] {
			continue
		}
		if err := q.question(it.id, it.ask); err != nil {
			return err
		}
		if it.rule == nil || q.given[it.id] == screening.No {
			continue
		}
		for j := range it.rule.Cases {
			if k := &it.rule.Cases[j]; k.Line == "" && k.Ask != "" {
				if err := q.question(k.ID(it.rule), k.Ask); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// question asks one whole question.
func (q *asker) question(id, text string) error {
	q.clear()
	q.say(strong, text)
	q.blank()
	q.line(strings.Join([]string{calm.of(&q.page, "y") + " yes", calm.of(&q.page, "n") + " no",
		calm.of(&q.page, "u") + " not sure", calm.of(&q.page, "s") + " I would rather not say"}, "    "))
	meanings := map[rune]screening.Answer{'y': screening.Yes, 'n': screening.No, 'u': screening.Unsure, 's': screening.Skip}
	for {
		key, err := q.key()
		if err != nil {
			return err
		}
		if answer, known := meanings[key]; known {
			q.given[id] = answer
			return nil
		}
	}
}
