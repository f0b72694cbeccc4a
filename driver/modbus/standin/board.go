package standin

import (
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/internal/twin"
	"github.com/openlumbar/lumbar/unit"
)

// The board's registers, all holding. Places are in 0.01 mm or 0.01 degrees, speeds in 0.1 mm/s or 0.01 degrees/s, forces in
// 0.05 N, temperatures in 0.1 degrees Celsius, the time of its timer in ms.
const (
	boardControl = 0  // bits: 0 host alive, 1 to 3 drive on, 4 to 6 look for home, 7 back into service
	boardTargets = 1  // two registers an axis
	boardHeat    = 7  // of the pad's thermostat
	boardStatus  = 32 // bits: 0 host was silent, 1 seat, 2 stop button, 3 to 5 homed, 6 to 8 drive lost
	boardPlaces  = 33 // two registers an axis
	boardSpeeds  = 39
	boardForces  = 42 // left, right
	boardPeaks   = 44
	boardPad     = 46
	boardSilence = 64 // after this long without a frame it acts by itself; 0 is never
	boardWay     = 65 // how: 1 retracts, 2 releases, 3 holds
)

// boardAxes is the order of its axes.
var boardAxes = [...]chair.Axis{chair.Carriage, chair.Depth, chair.Recline}

// Board is one controller that drives a whole chair: carriage, depth and recline, two load cells, a pad, seat and stop
// button. Its communication-loss timer is off until its host sets it, and takes every frame for a sign of life; once it has
// acted, it takes no command until it is put back into service.
type Board struct {
	locked
	address byte
	profile chair.Profile
	m       Memory

	told    bool // a command has come
	heard   time.Duration
	lost    bool
	follows [len(boardAxes)]follow
	report  chair.Report
	command chair.Command
}

// NewBoard is a board of an address before a simulated chair. o's profile says what the chair can do, and Way's value what
// it does when left alone; its heartbeat is not used.
func NewBoard(address byte, o twin.Options) *Board {
	p := *o.Profile
	p.Heartbeat = 2 * twin.Tick // the board feeds it with every tick while its own timer runs
	o.Profile = &p
	b := &Board{locked: locked{twin: twin.New(o)}, address: address, profile: p}
	b.m.Words[boardWay] = uint16(p.OnSilence)
	b.show()
	return b
}

// Do implements Units.
func (b *Board) Do(q *frame.Request, a *frame.Answer) (frame.Exception, bool) {
	defer b.hold()()
	if b.deaf || q.Unit != b.address {
		return 0, false
	}
	b.heard = b.twin.Now()
	b.show()
	return b.m.do(q, a, b.take), true
}

// Shown is the unit's registers as they are at this moment, for somebody else's server to read; false where nobody of that
// address answers. It counts as a frame.
func (b *Board) Shown(unit byte) (m Memory, ok bool) {
	defer b.hold()()
	if b.deaf || unit != b.address {
		return m, false
	}
	b.heard = b.twin.Now()
	b.show()
	return b.m, true
}

// Wrote takes in a unit's registers as somebody else's server has written them.
func (b *Board) Wrote(_ byte, m *Memory) {
	defer b.hold()()
	b.m = *m
	b.take()
}

// Pass lets time pass.
func (b *Board) Pass(d time.Duration) { b.pass(d, b.tick) }

// tick is a millisecond.
func (b *Board) tick() {
	now := b.twin.Now()
	silence := time.Duration(b.m.Words[boardSilence]) * time.Millisecond
	if b.told && silence > 0 && now-b.heard >= silence {
		b.lost = true
	}
	if !b.told || b.lost {
		b.twin.Step(nil)
		return
	}
	for i, a := range boardAxes {
		sp := &b.command.Axes[a]
		b.follows[i].now(now, sp)
		if b.m.Words[boardControl]>>(4+i)&1 != 0 {
			sp.Pos, sp.Vel = b.profile.Axes[a].Home, 0
		}
	}
	b.twin.Step(&b.command)
}

// take takes in what was written.
func (b *Board) take() {
	control, now := b.m.Words[boardControl], b.twin.Now()
	if control>>7&1 != 0 {
		b.lost = false
	}
	if control&1 == 0 {
		return // a setting, before any host drives
	}
	b.told = true
	for i, a := range boardAxes {
		b.follows[i].take(now, float64(b.m.paired(boardTargets+2*i))*0.01, control>>(1+i)&1 != 0, &b.command.Axes[a])
	}
	b.command.Heat = 0
	if heat := float64(b.m.Words[boardHeat]) * 0.1; heat > 0 {
		b.command.Heat = min(b.profile.Heat.Max, unit.Celsius(heat))
	}
}

// show puts what the sensors say into registers.
func (b *Board) show() {
	r := &b.report
	if !b.twin.Report(r) {
		return
	}
	var status uint16
	flag := func(bit int, up bool) {
		if up {
			status |= 1 << bit
		}
	}
	flag(0, b.lost)
	flag(1, r.Seated)
	flag(2, r.Stop)
	for i, a := range boardAxes {
		is := &r.Axes[a]
		flag(3+i, is.Homed)
		flag(6+i, is.Fault)
		b.m.pair(boardPlaces+2*i, int32(math.Round(float64(is.Pos)*100)))
		per := 10.0
		if a.Rotary() {
			per = 100
		}
		b.m.Words[boardSpeeds+i] = uint16(int16(math.Round(float64(is.Vel) * per)))
	}
	for s := range r.Force {
		b.m.Words[boardForces+s] = uint16(int16(math.Round(float64(r.Force[s]) / 0.05)))
		b.m.Words[boardPeaks+s] = uint16(int16(math.Round(float64(r.Peak[s]) / 0.05)))
	}
	b.m.Words[boardPad] = uint16(int16(math.Round(float64(r.Pad) * 10)))
	b.m.Words[boardStatus] = status
}
