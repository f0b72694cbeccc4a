package library

import (
	"fmt"
	"strings"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/programmes"
	"github.com/openlumbar/lumbar/technique"
)

// Place is one press at one level: what the page Here asks for. Its name is that of a programme which nobody wrote, such
// as "here-l4-medium-60".
type Place struct {
	Level body.Level
	Force string // a force word
	Hold  int    // seconds, one of Holds
}

// Holds are the times that can be asked for, in seconds. The longest is two presses of half the time with the rollers off
// the back between: nobody is pressed for longer than a minute and a half in one place, nor for two at one spot.
func Holds() []int { return []int{20, 40, 60, 100} }

const hereName = "here"

// mostHold is the longest hold of the language, in seconds.
const mostHold = 60

// Name is the programme's name.
func (p Place) Name() string {
	return fmt.Sprintf("%s-%s-%s-%d", hereName, strings.ToLower(p.Level.String()), p.Force, p.Hold)
}

// ParsePlace reads a name; false if it is another programme's.
func ParsePlace(name string) (p Place, ok bool) {
	for l := body.S1; l < body.LevelEnd; l++ {
		for _, s := range technique.Strengths() {
			for _, hold := range Holds() {
				if p := (Place{l, s.Word, hold}); p.Name() == name {
					return p, true
				}
			}
		}
	}
	return Place{}, false
}

// source is the programme's text. Eased in and out for 4 s.
func (p Place) source() (file string, src []byte) {
	press := func(hold int) string {
		return fmt.Sprintf(`    press {
      at    = [%q]
      force = %q
      ease  = "4 s"
      hold  = "%d s"
    }
`, p.Level.String(), p.Force, hold)
	}
	strokes := press(p.Hold)
	if p.Hold > mostHold {
		strokes = press(p.Hold/2) + fmt.Sprintf("    rest {\n      at  = %q\n      for = \"6 s\"\n    }\n", p.Level.String()) + press(p.Hold/2)
	}
	text := fmt.Sprintf(`# One place, pressed once: what the page Here asks for.
programme %q {
  title = "Here: %s, %s"
  about = "Pressure on one place, eased in, held and eased out."
  needs = ["carriage", "depth"]

  phase "here" {
%s  }
}
`, p.Name(), p.Level, p.Force, strokes)
	return p.Name() + programmes.Extension, []byte(text)
}
