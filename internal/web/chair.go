package web

import (
	_ "embed" // the template
	"fmt"
	"io"
)

//go:embed chair.html
var chairText string

var chairPage = viewOf("chair", chairText+handText+tryoutText+chairsText+offText)

// ChairView is the chair: what it reports now, what it has done, what holds it, and on a simulated one faults to try.
type ChairView struct {
	Frame
	Chair     string
	Simulated bool
	Gauges    []Gauge
	Tryout    *Tryout // nil: it is not tried here
	Linked    *Chairs // nil: chairs are not added here

	NotReached *Off   // nil: it is
	Hands      []Hand // what may be moved by hand from the device that asks
	Sensors    []Sensor
	Facts      []Line // of its profile
	Hours      []Line // of the record
	Last       []Past
	Care       string
	Clean      bool   // whether the chair was cleaned can be noted
	Cleaned    string // when it last was; empty: never
	Since      int    // sessions since then
	Cleans     bool   // whoever asks may note it
	Operator   bool   // of a shared place: hours, faults and cleaning stand first
	Limits     []LimitRow
	Whose      string // who is unlocked, if the limits are theirs
	Known      []Line // every fault that there is: title, and what to do
	Realtime   string // what this machine refuses the control; empty: nothing

	Trials    []Trial
	Programme string // what a trial starts
	Body      string
}

// Gauge is one axis: where it is in its range.
type Gauge struct {
	Axis     string // its one name
	Name     string // in plain words
	Unit     string
	Min, Max float64
	Endless  bool
	Pos      float64 // as it is now
	Homed    bool
	Fault    bool
}

// The width of a gauge's picture and how far its ends are from the edge.
const gaugeWidth, gaugeEdge = 220.0, 8.0

// X is where the marker stands.
func (g Gauge) X() string {
	if g.Endless || g.Max <= g.Min {
		return num(gaugeWidth / 2)
	}
	share := min(1, max(0, (g.Pos-g.Min)/(g.Max-g.Min)))
	return num(gaugeEdge + share*(gaugeWidth-2*gaugeEdge))
}

// Sensor is one thing that the chair measures.
type Sensor struct {
	ID, Name string
	Value    string  // as it is now
	Most     float64 // of its bar; 0 has none
	Share    string  // of its bar, in its 100 units
}

// Past is one fault on record.
type Past struct {
	When, Title string
	Tried       bool // on purpose
}

// LimitRow is one limit that the guard holds to.
type LimitRow struct{ What, Most, By string }

// Trial is a fault that can be tried, with what SAFETY.md claims of its kind. A bound of 0 claims nothing.
type Trial struct {
	Name  string // as the engine knows it
	Title string
	Text  string
	After string // what is left to do when it is mended
	Claim string // what is claimed of its kind, in words

	NoticeMS, ForceMS, HomeMS, BagsMS int64
	// FromFault: the chair acts by itself, so that times count from the fault on.
	FromFault bool
}

// Write writes the view as HTML.
func (v ChairView) Write(w io.Writer) error { return chairPage.Execute(w, v) }

// AxisNames are the axes in plain words.
func AxisNames() map[string]string {
	return map[string]string{
		"carriage": "Along the back", "depth": "Towards the person", "width": "Between the rollers", "kneading": "Kneading shaft",
		"tap_left": "Left tapper", "tap_right": "Right tapper", "recline": "Back", "leg_rest": "Leg rest",
	}
}

// Trials is every fault that can be tried, in plain words, without its claims.
func Trials() []Trial {
	return []Trial{
		{Name: "stop", Title: "Nothing breaks: STOP", Text: "Somebody presses STOP on a page. For comparison."},
		{Name: "depth_jam", Title: "The rollers jam", Text: "The drive that presses the rollers into the back no longer moves, in or out. The worst one: the person has to lean forward."},
		{Name: "carriage_jam", Title: "Something holds the carriage", Text: "Hair, cloth or a cable: the carriage no longer moves along the back."},
		{Name: "pad_stuck", Title: "The heat pad runs hot", Text: "Its switch no longer opens: full power, until the pad's own fuse. Notice takes a while.",
			After: "The pad is hot for some minutes yet. Another person, or another seed, sits in a cool chair."},
		{Name: "cable_pulled", Title: "The cable is pulled", Text: "No command reaches the chair, and no report comes back. The chair is on its own."},
		{Name: "power_lost", Title: "The power goes", Text: "No mains. The chair goes home on what energy it has stored.", After: "Power is back; nothing moves before a session finds its ends again."},
		{Name: "sitter_leaves", Title: "The person gets up", Text: "They lean forward and leave, with the rollers out.", After: "They sit down again."},
		{Name: "host_silent", Title: "The page's server falls silent", Text: "Nobody is heard any more, save STOP: after 1 s the session pauses, after 3 s the guard takes the rollers home."},
		{Name: "cell_frozen", Title: "A load cell freezes", Text: "The left force sensor repeats its last reading for ever."},
		{Name: "load_cell_drift", Title: "A load cell lies, ever more", Text: "The left force sensor reads less and less. Slow lies are the hardest to see."},
		{Name: "encoder_frozen", Title: "The depth sensor freezes", Text: "It repeats one place while the rollers move on."},
		{Name: "encoder_jump", Title: "The depth sensor jumps", Text: "From now on it says 20 mm too little."},
		{Name: "load_cell_coarse", Title: "A load cell reads coarsely", Text: "The left force sensor has lost its fine steps: 0, 8, 16 N and so on, always the one below what is."},
		{Name: "encoder_coarse", Title: "The depth sensor reads coarsely", Text: "It says the place in steps of 2 mm, and jumps from one to the next."},
		{Name: "depth_brownout", Title: "The depth drive is weak", Text: "It does half its speed: the retreat takes longer."},
		{Name: "stop_pressed", Title: "The red button", Text: "The chair's own button: it goes home by itself.", After: "The button is released."},
		{Name: "recline_jam", Title: "The back jams", Text: "The back no longer moves. Nobody can tell before something asks it to."},
		{Name: "bag_stuck", Title: "An airbag does not empty", Text: "The seat bag's valve stays shut. Nobody can tell before it was filled."},
		{Name: "thermistor_open", Title: "The heat sensor comes off", Text: "It says far below freezing, and the pad's thermostat believes it."},
		{Name: "thermistor_frozen", Title: "The heat sensor freezes", Text: "It repeats its last reading, and the thermostat believes it."},
		{Name: "pad_off", Title: "The heat pad stays cold", Text: "It never warms up, whatever is asked. A loss of comfort, and a sign that something is wrong."},
		{Name: "seat_sensor_stuck", Title: "The seat sensor lies", Text: "It says for ever that somebody sits there. Nothing else in the chair can know better."},
	}
}

// At is where the axis is, in words.
func (g Gauge) At() string { return fmt.Sprintf("%.1f", g.Pos) + g.Space() + g.Unit }

// Space is what stands between a figure and the unit: nothing before a degree of an angle.
func (g Gauge) Space() string {
	if g.Unit == "°" {
		return ""
	}
	return " "
}
