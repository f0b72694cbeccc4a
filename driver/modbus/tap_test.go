package modbus_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/openlumbar/lumbar/driver"
	"github.com/openlumbar/lumbar/driver/modbus"
	"github.com/openlumbar/lumbar/driver/modbus/frame"
	"github.com/openlumbar/lumbar/driver/modbus/standin"
)

// crossed is what a trace has told, kept.
type crossed struct{ all []driver.Frame }

func (c *crossed) trace(f driver.Frame) {
	f.Bytes = bytes.Clone(f.Bytes)
	c.all = append(c.all, f)
}

// TestTrace: every request is told as it goes out, and after it what came, both byte by byte and in words, over TCP and a serial
// line; an exception and a silence too.
func TestTrace(t *testing.T) {
	t.Parallel()
	for name, link := range map[string]func(*rig) modbus.Link{
		"tcp": func(r *rig) modbus.Link { return r.tcp(nil) },
		"rtu": func(r *rig) modbus.Link { return r.rtu(standin.Line{}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, c := newRig(t), &crossed{}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			o := modbus.Options{Profile: &r.profile, Template: r.template, Link: link(r), Clock: r.clock, Answer: patience, Wait: r.pass, Trace: c.trace}
			chair, err := modbus.Open(ctx, o)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := chair.Read(ctx); err != nil {
				t.Fatal(err)
			}
			opened := len(c.all)
			if err := chair.Close(); err != nil {
				t.Fatal(err)
			}
			if opened < 4 || len(c.all) <= opened || len(c.all)%2 != 0 {
				t.Fatalf("%d frames, %d of them after opening", len(c.all), len(c.all)-opened)
			}
			for i := range c.all {
				f := &c.all[i]
				if f.ToChair != (i%2 == 0) || f.Why != nil || f.At == 0 || !strings.HasPrefix(f.Meaning, "unit 1: ") {
					t.Errorf("%d: %+v", i, f)
				}
				if f.ToChair && f.Meaning != says(t, name, f.Bytes) {
					t.Errorf("% X means %q, and not %q", f.Bytes, says(t, name, f.Bytes), f.Meaning)
				}
				if !f.ToChair && len(f.Bytes) < 5 {
					t.Errorf("% X is no answer", f.Bytes)
				}
			}
		})
	}
}

// says is a request in words, read from its bytes alone.
func says(t *testing.T, by string, b []byte) string {
	t.Helper()
	var unit byte
	var pdu []byte
	ok := false
	if by == "tcp" {
		var s frame.Stream
		s.Got(copy(s.Room(), b))
		_, unit, pdu, ok = s.Request()
	} else {
		var l frame.Line
		l.Got(copy(l.Room(), b))
		unit, pdu, ok = l.Request()
	}
	var q frame.Request
	if err := frame.ParseRequest(pdu, &q); err != nil || !ok {
		t.Fatalf("% X is no request: %v", b, err)
	}
	q.Unit = unit
	return modbus.Asks(&q)
}

// TestTraceWords: each kind of request and answer in words; what was refused, and what did not come.
func TestTraceWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		q          frame.Request
		a          frame.Answer
		asks, says string
	}{
		{frame.Request{Unit: 2, Code: frame.ReadCoils, Address: 16, Count: 3}, frame.Answer{Bits: []byte{0b101}}, "unit 2: read 3 coils from 0x0010", "unit 2: 101"},
		{frame.Request{Unit: 1, Code: frame.ReadDiscretes, Count: 9}, frame.Answer{Bits: []byte{0xff, 0}}, "unit 1: read 9 discretes from 0x0000", "unit 1: 111111110"},
		{frame.Request{Unit: 1, Code: frame.ReadHolding, Address: 0x5c, Count: 2}, frame.Answer{Values: []uint16{0xffff, 1}}, "unit 1: read 2 holding registers from 0x005C", "unit 1: FFFF 0001"},
		{frame.Request{Unit: 1, Code: frame.ReadInput, Count: 1}, frame.Answer{Values: []uint16{10}}, "unit 1: read 1 input registers from 0x0000", "unit 1: 000A"},
		{frame.Request{Unit: 3, Code: frame.WriteCoil, Address: 4, Count: 1, Bits: []byte{1}}, frame.Answer{}, "unit 3: write 1 coils from 0x0004: 1", "unit 3: written"},
		{frame.Request{Unit: 3, Code: frame.WriteRegisters, Address: 4, Count: 2, Values: []uint16{1, 2}}, frame.Answer{}, "unit 3: write 2 holding registers from 0x0004: 0001 0002", "unit 3: written"},
		{frame.Request{Unit: 1, Code: frame.ReadWrite, Address: 1, Count: 1, Into: 8, Words: 2, Values: []uint16{3, 4}}, frame.Answer{Values: []uint16{7}},
			"unit 1: write 2 holding registers from 0x0008: 0003 0004; read 1 holding registers from 0x0001", "unit 1: 0007"},
	} {
		if got := modbus.Asks(&tt.q); got != tt.asks {
			t.Errorf("asks %q, want %q", got, tt.asks)
		}
		if got := modbus.Says(&tt.q, &tt.a); got != tt.says {
			t.Errorf("says %q, want %q", got, tt.says)
		}
	}
	c := &crossed{}
	for _, err := range []error{frame.Exception(2), frame.ErrForm} {
		modbus.Tell(c.trace, &frame.Request{Unit: 1, Code: frame.ReadInput, Count: 1}, []byte{1, 0x84, 2}, err)
	}
	if len(c.all) != 4 || c.all[1].Why != nil || !strings.Contains(c.all[1].Meaning, "no such register") || c.all[3].Why == nil || c.all[3].Meaning != "" || len(c.all[3].Bytes) != 3 {
		t.Errorf("%+v", c.all)
	}
}
