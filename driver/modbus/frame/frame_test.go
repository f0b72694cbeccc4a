package frame

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The examples of the specification (MODBUS Application Protocol V1.1b3, chapters 6.1 to 6.17), request and answer.
func TestSpecification(t *testing.T) {
	for _, c := range []struct {
		name            string
		q               Request
		request, answer string
		values          []uint16
		bits            []byte
	}{
		{"6.1 read coils", Request{Code: ReadCoils, Address: 0x13, Count: 0x13}, "0100130013", "0103cd6b05", nil, []byte{0xcd, 0x6b, 0x05}},
		{"6.2 read discrete inputs", Request{Code: ReadDiscretes, Address: 0xc4, Count: 0x16}, "0200c40016", "0203acdb35", nil, []byte{0xac, 0xdb, 0x35}},
		{"6.3 read holding registers", Request{Code: ReadHolding, Address: 0x6b, Count: 3}, "03006b0003", "0306022b00000064", []uint16{555, 0, 100}, nil},
		{"6.4 read input registers", Request{Code: ReadInput, Address: 8, Count: 1}, "0400080001", "0402000a", []uint16{10}, nil},
		{"6.5 write a coil", Request{Code: WriteCoil, Address: 0xac, Count: 1, Bits: []byte{1}}, "0500acff00", "0500acff00", nil, nil},
		{"6.6 write a register", Request{Code: WriteRegister, Address: 1, Count: 1, Values: []uint16{3}}, "0600010003", "0600010003", nil, nil},
		{"6.11 write coils", Request{Code: WriteCoils, Address: 0x13, Count: 10, Bits: []byte{0xcd, 1}}, "0f0013000a02cd01", "0f0013000a", nil, nil},
		{"6.12 write registers", Request{Code: WriteRegisters, Address: 1, Count: 2, Values: []uint16{10, 0x102}}, "100001000204000a0102", "1000010002", nil, nil},
		{"6.17 read and write", Request{Code: ReadWrite, Address: 3, Count: 6, Into: 14, Words: 3, Values: []uint16{255, 255, 255}},
			"1700030006000e00030600ff00ff00ff", "170c00fe0acd00010003000d00ff", []uint16{254, 0xacd, 1, 3, 13, 255}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.q.Check(); err != nil {
				t.Fatal(err)
			}
			if got := AppendRequest(nil, &c.q); !bytes.Equal(got, unhex(t, c.request)) {
				t.Errorf("request %x, want %s", got, c.request)
			}
			var back Request
			if err := ParseRequest(unhex(t, c.request), &back); err != nil || back.Code != c.q.Code || back.Address != c.q.Address || back.Count != c.q.Count ||
				back.Into != c.q.Into || back.Words != c.q.Words || !slices.Equal(back.Values, c.q.Values) || !slices.Equal(back.Bits, c.q.Bits) {
				t.Errorf("back: %+v, %v", back, err)
			}
			var a Answer
			if err := ParseAnswer(unhex(t, c.answer), &c.q, &a); err != nil || !slices.Equal(a.Values, c.values) || !slices.Equal(a.Bits, c.bits) {
				t.Errorf("answer %+v, %v", a, err)
			}
			if got := AppendAnswer(nil, &c.q, &a); !bytes.Equal(got, unhex(t, c.answer)) {
				t.Errorf("answered %x, want %s", got, c.answer)
			}
			if n := c.q.AnswerSize(); n != len(c.answer)/2 {
				t.Errorf("an answer of %d bytes, want %d", n, len(c.answer)/2)
			}
			refusal := AppendException(nil, c.q.Code, IllegalAddress)
			var e Exception
			if err := ParseAnswer(refusal, &c.q, &a); !errors.As(err, &e) || e != IllegalAddress {
				t.Errorf("exception: got %v", err)
			}
			for i := range len(c.answer) / 2 {
				if err := ParseAnswer(unhex(t, c.answer)[:i], &c.q, &a); err == nil {
					t.Errorf("%d bytes of it pass", i)
				}
			}
		})
	}
}

// The sum, by frames that others have published: the serial line specification's own has none, these are from the manuals of
// relay boards and drives.
func TestCRC(t *testing.T) {
	for _, s := range []string{"010300000001840a", "110300 6b0003 7687", "01050000ff008c3a", "0106800009022 79b"} {
		b := unhex(t, string(bytes.ReplaceAll([]byte(s), []byte(" "), nil)))
		n := len(b) - sumSize
		if got := AppendRTU(slices.Clone(b[:n])); !bytes.Equal(got, b) {
			t.Errorf("%x has the sum %x, want %x", b[:n], got[n:], b[n:])
		}
	}
}

