package routine

import "slices"

// Scope is what the safety check leaves of movement. The zero value is nothing.
type Scope uint8

// The scopes.
const (
	Nothing Scope = iota
	WalkAndBreathe
	All
)

// ScopeOf is what remains after an outcome of the safety check: S and U leave nothing, D and W walking and
// breathing, M and OK everything that flags allow. An unknown outcome leaves nothing.
func ScopeOf(outcome string) Scope {
	switch outcome {
	case "D", "W":
		return WalkAndBreathe
	case "M", "OK":
		return All
	}
	return Nothing
}

// A Sequence is a ready row of movements.
type Sequence struct {
	ID, Name, For string
	Minutes       int
	Movements     []string // ids
	Note          string
}

// Sequences are the seven ready ones.
func Sequences() []Sequence {
	return []Sequence{
		{ID: "desk", Name: "At the desk", For: "a pause in a day of sitting", Minutes: 3, Movements: []string{"seated-cat-cow", "rotation", "sit-to-stand", "back-bend"}},
		{ID: "floor", Name: "On the floor", For: "loosening up with time and a mat", Minutes: 5, Movements: []string{"breathing", "pelvic-tilt", "knee-rolls", "knee-to-chest", "cat-cow"}},
		{ID: "bones", Name: "Kind to bones", For: "anyone who should not round the back", Minutes: 4, Movements: []string{"march", "hip-hinge", "sit-to-stand", "arch-up"}},
		{ID: "feet", Name: "After a day on the feet", For: "the evening of a day of standing", Minutes: 5, Movements: []string{"pelvic-tilt", "knee-to-chest", "calf", "hip-flexor"}},
		{ID: "training", Name: "After training", For: "cooling down first", Minutes: 6, Movements: []string{"walk", "breathing", "hip-flexor", "hamstring"},
			Note: "Cool down and drink before a session. No session within two hours of a competition."},
		{ID: "seated", Name: "Seated, in pregnancy", For: "after your midwife or doctor has said yes", Minutes: 4, Movements: []string{"quiet", "seated-march", "seated-tilt", "seated-cat-cow"},
			Note: "Only after your midwife or doctor has said yes."},
		{ID: "after", Name: "After the session", For: "getting up and moving", Minutes: 5, Movements: []string{"quiet", "walk"}, Note: "Rise slowly."},
	}
}

// FindSequence is the sequence of an id.
func FindSequence(id string) (Sequence, bool) {
	for _, s := range Sequences() {
		if s.ID == id {
			return s, true
		}
	}
	return Sequence{}, false
}

// A Step is one movement of a chosen sequence, with what to do differently.
type Step struct {
	Movement Movement
	Change   []string
}

// Choose is what is left of a sequence for a scope and flags: a movement that a flag speaks against is replaced
// where there is another way, and left out otherwise; none comes twice. With WalkAndBreathe a walk and breathing are
// offered whatever the sequence, seated where a flag asks for it.
func Choose(s Sequence, scope Scope, flags []Flag) []Step {
	ids := s.Movements
	switch scope {
	case Nothing:
		return nil
	case WalkAndBreathe:
		ids = []string{"walk", "breathing"}
		if slices.Contains(flags, Dizzy) || slices.Contains(flags, LowBP) || slices.Contains(flags, Unsteady) {
			ids = []string{"seated-march", "breathing"}
		}
	}
	var steps []Step
	seen := map[string]bool{}
	for _, id := range ids {
		m, ok := allowed(id, flags)
		if !ok || seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		step := Step{Movement: m}
		for _, f := range flags {
			if c := m.Change[f]; c != "" && !slices.Contains(step.Change, c) {
				step.Change = append(step.Change, c)
			}
		}
		steps = append(steps, step)
	}
	return steps
}

// allowed follows a movement's replacements until no flag speaks against it.
func allowed(id string, flags []Flag) (Movement, bool) {
	for range len(Movements()) {
		m, ok := Find(id)
		if !ok {
			return Movement{}, false
		}
		next, spoken := "", false
		for _, f := range flags {
			instead, against := m.Instead[f]
			if against && instead == "" {
				return Movement{}, false
			}
			if against && !spoken {
				next, spoken = instead, true
			}
		}
		if !spoken {
			return m, true
		}
		id = next
	}
	return Movement{}, false
}
