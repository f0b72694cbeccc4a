package screening

import (
	"errors"
	"fmt"
	"iter"
	"slices"
)

// Check is a rule set that fits together. It does not change; many may use it at once.
type Check struct {
	rules Rules
	ids   []string
}

// New checks that rules fit together; the error says everything that does not.
func New(rules Rules) (*Check, error) {
	c := &Check{rules: rules}
	for r := range c.all() {
		c.ids = append(c.ids, r.ID)
	}
	if err := errors.Join(c.wrong()...); err != nil {
		return nil, fmt.Errorf("the safety check's rules do not fit together: %w", err)
	}
	return c, nil
}

// Rules is the rule set, to be shown. It is shared: do not change it.
func (c *Check) Rules() *Rules { return &c.rules }

// IDs is the ids of all questions, cases behind their rules, in the order of the rules.
func (c *Check) IDs() []string {
	var ids []string
	for r := range c.all() {
		ids = append(ids, r.ID)
		for i := range r.Cases {
			if r.Cases[i].Ask != "" {
				ids = append(ids, r.Cases[i].ID(r))
			}
		}
	}
	return ids
}

// Rule is the rule of an id; nil if there is none.
func (c *Check) Rule(id string) *Rule {
	for r := range c.all() {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Brief is the short check of a name; nil if there is none.
func (c *Check) Brief(name string) *Brief {
	for i := range c.rules.Briefs {
		if b := &c.rules.Briefs[i]; b.Name == name {
			return b
		}
	}
	return nil
}

// all is every rule in order.
func (c *Check) all() iter.Seq[*Rule] {
	return func(yield func(*Rule) bool) {
		for i := range c.rules.Cards {
			card := &c.rules.Cards[i]
			for j := range card.Rules {
				if !yield(&card.Rules[j]) {
					return
				}
			}
		}
	}
}

// wrong lists what does not fit together.
func (c *Check) wrong() (list []error) {
	bad := func(format string, args ...any) { list = append(list, fmt.Errorf(format, args...)) }
	if len(c.ids) == 0 {
		bad("there is no rule")
	}
	for i := range c.ids {
		if slices.Contains(c.ids[:i], c.ids[i]) {
			bad("%s is there twice: give one another id", c.ids[i])
		}
	}
	for _, o := range Outcomes() {
		if c.rules.Say[o] == "" {
			bad("outcome %s has nothing to say", o)
		}
	}
	for i, l := range c.rules.Levels {
		if !(l > 0) || i > 0 && !(l > c.rules.Levels[i-1]) {
			bad("force level %d is not above the one before", i+1)
		}
	}
	list = append(list, c.wrongDoses()...)
	for r := range c.all() {
		list = append(list, c.wrongRule(r)...)
	}
	for i := range c.rules.Standing {
		s := &c.rules.Standing[i]
		list = append(list, c.wrongLimits(s.Name, &s.Limits)...)
	}
	for _, b := range c.rules.Briefs {
		for _, s := range b.Signs {
			list = append(list, c.unknown(b.Name+", "+s.Name, s.Rules)...)
		}
	}
	return append(list, c.unknown("spread", []string{c.rules.Spread})...)
}

// wrongDoses looks at the steps and the gentle version.
func (c *Check) wrongDoses() (list []error) {
	for i, s := range c.rules.Doses {
		if i == 0 && s.QuietFrom != 0 || i > 0 && s.QuietFrom <= c.rules.Doses[i-1].QuietFrom {
			list = append(list, fmt.Errorf("dose %q does not begin behind the one before, the first at 0", s.Name))
		}
		if s.Limits.Level == 0 {
			list = append(list, fmt.Errorf("dose %q has no level", s.Name))
		}
		list = append(list, c.wrongLimits(s.Name, &s.Limits)...)
	}
	if len(c.rules.Doses) == 0 {
		list = append(list, errors.New("there is no dose"))
	}
	return append(list, c.wrongLimits("gentle", &c.rules.Gentle)...)
}

// wrongRule looks at one rule.
func (c *Check) wrongRule(r *Rule) (list []error) {
	list = c.wrongEffect(r.ID, &r.Effect)
	for i := range r.Cases {
		k := &r.Cases[i]
		list = append(list, c.wrongEffect(k.ID(r), &k.Effect)...)
		list = append(list, c.unknown(k.ID(r), k.If.Rules)...)
	}
	return list
}

// wrongEffect looks at one effect.
func (c *Check) wrongEffect(id string, e *Effect) []error {
	list := c.wrongLimits(id, &e.Limits)
	if e.Outcome < OK || e.Outcome >= outcomeEnd {
		list = append(list, fmt.Errorf("%s has no outcome", id))
	}
	if e.Outcome == W && e.After == "" {
		list = append(list, fmt.Errorf("%s waits, and does not say for what: give after", id))
	}
	return list
}

// wrongLimits looks at one record.
func (c *Check) wrongLimits(id string, r *Record) []error {
	if r.Level < 0 || r.Level > len(c.rules.Levels) || r.Lower < 0 {
		return []error{fmt.Errorf("%s: the force levels are 1 to %d", id, len(c.rules.Levels))}
	}
	return nil
}

// unknown reports ids that are no rule's.
func (c *Check) unknown(where string, ids []string) (list []error) {
	for _, id := range ids {
		if !slices.Contains(c.ids, id) {
			list = append(list, fmt.Errorf("%s speaks of %q, and no rule has that id", where, id))
		}
	}
	return list
}
