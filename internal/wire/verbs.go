package wire

// Verbs is every verb.
func Verbs() []Verb {
	return []Verb{Start, Pause, Resume, Softer, Stronger, Skip, Finish, Enough, Nudge, Mine, Other, Stop, Wrong, Up, Move, Test, Clear, Pace, Look, Beat, Break, Mend, Tried, Count, Forget}
}
