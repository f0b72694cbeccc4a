package modbus

import (
	"fmt"
	"math"
	"strconv"

	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/internal/diag"
	"github.com/openlumbar/lumbar/unit"
	"github.com/zclconf/go-cty/cty"
)

// table is one of the four that a unit has. The zero value is holding registers.
type table uint8

const (
	holding table = iota
	input
	coil
	discrete
)

func (t table) String() string { return [...]string{"holding", "input", "coil", "discrete"}[t&3] }

func (t table) bits() bool { return t >= coil }

// word is how a number lies in registers.
type word uint8

const (
	u16 word = iota
	s16
	u32
	s32
)

func (w word) String() string { return [...]string{"u16", "s16", "u32", "s32"}[w&3] }

// size is how many registers it takes.
func (w word) size() int { return 1 + int(w>>1) }

// span is what it can hold.
func (w word) span() (low, high float64) {
	bits := 16 * w.size()
	if w == s16 || w == s32 {
		return -math.Exp2(float64(bits - 1)), math.Exp2(float64(bits-1)) - 1
	}
	return 0, math.Exp2(float64(bits)) - 1
}

// point is one place in a unit's tables and what it means. A number is zero + counts * scale; a flag is a coil, a bit of a
// register, or a register that has one value.
type point struct {
	table    table
	register uint16
	word     word
	low      bool // the low word of two comes first

	scale, zero float64 // scale is negative where it counts the other way
	min, max    float64 // what is believed, and written; both ends included

	bit      int // of a register; -1: none
	equals   int // whole register: what it is when the flag is up; -1: none
	down     uint16
	inverted bool
}

// size is how many registers or bits it takes.
func (p *point) size() int {
	if p.table.bits() || p.bit >= 0 || p.equals >= 0 {
		return 1
	}
	return p.word.size()
}

// counts is a number as the unit counts it, or an error if it is beyond the point's limits or its registers.
func (p *point) counts(v float64) (uint32, error) {
	if !(v >= p.min && v <= p.max) {
		return 0, fmt.Errorf("%g is not from %g to %g", v, p.min, p.max)
	}
	n := math.Round((v - p.zero) / p.scale)
	if low, high := p.word.span(); !(n >= low && n <= high) {
		return 0, fmt.Errorf("%g is %g counts, which %v does not hold", v, n, p.word)
	}
	return uint32(int64(n)), nil
}

// put writes counts into registers.
func (p *point) put(into []uint16, n uint32) {
	switch {
	case p.word.size() == 1:
		into[0] = uint16(n)
	case p.low:
		into[0], into[1] = uint16(n), uint16(n>>16)
	default:
		into[0], into[1] = uint16(n>>16), uint16(n)
	}
}

// number is what registers say. ok is false beyond the point's limits: the value is given all the same.
func (p *point) number(from []uint16) (v float64, ok bool) {
	n := uint32(from[0])
	if p.word.size() == 2 {
		n = uint32(from[0])<<16 | uint32(from[1])
		if p.low {
			n = uint32(from[1])<<16 | uint32(from[0])
		}
	}
	switch p.word {
	case s16:
		v = float64(int16(n))
	case s32:
		v = float64(int32(n))
	default:
		v = float64(n)
	}
	v = p.zero + v*p.scale
	return v, v >= p.min && v <= p.max
}

// raise puts a flag into its register, beside the others that lie there.
func (p *point) raise(into []uint16, up bool) {
	up = up != p.inverted
	switch {
	case p.equals >= 0 && up:
		into[0] = uint16(p.equals)
	case p.equals >= 0:
		into[0] = p.down
	case up:
		into[0] |= 1 << p.bit
	default:
		into[0] &^= 1 << p.bit
	}
}

// raised is what a register says of a flag.
func (p *point) raised(from []uint16) bool {
	up := false
	if p.equals >= 0 {
		up = from[0] == uint16(p.equals)
	} else {
		up = from[0]>>p.bit&1 != 0
	}
	return up != p.inverted
}

