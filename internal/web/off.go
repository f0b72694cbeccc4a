package web

// Off is the part of the view Chair that says that the chair is not reached, and what a person can do.
type Off struct {
	Title  string // of the chair
	Must   string // why not from this device; empty: it may be
	Why    string // what the control said, a sentence
	Mend   string // what to look at, a sentence
	Link   string
	Fixed  string     // why another cannot be chosen here; empty: it can
	Others []ChairRow // that can be used instead
}
