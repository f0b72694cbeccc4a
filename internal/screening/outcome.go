package screening

// Outcome is what follows from an answer, and from all of them: the greater, the more severe. The zero value is
// invalid.
type Outcome uint8

// The outcomes.
const (
	_  Outcome = iota
	OK         // nothing speaks against a session
	M          // the gentle version
	W          // not now: ask again after a while
	D          // ask a professional first
	U          // see a doctor within a day or so
	S          // emergency care now
	outcomeEnd
)

var outcomeNames = [outcomeEnd]string{"", "OK", "M", "W", "D", "U", "S"}

// String is the outcome's one name.
func (o Outcome) String() string {
	if o == 0 || o >= outcomeEnd {
		return "outcome?"
	}
	return outcomeNames[o]
}

// Refused says whether there is no session. What is not known is refused.
func (o Outcome) Refused() bool { return o != OK && o != M }

// Outcomes is all of them, the mildest first.
func Outcomes() []Outcome { return []Outcome{OK, M, W, D, U, S} }
