package web

// placeWords says where each level is to somebody who has never heard its name.
func placeWords() map[string]string {
	return map[string]string{
		"T12": "where the ribs end", "L1": "just under the ribs", "L2": "above the waist", "L3": "the waist, where the back is hollow",
		"L4": "the line at your belt", "L5": "just below the belt", "S1": "where the hip bone begins",
	}
}

// knownWords is what is said of a person's back, to that person.
func knownWords() map[string]string {
	return map[string]string{
		"who":       "This back looks different. Who is sitting?",
		"whoText":   "Until you say, everything stays gentle: up to 24 N, no tapping, no stretch.",
		"mine":      "It is me",
		"other":     "Somebody else",
		"otherText": "For somebody else it finishes gently, and nothing of this session is kept for you.",
		"whoHeard":  "This back looks different. Who is sitting? Two buttons wait for the answer. Until then it stays gentle.",

		"enough":      "Enough",
		"enoughAt":    "Pressing slowly harder: {place}.",
		"enoughWay":   "On the way to the next place: {place}.",
		"enoughEase":  "Letting go.",
		"enoughOf":    "{n} of {all}",
		"enoughTaken": "Taken down",
		"keys":        "Press it, or the key e, when it is as firm as you like it. Space and Enter stay STOP.",
		"enoughHeard": "Pressing slowly harder: {place}. Press e when it is enough.",

		"firm":      "This is how firm feels right to you",
		"firmAt":    "{f} N",
		"firmCap":   "not too much at {f} N, which is the most today",
		"firmText":  "What follows stays below it. It is kept for the next time.",
		"firmHeard": "How firm feels right is known now.",
		"read":      "All right",

		"lines":      "Is this your lower back?",
		"linesText":  "The lines on the picture are where the rollers felt your spine. The session goes on meanwhile.",
		"linesHeard": "Is this your lower back? You can say yes, or move the lines. The session goes on meanwhile.",
		"yes":        "Yes",
		"no":         "Not quite",
		"again":      "Move the lines",
		"nudge":      "Which line lies elsewhere?",
		"up":         "5 mm up",
		"down":       "5 mm down",
		"done":       "Done",
		"pause":      "Pause while I look",
		"still":      "Choose a line, then move it. The lines beside it move along, a little less.",
		"moved":      "{place}: {mm} mm {way}. It counts from when the rollers next let go.",
		"back":       "{place}: as it was felt.",
		"most":       "{place}: {mm} mm {way}. It goes no further: sit back and let the chair feel again.",
		"wayUp":      "up",
		"wayDown":    "down",

		"stiff":     "How stiff your back felt",
		"before":    "Before",
		"after":     "After",
		"once":      "Measured",
		"unit":      "N/mm",
		"give":      "{value} ± {doubt}",
		"noChange":  "No change that could be told: measured again at once, the same back differs by up to {least} %.",
		"changes":   "{list}. Elsewhere no change that could be told: measured again at once, the same back differs by up to {least} %.",
		"change":    "{place}, {side}: {verdict} by {by} %",
		"softer":    "softer",
		"stiffer":   "stiffer",
		"alone":     "Measured once, so there is nothing to compare with.",
		"numbers":   "In numbers",
		"stiffText": "How many newtons a roller needs for one millimetre, from 20 to 40 N. The thin line is how far the figure may be off, 19 times in 20.",
		"place":     "Place",
		"side":      "Side",
		"changed":   "Change",
		"none":      "none that could be told",
	}
}
