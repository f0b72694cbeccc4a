package outcome

// exitSessions is how many sessions without a clear change are enough to say so (clinical reference: four weeks
// or about twelve sessions).
const exitSessions = 12

// Exit says whether it is time to tell the person that the chair does not seem to help, as of today: four weeks
// have passed, and there is no clear change or it is worse. Where the notes do not allow a verdict, twelve
// sessions say it too: without notes nobody can know that it helps. A caller does not ask during on/off weeks.
func Exit(r Record, today Day) (text string, say bool) {
	j := Judge(r, today)
	switch {
	case today < r.Begin+judgedAfter:
		return "", false
	case j.Verdict == Worse:
		return "By your own notes your back is worse than before. Please stop using the chair and talk to a physiotherapist or doctor.", true
	case j.Verdict == Same:
		return "It does not seem to be helping your back. You may still enjoy it. Regular movement is the better-supported way; a physiotherapist or doctor can say more.", true
	case j.Verdict == NotYet && j.Reason != NewTrouble && r.used(r.Begin, today+1) >= exitSessions:
		return "After twelve sessions your notes do not show that it helps. You may still enjoy it. If your back troubles you, movement or a talk with a physiotherapist or doctor is the next step.", true
	}
	return "", false
}
