package programme

import (
	"slices"
	"sort"
	"strings"

	"github.com/openlumbar/lumbar/internal/diag"
)

// checkTogether tries the ends of variables with each other: all with all if that is not too many ways, otherwise every
// two, and all at their first and last. What breaks is told with as few of them as it takes.
func (c *compiler) checkTogether(t *trials) {
	var used []*declared
	ways := 1
	for i := range c.declared {
		if d := &c.declared[i]; d.block.Used(d.Name) {
			used = append(used, d)
			ways = min(ways*len(d.extremes()), mostTogether+1)
		}
	}
	if len(used) < 2 {
		return
	}
	var told []map[string]string
	try := func(chosen map[string]string) {
		known := slices.ContainsFunc(told, func(one map[string]string) bool { return includes(chosen, one) })
		if len(told) == mostTold || known || t.try(chosen) == nil {
			return
		}
		one, f := fewest(t, used, chosen)
		told = append(told, one)
		tellTogether(used, one, f)
	}
	if ways <= mostTogether {
		each(used, map[string]string{}, try)
		return
	}
	for i, a := range used {
		for _, b := range used[i+1:] {
			each([]*declared{a, b}, map[string]string{}, try)
		}
	}
	least, most := map[string]string{}, map[string]string{}
	for _, d := range used {
		ends := d.extremes()
		least[d.Name], most[d.Name] = ends[0], ends[len(ends)-1]
	}
	try(least)
	try(most)
}

// each goes through all ways to choose the ends of some variables.
func each(all []*declared, chosen map[string]string, do func(map[string]string)) {
	if len(all) == 0 {
		do(chosen)
		return
	}
	for _, value := range all[0].extremes() {
		chosen[all[0].Name] = value
		each(all[1:], chosen, do)
	}
	delete(chosen, all[0].Name)
}

// includes says whether all of one choice is in another.
func includes(chosen, one map[string]string) bool {
	for name, value := range one {
		if chosen[name] != value {
			return false
		}
	}
	return true
}

// fewest is a choice without what it breaks without as well, and what breaks then.
func fewest(t *trials, all []*declared, chosen map[string]string) (map[string]string, *diag.Diagnostic) {
	one := map[string]string{}
	for name, value := range chosen {
		one[name] = value
	}
	f := t.try(one)
	for _, d := range all {
		value, is := one[d.Name]
		if !is {
			continue
		}
		delete(one, d.Name)
		if g := t.try(one); g != nil {
			f = g
		} else {
			one[d.Name] = value
		}
	}
	return one, f
}

// tellTogether tells of values that do not go together.
func tellTogether(all []*declared, one map[string]string, f *diag.Diagnostic) {
	var names []string
	for name, value := range one {
		names = append(names, name+" = "+value)
	}
	sort.Strings(names)
	i := slices.IndexFunc(all, func(d *declared) bool { _, is := one[d.Name]; return is })
	b := all[i].block
	b.Warn(b.Header(), VariableRange, "together, "+strings.Join(names, " and ")+" do not work",
		told(f)+" Whoever chooses them is refused and told why; narrower ranges spare them that.")
}
