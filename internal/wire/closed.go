package wire

// Closed is what a page shows of a closed chair, which moves by its own computer: what it was asked to be at and what it says
// that it is at. It reports levels, no force, and no axes.
type Closed struct {
	Link    LinkState `json:"link"`
	LinkWhy string    `json:"link_why,omitempty"` // while it is linking or lost: what is wrong
	Run     string    `json:"run"`                // not known, idle, returning, waiting, running, broken

	Asked  Setting `json:"asked"`
	There  bool    `json:"there"` // the chair says that it is at all of it
	Action Action  `json:"action"`

	Seen      Setting `json:"seen"`     // as it says; old while it does not run
	Carriage  int     `json:"carriage"` // step of its track, 0 is the lowest
	Track     int     `json:"track"`    // the highest step
	Depth     int     `json:"depth"`    // level, as it says; no key sets it
	DepthMost int     `json:"depth_most"`
	Depths    int     `json:"depths"`
	SpeedMost int     `json:"speed_most"`
	Speeds    int     `json:"speeds"`
	OwnLeftS  float64 `json:"own_left_s"` // until it ends by its own timer

	Step    int     `json:"step"`              // of the plan, from 1; 0 before and after
	Steps   int     `json:"steps"`             //
	StopS   float64 `json:"stop_s,omitempty"`  // since the stop was asked for, until it was seen
	Presses int     `json:"presses,omitempty"` // of its power key, for the stop
	SpentS  float64 `json:"spent_s"`           // that counts for this session so far
	MostS   float64 `json:"most_s"`            // that it may count
	HeatS   float64 `json:"heat_s,omitempty"`  // its heat was on
	Slowest bool    `json:"slowest,omitempty"` // softer does nothing any more
	Remote  bool    `json:"remote,omitempty"`  // somebody else works it
	Stopped bool    `json:"stopped,omitempty"` // after a stop that was not confirmed: it says now that it has stopped
	Refused bool    `json:"refused,omitempty"` // the last start has not come about: the snapshot's reason says why
	Begins  bool    `json:"begins"`            // nothing keeps a session from beginning, as far as is known
}

// LinkState is whether the chair is linked. A closed chair has one link: Lumbar holds it from a session's start until it has
// stopped, and leaves it to the chair's own app else.
type LinkState string

// The states of a link.
const (
	LinkFree LinkState = "free" // not held
	Linking  LinkState = "linking"
	Linked   LinkState = "linked"
	LinkLost LinkState = "lost"
	LinkEnds LinkState = "ends" // it is let go of
)

// Setting is what a closed chair is at, or shall be. The zero Setting is stopped.
type Setting struct {
	Mode  string `json:"mode,omitempty"` // the key's name; empty is none
	Speed int    `json:"speed,omitempty"`
	Area  string `json:"area,omitempty"` // whole, part, spot
	From  int    `json:"from"`           // carriage steps, of what is asked for alone
	To    int    `json:"to"`
	Heat  bool   `json:"heat"`
}

// Action is the last key that was pressed, and how far it has come: asked, sent, seen, verified, not confirmed, failed.
type Action struct {
	What     string `json:"what,omitempty"`
	Progress string `json:"progress,omitempty"`
	Presses  int    `json:"presses,omitempty"`
}
