package simlink

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"time"

	"github.com/openlumbar/lumbar/chair"
	"github.com/openlumbar/lumbar/unit"
)

// version is that of the protocol; no other is understood.
const version = 1

// kind is what a frame is. The zero value is invalid.
type kind uint8

const (
	_ kind = iota
	kindGreet
	kindWelcome
	kindCommand
	kindAnswer
	kindReport
	kindEnd
)

// The parts of a frame, bytes.
const (
	headSize = 8
	sumSize  = 4
	axes     = int(chair.AxisEnd) - 1 // 0 is no axis

	printSize   = 32
	commandSize = 3*8 + 2 + axes*16 + 8 + int(chair.BagEnd)*8
	reportSize  = 3*8 + 2*2 + axes*16 + 2*int(chair.SideEnd)*8 + 8 + int(chair.BagEnd)*8 + 1

	largest = headSize + reportSize + sumSize // of all frames
)

// sizes is how long the payload of each kind is.
var sizes = [kindEnd]int{
	kindGreet: printSize, kindWelcome: 1 + 8, kindCommand: commandSize, kindAnswer: 8 + 8 + 1, kindReport: reportSize,
}

var magic = [4]byte{0xb5, 'L', 'B', 'R'}

// castagnoli is the polynomial of the sum: better than IEEE's at finding few wrong bits, and done by the processor.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// verdict is what became of a command or a greeting. The zero value is invalid.
type verdict uint8

const (
	_          verdict = iota
	taken              // the chair has it
	late               // it had expired when it arrived
	outOfOrder         // a newer one had come before it
	busy               // another host is connected
	otherChair         // the two ends go by different profiles
	verdictEnd
)

// fingerprint tells profiles apart.
type fingerprint [printSize]byte

type (
	greet   struct{ profile fingerprint }
	welcome struct {
		verdict  verdict
		received time.Duration // chair's clock
	}
	command struct {
		number   uint64        // of the link's own, one a frame
		sequence uint64        // the guard's; 0 for what de-energises, which never expires
		expires  time.Duration // chair's clock
		what     chair.Command
	}
	answer struct {
		number   uint64
		received time.Duration // chair's clock
		verdict  verdict
	}
	report struct {
		sent time.Duration // chair's clock, as what.At
		what chair.Report
	}
)

// errNumbers: a frame holds something that is not a number, or that nothing can be.
var errNumbers = errors.New("not made of numbers")

// begin starts a frame in b, which is emptied.
func begin(b []byte, k kind) []byte {
	b = append(b[:0], magic[:]...)
	b = append(b, version, byte(k))
	return binary.LittleEndian.AppendUint16(b, uint16(sizes[k]))
}

// finish ends a frame with its sum.
func finish(b []byte) []byte {
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func putUint(b []byte, v uint64) []byte        { return binary.LittleEndian.AppendUint64(b, v) }
func putTime(b []byte, t time.Duration) []byte { return putUint(b, uint64(t)) }
func putNumber[T ~float64](b []byte, v T) []byte {
	return putUint(b, math.Float64bits(float64(v)))
}

func (g *greet) frame(b []byte) []byte { return finish(append(begin(b, kindGreet), g.profile[:]...)) }

func (w *welcome) frame(b []byte) []byte {
	return finish(putTime(append(begin(b, kindWelcome), byte(w.verdict)), w.received))
}

func (a *answer) frame(b []byte) []byte {
	return finish(append(putTime(putUint(begin(b, kindAnswer), a.number), a.received), byte(a.verdict)))
}

func (c *command) frame(b []byte) []byte {
	b = putTime(putUint(putUint(begin(b, kindCommand), c.number), c.sequence), c.expires)
	var on uint16
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if c.what.Axes[a].On {
			on |= 1 << a
		}
	}
	b = binary.LittleEndian.AppendUint16(b, on)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		b = putNumber(putNumber(b, c.what.Axes[a].Pos), c.what.Axes[a].Vel)
	}
	b = putNumber(b, c.what.Heat)
	for _, p := range c.what.Air {
		b = putNumber(b, p)
	}
	return finish(b)
}

// The flags of a report.
const (
	flagSeated = 1 << iota
	flagStop
	flagLost
	flagEnd
)

