package web

import _ "embed" // the template

//go:embed hand.html
var handText string

// Hand is an axis that is moved by hand.
type Hand struct {
	Axis    string // its one name
	Name    string
	Back    string // what the way to its smaller places is called
	Out     string // and to its greater ones
	Rollers bool   // only with the seat empty
}

// Hands are the axes that are moved by hand, and the words for it.
func Hands() []Hand {
	return []Hand{
		{Axis: "recline", Name: "Back", Back: "up", Out: "down"},
		{Axis: "leg_rest", Name: "Leg rest", Back: "up", Out: "down"},
		{Axis: "carriage", Name: "Along the back", Back: "towards the seat", Out: "towards the head", Rollers: true},
		{Axis: "depth", Name: "Towards the person", Back: "in", Out: "out, behind the cover", Rollers: true},
	}
}

func handWords() map[string]string {
	return map[string]string{
		"ready": "Nothing is held.", "held": "It moves. Let go to stop.", "clicked": "It moves for 2 s. Click to stop.",
		"lost":    "Stopped: the connection is lost. Press again.",
		"session": "While a session runs nothing is moved by hand.",
		"fault":   "A fault is latched, and comes first.",
		"place":   "The chair does not know its places yet. The first half minute of a session finds them, with the rollers behind the cover: start one, and stop it once the back leans.",
		"seat":    "Rollers are moved by hand only with the seat empty.",
		"other":   "Somebody moves the chair at another page.",
		"silent":  "Nothing is heard of the chair.",
	}
}
