package modbus

import (
	"fmt"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/chair/profile"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
)

// Template is how a chair's axes and sensors lie in the registers of its units: the block modbus of a chair's profile. The
// zero Template maps nothing.
type Template struct {
	answer time.Duration // how long a unit may take to answer
	units  []module
	uses   []use
}

// module is one unit on the line: a drive, a board of relays or inputs, a controller.
type module struct {
	name      string
	address   byte
	onSilence chair.Loss    // what it does when its master is silent; 0: it drives nothing
	silence   time.Duration // after this long without a frame
	single    bool          // writes one register a request
	combined  bool          // writes and reads in one request, function code 23
	settings  []setting
}

// setting is a register that must have a value before anything moves. It is read when the chair is opened, and written
// and read again if it is otherwise.
type setting struct {
	name  string
	at    point
	value uint32
}

// role is what a point is for.
type role uint8

// The roles: what is written, then what is read.
const (
	_ role = iota
	target
	speed
	enable
	seek
	reset
	heatTo
	airTo
	alive
	lastWritten

	place
	rate
	homed
	axisFault
	unitFault
	lost
	force
	peak
	pad
	airAt
	seat
	stop
)

func (r role) writes() bool { return r < lastWritten }

// String is the role's name in the template.
func (r role) String() string {
	return [...]string{"role?", "target", "speed", "enable", "seek", "reset", "heat_to", "fill", "alive", "role?",
		"place", "rate", "homed", "fault", "fault", "lost", "force", "peak", "pad", "air", "seat", "stop"}[min(r, stop)]
}

// use is one point, and what it is for.
type use struct {
	point
	unit   int // in Template.units
	role   role
	axis   chair.Axis
	side   chair.Side
	bag    chair.Bag
	at     float64 // an output that is on or off: from which target on it is on; otherwise 0
	home   chair.Coord
	follow float64 // of an axis that knows speeds only, 1/s: how fast it makes up for what its place is off; 0: it knows places
	flag   bool
}

// answerSpan is how long a unit may take, in s. Assumption: slower ones cannot be driven 50 times a second.
var answerSpan = diag.Span{Min: 0.001, Max: 1}

// silenceSpan is a unit's own time, in s: the heartbeat's span.
var silenceSpan = diag.Span{Min: 0.01, Max: 1}

// Read reads a chair's profile with its block modbus. What is wrong in either is told at once; without errors, the profile
// and the template are whole and agree.
func Read(filename string, src []byte) (chair.Profile, *Template, diag.List) {
	p, list := profile.Read(filename, src)
	t := &Template{answer: 50 * time.Millisecond}
	top := diag.Open(filename, src)
	for _, r := range top.Blocks(diag.Kind{Name: "chair", Labels: []string{"name"}, Many: true}) {
		r.Apart()
		b := r.Block("modbus")
		if b == nil {
			r.Need("modbus", "It says where the chair's axes and sensors lie in the registers of its units.")
			continue
		}
		t.read(b, &p)
		t.check(b, &p)
	}
	top.Apart()
	known := map[string]bool{} // the text is read twice: what is wrong with its syntax is told once
	for i := range list {
		known[list[i].Error()] = true
	}
	for _, d := range top.Finish() {
		if !known[d.Error()] {
			list = append(list, d)
		}
	}
	list.Sort()
	return p, t, list
}

func (t *Template) read(r *diag.Reader, p *chair.Profile) {
	r.Duration("answer", answerSpan, &t.answer)
	for _, b := range r.Blocks(diag.Kind{Name: "unit", Labels: []string{"name"}}) {
		t.unit(b, p)
	}
	if len(t.units) == 0 {
		r.Need(`unit "name"`, "A chair has at least one.")
	}
	said(r)
}

// said wants to know where a block's registers are from.
func said(r *diag.Reader) {
	found := false
	for _, name := range []string{"source", "assumption"} {
		if r.Has(name) {
			var text string
			found = r.Text(name, &text) || found
		}
	}
	if !found {
		r.Missing("source", `Say which manual its registers are from: source = "...", or assumption = "..." with the reason.`)
	}
}

func (t *Template) unit(r *diag.Reader, p *chair.Profile) {
	m, n := module{name: r.Label(0)}, len(t.units)
	address := 0
	r.Int("address", 1, 247, &address)
	m.address = byte(address)
	for _, flag := range []struct {
		name string
		into *bool
	}{{"single", &m.single}, {"combined", &m.combined}} {
		if r.Has(flag.name) {
			r.Bool(flag.name, flag.into)
		}
	}
	before := len(t.uses)
	for _, b := range r.Blocks(diag.Kind{Name: "axis", Labels: []string{"name"}}) {
		t.axis(b, n, p)
	}
	t.board(r, n)
	for _, b := range r.Blocks(diag.Kind{Name: "setting", Labels: []string{"name"}}) {
		m.settings = append(m.settings, readSetting(b))
	}
	drives := false
	for _, u := range t.uses[before:] {
		drives = drives || u.role.writes()
	}
	if drives || r.Has("on_silence") || r.Has("silence") {
		diag.OneOf(r, "on_silence", []chair.Loss{chair.Retracts, chair.Releases, chair.Holds}, &m.onSilence)
		r.Duration("silence", silenceSpan, &m.silence)
	}
	said(r)
	t.units = append(t.units, m)
}

