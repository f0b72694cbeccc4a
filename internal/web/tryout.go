package web

import _ "embed" // the template

//go:embed tryout.html
var tryoutText string

// Tryout is the part of the view Chair where it is tried, with nobody in it.
type Tryout struct {
	Why    string // why not from this device; empty: it may be
	Record string // of the last test, in a sentence
	Keys   bool   // it takes keys: a closed chair
	Push   bool   // its rollers are pressed by hand, so that it is asked how hard
	Room   bool   // it has a thermometer, so that it is asked how warm the room is
}

func tryoutWords() map[string]string {
	return map[string]string{
		"step": "Step {step} of {steps}", "moves": "It moves. Let go to stop.", "hold": "Hold to move",
		"passed": "It passed, every step.", "failed": "It did not pass.", "aborted": "The test was given up. Nothing counts as tried.",
		"other": "Somebody tries the chair at another page.", "lost": "The connection is lost: let go, and press again.",
		"unreached": "The chair was not reached. Nothing was tried; what is on record stays.",
		"key":       "{key}: {progress}", "presses": "{key}: {progress}, pressed {n} times",
		"no": "No", "nothing": "No, nothing happens", "ok": "passed", "bad": "failed",
	}
}
