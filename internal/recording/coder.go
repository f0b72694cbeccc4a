package recording

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/openlumbar/lumbar/chair"
)

// mode is what a coder does with the fields that it is shown.
type mode uint8

const (
	write  mode = iota // append them
	read               // fill them in
	list               // name them
	schema             // describe them
)

// coder goes through a message's fields. The layout is CDR as ROS 2 has it, little-endian: every value at a multiple of
// its own size, a text with its length and a zero after it. https://www.omg.org/spec/DDSI-RTPS/2.3 section 10.
type coder struct {
	mode   mode
	buf    []byte // written, or to be read
	at     int    // read up to there
	bad    bool
	fields []Field
	doc    strings.Builder
}

// cdrHead says: CDR, little-endian.
var cdrHead = [...]byte{0, 1, 0, 0}

var errShort = errors.New("a tick is shorter than its layout")

// encode appends a tick to p, which must be empty.
func (t *Tick) encode(p []byte) []byte {
	c := coder{mode: write, buf: append(p, cdrHead[:]...)}
	t.lay(&c)
	return c.buf
}

// decode reads what encode has written.
func (t *Tick) decode(p []byte) error {
	if len(p) < len(cdrHead) || [4]byte(p) != cdrHead {
		return errors.New("a tick is not in CDR, little-endian")
	}
	c := coder{mode: read, buf: p, at: len(cdrHead)}
	*t = Tick{}
	t.lay(&c)
	if c.bad {
		return errShort
	}
	return nil
}

// tickSchema is the layout in the language of ROS 2's message files.
func tickSchema() string {
	c := coder{mode: schema}
	c.doc.WriteString("# One control tick of a Lumbar engine. Names end in their unit.\n")
	new(Tick).lay(&c)
	return c.doc.String()
}

// align moves to the next multiple of size, counted from behind the head.
func (c *coder) align(size int) {
	if c.mode == write {
		for (len(c.buf)-len(cdrHead))%size != 0 {
			c.buf = append(c.buf, 0)
		}
		return
	}
	for (c.at-len(cdrHead))%size != 0 {
		c.at++
	}
}

// next is the next n bytes to read, or nil.
func (c *coder) next(n int) []byte {
	if c.bad || n < 0 || n > len(c.buf)-c.at {
		c.bad = true
		return nil
	}
	p := c.buf[c.at : c.at+n]
	c.at += n
	return p
}

// say is a heading of the schema.
func (c *coder) say(text string) {
	if c.mode == schema {
		fmt.Fprintf(&c.doc, "\n# %s\n", text)
	}
}

func (c *coder) describe(kind, name, doc string, n int) {
	if n > 1 {
		kind = fmt.Sprintf("%s[%d]", kind, n)
	}
	fmt.Fprintf(&c.doc, "%-10s %-15s # %s\n", kind, name, doc)
}

// name lists a number.
func (c *coder) name(name string, i, n int, f float64) {
	if n > 1 {
		name += "." + entry(name, i, n)
	}
	c.fields = append(c.fields, Field{Name: name, F: f})
}

// entry names one of an array: by axis, bag or side.
func entry(name string, i, n int) string {
	switch {
	case n == driven:
		return (chair.Carriage + chair.Axis(i)).String()
	case strings.HasSuffix(name, "air_kpa"):
		return chair.Bag(i).String()
	}
	return chair.Side(i).String()
}

// word is one value of eight bytes.
func (c *coder) word(v *uint64) {
	c.align(8)
	switch c.mode {
	case write:
		c.buf = binary.LittleEndian.AppendUint64(c.buf, *v)
	case read:
		if p := c.next(8); p != nil {
			*v = binary.LittleEndian.Uint64(p)
		}
	}
}

func (c *coder) u64(name, doc string, v *uint64) {
	switch c.mode {
	case schema:
		c.describe("uint64", name, doc, 1)
	case list:
		c.name(name, 0, 1, float64(*v))
	default:
		c.word(v)
	}
}

func (c *coder) i64(name, doc string, v *int64) {
	switch c.mode {
	case schema:
		c.describe("int64", name, doc, 1)
	case list:
		c.name(name, 0, 1, float64(*v))
	default:
		bits := uint64(*v)
		c.word(&bits)
		*v = int64(bits)
	}
}

func (c *coder) f64(name, doc string, v *float64) {
	c.array(name, doc, 1, func(int) *float64 { return v })
}

// array is n numbers of a kind.
func (c *coder) array(name, doc string, n int, at func(i int) *float64) {
	if c.mode == schema {
		c.describe("float64", name, doc, n)
		return
	}
	for i := range n {
		switch v := at(i); c.mode {
		case list:
			c.name(name, i, n, *v)
		default:
			bits := math.Float64bits(*v)
			c.word(&bits)
			*v = math.Float64frombits(bits)
		}
	}
}

func (c *coder) f32(name, doc string, v *float32) {
	switch c.mode {
	case schema:
		c.describe("float32", name, doc, 1)
	case list:
		c.name(name, 0, 1, float64(*v))
	default:
		c.single(v)
	}
}

// single is one value of four bytes.
func (c *coder) single(v *float32) {
	c.align(4)
	switch c.mode {
	case write:
		c.buf = binary.LittleEndian.AppendUint32(c.buf, math.Float32bits(*v))
	case read:
		if p := c.next(4); p != nil {
			*v = math.Float32frombits(binary.LittleEndian.Uint32(p))
		}
	}
}

func (c *coder) floats(name, doc string, all []float32) {
	if c.mode == schema {
		c.describe("float32", name, doc, len(all))
		return
	}
	for i := range all {
		if c.mode == list {
			c.name(name, i, len(all), float64(all[i]))
		} else {
			c.single(&all[i])
		}
	}
}

// small is one byte.
func (c *coder) small(v *uint8) {
	switch c.mode {
	case write:
		c.buf = append(c.buf, *v)
	case read:
		if p := c.next(1); p != nil {
			*v = p[0]
		}
	}
}

func (c *coder) u8(name, doc string, v *uint8) {
	switch c.mode {
	case schema:
		c.describe("uint8", name, doc, 1)
	case list:
		c.name(name, 0, 1, float64(*v))
	default:
		c.small(v)
	}
}

func (c *coder) flag(name, doc string, v *bool) {
	c.flags(name, doc, 1, func(int) *bool { return v })
}

// flags is n of a kind.
func (c *coder) flags(name, doc string, n int, at func(i int) *bool) {
	if c.mode == schema {
		c.describe("bool", name, doc, n)
		return
	}
	for i := range n {
		v := at(i)
		var b uint8
		if *v {
			b = 1
		}
		if c.mode == list {
			c.name(name, i, n, float64(b))
			continue
		}
		c.small(&b)
		*v = b != 0
	}
}

// text is a string.
func (c *coder) text(name, doc string, v *string) {
	switch c.mode {
	case schema:
		c.describe("string", name, doc, 1)
	case list:
		c.fields = append(c.fields, Field{Name: name, Text: *v})
	case write:
		c.align(4)
		c.buf = binary.LittleEndian.AppendUint32(c.buf, uint32(len(*v)+1))
		c.buf = append(append(c.buf, *v...), 0)
	case read:
		c.align(4)
		p := c.next(4)
		if p == nil {
			return
		}
		if p = c.next(int(binary.LittleEndian.Uint32(p))); len(p) > 0 {
			*v = string(p[:len(p)-1])
		}
	}
}