// The tables and words by name.
var (
	tables = []table{holding, input, coil, discrete}
	words  = []word{u16, s16, u32, s32}
)

// readRegister reads an address: a number, or a text such as "0x005C", as manuals have it.
func readRegister(r *diag.Reader, name string, into *uint16) bool {
	const example = `92, or "0x005C"`
	v, ok := r.Value(name, example)
	if !ok {
		return false
	}
	n, err := uint64(0), error(strconv.ErrSyntax)
	switch v.Type() {
	case cty.Number:
		if f, _ := v.AsBigFloat().Float64(); f >= 0 && f == math.Trunc(f) {
			n, err = uint64(f), nil
		}
	case cty.String:
		n, err = strconv.ParseUint(v.AsString(), 0, 32)
	}
	if err != nil || n > math.MaxUint16 {
		r.Error(r.At(name), diag.OutOfRange, "this is no register", "Addresses count from 0 to 65535, as they are sent: "+example+". A manual's 40001 is 0, and 00017 is coil 16.")
		return false
	}
	*into = uint16(n)
	return true
}

// readPlace reads where a point lies.
func readPlace(r *diag.Reader, p *point, writes bool) {
	p.bit, p.equals = -1, -1
	p.min, p.max, p.scale = math.Inf(-1), math.Inf(1), 1
	if r.Has("table") {
		diag.OneOf(r, "table", tables, &p.table)
	}
	if writes && (p.table == input || p.table == discrete) {
		r.Error(r.At("table"), diag.Contradiction, p.table.String()+" cannot be written", `Write what goes out into "holding" registers or a "coil".`)
	}
	readRegister(r, "register", &p.register)
}

// readNumber reads a point that is a quantity of a dimension.
func readNumber(r *diag.Reader, d unit.Dimension, writes bool) point {
	var p point
	readPlace(r, &p, writes)
	if p.table.bits() {
		r.Error(r.At("table"), diag.Contradiction, "a number does not fit into one bit", `It lies in "holding" or "input" registers.`)
	}
	if r.Has("type") {
		diag.OneOf(r, "type", words, &p.word)
	}
	if r.Has("order") {
		var order string
		if r.Word("order", []string{"high_first", "low_first"}, &order) {
			p.low = order == "low_first"
		}
	}
	diag.Quantity(r, "scale", d, diag.Span{Min: 1e-6, Max: 1e6}, &p.scale)
	if r.Has("reversed") {
		var reversed bool
		if r.Bool("reversed", &reversed) && reversed {
			p.scale = -p.scale
		}
	}
	for _, end := range []struct {
		name string
		into *float64
	}{{"zero", &p.zero}, {"min", &p.min}, {"max", &p.max}} {
		if r.Has(end.name) {
			diag.Quantity(r, end.name, d, diag.Span{Min: math.Inf(-1), Max: math.Inf(1)}, end.into)
		}
	}
	if p.min > p.max {
		r.Error(r.At("max"), diag.Contradiction, "max is less than min", "Nothing would be believed: look at both again.")
	}
	return p
}

// readFlag reads a point that is on or off.
func readFlag(r *diag.Reader, writes bool) point {
	var p point
	readPlace(r, &p, writes)
	switch {
	case p.table.bits():
		p.bit = 0
	case r.Has("equals"):
		var v uint16
		if readRegister(r, "equals", &v) {
			p.equals = int(v)
		}
		if writes && r.Has("otherwise") {
			readRegister(r, "otherwise", &p.down)
		}
	default:
		if r.Int("bit", 0, 15, &p.bit); p.bit < 0 {
			p.bit = 0
		}
	}
	if r.Has("inverted") {
		r.Bool("inverted", &p.inverted)
	}
	return p
}

// code is the function code that reads a table.
func (t table) code() frame.Code {
	return [...]frame.Code{frame.ReadHolding, frame.ReadInput, frame.ReadCoils, frame.ReadDiscretes}[t&3]
}
