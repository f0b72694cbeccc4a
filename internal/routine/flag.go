package routine

import "slices"

// flagWords are the flags in words for people, in the order in which they are said.
var flagWords = []struct {
	flag  Flag
	words string
}{
	{ThinBones, "thin bones"}, {Fracture, "a broken bone in the back"}, {Disc, "a slipped disc"}, {LegPain, "pain that runs into a leg"},
	{Slipped, "a vertebra that has slipped"}, {Stenosis, "a narrow spinal canal"}, {SpineOp, "an operation on the spine"},
	{RecentOp, "a recent operation"}, {Pregnant, "pregnancy"}, {HighBP, "high blood pressure"}, {LowBP, "feeling faint on standing up"},
	{JustHurt, "a fresh injury"}, {Dizzy, "dizziness"}, {Unsteady, "unsteady legs"}, {KneePain, "sore knees"}, {WristPain, "sore wrists"},
	{HipReplace, "a new hip"},
}

// Words are a flag in words, as in "leave it out with ..."; nothing for a flag that no movement knows.
func (f Flag) Words() string {
	for _, w := range flagWords {
		if w.flag == f {
			return w.words
		}
	}
	return ""
}

// Asked are the flags that the safety check does not ask for.
func Asked() []Flag { return []Flag{Dizzy, Unsteady, KneePain, WristPain, HipReplace} }

// Way is what some people do in place of a movement.
type Way struct {
	With    []Flag
	Instead string // the name of another movement; "" is to leave it out
}

// Ways are for whom a movement is another one, or none: the ones to leave it out first, then by the other's name.
func (m Movement) Ways() (ways []Way) {
	for _, w := range flagWords {
		id, against := m.Instead[w.flag]
		if !against {
			continue
		}
		name := ""
		if other, ok := Find(id); ok {
			name = other.Name
		}
		i := slices.IndexFunc(ways, func(w Way) bool { return w.Instead == name })
		if i < 0 {
			i = len(ways)
			ways = append(ways, Way{Instead: name})
		}
		ways[i].With = append(ways[i].With, w.flag)
	}
	slices.SortStableFunc(ways, func(a, b Way) int {
		switch {
		case a.Instead == b.Instead:
			return 0
		case a.Instead < b.Instead:
			return -1
		}
		return 1
	})
	return ways
}
