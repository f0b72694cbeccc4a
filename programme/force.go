package programme

import (
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// zoneOf is the zone in which a level counts before anybody sits down, on the cautious side: S1 is the edge of
// the sacrum, T12 that of the ribs. In a session the person's own map decides.
func zoneOf(l body.Level) chair.Zone {
	switch l {
	case body.S1:
		return chair.ZoneSacrum
	case body.T12:
		return chair.ZoneRibs
	}
	return chair.ZoneMuscle
}

// checkForce compares a stroke's force with what is allowed where it goes. Newtons that are too many
// everywhere are a mistake; elsewhere the force is capped, and the author should know. A word asks for a share
// of what the person likes: it may be capped, but is never a mistake.
func (c *compiler) checkForce(w *written) {
	s := &w.stroke
	if s.Force == 0 {
		return
	}
	if len(s.Forces) > 0 && len(s.At) > 0 {
		c.checkPlaces(w)
		return
	}
	most := unit.Newton(-1)
	var capped []string
	for _, l := range s.Covers() {
		limit := c.limits.Force[zoneOf(l)].Max
		most = max(most, limit)
		if s.Force > limit {
			capped = append(capped, fmt.Sprintf("%s at %v", newtons(limit), l))
		}
	}
	if len(capped) == 0 {
		return
	}
	asked := newtons(s.Force)
	if word := w.word("force"); word != "" {
		asked = fmt.Sprintf("%q (%s)", word, asked)
	} else if s.Force > most {
		w.Error(w.At("force"), OverLimit, fmt.Sprintf("force of %s is over the limit for %s", asked, chair.ByEveryone),
			fmt.Sprintf("At most %s per roller here.", newtons(most)))
		return
	}
	w.Warn(w.At("force"), Capped, fmt.Sprintf("force of %s is more than some places bear", asked),
		fmt.Sprintf("It will be %s. Ask for less, or leave out these levels.", strings.Join(capped, ", ")))
}

// checkPlaces compares the forces of a press, one for each place, with what is allowed there.
func (c *compiler) checkPlaces(w *written) {
	s := &w.stroke
	for i, f := range s.Forces {
		if i >= len(s.At) {
			return // that there are too many has been told
		}
		limit := c.limits.Force[zoneOf(s.At[i])].Max
		switch {
		case f.Force <= limit:
		case f.Share > 0:
			w.Warn(w.AtItem("force", i), Capped, fmt.Sprintf("force of %s is more than %v bears", newtons(f.Force), s.At[i]),
				fmt.Sprintf("It will be %s there. Ask for less.", newtons(limit)))
		default:
			w.Error(w.AtItem("force", i), OverLimit, fmt.Sprintf("force of %s at %v is over the limit for %s", newtons(f.Force), s.At[i], chair.ByEveryone),
				fmt.Sprintf("At most %s per roller there.", newtons(limit)))
		}
	}
}

// checkEach compares how many forces and holds a press has with how many places, and says whether they fit.
func checkEach(w *written) bool {
	s, good := &w.stroke, true
	for name, n := range map[string]int{"force": len(s.Forces), "hold": len(s.Holds)} {
		if len(s.At) > 0 && n > 0 && n != len(s.At) {
			w.Error(w.At(name), diag.Contradiction, fmt.Sprintf("%d values of %s for %d places", n, name, len(s.At)),
				fmt.Sprintf("Write one for each place of at, in the same order, or a single %s for all.", name))
			good = false
		}
	}
	return good
}

// word is the value of an attribute that was read and is a word; empty if it is a quantity.
func (w *written) word(name string) string {
	var text string
	if !w.Text(name, &text) || strings.ContainsAny(text, "0123456789") {
		return ""
	}
	return text
}
