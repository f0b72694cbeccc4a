package standin

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/internal/twin"
)

// The units of the model retrofit-az, by address.
const (
	unitCarriage = 1 + iota // an AZ drive
	unitDepth               // another
	unitIO                  // an ADAM-4055: eight inputs, eight outputs
	unitForce               // an ADAM-4117: eight analog inputs
	unitEnd
)

// An AZ drive's registers that are used, all holding, as far as they are published (see the model).
const (
	azType     = 0x5a // direct data operation: 1 is absolute positioning
	azPosition = 0x5c
	azTrigger  = 0x66 // -5: a position that is written starts at once
	azInput    = 0x7d // driver input command; bit 6 FREE, bit 7 ALM-RST
	azOutput   = 0x7f // driver output status; bit 5 READY, bit 7 ALM-A
	azAlarm    = 0x81 // the present one
	azPlace    = 0xcc // feedback position, steps
	azSpeed    = 0xce // the same, r/min

	azAbsolute     = 1
	azAtOnce       = -5
	azTimeout      = 0x85 // communication timeout
	azStep         = 0.005
	azRevolution   = 5.0 // mm
	azCarriageHome = 40.0
)

// An ADAM-4055's coils and registers, and how its 4117 counts 4 to 20 mA.
const (
	adamIn, adamOut = 0, 16
	adamSafety      = 215 // 40216: its communication timer has run out

	cellLow, cellSpan = -50.0, 400.0 // N at 4 mA, and up to 20 mA
)

// timers is what both kinds of unit were set to with their makers' tools.
const timers = 200 * time.Millisecond

// Retrofit is two stepper drives with absolute encoders, a digital and an analog board, before a simulated chair. The
// carriage's drive stops with an alarm when nobody talks to it. The depth's own timer is off: it is brought home by an input
// that the digital board's first output holds off, which falls when nobody talks to that board.
type Retrofit struct {
	locked
	units [unitEnd]Memory
	heard [unitEnd]time.Duration

	told    bool // the digital board has been written to
	alarm   bool // the carriage's drive
	frayed  bool
	follows [unitEnd]follow
	report  chair.Report
	command chair.Command
}

var retrofitAxis = [unitEnd]chair.Axis{unitCarriage: chair.Carriage, unitDepth: chair.Depth}

// NewRetrofit is such units before a simulated chair whose axes know where they are.
func NewRetrofit(o twin.Options) *Retrofit {
	p := *o.Profile
	p.Heartbeat = 2 * twin.Tick
	o.Profile = &p
	r := &Retrofit{locked: locked{twin: twin.New(o)}}
	var home chair.Command
	for _, a := range []chair.Axis{chair.Carriage, chair.Depth} {
		home.Axes[a] = chair.Setpoint{On: true, Pos: p.Axes[a].Home}
	}
	for range 10 * time.Second / twin.Tick {
		r.twin.Step(&home)
	}
	r.twin.Step(&chair.Command{})
	return r
}

// Do implements Units.
func (r *Retrofit) Do(q *frame.Request, a *frame.Answer) (frame.Exception, bool) {
	defer r.hold()()
	if r.deaf || q.Unit == 0 || q.Unit >= unitEnd {
		return 0, false
	}
	r.heard[q.Unit] = r.twin.Now()
	r.show()
	m := &r.units[q.Unit]
	if q.Unit == unitIO && (q.Code == frame.ReadDiscretes || q.Code == frame.WriteCoils && int(q.Address) < adamOut) {
		return frame.IllegalAddress, true // its inputs are read as coils
	}
	return m.do(q, a, func() { r.take(int(q.Unit)) }), true
}

// Shown is a unit's registers as they are at this moment, for somebody else's server to read; false where nobody of that address
// answers. It counts as a frame.
func (r *Retrofit) Shown(unit byte) (m Memory, ok bool) {
	defer r.hold()()
	if r.deaf || unit == 0 || unit >= unitEnd {
		return m, false
	}
	r.heard[unit] = r.twin.Now()
	r.show()
	return r.units[unit], true
}

// Wrote takes in a unit's registers as somebody else's server has written them.
func (r *Retrofit) Wrote(unit byte, m *Memory) {
	defer r.hold()()
	r.units[unit] = *m
	r.take(int(unit))
}

// Pass lets time pass.
func (r *Retrofit) Pass(d time.Duration) { r.pass(d, r.tick) }

// Fray breaks the left load cell's wire, so that its current falls to nothing.
func (r *Retrofit) Fray() {
	defer r.hold()()
	r.frayed = true
}

func (r *Retrofit) tick() {
	now := r.twin.Now()
	io := &r.units[unitIO]
	if r.told && now-r.heard[unitIO] >= timers {
		clear(io.Coils[adamOut:])
		io.Words[adamSafety] = 1
	}
	if r.told && now-r.heard[unitCarriage] >= timers {
		r.alarm = true
	}
	if !r.told || !io.Coils[adamOut] {
		r.twin.Step(nil) // the depth's input says home
		return
	}
	for unit, a := range retrofitAxis {
		if a != 0 {
			r.follows[unit].now(now, &r.command.Axes[a])
		}
	}
	cmd := r.command
	if r.alarm {
		cmd.Axes[chair.Carriage].On = false
	}
	r.twin.Step(&cmd)
}

// take takes in what was written to a unit.
func (r *Retrofit) take(unit int) {
	m := &r.units[unit]
	switch unit {
	case unitIO:
		r.told = true
		m.Words[adamSafety] = 0
	case unitCarriage, unitDepth:
		if m.Words[azInput]>>7&1 != 0 && unit == unitCarriage {
			r.alarm = false
		}
		if m.paired(azType) != azAbsolute || m.paired(azTrigger) != azAtOnce {
			return
		}
		at := float64(m.paired(azPosition)) * azStep
		if unit == unitCarriage {
			at = azCarriageHome - at // it hangs the other way round
		}
		a := retrofitAxis[unit]
		r.follows[unit].take(r.twin.Now(), at, m.Words[azInput]>>6&1 == 0, &r.command.Axes[a])
	}
}

// show puts what sensors say into registers.
func (r *Retrofit) show() {
	rep := &r.report
	if !r.twin.Report(rep) {
		return
	}
	for unit, a := range retrofitAxis {
		if a == 0 {
			continue
		}
		m, is := &r.units[unit], &rep.Axes[a]
		at, rate := float64(is.Pos), float64(is.Vel)
		if unit == unitCarriage {
			at, rate = azCarriageHome-at, -rate
		}
		m.pair(azPlace, int32(math.Round(at/azStep)))
		m.pair(azSpeed, int32(math.Round(rate*60/azRevolution)))
		m.Words[azOutput], m.Words[azAlarm] = 1<<5, 0
		if is.Fault {
			m.Words[azOutput], m.Words[azAlarm] = 1<<7, 0x30 // overload
		}
	}
	if r.alarm {
		r.units[unitCarriage].Words[azOutput], r.units[unitCarriage].Words[azAlarm] = 1<<7, azTimeout
	}
	io := &r.units[unitIO]
	io.Coils[adamIn], io.Coils[adamIn+1] = rep.Seated, !rep.Stop // a stop button opens its contact
	cells := &r.units[unitForce]
	for s, f := range rep.Force {
		cells.Words[s] = uint16(math.Round(min(max(float64(f)-cellLow, 0), cellSpan) / cellSpan * math.MaxUint16))
	}
	if r.frayed {
		cells.Words[chair.Left] = 0
	}
}
