package chair

// Author is who set a limit. The zero value is nobody.
type Author string

// The authors. A profile may also put its own name.
const (
	ByEveryone Author = "everyone"                    // holds for everybody
	ByChair    Author = "this chair"                  // its profile
	ByAnswers  Author = "your answers"                // the safety check
	ByDose     Author = "your budget"                 // of the day and the week
	ByChoice   Author = "your choice"                 // what the person set
	ByBack     Author = "a back that feels different" // from the one expected; until the person says who sits there
	BySeat     Author = "a seat beside the middle"    // where the person sits sideways: the rollers would press on the spine's edge
	ByPage     Author = "a page that is not heard"    // the one that started the session, on a chair without a stop button
)

// Personal says whether the limit tells something of a person, so that only that person may be told who set it.
// An author that is not known counts as personal.
func (a Author) Personal() bool { return a != ByEveryone && a != ByChair && a != ByPage }
