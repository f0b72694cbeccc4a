package manual

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openlumbar/lumbar/body"
	"github.com/openlumbar/lumbar/technique"
	"github.com/openlumbar/lumbar/unit"
)

// Kind is what sort of device a massager is. The zero Kind is none.
type Kind uint8

// The kinds.
const (
	Chair Kind = iota + 1
	Cushion
	HandHeld
	kindEnd
)

// Kinds are all kinds, in the order in which they are offered.
func Kinds() []Kind { return []Kind{Chair, Cushion, HandHeld} }

// String is the kind's one name in text.
func (k Kind) String() string {
	switch k {
	case Chair:
		return "chair"
	case Cushion:
		return "cushion"
	case HandHeld:
		return "hand-held"
	}
	return "kind?"
}

// Feel is how firm the weakest strength feels to its owner. The zero Feel is none.
type Feel uint8

// The feels.
const (
	Gentle Feel = iota + 1
	Medium
	Firm
	feelEnd
)

// Feels are all, the gentlest first.
func Feels() []Feel { return []Feel{Gentle, Medium, Firm} }

// String is the feel's one name.
func (f Feel) String() string {
	switch f {
	case Gentle:
		return "gentle"
	case Medium:
		return "medium"
	case Firm:
		return "firm"
	}
	return "feel?"
}

// Place is a part of the back that a chair or cushion can be set to. A hand-held massager has none.
type Place struct {
	Press    string     // the remote's own word
	From, To body.Level // what it goes over, as far as its owner can tell
}

// Mode is something that a massager does.
type Mode struct {
	Kind  technique.Kind // glide, knead, tap (vibration counts as tapping) or press
	Press string         // the remote's own word
}

// Massager is one device without a link, in its remote's own words. A Massager that Check finds good is meant wherever
// one is asked for.
type Massager struct {
	Name      string // small letters, digits, single dashes
	Title     string // for people
	Kind      Kind
	On, Off   string        // what to press to switch it on and off
	AutoOff   time.Duration // it switches itself off; 0: not known, or never
	Places    []Place
	Modes     []Mode
	Strength  string   // the key that changes the strength; empty: the strengths are keys themselves
	Strengths []string // the words of its strengths, the weakest first
	Feels     Feel     // how firm the weakest feels
	Heat      string   // what to press for warmth; empty: it has none
	Cannot    []string // what it cannot do, in sentences
}

// Bounds of what a massager may say of itself: more than any remote known has, and short enough for a large display.
const (
	mostWord      = 24 // characters of a key or a strength
	mostTitle     = 40
	mostPlaces    = 6
	mostModes     = 6
	mostStrengths = 20 // hand-held massagers have up to so many
	leastAutoOff  = 5 * time.Minute
	mostAutoOff   = 2 * time.Hour
)

// Check says everything that is wrong with a massager, or nil.
func (m *Massager) Check() error {
	var wrong []error
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	word := func(what, text string) {
		if n := len([]rune(text)); n == 0 || n > mostWord || !plain(text) {
			say("%s: a word of 1 to %d letters as its remote has it, please, not %q", what, mostWord, text)
		}
	}
	if !named(m.Name) {
		say("the name %q cannot be used: small letters, digits and single dashes, such as old-chair", m.Name)
	}
	if n := len([]rune(m.Title)); n == 0 || n > mostTitle || !plain(m.Title) {
		say("the title %q cannot be used: 1 to %d letters, such as Chair in the study", m.Title, mostTitle)
	}
	if m.Kind == 0 || m.Kind >= kindEnd {
		say("its kind is missing: chair, cushion or hand-held")
	}
	if m.Feels == 0 || m.Feels >= feelEnd {
		say("how firm its weakest strength feels is missing: gentle, medium or firm")
	}
	word("switching on", m.On)
	word("switching off", m.Off)
	if m.AutoOff != 0 && (m.AutoOff < leastAutoOff || m.AutoOff > mostAutoOff) {
		say("it switches itself off after %.4g min: from %g to %g min, or leave it out", m.AutoOff.Minutes(), leastAutoOff.Minutes(), mostAutoOff.Minutes())
	}
	switch n := len(m.Places); {
	case m.Kind == HandHeld && n > 0:
		say("a hand-held massager has no places: you choose where it goes")
	case m.Kind != HandHeld && (n == 0 || n > mostPlaces):
		say("places: 1 to %d parts of the back that it can be set to, not %d", mostPlaces, n)
	}
	for _, p := range m.Places {
		word("a place", p.Press)
		if !p.From.Valid() || !p.To.Valid() || p.From > p.To {
			say("the place %q goes over two levels from below to above, such as L5..L1", p.Press)
		}
	}
	if n := len(m.Modes); n == 0 || n > mostModes {
		say("what it does: 1 to %d ways, not %d", mostModes, n)
	}
	for i, x := range m.Modes {
		word("what it does", x.Press)
		if !slices.Contains([]technique.Kind{technique.Glide, technique.Knead, technique.Tap, technique.Press}, x.Kind) {
			say("%q is none of glide, knead, tap, press", x.Kind)
		}
		if slices.ContainsFunc(m.Modes[:i], func(y Mode) bool { return y.Kind == x.Kind }) {
			say("%s is there twice", x.Kind)
		}
	}
	if n := len(m.Strengths); n == 0 || n > mostStrengths {
		say("strengths: 1 to %d, the weakest first, not %d", mostStrengths, n)
	}
	for _, s := range m.Strengths {
		word("a strength", s)
	}
	if m.Strength != "" {
		word("the key for strength", m.Strength)
	}
	if m.Heat != "" {
		word("the key for warmth", m.Heat)
	}
	return errors.Join(wrong...)
}

// plain says whether a text can stand on a display: no line ends or other control characters.
func plain(text string) bool {
	return !slices.ContainsFunc([]rune(text), func(r rune) bool { return r < ' ' || r == 0x7f })
}

// named says whether a name can be one of a file, too.
func named(name string) bool {
	if name == "" || len(name) > mostTitle || name[0] == '-' || name[len(name)-1] == '-' {
		return false
	}
	last := rune('-')
	for _, r := range name {
		if r == '-' && last == '-' || r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
		last = r
	}
	return true
}

// Levels is how many levels of force there are.
const Levels = 5

// levelForce is one level of force: five equal steps up to the limit for everyone, the safety check's assumption.
const levelForce unit.Newton = 12

// LevelOf is the force level, 1 to Levels, that a strength counts as, from 1: the weakest as its owner feels it (gentle 1,
// medium 2, firm 3), the strongest as the highest, those between in equal steps, rounded up. It is an assumption about a
// device that reports nothing: unverified, and meant to err on the firm side.
func (m *Massager) LevelOf(strength int) int {
	n, weakest := len(m.Strengths), int(m.Feels)
	if n <= 1 || strength <= 1 {
		return weakest
	}
	return min(Levels, weakest+((strength-1)*(Levels-weakest)+n-2)/(n-1))
}

// strongest is the greatest strength that counts as no more than a level; 0 if there is none.
func (m *Massager) strongest(level int) int {
	best := 0
	for s := range m.Strengths {
		if m.LevelOf(s+1) <= level {
			best = s + 1
		}
	}
	return best
}

// levelIn is the highest level within a force.
func levelIn(most unit.Newton) int { return min(Levels, int(float64(most/levelForce)+1e-9)) }
