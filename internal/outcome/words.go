package outcome

import "fmt"

// Caveat goes with every verdict.
const Caveat = "Most back pain gets better by itself, and people start when it is at its worst, so this cannot prove the chair did it."

// feltOnly goes with the difference of before and after a session.
const feltOnly = "This is how the session felt. It says nothing about whether the chair helps your back over weeks."

// String is the verdict in the words of the page.
func (v Verdict) String() string {
	switch v {
	case Better:
		return "clearly better"
	case Same:
		return "no clear change"
	case Worse:
		return "worse"
	}
	return "not enough to say yet"
}

// String is the reason as one sentence for the person, or nothing.
func (r Reason) String() string {
	switch r {
	case NoBaseline:
		return "There are fewer than four daily notes in every week before the chair, so there is nothing to compare with."
	case TooEarly:
		return "The weeks to be compared are not over."
	case FewRatings:
		return "One of the weeks to be compared has fewer than four daily notes."
	case FewSessions:
		return "The chair was hardly used in this time."
	case MixedBaseline:
		return "There were sessions in the weeks meant to be without the chair."
	case NewTrouble:
		return "Your notes are lower, but trouble that is newer than three months mostly passes by itself. Weeks on and off would tell more."
	case LowStart:
		return "You began so low that a clear improvement could hardly show."
	}
	return ""
}

// Describe states the test in one or two sentences.
func (t Test) Describe() string {
	if t == OnAndOff {
		return "The second week of each two weeks with the chair, against the second week of each two without it. " +
			"A change counts if it is 2 points or 30 %, the same way both times, and more than weeks wander by themselves."
	}
	return "The average of weeks 3 and 4 with the chair, against the average of the weeks before it. " +
		"Better counts if it is 2 points or 30 %, and more than 95 of 100 people in a trial showed in a month who did nothing new. " +
		"Worse counts if it is 2 points or 30 % in each of the two weeks, and more than your days vary."
}

// Words are a judgement in sentences for the person, in order: the verdict with what was compared, the reason if
// there is one, the test, the caveat. They hold the person's own figures and belong on that person's page alone.
func (j Judgement) Words() []string {
	lead := fmt.Sprintf("By your own notes: %s.", j.Verdict)
	if j.Verdict != NotYet || j.Reason == NewTrouble {
		lead = fmt.Sprintf("By your own notes: %s. %s was %.1f and is %.1f; clearly better would be %.1f lower.",
			j.Verdict, title(j.Measure.String()), j.Was, j.Is, j.Needed)
	}
	words := []string{lead}
	if why := j.Reason.String(); why != "" {
		if j.Reason == TooEarly {
			why = fmt.Sprintf("It can be said from %s.", j.Ready.Words())
		}
		words = append(words, why)
	}
	return append(words, j.Test.Describe(), Caveat)
}

// Felt is how one session felt, from the notes right before and right after it, as sentences for the person; nothing
// if neither pain nor tightness was noted both times. It is never part of a verdict.
func Felt(before, after Note) []string {
	var words []string
	for _, m := range []Measure{Pain, Tightness} {
		b, ok := m.of(before, 0)
		a, also := m.of(after, 0)
		if ok && also {
			words = append(words, fmt.Sprintf("%s was %.0f before and %.0f after.", title(m.String()), b, a))
		}
	}
	if words != nil {
		words = append(words, feltOnly)
	}
	return words
}

func title(s string) string { return string(s[0]-'a'+'A') + s[1:] }
