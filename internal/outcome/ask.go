package outcome

import (
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/unit"
)

// An Item is one question of a note: a whole number from Least to Most, or no answer. All words are our own: no
// questionnaire of others is copied (docs/outcome.md has what is left out, and why).
type Item struct {
	Name        string // what the answer goes by
	Ask         string
	Low, High   string // what Least and Most mean
	Least, Most int
	More        bool // asked only of who wants to say more
}

// Steps are the numbers to choose from.
func (i Item) Steps() (all []int) {
	for v := i.Least; v <= i.Most; v++ {
		all = append(all, v)
	}
	return all
}

// The names of answers besides "hard-1" and so on.
const (
	itemPain, itemTight, itemRelaxed, itemSleep, itemActive, itemChange = "pain", "tight", "relaxed", "sleep", "active", "change"
	itemHard                                                            = "hard-"
)

// Asks are the questions of a note on a day of its own, by its kind; activities are the person's own, "" is none.
func Asks(k Kind, activities [Activities]string) []Item {
	scale := func(name, ask, low, high string) Item {
		return Item{Name: name, Ask: ask, Low: low, High: high, Most: 10}
	}
	more := func(i Item) Item { i.More = true; return i }
	var own []Item
	for i, a := range activities {
		if a != "" {
			own = append(own, scale(fmt.Sprint(itemHard, i+1), "How hard was it: "+a+"?", "no trouble", "could not do it"))
		}
	}
	switch k {
	case Daily:
		all := []Item{
			scale(itemPain, "Back pain today", "none", "the worst there could be"),
			more(scale(itemTight, "How tight was your back?", "not at all", "as tight as could be")),
			more(scale(itemRelaxed, "How relaxed did you feel?", "not at all", "wholly")),
		}
		for _, i := range own {
			all = append(all, more(i))
		}
		return all
	case Weekly:
		all := append([]Item{scale(itemPain, "Back pain on average", "none", "the worst there could be")}, own...)
		return append(all,
			scale(itemSleep, "How well did you sleep?", "as badly as could be", "as well as could be"),
			Item{Name: itemActive, Ask: "On how many days did you move for half an hour or more?", Low: "none", High: "every day", Most: week})
	case Monthly:
		return []Item{{Name: itemChange, Ask: k.Question(), Low: "much worse", High: "much better", Least: -mostChange, Most: mostChange}}
	}
	return nil
}

// Put takes the answer to an item.
func (n *Note) Put(name string, v int) (err error) {
	switch name {
	case itemPain:
		n.Pain, err = Rate(v)
	case itemTight:
		n.Tightness, err = Rate(v)
	case itemRelaxed:
		n.Relaxed, err = Rate(v)
	case itemSleep:
		n.Sleep, err = Rate(v)
	case itemActive:
		n.Active, err = ActiveOn(v)
	case itemChange:
		n.Change, err = ChangeBy(v)
	default:
		i, ok := hardOf(name)
		if !ok {
			return fmt.Errorf("keep a note: no question is named %q", name)
		}
		n.Hard[i], err = Rate(v)
	}
	return err
}

// Answer is what a note answers to an item, and whether it does.
func (n *Note) Answer(name string) (int, bool) {
	switch name {
	case itemPain:
		return n.Pain.Value()
	case itemTight:
		return n.Tightness.Value()
	case itemRelaxed:
		return n.Relaxed.Value()
	case itemSleep:
		return n.Sleep.Value()
	case itemActive:
		return n.Active.Value()
	case itemChange:
		return n.Change.Value()
	}
	if i, ok := hardOf(name); ok {
		return n.Hard[i].Value()
	}
	return 0, false
}

func hardOf(name string) (int, bool) {
	no, ok := strings.CutPrefix(name, itemHard)
	if !ok || len(no) != 1 || no[0] < '1' || no[0] >= '1'+Activities {
		return 0, false
	}
	return int(no[0] - '1'), true
}

// Empty says whether a note answers nothing. An empty weekly or four-weekly note is one that was skipped on purpose.
func (n Note) Empty() bool {
	return n == Note{Day: n.Day, Kind: n.Kind}
}

// ReachAsk says how the reach is measured; it is asked of who chose it, and of nobody whose safety check speaks of bones,
// discs, leg pain, dizziness or pregnancy: bending is no harmless question to them.
const ReachAsk = "Stand, knees straight, and bend forward as far as is comfortable: from fingertips to floor, in cm. Below 10 cm of difference it may be chance."

// PutReach takes a reach in cm.
func (n *Note) PutReach(cm float64) (err error) {
	n.Reach, err = ReachOf(unit.Millimetre(cm * 10))
	return err
}
