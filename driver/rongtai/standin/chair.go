// Package standin plays a RongTai chair for tests: its behaviour (chair.go), the faults of its radio (faults.go), and BlueZ
// with that chair in reach, on a private D-Bus (station.go, bus.go).
//
// It knows nothing of package rongtai. Its frames are written from the published tables, byte by byte, so that a mistake in
// the codec is seen and not mirrored. How long a chair takes to wake, to return and to travel is not published: those are
// assumptions.
package standin

import (
	"sync"
	"time"
)

// What b7 says the chair is at.
const (
	standby   = 0
	resetting = 1
	ready     = 2
	running   = 3
	fault     = 5
)

// Times of the chair. Assumptions, but for the app's 1 s of waking.
const (
	wakes    = time.Second
	returns  = 8 * time.Second
	stepTime = 1300 * time.Millisecond // of the carriage: 12 steps in about 15.6 s
)

// Chair is the chair itself: keys in, a status frame out. Time passes by Pass alone.
type Chair struct {
	mu sync.Mutex

	state    byte
	since    time.Duration // in the state
	now      time.Duration
	on       bool
	tech     byte
	speed    byte
	width    byte
	area     byte
	anchor   int // where part or spot was pressed
	carriage int
	up       bool
	travel   time.Duration
	heat     bool
	left     time.Duration
	preset   byte // times ten minutes
	prog     byte
	depth    byte
	code     byte

	pressed []byte // ids of keys that came
}

// NewChair is a chair in standby, with its carriage at the neck as the first capture shows it.
func NewChair() *Chair { return &Chair{carriage: 11, depth: 1, preset: 3, speed: 1, width: 3, area: 1} }

// Press is a command frame that arrived. What is no frame of the published form, or comes while the chair returns, does
// nothing.
func (c *Chair) Press(frame []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(frame) != 5 || frame[0] != 0xF0 || frame[4] != 0xF1 || (frame[1] != 0x83 && frame[1] != 0x84 && frame[1] != 0x82) {
		return
	}
	if 127-int(frame[1]+frame[2])&127 != int(frame[3]) { // ~(type+id) & 7F
		return
	}
	c.pressed = append(c.pressed, frame[2])
	c.press(frame[2])
}

func (c *Chair) press(id byte) {
	switch {
	case c.state == resetting:
		return
	case id == 0x01:
		switch c.state {
		case standby:
			c.on = true
			c.enter(ready)
		default:
			c.stop()
		}
		return
	case c.state == standby || c.state == fault || c.since < wakes && c.state == ready:
		return // it sleeps, or is not awake yet
	}
	if c.state == ready {
		if id >= 0x20 && id <= 0x25 {
			c.enter(running)
			c.prog, c.left = 7, time.Duration(c.preset)*10*time.Minute
			c.area, c.speed = 1, 2
		} else {
			return // manual keys work only while it runs
		}
	}
	switch id {
	case 0x20:
		c.tech = 1
	case 0x21:
		c.tech = 2
	case 0x24:
		c.tech = 3
	case 0x23:
		c.tech = 4
	case 0x22:
		c.tech = 5
	case 0x25:
		c.tech = 6
	case 0x27:
		c.heat = !c.heat
	case 0x28:
		c.area, c.anchor = 2, c.carriage
	case 0x29:
		c.area, c.anchor = 3, c.carriage
	case 0x2A:
		c.area = 1
	case 0x2E, 0x2F, 0x30, 0x31, 0x32, 0x33:
		c.speed = id - 0x2D
	case 0x50, 0x51, 0x52:
		c.preset = id - 0x4F
		c.left = time.Duration(c.preset) * 10 * time.Minute
	}
}

func (c *Chair) enter(state byte) { c.state, c.since = state, 0 }

// stop sends it upright, as the power key does while it runs.
func (c *Chair) stop() {
	c.enter(resetting)
	c.tech, c.heat, c.prog, c.left = 0, false, 0, 0
}

// Pass lets time pass, in steps of at most a tenth of a second.
func (c *Chair) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for d > 0 {
		step := min(d, 100*time.Millisecond)
		c.pass(step)
		d -= step
	}
}

func (c *Chair) pass(d time.Duration) {
	c.now += d
	c.since += d
	switch {
	case c.state == resetting && c.since >= returns:
		c.enter(standby)
		c.on = false
	case c.state == running:
		if c.left -= d; c.left <= 0 {
			c.stop()
			return
		}
		if c.tech == 1 { // the width follows the stroke
			c.width = 1 + byte(c.now/(500*time.Millisecond))%3
		}
		if c.travel += d; c.travel >= stepTime {
			c.travel = 0
			c.move()
		}
	}
}

// move takes the carriage a step on, up and down within its area.
func (c *Chair) move() {
	low, high := 0, 12
	switch c.area {
	case 2:
		low, high = max(0, c.anchor-1), min(12, c.anchor+1)
	case 3:
		low, high = c.anchor, c.anchor
	}
	switch {
	case c.carriage > high || c.carriage == high && low < high:
		c.up = false
	case c.carriage < low || c.carriage == low && low < high:
		c.up = true
	case low == high:
		return
	}
	if c.up {
		c.carriage++
	} else {
		c.carriage--
	}
}

// Frame is what it notifies now, from the table of the status frame.
func (c *Chair) Frame() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := make([]byte, 17)
	f[0], f[16] = 0xF0, 0xF1
	f[1] = 0x05 // has 3D; 0x04 is set in all captures
	if c.on {
		f[1] += 0x40
	}
	f[1] += c.tech * 8
	if c.heat {
		f[2] += 0x40
	}
	f[2] += c.speed*4 + c.width
	seconds := int(c.left / time.Second)
	f[4] = c.area*32 + byte(seconds/128)
	f[5] = byte(seconds % 128)
	f[7] = c.state
	if c.state == fault {
		f[4], f[5] = 0, c.code
	}
	f[8] = 0x20 + byte(c.carriage)
	f[12] = c.preset
	f[13] = c.prog * 4
	f[14] = c.depth
	sum := 0
	for _, b := range f[1:15] {
		sum += int(b)
	}
	f[15] = byte(127 - sum%128)
	return f
}

// Pressed is the ids of the keys that came, in order.
func (c *Chair) Pressed() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]byte(nil), c.pressed...)
}

// Is says what the chair truly is at: its state as b7, whether its rollers work, its technique and its heat.
func (c *Chair) Is() (state, tech, speed, area byte, carriage int, heat bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state, c.tech, c.speed, c.area, c.carriage, c.heat
}

// Stopped says whether it is in standby or on its way there.
func (c *Chair) Stopped() bool {
	state, _, _, _, _, _ := c.Is()
	return state == standby || state == resetting
}

// Deeper sets how far the rollers stand out, as its own remote does.
func (c *Chair) Deeper(level byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.depth = level
}

// Remote is a key of its own remote.
func (c *Chair) Remote(id byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.press(id)
}

// Break is a serious fault, such as 24 V that is too low.
func (c *Chair) Break(code byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.enter(fault)
	c.tech, c.code = 0, code
}

// PowerOff takes its mains away: when it is back it is in standby.
func (c *Chair) PowerOff() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.enter(standby)
	c.on, c.tech, c.heat, c.prog, c.left = false, 0, false, 0, 0
}