func (r *report) frame(b []byte) []byte {
	w := &r.what
	b = putTime(putTime(putUint(begin(b, kindReport), w.Seq), w.At), r.sent)
	var homed, fault uint16
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		if w.Axes[a].Homed {
			homed |= 1 << a
		}
		if w.Axes[a].Fault {
			fault |= 1 << a
		}
	}
	b = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(b, homed), fault)
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		b = putNumber(putNumber(b, w.Axes[a].Pos), w.Axes[a].Vel)
	}
	for s := range w.Force {
		b = putNumber(putNumber(b, w.Force[s]), w.Peak[s])
	}
	b = putNumber(b, w.Pad)
	for _, p := range w.Air {
		b = putNumber(b, p)
	}
	var flags byte
	if w.Seated {
		flags |= flagSeated
	}
	if w.Stop {
		flags |= flagStop
	}
	if w.Lost {
		flags |= flagLost
	}
	return finish(append(b, flags))
}

// payload is what is left to be read of a frame's payload. Its length has been checked by the scanner.
type payload struct {
	b   []byte
	bad bool
}

func (p *payload) byte() byte {
	v := p.b[0]
	p.b = p.b[1:]
	return v
}

func (p *payload) uint() uint64 {
	v := binary.LittleEndian.Uint64(p.b)
	p.b = p.b[8:]
	return v
}

// time is a moment on a clock that began at 0.
func (p *payload) time() time.Duration {
	t := time.Duration(p.uint())
	p.bad = p.bad || t < 0
	return t
}

func (p *payload) number() float64 {
	v := math.Float64frombits(p.uint())
	p.bad = p.bad || math.IsNaN(v-v) // neither NaN nor infinite
	return v
}

// mask is a bit an axis; one for no axis is nonsense.
func (p *payload) mask() uint16 {
	v := binary.LittleEndian.Uint16(p.b)
	p.b = p.b[2:]
	p.bad = p.bad || v&1 != 0 || v>>chair.AxisEnd != 0
	return v
}

func (p *payload) verdict() verdict {
	v := verdict(p.byte())
	p.bad = p.bad || v == 0 || v >= verdictEnd
	return v
}

func (p *payload) err() error {
	if p.bad {
		return errNumbers
	}
	return nil
}

func (g *greet) read(b []byte) error {
	copy(g.profile[:], b)
	return nil
}

func (w *welcome) read(b []byte) error {
	p := payload{b: b}
	w.verdict, w.received = p.verdict(), p.time()
	return p.err()
}

func (a *answer) read(b []byte) error {
	p := payload{b: b}
	a.number, a.received, a.verdict = p.uint(), p.time(), p.verdict()
	return p.err()
}

func (c *command) read(b []byte) error {
	p := payload{b: b}
	*c = command{number: p.uint(), sequence: p.uint(), expires: p.time()}
	on := p.mask()
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		c.what.Axes[a] = chair.Setpoint{On: on&(1<<a) != 0, Pos: chair.Coord(p.number()), Vel: chair.CoordRate(p.number())}
	}
	c.what.Heat = unit.Celsius(p.number())
	for i := range c.what.Air {
		c.what.Air[i] = unit.Kilopascal(p.number())
	}
	return p.err()
}

func (r *report) read(b []byte) error {
	p := payload{b: b}
	*r = report{what: chair.Report{Seq: p.uint(), At: p.time()}, sent: p.time()}
	w := &r.what
	homed, fault := p.mask(), p.mask()
	for a := chair.Carriage; a < chair.AxisEnd; a++ {
		w.Axes[a] = chair.AxisReport{
			Pos: chair.Coord(p.number()), Vel: chair.CoordRate(p.number()), Homed: homed&(1<<a) != 0, Fault: fault&(1<<a) != 0,
		}
	}
	for s := range w.Force {
		w.Force[s], w.Peak[s] = unit.Newton(p.number()), unit.Newton(p.number())
	}
	w.Pad = unit.Celsius(p.number())
	for i := range w.Air {
		w.Air[i] = unit.Kilopascal(p.number())
	}
	flags := p.byte()
	p.bad = p.bad || flags >= flagEnd || w.Seq == 0 || w.At > r.sent
	w.Seated, w.Stop, w.Lost = flags&flagSeated != 0, flags&flagStop != 0, flags&flagLost != 0
	return p.err()
}
