package campaign

import "time"

// Class is a class of faults that the same is claimed of. The zero value is invalid.
type Class uint8

// The classes.
const (
	_ Class = iota
	Benign
	Stop
	DepthLost
	DepthSlow
	AxisLost
	DepthSensor
	AxisSensor
	Cell
	Cells
	Alike
	Peak
	Impossible
	Reports
	Late
	Commands
	Link
	Host
	Gone
	Power
	Seat
	Quiet
	Heat
	Air
	Valve
	ClassEnd
)

// Claim is what holds for every fault of a class, in every state of a session. A bound of zero claims nothing.
type Claim struct {
	Class Class
	Name  string
	Text  string

	GoesOn bool          // the session goes on
	Notice time.Duration // from the fault to the retreat
	From   Moment        // the first state for which Notice is claimed
	Over   float64       // N of true force over the guard's trip at the rollers' true place, at any time; see Unbounded
	Rise   float64       // N of true force, from the retreat's first tick on, over the greatest in the second before
	Force  time.Duration // from the retreat's first tick to true force under 5 N, for good
	Home   time.Duration // to the rollers behind the upholstery, for good
	Bags   time.Duration // to empty bags
	Stand  time.Duration // from a fault while an axis is moved by hand to everything at rest, for good
	Drag   float64       // mm that the carriage goes on from the retreat's first tick, while the rollers are out
	Skin   float64       // °C of the skin while the session lasts
}

// Unbounded is an Over that claims nothing.
const Unbounded = 1e9

// What the product promises of every retreat with all axes working, and what a chair by itself adds: its heartbeat.
const (
	forceGone   = 400 * ms
	depthHome   = 2 * time.Second
	bagsEmpty   = 3 * time.Second
	standsStill = letGo + 1100*ms // the hand holds on for that long
	heartbeat   = 100 * ms
	underWay    = 5.0 // N that a tapping stroke, a dither, a breath or a closing screw may still add
	skinMost    = 42.0
	brakes      = 15.0    // mm: 150 mm/s at 1 m/s2 are 11, and the drive lags
	atOnce      = 20 * ms // five ticks of bench-4d
)

// retreat is the claim of a class with all axes working.
func retreat(c Class, name, text string) Claim {
	return Claim{Class: c, Name: name, Text: text, Rise: underWay, Force: forceGone, Home: depthHome, Bags: bagsEmpty, Stand: standsStill, Skin: skinMost}
}

// alone is the claim of a class in which the chair acts by itself: times count from the silence.
func alone(c Class, name, text string) Claim {
	m := retreat(c, name, text)
	m.Force, m.Home, m.Bags, m.Stand = m.Force+heartbeat, m.Home+heartbeat, m.Bags+heartbeat, m.Stand+heartbeat
	return m
}

// Claims is the table of claims, in the order of the classes.
func Claims() []Claim {
	lost := Claim{Class: DepthLost, Name: "depth lost", Text: "the rollers stay where they are, so does the carriage; force rises by no more than a breath gives; bags vent",
		Rise: underWay + 6, Bags: bagsEmpty, Drag: brakes, Skin: skinMost}
	goesOn := retreat(Benign, "nothing to stop for", "no harm; the session goes on; STOP works as ever")
	goesOn.GoesOn = true
	impossible := retreat(Impossible, "impossible reading", "noticed at once, once the axis knows its place; full retreat")
	impossible.Notice, impossible.From = atOnce, Taring
	seat := retreat(Seat, "seat left", "noticed within 0.5 s with the rollers out; full retreat")
	seat.Notice, seat.From = 520*ms, Approach
	gone := retreat(Gone, "host gone, clock leaps", "noticed at once; full retreat")
	gone.Notice = atOnce
	stop := retreat(Stop, "STOP", "noticed at once; full retreat")
	stop.Notice = atOnce
	valve := retreat(Valve, "bag valve stuck", "full retreat of the rollers; the bag stays as it is")
	valve.Bags = 0
	alike := retreat(Alike, "both load cells alike", "no claim on force: nothing else measures it; full retreat once somebody, or something, asks for it")
	alike.Over, alike.Force = Unbounded, 500*ms // from a greater force
	return []Claim{
		goesOn, stop, lost,
		retreat(DepthSlow, "depth slow", "full retreat, at half the speed"),
		retreat(AxisLost, "another axis lost", "full retreat of the rollers"),
		retreat(DepthSensor, "depth encoder", "never more than the trip; full retreat"),
		retreat(AxisSensor, "another encoder", "never more than the trip; full retreat"),
		retreat(Cell, "one load cell", "never more than the trip; full retreat"),
		retreat(Cells, "both load cells", "never more than the trip; full retreat"),
		alike,
		retreat(Peak, "peak alone", "never more than the trip; full retreat"),
		impossible,
		retreat(Reports, "reports", "never more than the trip; full retreat"),
		retreat(Late, "reports late, unseen", "never more than the trip; full retreat"),
		retreat(Commands, "commands late or lost", "full retreat, later by the delay"),
		alone(Link, "link lost", "the chair by itself, from the silence on"),
		alone(Host, "host paused or killed", "the chair by itself, from the silence on"),
		gone,
		alone(Power, "power lost", "the chair by itself, from the loss on"),
		seat,
		retreat(Quiet, "what cannot be noticed", "no harm by itself; STOP works as ever"),
		retreat(Heat, "heat", "skin stays under 42 °C; full retreat"),
		retreat(Air, "airbags", "full retreat of the rollers"),
		valve,
	}
}

// claimOf is the claim of a class; an invalid one has none.
func claimOf(c Class) Claim {
	for _, m := range Claims() {
		if m.Class == c {
			return m
		}
	}
	return Claim{}
}

// with is what is left of a claim when a fault of another class comes too: the weaker bound of each.
func (m Claim) with(o Claim) Claim {
	weaker := func(a, b time.Duration) time.Duration {
		if a == 0 || b == 0 {
			return 0
		}
		return max(a, b)
	}
	m.Name, m.Text = m.Name+" + "+o.Name, ""
	m.GoesOn = false // two short pauses are a long one
	m.Notice = weaker(m.Notice, o.Notice)
	m.From = max(m.From, o.From)
	m.Force, m.Home, m.Bags = weaker(m.Force, o.Force), weaker(m.Home, o.Home), weaker(m.Bags, o.Bags)
	m.Stand = weaker(m.Stand, o.Stand)
	if m.Drag == 0 || o.Drag == 0 {
		m.Drag = 0
	}
	m.Over, m.Rise, m.Skin = max(m.Over, o.Over), max(m.Rise, o.Rise), max(m.Skin, o.Skin)
	return m
}

// String is the class's name in tables.
func (c Class) String() string { return claimOf(c).Name }
