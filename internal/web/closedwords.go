package web

// ClosedEnglish is the page's words where the chair is a closed one: it has a power key and no red button, reports levels and
// no force, and goes home by its own computer.
func ClosedEnglish() Words {
	w := English()
	w.Stages["idle"] = Line{"Ready", "Nothing is asked of the chair."}
	w.Stages["massage"] = Line{"Massage", "Lumbar presses the chair's keys, one after the other."}
	w.Stages["retreating"] = Line{"Stopping", "The power key is pressed. It has stopped when the chair says so."}
	w.Stages["done"] = Line{"Done", "The chair has said that it has stopped."}
	w.Outcomes["finished"] = Line{"Finished", "The programme ran to its end, and the chair has said that it has stopped."}
	w.Outcomes["stopped"] = Line{"Stopped", "The session was stopped, and the chair has said that it has."}
	w.Outcomes["fault"] = Line{"Ended by a fault", "The session is over."}
	w.Outcomes["ended"] = Line{"Ended early", "The chair could not go on, and has stopped. You can start again."}
	w.Stop["unconfirmed"] = "not confirmed: press the chair's own power key"
	w.Link["lost"] = Line{"The picture has stopped", "This page has lost its connection and is trying again. A session goes on; if the server itself is gone, the chair is switched off within three seconds. STOP still sends."}
	w.Link["silent"] = Line{"The control does not answer", "The part that presses the chair's keys is not heard. If the chair moves, press its own power key."}
	w.Why["ask"] = "The chair has said that it has stopped. Why did you stop?"
	w.Page = map[string]string{
		"":        "this page need not stay awake",
		"heard":   "Keep this page awake, and the chair's remote at hand. Not heard for 30 s, the session is stopped.",
		"unheard": "The page that started this is not heard: in a moment the session is stopped.",
		"gone":    "The page that started this is not heard: the session is stopped.",
	}
	w.Notes["back"] = "The connection is back."
	w.Closed = map[string]string{
		"step": "Step {n} of {all}", "atPlace": "{technique}, {where}", "there": "there, as the chair says", "way": "on its way",
		"none": "nothing", "yes": "on", "no": "off", "speed": "{n} of {all}", "whole": "the whole back", "part": "steps {from} to {to}", "spot": "step {from}",
		"depth": "{n} of {all}, at most {most}", "speedMost": "{n} of {all}, at most {most}", "at": "step {n} of {all}",
		"counts": "{spent} of at most {most}", "own": "in {time}, by its own timer", "ownNone": "not running",
		"asked": "waits to be pressed", "sent": "pressed; no word of the chair yet", "seen": "pressed; the chair is heard and does not show it yet",
		"verified": "done: the chair shows it", "not confirmed": "pressed; the chair is not heard", "failed": "it did not come about",
		"again": ", {n} times", "slowest": "It is at its slowest.",
		"free": "not linked: the chair's own app may have it", "linking": "being made", "linked": "in order", "lost": "lost: {why}", "ends": "being let go of",
		"not known": "not known", "idle": "stopped", "returning": "on its way home", "waiting": "waits for a key", "running": "at work", "broken": "reports an error",
		"remote":  "Somebody works the chair by its own remote: it has the last word.",
		"stopped": "The chair says now that it has stopped.", "hasStopped": "It has stopped", "seeking": "Lumbar looks for the chair and presses its power key.",
		"tally": "{time} counted", "stoppedIn": "it said that it stops {time} s after it was asked",
	}
	return w
}
