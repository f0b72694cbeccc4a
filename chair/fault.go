package chair

import (
	"fmt"
	"strings"
	"time"
)

// Code names a fault for ever: it is in records, pages and documents. The zero value is no fault.
type Code string

// Fault is one event that made the guard end the session. It latches until somebody clears it on purpose.
type Fault struct {
	Code  Code
	At    time.Duration // when, on the engine's clock
	Axis  Axis          // which axis, if any
	Zone  Zone          // where, if it matters
	Value float64       // what was seen, in the unit that the code's text names
	Bound float64       // what was allowed
}

// Error tells the fault in one line, with its figures.
func (f *Fault) Error() string {
	s := string(f.Code) + ": " + f.Code.Info().Title
	if f.Axis != 0 {
		s += " (" + f.Axis.String() + ")"
	}
	switch {
	case f.Code == FaultChair && f.Value != 0:
		s += fmt.Sprintf(": code %.0f", f.Value)
	case f.Value != 0 || f.Bound != 0:
		s += fmt.Sprintf(": %.3g, allowed %.3g", f.Value, f.Bound)
		if u := f.Code.Info().Unit; u != "" {
			s += " " + u
		}
	}
	return s
}

// The faults. Each has its row in the catalogue below.
const (
	FaultForce      Code = "force"
	FaultForceBoth  Code = "force_both"
	FaultForceRate  Code = "force_rate"
	FaultForceCell  Code = "force_cell"
	FaultTravel     Code = "travel"
	FaultSpeed      Code = "speed"
	FaultAccel      Code = "accel"
	FaultJump       Code = "jump"
	FaultTracking   Code = "tracking"
	FaultApproach   Code = "approach"
	FaultAxis       Code = "axis"
	FaultCommand    Code = "command"
	FaultHold       Code = "hold_time"
	FaultSpot       Code = "spot_time"
	FaultZone       Code = "zone_time"
	FaultSession    Code = "session_time"
	FaultTapTime    Code = "tapping_time"
	FaultTapPlace   Code = "tapping_place"
	FaultTapRate    Code = "tapping_rate"
	FaultTapWork    Code = "tapping_work"
	FaultStretch    Code = "stretch_time"
	FaultAir        Code = "air"
	FaultHeatHot    Code = "heat_surface"
	FaultHeatDose   Code = "heat_dose"
	FaultHeatTime   Code = "heat_time"
	FaultHeatSensor Code = "heat_sensor"
	FaultHeatStuck  Code = "heat_stuck"
	FaultStale      Code = "report_stale"
	FaultReport     Code = "report"
	FaultPresence   Code = "presence"
	FaultHost       Code = "host_silent"
	FaultLink       Code = "link"
	FaultNotHomed   Code = "not_homed"
	FaultFelt       Code = "felt_wrong"
	FaultRecord     Code = "record_lost"
	// Of closed chairs alone.
	FaultLevel       Code = "level"
	FaultUnasked     Code = "unasked"
	FaultChair       Code = "chair_error"
	FaultUnconfirmed Code = "stop_unconfirmed"
)

// Severity is what a fault means for the next session. The zero value is invalid.
type Severity uint8

// The severities.
const (
	_      Severity = iota
	Enough          // a limit was reached that a session may reach; nothing is broken
	Once            // may have been a single event; if it comes back, something is wrong
	Repair          // something is wrong with the chair
	Unwell          // something may be wrong with the person
	sevEnd          // how many there are
)

// String is the severity's one name; "severity?" if invalid.
func (s Severity) String() string {
	return [...]string{"severity?", "enough", "once", "repair", "unwell"}[s%sevEnd]
}

// Clearer is who may clear a fault. The zero value is invalid.
type Clearer uint8

// Those who may.
const (
	_             Clearer = iota
	ClearSitter           // whoever sits in the chair
	ClearOwner            // who answers for the chair, after looking at it
	ClearAnswered         // the person, after answering how they feel
	clrEnd                // how many there are
)

// String is the clearer in words; "nobody" if invalid.
func (c Clearer) String() string {
	return [...]string{"nobody", "you", "the owner, after looking at the chair", "you, after saying how you feel"}[c%clrEnd]
}

// Info is what people are told of a fault.
type Info struct {
	Code     Code
	Severity Severity
	Clear    Clearer
	Title    string // a few words
	Text     string // what happened, in plain words
	Does     string // what the chair does
	Do       string // what the person should do
	Unit     string // of Value and Bound
}