func readSetting(r *diag.Reader) setting {
	s := setting{name: r.Label(0)}
	readPlace(r, &s.at, true)
	if r.Has("type") {
		diag.OneOf(r, "type", words, &s.at.word)
	}
	low, high := s.at.word.span()
	if s.at.table == coil {
		s.at.bit, high = 0, 1
	}
	var v int64
	if r.Whole("value", int64(low), int64(high), &v) {
		s.value = uint32(v)
	}
	return s
}

// axis reads one axis of a unit.
func (t *Template) axis(r *diag.Reader, n int, p *chair.Profile) {
	a := chair.Axis(0)
	for is := chair.Carriage; is < chair.AxisEnd; is++ {
		if is.String() == r.Label(0) {
			a = is
		}
	}
	if a == 0 || !p.Axes[a].Fitted {
		r.Error(r.Header(), diag.UnknownWord, fmt.Sprintf("this chair has no axis %q", r.Label(0)), "Its profile's blocks axis name those that it has.")
		r.Apart() // nobody knows what it should hold
		return
	}
	d, v := unit.Length, unit.Speed
	if a.Rotary() {
		d, v = unit.Angle, unit.AngularRate
	}
	f := &p.Axes[a]
	follow := 0.0
	if r.Has("follow") {
		diag.Quantity(r, "follow", unit.Frequency, diag.Span{Min: 0.1, Max: 50}, &follow)
	}
	for _, k := range []struct {
		name string
		role role
		d    unit.Dimension // 0: a flag
	}{
		{"target", target, d}, {"speed", speed, v}, {"enable", enable, 0}, {"seek", seek, 0},
		{"place", place, d}, {"rate", rate, v}, {"homed", homed, 0}, {"fault", axisFault, 0},
	} {
		b := r.Block(k.name)
		if b == nil {
			continue
		}
		u := use{unit: n, role: k.role, axis: a, home: f.Home, follow: follow, flag: k.d == 0}
		if u.flag {
			u.point = readFlag(b, k.role.writes())
		} else {
			u.point = readNumber(b, k.d, k.role.writes())
			u.point.within(k.role, f, b)
		}
		t.uses = append(t.uses, u)
	}
}

// within bounds what is written by what the axis can do, where the template does not bound it further. An encoder is
// believed a little beyond the ends, where switches and drives play.
func (p *point) within(r role, f *chair.AxisProfile, b *diag.Reader) {
	low, high := float64(f.Min), float64(f.Max)
	switch {
	case r == speed:
		low, high = -float64(f.Vel), float64(f.Vel)
	case r != target || !f.Bound:
		return
	}
	if !b.Has("min") {
		p.min = low
	}
	if !b.Has("max") {
		p.max = high
	}
}

// board reads what a unit senses and switches beside axes.
func (t *Template) board(r *diag.Reader, n int) {
	for _, k := range []struct {
		name string
		role role
	}{{"lost", lost}, {"fault", unitFault}, {"reset", reset}, {"alive", alive}, {"seat", seat}, {"stop", stop}} {
		if b := r.Block(k.name); b != nil {
			t.uses = append(t.uses, use{unit: n, role: k.role, flag: true, point: readFlag(b, k.role.writes())})
		}
	}
	for _, k := range []struct {
		name string
		role role
		d    unit.Dimension
		side chair.Side
		bag  chair.Bag
	}{
		{"force_left", force, unit.Force, chair.Left, 0}, {"force_right", force, unit.Force, chair.Right, 0},
		{"peak_left", peak, unit.Force, chair.Left, 0}, {"peak_right", peak, unit.Force, chair.Right, 0},
		{"pad", pad, unit.Temperature, 0, 0},
		{"air_seat", airAt, unit.Pressure, 0, chair.BagSeat}, {"air_legs", airAt, unit.Pressure, 0, chair.BagLegs},
		{"heat_to", heatTo, unit.Temperature, 0, 0},
		{"fill_seat", airTo, unit.Pressure, 0, chair.BagSeat}, {"fill_legs", airTo, unit.Pressure, 0, chair.BagLegs},
	} {
		b := r.Block(k.name)
		if b == nil {
			continue
		}
		u := use{unit: n, role: k.role, side: k.side, bag: k.bag}
		if k.role.writes() && b.Has("at") {
			u.flag = true
			u.point = readFlag(b, true)
			diag.Quantity(b, "at", k.d, diag.Span{Min: 1, Max: 100}, &u.at)
		} else {
			u.point = readNumber(b, k.d, k.role.writes())
		}
		t.uses = append(t.uses, u)
	}
}