func TestCheck(t *testing.T) {
	for _, q := range []Request{
		{},
		{Code: 7, Count: 1},
		{Code: ReadHolding},
		{Code: ReadHolding, Count: 126},
		{Code: ReadHolding, Count: 2, Address: 0xffff},
		{Code: ReadCoils, Count: 2001},
		{Code: WriteCoil, Count: 1},
		{Code: WriteRegister, Count: 2, Values: []uint16{1, 2}},
		{Code: WriteRegisters, Count: 2, Values: []uint16{1}},
		{Code: WriteRegisters, Count: 124, Values: make([]uint16, 124)},
		{Code: WriteCoils, Count: 9, Bits: []byte{1}},
		{Code: ReadWrite, Count: 1, Words: 122, Values: make([]uint16, 122)},
		{Code: ReadWrite, Count: 1, Words: 2, Into: 0xffff, Values: make([]uint16, 2)},
		{Code: ReadWrite, Count: 1},
	} {
		if err := q.Check(); !errors.Is(err, ErrForm) {
			t.Errorf("%+v: got %v", q, err)
		}
	}
}

func TestExceptions(t *testing.T) {
	for e := Exception(1); e < 20; e++ {
		refused := e != Acknowledge && e != Busy && e != NoPath && e != NoTarget
		if e.Error() == "" || e.Refused() != refused {
			t.Errorf("exception %d: %q, refused %v", byte(e), e.Error(), e.Refused())
		}
	}
	var a Answer
	if err := ParseAnswer([]byte{0x83, 0}, &Request{Code: ReadHolding, Count: 1}, &a); !errors.Is(err, ErrForm) {
		t.Errorf("exception 0 is none, got %v", err)
	}
}

// anyRequest is a request that can be sent.
func anyRequest(t *rapid.T) Request {
	codes := []Code{ReadCoils, ReadDiscretes, ReadHolding, ReadInput, WriteCoil, WriteRegister, WriteCoils, WriteRegisters, ReadWrite}
	q := Request{Unit: byte(rapid.IntRange(1, 247).Draw(t, "unit")), Code: rapid.SampledFrom(codes).Draw(t, "code"), Count: 1}
	q.Address = uint16(rapid.IntRange(0, 1000).Draw(t, "address"))
	word := rapid.Uint16()
	switch q.Code {
	case ReadCoils, ReadDiscretes, ReadHolding, ReadInput:
		q.Count = uint16(rapid.IntRange(1, 60).Draw(t, "count"))
	case WriteCoil:
		q.Bits = []byte{byte(rapid.IntRange(0, 1).Draw(t, "on"))}
	case WriteRegister:
		q.Values = []uint16{word.Draw(t, "value")}
	case WriteCoils:
		q.Count = uint16(rapid.IntRange(1, 60).Draw(t, "count"))
		q.Bits = rapid.SliceOfN(rapid.Byte(), bytesOf(q.Count), bytesOf(q.Count)).Draw(t, "bits")
	case WriteRegisters:
		q.Values = rapid.SliceOfN(word, 1, 60).Draw(t, "values")
		q.Count = uint16(len(q.Values))
	case ReadWrite:
		q.Count = uint16(rapid.IntRange(1, 60).Draw(t, "count"))
		q.Values = rapid.SliceOfN(word, 1, 60).Draw(t, "values")
		q.Words = uint16(len(q.Values))
	}
	return q
}

func answerTo(t *rapid.T, q *Request) (a Answer) {
	switch reads, bits := q.Code.reads(); {
	case bits:
		a.Bits = rapid.SliceOfN(rapid.Byte(), bytesOf(q.Count), bytesOf(q.Count)).Draw(t, "bits read")
	case reads || q.Code == ReadWrite:
		a.Values = rapid.SliceOfN(rapid.Uint16(), int(q.Count), int(q.Count)).Draw(t, "values read")
	}
	return a
}

