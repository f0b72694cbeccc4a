package programme

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/technique"
)

func abilities() []chair.Ability {
	var all []chair.Ability
	for a := chair.Ability(1); a < chair.AbilityEnd; a++ {
		all = append(all, a)
	}
	return all
}

// needs reads what a chair must have. That it is missing is left to checkNeeds, which knows what to write.
func (c *compiler) needs(r *diag.Reader) {
	if !r.Has("needs") || !diag.SomeOf(r, "needs", abilities(), &c.plan.Needs) {
		return
	}
	for i, a := range c.plan.Needs {
		if slices.Contains(c.plan.Needs[:i], a) {
			r.Error(r.AtItem("needs", i), Repeated, fmt.Sprintf("%v is there twice", a), "Name each ability once.")
		}
	}
}

// checkNeeds compares the needs with what the techniques ask of a chair. What they merely use where a chair
// has it may be among the needs, and need not.
func (c *compiler) checkNeeds(r *diag.Reader) {
	var needed, useful [chair.AbilityEnd]bool
	for _, w := range c.written {
		mark(&needed, w.needs())
		mark(&useful, w.technique.Uses)
	}
	if c.heat != nil {
		block := technique.HeatBlock()
		mark(&needed, block.Needs)
		mark(&useful, block.Uses)
	}
	if !r.Has("needs") {
		if list := quoted(marked(&needed)); len(list) > 0 {
			r.Error(r.Header(), diag.Missing, "needs is missing",
				fmt.Sprintf("It says what a chair must have. Write needs = [%s].", strings.Join(list, ", ")))
		}
		return
	}
	if c.plan.Needs == nil {
		return // it could not be read, and that has been said
	}
	told := map[string]bool{}
	for _, w := range c.written {
		var lacks []chair.Ability
		for _, a := range w.needs() {
			if !slices.Contains(c.plan.Needs, a) {
				lacks = append(lacks, a)
			}
		}
		if key := fmt.Sprint(w.technique.Word, lacks); len(lacks) > 0 && !told[key] {
			told[key] = true
			list := strings.Join(quoted(lacks), " and ")
			what := w.technique.Word
			if slices.Contains(lacks, chair.CanSides) {
				what += " on one side alone"
			}
			w.Error(w.Header(), MissingNeed, fmt.Sprintf("%s needs %s", what, list), fmt.Sprintf("Add %s to needs.", list))
		}
	}
	for i, a := range c.plan.Needs {
		if !needed[a] && !useful[a] {
			r.Warn(r.AtItem("needs", i), UnusedNeed, fmt.Sprintf("nothing here uses %q", a),
				"Take it away, so that chairs without it can run the programme.")
		}
	}
}

// needs is what a chair must have for the stroke.
func (w *written) needs() []chair.Ability {
	s := w.stroke
	s.Kind = w.technique.Kind // of one that could not be read
	return s.Needs()
}

// checkChairs tells of strokes that some chair would leave out.
func (c *compiler) checkChairs(chairs []chair.Profile) {
	for i := range chairs {
		p := &chairs[i]
		for _, w := range c.written {
			for _, a := range w.needs() {
				if p.Can(a) {
					continue
				}
				if a == chair.CanSides {
					w.Warn(w.At("side"), LeftOut, fmt.Sprintf("%s leaves this out", p.Title), "One depth drive presses both its rollers. Write side = \"both\" for them together; for tapping alone it has a tapper on each side.")
				} else {
					w.Warn(w.Header(), LeftOut, fmt.Sprintf("%s leaves this out", p.Title), fmt.Sprintf("It has no %s.", a))
				}
				break
			}
		}
	}
}

func mark(set *[chair.AbilityEnd]bool, abilities []chair.Ability) {
	for _, a := range abilities {
		set[a] = true
	}
}

func marked(set *[chair.AbilityEnd]bool) (out []chair.Ability) {
	for _, a := range abilities() {
		if set[a] {
			out = append(out, a)
		}
	}
	return out
}

func quoted(abilities []chair.Ability) []string {
	out := make([]string, len(abilities))
	for i, a := range abilities {
		out[i] = fmt.Sprintf("%q", a)
	}
	return out
}
