package recording

import (
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/guard"
	"github.com/openlumbar/lumbar/internal/session"
)

// Tick is one control tick: what came in, what control asked for, what the guard let through. It is comparable and
// shares nothing.
type Tick struct {
	// What came in.
	At, Dt time.Duration
	Report chair.Report
	Ask    session.Ask
	Nudge  session.LevelNudge
	Alive  bool
	Wrong  bool
	Up     bool
	Move   guard.Move

	// What came of it.
	Asked    chair.Command // by control
	Sent     chair.Command // by the guard
	Sequence uint64        // of what was sent
	Expires  time.Duration
	State    guard.State
	Stage    session.Stage
	Fault    chair.Fault // latched; no code is none

	// Readings of control and guard, for whoever looks: figures of seven digits.
	Contact [chair.SideEnd]float32 // N, by the cells, after tare
	Target  float32                // N, wanted
	Cap     float32                // N, of the limits at this place
	Trip    float32                // N, where the guard ends the session
	Along   float32                // mm, where the rollers are
	Dose    float32                // CEM43 min
	Zone    chair.Zone
}

// driven are the axes, in their order in arrays.
const driven = int(chair.AxisEnd - chair.Carriage)

// lay goes through a tick's fields in the order in which they are laid out: all of eight bytes first, then of four, of
// one, and the text, so that nothing has to be filled up. It is the only list of them.
func (t *Tick) lay(c *coder) {
	c.say("What came in.")
	c.i64("at_ns", "the moment, on the engine's clock", (*int64)(&t.At))
	c.i64("dt_ns", "the length of a tick", (*int64)(&t.Dt))
	r := &t.Report
	age := t.At - r.At // hardly changes, so that it takes no room
	c.i64("report_age_ns", "how long ago the report was measured", (*int64)(&age))
	r.At = t.At - age
	c.u64("report_seq", "rises by one a reading; the same again: no newer one had come", &r.Seq)
	c.array("pos", "mm or degrees: carriage, depth, width, kneading, tap_left, tap_right, recline, leg_rest", driven, func(i int) *float64 {
		return (*float64)(&r.Axes[i+1].Pos)
	})
	c.array("vel", "the same a second", driven, func(i int) *float64 { return (*float64)(&r.Axes[i+1].Vel) })
	c.array("force_n", "load cells, left and right as the person feels them, before tare", 2, func(i int) *float64 { return (*float64)(&r.Force[i]) })
	c.array("peak_n", "greatest reading since the last report", 2, func(i int) *float64 { return (*float64)(&r.Peak[i]) })
	c.f64("pad_c", "the heat pad", (*float64)(&r.Pad))
	c.array("air_kpa", "airbags: seat, legs", 2, func(i int) *float64 { return (*float64)(&r.Air[i]) })
	c.f64("nudge_mm", "of an ask that is a nudge", (*float64)(&t.Nudge.By))

	c.say("What control asked for.")
	t.command(c, "asked", &t.Asked)
	c.say("What the guard let through, or its own retreat.")
	t.command(c, "sent", &t.Sent)
	c.u64("sent_seq", "0: nothing is driven", &t.Sequence)
	good := t.Expires - t.At
	c.i64("sent_good_ns", "for how long a driver may act on it; without a sequence it never expires", (*int64)(&good))
	t.Expires = t.At + good
	f := &t.Fault
	c.i64("fault_at_ns", "when the latched fault happened", (*int64)(&f.At))
	c.f64("fault_value", "what was seen", &f.Value)
	c.f64("fault_bound", "what was allowed", &f.Bound)

	c.say("Readings, for whoever looks.")
	c.floats("contact_n", "contact force, left and right", t.Contact[:])
	c.f32("target_n", "wanted force", &t.Target)
	c.f32("cap_n", "what the limits allow at this place", &t.Cap)
	c.f32("trip_n", "where the guard ends the session", &t.Trip)
	c.f32("along_mm", "where the rollers are on the back", &t.Along)
	c.f32("dose_cem43_min", "heat dose of the session", &t.Dose)

	c.say("Flags and small numbers.")
	c.flags("homed", "of each axis: its place is known", driven, func(i int) *bool { return &r.Axes[i+1].Homed })
	c.flags("lost_axis", "its drive says that it is lost", driven, func(i int) *bool { return &r.Axes[i+1].Fault })
	c.flags("asked_on", "it is to be driven", driven, func(i int) *bool { return &t.Asked.Axes[i+1].On })
	c.flags("sent_on", "the same, as let through", driven, func(i int) *bool { return &t.Sent.Axes[i+1].On })
	c.flag("seated", "somebody sits there", &r.Seated)
	c.flag("stop", "the chair's stop button is pressed", &r.Stop)
	c.flag("lost", "the chair has missed its heartbeat", &r.Lost)
	c.flag("alive", "whoever wants the session is there", &t.Alive)
	c.flag("wrong", "somebody says that something felt wrong", &t.Wrong)
	c.flag("up", "let me up is held", &t.Up)
	c.flag("move_out", "of an axis that is moved by hand", &t.Move.Out)
	c.u8("move_axis", "1 carriage .. 8 leg_rest; 0 none", (*uint8)(&t.Move.Axis))
	c.u8("ask", "of the session; docs/recording.md has the list", (*uint8)(&t.Ask))
	c.u8("nudge_level", "1 S1 .. 7 T12", (*uint8)(&t.Nudge.Level))
	c.u8("state", "of the guard: 0 disarmed, 1 armed, 2 retreating, 3 off, 4 rising, 5 moving", (*uint8)(&t.State))
	c.u8("stage", "of the session; docs/recording.md has the list", (*uint8)(&t.Stage))
	c.u8("zone", "1 muscle, 2 sacrum, 3 ribs, 4 spine, 5 unknown", (*uint8)(&t.Zone))
	c.u8("fault_axis", "of the latched fault", (*uint8)(&f.Axis))
	c.u8("fault_zone", "the same", (*uint8)(&f.Zone))
	c.text("fault", "its code; empty: none", (*string)(&f.Code))
}

// command goes through the eight-byte fields of a command.
func (t *Tick) command(c *coder, name string, cmd *chair.Command) {
	c.array(name+"_pos", "mm or degrees", driven, func(i int) *float64 { return (*float64)(&cmd.Axes[i+1].Pos) })
	c.array(name+"_vel", "the same a second", driven, func(i int) *float64 { return (*float64)(&cmd.Axes[i+1].Vel) })
	c.f64(name+"_heat_c", "target of the pad; 0 is off", (*float64)(&cmd.Heat))
	c.array(name+"_air_kpa", "0 vents", 2, func(i int) *float64 { return (*float64)(&cmd.Air[i]) })
}

// Field is one figure of a tick by its name, as a difference is told.
type Field struct {
	Name string
	F    float64 // numbers, and flags as 0 and 1
	Text string  // of a text
}

// Fields are all of a tick's, in their order; they are appended to out.
func (t *Tick) Fields(out []Field) []Field {
	c := coder{mode: list, fields: out}
	t.lay(&c)
	return c.fields
}