// However a line cuts its bytes, and whatever noise comes first, an answer is found, to the last bit; one with a wrong bit is
// not, unless by a chance of 1 in 65,536 that this seedless search has not met.
func TestLineAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := anyRequest(t)
		a := answerTo(t, &q)
		f := AppendRTU(AppendAnswer([]byte{q.Unit}, &q, &a))
		bad := rapid.Bool().Draw(t, "bad")
		if bad {
			bit := rapid.IntRange(0, 8*len(f)-1).Draw(t, "bit")
			f[bit/8] ^= 1 << (bit % 8)
		}
		noise := rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "noise")
		stream := append(slices.Clone(noise), f...)
		var l Line
		for len(stream) > 0 {
			n := rapid.IntRange(1, len(stream)).Draw(t, "read")
			l.Got(copy(l.Room(), stream[:n]))
			stream = stream[n:]
			pdu, ok := l.Answer(&q)
			if !ok {
				continue
			}
			var got Answer
			err := ParseAnswer(pdu, &q, &got)
			if bad {
				t.Fatalf("an answer with a wrong bit passed: %x", f)
			}
			if err != nil || !slices.Equal(got.Values, a.Values) || !slices.Equal(got.Bits, a.Bits) || len(stream) > 0 {
				t.Fatalf("got %+v, %v with %d bytes left, want %+v", got, err, len(stream), a)
			}
			if l.Lost != uint64(len(noise)) {
				t.Fatalf("%d bytes lost, want %d", l.Lost, len(noise))
			}
			return
		}
		if !bad {
			t.Fatalf("not found: %x after %x", f, noise)
		}
	})
}

// A line's requests are found one after the other, whatever lies between.
func TestLineRequests(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stream []byte
		var want [][]byte
		begins := map[int]bool{}
		for range rapid.IntRange(1, 6).Draw(t, "requests") {
			q := anyRequest(t)
			f := AppendRTU(AppendRequest([]byte{q.Unit}, &q))
			want = append(want, f)
			if rapid.Bool().Draw(t, "torn first") {
				stream = append(stream, f[:rapid.IntRange(1, len(f)-1).Draw(t, "torn")]...)
			}
			begins[len(stream)] = true
			stream = append(stream, f...)
		}
		for at := range len(stream) {
			if _, ok := whole(stream[at:], requestSize(stream[at+1:])); ok && !begins[at] {
				t.Skip("bytes that nobody sent as a frame have the right sum, as one in 65,536 has")
			}
		}
		var l Line
		var got [][]byte
		for len(stream) > 0 {
			n := rapid.IntRange(1, min(len(stream), 40)).Draw(t, "read")
			l.Got(copy(l.Room(), stream[:n]))
			stream = stream[n:]
			for unit, pdu, ok := l.Request(); ok; unit, pdu, ok = l.Request() {
				got = append(got, AppendRTU(append([]byte{unit}, pdu...)))
			}
		}
		if !slices.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("got %x, want %x", got, want)
		}
	})
}

// Over TCP an answer belongs to its transaction; late ones and headers of other protocols are skipped.
func TestStream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := anyRequest(t)
		a := answerTo(t, &q)
		number := rapid.Uint16Range(2, 60000).Draw(t, "number")
		tcp := func(n uint16, unit byte) []byte {
			return FinishTCP(AppendAnswer(BeginTCP(nil, n, unit), &q, &a))
		}
		var stream []byte
		for range rapid.IntRange(0, 4).Draw(t, "others") {
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				stream = append(stream, tcp(number-1, q.Unit)...)
			case 1:
				stream = append(stream, tcp(number, q.Unit+1)...)
			case 2:
				stream = append(stream, "HTTP/1.1 400 Bad Request\r\n\r\n"...)
			}
		}
		stream = append(stream, tcp(number, q.Unit)...)
		var s Stream
		for len(stream) > 0 {
			n := rapid.IntRange(1, len(stream)).Draw(t, "read")
			s.Got(copy(s.Room(), stream[:n]))
			stream = stream[n:]
			if pdu, ok := s.Answer(number, &q); ok {
				var got Answer
				if err := ParseAnswer(pdu, &q, &got); err != nil || !slices.Equal(got.Values, a.Values) || !slices.Equal(got.Bits, a.Bits) || len(stream) > 0 {
					t.Fatalf("got %+v, %v with %d bytes left, want %+v", got, err, len(stream), a)
				}
				return
			}
		}
		t.Fatal("not found")
	})
}

func TestStreamRequest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := anyRequest(t)
		var s Stream
		b := FinishTCP(AppendRequest(BeginTCP(nil, 7, q.Unit), &q))
		s.Got(copy(s.Room(), append(slices.Clone(b), b[:5]...)))
		n, unit, pdu, ok := s.Request()
		if !ok || n != 7 || unit != q.Unit || !bytes.Equal(pdu, b[mbapSize:]) {
			t.Fatalf("got %d, unit %d, %x, %v", n, unit, pdu, ok)
		}
		if _, _, _, ok := s.Request(); ok || s.n != 5 {
			t.Fatalf("%d bytes left, want 5", s.n)
		}
	})
}
