package frame

import (
	"bytes"
	"slices"
	"testing"
)

// Whatever bytes come, nothing breaks, nothing is found that has not its sum, and buffers do not run over.
func FuzzLine(f *testing.F) {
	for _, s := range []string{
		"01030000000a c5cd", "110300 6b00037687", "01050000ff008c3a", "01830232c0", "0117 1e 0102", "ffff0000", "01100040000102007826da",
	} {
		b := bytes.ReplaceAll([]byte(s), []byte(" "), nil)
		f.Add(unhex(f, string(b)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var asks, answers Line
		q := Request{Unit: 1, Code: ReadHolding, Count: 2}
		for x := range slices.Chunk(b[:min(len(b), 3*LargestRTU)], 11) {
			asks.Got(copy(asks.Room(), x))
			answers.Got(copy(answers.Room(), x))
			if unit, pdu, ok := asks.Request(); ok {
				if !bytes.Contains(b, AppendRTU(append([]byte{unit}, pdu...))) {
					t.Fatalf("a request that nobody sent: %x", pdu)
				}
				_ = ParseRequest(pdu, &Request{}) // must not break
			}
			if pdu, ok := answers.Answer(&q); ok {
				if !bytes.Contains(b, AppendRTU(append([]byte{1}, pdu...))) {
					t.Fatalf("an answer that nobody gave: %x", pdu)
				}
				_ = ParseAnswer(pdu, &q, &Answer{}) // must not break
			}
		}
	})
}

// The same over TCP, which has no sums: what is found is in the stream, behind a header of its transaction.
func FuzzStream(f *testing.F) {
	for _, s := range []string{"000100000006010300000002", "00010000000701030400010002", "0001000000030183 02", "485454502f312e31", "0001000000ff01"} {
		b := bytes.ReplaceAll([]byte(s), []byte(" "), nil)
		f.Add(unhex(f, string(b)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var asks, answers Stream
		q := Request{Unit: 1, Code: ReadHolding, Count: 2}
		for _, x := range b {
			asks.Got(copy(asks.Room(), []byte{x}))
			answers.Got(copy(answers.Room(), []byte{x}))
			if n, unit, pdu, ok := asks.Request(); ok {
				if !bytes.Contains(b, FinishTCP(append(BeginTCP(nil, n, unit), pdu...))) {
					t.Fatalf("a request that nobody sent: %x", pdu)
				}
				_ = ParseRequest(pdu, &Request{}) // must not break
			}
			if pdu, ok := answers.Answer(1, &q); ok {
				if !bytes.Contains(b, FinishTCP(append(BeginTCP(nil, 1, 1), pdu...))) {
					t.Fatalf("an answer that nobody gave: %x", pdu)
				}
				_ = ParseAnswer(pdu, &q, &Answer{}) // must not break
			}
		}
	})
}

// What is read as a request is written the same.
func FuzzRequest(f *testing.F) {
	for _, s := range []string{"0100130013", "0500acff00", "0f0013000a02cd01", "100001000204000a0102", "1700030006000e00030600ff00ff00ff", "0500ac0100"} {
		f.Add(unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var q Request
		if ParseRequest(b, &q) != nil {
			return
		}
		if got := AppendRequest(nil, &q); !bytes.Equal(got, b) {
			t.Fatalf("%x was read and became %x", b, got)
		}
	})
}