const (
	retreats = "The rollers leave your back, the airbags empty, heat goes off."
	switches = "Lumbar switches the chair off by its power key; its rollers and back come home by the chair's own computer."
	again    = "Start again. If it comes back, send the recording to the maker."
	hurts    = "Get up if you like. If something hurts, leave it for today."
)

// Catalogue is every fault, one row each: documents, pages and problems are made from it.
var Catalogue = []Info{
	{FaultForce, Once, ClearSitter, "pressed too hard", "A roller pressed harder than this part of the back may bear.", retreats, hurts, "N"},
	{FaultForceBoth, Once, ClearSitter, "pressed too hard on both sides", "Both rollers together pressed harder than allowed.", retreats, hurts, "N"},
	{FaultForceRate, Once, ClearSitter, "pressed too suddenly", "A roller's force rose faster than allowed.", retreats, hurts, "N"},
	{FaultForceCell, Repair, ClearOwner, "force sensor implausible", "A force sensor says something that cannot be.", retreats, "Do not use the chair until its force sensors have been looked at.", "N"},
	{FaultTravel, Once, ClearSitter, "asked beyond an axis's travel", "A movement was asked for that goes beyond its end.", retreats, again, ""},
	{FaultSpeed, Once, ClearSitter, "asked or moved too fast", "A movement was faster than it may be.", retreats, "Start again. If it comes back, have the drive looked at.", ""},
	{FaultAccel, Once, ClearSitter, "asked to speed up too fast", "A movement was asked for that starts too suddenly.", retreats, again, ""},
	{FaultJump, Once, ClearSitter, "asked to jump", "A movement was asked for that leaps from where the chair is.", retreats, again, ""},
	{FaultTracking, Repair, ClearOwner, "axis does not follow", "An axis is not where it was told to go: something may be in its way.", retreats, "Look for hair, clothing or an object between the rollers and the cover.", ""},
	{FaultApproach, Once, ClearSitter, "came too fast", "The rollers came towards the back faster than allowed.", retreats, "Start again. If it comes back, have the depth drive looked at.", "mm/s"},
	{FaultAxis, Repair, ClearOwner, "axis lost", "A drive reports that it is lost.", "What can still move retreats; the airbags empty, heat goes off.", "If the rollers still press, lean forward and get up. Have the drive looked at.", ""},
	{FaultCommand, Once, ClearSitter, "command not understood", "A movement was asked for that this chair does not have, or that is not a number.", retreats, again, ""},
	{FaultHold, Enough, ClearSitter, "held too long", "The rollers pressed on one place without moving for longer than allowed.", retreats, "Start again later. If it comes back, check the programme.", "s"},
	{FaultSpot, Enough, ClearSitter, "too long on one spot", "The rollers stayed on one spot for longer than allowed.", retreats, "Start again later. If it comes back, check the programme.", "s"},
	{FaultZone, Enough, ClearSitter, "too long on one part of the back", "One part of the back has had its time for this session.", retreats, "Enough for now. If it comes back, check the programme.", "s"},
	{FaultSession, Enough, ClearSitter, "session too long", "The session reached its time.", retreats, "Enough for now.", "s"},
	{FaultTapTime, Enough, ClearSitter, "tapped for too long", "Tapping reached its time for this session.", retreats, "Enough for now. If it comes back, check the programme.", "s"},
	{FaultTapPlace, Once, ClearSitter, "tapped where it must not", "Tapping was asked for at the ribs or beside the kidneys.", retreats, "Check the programme: tapping belongs below L2, or narrow.", "mm"},
	{FaultTapRate, Once, ClearSitter, "tapped too fast", "The tappers stroked more often than allowed.", retreats, again, "strokes"},
	{FaultTapWork, Enough, ClearSitter, "tapped enough", "Tapping reached its energy for this session.", retreats, "Enough for now. If it comes back, check the programme.", "J"},
	{FaultStretch, Enough, ClearSitter, "stretched for too long", "Stretching reached its time for this session.", retreats, "Enough for now. If it comes back, check the programme.", "s"},
	{FaultAir, Once, ClearSitter, "airbag held too long or too hard", "An airbag held for longer, or harder, than allowed.", retreats, "If a bag stays full, get up and have its valve looked at.", ""},
	{FaultHeatHot, Repair, ClearOwner, "pad too hot", "The heat pad is hotter than it may be.", retreats, "Look at your skin. Do not use the heat until the pad has been looked at.", "°C"},
	{FaultHeatDose, Enough, ClearSitter, "enough heat", "Your skin has had its heat for this session.", retreats, "Enough for now.", "CEM43 min"},
	{FaultHeatTime, Enough, ClearSitter, "heat on for too long", "The heat pad was on for longer than allowed.", retreats, "Enough for now.", "s"},
	{FaultHeatSensor, Repair, ClearOwner, "heat sensor lost", "The heat pad's sensor says something that cannot be.", retreats, "Do not use the heat until the sensor has been looked at.", "°C"},
	{FaultHeatStuck, Repair, ClearOwner, "heat does not go off", "The heat pad warms up although it is off.", retreats, "Look at your skin. Unplug the chair, and do not use the heat until the pad has been looked at.", "°C"},
	{FaultStale, Repair, ClearOwner, "chair silent", "The chair has not said for too long what it is doing.", retreats, "If it still presses, press the red button on the chair or lean forward and get up.", "ms"},
	{FaultReport, Repair, ClearOwner, "impossible report", "The chair reported something that cannot be.", retreats, "Start again. If it comes back, have the sensors looked at.", ""},
	{FaultPresence, Once, ClearSitter, "nobody in the seat", "The seat says that nobody sits in it.", retreats, "Sit down again if you want to go on, and start afresh.", ""},
	{FaultHost, Once, ClearSitter, "control lost", "The computer that runs the session fell silent.", retreats, "Get up if you like. Start again once the page is back.", ""},
	{FaultLink, Repair, ClearOwner, "link lost", "The chair lost its heartbeat and retreated by itself.", retreats, "Check the cable. If it still presses, press the red button on the chair.", ""},
	{FaultNotHomed, Once, ClearSitter, "position not known", "An axis was to move before its position was known.", retreats, "Start again: the chair looks for its ends first.", ""},
	{FaultFelt, Unwell, ClearAnswered, "something felt wrong", "You said that something felt wrong.", retreats, "Stay seated for a moment, rise slowly, and say how you feel before you start again.", ""},
	{FaultRecord, Repair, ClearOwner, "record of faults lost", "The note of what was wrong before could not be read. There may have been a fault.", "Nothing moves until this is cleared.", "Look at the chair before you clear this.", ""},
	{FaultLevel, Once, ClearSitter, "more than its limit", "The chair reported a level above your limit: its depth, or its speed.", switches, "Set the depth lower with the chair's own remote. " + hurts, ""},
	{FaultUnasked, Once, ClearSitter, "does what nobody asked for", "The chair worked somewhere else, or otherwise, than Lumbar had asked.", switches, "If somebody used its remote, start again. If not and it comes back, work the chair by its remote alone.", "s"},
	{FaultChair, Repair, ClearOwner, "the chair reports an error", "The chair's own computer says that something is wrong. The number is its own code.", switches, "If the rollers still press, lean forward and get up. Look the code up in the chair's manual, or ask its maker.", ""},
	{FaultUnconfirmed, Once, ClearSitter, "stop not confirmed", "The chair has not said that it has stopped: after STOP, at a session's end, or after Lumbar itself ended in the middle of one.", "Lumbar goes on pressing its power key for as long as the chair is heard and does not stop. Nothing else is begun.", "Look at the chair. If it moves, press its own power key or lean forward and get up. Then say here that it has stopped.", "s"},
}

// Info is the code's row of the catalogue; an unknown code gives a row with the code as its title.
func (c Code) Info() Info {
	for i := range Catalogue {
		if Catalogue[i].Code == c {
			return Catalogue[i]
		}
	}
	return Info{Code: c, Title: string(c)}
}

// ClosedInfo is Info as a closed chair has it: there Lumbar can only press its power key, and there is no red button.
func (c Code) ClosedInfo() Info {
	i := c.Info()
	if i.Does == retreats {
		i.Does = switches
	}
	i.Do = strings.ReplaceAll(i.Do, "the red button on the chair", "the chair's own power key")
	if c == FaultLink {
		i.Text, i.Do = "Whoever ran the session fell silent, and the chair was switched off without it.", again
	}
	return i
}
